package org.rtm.impl.table;

import org.rtm.api.NetAddress;

/** What tells a next hop from the others of its owner. Ordered by address, then interface. */
public record NextHopKey(NetAddress address, int interfaceIndex) implements Comparable<NextHopKey> {
    @Override
    public int compareTo(NextHopKey other) {
        int order = address.compareTo(other.address);
        return order != 0 ? order : Integer.compareUnsigned(interfaceIndex, other.interfaceIndex);
    }

    @Override
    public String toString() {
        return "%s on interface %s"
                .formatted(address.addressText(), Integer.toUnsignedString(interfaceIndex));
    }
}
