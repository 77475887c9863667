package org.rtm.shell;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.rtm.api.DestInfo;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHopFlags;
import org.rtm.api.ProtocolId;
import org.rtm.shell.answer.DestinationRoutes;
import org.rtm.shell.answer.Explanation;
import org.rtm.shell.answer.Explanation.Considered;
import org.rtm.shell.answer.Explanation.Hop;
import org.rtm.shell.answer.Explanation.Judged;
import org.rtm.shell.answer.NextHopEntry;
import org.rtm.shell.answer.RouteEntry;

/** Finds out which way packets to an address take, and why. */
final class RouteExplanation {
    private final TableView table;
    private final List<Considered> destinations = new ArrayList<>();
    private Optional<RouteEntry> used = Optional.empty();

    private RouteExplanation(TableView table) {
        this.table = table;
    }

    static Explanation of(NetAddress address, TableView table) {
        RouteExplanation explanation = new RouteExplanation(table);
        explanation.climb(address);
        return new Explanation(
                address,
                table.instance(),
                table.view(),
                explanation.destinations,
                explanation
                        .used
                        .map(route -> explanation.hops(route, new HashSet<>()))
                        .orElse(List.of()));
    }

    private void climb(NetAddress address) {
        Optional<DestInfo> next =
                table.reader().mostSpecific(address, ProtocolId.BEST, table.views());
        while (next.isPresent()) {
            try (DestInfo info = next.get()) {
                consider(RouteCommands.destination(info, table));
                next = info.destination().lessSpecific(ProtocolId.BEST, table.views());
            }
        }
    }

    private void consider(DestinationRoutes routes) {
        Optional<RouteEntry> best = routes.best();
        String why;
        if (best.isEmpty()) {
            why = "none of its routes is active";
        } else if (used.isPresent()) {
            why = "less specific than " + used.get().destination();
        } else {
            why = "the most specific with an active route";
        }
        destinations.add(
                new Considered(
                        routes.destination(),
                        best.isPresent() && used.isEmpty(),
                        why,
                        routes.routes().stream()
                                .map(route -> new Judged(route, routes.why(route)))
                                .toList()));
        used = used.or(() -> best);
    }

    private List<Hop> hops(RouteEntry route, Set<NetAddress> seen) {
        return route.nextHops().stream().map(nextHop -> hop(nextHop, seen)).toList();
    }

    private Hop hop(NextHopEntry nextHop, Set<NetAddress> seen) {
        if (nextHop.deleted()) {
            return end(nextHop, "not used: its owner has deleted it");
        }
        if (!nextHop.isUsable()) {
            return end(nextHop, "not used: it is down");
        }
        if (!nextHop.flags().contains(NextHopFlags.REMOTE)) {
            return end(
                    nextHop, nextHop.isOnLink() ? "the destination itself" : "directly reachable");
        }
        if (seen.contains(nextHop.address())) {
            return end(nextHop, "leads nowhere: it leads back to itself");
        }
        Optional<RouteEntry> by = best(nextHop.address());
        if (by.isEmpty()) {
            return end(nextHop, "leads nowhere: no active route covers it");
        }
        Set<NetAddress> onTheWay = new HashSet<>(seen);
        onTheWay.add(nextHop.address());
        return new Hop(nextHop, "reached through", by, hops(by.get(), onTheWay));
    }

    private static Hop end(NextHopEntry nextHop, String outcome) {
        return new Hop(nextHop, outcome, Optional.empty(), List.of());
    }

    /** The best route of the most specific destination that has one. */
    private Optional<RouteEntry> best(NetAddress address) {
        RouteExplanation other = new RouteExplanation(table);
        other.climb(address);
        return other.used;
    }
}
