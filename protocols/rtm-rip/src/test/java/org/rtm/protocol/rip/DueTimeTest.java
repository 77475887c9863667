package org.rtm.protocol.rip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DueTimeTest {
    private static final Instant NOW = Instant.parse("2024-01-01T00:00:00Z");

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1);
    private final Semaphore ran = new Semaphore(0);
    private final DueTime due = new DueTime(thread, () -> NOW, ran::release);

    DueTimeTest() {
        thread.setRemoveOnCancelPolicy(true);
    }

    @AfterEach
    void stop() {
        thread.shutdownNow();
    }

    @Test
    void the_same_time_again_schedules_nothing_and_another_one_takes_the_place_of_the_last() {
        due.set(Optional.of(NOW.plus(Duration.ofHours(1))));
        Runnable scheduled = thread.getQueue().peek();

        due.set(Optional.of(NOW.plus(Duration.ofHours(1))));
        assertThat(thread.getQueue()).containsExactly(scheduled);

        due.set(Optional.of(NOW.plus(Duration.ofHours(2))));
        assertThat(thread.getQueue()).hasSize(1).doesNotContain(scheduled);

        due.set(Optional.empty());
        assertThat(thread.getQueue()).isEmpty();
    }

    @Test
    void what_has_been_due_can_be_due_at_the_same_time_again() throws InterruptedException {
        due.set(Optional.of(NOW));
        assertThat(ran.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
        // On one thread, so after what ran.
        thread.execute(() -> due.set(Optional.of(NOW)));

        assertThat(ran.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    }
}
