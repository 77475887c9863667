package org.rtm.impl.entity;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.rtm.api.RtmStatus;
import org.rtm.impl.table.RouteEntry;

/** In which of an entity's lists each of its routes is. */
final class RouteLists {
    private final Map<RouteEntry, Place> places = new HashMap<>();
    private final Set<OwnedRouteList> lists = new LinkedHashSet<>();
    private long lastNumber;

    private record Place(OwnedRouteList list, long number) {}

    synchronized void add(OwnedRouteList list) {
        lists.add(list);
    }

    /** How many routes each list has, in the order in which they were created. */
    synchronized List<Integer> sizes() {
        return lists.stream().map(list -> list.routes().size()).toList();
    }

    /** Moves routes to the end of a list, or off their lists if it is null: all of them or none. */
    synchronized void move(Collection<RouteEntry> routes, OwnedRouteList list) {
        for (RouteEntry route : routes) {
            if (route.isDeleted()) {
                throw RtmStatus.NOT_FOUND.because(
                        "the route to %s was deleted", route.destination());
            }
        }
        if (list != null) {
            list.requireThere();
        }
        for (RouteEntry route : routes) {
            Place place = places.get(route);
            if (place != null && place.list() == list) {
                continue;
            }
            takeOff(route);
            if (list != null) {
                long number = ++lastNumber;
                places.put(route, new Place(list, number));
                list.routes().put(number, route);
            }
        }
    }

    /** Takes a route off the list that it is in, if it is in one: it has left the table. */
    synchronized void takeOff(RouteEntry route) {
        Place place = places.remove(route);
        if (place != null) {
            place.list().routes().remove(place.number());
        }
    }

    synchronized void clear() {
        places.values().forEach(place -> place.list().routes().clear());
        places.clear();
        lists.clear();
    }

    synchronized void remove(OwnedRouteList list) {
        lists.remove(list);
        list.routes().values().forEach(places::remove);
        list.routes().clear();
    }
}
