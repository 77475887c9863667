package org.rtm.impl.table;

import java.util.Comparator;

/**
 * The order of a destination's routes, best first. The age aside, it does not depend on the order
 * in which they came.
 */
final class RouteOrder implements Comparator<RouteVersion> {
    static final RouteOrder BEST_FIRST = new RouteOrder();

    private static final Comparator<NextHopEntry> NEIGHBOURS =
            Comparator.nullsFirst(Comparator.comparing(NextHopEntry::key));

    private RouteOrder() {}

    @Override
    public int compare(RouteVersion one, RouteVersion other) {
        int order = Boolean.compare(other.isEligible(), one.isEligible());
        if (order == 0) {
            order = Integer.compareUnsigned(one.preference(), other.preference());
        }
        if (order == 0) {
            order = Integer.compareUnsigned(one.metric(), other.metric());
        }
        if (order == 0) {
            order = one.route().owner().id().compareTo(other.route().owner().id());
        }
        if (order == 0) {
            order = NEIGHBOURS.compare(one.neighbour(), other.neighbour());
        }
        return order != 0 ? order : Long.compare(one.route().created(), other.route().created());
    }
}
