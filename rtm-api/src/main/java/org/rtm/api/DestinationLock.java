package org.rtm.api;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A lock on a destination, from {@link Destination#lock}. It belongs to this object, not to a
 * thread, and is taken away after the configured time: then its use gives {@code INVALID_HANDLE}.
 */
@ProviderType
public interface DestinationLock extends AutoCloseable {
    /**
     * Returns how the destination is locked.
     *
     * @return the mode
     */
    LockMode mode();

    /**
     * Writes the caller's opaque slot in the destination. What the slot refers to belongs to the
     * caller; the RTM lets go of it when the registration ends.
     *
     * @param value what the slot is to hold, empty to clear it
     * @throws RtmException {@code INVALID_HANDLE} if the lock was given back or taken away; {@code
     *     ACCESS_DENIED} if the lock is shared; {@code NOT_FOUND} if the caller reserved no slot
     */
    void setOpaque(Optional<?> value);

    /**
     * Unlocks the destination. Does nothing after the registration has ended.
     *
     * @throws RtmException {@code INVALID_HANDLE} if the lock was given back before or taken away
     */
    @Override
    void close();
}
