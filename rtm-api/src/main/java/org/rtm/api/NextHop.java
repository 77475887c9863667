package org.rtm.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A handle to a next hop, the caller's own, or another's that came with a route
 * (RTM_NEXTHOP_HANDLE). Whoever has one reads it; only the owner changes it.
 */
@ProviderType
public interface NextHop extends Handle<NextHop> {
    /**
     * Returns the address, a part of the identity.
     *
     * @return a host prefix; readable also after this handle was given back
     */
    NetAddress address();

    /**
     * Returns the outgoing interface, a part of the identity.
     *
     * @return an unsigned int, 0 where it is not known; readable also after this handle was given
     *     back
     */
    int interfaceIndex();

    /**
     * Says whether this stands for every address on its link, see {@link NextHopInfo#onLink}.
     *
     * @return true if the address is the unspecified one
     */
    default boolean isOnLink() {
        return address().equals(NetAddress.unspecified(address().family()));
    }

    /**
     * Tells what the next hop is now (RtmGetNextHopInfo, and RtmGetNextHopPointer for the owner).
     *
     * @return the information, owned by the caller; of a deleted next hop its last values
     * @throws RtmException {@code INVALID_HANDLE} if this handle was given back or its registration
     *     has ended
     */
    NextHopSnapshot info();

    /**
     * Updates flags, entity-specific information and remote destination (RtmAddNextHop with a
     * handle). Changes no destination: nobody is notified, no best route changes.
     *
     * @param info the new values
     * @throws RtmException {@code INVALID_HANDLE} if this handle or one in the information was
     *     given back or belongs to another registration; {@code ACCESS_DENIED} if the next hop
     *     belongs to another entity; {@code NOT_FOUND} if it was deleted; {@code INVALID_PARAMETER}
     *     if the information names another address or interface, or a destination for a next hop
     *     that is not remote
     */
    void update(NextHopInfo info);

    /**
     * Deletes the next hop, and consumes this handle (RtmDeleteNextHop). Routes that list it keep
     * it until they are updated.
     *
     * @throws RtmException {@code INVALID_HANDLE} if this handle was given back or its registration
     *     has ended; {@code ACCESS_DENIED} if the next hop belongs to another entity; {@code
     *     NOT_FOUND} if it was deleted before. This handle is then still the caller's
     */
    void delete();

    /**
     * Locks the next hop, for reading or for an update in place (RtmLockNextHop). Waits for
     * conflicting locks.
     *
     * @param mode shared or exclusive
     * @return the lock, owned by the caller
     * @throws RtmException {@code INVALID_HANDLE} if this handle was given back or its registration
     *     has ended, also while this waits; {@code ACCESS_DENIED} if the next hop belongs to
     *     another entity; {@code NOT_FOUND} if it was deleted; {@code POSSIBLE_DEADLOCK} if the
     *     same entity holds a conflicting lock
     */
    NextHopLock lock(LockMode mode);
}
