package org.rtm.impl.table;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.osgi.service.log.Logger;
import org.rtm.api.EntityInfo;
import org.rtm.api.RtmStatus;
import org.rtm.flight.FlightEvent;
import org.rtm.impl.time.Timed;
import org.rtm.impl.time.Timers;

/**
 * The turn to write: one change of a table at a time, and none of what is locked. Whoever waits for
 * a lock waits outside the turn, and then starts afresh.
 */
final class WriteTurn {
    /** Those who write all the time do not keep off for ever what is to be done. */
    private static final long LONGEST_PAUSE_NANOS = 1_000_000;

    private static final FlightEvent LOCK_TAKEN_AWAY =
            new FlightEvent(
                    "LockTakenAway",
                    "A lock was held for longer than is allowed, and was taken away",
                    FlightEvent.Default.ALL,
                    FlightEvent.number("instance"),
                    FlightEvent.text("table"),
                    FlightEvent.text("entity"),
                    FlightEvent.text("target"),
                    FlightEvent.flag("exclusive"));

    private final Timers timers;
    private final Logger log;
    private final ReentrantLock turn = new ReentrantLock();
    private final Condition unlocked = turn.newCondition();
    private final Locks locks = new Locks();
    private volatile long lastMoment;
    private volatile long locksTakenAway;
    private volatile long lastLockTakenAway;

    WriteTurn(Timers timers, Logger log) {
        this.timers = timers;
        this.log = log;
    }

    interface Change<T> {
        T make();
    }

    /**
     * Makes an entity's change, once what it is about is not locked.
     *
     * @param target the destination or next hop that is changed; null if it does not exist yet
     */
    <T> T take(Owner caller, Supplier<Object> target, Change<T> change) {
        turn.lock();
        try {
            requireNotEnded(caller);
            while (!locks.areNone() && locks.isLocked(target.get())) {
                unlocked.awaitUninterruptibly();
                requireNotEnded(caller);
            }
            return change.make();
        } finally {
            turn.unlock();
        }
    }

    /** Does something that is no change of an entity's. */
    void take(Runnable action) {
        turn.lock();
        try {
            action.run();
        } finally {
            turn.unlock();
        }
    }

    /**
     * Between two steps of a change of many: lets those write who wait for it. They have only just
     * been woken, and whoever does not wait for them is always faster.
     */
    void letOthersIn() {
        long end = System.nanoTime() + LONGEST_PAUSE_NANOS;
        while (turn.hasQueuedThreads() && System.nanoTime() - end < 0) {
            Thread.yield();
        }
    }

    /** The time now, in microseconds since 1970. */
    long now() {
        return timers.now();
    }

    /**
     * The time of a change, in microseconds since 1970, strictly increasing: it also tells which of
     * two routes is older.
     */
    @SuppressWarnings("NonAtomicVolatileUpdate") // only who has the turn
    long nextMoment() {
        lastMoment = Math.max(lastMoment + 1, timers.now());
        return lastMoment;
    }

    /**
     * The time of the last change that may have begun to show: who reads it twice learns whether
     * anything changed in between.
     */
    long lastMoment() {
        return lastMoment;
    }

    private static void requireNotEnded(Owner caller) {
        if (caller.hasEnded()) {
            throw RtmStatus.INVALID_HANDLE.because(
                    "the registration of %s has ended", caller.info().name());
        }
    }

    // Locks

    /** Grants a lock on a destination or a next hop, once no other one is in the way. */
    Lease lock(Owner caller, Object target, boolean exclusive, Duration time, Runnable ended) {
        turn.lock();
        try {
            Lease lease = new Lease(this, caller, target, exclusive, ended);
            requireNotEnded(caller);
            while (locks.conflict(lease)) {
                unlocked.awaitUninterruptibly();
                requireNotEnded(caller);
            }
            locks.grant(lease);
            timers.set(lease, timers.now() + time.toNanos() / 1_000);
            return lease;
        } finally {
            turn.unlock();
        }
    }

    /** Ends a lock, and says whether it was still held. */
    boolean unlock(Lease lease) {
        turn.lock();
        try {
            boolean wasHeld = lease.isHeld();
            if (wasHeld) {
                end(lease);
            }
            return wasHeld;
        } finally {
            turn.unlock();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // by the thread of the timers only
    void takeAway(Lease lease) {
        if (unlock(lease)) {
            locksTakenAway++;
            lastLockTakenAway = timers.now();
            log.warn("the {} was taken away: it was held for too long", lease);
            if (LOCK_TAKEN_AWAY.isRecorded()) {
                EntityInfo holder = lease.holder().info();
                LOCK_TAKEN_AWAY.record(
                        (long) holder.instance().orElseThrow(),
                        holder.family().toString(),
                        holder.name(),
                        lease.target().toString(),
                        lease.isExclusive());
            }
        }
    }

    /**
     * Ends the locks of an entity, and lets those of its threads that wait for one see that it has
     * ended.
     */
    void endLocksOf(Owner holder) {
        locks.of(holder).forEach(this::end);
        unlocked.signalAll();
    }

    /** The locks that are held. */
    List<Lease> held() {
        turn.lock();
        try {
            return locks.all().toList();
        } finally {
            turn.unlock();
        }
    }

    /** How many locks were taken away. */
    long locksTakenAway() {
        return locksTakenAway;
    }

    /** When a lock was last taken away, in microseconds since 1970; 0 if none was. */
    long lastLockTakenAway() {
        return lastLockTakenAway;
    }

    private void end(Lease lease) {
        timers.set(lease, Timed.NEVER);
        locks.end(lease);
        unlocked.signalAll();
    }

    /** Makes a change under a lock, and ends the lock. */
    <T> T commit(Lease lease, Change<T> change) {
        turn.lock();
        try {
            lease.requireHeld();
            lease.requireExclusive();
            requireNotEnded(lease.holder());
            T result = change.make();
            end(lease);
            return result;
        } finally {
            turn.unlock();
        }
    }

    /**
     * Runs something as long as a lock is held: it is neither taken away nor given back meanwhile.
     */
    void whileHeld(Lease lease, Runnable action) {
        take(
                () -> {
                    lease.requireHeld();
                    action.run();
                });
    }

    /**
     * Does something that the RTM itself has to do to a destination: in this turn, or when its
     * locks have ended.
     */
    void whenFree(Object target, Runnable action) {
        locks.whenFree(target, action);
    }
}
