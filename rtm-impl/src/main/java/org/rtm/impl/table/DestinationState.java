package org.rtm.impl.table;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.rtm.api.ProtocolId;

/**
 * All that is known of a destination at one moment: its routes, best first, and those that are held
 * down. Immutable.
 *
 * <p>A destination with one route, which most have, needs no object of its own: the route's version
 * is its state.
 */
public abstract class DestinationState {
    private static final RouteVersion[] NO_ROUTES = {};

    DestinationState() {}

    /** How many routes there are, held ones not counted. */
    public abstract int count();

    /** The route at a place in the order of preference, the best at 0. */
    public abstract RouteVersion route(int place);

    /** When anything here last changed, in microseconds since 1970. */
    public abstract long changedAt();

    /** The routes that are held down. */
    public List<HeldRoute> held() {
        return List.of();
    }

    /** The route that is held down in a view, or null. */
    public final HeldRoute heldIn(int viewId) {
        for (HeldRoute route : held()) {
            if (route.viewId() == viewId) {
                return route;
            }
        }
        return null;
    }

    /** Whether there is a reason for the destination to be in the table. */
    public final boolean isKnown() {
        return count() > 0 || !held().isEmpty();
    }

    /** The first of the routes that satisfies a criterion, or null. */
    final RouteVersion first(Predicate<RouteVersion> criterion) {
        for (int i = 0; i < count(); i++) {
            if (criterion.test(route(i))) {
                return route(i);
            }
        }
        return null;
    }

    /** The views that the routes are in. */
    public int views() {
        int views = 0;
        for (int i = 0; i < count(); i++) {
            views |= route(i).views();
        }
        return views;
    }

    /** How many routes there are in a view. */
    public final int countIn(int viewId) {
        int routes = 0;
        for (int i = 0; i < count(); i++) {
            routes += route(i).views() >>> viewId & 1;
        }
        return routes;
    }

    /** The best route in a view, or null. */
    public final RouteVersion best(int viewId) {
        return best(viewId, ProtocolId.BEST);
    }

    /**
     * The best route of a protocol in a view, or null. {@link ProtocolId#BEST} stands for all
     * protocols.
     */
    public final RouteVersion best(int viewId, ProtocolId protocol) {
        boolean isAnyones = protocol.equals(ProtocolId.BEST);
        for (int i = 0; i < count(); i++) {
            RouteVersion route = route(i);
            if (route.isEligible()
                    && route.isIn(viewId)
                    && (isAnyones || route.route().owner().protocol().equals(protocol))) {
                return route;
            }
        }
        return null;
    }

    /** The views in which a route is the best of all. */
    public final int bestViews(RouteEntry entry) {
        int views = 0;
        for (int rest = views(); rest != 0; rest &= rest - 1) {
            int viewId = Integer.numberOfTrailingZeros(rest);
            RouteVersion best = best(viewId);
            if (best != null && best.route() == entry) {
                views |= 1 << viewId;
            }
        }
        return views;
    }

    /** The values of a route here, or null if it is not among the routes. */
    public final RouteVersion find(RouteEntry entry) {
        for (int i = 0; i < count(); i++) {
            if (route(i).route() == entry) {
                return route(i);
            }
        }
        return null;
    }

    final List<RouteVersion> routes() {
        List<RouteVersion> routes = new ArrayList<>(count() + 1);
        for (int i = 0; i < count(); i++) {
            routes.add(route(i));
        }
        return routes;
    }

    /** The state of these routes, which are in order. */
    static DestinationState of(List<RouteVersion> routes, List<HeldRoute> held, long changedAt) {
        return routes.size() == 1 && held.isEmpty() && routes.get(0).changedAt() == changedAt
                ? routes.get(0)
                : new Several(routes.toArray(NO_ROUTES), List.copyOf(held), changedAt);
    }

    static DestinationState empty(long changedAt) {
        return of(List.of(), List.of(), changedAt);
    }

    private static final class Several extends DestinationState {
        private final RouteVersion[] routes;
        private final List<HeldRoute> held;
        private final long changedAt;

        Several(RouteVersion[] routes, List<HeldRoute> held, long changedAt) {
            this.routes = routes;
            this.held = held;
            this.changedAt = changedAt;
        }

        @Override
        public List<HeldRoute> held() {
            return held;
        }

        @Override
        public int count() {
            return routes.length;
        }

        @Override
        public RouteVersion route(int place) {
            return routes[place];
        }

        @Override
        public long changedAt() {
            return changedAt;
        }
    }
}
