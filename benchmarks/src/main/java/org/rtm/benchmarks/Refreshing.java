package org.rtm.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.rtm.api.AddRouteOptions;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityListener;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.ExpiryDecision;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.Route;
import org.rtm.api.RouteInfo;
import org.rtm.benchmarks.data.Prefix;
import org.rtm.benchmarks.data.Prefixes;
import org.rtm.benchmarks.report.Measurement;

/**
 * Row 13: a process with a million routes that live for 30 seconds, each of which is added again
 * every 20 seconds, and how much of a core that takes, with all that the process does.
 */
final class Refreshing {
    static final String CORES = "cores in use";

    private static final int ROUTES = 1_000_000;
    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(30);
    private static final int SECONDS_BETWEEN = 20;
    private static final int STEPS_IN_SECOND = 100;
    private static final int STEP = ROUTES / SECONDS_BETWEEN / STEPS_IN_SECOND;

    private final EntityRegistration entity;
    private final NetAddress[] table;
    private final RouteInfo info;
    private final AddRouteOptions options = AddRouteOptions.NONE.timeToLive(TIME_TO_LIVE);
    private int next;

    private Refreshing(EntityRegistration entity, NextHop hop, List<Prefix> table) {
        this.entity = entity;
        this.table = table.stream().map(Prefix::toNetAddress).toArray(NetAddress[]::new);
        info = RouteInfo.via(hop).metric(1);
    }

    /** Argument: how many seconds are measured, after the first refresh of all. */
    public static void main(String[] arguments) throws InterruptedException {
        int seconds = Integer.parseInt(arguments[0]);
        AtomicLong expired = new AtomicLong();
        EntityListener listener =
                new EntityListener() {
                    @Override
                    public ExpiryDecision routeExpired(Route route) {
                        expired.incrementAndGet();
                        return ExpiryDecision.DELETE;
                    }
                };
        List<Prefix> table = Prefixes.generated(AddressFamily.IPV4, ROUTES);
        try (Router router = new Router();
                EntityRegistration entity =
                        router.register(
                                AddressFamily.IPV4, 1, EntityOptions.NONE.listener(listener));
                NextHop hop = entity.addNextHop(NextHopInfo.of("192.0.2.1", 1)).handle()) {
            Refreshing refreshing = new Refreshing(entity, hop, table);
            refreshing.step(ROUTES);
            OperatingSystemMXBean process =
                    (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            refreshing.refreshFor(SECONDS_BETWEEN / 2);
            long start = System.nanoTime();
            long before = process.getProcessCpuTime();
            refreshing.refreshFor(seconds);
            double cores =
                    (double) (process.getProcessCpuTime() - before) / (System.nanoTime() - start);
            if (expired.get() > 0) {
                throw new IllegalStateException(
                        "%d routes have expired: they were refreshed too late"
                                .formatted(expired.get()));
            }
            System.out.println(Measurement.of(13, CORES, "", "cores", cores).toLine());
        }
    }

    /** Refreshes a hundred times a second, as a protocol does when its neighbours' updates come. */
    private void refreshFor(int seconds) throws InterruptedException {
        long start = System.nanoTime();
        for (int step = 0; step < seconds * STEPS_IN_SECOND; step++) {
            step(STEP);
            long due = start + TimeUnit.SECONDS.toNanos(1) / STEPS_IN_SECOND * (step + 1);
            TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
        }
    }

    private void step(int routes) {
        for (int i = 0; i < routes; i++) {
            entity.addRoute(table[next], info, options);
            next = (next + 1) % table.length;
        }
    }
}
