package org.rtm.protocol.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.protocol.linux.Waiting.await;

import org.junit.jupiter.api.Test;

class FloodTest {
    private final Flood flood = new Flood();

    @Test
    void it_begins_when_more_than_10000_wait_and_not_before() {
        flood.look(10_000, 0);
        assertThat(flood.isOn()).isFalse();

        flood.look(10_001, 0);

        assertThat(flood.isOn()).isTrue();
    }

    @Test
    void it_begins_when_more_than_10000_are_written_at_once_though_few_wait() {
        flood.look(700, 9_000);
        assertThat(flood.isOn()).isFalse();

        flood.look(700, 9_400);

        assertThat(flood.isOn()).isTrue();
    }

    @Test
    void it_is_over_when_hardly_any_wait_and_hardly_any_were_written_for_a_while() {
        flood.look(20_000, 0);
        flood.look(900, 20_000);
        assertThat(flood.isOn()).isTrue();

        await(
                () -> {
                    flood.look(900, 20_100);
                    return !flood.isOn();
                });
    }
}
