package org.rtm.shell.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rtm.api.NetAddress;
import org.rtm.api.View;

/**
 * All routes to a destination in a view.
 *
 * @param destination the prefix
 * @param instance the instance
 * @param view the view
 * @param routes the routes, best first; inactive ones come last
 * @param held the route that is held down in the view
 */
public record DestinationRoutes(
        NetAddress destination,
        int instance,
        View view,
        List<RouteEntry> routes,
        Optional<RouteEntry> held) {
    /** Scripts can call only what is in public classes: no unmodifiable list is of one. */
    public DestinationRoutes {
        routes = new ArrayList<>(routes);
    }

    /** Returns the best route. */
    public Optional<RouteEntry> best() {
        return routes.stream().filter(route -> route.bestIn().contains(view.id())).findFirst();
    }

    /** Says why a route of these is the best, or why it is not. */
    public String why(RouteEntry route) {
        Optional<RouteEntry> best = best();
        if (route.isInactive()) {
            return "inactive, so never the best";
        }
        if (best.isEmpty()) {
            return "not the best when this was read";
        }
        if (route != best.get()) {
            return "not the best: " + Decision.between(route, best.get());
        }
        return routes.stream()
                .filter(other -> other != route && !other.isInactive())
                .findFirst()
                .map(next -> "the best: " + Decision.between(route, next))
                .orElse(
                        routes.size() == 1
                                ? "the best: the only route"
                                : "the best: the only active route");
    }
}
