package org.rtm.impl.model;

import static java.util.Comparator.comparing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityId;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHopFlags;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteFlags;
import org.rtm.api.RtmStatus;
import org.rtm.api.ViewSet;
import org.rtm.impl.RecordingObserver.Report;

/**
 * A routing table of lists that are searched from end to end: slow, for one thread, and plain
 * enough to be right by reading it.
 */
final class NaiveTable {
    private static final Comparator<NaiveNextHop> BY_IDENTITY =
            comparing((NaiveNextHop hop) -> hop.address)
                    .thenComparing(hop -> Integer.toUnsignedLong(hop.interfaceIndex));

    private static final Comparator<NaiveRoute> BEST_FIRST =
            comparing((NaiveRoute route) -> !route.isActive())
                    .thenComparing(route -> route.preference)
                    .thenComparing(route -> route.values.metric())
                    .thenComparing(route -> route.owner.id)
                    .thenComparing(
                            route -> route.values.neighbour().orElse(null),
                            Comparator.nullsFirst(BY_IDENTITY))
                    .thenComparing(route -> route.created);

    private final AddressFamily family;
    private final ViewSet supported;
    private final int mostNextHops;
    private final int longestHold;
    private final List<NaiveOwner> owners = new ArrayList<>();
    private final List<NaiveRoute> routes = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();
    private final Map<NetAddress, Mark> marks = new HashMap<>();
    private final List<NaiveRouteList> lists = new ArrayList<>();
    private final List<NaiveNextHop> nextHops = new ArrayList<>();
    private final Map<NetAddress, Integer> lastChanges = new HashMap<>();
    private final List<Report> reports = new ArrayList<>();
    private Optional<Lock> lock = Optional.empty();
    private Map<ProtocolId, Long> preferences = Map.of();

    /** In milliseconds, set by the test before each call; no two calls have the same. */
    int now;

    private record Lock(NetAddress destination, int end) {}

    private record Mark(ViewSet views, int time) {}

    private record Held(int view, NaiveRoute route, int end) {}

    NaiveTable(AddressFamily family, ViewSet supported, int mostNextHops, int longestHold) {
        this.family = family;
        this.supported = supported;
        this.mostNextHops = mostNextHops;
        this.longestHold = longestHold;
    }

    // Entities

    NaiveOwner register(EntityId id, NaiveOwner.Answer answer) {
        require(owners.stream().noneMatch(owner -> owner.id.equals(id)), RtmStatus.ALREADY_EXISTS);
        owners.forEach(other -> other.hear("+" + id));
        NaiveOwner owner = new NaiveOwner(id, answer);
        owners.add(owner);
        return owner;
    }

    List<EntityId> entities() {
        return owners.stream().map(owner -> owner.id).sorted().toList();
    }

    // Next hops

    /** Adds a next hop, or updates the one with the same identity, and says whether it is new. */
    boolean addNextHop(
            NaiveOwner owner, NetAddress address, int interfaceIndex, NextHopFlags flags) {
        requireFamily(address);
        require(address.isHost(), RtmStatus.INVALID_PARAMETER);
        Optional<NaiveNextHop> known = findNextHop(owner, address, interfaceIndex);
        NaiveNextHop hop = known.orElseGet(() -> new NaiveNextHop(owner, address, interfaceIndex));
        say(hop, flags);
        if (known.isEmpty()) {
            nextHops.add(hop);
        }
        return known.isEmpty();
    }

    void updateNextHop(NaiveOwner caller, NaiveNextHop hop, NextHopFlags flags) {
        require(hop.owner == caller, RtmStatus.ACCESS_DENIED);
        require(!hop.deleted, RtmStatus.NOT_FOUND);
        say(hop, flags);
    }

    private void say(NaiveNextHop hop, NextHopFlags flags) {
        if (!flags.equals(hop.flags)) {
            hop.changes++;
        }
        hop.flags = flags;
        hop.entitySpecificInfo = "said at " + now;
    }

    void deleteNextHop(NaiveOwner caller, NaiveNextHop hop) {
        require(hop.owner == caller, RtmStatus.ACCESS_DENIED);
        require(!hop.deleted, RtmStatus.NOT_FOUND);
        hop.deleted = true;
        nextHops.remove(hop);
    }

