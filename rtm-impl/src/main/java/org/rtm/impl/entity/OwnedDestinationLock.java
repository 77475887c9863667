package org.rtm.impl.entity;

import java.util.Optional;
import org.rtm.api.DestinationLock;
import org.rtm.api.LockMode;
import org.rtm.api.RtmStatus;
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
        if (mode() != LockMode.EXCLUSIVE) {
            throw RtmStatus.ACCESS_DENIED.because(
                    "the %s lets nothing be changed; only an exclusive one does", lease());
        }
        registration().requireOpaqueSlot();
        registration()
                .routingTable()
                .whileHeld(lease(), () -> registration().opaque().set(destination, value));
    }
}
