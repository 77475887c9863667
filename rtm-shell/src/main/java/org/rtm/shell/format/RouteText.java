package org.rtm.shell.format;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.rtm.api.NextHopFlags;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteFlags;
import org.rtm.api.RouteState;
import org.rtm.api.monitor.ForwardingStatus;
import org.rtm.api.monitor.ForwardingStatus.State;
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

    /** The code, and the marks. */
    private static final int MARK_COLUMNS = 3;

    private static final String MARKS = "> - best in the view, * - next hop in use";

    private static final String FORWARDING_MARKS = MARKS + ", q - queued, r - rejected";

    private RouteText() {}

    /**
     * The meaning of all codes and marks, in lines.
     *
     * @param isForwarded whether something forwards the routes, and so has marks of its own
     */
    public static String legend(boolean isForwarded) {
        StringBuilder text = new StringBuilder("Codes: ");
        for (int i = 0; i < CODES.size(); i++) {
            text.append(CODES.get(i)).append((i + 1) % CODES_IN_LINE == 0 ? ",\n       " : ", ");
        }
        return text.append(OTHER).append(",\n       ").append(marks(isForwarded)).toString();
    }

    private static String marks(boolean isForwarded) {
        return isForwarded ? FORWARDING_MARKS : MARKS;
    }

    /** The meaning of the codes of some routes, and of all marks, in one line. */
    static String legend(Collection<RouteEntry> routes) {
        boolean isForwarded = routes.stream().anyMatch(route -> route.forwarding().isPresent());
        return routes.stream()
                .map(route -> code(route).toString())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", ", "Codes: ", ", " + marks(isForwarded)));
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
        return line(route, viewId, age, 0, 0);
    }

    static String line(
            RouteEntry route, int viewId, String age, int prefixWidth, int preferenceWidth) {
        boolean best = route.bestIn().contains(viewId);
        String start =
                padded(route.destination(), prefixWidth)
                        + " "
                        + padded(route.prefInfo(), preferenceWidth)
                        + " ";
        StringBuilder text = new StringBuilder(code(route).letter).append(best ? '>' : ' ');
        String rest = state(route) + age;
        List<NextHopEntry> nextHops = route.nextHops();
        if (nextHops.isEmpty()) {
            return text.append(best ? mark(route, isDiscarding(route)) : ' ')
                    .append(' ')
                    .append(start)
                    .append(withoutNextHop(route))
                    .append(rest)
                    .toString();
        }
        for (int i = 0; i < nextHops.size(); i++) {
            NextHopEntry nextHop = nextHops.get(i);
            text.append(i == 0 ? "" : "\n  ")
                    .append(best ? mark(route, nextHop.isUsable()) : ' ')
                    .append(' ')
                    .append(i == 0 ? start : " ".repeat(start.length()))
                    .append(nextHop(nextHop))
                    .append(rest);
        }
        return text.toString();
    }

    /** What marks a way of a best route: where it is not forwarded yet, all of its ways. */
    static char mark(RouteEntry route, boolean isUsable) {
        State state = route.forwarding().map(ForwardingStatus::state).orElse(State.INSTALLED);
        return switch (state) {
            case QUEUED -> 'q';
            case REJECTED -> 'r';
            case INSTALLED -> isUsable ? '*' : ' ';
        };
    }

    /** The way that a route leads, without its destination, in one line. */
    static String way(RouteEntry route) {
        return "%s %s %s%s"
                .formatted(
                        code(route).letter,
                        route.prefInfo(),
                        route.nextHops().isEmpty()
                                ? withoutNextHop(route)
                                : route.nextHops().stream()
                                        .map(RouteText::nextHop)
                                        .collect(Collectors.joining(" + ")),
                        state(route));
    }

    private static String padded(Object value, int width) {
        String text = value.toString();
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /** A line of a route as it fits the screen: what is best stands out, and what is not well. */
    static String onScreen(String line, RouteEntry route, int viewId, Screen screen) {
        String shown = screen.cut(line);
        if (route.stale() || route.isInactive() || route.state() == RouteState.DELETING) {
            return screen.coloured(shown, Screen.Colour.YELLOW);
        }
        int marks = Math.min(MARK_COLUMNS, shown.length());
        return route.bestIn().contains(viewId)
                ? screen.coloured(shown.substring(0, marks), Screen.Colour.GREEN)
                        + shown.substring(marks)
                : shown;
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
