package org.rtm.impl.entity;

import java.util.Locale;
import org.rtm.api.HandleKind;
import org.rtm.api.LockMode;
import org.rtm.api.RtmException;
import org.rtm.impl.table.Lease;

/** A lock that a registration was granted. */
abstract class AbstractLock {
    private final Registration registration;
    private final Object target;
    private final LockMode mode;
    private final Lease lease;
    private volatile boolean committed;

    /** Asks for the lock, and waits for it. */
    AbstractLock(Registration registration, Object target, LockMode mode) {
        this.registration = registration;
        this.target = target;
        this.mode = mode;
        registration.opened(this, HandleKind.LOCK); // before it can end
        try {
            this.lease =
                    registration
                            .routingTable()
                            .lock(
                                    registration.owner(),
                                    target,
                                    mode == LockMode.EXCLUSIVE,
                                    registration.roster().limits().longestLock(),
                                    () -> registration.closed(this, HandleKind.LOCK));
        } catch (RtmException e) {
            registration.closed(this, HandleKind.LOCK);
            throw e;
        }
    }

    final Registration registration() {
        return registration;
    }

    final Lease lease() {
        return lease;
    }

    public final LockMode mode() {
        return mode;
    }

    final void requireHeld() {
        registration.requireOpen();
        lease.requireHeld();
    }

    final void committed() {
        committed = true;
    }

    /** Names this for operators. */
    @Override
    public final String toString() {
        return mode.toString().toLowerCase(Locale.ROOT) + " lock on " + target;
    }

    public final void close() {
        boolean isGivenBack = committed || registration.routingTable().unlock(lease);
        if (!isGivenBack && registration.isOpen()) {
            requireHeld();
        }
    }
}