    Optional<NaiveNextHop> findNextHop(NaiveOwner owner, NetAddress address, int interfaceIndex) {
        return nextHops(owner)
                .filter(hop -> hop.address.equals(address) && hop.interfaceIndex == interfaceIndex)
                .findFirst();
    }

    Stream<NaiveNextHop> nextHops(NaiveOwner owner) {
        return nextHops.stream().filter(hop -> hop.owner == owner).sorted(BY_IDENTITY);
    }

    // Routes

    /** Which route an owner means when it adds one. */
    enum Mode {
        EQUAL,
        FIRST,
        ALWAYS_NEW,
        BOTH
    }

    /**
     * What else an owner says when it adds or updates a route.
     *
     * @param timeToLive in milliseconds, for ever if empty
     * @param list where the route goes; it stays where it is if empty
     */
    record Placing(OptionalInt timeToLive, Optional<NaiveRouteList> list) {}

    record Outcome(NaiveRoute route, boolean isNew, boolean bestChanged) {}

    /** Adds a route, or updates the one that is meant. */
    Outcome addRoute(
            NaiveOwner owner,
            NetAddress destination,
            NaiveRoute.Values said,
            Mode mode,
            Placing placing) {
        requireUsable(placing);
        require(mode != Mode.BOTH, RtmStatus.INVALID_PARAMETER);
        NaiveRoute.Values values = check(owner, said);
        requireFamily(destination);
        requireLive(values);
        Optional<NaiveRoute> target =
                mode == Mode.ALWAYS_NEW
                        ? Optional.empty()
                        : routesTo(destination).stream()
                                .filter(route -> route.owner == owner)
                                .filter(
                                        route ->
                                                mode == Mode.FIRST
                                                        || route.hasNeighbour(values.neighbour()))
                                .findFirst();
        if (target.isPresent()) {
            return placed(change(target.get(), values), placing);
        }
        NaiveRoute route = new NaiveRoute(destination, owner, now);
        boolean best =
                commit(
                        destination,
                        values.views(),
                        () -> {
                            say(route, values);
                            routes.add(route);
                        });
        return placed(new Outcome(route, true, best), placing);
    }

    private static void requireUsable(Placing placing) {
        require(placing.timeToLive().orElse(1) > 0, RtmStatus.INVALID_PARAMETER);
        placing.list().ifPresent(list -> require(!list.deleted, RtmStatus.INVALID_HANDLE));
    }

    private Outcome placed(Outcome outcome, Placing placing) {
        outcome.route().end =
                placing.timeToLive().isPresent()
                        ? OptionalInt.of(now + placing.timeToLive().getAsInt())
                        : OptionalInt.empty();
        placing.list().ifPresent(list -> move(outcome.route(), list));
        return outcome;
    }

    Outcome updateRoute(
            NaiveOwner caller,
            NaiveRoute route,
            NaiveRoute.Values said,
            Mode mode,
            Placing placing) {
        requireUsable(placing);
        require(mode == Mode.EQUAL, RtmStatus.INVALID_PARAMETER);
        require(route.owner == caller, RtmStatus.ACCESS_DENIED);
        NaiveRoute.Values values = check(caller, said);
        requireLive(values);
        require(!route.deleted, RtmStatus.NOT_FOUND);
        return placed(change(route, values), placing);
    }

    private Outcome change(NaiveRoute route, NaiveRoute.Values values) {
        if (!route.hasNeighbour(values.neighbour())) {
            require(
                    routesTo(route.destination).stream()
                            .noneMatch(
                                    other ->
                                            other.owner == route.owner
                                                    && other.hasNeighbour(values.neighbour())),
                    RtmStatus.ALREADY_EXISTS);
        }
        if (said(route, values).equals(said(route, route.values))
                && preference(route.owner, values) == route.preference
                && announced(values).equals(route.hopsAnnounced)) {
            route.values = values;
            return new Outcome(route, false, false);
        }
        boolean best =
                commit(
                        route.destination,
                        route.values.views().union(values.views()),
                        () -> say(route, values));
        return new Outcome(route, false, best || !bestInViews(route).isEmpty());
    }

