package org.rtm.impl.entity;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The call-backs of one entity: in order, one at a time, on threads taken as needed, so that lanes
 * that are blocked never hold up others.
 */
final class Lane implements Runnable {
    private final Executor threads;
    private final Consumer<Throwable> failures;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean draining;
    private boolean closed;
    private Thread running;
    private long runningSince;
    private volatile long done;
    private volatile long failed;

    Lane(Executor threads, Consumer<Throwable> failures) {
        this.threads = threads;
        this.failures = failures;
    }

    void submit(Runnable callback) {
        submit(callback, false);
    }

    /** Runs one more call-back after this was closed, when what still runs has returned. */
    void submitLast(Runnable callback) {
        submit(callback, true);
    }

    private void submit(Runnable callback, boolean isLast) {
        lock.lock();
        try {
            if (closed && !isLast) {
                return;
            }
            waiting.add(callback);
            if (draining) {
                return;
            }
            draining = true;
        } finally {
            lock.unlock();
        }
        try {
            threads.execute(this);
        } catch (Throwable e) { // no thread is to be had: the next call-back tries again
            giveUp(e);
        }
    }

    private void giveUp(Throwable reason) {
        lock.lock();
        try {
            draining = false;
        } finally {
            lock.unlock();
        }
        failures.accept(reason);
    }

    @Override
    public void run() {
        for (Runnable callback = next(); callback != null; callback = next()) {
            call(callback);
        }
    }

    private Runnable next() {
        lock.lock();
        try {
            Runnable callback = waiting.poll();
            draining = callback != null;
            running = callback != null ? Thread.currentThread() : null;
            if (callback == null) {
                idle.signalAll();
            } else {
                runningSince = System.nanoTime();
            }
            return callback;
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread drains at a time
    private void call(Runnable callback) {
        try {
            callback.run();
        } catch (Throwable e) { // a client's failure, whatever it is, must not end the lane
            failed++;
            failures.accept(e);
        } finally {
            done++;
        }
    }

    long done() {
        return done;
    }

    long failed() {
        return failed;
    }

    /** How long the call-back that runs has been running; empty if none does. */
    Optional<Duration> running() {
        lock.lock();
        try {
            return running == null
                    ? Optional.empty()
                    : Optional.of(Duration.ofNanos(System.nanoTime() - runningSince));
        } finally {
            lock.unlock();
        }
    }

    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Begins nothing more, and waits for what runs on another thread.
     *
     * @return the thread that still runs when the time is over
     */
    Optional<Thread> close(Duration wait) {
        boolean interrupted = false;
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            long end = System.nanoTime() + wait.toNanos();
            while (isRunningElsewhere() && end - System.nanoTime() > 0) {
                try {
                    idle.awaitNanos(end - System.nanoTime());
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return isRunningElsewhere() ? Optional.of(running) : Optional.empty();
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean isRunningElsewhere() {
        return running != null && running != Thread.currentThread();
    }
}
