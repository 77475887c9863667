package org.rtm.protocol.linux;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.rtm.protocol.linux.FibEntries.Urgency;

/**
 * A comparison of the routes that the kernel has with those that it should have, bit by bit.
 * Destinations whose route is not right are queued.
 *
 * <p>Commands may be given meanwhile: what is found of their destinations is not judged.
 */
final class KernelComparison implements AutoCloseable {
    /** As many as are fetched at once: until the next fetch ip may run out of work. */
    private static final int MOST_AT_ONCE = 200;

    private final FibEntries entries;
    private final long metric;
    private final BooleanSupplier isStaleTimeOver;
    private final boolean isFirst;
    private final KernelRoutes found;
    private final List<KernelRoutes.Found> strays = new ArrayList<>();
    private final long start = System.nanoTime();
    private long busy;
    private int routes;
    private int missing;
    private int different;
    private int surplus;

    /**
     * Begins.
     *
     * @param metric the metric of our routes
     * @param isStaleTimeOver whether what nobody has asked for is to go
     * @param isFirst whether nothing is known yet of what the kernel has
     */
    KernelComparison(
            FibEntries entries,
            long metric,
            BooleanSupplier isStaleTimeOver,
            boolean isFirst,
            KernelRoutes found) {
        this.entries = entries;
        this.metric = metric;
        this.isStaleTimeOver = isStaleTimeOver;
        this.isFirst = isFirst;
        this.found = found;
        entries.comparisonBegins();
    }

    /** Whether there is something to compare without waiting. */
    boolean isReady() throws IpFailure {
        return found.isReady();
    }

    /**
     * Compares some more.
     *
     * @return whether that was all
     */
    boolean isCompleted() throws IpFailure {
        long begin = System.nanoTime();
        boolean isCompleted = compare();
        busy += System.nanoTime() - begin;
        return isCompleted;
    }

    private boolean compare() throws IpFailure {
        for (int i = 0; i < MOST_AT_ONCE && found.isReady(); i++) {
            Optional<KernelRoutes.Found> next = found.next();
            if (next.isEmpty()) {
                entries.forEach(this::requireSeen);
                return true;
            }
            compare(next.get());
        }
        return false;
    }

    private void compare(KernelRoutes.Found next) {
        routes++;
        if (next.route().metric() != metric) {
            surplus++;
            strays.add(next);
            return;
        }
        FibEntry entry = entries.of(next.prefix());
        if (entries.isSeen(entry)) {
            // A command for it was given after the comparison began.
            return;
        }
        entries.see(entry);
        if (entry.installed != null && entry.installed.isThatOf(next.route())) {
            return;
        }
        if (entry.installed != null) {
            different++;
        } else if (!isFirst) {
            surplus++;
        }
        entry.isStale = entry.asked == null && !isStaleTimeOver.getAsBoolean();
        entry.installed = next.route();
        if (!entry.isStale) {
            entries.queue(entry, Urgency.LOSS);
        }
    }

    private void requireSeen(FibEntry entry) {
        if (entry.installed != null && !entries.isSeen(entry)) {
            missing++;
            entry.installed = null;
            entries.queue(entry, Urgency.LOSS);
        }
    }

    /** What was found. */
    FibComparison result() {
        return new FibComparison(
                Instant.now(),
                Duration.ofNanos(System.nanoTime() - start),
                routes,
                missing,
                different,
                surplus);
    }

    /** Our routes of another metric, which nobody can ask for. */
    List<KernelRoutes.Found> strays() {
        return strays;
    }

    /** How much time was spent on it, of all that passed. */
    long busyNanos() {
        return busy;
    }

    @Override
    public void close() {
        found.close();
        entries.comparisonEnds();
    }
}
