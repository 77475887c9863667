package org.rtm.protocol.linux;

import java.time.Duration;

/** When to try again what did not work: after a pause that grows with each failure. */
final class Retry {
    private final Duration shortest;
    private final Duration longest;
    private Duration pause;
    private long at = System.nanoTime();
    private volatile String problem = "";

    Retry(Duration shortest, Duration longest) {
        this.shortest = shortest;
        this.longest = longest;
        pause = shortest;
    }

    boolean isDue() {
        return nanosUntilDue() <= 0;
    }

    long nanosUntilDue() {
        return at - System.nanoTime();
    }

    /** Why it did not work; empty if it did. */
    String problem() {
        return problem;
    }

    /** It did not work. */
    void failed(String why) {
        problem = why;
        at = System.nanoTime() + pause.toNanos();
        Duration twice = pause.multipliedBy(2);
        pause = twice.compareTo(longest) < 0 ? twice : longest;
    }

    /** Somebody asks for it, or there is something else to try. */
    void now() {
        at = System.nanoTime();
    }

    /**
     * It worked.
     *
     * @return whether it did not before
     */
    boolean worked() {
        boolean isNews = !problem.isEmpty();
        problem = "";
        pause = shortest;
        return isNews;
    }
}
