package org.rtm.benchmarks;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Does something again and again, on a thread of its own, and times each time. */
final class TimedLoop {
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(100);

    private final Runnable step;

    TimedLoop(Runnable step) {
        this.step = step;
    }

    /** Something to do while steps are timed. */
    interface Meanwhile {
        void run() throws InterruptedException;
    }

    /** Times steps as long as something else takes. */
    Histogram timeWhile(Meanwhile meanwhile) throws InterruptedException {
        Histogram times = new Histogram(LONGEST_NANOS, 3);
        Thread thread = new Thread(() -> timeUntilInterrupted(times), "timed");
        thread.start();
        try {
            meanwhile.run();
        } finally {
            thread.interrupt();
            thread.join();
        }
        return times;
    }

    private void timeUntilInterrupted(Histogram times) {
        while (!Thread.currentThread().isInterrupted()) {
            long start = System.nanoTime();
            step.run();
            times.recordValue(Math.min(System.nanoTime() - start, LONGEST_NANOS));
        }
    }
}
