package org.rtm.protocol.statics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.PrefInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteFlags;
import org.rtm.api.RouteInfo;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.View;
import org.rtm.api.ViewSet;

/** The entity that owns all static routes of one table. */
final class StaticTable {
    /** Which table. */
    record Id(int instance, AddressFamily family) {}

    /**
     * A next hop as the table knows it.
     *
     * @param address its address
     * @param interfaceIndex its interface, 0 where it is not known
     */
    record Hop(NetAddress address, int interfaceIndex) {}

    /** A route as the table knows it. */
    record Content(
            NetAddress prefix, List<Hop> nextHops, PrefInfo prefInfo, ViewSet views, int tag) {
        /**
         * What no other route of the entity may have, so that each entry has a route of its own.
         */
        Identity identity() {
            return new Identity(prefix, nextHops.stream().findFirst());
        }
    }

    /**
     * By what the table tells the entity's routes apart: the first next hop counts as the
     * neighbour.
     */
    record Identity(NetAddress prefix, Optional<Hop> neighbour) {}

    /** How long the routes wait for this bundle to be back. */
    private static final EntityOptions OPTIONS =
            EntityOptions.NONE.retention(Duration.ofMinutes(5));

    private final EntityRegistration registration;
    private final Set<Hop> nextHops = new HashSet<>();

    StaticTable(Id id, RoutingTableManager rtm) {
        registration =
                rtm.register(
                        EntityInfo.of(id.family, ProtocolId.NT_STATIC, 1)
                                .inInstance(id.instance)
                                .named("static"),
                        OPTIONS);
    }

    /** Says whether the registration was not ended by others. */
    boolean lives() {
        return registration.isOpen();
    }

    List<View> views() {
        return registration.profile().views();
    }

    /** Adds a route, and returns the handle by which it is changed. */
    Route add(Content content) {
        try (NextHops handles = new NextHops(content)) {
            return registration.addRoute(content.prefix, handles.describe()).handle();
        }
    }

    /** Changes a route in one step; its prefix stays. */
    void update(Route route, Content content) {
        try (NextHops handles = new NextHops(content)) {
            route.update(handles.describe());
        }
    }

    void delete(Route route) {
        try (route) {
            route.delete();
        }
    }

    /** Deletes the next hops that no route has any more. */
    void keepNextHops(Set<Hop> used) {
        for (Hop nextHop : List.copyOf(nextHops)) {
            if (!used.contains(nextHop)) {
                registration.deleteNextHop(nextHop.address, nextHop.interfaceIndex);
                nextHops.remove(nextHop);
            }
        }
    }

    /** Takes out of the table what an earlier registration has left and nobody has put in again. */
    void endRefresh() {
        registration.refreshComplete();
    }

    /** Ends the entity, as there is nothing for it to own. */
    void withdraw() {
        registration.withdraw();
    }

    /** Ends the entity, as the protocol stops; its routes stay for a while. */
    void close() {
        registration.close();
    }

    /** The handles that a route is described with, for as long as the RTM has not taken its own. */
    private final class NextHops implements AutoCloseable {
        private final Content content;
        private final List<NextHop> handles = new ArrayList<>();

        NextHops(Content content) {
            this.content = content;
        }

        RouteInfo describe() {
            for (Hop nextHop : content.nextHops) {
                handles.add(
                        registration
                                .addNextHop(NextHopInfo.of(nextHop.address, nextHop.interfaceIndex))
                                .handle());
                nextHops.add(nextHop);
            }
            RouteInfo info =
                    RouteInfo.via()
                            .nextHops(handles)
                            .prefInfo(content.prefInfo)
                            .views(content.views)
                            .tag(content.tag);
            return handles.isEmpty()
                    ? info.flags(RouteFlags.BLACKHOLE)
                    : info.neighbour(handles.get(0));
        }

        @Override
        public void close() {
            handles.forEach(NextHop::close);
        }
    }
}
