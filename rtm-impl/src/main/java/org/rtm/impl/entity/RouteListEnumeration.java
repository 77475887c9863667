package org.rtm.impl.entity;

import java.util.List;
import java.util.Map;
import org.rtm.api.Route;
import org.rtm.impl.table.RouteEntry;

/** An enumeration of a list. What is inserted behind its place meanwhile comes too. */
final class RouteListEnumeration extends AbstractEnumeration<Route> {
    private final OwnedRouteList list;
    private long last;

    RouteListEnumeration(Registration registration, OwnedRouteList list) {
        super(registration);
        this.list = list;
    }

    @Override
    void collect(List<Route> elements, int most) {
        for (Map.Entry<Long, RouteEntry> place : list.routes().tailMap(last, false).entrySet()) {
            if (elements.size() == most) {
                return;
            }
            elements.add(
                    new RouteHandle(registration(), place.getValue()).counted(RouteHandle.class));
            last = place.getKey();
        }
    }

    @Override
    String subject() {
        return "a route list";
    }
}
