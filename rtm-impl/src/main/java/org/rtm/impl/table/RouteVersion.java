package org.rtm.impl.table;

import org.rtm.api.PrefInfo;
import org.rtm.api.RouteFlags;
import org.rtm.impl.time.Timed;

/**
 * The values of a route between two changes. Immutable, but for two things: the owner's private
 * information is let go with its owner, as it belongs to the client's bundle; and a refresh that
 * says nothing new puts off the end of the route's life.
 */
public class RouteVersion extends DestinationState {
    private static final NextHopEntry[] NO_NEXT_HOPS = {};

    private final RouteEntry route;
    private final NextHopEntry neighbour;
    private final Object nextHops; // null, one NextHopEntry, or an array: most routes have one
    private Object entitySpecificInfo;
    private final int preference;
    private final int metric;
    private final int views;
    private final int tag;
    private final short flags;
    private final boolean ownPreference;
    private final long updated;

    /**
     * Makes a version.
     *
     * @param end when the route expires, in microseconds since 1970; {@link Timed#NEVER} if it
     *     lives for ever
     */
    static RouteVersion of(
            RouteEntry route, RouteValues values, int preference, long updated, long end) {
        return end == Timed.NEVER
                ? new RouteVersion(route, values, preference, updated)
                : new Mortal(route, values, preference, updated, end);
    }

    private RouteVersion(RouteEntry route, RouteValues values, int preference, long updated) {
        this.route = route;
        this.neighbour = values.neighbour();
        NextHopEntry[] hops = values.nextHops();
        this.nextHops = hops.length == 0 ? null : hops.length == 1 ? hops[0] : hops;
        this.preference = preference;
        this.metric = values.metric();
        this.views = values.views();
        this.tag = values.tag();
        this.flags = (short) values.flags();
        this.ownPreference = values.preference() != 0;
        this.updated = updated;
        if (values.entitySpecificInfo() != null && !route.owner().hasEnded()) {
            this.entitySpecificInfo = values.entitySpecificInfo();
            route.owner().remember(this);
        }
    }

    public RouteEntry route() {
        return route;
    }

    /** Who told of the route, or null. */
    public NextHopEntry neighbour() {
        return neighbour;
    }

    public int nextHopCount() {
        return nextHops instanceof NextHopEntry[] several
                ? several.length
                : nextHops == null ? 0 : 1;
    }

    public NextHopEntry nextHop(int place) {
        return nextHops instanceof NextHopEntry[] several
                ? several[place]
                : (NextHopEntry) nextHops;
    }

    boolean lists(NextHopEntry hop) {
        for (int i = 0; i < nextHopCount(); i++) {
            if (nextHop(i) == hop) {
                return true;
            }
        }
        return false;
    }

    /** What the owner keeps with the route, or null. */
    public Object entitySpecificInfo() {
        return entitySpecificInfo;
    }

    void dropEntitySpecificInfo() {
        entitySpecificInfo = null;
    }

    /** The preference as it counts, an unsigned int. */
    public int preference() {
        return preference;
    }

    /** The metric, an unsigned int. */
    public int metric() {
        return metric;
    }

    public PrefInfo prefInfo() {
        return new PrefInfo(Integer.toUnsignedLong(preference), Integer.toUnsignedLong(metric));
    }

    /**
     * The views that the route is in, and so, where it is the only one, those of the destination.
     */
    @Override
    public int views() {
        return views;
    }

    boolean isIn(int viewId) {
        return (views & 1 << viewId) != 0;
    }

    public int flags() {
        return flags & 0xFFFF;
    }

    public int tag() {
        return tag;
    }

    /** Whether the owner named the preference, so that it does not follow the configuration. */
    public boolean hasOwnPreference() {
        return ownPreference;
    }

    /** When the route got these values, in microseconds since 1970. */
    public long updated() {
        return updated;
    }

    /** When the route expires, in microseconds since 1970; {@link Timed#NEVER} for never. */
    public long end() {
        return Timed.NEVER;
    }

