package org.rtm.itest;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.assertj.core.api.Assertions;

/** Waits for what a framework does on threads of its own. */
final class Waiting {
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final long STEP_MILLIS = 20;

    private Waiting() {}

    static void until(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                Assertions.fail("within %s not so: %s", LONGEST, what);
            }
            Thread.sleep(STEP_MILLIS);
        }
    }
}
