package org.rtm.impl.entity;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.rtm.api.Route;
import org.rtm.api.RouteQuery;
import org.rtm.impl.table.DestinationEntry;
import org.rtm.impl.table.RouteEntry;

/**
 * An enumeration of routes: destination by destination, each as it was when the enumeration came to
 * it.
 */
final class RouteEnumeration extends AbstractEnumeration<Route> {
    private final RouteMatcher matcher;

    /** Null where the routes of one destination are enumerated. */
    private final DestinationCursor cursor;

    /** What is left of the destination where the last batch ended. */
    private final Queue<RouteEntry> rest = new ArrayDeque<>();

    RouteEnumeration(Registration registration, RouteQuery query, RouteMatcher matcher) {
        super(registration);
        this.matcher = matcher;
        this.cursor =
                query.destination().isPresent()
                        ? null
                        : new DestinationCursor(registration.routingTable(), query.range());
        query.destination()
                .ifPresent(
                        destination ->
                                take(
                                        registration
                                                .routingTable()
                                                .destinations()
                                                .current(registration.entry(destination))));
    }

    @Override
    void collect(List<Route> elements, int most) {
        if (cursor != null) {
            cursor.refresh();
        }
        while (elements.size() < most) {
            RouteEntry route = rest.poll();
            if (route != null) {
                elements.add(new RouteHandle(registration(), route).counted(RouteHandle.class));
                continue;
            }
            DestinationEntry entry = cursor == null ? null : cursor.next();
            if (entry == null) {
                return;
            }
            take(entry);
        }
    }

    private void take(DestinationEntry entry) {
        rest.addAll(matcher.matching(entry.state()));
    }

    @Override
    String subject() {
        return "routes";
    }
}
