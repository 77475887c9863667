package org.rtm.notify.model;

import static java.util.Comparator.comparing;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHopFlags;
import org.rtm.api.ProtocolId;
import org.rtm.api.Resolution;
import org.rtm.api.Resolution.Outcome;
import org.rtm.api.RouteFlags;
import org.rtm.api.ViewSet;

/** The way from an address through the naive table. */
final class NaiveWay {
    private final NaiveTable table;
    private final int view;
    private final Set<List<Object>> forwarding = new LinkedHashSet<>();
    private final List<List<Object>> steps = new ArrayList<>();

    /** All that an answer says. */
    record Seen(
            NetAddress address,
            int view,
            Outcome outcome,
            List<List<Object>> forwarding,
            List<List<Object>> steps,
            NetAddress validFor) {
        static Seen of(Resolution answer) {
            return new Seen(
                    answer.address(),
                    answer.viewId(),
                    answer.outcome(),
                    answer.forwarding().stream()
                            .map(hop -> List.<Object>of(hop.address(), hop.interfaceIndex()))
                            .toList(),
                    answer.steps().stream()
                            .map(
                                    step ->
                                            List.<Object>of(
                                                    step.depth(),
                                                    step.address(),
                                                    step.destination(),
                                                    step.outcome()))
                            .toList(),
                    answer.validFor());
        }
    }

    NaiveWay(NaiveTable table, int view) {
        this.table = table;
        this.view = view;
    }

    Seen from(NetAddress address) {
        Outcome outcome = lookUp(address, List.of());
        return new Seen(
                address, view, outcome, List.copyOf(forwarding), steps, largestRange(address));
    }

    private Outcome lookUp(NetAddress address, List<NaiveRoute> way) {
        List<Outcome> outcomes = new ArrayList<>();
        for (NaiveRoute route : covering(address)) {
            int place = steps.size();
            Outcome outcome = way.contains(route) ? Outcome.LOOP : along(route, address, way);
            steps.add(place, List.of(way.size(), address, Optional.of(route.destination), outcome));
            outcomes.add(outcome);
            if (outcome != Outcome.LOOP && outcome != Outcome.DEAD_END) {
                return outcome;
            }
        }
        if (outcomes.isEmpty()) {
            steps.add(List.of(way.size(), address, Optional.empty(), Outcome.DEAD_END));
        }
        return outcomes.contains(Outcome.LOOP) ? Outcome.LOOP : Outcome.DEAD_END;
    }

    /** The best routes of the destinations that cover an address, the longest first. */
    private List<NaiveRoute> covering(NetAddress address) {
        return best().stream()
                .filter(route -> route.destination.covers(address))
                .sorted(comparing((NaiveRoute route) -> route.destination.length()).reversed())
                .toList();
    }

    private List<NaiveRoute> best() {
        return table.listed(supported()).stream()
                .flatMap(one -> table.best(one, view, ProtocolId.BEST).stream())
                .toList();
    }

    private ViewSet supported() {
        return table.requireSupported(ViewSet.ALL);
    }

    private Outcome along(NaiveRoute route, NetAddress address, List<NaiveRoute> way) {
        RouteFlags flags = route.values.flags();
        if (flags.contains(RouteFlags.BLACKHOLE) || flags.contains(RouteFlags.MARTIAN)) {
            return Outcome.BLACKHOLE;
        }
        if (flags.contains(RouteFlags.DISCARD)) {
            return Outcome.DISCARD;
        }
        List<NaiveRoute> longer = new ArrayList<>(way);
        longer.add(route);
        List<Outcome> outcomes =
                route.values.nextHops().stream()
                        .map(hop -> by(hop, flags, address, longer))
                        .toList();
        for (Outcome outcome :
                List.of(Outcome.REACHABLE, Outcome.BLACKHOLE, Outcome.DISCARD, Outcome.LOOP)) {
            if (outcomes.contains(outcome)) {
                return outcome;
            }
        }
        return Outcome.DEAD_END;
    }

    private Outcome by(
            NaiveNextHop hop, RouteFlags flags, NetAddress address, List<NaiveRoute> way) {
        if (hop.flags.contains(NextHopFlags.DOWN)) {
            return Outcome.DEAD_END;
        }
        if (hop.flags.contains(NextHopFlags.REMOTE)) {
            return lookUp(hop.address, way);
        }
        NetAddress unspecified = NetAddress.unspecified(address.family());
        NetAddress sentTo = hop.address;
        if (flags.contains(RouteFlags.LOCAL) || hop.address.equals(unspecified)) {
            sentTo = way.size() == 1 ? unspecified : address;
        }
        forwarding.add(List.of(sentTo, hop.interfaceIndex));
        return Outcome.REACHABLE;
    }

    private NetAddress largestRange(NetAddress address) {
        int match =
                covering(address).stream()
                        .mapToInt(one -> one.destination.length())
                        .findFirst()
                        .orElse(0);
        return IntStream.rangeClosed(match, address.length())
                .mapToObj(length -> NetAddress.masked(address.family(), address.bytes(), length))
                .filter(
                        range ->
                                best().stream()
                                        .map(one -> one.destination)
                                        .filter(range::covers)
                                        .allMatch(one -> one.length() <= match))
                .findFirst()
                .orElseThrow();
    }
}
