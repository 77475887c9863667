package org.rtm.protocol.rip;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class WaitingDatagramsTest {
    private static final InetSocketAddress NEIGHBOUR = new InetSocketAddress("192.0.2.2", 520);

    private final Queue<Runnable> engine = new ArrayDeque<>();
    private final List<Byte> received = new ArrayList<>();
    private final WaitingDatagrams waiting =
            new WaitingDatagrams(engine::add, (name, source, bytes) -> received.add(bytes[0]));

    @Test
    void more_than_the_most_that_may_wait_are_dropped_and_counted() {
        for (int i = 0; i < WaitingDatagrams.MOST + 2; i++) {
            waiting.received("lan", NEIGHBOUR, new byte[] {1});
        }

        assertThat(engine).hasSize(WaitingDatagrams.MOST);
        assertThat(waiting.takeDropped()).isEqualTo(2);
        assertThat(waiting.takeDropped()).isZero();
    }

    @Test
    void what_the_engine_has_taken_makes_room() {
        for (int i = 0; i < WaitingDatagrams.MOST; i++) {
            waiting.received("lan", NEIGHBOUR, new byte[] {1});
        }
        engine.remove().run();

        waiting.received("lan", NEIGHBOUR, new byte[] {2});

        engine.forEach(Runnable::run);
        assertThat(received).hasSize(WaitingDatagrams.MOST + 1).endsWith((byte) 2);
        assertThat(waiting.takeDropped()).isZero();
    }
}
