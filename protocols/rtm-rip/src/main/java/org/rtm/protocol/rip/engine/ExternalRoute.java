package org.rtm.protocol.rip.engine;

import java.util.Objects;
import java.util.Optional;
import org.rtm.api.NetAddress;
import org.rtm.protocol.rip.message.RipEntry;

/**
 * A route of another protocol that the neighbours are to hear of.
 *
 * @param prefix the destination
 * @param metric the cost that they are told, 1 to 15
 * @param tag what goes with it
 * @param nextHop where packets go, for neighbours on its network to take the short way
 */
public record ExternalRoute(NetAddress prefix, int metric, int tag, Optional<NetAddress> nextHop) {
    public ExternalRoute {
        Objects.requireNonNull(nextHop);
        if (metric < 1 || metric >= RipEntry.INFINITY) {
            throw new IllegalArgumentException(
                    "%d is not the metric of a route; allowed are 1 to %d"
                            .formatted(metric, RipEntry.INFINITY - 1));
        }
    }
}
