package org.rtm.shell.answer;

import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopFlags;
import org.rtm.api.NextHopSnapshot;
import org.rtm.api.NextHopState;

/**
 * A next hop as it was when it was read.
 *
 * @param address its address; the unspecified one where only the interface is known
 * @param interfaceIndex the outgoing interface, 0 where it is not known
 * @param flags its flags
 * @param deleted whether its owner has deleted it
 */
public record NextHopEntry(
        NetAddress address, int interfaceIndex, NextHopFlags flags, boolean deleted) {
    static NextHopEntry of(NextHop nextHop) {
        try (NextHopSnapshot snapshot = nextHop.info()) {
            return new NextHopEntry(
                    snapshot.address(),
                    snapshot.interfaceIndex(),
                    snapshot.flags(),
                    snapshot.state() == NextHopState.DELETED);
        }
    }

    /** Says whether only the interface is known: destinations are reached without a gateway. */
    public boolean isOnLink() {
        return address.equals(NetAddress.unspecified(address.family()));
    }

    /** Says whether packets can go there. */
    public boolean isUsable() {
        return !deleted && !flags.contains(NextHopFlags.DOWN);
    }
}