    /** Puts off when the route expires, and says whether this version can say so. */
    boolean trySetEnd(long end) {
        return end == Timed.NEVER;
    }

    /** Whether the route can be the best one. */
    boolean isEligible() {
        return (flags & RouteFlags.INACTIVE.bits()) == 0;
    }

    /** What the owner said of the route. */
    public RouteValues values() {
        return new RouteValues(
                neighbour,
                ownPreference ? preference : 0,
                metric,
                views,
                flags(),
                tag,
                entitySpecificInfo,
                nextHops instanceof NextHopEntry[] several
                        ? several
                        : nextHops == null
                                ? NO_NEXT_HOPS
                                : new NextHopEntry[] {(NextHopEntry) nextHops});
    }

    /** A route in no table with these values, which stay whatever becomes of this route. */
    RouteVersion asRouteOfItsOwn() {
        RouteEntry entry = new RouteEntry(route.destination(), route.owner(), route.created());
        RouteVersion copy = new RouteVersion(entry, values(), preference, updated);
        entry.leave(copy);
        return copy;
    }

    /** Whether nothing but the owner's private information differs from an earlier version. */
    boolean saysTheSameAs(RouteVersion earlier) {
        return forwardsAs(earlier)
                && flags == earlier.flags
                && tag == earlier.tag
                && views == earlier.views
                && sameNeighbour(earlier);
    }

    /**
     * Whether preference, metric, next hops and those flags that decide about forwarding are those
     * of an earlier version. A next hop that changed since counts as another one: so its owner
     * announces it.
     */
    boolean forwardsAs(RouteVersion earlier) {
        return preference == earlier.preference
                && metric == earlier.metric
                && ((flags ^ earlier.flags) & RouteFlags.FORWARDING.bits()) == 0
                && sameNextHops(earlier);
    }

    private boolean sameNextHops(RouteVersion earlier) {
        boolean same = nextHopCount() == earlier.nextHopCount();
        for (int i = 0; same && i < nextHopCount(); i++) {
            same = sameNextHop(nextHop(i), earlier.nextHop(i), earlier);
        }
        return same;
    }

    private static boolean sameNextHop(
            NextHopEntry hop, NextHopEntry before, RouteVersion earlier) {
        return before.state().changed() <= earlier.updated
                && (hop == before || earlier.route.isStale() && hop.standsFor(before));
    }

    /** An owner that comes back may have made its next hops anew. */
    private boolean sameNeighbour(RouteVersion earlier) {
        return neighbour == earlier.neighbour
                || earlier.route.isStale()
                        && neighbour != null
                        && earlier.neighbour != null
                        && neighbour.key().equals(earlier.neighbour.key());
    }

    /** Whether neighbour and next hops are the very ones of another version. */
    boolean refersAs(RouteVersion other) {
        boolean same = neighbour == other.neighbour && nextHopCount() == other.nextHopCount();
        for (int i = 0; same && i < nextHopCount(); i++) {
            same = nextHop(i) == other.nextHop(i);
        }
        return same;
    }

    /** The owner says that the route is there, and so those next hops. */
    void refresh(Owner by) {
        route.refresh(by);
        if (neighbour != null) {
            neighbour.refresh(by);
        }
        for (int i = 0; i < nextHopCount(); i++) {
            nextHop(i).refresh(by);
        }
    }

    @Override
    public int count() {
        return 1;
    }

    @Override
    public RouteVersion route(int place) {
        return this;
    }

    @Override
    public long changedAt() {
        return updated;
    }

    /** The values of a route that expires. Most do not, and have no place for when they would. */
    private static final class Mortal extends RouteVersion {
        private volatile long end;

        Mortal(RouteEntry route, RouteValues values, int preference, long updated, long end) {
            super(route, values, preference, updated);
            this.end = end;
        }

        @Override
        public long end() {
            return end;
        }

        @Override
        boolean trySetEnd(long next) {
            end = next;
            return true;
        }
    }
}
