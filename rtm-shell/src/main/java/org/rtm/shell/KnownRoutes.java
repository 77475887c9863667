package org.rtm.shell;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.rtm.api.NetAddress;
import org.rtm.shell.answer.DestinationChange.Kind;
import org.rtm.shell.answer.RouteEntry;

/**
 * The best routes as a watch has last seen them, of so many destinations that memory stays flat:
 * what a route was before a change, the change does not tell.
 */
final class KnownRoutes {
    private static final int MOST = 100_000;

    private final Map<NetAddress, RouteEntry> routes =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<NetAddress, RouteEntry> eldest) {
                    boolean isTooMuch = size() > MOST;
                    complete &= !isTooMuch;
                    return isTooMuch;
                }
            };
    private boolean complete;

    /** Reads what there is, if it is not too much. */
    static KnownRoutes of(TableView table, RouteFilter filter, long destinations) {
        KnownRoutes known = new KnownRoutes();
        known.complete = destinations <= MOST || filter.prefix().isPresent();
        if (known.complete) {
            new RouteWalk(
                            table,
                            filter,
                            routes -> {
                                for (RouteEntry route : routes) {
                                    if (route.bestIn().contains(table.view().id())) {
                                        known.routes.put(route.destination(), route);
                                    }
                                }
                                return known.complete && !Thread.currentThread().isInterrupted();
                            })
                    .run();
        }
        return known;
    }

    /** What a destination's best route was, as far as it is known. */
    Optional<RouteEntry> of(NetAddress destination) {
        return Optional.ofNullable(routes.get(destination));
    }

    /** Takes note of a destination's best route, and says what that means. */
    Kind update(NetAddress destination, Optional<RouteEntry> best, boolean held) {
        Optional<RouteEntry> old =
                best.isPresent()
                        ? Optional.ofNullable(routes.put(destination, best.get()))
                        : Optional.ofNullable(routes.remove(destination));
        if (best.isEmpty()) {
            return held ? Kind.HELD : old.isPresent() || !complete ? Kind.WITHDRAWN : Kind.OTHER;
        }
        if (old.isEmpty()) {
            return complete ? Kind.ADDED : Kind.CHANGED;
        }
        return isSame(old.get(), best.get()) ? Kind.OTHER : Kind.CHANGED;
    }

    private static boolean isSame(RouteEntry one, RouteEntry other) {
        return one.owner().id().equals(other.owner().id())
                && one.prefInfo().equals(other.prefInfo())
                && one.flags().equals(other.flags())
                && one.neighbour().equals(other.neighbour())
                && one.nextHops().equals(other.nextHops());
    }
}
