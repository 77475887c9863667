package org.rtm.protocol.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what happens on other threads, or in the kernel. */
final class Waiting {
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** Others have work to do meanwhile. */
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private Waiting() {}

    static void await(BooleanSupplier condition) {
        assertThat(isTrueInTime(condition)).isTrue();
    }

    static <T> void awaitEquals(T expected, Supplier<T> actual) {
        if (!isTrueInTime(() -> actual.get().equals(expected))) {
            assertThat(actual.get()).isEqualTo(expected);
        }
    }

    private static boolean isTrueInTime(BooleanSupplier condition) {
        long end = System.nanoTime() + LONGEST_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
        return true;
    }
}
