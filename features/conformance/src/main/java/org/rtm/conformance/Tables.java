package org.rtm.conformance;

import java.util.List;
import org.rtm.api.Batch;
import org.rtm.api.DestInfo;
import org.rtm.api.Destination;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteCriteria;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.TableEnumeration;
import org.rtm.api.ViewSet;

/** What tests ask a table. */
final class Tables {
    static final NetAddress TEN = NetAddress.parse("10.0.0.0/8");
    static final NetAddress TWENTY = NetAddress.parse("20.0.0.0/8");
    private static final int FEW = 10;

    private Tables() {}

    /** A handle to the destination of a prefix that has a route, or had one and is held. */
    static Destination destination(EntityRegistration entity, NetAddress prefix) {
        try (DestInfo info =
                entity.exactMatch(prefix, ProtocolId.BEST, ViewSet.ANY).orElseThrow()) {
            return info.destination().reference();
        }
    }

    /** A handle to the best route to a prefix. */
    static Route best(EntityRegistration entity, NetAddress prefix) {
        return entity.exactMatchRoute(prefix, RouteCriteria.NONE, ViewSet.ANY).orElseThrow();
    }

    static long metric(Route route) {
        try (RouteSnapshot info = route.info()) {
            return info.prefInfo().metric();
        }
    }

    /** The prefixes of a batch, which is given back. */
    static List<NetAddress> addresses(Batch<DestInfo> batch) {
        try (batch) {
            return batch.stream().map(DestInfo::address).toList();
        }
    }

    /** The metrics of what is left of an enumeration of a few routes. */
    static List<Long> metrics(TableEnumeration<Route> routes) {
        try (Batch<Route> batch = routes.next(FEW)) {
            return batch.stream().map(Tables::metric).toList();
        }
    }

    /** An entity's handle to the first next hop of the best route to a prefix. */
    static NextHop nextHopSeenBy(EntityRegistration other, NetAddress prefix) {
        try (Route route = best(other, prefix);
                RouteSnapshot info = route.info()) {
            return info.nextHops().get(0).reference();
        }
    }
}
