package org.rtm.impl.entity;

import java.util.Optional;
import org.rtm.api.Destination;
import org.rtm.api.LockMode;
import org.rtm.api.NextHopFlags;
import org.rtm.api.NextHopLock;
import org.rtm.impl.table.DestinationEntry;
import org.rtm.impl.table.NextHopEntry;

/** A lock on a next hop, and what is to be changed under it. */
final class OwnedNextHopLock extends AbstractLock implements NextHopLock {
    private final NextHopEntry nextHop;

    // What was set; null is what stays.
    private NextHopFlags flags;
    private Optional<?> entitySpecificInfo;
    private Optional<DestinationEntry> remoteDestination;

    OwnedNextHopLock(Registration registration, NextHopEntry nextHop, LockMode mode) {
        super(registration, nextHop, mode);
        this.nextHop = nextHop;
    }

    @Override
    public synchronized NextHopLock flags(NextHopFlags newFlags) {
        requireHeld();
        flags = newFlags;
        return this;
    }

    @Override
    public synchronized NextHopLock entitySpecificInfo(Optional<?> value) {
        requireHeld();
        entitySpecificInfo = value;
        return this;
    }

    @Override
    public synchronized NextHopLock remoteDestination(Optional<Destination> destination) {
        requireHeld();
        remoteDestination = destination.map(registration()::entry);
        return this;
    }

    @Override
    public synchronized void commit() {
        requireHeld();
        NextHopEntry.State before = nextHop.state();
        NextHopEntry.State after =
                new NextHopEntry.State(
                        flags == null ? before.flags() : flags.bits(),
                        entitySpecificInfo == null
                                ? before.entitySpecificInfo()
                                : entitySpecificInfo.orElse(null),
                        remoteDestination == null
                                ? before.remoteDestination()
                                : remoteDestination.orElse(null),
                        0,
                        false);
        InputCheck.requireRemote(nextHop.key().address(), after);
        registration().routingTable().nextHops().commit(lease(), nextHop, after);
        committed();
    }
}
