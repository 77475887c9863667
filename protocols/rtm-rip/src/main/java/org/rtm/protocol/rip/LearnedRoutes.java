package org.rtm.protocol.rip;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.rtm.api.AddRouteOptions;
import org.rtm.api.Batch;
import org.rtm.api.DestInfo;
import org.rtm.api.Destination;
import org.rtm.api.Entity;
import org.rtm.api.EntityListener;
import org.rtm.api.EntityRegistration;
import org.rtm.api.ExpiryDecision;
import org.rtm.api.LockMode;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteCriteria;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteLock;
import org.rtm.api.RouteQuery;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.RtmException;
import org.rtm.api.RtmStatus;
import org.rtm.api.TableEnumeration;
import org.rtm.api.View;
import org.rtm.api.ViewSet;
import org.rtm.protocol.rip.engine.InterfaceSettings;
import org.rtm.protocol.rip.engine.LearnedRoute;
import org.rtm.protocol.rip.engine.RipTimers;

/**
 * The routes that RIP learned, in the routing table. Each has the timeout, and a little more, for
 * its time to live: so they age also while they are retained and nobody is there to learn them
 * again. A destination whose route is lost is held down while the neighbours are told so.
 */
final class LearnedRoutes {
    private static final int BATCH = 256;

    /** How long the engine has to find a route timed out before its time to live ends. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final EntityRegistration registration;
    private final Map<NetAddress, Ways> waysByPrefix = new HashMap<>();
    private final Map<Way, Integer> routesByWay = new HashMap<>();

    /** What a next hop of the table is told apart by. */
    private record Way(NetAddress address, int interfaceIndex) {}

    /** The next hops that a route has. */
    private record Ways(Way neighbour, Way nextHop) {
        static Ways of(LearnedRoute route) {
            int interfaceIndex = route.through().index();
            return new Ways(
                    new Way(route.neighbour(), interfaceIndex),
                    new Way(route.nextHop(), interfaceIndex));
        }

        Stream<Way> each() {
            return Stream.of(neighbour, nextHop);
        }
    }

    LearnedRoutes(EntityRegistration registration) {
        this.registration = registration;
    }

    /**
     * Answers when a route's time to live ends before the engine has found it timed out.
     *
     * @param ended runs when somebody else has ended the registration
     */
    static EntityListener listener(Runnable ended) {
        return new EntityListener() {
            @Override
            public ExpiryDecision routeExpired(Route route) {
                try (RouteSnapshot snapshot = route.info()) {
                    Duration garbage =
                            snapshot.entitySpecificInfo()
                                    .map(Duration.class::cast)
                                    .orElse(RipTimers.STANDARD.garbage());
                    holdDown(snapshot.destination(), garbage);
                }
                return ExpiryDecision.DELETE;
            }

            @Override
            public void registrationEnded(String reason) {
                ended.run();
            }
        };
    }

    /**
     * Goes on with the routes that an earlier registration left: what a neighbour said before
     * counts until it times out, whoever heard it. The rest of what was left is taken out of the
     * table.
     *
     * @param interfaces the settings of the interface with a number, if it is there
     * @param goesOn takes each route that goes on, and how long it has left
     */
    void takeUp(
            IntFunction<Optional<InterfaceSettings>> interfaces,
            BiConsumer<LearnedRoute, Duration> goesOn) {
        int most = Math.min(BATCH, registration.profile().maxHandlesInCall());
        try (TableEnumeration<Route> left =
                registration.enumerateRoutes(RouteQuery.ALL.ownOnly().views(ViewSet.UNICAST))) {
            boolean isEnd;
            do {
                try (Batch<Route> batch = left.next(most)) {
                    batch.forEach(route -> takeUp(route, interfaces, goesOn));
                    isEnd = batch.isEmpty();
                }
            } while (!isEnd);
        }
        registration.refreshComplete();
    }

    private void takeUp(
            Route route,
            IntFunction<Optional<InterfaceSettings>> interfaces,
            BiConsumer<LearnedRoute, Duration> goesOn) {
        try (RouteSnapshot snapshot = route.info()) {
            Optional<Duration> left =
                    snapshot.timeToLive()
                            .map(time -> time.minus(GRACE))
                            .filter(time -> !time.isZero() && !time.isNegative());
            Optional<LearnedRoute> learned = read(route.destinationAddress(), snapshot, interfaces);
            if (!snapshot.isStale() || left.isEmpty() || learned.isEmpty()) {
                return;
            }
            try (RouteLock lock = route.lock(LockMode.EXCLUSIVE)) {
                lock.commit(AddRouteOptions.NONE.timeToLive(left.get().plus(GRACE)));
            }
            use(route.destinationAddress(), Ways.of(learned.get()));
            goesOn.accept(learned.get(), left.get());
        } catch (RtmException refusal) {
            if (refusal.status() != RtmStatus.NOT_FOUND) { // its time to live has ended meanwhile
                throw refusal;
            }
        }
    }

