package org.rtm.notify.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.rtm.api.DestInfo;
import org.rtm.api.Destination;
import org.rtm.api.EntityId;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopFlags;
import org.rtm.api.NextHopSnapshot;
import org.rtm.api.NextHopState;
import org.rtm.api.PrefInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteFlags;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.RouteState;
import org.rtm.api.ViewInfo;
import org.rtm.api.ViewSet;

/** What a client can see of either table, in one form that can be compared. */
final class Rows {
    private final NaiveTable table;
    private final Instant start;

    record NextHopRow(
            NetAddress address,
            int interfaceIndex,
            EntityId owner,
            NextHopState state,
            NextHopFlags flags,
            Optional<Object> entitySpecificInfo,
            Optional<NetAddress> remoteDestination) {}

    record RouteRow(
            RouteId id,
            RouteState state,
            int updated,
            Optional<Integer> timeToLive,
            PrefInfo prefInfo,
            long preferenceGiven,
            ViewSet views,
            RouteFlags flags,
            int tag,
            Optional<Object> entitySpecificInfo,
            Optional<NextHopRow> neighbour,
            List<NextHopRow> nextHops,
            ViewSet bestInViews) {}

    /** No two routes are created at the same time. */
    record RouteId(NetAddress destination, EntityId owner, int created) {}

    record DestinationRow(
            NetAddress address, ViewSet belongsToViews, int lastChanged, List<ViewRow> views) {
        DestinationRow atAnyTime() {
            return new DestinationRow(address, belongsToViews, 0, views);
        }
    }

    record ViewRow(
            int view,
            int routeCount,
            Optional<RouteId> bestRoute,
            Optional<EntityId> owner,
            RouteFlags flags,
            Optional<RouteId> heldRoute) {}

    Rows(NaiveTable table, Instant start) {
        this.table = table;
        this.start = start;
    }

    // Of the real table

    private int time(Instant moment) {
        return (int) Duration.between(start, moment).toMillis();
    }

    NextHopRow row(NextHop hop) {
        try (NextHopSnapshot info = hop.info()) {
            return new NextHopRow(
                    info.address(),
                    info.interfaceIndex(),
                    info.owner().info().id(),
                    info.state(),
                    info.flags(),
                    info.entitySpecificInfo(),
                    info.remoteDestination().map(Destination::address));
        }
    }

    RouteRow row(Route route) {
        try (RouteSnapshot info = route.info()) {
            return new RouteRow(
                    id(info),
                    info.state(),
                    time(info.updated()),
                    info.timeToLive().map(left -> (int) left.toMillis()),
                    info.prefInfo(),
                    info.toInfo().prefInfo().preference(),
                    info.views(),
                    info.flags(),
                    info.tag(),
                    info.entitySpecificInfo(),
                    info.neighbour().map(this::row),
                    info.nextHops().stream().map(this::row).toList(),
                    route.bestInViews());
        }
    }

    RouteId id(Route route) {
        try (RouteSnapshot info = route.info()) {
            return id(info);
        }
    }

    private RouteId id(RouteSnapshot info) {
        return new RouteId(
                info.destination().address(), info.owner().info().id(), time(info.created()));
    }

    DestinationRow row(DestInfo info) {
        return new DestinationRow(
                info.address(),
                info.belongsToViews(),
                time(info.lastChanged()),
                info.views().stream().map(this::row).toList());
    }

    private ViewRow row(ViewInfo view) {
        return new ViewRow(
                view.viewId(),
                view.routeCount(),
                view.bestRoute().map(this::id),
                view.bestRouteOwner().map(owner -> owner.info().id()),
                view.flags(),
                view.heldRoute().map(this::id));
    }

    // Of the naive table

    NextHopRow row(NaiveNextHop hop, NaiveOwner reader) {
        return new NextHopRow(
                hop.address,
                hop.interfaceIndex,
                hop.owner.id,
                hop.deleted ? NextHopState.DELETED : NextHopState.CREATED,
                hop.flags,
                hop.owner == reader ? Optional.of(hop.entitySpecificInfo) : Optional.empty(),
                hop.flags.contains(NextHopFlags.REMOTE)
                        ? hop.remoteDestination.or(
                                () ->
                                        table.longest(
                                                ViewSet.ANY, prefix -> prefix.covers(hop.address)))
                        : Optional.empty());
    }

    RouteRow row(NaiveRoute route, NaiveOwner reader) {
        NaiveRoute.Values values = route.values;
        return new RouteRow(
                id(route),
                state(route),
                route.updated,
                route.end.stream().mapToObj(end -> Math.max(0, end - table.now)).findFirst(),
                new PrefInfo(route.preference, values.metric()),
                values.preference(),
                values.views(),
                values.flags(),
                values.tag(),
                route.owner == reader ? Optional.of(values.entitySpecificInfo()) : Optional.empty(),
                values.neighbour().map(hop -> row(hop, reader)),
                values.nextHops().stream().map(hop -> row(hop, reader)).toList(),
                table.bestInViews(route));
    }

    private RouteState state(NaiveRoute route) {
        if (!route.deleted) {
            return RouteState.CREATED;
        }
        return table.isHeld(route) ? RouteState.DELETING : RouteState.DELETED;
    }

    RouteId id(NaiveRoute route) {
        return new RouteId(route.destination, route.owner.id, route.created);
    }

    DestinationRow row(NetAddress destination, ViewSet views, ProtocolId protocol) {
        List<NaiveRoute> routes = table.routesTo(destination);
        return new DestinationRow(
                destination,
                table.views(routes),
                table.lastChanged(destination),
                table.requireSupported(views)
                        .ids()
                        .mapToObj(view -> row(destination, view, protocol))
                        .toList());
    }

    private ViewRow row(NetAddress destination, int view, ProtocolId protocol) {
        Optional<NaiveRoute> best = table.best(destination, view, protocol);
        return new ViewRow(
                view,
                (int) table.routesTo(destination).stream().filter(one -> one.isIn(view)).count(),
                best.map(this::id),
                best.map(route -> route.owner.id),
                best.map(route -> route.values.flags()).orElse(RouteFlags.NONE),
                table.heldIn(destination, view).map(this::id));
    }
}
