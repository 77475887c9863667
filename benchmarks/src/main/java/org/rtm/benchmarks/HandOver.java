package org.rtm.benchmarks;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * The floor of row 10: what the machine takes to hand nothing at all to another thread, at a
 * constant rate, measured from the time at which it was to be handed over.
 */
final class HandOver {
    static final String LATENCY = "nothing handed to a thread";

    private HandOver() {}

    static Histogram measure(int rate, int seconds) throws InterruptedException {
        Histogram times = new Histogram(TimeUnit.SECONDS.toNanos(1_000), 3);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        long start = System.nanoTime();
        for (int task = 0; task < rate * seconds; task++) {
            long scheduled = start + (long) (task * (1e9 / rate));
            while (System.nanoTime() < scheduled) {
                Thread.onSpinWait();
            }
            thread.execute(() -> times.recordValue(Math.max(0, System.nanoTime() - scheduled)));
        }
        thread.shutdown();
        if (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("not everything was handed over within a minute");
        }
        return times;
    }
}
