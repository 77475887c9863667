package org.rtm.impl.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Which destinations are marked to be held down, and what a hold makes of a change. Changed in the
 * table's turn, and read by anybody.
 */
final class HoldDown {
    private final Map<DestinationEntry, Mark> marks = new ConcurrentHashMap<>();

    record Mark(int views, long time) {}

    Map<DestinationEntry, Mark> marks() {
        return marks;
    }

    /**
     * Adds to the mark of a destination: views are united, the longest time counts for all of them.
     */
    void mark(DestinationEntry destination, int views, long time) {
        marks.merge(
                destination,
                new Mark(views, time),
                (one, other) ->
                        new Mark(one.views() | other.views(), Math.max(one.time(), other.time())));
    }

    /**
     * What is held after a change that leaves these routes, for holds that begin with it too.
     *
     * @param now tells the time at which they begin
     */
    List<HeldRoute> after(
            DestinationEntry destination,
            DestinationState before,
            List<RouteVersion> routesNow,
            int touched,
            LongSupplier now) {
        Mark mark = marks.isEmpty() ? null : marks.get(destination);
        if (mark == null) {
            return before.held();
        }
        List<HeldRoute> held = new ArrayList<>(before.held());
        Map<RouteVersion, RouteVersion> frozen = new HashMap<>();
        int left = mark.views();
        for (int rest = touched & mark.views(); rest != 0; rest &= rest - 1) {
            int viewId = Integer.numberOfTrailingZeros(rest);
            // The best, unless that cannot be.
            RouteVersion last = before.first(it -> it.isIn(viewId));
            boolean isEmptyNow = routesNow.stream().noneMatch(it -> it.isIn(viewId));
            // A mark made during a hold is for the next one: the route that is held, and its time,
            // stay.
            if (last != null && isEmptyNow && before.heldIn(viewId) == null) {
                RouteVersion version =
                        frozen.computeIfAbsent(last, leaving -> frozen(leaving, routesNow));
                held.add(new HeldRoute(viewId, version, now.getAsLong() + mark.time()));
                left &= ~(1 << viewId);
            }
        }
        if (left == 0) {
            marks.remove(destination);
        } else if (left != mark.views()) {
            marks.put(destination, new Mark(left, mark.time()));
        }
        return held;
    }

    /** A route that goes stays as it is by itself; one that only leaves the view does not. */
    private static RouteVersion frozen(RouteVersion leaving, List<RouteVersion> routesNow) {
        boolean isStillThere =
                routesNow.stream().anyMatch(version -> version.route() == leaving.route());
        return isStillThere ? leaving.asRouteOfItsOwn() : leaving;
    }
}
