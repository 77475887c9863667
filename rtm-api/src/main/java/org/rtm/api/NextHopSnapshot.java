package org.rtm.api;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What a next hop was at one moment (RTM_NEXTHOP_INFO as the RTM fills it in). Whoever received it
 * owns the handles in it, and gives them back by closing it. Its values stay readable afterwards.
 */
@ProviderType
public interface NextHopSnapshot extends AutoCloseable {
    /**
     * Returns the address (NextHopAddress).
     *
     * @return a host prefix
     */
    NetAddress address();

    /**
     * Returns the outgoing interface (InterfaceIndex).
     *
     * @return an unsigned int; 0 where it is not known
     */
    int interfaceIndex();

    /**
     * Returns the owner (NextHopOwner).
     *
     * @return a handle that is given back with this snapshot
     */
    Entity owner();

    /**
     * Returns where the next hop is in its life (State).
     *
     * @return the state
     */
    NextHopState state();

    /**
     * Returns the flags (Flags).
     *
     * @return the flags
     */
    NextHopFlags flags();

    /**
     * Returns what the owner keeps with the next hop (EntitySpecificInfo).
     *
     * @return the owner's own; empty if there is nothing, and for everybody but the owner
     */
    Optional<Object> entitySpecificInfo();

    /**
     * Returns the destination that covers a remote next hop (RemoteNextHop): the one that the owner
     * gave, else the most specific one in any view when this was read.
     *
     * @return a handle that is given back with this snapshot; empty for a next hop that is not
     *     remote, or that nothing covers
     */
    Optional<Destination> remoteDestination();

    /**
     * Returns the values as the owner gave them, for an update of a copy: without a destination
     * that the RTM found.
     *
     * @return the description, with the handles of this snapshot
     */
    NextHopInfo toInfo();

    /**
     * Gives back what is still open of the handles in this snapshot (RtmReleaseNextHopInfo): one
     * that was given back by itself is left out. Does nothing after the registration has ended.
     *
     * @throws RtmException {@code INVALID_HANDLE} if it was given back before
     */
    @Override
    void close();
}
