package org.rtm.shell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.rtm.api.DestInfo;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHopFlags;
import org.rtm.api.ProtocolId;
import org.rtm.api.Resolution;
import org.rtm.api.Resolution.Outcome;
import org.rtm.api.Resolution.Step;
import org.rtm.api.Route;
import org.rtm.api.ViewInfo;
import org.rtm.shell.answer.DestinationRoutes;
import org.rtm.shell.answer.Explanation;
import org.rtm.shell.answer.Explanation.Considered;
import org.rtm.shell.answer.Explanation.Hop;
import org.rtm.shell.answer.Explanation.Judged;
import org.rtm.shell.answer.NextHopEntry;
import org.rtm.shell.answer.RouteEntry;

/** Finds out which way packets to an address take, and why: as the table itself resolves it. */
final class RouteExplanation {
    private final TableView table;
    private final List<Considered> destinations = new ArrayList<>();
    private Optional<NetAddress> used = Optional.empty();
    private boolean isPassedOver;

    /** Of the route that is used; where none is, of the most specific one. */
    private List<Hop> nextHops = List.of();

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
                explanation.nextHops);
    }

    private void climb(NetAddress address) {
        Optional<DestInfo> next =
                table.reader().mostSpecific(address, ProtocolId.BEST, table.views());
        while (next.isPresent()) {
            try (DestInfo info = next.get()) {
                consider(info);
                next = info.destination().lessSpecific(ProtocolId.BEST, table.views());
            }
        }
    }

    private void consider(DestInfo info) {
        DestinationRoutes routes = RouteCommands.destination(info, table);
        Optional<Route> best = info.view(table.view().id()).flatMap(ViewInfo::bestRoute);
        String why;
        boolean isUsed = false;
        if (best.isEmpty()) {
            why = "none of its routes is active";
        } else if (used.isPresent()) {
            why = "less specific than " + used.get();
        } else {
            Resolution way = best.get().resolve(table.view().id());
            RouteEntry route = RouteEntry.of(best.get());
            isUsed = isFinal(way.outcome());
            why = isUsed ? whyUsed() : whyPassedOver(way.outcome(), route);
            if (isUsed || !isPassedOver) {
                nextHops = new Chain(way.steps()).nextHops(route);
            }
            isPassedOver = !isUsed;
        }
        if (isUsed) {
            used = Optional.of(routes.destination());
        }
        destinations.add(
                new Considered(
                        routes.destination(),
                        isUsed,
                        why,
                        routes.routes().stream()
                                .map(route -> new Judged(route, routes.why(route)))
                                .toList()));
    }

    private static boolean isFinal(Outcome outcome) {
        return outcome != Outcome.LOOP && outcome != Outcome.DEAD_END;
    }

    private String whyUsed() {
        return isPassedOver
                ? "the most specific with a route that leads somewhere"
                : "the most specific with an active route";
    }

    private static String whyPassedOver(Outcome outcome, RouteEntry route) {
        if (route.nextHops().isEmpty()) {
            return "its best route has no next hop";
        }
        return outcome == Outcome.LOOP
                ? "its best route leads back to itself"
                : "its best route leads nowhere";
    }

    /** The steps of a resolution, put to the next hops that they were made for. */
    private final class Chain {
        private final List<Step> steps;

        /** The first step is the route that was resolved. */
        private int place = 1;

        /** The destinations whose routes led to where this is. */
        private final Deque<NetAddress> way = new ArrayDeque<>();

        Chain(List<Step> steps) {
            this.steps = steps;
        }

        List<Hop> nextHops(RouteEntry route) {
            if (route.isDropping()) {
                return List.of();
            }
            way.push(route.destination());
            List<Hop> hops = new ArrayList<>();
            for (NextHopEntry nextHop : route.nextHops()) {
                if (nextHop.flags().contains(NextHopFlags.DOWN)) {
                    hops.add(end(nextHop, "not used: it is down"));
                } else if (nextHop.flags().contains(NextHopFlags.REMOTE)) {
                    followed(nextHop, hops);
                } else {
                    hops.add(end(nextHop, direct(nextHop)));
                }
            }
            way.pop();
            return hops;
        }

        private String direct(NextHopEntry nextHop) {
            String outcome = nextHop.isOnLink() ? "the destination itself" : "directly reachable";
            return nextHop.deleted() ? outcome + ", though its owner has deleted it" : outcome;
        }

        /** Adds where a remote next hop leads, with what is passed over for it before. */
        private void followed(NextHopEntry nextHop, List<Hop> hops) {
            int depth = way.size();
            boolean isDecided = false;
            while (!isDecided
                    && place < steps.size()
                    && steps.get(place).depth() == depth
                    && steps.get(place).address().equals(nextHop.address())) {
                Step step = steps.get(place++);
                hops.add(hop(nextHop, step));
                isDecided = isFinal(step.outcome());
            }
        }

        private Hop hop(NextHopEntry nextHop, Step step) {
            Optional<RouteEntry> by = step.destination().flatMap(RouteExplanation.this::best);
            if (by.isEmpty()) {
                return end(nextHop, "leads nowhere: no active route covers it");
            }
            if (way.contains(by.get().destination())) {
                return new Hop(nextHop, "leads back through", by, List.of());
            }
            String outcome = isFinal(step.outcome()) ? "reached through" : "leads nowhere through";
            return new Hop(nextHop, outcome, by, nextHops(by.get()));
        }

        private static Hop end(NextHopEntry nextHop, String outcome) {
            return new Hop(nextHop, outcome, Optional.empty(), List.of());
        }
    }

    private Optional<RouteEntry> best(NetAddress destination) {
        return table.reader()
                .exactMatch(destination, ProtocolId.BEST, table.views())
                .flatMap(
                        found -> {
                            try (DestInfo info = found) {
                                return info.view(table.view().id())
                                        .flatMap(ViewInfo::bestRoute)
                                        .map(RouteEntry::of);
                            }
                        });
    }
}
