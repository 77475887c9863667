package org.rtm.api;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What an owner says of a route (the members of RTM_ROUTE_INFO that a client may set). The handles
 * in it stay with whoever made it: the RTM takes references of its own, so they may be given back
 * as soon as the route was added.
 *
 * <p>Immutable; each method with an argument returns a changed copy.
 */
public final class RouteInfo {
    private static final RouteInfo PLAIN =
            new RouteInfo(
                    null, RouteFlags.NONE, new PrefInfo(0, 0), ViewSet.UNICAST, 0, null, List.of());

    private final NextHop neighbour;
    private final RouteFlags flags;
    private final PrefInfo prefInfo;
    private final ViewSet views;
    private final int tag;
    private final Object entitySpecificInfo;
    private final List<NextHop> nextHops;

    private RouteInfo(
            NextHop neighbour,
            RouteFlags flags,
            PrefInfo prefInfo,
            ViewSet views,
            int tag,
            Object entitySpecificInfo,
            List<NextHop> nextHops) {
        this.neighbour = neighbour;
        this.flags = flags;
        this.prefInfo = prefInfo;
        this.views = views;
        this.tag = tag;
        this.entitySpecificInfo = entitySpecificInfo;
        this.nextHops = nextHops;
    }

    /**
     * Describes a route over next hops of equal cost: in the unicast view, no flags, preference by
     * protocol, metric 0.
     *
     * @param nextHops the next hops; none for a route that leads nowhere, such as a black hole
     * @return the description
     */
    public static RouteInfo via(NextHop... nextHops) {
        return PLAIN.nextHops(List.of(nextHops));
    }

    /**
     * Returns a copy with a neighbour.
     *
     * @param newNeighbour who told of the route (Neighbour); part of the route's identity
     * @return the copy
     */
    public RouteInfo neighbour(NextHop newNeighbour) {
        return new RouteInfo(
                Objects.requireNonNull(newNeighbour),
                flags,
                prefInfo,
                views,
                tag,
                entitySpecificInfo,
                nextHops);
    }

    /**
     * Returns a copy with flags.
     *
     * @param newFlags the flags (Flags)
     * @return the copy
     */
    public RouteInfo flags(RouteFlags newFlags) {
        return new RouteInfo(
                neighbour,
                Objects.requireNonNull(newFlags),
                prefInfo,
                views,
                tag,
                entitySpecificInfo,
                nextHops);
    }

    /**
     * Returns a copy with a preference.
     *
     * @param newPreference the preference (PrefInfo), 0 for the one configured for the owner's
     *     protocol
     * @return the copy
     * @throws RtmException {@code INVALID_PARAMETER} if it is out of range
     */
    public RouteInfo preference(long newPreference) {
        return prefInfo(new PrefInfo(newPreference, prefInfo.metric()));
    }

    /**
     * Returns a copy with a metric.
     *
     * @param newMetric the metric (PrefInfo)
     * @return the copy
     * @throws RtmException {@code INVALID_PARAMETER} if it is out of range
     */
    public RouteInfo metric(long newMetric) {
        return prefInfo(new PrefInfo(prefInfo.preference(), newMetric));
    }

    /**
     * Returns a copy with a preference and a metric.
     *
     * @param newPrefInfo the two (PrefInfo)
     * @return the copy
     */
    public RouteInfo prefInfo(PrefInfo newPrefInfo) {
        return new RouteInfo(
                neighbour,
                flags,
                Objects.requireNonNull(newPrefInfo),
                views,
                tag,
                entitySpecificInfo,
                nextHops);
    }

    /**
     * Returns a copy in other views.
     *
     * @param newViews the views that the route is in (BelongsToViews); the RTM refuses none
     * @return the copy
     */
    public RouteInfo views(ViewSet newViews) {
        return new RouteInfo(
                neighbour,
                flags,
                prefInfo,
                Objects.requireNonNull(newViews),
                tag,
                entitySpecificInfo,
                nextHops);
    }

    /**
     * Returns a copy with a tag. Beyond RTMv2.
     *
     * @param newTag a number that whoever redistributes the route may pass on; 0 for none. It
     *     decides about nothing: a change of it is a change of the route, but not of the best route
     * @return the copy
     */
    public RouteInfo tag(int newTag) {
        return new RouteInfo(
                neighbour, flags, prefInfo, views, newTag, entitySpecificInfo, nextHops);
    }

    /**
     * Returns a copy with what the owner keeps with the route.
     *
     * @param value the owner's own (EntitySpecificInfo); the RTM only hands it back, to the owner
     *     alone
     * @return the copy
     */
    public RouteInfo entitySpecificInfo(Object value) {
        return new RouteInfo(
                neighbour, flags, prefInfo, views, tag, Objects.requireNonNull(value), nextHops);
    }

    /**
     * Returns a copy with other next hops.
     *
     * @param newNextHops the next hops of equal cost (NextHopsList); copied
     * @return the copy
     */
    public RouteInfo nextHops(List<? extends NextHop> newNextHops) {
        return new RouteInfo(
                neighbour,
                flags,
                prefInfo,
                views,
                tag,
                entitySpecificInfo,
                List.copyOf(newNextHops));
    }

    /**
     * Returns who told of the route.
     *
     * @return the neighbour, if there is one
     */
    public Optional<NextHop> neighbour() {
        return Optional.ofNullable(neighbour);
    }

    /**
     * Returns the flags.
     *
     * @return the flags
     */
    public RouteFlags flags() {
        return flags;
    }

    /**
     * Returns preference and metric.
     *
     * @return the two
     */
    public PrefInfo prefInfo() {
        return prefInfo;
    }

    /**
     * Returns the views.
     *
     * @return the views that the route is in
     */
    public ViewSet views() {
        return views;
    }

    /**
     * Returns the tag.
     *
     * @return the number, 0 for none
     */
    public int tag() {
        return tag;
    }

    /**
     * Returns what the owner keeps with the route.
     *
     * @return the owner's own, if there is something
     */
    public Optional<Object> entitySpecificInfo() {
        return Optional.ofNullable(entitySpecificInfo);
    }

    /**
     * Returns the next hops.
     *
     * @return the next hops of equal cost, unmodifiable
     */
    public List<NextHop> nextHops() {
        return nextHops;
    }
}
