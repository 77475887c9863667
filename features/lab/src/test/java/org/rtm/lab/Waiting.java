package org.rtm.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what other programs do: there is no event, so they are asked again and again. */
final class Waiting {
    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(50);

    private Waiting() {}

    /** Waits for something that has to be there before a test can begin. */
    static void forStart(String what, BooleanSupplier condition) {
        until(LONGEST_START, () -> assertThat(condition.getAsBoolean()).as(what).isTrue());
    }

    /**
     * Waits until no assertion fails any more, and returns how long that took. The last question is
     * asked when the time is over.
     */
    static Duration until(Duration atMost, Runnable assertions) {
        long start = System.nanoTime();
        while (true) {
            long asked = System.nanoTime();
            try {
                assertions.run();
                return Duration.ofNanos(System.nanoTime() - start);
            } catch (AssertionError notYet) {
                if (asked - start > atMost.toNanos()) {
                    throw notYet;
                }
            }
            pass(BETWEEN_QUESTIONS);
        }
    }

    /** Lets time pass: also where nothing may happen meanwhile. */
    static void pass(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
