package org.rtm.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.rtm.api.AddressFamily;
import org.rtm.api.DestInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.ViewSet;
import org.rtm.benchmarks.data.Prefix;
import org.rtm.benchmarks.data.Prefixes;

/** Row 4: a look-up through the API, of the addresses of row 1, and what it found given back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ApiLookUp {
    private static final int QUESTIONS = 1 << 20;

    private final Router router = new Router();
    private final EntityRegistration entity = router.register(AddressFamily.IPV4, 1);
    private final NetAddress[] addresses = new NetAddress[QUESTIONS];
    private int question;

    @Setup
    public void fill() {
        List<Prefix> table = Prefixes.table(AddressFamily.IPV4);
        Router.addRoutes(entity, table);
        Prefix[] found = Prefixes.addressesIn(table, QUESTIONS);
        for (int i = 0; i < QUESTIONS; i++) {
            addresses[i] = found[i].toNetAddress();
        }
    }

    @Benchmark
    public int mostSpecific() {
        question = question + 1 & QUESTIONS - 1;
        try (DestInfo found =
                entity.mostSpecific(addresses[question], ProtocolId.BEST, ViewSet.UNICAST)
                        .orElseThrow()) {
            return found.belongsToViews().mask();
        }
    }

    @TearDown
    public void end() {
        router.close();
    }
}
