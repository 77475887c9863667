package org.rtm.protocol.rip.engine;

import java.net.InetSocketAddress;

/** Where the engine puts what it does. Called by the engine's thread, and never to block it. */
public interface RipOutput {
    /**
     * Sends a datagram.
     *
     * @param interfaceName the interface
     * @param destination a neighbour, or {@link RipEngine#ROUTERS}
     * @param datagram the bytes
     */
    void send(String interfaceName, InetSocketAddress destination, byte[] datagram);

    /**
     * A route was learned, changed or told of again.
     *
     * @return whether it can be used; if not, it counts as if nobody had told of it
     */
    boolean reachable(LearnedRoute route);

    /** A route that was learned is gone. */
    void unreachable(LearnedRoute route);
}
