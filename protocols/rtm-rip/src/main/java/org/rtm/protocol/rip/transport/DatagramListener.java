package org.rtm.protocol.rip.transport;

import java.net.InetSocketAddress;

/** Takes what came in, on a thread of the transport. */
@FunctionalInterface
public interface DatagramListener {
    /**
     * A datagram came in.
     *
     * @param interfaceName where
     * @param source who sent it
     * @param datagram its bytes, the receiver's own
     */
    void received(String interfaceName, InetSocketAddress source, byte[] datagram);
}
