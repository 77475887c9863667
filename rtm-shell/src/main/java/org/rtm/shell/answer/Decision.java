package org.rtm.shell.answer;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.rtm.api.EntityId;
import org.rtm.api.NetAddress;

/** What decides between two routes to one destination: the first thing in which they differ. */
final class Decision {
    private static final Comparator<NextHopEntry> NEIGHBOURS =
            Comparator.comparing(NextHopEntry::address)
                    .thenComparing(NextHopEntry::interfaceIndex, Integer::compareUnsigned);

    /** In the order in which they count. */
    private static final List<Criterion> CRITERIA =
            List.of(
                    Criterion.number("preference", route -> route.prefInfo().preference()),
                    Criterion.number("metric", route -> route.prefInfo().metric()),
                    new Criterion(
                            "protocol number",
                            Comparator.comparing(route -> id(route).protocol()),
                            route ->
                                    "%s of %s"
                                            .formatted(
                                                    Integer.toUnsignedString(
                                                            id(route).protocol().number()),
                                                    id(route).protocol())),
                    Criterion.number(
                            "protocol instance",
                            route -> Integer.toUnsignedLong(id(route).protocolInstance())),
                    new Criterion(
                            "neighbour",
                            Comparator.comparing(
                                    route -> route.neighbour().orElse(null),
                                    Comparator.nullsFirst(NEIGHBOURS)),
                            route -> route.neighbour().map(Decision::neighbour).orElse("none")));

    private Decision() {}

    /** Says in what the first of two routes is better or worse than the second. */
    static String between(RouteEntry route, RouteEntry other) {
        for (Criterion criterion : CRITERIA) {
            int order = criterion.order.compare(route, other);
            if (order != 0) {
                return "%s %s than that of %s, %s against %s"
                        .formatted(
                                order < 0 ? "lower" : "higher",
                                criterion.name,
                                id(other),
                                criterion.text.apply(route),
                                criterion.text.apply(other));
            }
        }
        return "%s than that of %s"
                .formatted(
                        route.created().isBefore(other.created()) ? "older" : "younger", id(other));
    }

    private static EntityId id(RouteEntry route) {
        return route.owner().id();
    }

    private static String neighbour(NextHopEntry neighbour) {
        NetAddress address = neighbour.address();
        return neighbour.interfaceIndex() == 0
                ? address.addressText()
                : "%s if %s"
                        .formatted(
                                address.addressText(),
                                Integer.toUnsignedString(neighbour.interfaceIndex()));
    }

    private record Criterion(
            String name, Comparator<RouteEntry> order, Function<RouteEntry, String> text) {
        static Criterion number(String name, Function<RouteEntry, Long> value) {
            return new Criterion(
                    name, Comparator.comparing(value), route -> value.apply(route).toString());
        }
    }
}
