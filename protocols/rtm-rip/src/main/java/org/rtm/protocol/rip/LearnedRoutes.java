package org.rtm.protocol.rip;

import java.util.Optional;
import org.rtm.api.AddRouteOptions;
import org.rtm.api.Destination;
import org.rtm.api.Entity;
import org.rtm.api.EntityListener;
import org.rtm.api.EntityRegistration;
import org.rtm.api.ExpiryDecision;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.Route;
import org.rtm.api.RouteCriteria;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.ViewSet;
import org.rtm.protocol.rip.engine.LearnedRoute;
import org.rtm.protocol.rip.engine.RipTimers;

/**
 * The routes that RIP learned, in the routing table. Each has the timeout for its time to live: so
 * they age also while they are retained and nobody is there to learn them again. A destination
 * whose route is lost is held down while the neighbours are told so.
 */
final class LearnedRoutes {
    private final EntityRegistration registration;

    LearnedRoutes(EntityRegistration registration) {
        this.registration = registration;
    }

    /**
     * Answers when a route's time to live ends before the engine has found it timed out.
     *
     * @param timers how long the destination is held down
     */
    static EntityListener expiry(RipTimers timers) {
        return new EntityListener() {
            @Override
            public ExpiryDecision routeExpired(Route route) {
                try (RouteSnapshot snapshot = route.info()) {
                    snapshot.destination().hold(ViewSet.UNICAST, timers.garbage());
                }
                return ExpiryDecision.DELETE;
            }
        };
    }

    /** Adds a route, changes it, or lets it live on; one of another neighbour is replaced. */
    void reachable(LearnedRoute route) {
        int interfaceIndex = route.through().index();
        try (NextHop neighbour = nextHop(route.neighbour(), interfaceIndex);
                NextHop nextHop = nextHop(route.nextHop(), interfaceIndex)) {
            registration.addRoute(
                    route.prefix(),
                    RouteInfo.via(nextHop)
                            .neighbour(neighbour)
                            .metric(route.metric())
                            .tag(route.tag()),
                    AddRouteOptions.NONE
                            .updateFirst()
                            .timeToLive(route.through().timers().timeout()));
        }
    }

    private NextHop nextHop(NetAddress address, int interfaceIndex) {
        return registration.addNextHop(NextHopInfo.of(address, interfaceIndex)).handle();
    }

    /** Deletes a route. Does nothing if its time to live has ended before. */
    void unreachable(LearnedRoute route) {
        Optional<Route> found;
        try (Entity self = registration.entity()) {
            found =
                    registration.exactMatchRoute(
                            route.prefix(), RouteCriteria.NONE.owner(self), ViewSet.UNICAST);
        }
        if (found.isPresent()) {
            try (Route lost = found.get();
                    RouteSnapshot snapshot = lost.info();
                    Destination destination = snapshot.destination().reference()) {
                destination.hold(ViewSet.UNICAST, route.through().timers().garbage());
                lost.delete();
            }
        }
    }
}
