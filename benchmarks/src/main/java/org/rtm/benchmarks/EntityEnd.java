package org.rtm.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.benchmarks.data.Prefix;
import org.rtm.benchmarks.data.Prefixes;
import org.rtm.benchmarks.report.Measurement;

/**
 * Row 11: a process in which an entity with the whole table goes, again and again, while another
 * one, which has a tenth of the prefixes and a default route, looks addresses up.
 */
final class EntityEnd {
    static final String GONE = "gone: RTM";
    static final String ALONE = "look-up alone";
    static final String MEANWHILE = "look-up while an entity goes";

    private static final int SHARE = 10;
    private static final int FIRST = 10;

    private EntityEnd() {}

    /** Arguments: how often an entity goes; before that one goes for the compiler. */
    public static void main(String[] arguments) throws InterruptedException {
        int times = Integer.parseInt(arguments[0]);
        List<Prefix> table = Prefixes.table(AddressFamily.IPV4);
        double[] seconds = new double[times];
        Latencies latencies = new Latencies(11, "ns", 1);
        try (Router router = new Router();
                EntityRegistration other = router.register(AddressFamily.IPV4, 1)) {
            Router.addRoutes(other, table.subList(0, table.size() / SHARE));
            Router.addRoutes(other, List.of(Prefix.of(NetAddress.parse("0.0.0.0/0"))));
            Reader reader = new Reader(router, table);
            for (int time = -1; time < times; time++) {
                EntityRegistration entity = router.register(AddressFamily.IPV4, FIRST + time);
                Router.addRoutes(entity, table);
                Histogram alone = reader.timeWhile(() -> TimeUnit.SECONDS.sleep(2));
                long[] nanos = new long[1];
                Histogram meanwhile =
                        reader.timeWhile(
                                () -> {
                                    long start = System.nanoTime();
                                    entity.close();
                                    nanos[0] = System.nanoTime() - start;
                                });
                if (time >= 0) {
                    latencies.add(ALONE, alone);
                    latencies.add(MEANWHILE, meanwhile);
                    seconds[time] = nanos[0] / 1e9;
                }
            }
            System.err.println("found " + reader.found());
        }
        System.out.println(Measurement.of(11, GONE, "", "s", seconds).toLine());
        latencies.print("");
    }
}
