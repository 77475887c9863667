package org.rtm.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.rtm.api.Batch;
import org.rtm.api.DestInfo;
import org.rtm.api.Destination;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.TableEnumeration;
import org.rtm.api.ViewInfo;
import org.rtm.api.ViewSet;

/** What tests put into a table, and how they read it. */
final class TableContent {
    static final NetAddress TEN = NetAddress.parse("10.0.0.0/8");
    static final ViewSet BOTH = ViewSet.UNICAST.union(ViewSet.MULTICAST);

    static final NetAddress TWENTY = NetAddress.parse("20.0.0.0/8");

    private static final int FEW = 10;
    private static final int BATCH = 2;

    /** Longer than any test. */
    private static final Duration HELD = Duration.ofMinutes(2);

    private TableContent() {}

    /** Adds plain routes. */
    static void add(EntityRegistration owner, String... prefixes) {
        for (String prefix : prefixes) {
            owner.addRoute(NetAddress.parse(prefix), RouteInfo.via());
        }
    }

    static Route add(EntityRegistration owner, String prefix, RouteInfo info) {
        return owner.addRoute(NetAddress.parse(prefix), info).handle();
    }

    static NextHop hop(EntityRegistration owner, String address, int interfaceIndex) {
        return owner.addNextHop(NextHopInfo.of(address, interfaceIndex)).handle();
    }

    /** Leaves a prefix with nothing but a route that is held down in the unicast view. */
    static Destination held(EntityRegistration owner, String prefix) {
        Route route = add(owner, prefix, RouteInfo.via());
        Destination destination = exact(owner, prefix).destination();
        destination.hold(ViewSet.UNICAST, HELD);
        route.delete();
        return destination;
    }

    /** The destination of a prefix, with information on both views. */
    static DestInfo exact(EntityRegistration reader, String prefix) {
        return reader.exactMatch(NetAddress.parse(prefix), ProtocolId.BEST, BOTH).orElseThrow();
    }

    static Optional<String> address(Optional<DestInfo> found) {
        return found.map(info -> info.address().toString());
    }

    static ViewInfo unicast(DestInfo info) {
        return info.view(0).orElseThrow();
    }

    /** Who owns the best unicast route that is told, by name. */
    static Optional<String> bestOwner(DestInfo info) {
        return unicast(info).bestRouteOwner().map(owner -> owner.info().name());
    }

    /** The elements of an enumeration, taken in small batches. */
    static <T> List<T> all(TableEnumeration<T> enumeration) {
        List<T> elements = new ArrayList<>();
        try (enumeration) {
            for (Batch<T> batch = enumeration.next(BATCH);
                    !batch.isEmpty();
                    batch = enumeration.next(BATCH)) {
                elements.addAll(batch.list());
            }
        }
        return elements;
    }

    static List<String> addresses(Iterable<DestInfo> infos) {
        List<String> addresses = new ArrayList<>();
        infos.forEach(info -> addresses.add(info.address().toString()));
        return addresses;
    }

    /** Routes as prefix and owner. */
    static List<String> described(Iterable<Route> routes) {
        List<String> described = new ArrayList<>();
        routes.forEach(
                route ->
                        described.add(
                                route.destinationAddress()
                                        + " "
                                        + route.info().owner().info().name()));
        return described;
    }

    /** Next hops as address and interface. */
    static List<String> hops(Iterable<NextHop> hops) {
        List<String> described = new ArrayList<>();
        hops.forEach(
                hop ->
                        described.add(
                                hop.address().addressText()
                                        + " "
                                        + Integer.toUnsignedString(hop.interfaceIndex())));
        return described;
    }

    /** What was handed out and not given back, without the kinds of which there is nothing. */
    static Map<HandleKind, Long> counts(EntityRegistration registration) {
        return registration.handleCounts().entrySet().stream()
                .filter(count -> count.getValue() != 0)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    static long metric(Route route) {
        try (RouteSnapshot info = route.info()) {
            return info.prefInfo().metric();
        }
    }

    /** The prefixes of a batch, which is given back. */
    static List<NetAddress> prefixes(Batch<DestInfo> batch) {
        try (batch) {
            return batch.stream().map(DestInfo::address).toList();
        }
    }

    /** The metrics of what is left of an enumeration of a few routes. */
    static List<Long> metrics(TableEnumeration<Route> routes) {
        try (Batch<Route> batch = routes.next(FEW)) {
            return batch.stream().map(TableContent::metric).toList();
        }
    }

    /** An entity's handle to the first next hop of the best route to a prefix. */
    static NextHop nextHopSeenBy(EntityRegistration other, NetAddress prefix) {
        try (Route route = Handles.route(other, prefix);
                RouteSnapshot info = route.info()) {
            return info.nextHops().get(0).reference();
        }
    }
}
