package org.rtm.conformance;

import java.util.List;
import org.rtm.api.Batch;
import org.rtm.api.DestInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.Route;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.TableEnumeration;

/** What tests ask a table. */
final class Tables {
    static final NetAddress TWENTY = NetAddress.parse("20.0.0.0/8");
    private static final int FEW = 10;

    private Tables() {}

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
        try (Route route = Handles.route(other, prefix);
                RouteSnapshot info = route.info()) {
            return info.nextHops().get(0).reference();
        }
    }
}
