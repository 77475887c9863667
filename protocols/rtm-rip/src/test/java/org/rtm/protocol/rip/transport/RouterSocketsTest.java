package org.rtm.protocol.rip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On the loopback interface, with a neighbour that is a socket there. */
@Timeout(30)
class RouterSocketsTest {
    private static final int MOST_SECONDS = 10;

    private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
    private volatile Runnable onArrival = () -> {};
    private final BlockingQueue<IOException> failures = new LinkedBlockingQueue<>();
    private Inet4Address own;
    private InetSocketAddress group;
    private DatagramChannel neighbour;
    private RouterSockets sockets;

    private record Arrived(String interfaceName, InetSocketAddress source, String text) {}

    @BeforeEach
    void open() throws IOException {
        own = (Inet4Address) InetAddress.getByName("127.0.0.1");
        NetworkInterface loopback = NetworkInterface.getByInetAddress(own);
        neighbour =
                DatagramChannel.open(StandardProtocolFamily.INET)
                        .bind(new InetSocketAddress("127.0.0.2", 0))
                        .setOption(StandardSocketOptions.IP_MULTICAST_IF, loopback);
        // The port is free for the other address too, as nobody else uses either.
        int port = ((InetSocketAddress) neighbour.getLocalAddress()).getPort();
        group = new InetSocketAddress("224.0.0.9", port);
        sockets =
                new RouterSockets(
                        loopback,
                        own,
                        group,
                        (name, source, bytes) -> {
                            arrived.add(new Arrived(name, source, new String(bytes)));
                            onArrival.run();
                        },
                        failures::add);
    }

    @AfterEach
    void close() throws Exception {
        sockets.close();
        neighbour.close();
        // The next test counts them.
        for (Thread each : receivers()) {
            each.join();
        }
        assertThat(failures).isEmpty();
    }

    private static List<Thread> receivers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("rip lo"))
                .toList();
    }

    @Test
    void what_is_sent_to_the_group_comes_in_with_interface_and_source()
            throws IOException, InterruptedException {
        neighbour.send(ByteBuffer.wrap("to all".getBytes()), group);

        assertThat(arrived.poll(MOST_SECONDS, TimeUnit.SECONDS)).isEqualTo(arrival("to all"));
    }

    @Test
    void what_is_sent_to_the_address_comes_in_too() throws IOException, InterruptedException {
        neighbour.send(
                ByteBuffer.wrap("to one".getBytes()), new InetSocketAddress(own, group.getPort()));

        assertThat(arrived.poll(MOST_SECONDS, TimeUnit.SECONDS)).isEqualTo(arrival("to one"));
    }

    @Test
    void what_is_sent_comes_from_the_address_and_the_port_of_the_group() throws IOException {
        sockets.send((InetSocketAddress) neighbour.getLocalAddress(), "hello".getBytes());

        ByteBuffer received = ByteBuffer.allocate(100);
        assertThat(neighbour.receive(received))
                .isEqualTo(new InetSocketAddress(own, group.getPort()));
        assertThat(new String(received.array(), 0, received.position())).isEqualTo("hello");
    }

    @Test
    void what_is_sent_to_the_group_leaves_through_the_interface_no_further_than_its_network()
            throws IOException {
        assertThat(sockets.option(StandardSocketOptions.IP_MULTICAST_IF).getName()).isEqualTo("lo");
        assertThat(sockets.option(StandardSocketOptions.IP_MULTICAST_TTL)).isEqualTo(1);
        assertThat(sockets.option(StandardSocketOptions.IP_MULTICAST_LOOP)).isFalse();
    }

    @Test
    void closing_ends_both_threads_and_is_no_failure() throws Exception {
        List<Thread> receivers = receivers();
        assertThat(receivers).hasSize(2);

        sockets.close();

        for (Thread each : receivers) {
            each.join();
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void who_receives_no_more_before_it_is_closed_says_so() throws Exception {
        onArrival = () -> Thread.currentThread().interrupt();

        neighbour.send(ByteBuffer.wrap("to all".getBytes()), group);

        assertThat(failures.poll(MOST_SECONDS, TimeUnit.SECONDS)).isNotNull();
    }

    private Arrived arrival(String text) throws IOException {
        return new Arrived("lo", (InetSocketAddress) neighbour.getLocalAddress(), text);
    }
}
