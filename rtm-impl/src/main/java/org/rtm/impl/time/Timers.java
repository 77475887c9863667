package org.rtm.impl.time;

import java.time.Instant;
import java.time.InstantSource;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Calls what is due, by a clock that tests can set.
 *
 * <p>A million routes that are refreshed long before they expire cost one look each at their first
 * deadline, and none in between.
 */
public final class Timers implements AutoCloseable {
    private static final long LONGEST_WAIT_MILLIS = 60_000;

    private final InstantSource clock;
    private final Consumer<Throwable> failures;
    private final Queue<Entry> queue = new PriorityQueue<>();

    /** How many entries stand for something that has been put earlier or off for good. */
    private int outdated;

    private Thread thread;
    private boolean closed;

    private record Entry(long deadline, Timed timed) implements Comparable<Entry> {
        boolean isOutdated() {
            return timed.queuedFor != deadline;
        }

        @Override
        public int compareTo(Entry other) {
            return Long.compare(deadline, other.deadline);
        }
    }

    /**
     * Makes timers that nobody waits for: whoever sets the clock calls {@link #callDue}.
     *
     * @param failures takes what a {@link Timed} throws
     */
    public Timers(InstantSource clock, Consumer<Throwable> failures) {
        this.clock = clock;
        this.failures = failures;
    }

    /** Starts the thread that waits. */
    public synchronized Timers start() {
        thread = new Thread(this::waitAndCall, "rtm-timers");
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    /** The time now, in microseconds since 1970. */
    public long now() {
        return toMicros(clock.instant());
    }

    public static long toMicros(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), 1_000_000L),
                instant.getNano() / 1_000);
    }

    /**
     * Lets something be due at a time, whatever was before; {@link Timed#NEVER} lets it wait for
     * nothing.
     */
    public synchronized void set(Timed timed, long deadline) {
        timed.setDeadline(deadline);
        if (deadline < timed.queuedFor) {
            outdated += timed.queuedFor == Timed.NEVER ? 0 : 1;
            enqueue(timed, deadline);
        } else if (deadline == Timed.NEVER && timed.queuedFor != Timed.NEVER) {
            timed.queuedFor = Timed.NEVER;
            outdated++;
            dropOutdatedIfMost();
        }
    }

    private void enqueue(Timed timed, long deadline) {
        timed.queuedFor = deadline;
        Entry entry = new Entry(deadline, timed);
        queue.add(entry);
        if (queue.peek() == entry) {
            notifyAll();
        }
    }

    /** Keeps what is queued in proportion to what waits. */
    private void dropOutdatedIfMost() {
        if (outdated > queue.size() / 2) {
            queue.removeIf(Entry::isOutdated);
            outdated = 0;
        }
    }

    /** Calls what is due by the clock, the earliest first. */
    public void callDue() {
        for (Timed timed = pollDue(); timed != null; timed = pollDue()) {
            try {
                timed.due();
            } catch (Throwable e) { // whatever its failure is, the others are due all the same
                failures.accept(e);
            }
        }
    }

    private synchronized Timed pollDue() {
        long now = now();
        while (!queue.isEmpty() && queue.peek().deadline() <= now) {
            Entry entry = queue.poll();
            Timed timed = entry.timed();
            if (entry.isOutdated()) {
                outdated--;
                continue;
            }
            timed.queuedFor = Timed.NEVER;
            if (timed.deadline() <= now) {
                timed.setDeadline(Timed.NEVER);
                return timed;
            }
            if (timed.deadline() != Timed.NEVER) {
                enqueue(timed, timed.deadline());
            }
        }
        return null;
    }

    /** How much is queued: for tests that look for leaks. */
    synchronized int size() {
        return queue.size();
    }

    private void waitAndCall() {
        while (awaitDue()) {
            callDue();
        }
    }

    private synchronized boolean awaitDue() {
        while (!closed) {
            long millis =
                    queue.isEmpty()
                            ? LONGEST_WAIT_MILLIS
                            : Math.floorDiv(queue.peek().deadline() - now() + 999, 1_000L);
            if (millis <= 0) {
                return true;
            }
            try {
                wait(Math.min(millis, LONGEST_WAIT_MILLIS));
            } catch (InterruptedException e) {
                return false;
            }
        }
        return false;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            queue.clear();
            notifyAll();
        }
    }
}
