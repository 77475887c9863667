package org.rtm.api;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A lock on a route, from {@link Route#lock}, and the update that it is for. What is set here
 * becomes true all at once with {@link #commit}; what is not set stays. The lock belongs to this
 * object, not to a thread, and is taken away after the configured time: then its use gives {@code
 * INVALID_HANDLE}.
 */
@ProviderType
public interface RouteLock extends AutoCloseable {
    /**
     * Returns how the route is locked.
     *
     * @return the mode
     */
    LockMode mode();

    /**
     * Sets who told of the route (Neighbour).
     *
     * @param neighbour a next hop of the owner, or empty for none
     * @return this
     */
    RouteLock neighbour(Optional<NextHop> neighbour);

    /**
     * Sets preference and metric (PrefInfo).
     *
     * @param prefInfo the two; preference 0 means the one configured for the owner's protocol
     * @return this
     */
    RouteLock prefInfo(PrefInfo prefInfo);

    /**
     * Sets what the owner keeps with the route (EntitySpecificInfo).
     *
     * @param value the owner's own, or empty for none
     * @return this
     */
    RouteLock entitySpecificInfo(Optional<?> value);

    /**
     * Sets the views that the route is in (BelongsToViews).
     *
     * @param views at least one
     * @return this
     */
    RouteLock views(ViewSet views);

    /**
     * Sets the next hops (NextHopsList).
     *
     * @param nextHops next hops of the owner, none or as many as the profile allows
     * @return this
     */
    RouteLock nextHops(List<NextHop> nextHops);

    /**
     * Makes what was set true, in one step for every reader, and unlocks (RtmUpdateAndUnlockRoute).
     *
     * @param options time to live, never ending if it has none, as in RTMv2; and list, the one it
     *     is in if it has none. Neither option about which route to update goes with it ({@code
     *     INVALID_PARAMETER})
     * @return whether the best route changed in any view (RTM_ROUTE_CHANGE_BEST)
     * @throws RtmException {@code INVALID_HANDLE} if the lock was given back or taken away, and as
     *     {@link Route#update(RouteInfo, AddRouteOptions)} says; {@code ACCESS_DENIED} if the lock
     *     is shared. The lock is then still held
     */
    boolean commit(AddRouteOptions options);

    /**
     * Unlocks the route without a change. Does nothing after a commit, or after the registration
     * has ended.
     *
     * @throws RtmException {@code INVALID_HANDLE} if the lock was given back before or taken away
     */
    @Override
    void close();
}
