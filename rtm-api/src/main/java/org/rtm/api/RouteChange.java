package org.rtm.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * What adding or updating a route did (RTM_ROUTE_CHANGE_FLAGS as output). Holds nothing that is to
 * be given back.
 */
@ProviderType
public interface RouteChange {
    /** The flag for a route that was created (RTM_ROUTE_CHANGE_NEW). */
    int NEW = 0x02;

    /** The flag for a best route that changed (RTM_ROUTE_CHANGE_BEST). */
    int BEST = 0x0001_0000;

    /**
     * Says whether a route was created (RTM_ROUTE_CHANGE_NEW).
     *
     * @return false if an existing route was updated
     */
    boolean isNew();

    /**
     * Says whether the best route changed (RTM_ROUTE_CHANGE_BEST).
     *
     * @return true if in any view the best route is another one, or the route touched is the best
     *     one and changed
     */
    boolean bestChanged();

    /**
     * Returns both answers as RTMv2 has them.
     *
     * @return {@link #NEW} and {@link #BEST}, as far as they hold
     */
    default int flags() {
        return (isNew() ? NEW : 0) | (bestChanged() ? BEST : 0);
    }

    /**
     * Makes a handle to the route (the output RouteHandle).
     *
     * @return a new handle with each call, owned by the caller
     * @throws RtmException {@code INVALID_HANDLE} if the registration has ended
     */
    Route handle();
}
