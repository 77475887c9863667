package org.rtm.protocol.rip.engine;

import java.time.Duration;
import java.util.Optional;
import org.rtm.api.NetAddress;

/**
 * A destination as the neighbours hear of it.
 *
 * @param prefix the destination
 * @param origin where the route is from
 * @param metric the metric, 16 for what cannot be reached any more
 * @param tag the tag
 * @param learned the route, if it was learned from a neighbour
 * @param timeLeft until it times out, or is forgotten; empty if it does neither
 */
public record RouteStatus(
        NetAddress prefix,
        Origin origin,
        long metric,
        int tag,
        Optional<LearnedRoute> learned,
        Optional<Duration> timeLeft) {
    /** Where a route is from. */
    public enum Origin {
        /** The network of an interface. */
        CONNECTED,
        /** Another protocol. */
        REDISTRIBUTED,
        /** A neighbour. */
        LEARNED,
        /** Nowhere any more. */
        UNREACHABLE
    }
}
