package org.rtm.impl.time;

/**
 * Something with a deadline. {@link Timers} looks at the deadline when an earlier one of the same
 * object has come: to put a deadline off moves nothing in a queue.
 */
public abstract class Timed {
    /** The deadline of something that waits for nothing. */
    public static final long NEVER = Long.MAX_VALUE;

    private volatile long deadline = NEVER;

    /** The deadline for which this stands in the queue; written with the queue locked. */
    long queuedFor = NEVER;

    /** When this is due, in microseconds since 1970. */
    public final long deadline() {
        return deadline;
    }

    final void setDeadline(long micros) {
        deadline = micros;
    }

    /**
     * Called once the deadline has come, never early, with no lock held. The deadline is {@link
     * #NEVER} by then.
     */
    protected abstract void due();
}
