package org.rtm.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What a route was at one moment (RTM_ROUTE_INFO as the RTM fills it in). Whoever received it owns
 * the handles in it, and gives them back by closing it. Its values stay readable afterwards.
 */
@ProviderType
public interface RouteSnapshot extends AutoCloseable {
    /**
     * Returns the destination (DestHandle).
     *
     * @return a handle that is given back with this snapshot
     */
    Destination destination();

    /**
     * Returns the owner (RouteOwner).
     *
     * @return a handle that is given back with this snapshot
     */
    Entity owner();

    /**
     * Returns who told of the route (Neighbour).
     *
     * @return a handle that is given back with this snapshot; empty where the owner named none
     */
    Optional<NextHop> neighbour();

    /**
     * Returns where the route is in its life (State).
     *
     * @return the state
     */
    RouteState state();

    /**
     * Returns the flags (Flags).
     *
     * @return the flags
     */
    RouteFlags flags();

    /**
     * Returns preference and metric (PrefInfo).
     *
     * @return the two, the preference as it counts: never 0
     */
    PrefInfo prefInfo();

    /**
     * Returns the views that the route is in (BelongsToViews).
     *
     * @return the views, at least one
     */
    ViewSet views();

    /**
     * Returns what the owner keeps with the route (EntitySpecificInfo).
     *
     * @return the owner's own; empty if there is nothing, and for everybody but the owner
     */
    Optional<Object> entitySpecificInfo();

    /**
     * Returns the next hops of equal cost (NextHopsList).
     *
     * @return handles that are given back with this snapshot, unmodifiable
     */
    List<NextHop> nextHops();

    /**
     * Returns the tag. Beyond RTMv2.
     *
     * @return the owner's number for the route, 0 if it gave none
     */
    int tag();

    /**
     * Returns since when the route has been in the table. Its age counts from here; updates do not
     * renew it. Beyond RTMv2.
     *
     * @return when it was added
     */
    Instant created();

    /**
     * Returns when the route was last added or updated. Beyond RTMv2.
     *
     * @return when it got these values
     */
    Instant updated();

    /**
     * Returns how long the route has to live.
     *
     * @return what is left of its time to live, never negative; empty if it never expires
     */
    Optional<Duration> timeToLive();

    /**
     * Says whether the route is left over from a registration that has ended, and was not refreshed
     * yet. Beyond RTMv2.
     *
     * @return true until the owner adds the route again
     */
    boolean isStale();

    /**
     * Returns the values as the owner gave them, for an update of a copy: preference 0 where the
     * owner left it to the configuration.
     *
     * @return the description, with the handles of this snapshot
     */
    RouteInfo toInfo();

    /**
     * Gives back what is still open of the handles in this snapshot (RtmReleaseRouteInfo): one that
     * was given back or consumed by itself is left out. Does nothing after the registration has
     * ended.
     *
     * @throws RtmException {@code INVALID_HANDLE} if it was given back before
     */
    @Override
    void close();
}
