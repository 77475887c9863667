package org.rtm.impl.entity;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.rtm.api.RtmStatus;

/** Who may run the methods of an entity now. */
final class MethodGate {
    private final Registration entity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** How many methods each thread runs: one inside another, where entities call each other. */
    private final Map<Thread, Integer> running = new HashMap<>();

    private boolean blocked;
    private boolean closed;

    MethodGate(Registration entity) {
        this.entity = entity;
    }

    /** Runs methods, once they are not blocked. */
    void run(Runnable methods) {
        enter();
        try {
            methods.run();
        } finally {
            leave();
        }
    }

    private void enter() {
        lock.lock();
        try {
            if (blocked && !closed && Frames.carry(entity)) {
                throw RtmStatus.POSSIBLE_DEADLOCK.because(
                        "the methods of %s are blocked, and this thread is at work for it",
                        entity.info().name());
            }
            while (blocked && !closed) {
                changed.awaitUninterruptibly();
            }
            if (closed) {
                throw RtmStatus.INVALID_HANDLE.because(
                        "the registration of %s has ended", entity.info().name());
            }
            running.merge(Thread.currentThread(), 1, Integer::sum);
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            running.computeIfPresent(
                    Thread.currentThread(), (thread, count) -> count > 1 ? count - 1 : null);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Holds new invocations, and waits for the running ones as long as nobody resumes. */
    void block() {
        if (Frames.carryMethodOf(entity)) {
            throw RtmStatus.POSSIBLE_DEADLOCK.because(
                    "%s cannot block its methods from within one of them", entity.info().name());
        }
        lock.lock();
        try {
            blocked = true;
            while (blocked && !closed && !running.isEmpty()) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    void resume() {
        lock.lock();
        try {
            blocked = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isBlocked() {
        lock.lock();
        try {
            return blocked && !closed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Refuses new invocations, those that wait included, and waits for what runs on other threads.
     *
     * @return a thread that still runs a method when the time is over
     */
    Optional<Thread> close(Duration wait) {
        boolean interrupted = false;
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            long end = System.nanoTime() + wait.toNanos();
            while (runningElsewhere().isPresent() && end - System.nanoTime() > 0) {
                try {
                    changed.awaitNanos(end - System.nanoTime());
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return runningElsewhere();
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Optional<Thread> runningElsewhere() {
        return running.keySet().stream()
                .filter(thread -> thread != Thread.currentThread())
                .findAny();
    }
}
