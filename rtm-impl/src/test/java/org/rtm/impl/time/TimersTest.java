package org.rtm.impl.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TimersTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final List<String> called = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final Timers timers = new Timers(() -> now, failures::add);

    @Test
    void nothing_is_called_early_and_the_earliest_comes_first() {
        set(timed("second"), 20);
        set(timed("first"), 10);

        advance(9);
        assertThat(called).isEmpty();

        advance(11);
        assertThat(called).containsExactly("first", "second");
    }

    @Test
    void what_is_put_off_is_called_once_at_its_new_time() {
        Timed timed = timed("it");
        set(timed, 10);
        advance(5);
        set(timed, 10);

        advance(9);
        assertThat(called).isEmpty();

        advance(1);
        advance(100);
        assertThat(called).containsExactly("it");
    }

    @Test
    void what_is_put_earlier_is_called_once_at_its_new_time() {
        Timed timed = timed("it");
        set(timed, 100);
        set(timed, 10);

        advance(10);
        advance(200);

        assertThat(called).containsExactly("it");
        assertThat(timers.size()).isZero();
    }

    @Test
    void what_was_called_can_be_set_again() {
        Timed timed = timed("it");
        set(timed, 1);
        advance(1);
        set(timed, 1);

        advance(1);

        assertThat(called).containsExactly("it", "it");
    }

    @Test
    void what_was_taken_off_is_never_called_and_leaves_the_queue() {
        for (int i = 0; i < 10_000; i++) {
            Timed timed = timed("never");
            set(timed, 1_000_000);
            timers.set(timed, Timed.NEVER);
        }

        assertThat(timers.size()).isLessThan(2_100);
        advance(2_000_000);
        assertThat(called).isEmpty();
    }

    @Test
    void most_of_what_is_queued_waits_however_little_there_is() {
        Timed first = timed("first");
        Timed second = timed("second");
        set(first, 10);
        set(second, 10);

        timers.set(first, Timed.NEVER);
        timers.set(second, Timed.NEVER);

        assertThat(timers.size()).isZero();
    }

    @Test
    void one_that_fails_is_reported_and_holds_up_nobody() {
        Timed failing =
                new Timed() {
                    @Override
                    protected void due() {
                        throw new NoClassDefFoundError("its bundle has gone");
                    }
                };
        set(failing, 1);
        set(timed("other"), 2);

        advance(2);

        assertThat(called).containsExactly("other");
        assertThat(failures).singleElement().isInstanceOf(NoClassDefFoundError.class);
    }

    @Test
    void the_thread_calls_what_is_due_by_the_system_clock_and_not_before() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        List<Long> lateBy = new ArrayList<>();
        try (Timers real = new Timers(InstantSource.system(), failures::add).start()) {
            long deadline = real.now() + 50_000;
            real.set(
                    new Timed() {
                        @Override
                        protected void due() {
                            lateBy.add(real.now() - deadline);
                            done.countDown();
                        }
                    },
                    deadline);

            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(lateBy).singleElement().satisfies(late -> assertThat(late).isNotNegative());
    }

    private Timed timed(String name) {
        return new Timed() {
            @Override
            protected void due() {
                called.add(name);
            }
        };
    }

    private void set(Timed timed, long seconds) {
        timers.set(timed, timers.now() + Duration.ofSeconds(seconds).toNanos() / 1_000);
    }

    private void advance(long seconds) {
        now = now.plusSeconds(seconds);
        timers.callDue();
    }
}
