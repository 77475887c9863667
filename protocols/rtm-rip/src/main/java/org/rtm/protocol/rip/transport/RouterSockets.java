package org.rtm.protocol.rip.transport;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The sockets of an interface, each bound to no more than it is for, so that it is known which
 * interface a datagram is for: one to the group, joined on this interface alone, and one to this
 * router's address there, which also sends.
 */
public final class RouterSockets implements AutoCloseable {
    /** More than any message has, so that one that is too long is seen to be. */
    private static final int RECEIVE_SIZE = 2048;

    private final String interfaceName;
    private final DatagramListener listener;
    private final Consumer<IOException> failed;
    private final DatagramChannel ofGroup;
    private final DatagramChannel ofAddress;
    private volatile boolean isClosed;

    /**
     * Opens the sockets and starts to receive.
     *
     * @param networkInterface the interface
     * @param address an address of this router on it
     * @param group the multicast group, with the port
     * @param listener takes what comes in
     * @param failed takes the reason if receiving ends before this is closed
     * @throws IOException if a socket cannot be bound or the group not be joined
     */
    public RouterSockets(
            NetworkInterface networkInterface,
            Inet4Address address,
            InetSocketAddress group,
            DatagramListener listener,
            Consumer<IOException> failed)
            throws IOException {
        interfaceName = networkInterface.getName();
        this.listener = listener;
        this.failed = failed;
        ofGroup = open(group);
        try {
            ofGroup.join(group.getAddress(), networkInterface);
            ofAddress = open(new InetSocketAddress(address, group.getPort()));
        } catch (IOException | RuntimeException e) {
            ofGroup.close();
            throw e;
        }
        try {
            ofAddress
                    .setOption(StandardSocketOptions.IP_MULTICAST_IF, networkInterface)
                    .setOption(StandardSocketOptions.IP_MULTICAST_TTL, 1)
                    .setOption(StandardSocketOptions.IP_MULTICAST_LOOP, false);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
        start(ofGroup);
        start(ofAddress);
    }

    private static DatagramChannel open(InetSocketAddress address) throws IOException {
        DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
        try {
            return channel.setOption(StandardSocketOptions.SO_REUSEADDR, true).bind(address);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private void start(DatagramChannel channel) {
        Thread receiver = new Thread(() -> receive(channel), "rip " + interfaceName);
        receiver.setDaemon(true);
        receiver.start();
    }

    private void receive(DatagramChannel channel) {
        ByteBuffer buffer = ByteBuffer.allocate(RECEIVE_SIZE);
        try {
            while (true) {
                InetSocketAddress source = (InetSocketAddress) channel.receive(buffer.clear());
                byte[] datagram = Arrays.copyOf(buffer.array(), buffer.position());
                listener.received(interfaceName, source, datagram);
            }
        } catch (IOException e) {
            // Who interrupts this thread closes the socket too.
            if (!isClosed) {
                failed.accept(e);
            }
        }
    }

    /** Tells how what is sent is sent. */
    <T> T option(SocketOption<T> option) throws IOException {
        return ofAddress.getOption(option);
    }

    /** Sends a datagram, from any thread. */
    public void send(InetSocketAddress destination, byte[] datagram) throws IOException {
        ofAddress.send(ByteBuffer.wrap(datagram), destination);
    }

    @Override
    public void close() throws IOException {
        isClosed = true;
        try {
            ofGroup.close();
        } finally {
            ofAddress.close();
        }
    }
}
