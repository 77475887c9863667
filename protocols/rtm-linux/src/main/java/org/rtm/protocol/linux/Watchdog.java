package org.rtm.protocol.linux;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Kills processes that take too long, so that whoever waits for their output goes on. */
final class Watchdog implements AutoCloseable {
    private final ScheduledThreadPoolExecutor executor;

    Watchdog() {
        executor =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> {
                            Thread thread = new Thread(task, "rtm linux watchdog");
                            thread.setDaemon(true);
                            return thread;
                        });
        executor.setRemoveOnCancelPolicy(true);
    }

    /** Watches a process until this is closed. */
    Alarm watch(Process process, Duration longest) {
        return new Alarm(executor, process, longest);
    }

    /** A process that is watched. */
    static final class Alarm implements AutoCloseable {
        private final AtomicBoolean rung = new AtomicBoolean();
        private final ScheduledFuture<?> ringing;

        private Alarm(ScheduledThreadPoolExecutor executor, Process process, Duration longest) {
            ringing =
                    executor.schedule(
                            () -> {
                                rung.set(true);
                                process.destroyForcibly();
                            },
                            longest.toMillis(),
                            TimeUnit.MILLISECONDS);
        }

        /** Whether the process was killed. */
        boolean hasRung() {
            return rung.get();
        }

        @Override
        public void close() {
            ringing.cancel(false);
        }
    }

    /** Watches no other process; those that are watched still have their time. */
    @Override
    public void close() {
        executor.shutdown();
    }
}
