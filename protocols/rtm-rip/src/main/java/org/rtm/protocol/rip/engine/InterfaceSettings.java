package org.rtm.protocol.rip.engine;

import java.util.List;
import java.util.Objects;
import org.rtm.api.NetAddress;

/**
 * How RIP is to run on an interface.
 *
 * @param name the name of the interface
 * @param index its number
 * @param addresses the IPv4 addresses of this router on it
 * @param cost what is added to each metric that comes in, 1 to 15
 * @param passive whether it only listens
 * @param timers its timers
 * @param splitHorizon what it is told of the routes that were learned from it
 */
public record InterfaceSettings(
        String name,
        int index,
        List<LinkAddress> addresses,
        int cost,
        boolean passive,
        RipTimers timers,
        SplitHorizon splitHorizon) {
    private static final int MOST_COST = 15;

    public InterfaceSettings {
        Objects.requireNonNull(name);
        Objects.requireNonNull(timers);
        Objects.requireNonNull(splitHorizon);
        addresses = List.copyOf(addresses);
        if (cost < 1 || cost > MOST_COST) {
            throw new IllegalArgumentException(
                    "%d is not a cost; allowed are 1 to %d".formatted(cost, MOST_COST));
        }
    }

    /** Says whether a host is on a network of the interface. */
    public boolean isOnLink(NetAddress host) {
        return addresses.stream().anyMatch(address -> address.network().covers(host));
    }
}
