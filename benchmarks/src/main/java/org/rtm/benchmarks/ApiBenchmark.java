package org.rtm.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
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

/** A routing table, filled through the API with a route to each prefix, and random addresses. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public abstract class ApiBenchmark {
    private final Router router = new Router();
    private final EntityRegistration entity = router.register(AddressFamily.IPV4, 1);
    private final NetAddress[] addresses = new NetAddress[StructureBenchmark.QUESTIONS];
    private int question;

    final void fill(List<Prefix> table) {
        Router.addRoutes(entity, table);
        Prefix[] questions = Prefixes.addressesIn(table, addresses.length);
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = questions[i].toNetAddress();
        }
        System.gc(); // as for the structures that it is compared with
    }

    @Benchmark
    public int mostSpecific() {
        question = question + 1 & addresses.length - 1;
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
