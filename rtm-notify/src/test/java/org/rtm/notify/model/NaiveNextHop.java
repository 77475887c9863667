package org.rtm.notify.model;

import java.util.Optional;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHopFlags;

/** A next hop of the naive table. */
final class NaiveNextHop {
    final NaiveOwner owner;
    final NetAddress address;
    final int interfaceIndex;
    NextHopFlags flags;
    String entitySpecificInfo;

    /** The destination that its owner named, if it did. */
    Optional<NetAddress> remoteDestination = Optional.empty();

    int changes;
    boolean deleted;

    NaiveNextHop(NaiveOwner owner, NetAddress address, int interfaceIndex) {
        this.owner = owner;
        this.address = address;
        this.interfaceIndex = interfaceIndex;
    }

    boolean hasIdentityOf(NaiveNextHop other) {
        return address.equals(other.address) && interfaceIndex == other.interfaceIndex;
    }
}