    /** All that is a change if it differs, but for what has to be reckoned first. */
    private static List<Object> said(NaiveRoute route, NaiveRoute.Values values) {
        return List.of(
                route,
                values.neighbour(),
                values.metric(),
                values.views(),
                values.flags(),
                values.tag(),
                values.nextHops());
    }

    private void say(NaiveRoute route, NaiveRoute.Values values) {
        route.values = values;
        route.preference = preference(route.owner, values);
        route.hopsAnnounced = announced(values);
        route.updated = now;
    }

    private static List<Integer> announced(NaiveRoute.Values values) {
        return values.nextHops().stream().map(hop -> hop.changes).toList();
    }

    private long preference(NaiveOwner owner, NaiveRoute.Values values) {
        return values.preference() != 0
                ? values.preference()
                : preferences.getOrDefault(owner.id.protocol(), defaultPreference(owner.id));
    }

    private static long defaultPreference(EntityId id) {
        return Map.of(ProtocolId.OSPF, 110L, ProtocolId.RIP, 120L, ProtocolId.BGP, 15L)
                .get(id.protocol());
    }

    boolean deleteRoute(NaiveOwner caller, NaiveRoute route) {
        require(route.owner == caller, RtmStatus.ACCESS_DENIED);
        require(!route.deleted, RtmStatus.NOT_FOUND);
        return delete(route);
    }

    private boolean delete(NaiveRoute route) {
        return commit(
                route.destination,
                route.values.views(),
                () -> {
                    leave(route);
                    routes.remove(route);
                });
    }

    private void leave(NaiveRoute route) {
        route.deleted = true;
        takeOff(route);
        route.end = OptionalInt.empty();
    }

    // Route lists

    NaiveRouteList createList(NaiveOwner owner) {
        NaiveRouteList list = new NaiveRouteList(owner);
        lists.add(list);
        return list;
    }

    void insert(NaiveOwner caller, List<NaiveRoute> inserted, NaiveRouteList list) {
        require(!list.deleted, RtmStatus.INVALID_HANDLE);
        requireOwnLive(caller, inserted);
        inserted.forEach(route -> move(route, list));
    }

    private void move(NaiveRoute route, NaiveRouteList list) {
        if (!list.routes.contains(route)) {
            takeOff(route);
            list.routes.add(route);
        }
    }

    void takeOffLists(NaiveOwner caller, List<NaiveRoute> removed) {
        requireOwnLive(caller, removed);
        removed.forEach(this::takeOff);
    }

    private void takeOff(NaiveRoute route) {
        lists.forEach(list -> list.routes.remove(route));
    }

    private static void requireOwnLive(NaiveOwner caller, List<NaiveRoute> some) {
        some.forEach(route -> require(route.owner == caller, RtmStatus.ACCESS_DENIED));
        some.forEach(route -> require(!route.deleted, RtmStatus.NOT_FOUND));
    }

    List<NaiveRoute> routesIn(NaiveRouteList list) {
        require(!list.deleted, RtmStatus.INVALID_HANDLE);
        return list.routes;
    }

    void deleteList(NaiveRouteList list) {
        require(!list.deleted, RtmStatus.INVALID_HANDLE);
        list.deleted = true;
        list.routes.clear();
        lists.remove(list);
    }

    // What time brings

    /** The next moment at which something happens by itself. */
    OptionalInt nextDue() {
        return IntStream.concat(
                        lock.stream().mapToInt(Lock::end),
                        IntStream.concat(
                                routes.stream()
                                        .filter(route -> isFree(route.destination))
                                        .flatMapToInt(route -> route.end.stream()),
                                held.stream()
                                        .filter(hold -> isFree(hold.route().destination))
                                        .mapToInt(Held::end)))
                .min();
    }

    /** At how many moments something happens to a destination by itself until then. */
    long momentsDue(NetAddress destination, int until) {
        return IntStream.concat(
                        routesTo(destination).stream().flatMapToInt(route -> route.end.stream()),
                        heldAt(destination).mapToInt(Held::end))
                .filter(moment -> moment <= until)
                .distinct()
                .count();
    }

