package org.rtm.impl.entity;

import java.util.ArrayList;
import java.util.List;
import org.rtm.api.NextHop;
import org.rtm.api.RouteCriteria;
import org.rtm.impl.table.DestinationState;
import org.rtm.impl.table.HeldRoute;
import org.rtm.impl.table.NextHopKey;
import org.rtm.impl.table.Owner;
import org.rtm.impl.table.RouteEntry;
import org.rtm.impl.table.RouteVersion;

/** Criteria for routes, copied from what a client gave: its handles may be given back meanwhile. */
final class RouteMatcher {
    private final int viewMask;
    private final Owner onlyOwner;
    private final int flags;
    private final Owner owner;
    private final NextHopKey neighbour;
    private final int preference;
    private final int metric;
    private final List<NextHopKey> nextHops;
    private final int interfaceIndex;

    /**
     * Copies criteria.
     *
     * @param viewMask only routes in one of these views, in any if it is 0
     * @param onlyOwner only routes of this owner, of any if it is null
     */
    RouteMatcher(Registration registration, RouteCriteria criteria, int viewMask, Owner onlyOwner) {
        this.viewMask = viewMask;
        this.onlyOwner = onlyOwner;
        this.flags = criteria.flags();
        this.owner = criteria.owner().map(registration::owner).orElse(null);
        this.neighbour =
                criteria.route().neighbour().map(hop -> registration.entry(hop).key()).orElse(null);
        this.preference = (int) criteria.route().prefInfo().preference();
        this.metric = (int) criteria.route().prefInfo().metric();
        this.nextHops = keys(registration, criteria.route().nextHops());
        this.interfaceIndex = criteria.interfaceIndex().orElse(0);
    }

    /** Without a stream: most criteria name none. */
    private static List<NextHopKey> keys(Registration registration, List<NextHop> hops) {
        List<NextHopKey> keys = new ArrayList<>(hops.size());
        for (NextHop hop : hops) {
            keys.add(registration.entry(hop).key());
        }
        return keys;
    }

    /**
     * The routes of a destination that match: the best first, and last, only where routes of
     * whichever view are meant, those that are held.
     */
    List<RouteEntry> matching(DestinationState destination) {
        List<RouteEntry> matching = new ArrayList<>();
        for (int i = 0; i < destination.count(); i++) {
            if (matches(destination.route(i))) {
                matching.add(destination.route(i).route());
            }
        }
        for (HeldRoute held : viewMask == 0 ? destination.held() : List.<HeldRoute>of()) {
            RouteEntry route = held.version().route();
            if (matches(held.version()) && !matching.contains(route)) { // it may be in two views
                matching.add(route);
            }
        }
        return matching;
    }

    /** The first of those, or null. */
    RouteEntry firstMatching(DestinationState destination) {
        for (int i = 0; i < destination.count(); i++) {
            if (matches(destination.route(i))) {
                return destination.route(i).route();
            }
        }
        return destination.held().isEmpty()
                ? null
                : matching(destination).stream().findFirst().orElse(null);
    }

    private boolean matches(RouteVersion route) {
        return (viewMask == 0 || (route.views() & viewMask) != 0)
                && (onlyOwner == null || route.route().owner() == onlyOwner)
                && (isOff(RouteCriteria.MATCH_OWNER) || route.route().owner() == owner)
                && (isOff(RouteCriteria.MATCH_NEIGHBOUR) || hasNeighbour(route))
                && (isOff(RouteCriteria.MATCH_PREF)
                        || route.preference() == preference && route.metric() == metric)
                && (isOff(RouteCriteria.MATCH_NEXTHOP) || hasNextHop(route))
                && (isOff(RouteCriteria.MATCH_INTERFACE) || isOnInterface(route));
    }

    private boolean isOff(int flag) {
        return (flags & flag) == 0;
    }

    private boolean hasNeighbour(RouteVersion route) {
        return neighbour == null
                ? route.neighbour() == null
                : route.neighbour() != null && route.neighbour().key().equals(neighbour);
    }

    private boolean hasNextHop(RouteVersion route) {
        if (nextHops.isEmpty()) {
            return route.nextHopCount() == 0;
        }
        for (int i = 0; i < route.nextHopCount(); i++) {
            if (nextHops.contains(route.nextHop(i).key())) {
                return true;
            }
        }
        return false;
    }

    private boolean isOnInterface(RouteVersion route) {
        for (int i = 0; i < route.nextHopCount(); i++) {
            if (route.nextHop(i).key().interfaceIndex() == interfaceIndex) {
                return true;
            }
        }
        return false;
    }
}
