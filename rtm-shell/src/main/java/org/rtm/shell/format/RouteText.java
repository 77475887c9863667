package org.rtm.shell.format;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.rtm.api.NextHopFlags;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteFlags;
import org.rtm.api.RouteState;
import org.rtm.shell.answer.NextHopEntry;
import org.rtm.shell.answer.RouteEntry;

/**
 * Routes as network people read them, a line each: {@code S>* 10.0.0.0/8 [3/5] via 192.0.2.1, if 3,
 * 00:00:09}.
 */
public final class RouteText {
    private static final List<Code> CODES =
            List.of(
                    new Code("L", ProtocolId.LOCAL, "local"),
                    new Code("S", ProtocolId.NT_STATIC, "static"),
                    new Code("D", ProtocolId.NT_STATIC_NON_DOD, "static without demand dial"),
                    new Code("A", ProtocolId.NT_AUTOSTATIC, "autostatic"),
                    new Code("N", ProtocolId.NETMGMT, "network management"),
                    new Code("R", ProtocolId.RIP, "RIP"),
                    new Code("O", ProtocolId.OSPF, "OSPF"),
                    new Code("I", ProtocolId.IS_IS, "IS-IS"),
                    new Code("B", ProtocolId.BGP, "BGP"),
                    new Code("M", ProtocolId.ICMP, "ICMP"));
    private static final Code OTHER = new Code("X", ProtocolId.OTHER, "other");

    /** Four codes fit a line. */
    private static final int CODES_IN_LINE = 4;

    private static final String MARKS = "> - best in the view, * - next hop in use";

    private RouteText() {}

    /** The meaning of all codes and marks, in lines. */
    public static String legend() {
        StringBuilder text = new StringBuilder("Codes: ");
        for (int i = 0; i < CODES.size(); i++) {
            text.append(CODES.get(i)).append((i + 1) % CODES_IN_LINE == 0 ? ",\n       " : ", ");
        }
        return text.append(OTHER).append(",\n       ").append(MARKS).toString();
    }

    /** The meaning of the codes of some routes, and of all marks, in one line. */
    static String legend(Collection<RouteEntry> routes) {
        return routes.stream()
                .map(route -> code(route).toString())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", ", "Codes: ", ", " + MARKS));
    }

    /** A route in a view, with how long ago it was last added or updated. */
    public static String line(RouteEntry route, int viewId, Instant now) {
        return line(route, viewId, ", " + Age.since(route.updated(), now));
    }

    /** A route in a view. */
    public static String line(RouteEntry route, int viewId) {
        return line(route, viewId, "");
    }

    private static String line(RouteEntry route, int viewId, String age) {
        boolean best = route.bestIn().contains(viewId);
        String start = "%s %s ".formatted(route.destination(), route.prefInfo());
        StringBuilder text = new StringBuilder(code(route).letter).append(best ? '>' : ' ');
        String rest = state(route) + age;
        List<NextHopEntry> nextHops = route.nextHops();
        if (nextHops.isEmpty()) {
            return text.append(best && isDiscarding(route) ? '*' : ' ')
                    .append(' ')
                    .append(start)
                    .append(withoutNextHop(route))
                    .append(rest)
                    .toString();
        }
        for (int i = 0; i < nextHops.size(); i++) {
            NextHopEntry nextHop = nextHops.get(i);
            text.append(i == 0 ? "" : "\n  ")
                    .append(best && nextHop.isUsable() ? '*' : ' ')
                    .append(' ')
                    .append(i == 0 ? start : " ".repeat(start.length()))
                    .append(nextHop(nextHop))
                    .append(rest);
        }
        return text.toString();
    }

    private static Code code(RouteEntry route) {
        ProtocolId protocol = route.owner().id().protocol();
        ProtocolId shown = protocol.equals(ProtocolId.BGP_INTERNAL) ? ProtocolId.BGP : protocol;
        return CODES.stream().filter(code -> code.protocol.equals(shown)).findFirst().orElse(OTHER);
    }

    private record Code(String letter, ProtocolId protocol, String name) {
        @Override
        public String toString() {
            return letter + " - " + name;
        }
    }

    private static boolean isDiscarding(RouteEntry route) {
        return route.flags().contains(RouteFlags.BLACKHOLE)
                || route.flags().contains(RouteFlags.DISCARD);
    }

    static String withoutNextHop(RouteEntry route) {
        if (route.flags().contains(RouteFlags.BLACKHOLE)) {
            return "blackhole";
        }
        return route.flags().contains(RouteFlags.DISCARD) ? "discard" : "unspecified";
    }

    static String state(RouteEntry route) {
        return (route.state() == RouteState.DELETING ? ", held down" : "")
                + (route.isInactive() ? ", inactive" : "")
                + (route.stale() ? ", stale" : "");
    }

    /** For example {@code via 192.0.2.1, if 3}. */
    public static String nextHop(NextHopEntry nextHop) {
        return (nextHop.isOnLink()
                        ? "is directly connected"
                        : "via " + nextHop.address().addressText())
                + (nextHop.interfaceIndex() == 0
                        ? ""
                        : ", if " + Integer.toUnsignedString(nextHop.interfaceIndex()))
                + (nextHop.flags().contains(NextHopFlags.REMOTE) ? ", remote" : "")
                + (nextHop.flags().contains(NextHopFlags.DOWN) ? ", down" : "")
                + (nextHop.deleted() ? ", deleted" : "");
    }
}