    /** Does what is due by now. */
    void callDue() {
        lock = lock.filter(taken -> taken.end() > now);
        List<NaiveRoute> expired =
                routes.stream()
                        .filter(route -> isFree(route.destination))
                        .filter(route -> route.end.orElse(now + 1) <= now)
                        .toList();
        for (NaiveRoute route : expired) {
            if (route.owner.answer == NaiveOwner.Answer.KEEP) {
                route.end = OptionalInt.empty();
            } else {
                delete(route);
            }
        }
        for (NetAddress destination : listed(ViewSet.ANY)) {
            List<Held> over =
                    heldAt(destination)
                            .filter(hold -> isFree(destination) && hold.end() <= now)
                            .toList();
            if (!over.isEmpty()) {
                held.removeAll(over);
                lastChanges.put(destination, now);
                ViewSet views = ViewSet.of(over.stream().mapToInt(Held::view).toArray());
                reports.add(new Report(destination, views, ViewSet.ANY, ViewSet.ANY, ViewSet.ANY));
            }
        }
    }

    // Updates in place

    /** Locks a route's destination, for some milliseconds at the most. */
    void lock(NaiveOwner caller, NaiveRoute route, int time) {
        require(route.owner == caller, RtmStatus.ACCESS_DENIED);
        require(!route.deleted, RtmStatus.NOT_FOUND);
        lock = Optional.of(new Lock(route.destination, now + time));
    }

    boolean isLocked() {
        return lock.isPresent();
    }

    private boolean isFree(NetAddress destination) {
        return lock.isEmpty() || !lock.get().destination().equals(destination);
    }

    /** Ends the lock; what had to wait for that happens now. */
    void unlock() {
        require(lock.isPresent(), RtmStatus.INVALID_HANDLE);
        lock = Optional.empty();
        callDue();
    }

    /** Updates the locked route with new values, and ends the lock. */
    boolean commit(NaiveRoute route, NaiveRoute.Values values, boolean exclusive, Placing placing) {
        require(lock.isPresent(), RtmStatus.INVALID_HANDLE);
        requireUsable(placing);
        require(exclusive, RtmStatus.ACCESS_DENIED);
        Optional<NaiveNextHop> neighbour = values.neighbour();
        require(
                neighbour.isEmpty()
                        || !neighbour.get().deleted
                        || neighbour.equals(route.values.neighbour()),
                RtmStatus.INVALID_HANDLE);
        for (NaiveNextHop hop : values.nextHops()) {
            require(
                    !hop.deleted || route.values.nextHops().contains(hop),
                    RtmStatus.INVALID_HANDLE);
        }
        boolean best = placed(change(route, values), placing).bestChanged();
        unlock();
        return best;
    }

    // Hold-down

    /** Marks a destination, for a time in milliseconds. */
    void hold(NetAddress destination, ViewSet asked, int time) {
        ViewSet views = requireSupported(asked);
        require(!views.isEmpty(), RtmStatus.INVALID_PARAMETER);
        require(time > 0, RtmStatus.INVALID_PARAMETER);
        Mark known = marks.getOrDefault(destination, new Mark(ViewSet.ANY, 0));
        marks.put(
                destination,
                new Mark(
                        known.views().union(views),
                        Math.max(known.time(), Math.min(time, longestHold))));
    }

    /** Holds what was last in the views that a change of a marked destination has emptied. */
    private void beginHolds(
            NetAddress destination, List<NaiveRoute> routesBefore, List<NaiveRoute> frozen) {
        Mark mark = marks.get(destination);
        if (mark == null) {
            return;
        }
        for (int view : mark.views().ids().toArray()) {
            for (int i = 0; i < frozen.size(); i++) {
                if (frozen.get(i).isIn(view)) {
                    if (isEmpty(destination, view) && heldIn(destination, view).isEmpty()) {
                        boolean isGone = routesBefore.get(i).deleted;
                        NaiveRoute last = isGone ? routesBefore.get(i) : frozen.get(i);
                        held.add(new Held(view, last, now + mark.time()));
                        ViewSet rest = without(marks.get(destination).views(), view);
                        marks.put(destination, new Mark(rest, mark.time()));
                    }
                    break;
                }
            }
        }
        if (marks.get(destination).views().isEmpty()) {
            marks.remove(destination);
        }
    }

    private static ViewSet without(ViewSet views, int view) {
        return ViewSet.of(views.ids().filter(other -> other != view).toArray());
    }

    private boolean isEmpty(NetAddress destination, int view) {
        return routesTo(destination).stream().noneMatch(route -> route.isIn(view));
    }

