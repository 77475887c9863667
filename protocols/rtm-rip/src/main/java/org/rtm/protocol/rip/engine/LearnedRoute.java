package org.rtm.protocol.rip.engine;

import org.rtm.api.NetAddress;

/**
 * A route that a neighbour told of.
 *
 * @param prefix the destination
 * @param through the interface that it came in through
 * @param neighbour who told of it
 * @param nextHop where packets go: the neighbour, or another router on its network
 * @param metric the cost from here, 1 to 15
 * @param tag what the origin attached
 */
public record LearnedRoute(
        NetAddress prefix,
        InterfaceSettings through,
        NetAddress neighbour,
        NetAddress nextHop,
        int metric,
        int tag) {
    /** The same route, on an interface with other settings. */
    LearnedRoute through(InterfaceSettings other) {
        return new LearnedRoute(prefix, other, neighbour, nextHop, metric, tag);
    }
}
