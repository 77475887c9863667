package org.rtm.api;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A lock on a next hop, from {@link NextHop#lock}, and the update that it is for. What is set here
 * becomes true all at once with {@link #commit}; what is not set stays. The lock belongs to this
 * object, not to a thread, and is taken away after the configured time: then its use gives {@code
 * INVALID_HANDLE}.
 */
@ProviderType
public interface NextHopLock extends AutoCloseable {
    /**
     * Returns how the next hop is locked.
     *
     * @return the mode
     */
    LockMode mode();

    /**
     * Sets the flags (Flags).
     *
     * @param flags the flags
     * @return this
     */
    NextHopLock flags(NextHopFlags flags);

    /**
     * Sets what the owner keeps with the next hop (EntitySpecificInfo).
     *
     * @param value the owner's own, or empty for none
     * @return this
     */
    NextHopLock entitySpecificInfo(Optional<?> value);

    /**
     * Sets the destination that covers a remote next hop (RemoteNextHop).
     *
     * @param destination a handle of the owner, or empty to let the RTM find it
     * @return this
     */
    NextHopLock remoteDestination(Optional<Destination> destination);

    /**
     * Makes what was set true, in one step for every reader, and unlocks. RTMv2 names no call for
     * it.
     *
     * @throws RtmException {@code INVALID_HANDLE} if the lock was given back or taken away, and as
     *     {@link NextHop#update} says; {@code ACCESS_DENIED} if the lock is shared. The lock is
     *     then still held
     */
    void commit();

    /**
     * Unlocks the next hop without a change. Does nothing after a commit, or after the registration
     * has ended.
     *
     * @throws RtmException {@code INVALID_HANDLE} if the lock was given back before or taken away
     */
    @Override
    void close();
}
