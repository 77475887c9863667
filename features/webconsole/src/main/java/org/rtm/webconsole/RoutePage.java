package org.rtm.webconsole;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rtm.api.Batch;
import org.rtm.api.DestInfo;
import org.rtm.api.Destination;
import org.rtm.api.Entity;
import org.rtm.api.EntityRegistration;
import org.rtm.api.EnumRange;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteCriteria;
import org.rtm.api.RouteQuery;
import org.rtm.api.TableEnumeration;
import org.rtm.api.ViewSet;

/**
 * Some routes, all of whatever destinations they have, and where to go on.
 *
 * @param next the first destination of the page after this; empty at the end
 */
record RoutePage(List<RouteRow> routes, Optional<NetAddress> next) {
    /** A page ends with the first destination that brings it to so many routes. */
    static final int ROUTES = 100;

    static RoutePage read(EntityRegistration reader, RouteSearch search) {
        if (search.entity().isEmpty()) {
            return read(reader, search, RouteCriteria.NONE);
        }
        try (Batch<Entity> entities = reader.entities()) {
            Entity owner =
                    entities.stream()
                            .filter(it -> it.info().id().toString().equals(search.entity().get()))
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            new IllegalArgumentException(
                                                    "no entity '%s' is registered in instance %d, %s"
                                                            .formatted(
                                                                    search.entity().get(),
                                                                    search.instance(),
                                                                    search.family())));
            return read(reader, search, RouteCriteria.NONE.owner(owner));
        }
    }

    private static RoutePage read(
            EntityRegistration reader, RouteSearch search, RouteCriteria criteria) {
        RouteQuery query = RouteQuery.ALL.views(search.view()).matching(criteria);
        if (search.prefix().isEmpty()) {
            EnumRange range = search.from().map(EnumRange::from).orElse(EnumRange.all());
            return readAll(reader, query.range(range), Optional.empty());
        }
        NetAddress prefix = search.prefix().get();
        return switch (search.match()) {
            case LONGER -> {
                EnumRange range =
                        search.from()
                                .filter(prefix::covers)
                                .map(EnumRange::from)
                                .orElse(EnumRange.within(prefix));
                yield readAll(reader, query.range(range), search.prefix());
            }
            case EXACT ->
                    new RoutePage(
                            reader.exactMatch(prefix, ProtocolId.BEST, ViewSet.ANY)
                                    .map(info -> readOne(reader, query, info))
                                    .orElse(List.of()),
                            Optional.empty());
            case COVERING -> readCovering(reader, query, prefix);
        };
    }

    private static RoutePage readAll(
            EntityRegistration reader, RouteQuery query, Optional<NetAddress> within) {
        List<RouteRow> rows = new ArrayList<>();
        try (TableEnumeration<Route> enumeration = reader.enumerateRoutes(query)) {
            int most = Math.min(ROUTES, reader.profile().maxHandlesInCall());
            while (true) {
                try (Batch<Route> batch = enumeration.next(most)) {
                    if (batch.isEmpty()) {
                        return new RoutePage(rows, Optional.empty());
                    }
                    for (Route route : batch) {
                        NetAddress destination = route.destinationAddress();
                        if (!within.map(prefix -> prefix.covers(destination)).orElse(true)) {
                            return new RoutePage(rows, Optional.empty());
                        }
                        if (rows.size() >= ROUTES
                                && !rows.get(rows.size() - 1).destination().equals(destination)) {
                            return new RoutePage(rows, Optional.of(destination));
                        }
                        rows.add(RouteRow.of(route));
                    }
                }
            }
        }
    }

    private static RoutePage readCovering(
            EntityRegistration reader, RouteQuery query, NetAddress prefix) {
        List<RouteRow> rows = new ArrayList<>();
        Optional<DestInfo> next = reader.mostSpecific(prefix, ProtocolId.BEST, query.views());
        while (next.isPresent()) {
            Optional<DestInfo> covering;
            try (Destination destination = next.get().destination().reference()) {
                rows.addAll(readOne(reader, query, next.get()));
                covering = destination.lessSpecific(ProtocolId.BEST, query.views());
            }
            next = covering;
        }
        return new RoutePage(rows, Optional.empty());
    }

    /** Reads the routes of a destination, and gives its information back. */
    private static List<RouteRow> readOne(
            EntityRegistration reader, RouteQuery query, DestInfo found) {
        List<RouteRow> rows = new ArrayList<>();
        try (found;
                TableEnumeration<Route> enumeration =
                        reader.enumerateRoutes(query.destination(found.destination()))) {
            for (boolean more = true; more; ) {
                try (Batch<Route> batch = enumeration.next(reader.profile().maxHandlesInCall())) {
                    batch.forEach(route -> rows.add(RouteRow.of(route)));
                    more = !batch.isEmpty();
                }
            }
        }
        return rows;
    }
}
