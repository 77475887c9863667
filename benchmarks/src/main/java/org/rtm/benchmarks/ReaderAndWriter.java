package org.rtm.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.RouteCriteria;
import org.rtm.api.RouteInfo;
import org.rtm.api.ViewSet;
import org.rtm.benchmarks.data.Prefix;
import org.rtm.benchmarks.data.Prefixes;
import org.rtm.benchmarks.report.Measurement;

/**
 * Row 9: a process with a reader of the whole table, alone, and beside a writer that withdraws and
 * adds a tenth of the table again and again, as fast as it can.
 */
final class ReaderAndWriter {
    static final String ALONE = "look-up alone";
    static final String BESIDE_WRITER = "look-up beside a writer";

    private static final int SHARE = 10;

    private final EntityRegistration entity;
    private final RouteInfo info;
    private final NetAddress[] churned;
    private long changes;

    private ReaderAndWriter(EntityRegistration entity, NextHop hop, List<Prefix> table) {
        this.entity = entity;
        info = RouteInfo.via(hop).metric(1);
        churned =
                table.subList(0, table.size() / SHARE).stream()
                        .map(Prefix::toNetAddress)
                        .toArray(NetAddress[]::new);
    }

    /** Arguments: how many windows there are of each kind, and how many seconds each takes. */
    public static void main(String[] arguments) throws InterruptedException {
        int windows = Integer.parseInt(arguments[0]);
        int seconds = Integer.parseInt(arguments[1]);
        List<Prefix> table = Prefixes.table(AddressFamily.IPV4);
        try (Router router = new Router();
                EntityRegistration entity = router.register(AddressFamily.IPV4, 1);
                NextHop hop = entity.addNextHop(NextHopInfo.of("192.0.2.1", 1)).handle()) {
            Router.addRoutes(entity, table);
            Reader reader = new Reader(router, table);
            new ReaderAndWriter(entity, hop, table).measure(reader, windows, seconds);
        }
    }

    private void measure(Reader reader, int windows, int seconds) throws InterruptedException {
        reader.timeWhile(() -> churn(seconds)); // the compiler's
        changes = 0;
        Latencies latencies = new Latencies(9, "ns", 1);
        for (int window = 0; window < windows; window++) {
            latencies.add(ALONE, reader.timeWhile(() -> TimeUnit.SECONDS.sleep(seconds)));
            latencies.add(BESIDE_WRITER, reader.timeWhile(() -> churn(seconds)));
        }
        latencies.print("");
        System.out.println(
                Measurement.of(
                                9,
                                "the writer meanwhile",
                                "",
                                "changes/s",
                                (double) changes / (windows * seconds))
                        .toLine());
        System.err.println("found " + reader.found());
    }

    private void churn(int seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (true) {
            for (NetAddress prefix : churned) {
                if (System.nanoTime() > end) {
                    restore();
                    return;
                }
                entity.exactMatchRoute(prefix, RouteCriteria.NONE, ViewSet.UNICAST)
                        .orElseThrow()
                        .delete();
                changes++;
            }
            for (NetAddress prefix : churned) {
                entity.addRoute(prefix, info);
                changes++;
            }
        }
    }

    /** Adds what is withdrawn. */
    private void restore() {
        for (NetAddress prefix : churned) {
            entity.addRoute(prefix, info);
        }
    }
}
