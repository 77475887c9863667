package org.rtm.protocol.rip;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** The one next time at which something is due on the engine's thread, which alone calls this. */
final class DueTime {
    private final ScheduledExecutorService thread;
    private final InstantSource clock;
    private final Runnable action;
    private Optional<Instant> at = Optional.empty();
    private Optional<ScheduledFuture<?>> task = Optional.empty();

    DueTime(ScheduledExecutorService thread, InstantSource clock, Runnable action) {
        this.thread = thread;
        this.clock = clock;
        this.action = action;
    }

    /** Takes another time, if it is another one, or none. */
    void set(Optional<Instant> next) {
        if (next.equals(at)) {
            return;
        }
        task.ifPresent(each -> each.cancel(false));
        at = next;
        task = next.map(this::schedule);
    }

    private ScheduledFuture<?> schedule(Instant then) {
        // Rounded up, so that it is due when the action runs.
        long millis = Math.max(0, Duration.between(clock.instant(), then).toMillis() + 1);
        return thread.schedule(this::run, millis, TimeUnit.MILLISECONDS);
    }

    private void run() {
        at = Optional.empty();
        action.run();
    }
}
