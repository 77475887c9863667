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

    /** Waits for a value; if it does not come, shows what is there instead. */
    static <T> void until(String what, Callable<T> value, T expected) throws Exception {
        long end = System.nanoTime() + LONGEST.toNanos();
        T now = value.call();
        while (!now.equals(expected)) {
            if (System.nanoTime() > end) {
                Assertions.assertThat(now).as(what).isEqualTo(expected);
            }
            Thread.sleep(STEP_MILLIS);
            now = value.call();
        }
    }
}
