package org.rtm.impl.entity;

import java.util.Optional;
import org.rtm.api.DestinationLock;
import org.rtm.api.LockMode;
import org.rtm.impl.table.DestinationEntry;

/** A lock on a destination. */
final class OwnedDestinationLock extends AbstractLock implements DestinationLock {
    private final DestinationEntry destination;

    OwnedDestinationLock(Registration registration, DestinationEntry destination, LockMode mode) {
        super(registration, destination, mode);
        this.destination = destination;
    }

    @Override
    public void setOpaque(Optional<?> value) {
        requireHeld();
        lease().requireExclusive();
        registration().requireOpaqueSlot();
        registration()
                .routingTable()
                .whileHeld(lease(), () -> registration().opaque().set(destination, value));
    }
}
