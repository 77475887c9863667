package org.rtm.itest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import org.opentest4j.TestAbortedException;
import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;

/**
 * A neighbour with RIP at 127.0.0.2, bound to that address and to the loopback interface alone. The
 * port is RIP's, for which rights are needed.
 */
final class LoopbackNeighbour implements AutoCloseable {
    private static final int PORT = 520;
    private static final int HEADER_LENGTH = 4;
    private static final int ENTRY_LENGTH = 20;
    private static final byte RESPONSE = 2;
    private static final byte VERSION = 2;
    private static final short IPV4 = 2;

    private final DatagramChannel out;
    private final DatagramChannel group;
    private final List<Told> told = new ArrayList<>();

    private record Told(NetAddress prefix, int metric) {}

    private LoopbackNeighbour(DatagramChannel out, DatagramChannel group) {
        this.out = out;
        this.group = group;
    }

    /** Opens it, or skips the test where that is not allowed or another one has the address. */
    static LoopbackNeighbour open() throws IOException {
        InetAddress routers = InetAddress.getByName("224.0.0.9");
        DatagramChannel out = DatagramChannel.open(StandardProtocolFamily.INET);
        try {
            out.bind(new InetSocketAddress("127.0.0.2", PORT));
            DatagramChannel group =
                    DatagramChannel.open(StandardProtocolFamily.INET)
                            .setOption(StandardSocketOptions.SO_REUSEADDR, true)
                            .bind(new InetSocketAddress(routers, PORT));
            group.join(
                    routers, NetworkInterface.getByInetAddress(InetAddress.getByName("127.0.0.1")));
            group.configureBlocking(false);
            return new LoopbackNeighbour(out, group);
        } catch (IOException e) {
            out.close();
            throw new TestAbortedException("127.0.0.2 port 520 cannot be had: " + e.getMessage());
        }
    }

    /** Tells the router of a route. */
    void tell(NetAddress prefix, int metric) throws IOException {
        int mask = -1 << (32 - prefix.length());
        ByteBuffer response =
                ByteBuffer.allocate(HEADER_LENGTH + ENTRY_LENGTH)
                        .put(RESPONSE)
                        .put(VERSION)
                        .putShort((short) 0)
                        .putShort(IPV4)
                        .putShort((short) 0)
                        .put(prefix.bytes())
                        .putInt(mask)
                        .putInt(0)
                        .putInt(metric)
                        .flip();
        out.send(response, new InetSocketAddress("127.0.0.1", PORT));
    }

    /** Returns what the router has told of a prefix, from the first time on. */
    List<Integer> metrics(NetAddress prefix) throws IOException {
        ByteBuffer datagram = ByteBuffer.allocate(2048);
        while (group.receive(datagram.clear()) != null) {
            datagram.flip();
            if (datagram.get(0) == RESPONSE) {
                datagram.position(HEADER_LENGTH);
                while (datagram.remaining() >= ENTRY_LENGTH) {
                    told.add(entry(datagram));
                }
            }
        }
        return told.stream().filter(each -> each.prefix.equals(prefix)).map(Told::metric).toList();
    }

    private static Told entry(ByteBuffer datagram) {
        byte[] address = new byte[4];
        datagram.getInt();
        datagram.get(address);
        int length = Integer.bitCount(datagram.getInt());
        datagram.getInt();
        return new Told(NetAddress.masked(AddressFamily.IPV4, address, length), datagram.getInt());
    }

    @Override
    public void close() throws IOException {
        out.close();
        group.close();
    }
}
