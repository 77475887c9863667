package org.rtm.shell;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.rtm.api.Batch;
import org.rtm.api.DestInfo;
import org.rtm.api.EnumRange;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteQuery;
import org.rtm.api.TableEnumeration;
import org.rtm.api.ViewSet;
import org.rtm.shell.answer.RouteEntry;

/**
 * Goes through the routes of a table that a filter lets through. It holds no more of them at a time
 * than a batch, and keeps nobody waiting.
 */
final class RouteWalk {
    /** So that the first screen appears at once, whatever a batch may hold. */
    private static final int FIRST_BATCH = 50;

    private final TableView table;
    private final RouteFilter filter;
    private final Predicate<List<RouteEntry>> sink;
    private NetAddress last;
    private long taken;
    private boolean stopped;
    private boolean cut;

    /**
     * Makes a walk.
     *
     * @param sink takes the next routes, which may be none, and says whether it wants more
     */
    RouteWalk(TableView table, RouteFilter filter, Predicate<List<RouteEntry>> sink) {
        this.table = table;
        this.filter = filter;
        this.sink = sink;
    }

    /** Walks, and returns the destination after which to go on, if there is more than asked for. */
    Optional<NetAddress> run() {
        if (filter.prefix().isEmpty() || filter.reach() == RouteFilter.Reach.LONGER) {
            walk(all().range(range()), sink);
        } else {
            List<RouteEntry> few = new ArrayList<>(); // no prefix is covered by many
            for (DestInfo info : destinations(filter.prefix().get())) {
                try (info) {
                    if (!stopped) {
                        walk(
                                all().destination(info.destination()),
                                routes -> few.addAll(routes) || routes.isEmpty());
                    }
                }
            }
            sink.test(few);
        }
        return cut ? Optional.of(last) : Optional.empty();
    }

    private RouteQuery all() {
        return RouteQuery.ALL.views(table.views());
    }

    private EnumRange range() {
        return filter.after()
                // One that comes before the prefix begins with others, which would pass for the
                // end.
                .filter(after -> filter.prefix().stream().allMatch(it -> it.covers(after)))
                .map(EnumRange::from)
                .or(() -> filter.prefix().map(EnumRange::within))
                .orElseGet(EnumRange::all);
    }

    /** The one destination asked for, or those that cover it, the least specific first. */
    private List<DestInfo> destinations(NetAddress prefix) {
        List<DestInfo> found = new ArrayList<>();
        if (filter.reach() == RouteFilter.Reach.EXACT) {
            table.reader().exactMatch(prefix, ProtocolId.BEST, table.views()).ifPresent(found::add);
            return found;
        }
        ViewSet views = table.views();
        Optional<DestInfo> next = table.reader().mostSpecific(prefix, ProtocolId.BEST, views);
        while (next.isPresent()) {
            found.add(next.get());
            next = next.get().destination().lessSpecific(ProtocolId.BEST, views);
        }
        Collections.reverse(found);
        return found;
    }

    private void walk(RouteQuery query, Predicate<List<RouteEntry>> taker) {
        try (TableEnumeration<Route> routes = table.reader().enumerateRoutes(query)) {
            int most = Math.min(FIRST_BATCH, table.batch());
            for (boolean more = true; more && !stopped; most = table.batch()) {
                try (Batch<Route> batch = routes.next(most)) {
                    stopped |= !taker.test(wanted(batch)) || cut;
                    more = !batch.isEmpty();
                }
            }
        }
    }

    private List<RouteEntry> wanted(Batch<Route> batch) {
        List<RouteEntry> wanted = new ArrayList<>(batch.size());
        for (Route route : batch) {
            NetAddress destination = route.destinationAddress();
            if (filter.after().isPresent() && destination.compareTo(filter.after().get()) <= 0) {
                continue;
            }
            if (!filter.reaches(destination)) {
                stopped = true; // past the end of the range that begins after a destination
                break;
            }
            if (filter.isBestOnly() && !route.bestInViews().contains(table.view().id())) {
                continue; // before it is read at length
            }
            RouteEntry entry = table.entry(route);
            if (!filter.accepts(entry, table.view().id())) {
                continue;
            }
            if (taken >= filter.limit().orElse(Long.MAX_VALUE) && !destination.equals(last)) {
                cut = true;
                break;
            }
            wanted.add(entry);
            last = destination;
            taken++;
        }
        return wanted;
    }
}