    private Stream<Held> heldAt(NetAddress destination) {
        return held.stream().filter(hold -> hold.route().destination.equals(destination));
    }

    Optional<NaiveRoute> heldIn(NetAddress destination, int view) {
        return heldAt(destination).filter(hold -> hold.view() == view).map(Held::route).findFirst();
    }

    boolean isHeld(NaiveRoute route) {
        return held.stream().anyMatch(hold -> hold.route() == route);
    }

    private NaiveRoute.Values check(NaiveOwner owner, NaiveRoute.Values said) {
        ViewSet views = requireViews(said.views());
        requireNextHops(said.nextHops());
        for (NaiveNextHop hop : said.nextHops()) {
            require(hop.owner == owner, RtmStatus.ACCESS_DENIED);
        }
        said.neighbour().ifPresent(hop -> require(hop.owner == owner, RtmStatus.ACCESS_DENIED));
        return new NaiveRoute.Values(
                said.neighbour(),
                said.preference(),
                said.metric(),
                views,
                said.flags(),
                said.tag(),
                said.entitySpecificInfo(),
                said.nextHops());
    }

    ViewSet requireViews(ViewSet views) {
        require(!views.isEmpty(), RtmStatus.INVALID_PARAMETER);
        return requireSupported(views);
    }

    void requireNextHops(List<NaiveNextHop> hops) {
        require(hops.size() <= mostNextHops, RtmStatus.INVALID_PARAMETER);
    }

    private static void requireLive(NaiveRoute.Values values) {
        for (NaiveNextHop hop : values.nextHops()) {
            require(!hop.deleted, RtmStatus.INVALID_HANDLE);
        }
        values.neighbour().ifPresent(hop -> require(!hop.deleted, RtmStatus.INVALID_HANDLE));
    }

    // What touches many destinations

    void end(NaiveOwner owner) {
        owners.remove(owner);
        owners.forEach(other -> other.hear("-" + owner.id));
        for (NetAddress destination : destinations(ViewSet.ANY)) {
            List<NaiveRoute> own =
                    routesTo(destination).stream().filter(route -> route.owner == owner).toList();
            if (!own.isEmpty()) {
                commit(
                        destination,
                        views(own),
                        () -> {
                            own.forEach(this::leave);
                            routes.removeAll(own);
                        });
            }
        }
        nextHops.stream().filter(hop -> hop.owner == owner).forEach(hop -> hop.deleted = true);
        nextHops.removeIf(hop -> hop.deleted);
        lists.removeIf(list -> list.owner == owner);
    }

    void setPreferences(Map<ProtocolId, Long> next) {
        preferences = next;
        for (NetAddress destination : destinations(ViewSet.ANY)) {
            List<NaiveRoute> concerned =
                    routesTo(destination).stream()
                            .filter(
                                    route ->
                                            preference(route.owner, route.values)
                                                    != route.preference)
                            .toList();
            if (!concerned.isEmpty()) {
                commit(
                        destination,
                        views(concerned),
                        () -> concerned.forEach(route -> say(route, route.values)));
            }
        }
    }

    // Reports

    /** What decides whether the best route of a view is another one or changed. */
    private record Shown(
            NaiveRoute route,
            long preference,
            long metric,
            List<NaiveNextHop> nextHops,
            List<Integer> hopsAnnounced,
            int flags) {
        Shown asForwarded() {
            return new Shown(
                    route,
                    preference,
                    metric,
                    nextHops,
                    hopsAnnounced,
                    flags & RouteFlags.FORWARDING.bits());
        }
    }

    private Map<Integer, Shown> shown(NetAddress destination) {
        Map<Integer, Shown> shown = new HashMap<>();
        supported
                .ids()
                .forEach(
                        view ->
                                best(destination, view, ProtocolId.BEST)
                                        .ifPresent(
                                                best ->
                                                        shown.put(
                                                                view,
                                                                new Shown(
                                                                        best,
                                                                        best.preference,
                                                                        best.values.metric(),
                                                                        best.values.nextHops(),
                                                                        best.hopsAnnounced,
                                                                        best.values
                                                                                .flags()
                                                                                .bits()))));
        return shown;
    }

