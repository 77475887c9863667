package org.example.hello;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteInfo;
import org.rtm.api.RoutingTableManager;

/** A protocol in one page: one route, for as long as this bundle runs. */
@Component
public final class HelloRoute {
    private final EntityRegistration registration;

    @Activate
    public HelloRoute(@Reference RoutingTableManager rtm) {
        registration =
                rtm.register(
                        EntityInfo.of(AddressFamily.IPV4, ProtocolId.OTHER, 1).named("hello"));
        try (NextHop gateway =
                registration.addNextHop(NextHopInfo.of("192.0.2.1", 3)).handle()) {
            registration.addRoute(
                    NetAddress.parse("198.51.100.0/24"), RouteInfo.via(gateway).metric(5));
        }
    }

    @Deactivate
    public void stop() {
        registration.close();
    }
}
