package org.rtm.impl.entity;

import java.util.List;
import java.util.Optional;
import org.rtm.api.AddRouteOptions;
import org.rtm.api.LockMode;
import org.rtm.api.NextHop;
import org.rtm.api.PrefInfo;
import org.rtm.api.RouteLock;
import org.rtm.api.ViewSet;
import org.rtm.impl.table.NextHopEntry;
import org.rtm.impl.table.RouteEntry;
import org.rtm.impl.table.RouteResult;
import org.rtm.impl.table.RouteValues;

/** A lock on a route, which is one on its destination, and what is to be changed under it. */
final class OwnedRouteLock extends AbstractLock implements RouteLock {
    private final RouteEntry route;

    // What was set; null is what stays.
    private Optional<NextHopEntry> neighbour;
    private PrefInfo prefInfo;
    private Optional<?> entitySpecificInfo;
    private ViewSet views;
    private NextHopEntry[] nextHops;

    OwnedRouteLock(Registration registration, RouteEntry route, LockMode mode) {
        super(registration, route.destination(), mode);
        this.route = route;
    }

    @Override
    public synchronized RouteLock neighbour(Optional<NextHop> newNeighbour) {
        requireHeld();
        neighbour = newNeighbour.map(registration().input()::ownEntry);
        return this;
    }

    @Override
    public synchronized RouteLock prefInfo(PrefInfo newPrefInfo) {
        requireHeld();
        prefInfo = newPrefInfo;
        return this;
    }

    @Override
    public synchronized RouteLock entitySpecificInfo(Optional<?> value) {
        requireHeld();
        entitySpecificInfo = value;
        return this;
    }

    @Override
    public synchronized RouteLock views(ViewSet newViews) {
        requireHeld();
        registration().input().requireViews(newViews);
        views = newViews;
        return this;
    }

    @Override
    public synchronized RouteLock nextHops(List<NextHop> newNextHops) {
        requireHeld();
        nextHops = registration().input().ownEntries(newNextHops);
        return this;
    }

    @Override
    public synchronized boolean commit(AddRouteOptions options) {
        requireHeld();
        registration().input().requireNoMode(options, "lock", route);
        RouteResult result =
                registration()
                        .routingTable()
                        .commit(
                                lease(),
                                route,
                                changed(route.version().values()),
                                registration().input().lifespan(options));
        committed();
        registration().enlist(route, options);
        return result.bestChanged();
    }

    private RouteValues changed(RouteValues before) {
        return new RouteValues(
                neighbour == null ? before.neighbour() : neighbour.orElse(null),
                prefInfo == null ? before.preference() : (int) prefInfo.preference(),
                prefInfo == null ? before.metric() : (int) prefInfo.metric(),
                views == null ? before.views() : registration().input().requireViews(views),
                before.flags(),
                before.tag(),
                entitySpecificInfo == null
                        ? before.entitySpecificInfo()
                        : entitySpecificInfo.orElse(null),
                nextHops == null ? before.nextHops() : nextHops);
    }
}
