package org.rtm.protocol.local;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.osgi.service.log.Logger;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteFlags;
import org.rtm.api.RouteInfo;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.RtmException;

/** Keeps the tables of an instance as its interfaces are, by one entity of each table. */
final class LocalRoutes {
    /** How long the routes wait for this bundle to be back. Not long: nobody looks meanwhile. */
    private static final EntityOptions OPTIONS =
            EntityOptions.NONE.retention(Duration.ofMinutes(1));

    private final Logger log;
    private final Map<AddressFamily, Table> tables = new EnumMap<>(AddressFamily.class);
    private final Map<AddressFamily, String> refusals = new EnumMap<>(AddressFamily.class);
    private boolean closed;

    LocalRoutes(Logger log) {
        this.log = log;
    }

    /** An entity and its routes. */
    private record Table(EntityRegistration registration, Map<LocalRoute, Route> routes) {}

    /** Adds what is new and deletes what is gone; the rest is not touched. */
    synchronized void follow(Set<LocalRoute> wanted, RoutingTableManager rtm) {
        if (closed) {
            return;
        }
        for (AddressFamily family : AddressFamily.values()) {
            Set<LocalRoute> ofFamily = new HashSet<>(wanted);
            ofFamily.removeIf(route -> route.prefix().family() != family);
            try {
                follow(table(family, rtm), ofFamily);
                refusals.remove(family);
            } catch (RtmException e) {
                if (!e.getMessage().equals(refusals.put(family, e.getMessage()))) {
                    log.warn("no local routes of {}: {}", family, e.getMessage());
                }
            }
        }
    }

    /** Takes the table that is there; one that was removed and came back is another one. */
    private Table table(AddressFamily family, RoutingTableManager rtm) {
        Table known = tables.get(family);
        if (known != null && known.registration.isOpen()) {
            return known;
        }
        tables.remove(family);
        EntityInfo who = EntityInfo.of(family, ProtocolId.LOCAL, 1).named("local");
        Table fresh = new Table(rtm.register(who, OPTIONS), new HashMap<>());
        tables.put(family, fresh);
        return fresh;
    }

    private static void follow(Table table, Set<LocalRoute> wanted) {
        for (LocalRoute route : wanted) {
            if (!table.routes.containsKey(route)) {
                table.routes.put(route, add(table.registration, route));
            }
        }
        Set<LocalRoute> gone = new HashSet<>(table.routes.keySet());
        gone.removeAll(wanted);
        for (LocalRoute route : gone) {
            try (Route handle = table.routes.remove(route)) {
                handle.delete();
            }
        }
        forgetInterfaces(table, gone);
        // All that there is has been added: what an earlier registration left besides can go.
        table.registration.refreshComplete();
    }

    private static Route add(EntityRegistration registration, LocalRoute route) {
        NextHopInfo link = NextHopInfo.onLink(route.prefix().family(), route.interfaceIndex());
        // The link counts as the neighbour: fe80::/64 is a network of every interface.
        try (NextHop nextHop = registration.addNextHop(link).handle()) {
            return registration
                    .addRoute(
                            route.prefix(),
                            RouteInfo.via(nextHop)
                                    .neighbour(nextHop)
                                    .flags(route.isOwn() ? RouteFlags.MYSELF : RouteFlags.LOCAL))
                    .handle();
        }
    }

    /** Deletes the next hops of interfaces that have no route any more. */
    private static void forgetInterfaces(Table table, Set<LocalRoute> gone) {
        Set<Integer> left = new HashSet<>();
        table.routes.keySet().forEach(route -> left.add(route.interfaceIndex()));
        Map<Integer, NextHopInfo> unused = new HashMap<>();
        for (LocalRoute route : gone) {
            if (!left.contains(route.interfaceIndex())) {
                unused.put(
                        route.interfaceIndex(),
                        NextHopInfo.onLink(route.prefix().family(), route.interfaceIndex()));
            }
        }
        for (NextHopInfo link : unused.values()) {
            table.registration.deleteNextHop(link.address(), link.interfaceIndex());
        }
    }

    /** Ends the entities, whose routes stay for a while; nothing is followed any more. */
    synchronized void close() {
        closed = true;
        for (Table table : tables.values()) {
            table.routes.values().forEach(Route::close);
            table.registration.close();
        }
        tables.clear();
    }
}
