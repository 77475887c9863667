package org.rtm.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.RouteInfo;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.ChangeType;
import org.rtm.api.notify.ChangedDests;
import org.rtm.benchmarks.data.Prefix;
import org.rtm.benchmarks.data.Prefixes;
import org.rtm.notify.Notifier;

/**
 * Row 10: a process that changes routes of the whole table at a constant rate, and measures from
 * the time at which a change was to be made, whether or not the one before was late, to the start
 * of the call-back that tells of it. All changes that one call-back tells of count as the oldest of
 * them.
 */
final class SignalLatency {
    static final String LATENCY = "change to call-back";

    private static final int WARM_UP_SECONDS = 2;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final EntityRegistration entity;
    private final NextHop hop;
    private final NetAddress[] table;

    /** How many changes were begun, and how many are made. */
    private final AtomicLong begun = new AtomicLong();

    private final AtomicLong made = new AtomicLong();

    /** How many changes call-backs have told of. Used by the call-back only, but for resets. */
    private long told;

    private volatile long start;
    private volatile double nanosBetween;
    private volatile Histogram times;
    private int metric;

    private SignalLatency(EntityRegistration entity, NextHop hop, List<Prefix> table) {
        this.entity = entity;
        this.hop = hop;
        this.table = table.stream().map(Prefix::toNetAddress).toArray(NetAddress[]::new);
    }

    /** Arguments: how many seconds each rate is kept up, and the rates, in changes a second. */
    public static void main(String[] arguments) throws InterruptedException {
        int seconds = Integer.parseInt(arguments[0]);
        List<Prefix> table = Prefixes.table(AddressFamily.IPV4);
        try (Router router = new Router();
                EntityRegistration entity = router.register(AddressFamily.IPV4, 1);
                EntityRegistration client = router.register(AddressFamily.IPV4, 2);
                NextHop hop = entity.addNextHop(NextHopInfo.of("192.0.2.1", 1)).handle()) {
            Router.addRoutes(entity, table);
            SignalLatency latency = new SignalLatency(entity, hop, table);
            int most = client.profile().maxHandlesInCall();
            new Notifier()
                    .register(
                            client,
                            ChangeRequest.of(ChangeType.FORWARDING),
                            Optional.of(signal -> latency.called(signal, most)));
            for (int i = 1; i < arguments.length; i++) {
                latency.measure(Integer.parseInt(arguments[i]), WARM_UP_SECONDS);
            }
            for (int i = 1; i < arguments.length; i++) {
                Latencies latencies = new Latencies(10, "µs", 1e3);
                int rate = Integer.parseInt(arguments[i]);
                latencies.add(LATENCY, latency.measure(rate, seconds));
                latencies.add(HandOver.LATENCY, HandOver.measure(rate, seconds));
                latencies.print("changes/s=" + arguments[i]);
            }
        }
    }

    private Histogram measure(int rate, int seconds) throws InterruptedException {
        Histogram measured = new Histogram(TimeUnit.SECONDS.toNanos(1_000), 3);
        long count = (long) rate * seconds;
        begun.set(0);
        made.set(0);
        told = 0;
        metric++;
        RouteInfo[] infos = {
            RouteInfo.via(hop).metric(2L * metric), RouteInfo.via(hop).metric(2L * metric + 1)
        };
        nanosBetween = 1e9 / rate;
        times = measured;
        start = System.nanoTime();
        for (int change = 0; change < count; change++) {
            long scheduled = scheduled(change);
            while (System.nanoTime() < scheduled) {
                // Not yield: what else runs on the machine gets a slice then, and the change is
                // late.
                Thread.onSpinWait();
            }
            begun.set(change + 1);
            entity.addRoute(
                    table[change % table.length], infos[change / table.length % infos.length]);
            made.set(change + 1);
        }
        awaitAllTold(measured, count);
        return measured;
    }

    /** The last call-back may come after the last change was made. */
    private static void awaitAllTold(Histogram times, long count) throws InterruptedException {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (times.getTotalCount() != count) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "%d of %d changes were told of".formatted(times.getTotalCount(), count));
            }
            Thread.sleep(10);
        }
    }

    private long scheduled(long change) {
        return start + (long) (change * nanosBetween);
    }

    /**
     * Whether this tells of a change that is being made just now cannot be known. If it is the only
     * one, it does. Else it counts as one that the next call-back tells of, which makes it rather
     * too late than too early.
     */
    private void called(ChangeRegistration changes, int most) {
        long before = told;
        long known = Math.max(made.get(), Math.min(begun.get(), before + 1));
        long now = System.nanoTime();
        if (known > before) {
            told = known; // before the record, after which the next rate may begin
            times.recordValueWithCount(Math.max(0, now - scheduled(before)), known - before);
        }
        boolean isMore = true;
        while (isMore) {
            try (ChangedDests batch = changes.fetch(most)) {
                isMore = batch.size() == most; // what comes later, the next call-back tells of
            }
        }
    }
}