    /** Makes a change, reports it, and says whether the best route changed in a view. */
    private boolean commit(NetAddress destination, ViewSet touched, Runnable change) {
        Map<Integer, Shown> before = shown(destination);
        List<NaiveRoute> routesBefore = routesTo(destination);
        List<NaiveRoute> frozen = routesBefore.stream().map(NaiveRoute::frozen).toList();
        change.run();
        beginHolds(destination, routesBefore, frozen);
        Map<Integer, Shown> after = shown(destination);
        lastChanges.put(destination, now);

        int best = 0;
        int forwarding = 0;
        int withdrawn = 0;
        for (int view : supported.ids().toArray()) {
            Shown old = before.get(view);
            Shown next = after.get(view);
            if (!Objects.equals(old, next)) {
                best |= 1 << view;
                if (old == null || next == null || !old.asForwarded().equals(next.asForwarded())) {
                    forwarding |= 1 << view;
                }
                if (next == null) {
                    withdrawn |= 1 << view;
                }
            }
        }
        reports.add(
                new Report(
                        destination,
                        touched,
                        ViewSet.ofMask(best),
                        ViewSet.ofMask(forwarding),
                        ViewSet.ofMask(withdrawn)));
        return best != 0;
    }

    List<Report> takeReports() {
        List<Report> taken = List.copyOf(reports);
        reports.clear();
        return taken;
    }

    // Questions

    ViewSet requireSupported(ViewSet views) {
        if (views.equals(ViewSet.ALL)) {
            return supported;
        }
        require(supported.containsAll(views), RtmStatus.NOT_SUPPORTED);
        return views;
    }

    void requireFamily(NetAddress address) {
        require(address.family() == family, RtmStatus.INVALID_PARAMETER);
    }

    private static void require(boolean condition, RtmStatus otherwise) {
        if (!condition) {
            throw otherwise.because("refused by the naive table");
        }
    }

    List<NaiveRoute> routesTo(NetAddress destination) {
        return routes.stream()
                .filter(route -> route.destination.equals(destination))
                .sorted(BEST_FIRST)
                .toList();
    }

    Optional<NaiveRoute> best(NetAddress destination, int view, ProtocolId protocol) {
        return routesTo(destination).stream()
                .filter(NaiveRoute::isActive)
                .filter(route -> route.isIn(view))
                .filter(
                        route ->
                                protocol.equals(ProtocolId.BEST)
                                        || route.owner.id.protocol().equals(protocol))
                .findFirst();
    }

    ViewSet bestInViews(NaiveRoute route) {
        return ViewSet.of(
                supported
                        .ids()
                        .filter(
                                view ->
                                        best(route.destination, view, ProtocolId.BEST)
                                                .equals(Optional.of(route)))
                        .toArray());
    }

    /** The destinations in one of some views, in order. */
    List<NetAddress> destinations(ViewSet views) {
        return routes.stream()
                .filter(route -> isInOne(route, views))
                .map(route -> route.destination)
                .distinct()
                .sorted()
                .toList();
    }

    /** The same, and where whichever view is meant, those that are only held down too. */
    List<NetAddress> listed(ViewSet views) {
        return Stream.concat(
                        destinations(views).stream(),
                        held.stream()
                                .filter(hold -> views.isEmpty())
                                .map(hold -> hold.route().destination))
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * The routes in one of some views; where whichever is meant, the held ones too, as the last.
     */
    Stream<NaiveRoute> listedRoutes(NetAddress destination, ViewSet views) {
        return Stream.concat(
                        routesTo(destination).stream().filter(route -> isInOne(route, views)),
                        heldAt(destination).filter(hold -> views.isEmpty()).map(Held::route))
                .distinct();
    }

    static boolean isInOne(NaiveRoute route, ViewSet views) {
        return views.isEmpty() || !route.values.views().intersection(views).isEmpty();
    }

    Optional<NetAddress> longest(ViewSet views, Predicate<NetAddress> condition) {
        return destinations(views).stream().filter(condition).max(comparing(NetAddress::length));
    }

    ViewSet views(List<NaiveRoute> some) {
        return some.stream().map(route -> route.values.views()).reduce(ViewSet.ANY, ViewSet::union);
    }

    int lastChanged(NetAddress destination) {
        return lastChanges.get(destination);
    }
}
