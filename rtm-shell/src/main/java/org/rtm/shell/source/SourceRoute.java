package org.rtm.shell.source;

import java.util.Objects;
import java.util.Optional;
import org.rtm.api.NetAddress;
import org.rtm.api.PrefInfo;

/**
 * A route as a source has it.
 *
 * @param prefix the destination
 * @param nextHop the host to send to; empty if the source does not say
 * @param interfaceIndex the outgoing interface, an unsigned int; 0 if the source does not say
 * @param metric the cost, 0 to 4294967295; 0 if the source does not say
 * @param peer the BGP speaker that the route was learned from; empty if the source does not say
 */
public record SourceRoute(
        NetAddress prefix,
        Optional<NetAddress> nextHop,
        int interfaceIndex,
        long metric,
        Optional<Peer> peer) {

    /**
     * A BGP speaker.
     *
     * @param address its address
     * @param asNumber its autonomous system, 0 to 4294967295
     */
    public record Peer(NetAddress address, long asNumber) {
        @Override
        public String toString() {
            return address.addressText() + " AS" + asNumber;
        }
    }

    public SourceRoute {
        Objects.requireNonNull(prefix);
        Objects.requireNonNull(peer);
        if (nextHop.isPresent() && !nextHop.get().isHost()) {
            throw new IllegalArgumentException(nextHop.get() + " is not a host address");
        }
        if (metric < 0 || metric > PrefInfo.MAX_VALUE) {
            throw new IllegalArgumentException(
                    metric + " is not a metric; allowed are 0 to " + PrefInfo.MAX_VALUE);
        }
    }

    /** Returns the route as a line of a text file has it, without the peer. */
    public String line() {
        StringBuilder line = new StringBuilder(64).append(prefix);
        nextHop.ifPresent(host -> line.append(" via ").append(host.addressText()));
        if (interfaceIndex != 0) {
            line.append(" dev ").append(Integer.toUnsignedString(interfaceIndex));
        }
        if (metric != 0) {
            line.append(" metric ").append(metric);
        }
        return line.toString();
    }
}
