package org.rtm.impl.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rtm.api.View;
import org.rtm.api.monitor.TableCheck;
import org.rtm.impl.prefix.PrefixSnapshot;
import org.rtm.impl.prefix.PrefixWalk;

/**
 * One walk through a table, which looks for what cannot be in one that works. A destination's state
 * is of one moment, whatever is written meanwhile; what is counted over all of them is compared
 * only if nothing was.
 */
final class Consistency implements TableCheck {
    private static final int MOST_FAULTS = 10;

    private final Table table;
    private final Collection<Owner> owners;
    private long moment;
    private PrefixSnapshot<DestinationEntry> snapshot;
    private final List<String> faults = new ArrayList<>();
    private final Map<Holdings, Counts> counts = new HashMap<>();
    private long walked;
    private long visible;
    private long routes;
    private boolean whole;
    private boolean counted;

    /** What an owner was seen to have. */
    private static final class Counts {
        private long routes;
        private long best;
    }

    /**
     * @param owners those that may have something in the table, and those that have nothing left
     */
    Consistency(Table table, Collection<Owner> owners) {
        this.table = table;
        this.owners = owners;
    }

    /** Begins, in the table's turn: with no change under way. */
    void begin() {
        moment = table.lastMoment();
        snapshot = table.destinations().snapshot();
        owners.forEach(this::countsOf);
    }

    /** Walks as far as it is allowed to. */
    void walk(int most) {
        PrefixWalk<DestinationEntry> walk = snapshot.walk();
        DestinationEntry last = null;
        DestinationEntry entry = walk.next();
        for (; entry != null && walked < most; entry = walk.next()) {
            walked++;
            checkPlace(last, entry);
            checkRoutes(entry, entry.state());
            last = entry;
        }
        whole = entry == null;
    }

    private void checkPlace(DestinationEntry last, DestinationEntry entry) {
        if (last != null && last.address().compareTo(entry.address()) >= 0) {
            fault("%s comes after %s", entry, last);
        }
        if (snapshot.get(entry.highBits(), entry.lowBits(), entry.length()) != entry) {
            fault("%s is walked, and not found by its prefix", entry);
        }
    }

    private void checkRoutes(DestinationEntry entry, DestinationState state) {
        visible += Integer.signum(state.count());
        routes += state.count();
        RouteVersion last = null;
        for (int i = 0; i < state.count(); i++) {
            RouteVersion route = state.route(i);
            if (route.route().destination() != entry) {
                fault("%s has the %s", entry, route.route());
            }
            if (last != null && RouteOrder.BEST_FIRST.compare(last, route) >= 0) {
                fault("the routes to %s are not in the order of preference", entry);
            }
            countsOf(route).routes++;
            last = route;
        }
        RouteVersion best = state.best(View.UNICAST.id());
        if (best != null) {
            countsOf(best).best++;
        }
    }

    private Counts countsOf(RouteVersion route) {
        return countsOf(route.route().owner());
    }

    private Counts countsOf(Owner owner) {
        return counts.computeIfAbsent(owner.holdings(), absent -> new Counts());
    }

    /**
     * Compares what is counted, in the table's turn, after a whole walk through what still is so.
     */
    void compareIfUnchanged() {
        if (!whole || table.lastMoment() != moment) {
            return;
        }
        counted = true;
        compare("destinations", visible, table.destinationCount());
        compare("routes", routes, table.routes());
        counts.forEach(
                (holdings, seen) -> {
                    String name = holdings.owner().info().name();
                    compare("routes of " + name, seen.routes, holdings.routes());
                    compare("best routes of " + name, seen.best, holdings.bestRoutes());
                });
    }

    private void compare(String what, long seen, long count) {
        if (seen != count) {
            fault("there are %d %s, and %d are counted", seen, what, count);
        }
    }

    private void fault(String sentence, Object... values) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(sentence.formatted(values));
        }
    }

    @Override
    public long destinations() {
        return walked;
    }

    @Override
    public boolean isWhole() {
        return whole;
    }

    @Override
    public boolean isCounted() {
        return counted;
    }

    @Override
    public List<String> faults() {
        return List.copyOf(faults);
    }
}
