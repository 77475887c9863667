package org.rtm.shell;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.LongPredicate;
import org.rtm.api.NetAddress;
import org.rtm.api.PrefInfo;
import org.rtm.shell.answer.DestinationChange.Kind;
import org.rtm.shell.answer.RouteEntry;

/**
 * The best routes as a watch has last seen them: what a route was before a change, the change does
 * not tell.
 *
 * <p>All within the filter's prefix are remembered; where they are too many, those that the filter
 * lets through; where these are too many, as many as there may be. What follows from that is never
 * taken for more than is known.
 */
final class KnownRoutes {
    /** About what a destination takes, with its place in the map. */
    private static final int BYTES = 128;

    private static final int SHARE_OF_HEAP = 8;

    private final RouteFilter filter;
    private final long most;
    private final Map<NetAddress, Seen> routes = new HashMap<>();

    /** What many routes have in common, once. */
    private final Map<RouteEntry, WeakReference<RouteEntry>> patterns = new WeakHashMap<>();

    /**
     * What has come of the changes during the reading, which may be in what was read: what was
     * before them is not known. They come before all others, each destination once. Empty when all
     * have come.
     */
    private Optional<Set<NetAddress>> changedMeanwhile = Optional.of(new HashSet<>());

    private boolean knowsAll = true;
    private boolean knowsWanted = true;

    /** A best route but for its destination, by what differs in most of them; times in µs. */
    private record Seen(
            RouteEntry pattern,
            int preference,
            int metric,
            long created,
            long updated,
            long timeToLive) {

        RouteEntry route(NetAddress destination) {
            return pattern.with(
                    destination,
                    new PrefInfo(
                            Integer.toUnsignedLong(preference), Integer.toUnsignedLong(metric)),
                    Instant.EPOCH.plus(created, ChronoUnit.MICROS),
                    Instant.EPOCH.plus(updated, ChronoUnit.MICROS),
                    timeToLive < 0
                            ? Optional.empty()
                            : Optional.of(Duration.of(timeToLive, ChronoUnit.MICROS)));
        }
    }

    /**
     * Makes a memory.
     *
     * @param most of how many destinations it may remember a route
     */
    KnownRoutes(RouteFilter filter, long most) {
        this.filter = filter;
        this.most = most;
    }

    /** As many destinations as an eighth of the heap has room for. */
    static long mostInHeap() {
        return Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP / BYTES;
    }

    /**
     * Reads what there is, before any change is taken note of.
     *
     * @param goOn told how many routes were read
     */
    void read(TableView table, LongPredicate goOn) {
        long[] seen = new long[1];
        new RouteWalk(
                        table,
                        filter.bestWithinPrefix(),
                        found -> {
                            found.forEach(route -> put(route.destination(), route));
                            seen[0] += found.size();
                            return goOn.test(seen[0]);
                        })
                .run();
    }

    /** Whether it is known of each destination what its best route was. */
    boolean isWhole() {
        return knowsAll;
    }

    /**
     * What a destination's best route was.
     *
     * @param route empty if there was none, or it is not known
     * @param isKnown whether it is known
     * @param isWanted whether the filter lets it through, or may do so
     */
    record Before(Optional<RouteEntry> route, boolean isKnown, boolean isWanted) {
        Kind kind(Optional<RouteEntry> best, boolean held) {
            if (best.isEmpty()) {
                return held
                        ? Kind.HELD
                        : route.isPresent() || !isKnown ? Kind.WITHDRAWN : Kind.OTHER;
            }
            if (route.isEmpty()) {
                return isKnown ? Kind.ADDED : Kind.CHANGED;
            }
            return isSame(route.get(), best.get()) ? Kind.OTHER : Kind.CHANGED;
        }
    }

    /** Takes note of a destination's best route, and returns what it was before. */
    Before update(NetAddress destination, Optional<RouteEntry> best) {
        Before before =
                changedMeanwhile(destination)
                        ? new Before(Optional.empty(), false, true)
                        : before(destination);
        best.ifPresentOrElse(route -> put(destination, route), () -> routes.remove(destination));
        return before;
    }

    private boolean changedMeanwhile(NetAddress destination) {
        boolean isFirst = changedMeanwhile.filter(come -> come.add(destination)).isPresent();
        if (!isFirst) {
            caughtUp(); // what has changed again comes after all that changed before
        }
        return isFirst;
    }

    /** No change is pending any more from the time of the reading. */
    void caughtUp() {
        changedMeanwhile = Optional.empty();
    }

    /** Whether what was before the next change is known, as far as there was room for it. */
    boolean isUpToDate() {
        return changedMeanwhile.isEmpty();
    }

    private Before before(NetAddress destination) {
        Optional<RouteEntry> old =
                Optional.ofNullable(routes.get(destination)).map(seen -> seen.route(destination));
        return new Before(
                old,
                old.isPresent() || knowsAll,
                old.map(filter::acceptsBest).orElse(!knowsWanted));
    }

    private void put(NetAddress destination, RouteEntry route) {
        if (!knowsAll && !filter.acceptsBest(route)) {
            routes.remove(destination);
            return;
        }
        routes.put(destination, seen(route));
        if (routes.size() > most && knowsAll) {
            knowsAll = false;
            routes.entrySet()
                    .removeIf(each -> !filter.acceptsBest(each.getValue().route(each.getKey())));
        }
        if (routes.size() > most) {
            knowsWanted = false;
            routes.remove(destination);
        }
    }

    private Seen seen(RouteEntry route) {
        RouteEntry pattern =
                route.with(
                        NetAddress.all(route.destination().family()),
                        new PrefInfo(0, 0),
                        Instant.EPOCH,
                        Instant.EPOCH,
                        Optional.empty());
        WeakReference<RouteEntry> shared = patterns.get(pattern);
        RouteEntry common = shared == null ? null : shared.get();
        if (common == null) {
            common = pattern;
            patterns.put(pattern, new WeakReference<>(pattern));
        }
        return new Seen(
                common,
                (int) route.prefInfo().preference(),
                (int) route.prefInfo().metric(),
                ChronoUnit.MICROS.between(Instant.EPOCH, route.created()),
                ChronoUnit.MICROS.between(Instant.EPOCH, route.updated()),
                route.timeToLive().map(time -> time.toNanos() / 1_000).orElse(-1L));
    }

    private static boolean isSame(RouteEntry one, RouteEntry other) {
        return one.owner().id().equals(other.owner().id())
                && one.prefInfo().equals(other.prefInfo())
                && one.flags().equals(other.flags())
                && one.neighbour().equals(other.neighbour())
                && one.nextHops().equals(other.nextHops());
    }
}
