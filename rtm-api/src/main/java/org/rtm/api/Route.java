package org.rtm.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A handle to a route, the caller's own or another's (RTM_ROUTE_HANDLE). Only the owner changes a
 * route.
 */
@ProviderType
public interface Route extends Handle<Route> {
    /**
     * Returns the prefix of the route's destination (the output DestAddress of RtmGetRouteInfo).
     *
     * @return the prefix; readable also after this handle was given back
     */
    NetAddress destinationAddress();

    /**
     * Tells what the route is now (RtmGetRouteInfo, and RtmGetRoutePointer for the owner).
     *
     * @return the information, owned by the caller; of a deleted route its last values
     * @throws RtmException {@code INVALID_HANDLE} if this handle was given back or its registration
     *     has ended
     */
    RouteSnapshot info();

    /**
     * Tells in which views this is the best route of all (RtmIsBestRoute).
     *
     * @return the views, none if it is the best in no view
     * @throws RtmException {@code INVALID_HANDLE} if this handle was given back or its registration
     *     has ended
     */
    ViewSet bestInViews();

    /**
     * Finds what can forward packets along this route, following its remote next hops through the
     * table, but never through this route itself. Beyond RTMv2.
     *
     * @param viewId the view to look in
     * @return the answer, for the route's own prefix, which says so where there is no way
     * @throws RtmException {@code INVALID_HANDLE} if this handle was given back or its registration
     *     has ended; {@code NOT_SUPPORTED} if the view is not supported
     */
    Resolution resolve(int viewId);

    /**
     * Updates the route, replacing all that its owner says of it, and its time to live
     * (RtmAddRouteToDest with a handle).
     *
     * @param info the new values
     * @param options time to live and list; neither flag about which route to update goes with a
     *     handle
     * @return what changed
     * @throws RtmException {@code INVALID_HANDLE} if this handle or one in the information was
     *     given back, belongs to another registration or refers to a deleted next hop; {@code
     *     ACCESS_DENIED} if the route or a next hop belongs to another entity; {@code NOT_FOUND} if
     *     the route was deleted; {@code ALREADY_EXISTS} if the new neighbour makes it equal to
     *     another route of the owner; {@code INVALID_PARAMETER} if a value is out of range; {@code
     *     NOT_SUPPORTED} if a view is not supported
     */
    RouteChange update(RouteInfo info, AddRouteOptions options);

    /**
     * Updates the route, and lets it live until it is deleted.
     *
     * @param info the new values
     * @return what changed
     * @throws RtmException as {@link #update(RouteInfo, AddRouteOptions)} says
     */
    default RouteChange update(RouteInfo info) {
        return update(info, AddRouteOptions.NONE);
    }

    /**
     * Deletes the route, and consumes this handle (RtmDeleteRouteToDest).
     *
     * @return whether the best route changed in any view (RTM_ROUTE_CHANGE_BEST)
     * @throws RtmException {@code INVALID_HANDLE} if this handle was given back or its registration
     *     has ended; {@code ACCESS_DENIED} if the route belongs to another entity; {@code
     *     NOT_FOUND} if it was deleted before. This handle is then still the caller's
     */
    boolean delete();

    /**
     * Locks the route, and with it its destination, for reading or for an update in place
     * (RtmLockRoute). Waits for conflicting locks of other entities.
     *
     * @param mode shared or exclusive
     * @return the lock, owned by the caller
     * @throws RtmException {@code INVALID_HANDLE} if this handle was given back or its registration
     *     has ended, also while this waits; {@code ACCESS_DENIED} if the route belongs to another
     *     entity; {@code NOT_FOUND} if it was deleted; {@code POSSIBLE_DEADLOCK} if the same entity
     *     holds a conflicting lock
     */
    RouteLock lock(LockMode mode);
}
