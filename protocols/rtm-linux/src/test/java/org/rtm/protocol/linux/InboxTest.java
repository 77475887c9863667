package org.rtm.protocol.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InboxTest {
    private final Inbox inbox = new Inbox();
    private final List<String> done = new ArrayList<>();

    @Test
    void what_is_told_is_done_in_its_order_and_once_for_each_subject() throws InterruptedException {
        for (int i = 0; i < 1000; i++) {
            String last = "192.0.2.1, call " + i;
            inbox.put("192.0.2.1", () -> done.add(last));
        }
        inbox.put("192.0.2.2", () -> done.add("192.0.2.2"));

        doAll();

        assertThat(done).containsExactly("192.0.2.1, call 999", "192.0.2.2");
    }

    @Test
    void a_subject_that_was_done_is_told_again() throws InterruptedException {
        inbox.put("links", () -> done.add("first"));
        doAll();

        inbox.put("links", () -> done.add("second"));
        doAll();

        assertThat(done).containsExactly("first", "second");
    }

    @Test
    void who_waits_is_woken() throws InterruptedException {
        new Thread(() -> inbox.put("links", () -> done.add("woken"))).start();

        inbox.poll(TimeUnit.DAYS.toNanos(1)).orElseThrow().run();

        assertThat(done).containsExactly("woken");
        assertThat(inbox.poll(1)).isEmpty();
    }

    private void doAll() throws InterruptedException {
        for (Optional<Runnable> next = inbox.poll(0); next.isPresent(); next = inbox.poll(0)) {
            next.get().run();
        }
    }
}
