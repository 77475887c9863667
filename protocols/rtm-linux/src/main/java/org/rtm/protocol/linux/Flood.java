package org.rtm.protocol.linux;

import java.time.Duration;

/**
 * Whether very many destinations are written: then the time is better spent on them than on hearing
 * from the kernel of each, or on comparing it with the table.
 *
 * <p>For one thread, except that all may ask whether it is so.
 */
final class Flood {
    /** It begins when more than these wait, or were written since the last look. */
    private static final int MANY = 10_000;

    /** It is over when no more than these wait, or were written between two looks. */
    private static final int FEW = 1_000;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private volatile boolean isOn;
    private long lookedAt = System.nanoTime();
    private long writtenThen;

    boolean isOn() {
        return isOn;
    }

    /**
     * Takes how it stands.
     *
     * @param waiting how many wait
     * @param written how many were written since the beginning
     */
    void look(int waiting, long written) {
        long moved = waiting + written - writtenThen;
        boolean isLookDue = nanosUntilLook() <= 0;
        if (moved > MANY) {
            isOn = true;
        } else if (isLookDue && moved <= FEW) {
            isOn = false;
        }
        if (isLookDue) {
            lookedAt = System.nanoTime();
            writtenThen = written;
        }
    }

    /** How soon the next look can tell that it is over. */
    long nanosUntilLook() {
        return lookedAt + BETWEEN_LOOKS.toNanos() - System.nanoTime();
    }
}
