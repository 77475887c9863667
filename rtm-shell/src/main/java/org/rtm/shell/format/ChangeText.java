package org.rtm.shell.format;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.rtm.shell.answer.DestinationChange;
import org.rtm.shell.answer.DestinationChange.Kind;
import org.rtm.shell.answer.Watched;

/** Makes a line of a change: when, what happened, and from what to what. */
public final class ChangeText {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    private ChangeText() {}

    /**
     * For example {@code 12:00:01.500 ! 10.0.0.0/8 R [120/2] via 192.0.2.1 -> S [3/0] via
     * 192.0.2.9}.
     */
    public static String line(DestinationChange change, Screen screen, ZoneId zone) {
        StringBuilder text =
                new StringBuilder(TIME.format(change.time().atZone(zone)))
                        .append(' ')
                        .append(mark(change.kind()))
                        .append(' ')
                        .append(change.destination());
        if (!change.oldKnown()) {
            text.append(" ?");
        } else if (change.kind() != Kind.OTHER) {
            change.old().ifPresent(old -> text.append(' ').append(RouteText.way(old)));
        }
        text.append(change.kind() == Kind.ADDED || change.kind() == Kind.OTHER ? " " : " -> ")
                .append(change.best().map(RouteText::way).orElseGet(() -> gone(change)));
        if (change.routes() > 1) {
            text.append(" (best of %d routes)".formatted(change.routes()));
        }
        return screen.coloured(screen.cut(text.toString()), colour(change.kind()));
    }

    private static char mark(Kind kind) {
        return switch (kind) {
            case ADDED -> '+';
            case CHANGED -> '!';
            case WITHDRAWN, HELD -> '-';
            case OTHER -> '.';
        };
    }

    private static Screen.Colour colour(Kind kind) {
        return switch (kind) {
            case ADDED -> Screen.Colour.GREEN;
            case CHANGED -> Screen.Colour.YELLOW;
            case WITHDRAWN, HELD -> Screen.Colour.RED;
            case OTHER -> Screen.Colour.BOLD;
        };
    }

    private static String gone(DestinationChange change) {
        if (change.kind() == Kind.HELD) {
            return "held down";
        }
        return change.routes() == 0 ? "withdrawn" : "has no active route";
    }

    /** The line that ends a watch. */
    public static String summary(Watched watched) {
        return "%s seen in %s: %d new, %d changed, %d withdrawn"
                .formatted(
                        Quantity.of(watched.changes(), "change"),
                        Age.of(watched.time()),
                        watched.added(),
                        watched.changed(),
                        watched.withdrawn());
    }
}
