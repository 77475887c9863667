package org.rtm.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.RouteInfo;
import org.rtm.benchmarks.data.PeerRoute;
import org.rtm.benchmarks.report.Measurement;

/**
 * Row 8: a process in which one entity adds the routes that 35 neighbours told of, about 30 to a
 * destination: all of a neighbour, then all of the next, as their sessions come up.
 */
final class ManyRoutes {
    static final String ADD = "add with 30 routes a destination";
    static final String FURTHER = "a further route";

    private static final NetAddress LAST = NetAddress.parse("240.0.0.1/32");

    private ManyRoutes() {}

    /** Argument: how often the routes are added; the first time is the compiler's. */
    public static void main(String[] arguments) throws InterruptedException {
        int times = Integer.parseInt(arguments[0]);
        Map<NetAddress, List<PeerRoute>> byPeer = new LinkedHashMap<>();
        for (PeerRoute route : PeerRoute.all()) {
            byPeer.computeIfAbsent(route.peer(), peer -> new ArrayList<>()).add(route);
        }
        // First, with no other router's threads around that may still hold on to something.
        System.out.println(
                Measurement.of(8, FURTHER, "", "B/route", bytesForFurther(byPeer)).toLine());
        double[] rates = new double[times - 1];
        for (int time = 0; time < times; time++) {
            double rate = rate(byPeer);
            if (time > 0) {
                rates[time - 1] = rate;
            }
        }
        System.out.println(Measurement.of(8, ADD, "", "routes/s", rates).toLine());
    }

    private static double rate(Map<NetAddress, List<PeerRoute>> byPeer)
            throws InterruptedException {
        try (Router router = new Router();
                EntityRegistration entity = router.register(AddressFamily.IPV4, 1);
                Subscriber subscriber = new Subscriber(router, AddressFamily.IPV4)) {
            List<NextHop> hops = hops(entity, byPeer);
            long start = System.nanoTime();
            int added = 0;
            int peer = 0;
            for (List<PeerRoute> routes : byPeer.values()) {
                NextHop hop = hops.get(peer++);
                for (PeerRoute route : routes) {
                    add(entity, route, hop);
                }
                added += routes.size();
            }
            RouteInfo last = RouteInfo.via(hops.get(0));
            subscriber.await(LAST, () -> entity.addRoute(LAST, last));
            return added / ((System.nanoTime() - start) / 1e9);
        }
    }

    /** What all routes take, less what one to each destination takes. */
    private static double bytesForFurther(Map<NetAddress, List<PeerRoute>> byPeer) {
        try (Router router = new Router();
                EntityRegistration entity = router.register(AddressFamily.IPV4, 1)) {
            List<NextHop> hops = hops(entity, byPeer);
            Map<NetAddress, PeerRoute> firsts = new LinkedHashMap<>();
            byPeer.values()
                    .forEach(
                            routes ->
                                    routes.forEach(
                                            route -> firsts.putIfAbsent(route.prefix(), route)));
            List<NetAddress> peers = List.copyOf(byPeer.keySet());
            firsts.values()
                    .forEach(route -> add(entity, route, hops.get(peers.indexOf(route.peer()))));
            long live = Heap.live();
            int all = 0;
            for (List<PeerRoute> routes : byPeer.values()) {
                for (PeerRoute route : routes) {
                    add(entity, route, hops.get(peers.indexOf(route.peer())));
                    all++;
                }
            }
            return (double) (Heap.live() - live) / (all - firsts.size());
        }
    }

    private static List<NextHop> hops(
            EntityRegistration entity, Map<NetAddress, List<PeerRoute>> byPeer) {
        List<NextHop> hops = new ArrayList<>();
        for (NetAddress peer : byPeer.keySet()) {
            hops.add(entity.addNextHop(NextHopInfo.of(peer.addressText(), 1)).handle());
        }
        return hops;
    }

    private static void add(EntityRegistration entity, PeerRoute route, NextHop hop) {
        entity.addRoute(
                route.prefix(), RouteInfo.via(hop).neighbour(hop).metric(route.pathLength()));
    }
}
