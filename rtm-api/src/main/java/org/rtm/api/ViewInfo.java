package org.rtm.api;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What is known of a destination in one view (an element of ViewInfo in RTM_DEST_INFO). Part of a
 * {@link DestInfo}.
 */
@ProviderType
public interface ViewInfo {
    /**
     * A bit of DestFlags to which RTMv2 gives a name only (RTM_DEST_FLAG_NATURAL_NET). The RTM sets
     * no such bit: what it tells of the best route is {@link #flags()}.
     */
    int DEST_FLAG_NATURAL_NET = 1;

    /** As {@link #DEST_FLAG_NATURAL_NET} (RTM_DEST_FLAG_FWD_ENGIN_ADD). */
    int DEST_FLAG_FWD_ENGIN_ADD = 2;

    /** As {@link #DEST_FLAG_NATURAL_NET} (RTM_DEST_FLAG_DONT_FORWARD). */
    int DEST_FLAG_DONT_FORWARD = 4;

    /**
     * Returns the number of the view (ViewId).
     *
     * @return 0 to 31
     */
    int viewId();

    /**
     * Returns how many routes the destination has in the view (NumRoutes).
     *
     * @return all routes, of whichever protocol, held ones not counted
     */
    int routeCount();

    /**
     * Returns the best route in the view, of the protocol that was asked for (Route).
     *
     * @return a handle that is given back with the information; empty if there is none
     */
    Optional<Route> bestRoute();

    /**
     * Returns the owner of the best route (Owner).
     *
     * @return a handle that is given back with the information; empty if there is no best route
     */
    Optional<Entity> bestRouteOwner();

    /**
     * Returns the flags of the best route (DestFlags).
     *
     * @return the flags, none if there is no best route
     */
    RouteFlags flags();

    /**
     * Returns the route that is held down in the view (HoldRoute).
     *
     * @return a handle that is given back with the information; empty if none is held
     */
    Optional<Route> heldRoute();
}
