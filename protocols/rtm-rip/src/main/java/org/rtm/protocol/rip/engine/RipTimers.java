package org.rtm.protocol.rip.engine;

import java.time.Duration;

/**
 * The timers of an interface (RFC 2453, 3.8).
 *
 * @param update between two updates
 * @param timeout after which a route is unreachable that was not told of again
 * @param garbage for which the neighbours are told that a route is unreachable
 */
public record RipTimers(Duration update, Duration timeout, Duration garbage) {
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofDays(1);

    /** As the RFC has them: 30, 180 and 120 seconds. */
    public static final RipTimers STANDARD =
            new RipTimers(Duration.ofSeconds(30), Duration.ofSeconds(180), Duration.ofSeconds(120));

    public RipTimers {
        check("update", update);
        check("timeout", timeout);
        check("garbage", garbage);
        if (timeout.compareTo(update) <= 0) {
            throw new IllegalArgumentException(
                    "the timeout is %d seconds; it has to be longer than the update, which is %d"
                            .formatted(timeout.toSeconds(), update.toSeconds()));
        }
    }

    private static void check(String name, Duration time) {
        if (time.compareTo(LEAST) < 0 || time.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "the %s timer is %d seconds; allowed are %d to %d"
                            .formatted(
                                    name, time.toSeconds(), LEAST.toSeconds(), MOST.toSeconds()));
        }
    }
}
