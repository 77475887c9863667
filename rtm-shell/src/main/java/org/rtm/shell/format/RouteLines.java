package org.rtm.shell.format;

import java.time.Instant;
import java.util.List;
import org.rtm.shell.answer.RouteEntry;

/**
 * Routes below each other, in columns as wide as what they have held so far: those that come later
 * may widen them, so that the first ones need not wait.
 */
public final class RouteLines {
    private final int viewId;
    private final Screen screen;
    private int prefixWidth;
    private int preferenceWidth;

    public RouteLines(int viewId, Screen screen) {
        this.viewId = viewId;
        this.screen = screen;
    }

    /** Makes text of the next routes, without a line end after the last. */
    public String text(List<RouteEntry> routes, Instant now) {
        for (RouteEntry route : routes) {
            prefixWidth = Math.max(prefixWidth, route.destination().toString().length());
            preferenceWidth = Math.max(preferenceWidth, route.prefInfo().toString().length());
        }
        StringBuilder text = new StringBuilder();
        for (RouteEntry route : routes) {
            String lines =
                    RouteText.line(
                            route,
                            viewId,
                            ", " + Age.since(route.updated(), now),
                            prefixWidth,
                            preferenceWidth);
            for (String line : lines.split("\n")) {
                text.append(text.isEmpty() ? "" : "\n")
                        .append(RouteText.onScreen(line, route, viewId, screen));
            }
        }
        return text.toString();
    }
}
