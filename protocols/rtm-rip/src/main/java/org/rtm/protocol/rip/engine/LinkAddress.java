package org.rtm.protocol.rip.engine;

import org.rtm.api.NetAddress;

/**
 * An address that this router has on an interface.
 *
 * @param address the address, a host
 * @param network the network that it is in
 */
public record LinkAddress(NetAddress address, NetAddress network) {
    public LinkAddress {
        if (!address.isHost() || !network.covers(address)) {
            throw new IllegalArgumentException(
                    "%s is not the address of a host in %s".formatted(address, network));
        }
    }

    /** An address with the length of its network's prefix, for example {@code 192.0.2.1/24}. */
    public static LinkAddress of(NetAddress host, int length) {
        return new LinkAddress(host, NetAddress.masked(host.family(), host.bytes(), length));
    }
}