    private static Optional<LearnedRoute> read(
            NetAddress prefix,
            RouteSnapshot snapshot,
            IntFunction<Optional<InterfaceSettings>> interfaces) {
        if (snapshot.neighbour().isEmpty() || snapshot.nextHops().isEmpty()) {
            return Optional.empty();
        }
        NextHop neighbour = snapshot.neighbour().get();
        NextHop nextHop = snapshot.nextHops().get(0);
        return interfaces
                .apply(neighbour.interfaceIndex())
                .filter(
                        through ->
                                through.isOnLink(neighbour.address())
                                        && through.isOnLink(nextHop.address()))
                .map(
                        through ->
                                new LearnedRoute(
                                        prefix,
                                        through,
                                        neighbour.address(),
                                        nextHop.address(),
                                        (int) snapshot.prefInfo().metric(),
                                        snapshot.tag()));
    }

    int count() {
        return waysByPrefix.size();
    }

    boolean isThere(NetAddress prefix) {
        return waysByPrefix.containsKey(prefix);
    }

    /** Adds a route, changes it, or lets it live on; one of another neighbour is replaced. */
    void reachable(LearnedRoute route) {
        Ways ways = Ways.of(route);
        try {
            add(route, ways);
        } catch (RtmException refusal) {
            if (refusal.status() != RtmStatus.INVALID_HANDLE) { // the table has not ended
                ways.each().distinct().forEach(this::deleteUnused);
            }
            throw refusal;
        }
        use(route.prefix(), ways);
    }

    private void add(LearnedRoute route, Ways ways) {
        try (NextHop neighbour = nextHop(ways.neighbour());
                NextHop nextHop = nextHop(ways.nextHop())) {
            registration.addRoute(
                    route.prefix(),
                    RouteInfo.via(nextHop)
                            .neighbour(neighbour)
                            .metric(route.metric())
                            .tag(route.tag())
                            .entitySpecificInfo(route.through().timers().garbage()),
                    AddRouteOptions.NONE
                            .updateFirst()
                            .timeToLive(route.through().timers().timeout().plus(GRACE)));
        }
    }

    private NextHop nextHop(Way way) {
        return registration
                .addNextHop(NextHopInfo.of(way.address(), way.interfaceIndex()))
                .handle();
    }

    private void use(NetAddress prefix, Ways ways) {
        Ways before = waysByPrefix.put(prefix, ways);
        if (!ways.equals(before)) {
            ways.each().forEach(way -> routesByWay.merge(way, 1, Integer::sum));
            leave(before);
        }
    }

    /** Deletes the next hops that no route has any more. */
    private void leave(Ways left) {
        if (left != null) {
            left.each()
                    .forEach(
                            way ->
                                    routesByWay.computeIfPresent(
                                            way,
                                            (same, routes) -> routes == 1 ? null : routes - 1));
            left.each().distinct().forEach(this::deleteUnused);
        }
    }

    private void deleteUnused(Way way) {
        if (routesByWay.containsKey(way)) {
            return;
        }
        try {
            registration.deleteNextHop(way.address(), way.interfaceIndex());
        } catch (RtmException gone) {
            // A sweep takes next hops out, and one that was refused never came.
            if (gone.status() != RtmStatus.NOT_FOUND) {
                throw gone;
            }
        }
    }

    /**
     * Lets a destination be held down when its route goes. Where others have routes to it too, it
     * stays reachable; the mark would wait for the last of those to go, whenever that is.
     */
    private static void holdDown(Destination destination, Duration time) {
        try (DestInfo info = destination.info(ProtocolId.BEST, ViewSet.UNICAST)) {
            if (info.view(View.UNICAST.id()).orElseThrow().routeCount() == 1) {
                destination.hold(ViewSet.UNICAST, time);
            }
        }
    }

    /** Deletes a route. Does nothing if its time to live has ended before. */
    void unreachable(LearnedRoute route) {
        delete(route);
        leave(waysByPrefix.remove(route.prefix()));
    }

    private void delete(LearnedRoute route) {
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
                holdDown(destination, route.through().timers().garbage());
                lost.delete();
            } catch (RtmException refusal) {
                if (refusal.status() != RtmStatus.NOT_FOUND) { // its time to live has just ended
                    throw refusal;
                }
            }
        }
    }
}
