package org.rtm.api;

import java.util.Objects;
import java.util.Optional;

/**
 * Which routes to enumerate (the parameters of RtmCreateRouteEnum).
 *
 * <p>Immutable; each method that changes something returns a changed copy. The handles in it stay
 * with the caller, and are read when the enumeration is made.
 */
public final class RouteQuery {
    /** The flag for the caller's own routes (RTM_ENUM_OWN_ROUTES). */
    public static final int OWN_ROUTES = 0x0001_0000;

    /**
     * All routes of whichever view, held ones included (RTM_ENUM_ALL_ROUTES, RTM_VIEW_MASK_ANY).
     */
    public static final RouteQuery ALL =
            new RouteQuery(ViewSet.ANY, EnumRange.all(), null, false, RouteCriteria.NONE);

    private final ViewSet views;
    private final EnumRange range;
    private final Destination destination;
    private final boolean ownOnly;
    private final RouteCriteria criteria;

    private RouteQuery(
            ViewSet views,
            EnumRange range,
            Destination destination,
            boolean ownOnly,
            RouteCriteria criteria) {
        this.views = views;
        this.range = range;
        this.destination = destination;
        this.ownOnly = ownOnly;
        this.criteria = criteria;
    }

    /**
     * Makes a query from the flags of RTMv2.
     *
     * @param flags {@link EnumRange#START}, {@link EnumRange#NEXT} or {@link EnumRange#RANGE}, and
     *     perhaps {@link #OWN_ROUTES} (EnumFlags)
     * @param address the address for the latter two ranges; ignored by the first (StartDest)
     * @return the query, for {@link ViewSet#ANY}, every destination in the range, and any route
     * @throws RtmException {@code INVALID_PARAMETER} if the flags are something else, or the
     *     address that they need is absent
     */
    public static RouteQuery ofFlags(int flags, Optional<NetAddress> address) {
        return new RouteQuery(
                ViewSet.ANY,
                EnumRange.of(flags & ~OWN_ROUTES, address),
                null,
                (flags & OWN_ROUTES) != 0,
                RouteCriteria.NONE);
    }

    /**
     * Returns a copy for certain views (TargetViews).
     *
     * @param newViews only routes in one of these; {@link ViewSet#ANY} for all routes, held ones
     *     included
     * @return the copy
     */
    public RouteQuery views(ViewSet newViews) {
        return new RouteQuery(
                Objects.requireNonNull(newViews), range, destination, ownOnly, criteria);
    }

    /**
     * Returns a copy for the destinations in a part of the table (StartDest, and RTM_ENUM_NEXT or
     * RTM_ENUM_RANGE).
     *
     * @param newRange the part
     * @return the copy
     */
    public RouteQuery range(EnumRange newRange) {
        return new RouteQuery(
                views, Objects.requireNonNull(newRange), destination, ownOnly, criteria);
    }

    /**
     * Returns a copy for one destination, whatever the range (DestHandle).
     *
     * @param newDestination the destination
     * @return the copy
     */
    public RouteQuery destination(Destination newDestination) {
        return new RouteQuery(
                views, range, Objects.requireNonNull(newDestination), ownOnly, criteria);
    }

    /**
     * Returns a copy for the caller's own routes (RTM_ENUM_OWN_ROUTES).
     *
     * @return the copy
     */
    public RouteQuery ownOnly() {
        return new RouteQuery(views, range, destination, true, criteria);
    }

    /**
     * Returns a copy for routes that match criteria (MatchingFlags, CriteriaRoute,
     * CriteriaInterface).
     *
     * @param newCriteria the criteria
     * @return the copy
     */
    public RouteQuery matching(RouteCriteria newCriteria) {
        return new RouteQuery(
                views, range, destination, ownOnly, Objects.requireNonNull(newCriteria));
    }

    /**
     * Returns the views.
     *
     * @return the target views
     */
    public ViewSet views() {
        return views;
    }

    /**
     * Returns the part of the table.
     *
     * @return the range
     */
    public EnumRange range() {
        return range;
    }

    /**
     * Returns the one destination that is wanted.
     *
     * @return the destination; empty for those in the range
     */
    public Optional<Destination> destination() {
        return Optional.ofNullable(destination);
    }

    /**
     * Says whether only the caller's own routes are wanted.
     *
     * @return true if so
     */
    public boolean isOwnOnly() {
        return ownOnly;
    }

    /**
     * Returns the criteria.
     *
     * @return the criteria
     */
    public RouteCriteria criteria() {
        return criteria;
    }
}
