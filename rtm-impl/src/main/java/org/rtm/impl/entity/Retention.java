package org.rtm.impl.entity;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.rtm.impl.table.Owner;
import org.rtm.impl.time.Timed;
import org.rtm.impl.time.Timers;

/** What a registration has left behind, for the next one of its identity to take up. */
final class Retention extends Timed {
    private final Registration ended;
    private final Timers timers;
    private final long began;
    private final long end;

    Retention(Registration ended, Duration time, Timers timers) {
        this.ended = ended;
        this.timers = timers;
        this.began = timers.now();
        this.end = began + InputCheck.toMicros(time);
    }

    /** Lets it end by itself when the time is over. */
    void start() {
        timers.set(this, end);
    }

    /** The registration that has ended. */
    Registration ended() {
        return ended;
    }

    Owner owner() {
        return ended.owner();
    }

    /** How long it has been there. */
    Duration age() {
        return Duration.of(timers.now() - began, ChronoUnit.MICROS);
    }

    Duration left() {
        return Duration.of(Math.max(0, end - timers.now()), ChronoUnit.MICROS);
    }

    @Override
    protected void due() {
        ended.roster().retentionIsOver(this);
    }

    /** What is left is no longer for this to end. */
    void cancel() {
        timers.set(this, NEVER);
    }
}
