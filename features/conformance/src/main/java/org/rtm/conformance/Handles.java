package org.rtm.conformance;

import org.rtm.api.Batch;
import org.rtm.api.DestInfo;
import org.rtm.api.Destination;
import org.rtm.api.Entity;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteCriteria;
import org.rtm.api.ViewSet;

/** How a client gets at handles to what is in the table. */
final class Handles {
    private Handles() {}

    static Entity entity(EntityRegistration client, EntityRegistration wanted) {
        try (Batch<Entity> all = client.entities()) {
            return all.stream()
                    .filter(entity -> entity.info().id().equals(wanted.info().id()))
                    .findFirst()
                    .orElseThrow()
                    .reference();
        }
    }

    static Destination destination(EntityRegistration client, NetAddress prefix) {
        try (DestInfo info =
                client.exactMatch(prefix, ProtocolId.BEST, ViewSet.ANY).orElseThrow()) {
            return info.destination().reference();
        }
    }

    /** The best route to a prefix, whoever owns it. */
    static Route route(EntityRegistration client, NetAddress prefix) {
        return client.exactMatchRoute(prefix, RouteCriteria.NONE, ViewSet.ANY).orElseThrow();
    }

    static long count(EntityRegistration client, HandleKind kind) {
        return client.handleCounts().get(kind);
    }
}
