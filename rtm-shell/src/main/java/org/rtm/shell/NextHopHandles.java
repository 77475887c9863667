package org.rtm.shell;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.RouteInfo;
import org.rtm.shell.source.SourceRoute;

/** The next hops of the routes that are added together, each added to the table once. */
final class NextHopHandles implements AutoCloseable {
    private record Identity(NetAddress address, int interfaceIndex) {}

    private final EntityRegistration owner;
    private final Map<Identity, NextHop> handles = new HashMap<>();

    NextHopHandles(EntityRegistration owner) {
        this.owner = owner;
    }

    /**
     * Describes a route for the table: without a next hop if it has no address and no interface.
     */
    RouteInfo describe(SourceRoute route) {
        RouteInfo info = RouteInfo.via().metric(route.metric());
        if (route.nextHop().isEmpty() && route.interfaceIndex() == 0) {
            return info;
        }
        Identity identity =
                new Identity(
                        route.nextHop()
                                .orElseGet(() -> NetAddress.unspecified(route.prefix().family())),
                        route.interfaceIndex());
        return info.nextHops(List.of(handles.computeIfAbsent(identity, this::add)));
    }

    private NextHop add(Identity identity) {
        return owner.addNextHop(NextHopInfo.of(identity.address, identity.interfaceIndex)).handle();
    }

    @Override
    public void close() {
        handles.values().forEach(NextHop::close);
    }
}
