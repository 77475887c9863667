package org.rtm.notify.model;

import static java.util.Comparator.comparing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityId;
import org.rtm.api.MethodType;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHopFlags;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteFlags;
import org.rtm.api.RtmStatus;
import org.rtm.api.ViewSet;

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
    private final Limits limits;
    private final List<NaiveOwner> owners = new ArrayList<>();
    private final List<NaiveRoute> routes = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();
    private final Map<NetAddress, Mark> marks = new HashMap<>();
    private final List<NaiveRouteList> lists = new ArrayList<>();
    private final List<NaiveNextHop> nextHops = new ArrayList<>();
    private final Map<NetAddress, Integer> lastChanges = new HashMap<>();
    private final List<NaiveChanges> changes = new ArrayList<>();
    private final List<Report> reports = new ArrayList<>();
    private final List<Runnable> postponed = new ArrayList<>();
    private Optional<Lock> lock = Optional.empty();
    private boolean lockTakenAway;
    private Map<ProtocolId, Long> preferences = Map.of();

    /** In milliseconds, set by the test before each call; no two calls have the same. */
    int now;

    /** What is configured, times in milliseconds. */
    record Limits(
            int nextHopsInRoute,
            int handlesInCall,
            int opaqueSlots,
            int changeRegistrations,
            int longestHold,
            int answerTime) {}

    /** What an observer is told of one change. */
    record Report(
            NetAddress destination,
            ViewSet all,
            ViewSet best,
            ViewSet forwarding,
            ViewSet withdrawn) {}

    /** A lock on a destination or a next hop. */
    private record Lock(Object target, int end) {}

    private record Mark(ViewSet views, int time) {}

    private record Held(int view, NaiveRoute route, int end) {}

    NaiveTable(AddressFamily family, ViewSet supported, Limits limits) {
        this.family = family;
        this.supported = supported;
        this.limits = limits;
    }

    // Entities

    NaiveOwner register(EntityId id, NaiveOwner.Brings brings) {
        require(owners.stream().noneMatch(owner -> owner.id.equals(id)), RtmStatus.ALREADY_EXISTS);
        long slots = owners.stream().filter(owner -> owner.brings.opaqueSlot()).count();
        require(
                !brings.opaqueSlot() || slots < limits.opaqueSlots(),
                RtmStatus.NO_SYSTEM_RESOURCES);
        owners.forEach(other -> other.hear("+" + id));
        NaiveOwner owner = new NaiveOwner(id, brings);
        owners.add(owner);
        return owner;
    }

    boolean isRegistered(NaiveOwner owner) {
        return owners.contains(owner);
    }

    int methods(NaiveOwner owner) {
        return isRegistered(owner) ? (1 << owner.brings.methods()) - 1 : 0;
    }

    /**
     * What an invoked method returns.
     *
     * @param data as text
     */
    record Output(int bit, int status, String data) {}

    List<Output> invoke(NaiveOwner caller, NaiveOwner callee, int methodType, String input) {
        require(isRegistered(callee), RtmStatus.INVALID_HANDLE);
        List<Output> outputs = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            boolean isThere = i < callee.brings.methods();
            boolean isAsked =
                    methodType == MethodType.ALL_METHODS ? isThere : (methodType >> i & 1) == 1;
            if (isAsked && isThere) {
                outputs.add(output(1 << i, NaiveOwner.Method.values()[i], caller, callee, input));
            } else if (isAsked) {
                outputs.add(new Output(1 << i, RtmStatus.NOT_SUPPORTED.number(), ""));
            }
        }
        return outputs;
    }

    private static Output output(
            int bit, NaiveOwner.Method method, NaiveOwner caller, NaiveOwner callee, String input) {
        return switch (method) {
            case TELL_WHO_CALLS ->
                    new Output(bit, 0, caller.id + " to " + callee.id + ": " + bit + input);
            case THROW -> new Output(bit, RtmStatus.GEN_FAILURE.number(), "");
            case BLOCK_OWN_METHODS -> new Output(bit, RtmStatus.POSSIBLE_DEADLOCK.number(), "");
            case GIVE_STATUS_7 -> new Output(bit, 7, "");
        };
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
        say(hop, flags, "said at " + now, Optional.empty());
    }

    private static void say(
            NaiveNextHop hop,
            NextHopFlags flags,
            String entitySpecificInfo,
            Optional<NetAddress> remoteDestination) {
        if (!flags.equals(hop.flags) || !remoteDestination.equals(hop.remoteDestination)) {
            hop.changes++;
        }
        hop.flags = flags;
        hop.entitySpecificInfo = entitySpecificInfo;
        hop.remoteDestination = remoteDestination;
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
        outcome.route().renewals++;
        outcome.route().answerBy = OptionalInt.empty();
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
        if (said(values).equals(said(route.values))
                && preference(route.owner, values) == route.preference
                && announced(values).equals(route.hopsAnnounced)) {
            route.values = values;
            return new Outcome(route, false, false);
        }
        boolean best = commit(route.destination, () -> say(route, values));
        return new Outcome(route, false, best || !bestInViews(route).isEmpty());
    }

    /** All that is a change if it differs, but for what has to be reckoned first. */
    private static List<Object> said(NaiveRoute.Values values) {
        return List.of(
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
                () -> {
                    leave(route);
                    routes.remove(route);
                });
    }

    private void leave(NaiveRoute route) {
        route.deleted = true;
        takeOff(route);
        route.end = OptionalInt.empty();
        route.answerBy = OptionalInt.empty();
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
                                        .flatMapToInt(route -> route.due().stream()),
                                held.stream()
                                        .filter(hold -> isFree(hold.route().destination))
                                        .mapToInt(Held::end)))
                .min();
    }

    /**
     * Whether a lock on a destination leaves no choice of what happens first when it ends: at most
     * once something happened to that by itself until then, and nothing happens elsewhere at the
     * moment at which the lock is taken away.
     */
    boolean isLockable(NetAddress destination, int time, int until) {
        int leaseEnd = now + time;
        return momentsDue(destination, until) <= 1
                && IntStream.concat(
                                routes.stream().flatMapToInt(route -> route.due().stream()),
                                held.stream().mapToInt(Held::end))
                        .noneMatch(moment -> moment == leaseEnd);
    }

    /** At how many moments something happens to a destination by itself until then. */
    private long momentsDue(NetAddress destination, int until) {
        return IntStream.concat(
                        routesTo(destination).stream().flatMapToInt(route -> route.due().stream()),
                        heldAt(destination).mapToInt(Held::end))
                .filter(moment -> moment <= until)
                .distinct()
                .count();
    }

    /** Does what is due by now. */
    void callDue() {
        if (lock.isPresent() && lock.get().end() <= now) {
            lockTakenAway = true;
            endLock();
        }
        List<NaiveRoute> due =
                routes.stream()
                        .filter(route -> isFree(route.destination))
                        .filter(route -> route.due().orElse(now + 1) <= now)
                        .toList();
        for (NaiveRoute route : due) {
            boolean isAskable = route.owner.brings.answer() != NaiveOwner.Answer.ABSENT;
            if (isAskable && route.answerBy.isEmpty()) {
                route.answerBy = OptionalInt.of(now + limits.answerTime());
                int renewals = route.renewals;
                route.owner.ask(() -> whenFree(route, () -> answer(route, renewals)));
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
                report(new Report(destination, views, ViewSet.ANY, ViewSet.ANY, ViewSet.ANY));
            }
        }
    }

    private void whenFree(NaiveRoute route, Runnable action) {
        if (isFree(route.destination)) {
            action.run();
        } else {
            postponed.add(action);
        }
    }

    /** Does what a route's owner answered, if the route was not updated since it expired. */
    private void answer(NaiveRoute route, int renewals) {
        if (route.deleted || route.renewals != renewals) {
            return;
        }
        if (route.owner.brings.answer().keeps()) {
            route.end = OptionalInt.empty();
            route.answerBy = OptionalInt.empty();
        } else {
            delete(route);
        }
    }

    // Locks

    /** Locks a route's destination, for some milliseconds at the most. */
    void lock(NaiveOwner caller, NaiveRoute route, int time) {
        require(route.owner == caller, RtmStatus.ACCESS_DENIED);
        require(!route.deleted, RtmStatus.NOT_FOUND);
        lock(route.destination, time);
    }

    void lock(NaiveOwner caller, NaiveNextHop hop, int time) {
        require(hop.owner == caller, RtmStatus.ACCESS_DENIED);
        require(!hop.deleted, RtmStatus.NOT_FOUND);
        lockFor(hop, time);
    }

    void lock(NetAddress destination, int time) {
        lockFor(destination, time);
    }

    private void lockFor(Object target, int time) {
        lock = Optional.of(new Lock(target, now + time));
        lockTakenAway = false;
    }

    private boolean isFree(NetAddress destination) {
        return lock.isEmpty() || !lock.get().target().equals(destination);
    }

    /** Locks what the same entity has locked. */
    static void lockAgain(boolean exclusive, boolean again) {
        require(!exclusive && !again, RtmStatus.POSSIBLE_DEADLOCK);
    }

    /** Ends the lock; what had to wait for that happens now. */
    void unlock() {
        require(lock.isPresent(), RtmStatus.INVALID_HANDLE);
        endLock();
        callDue();
    }

    /** Gives the lock back: refused if it was taken away, nothing if a commit has ended it. */
    void giveBackLock() {
        require(!lockTakenAway, RtmStatus.INVALID_HANDLE);
        if (lock.isPresent()) {
            unlock();
        }
    }

    private void endLock() {
        lock = Optional.empty();
        List<Runnable> now = List.copyOf(postponed);
        postponed.clear();
        now.forEach(Runnable::run);
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

    /** Updates the locked next hop, and ends the lock. */
    void commit(
            NaiveNextHop hop,
            NextHopFlags flags,
            String entitySpecificInfo,
            Optional<NetAddress> remoteDestination,
            boolean exclusive) {
        require(lock.isPresent(), RtmStatus.INVALID_HANDLE);
        require(
                remoteDestination.isEmpty() || flags.contains(NextHopFlags.REMOTE),
                RtmStatus.INVALID_PARAMETER);
        require(exclusive, RtmStatus.ACCESS_DENIED);
        say(hop, flags, entitySpecificInfo, remoteDestination);
        unlock();
    }

    /** Writes the caller's opaque slot in the locked destination. */
    void setOpaque(
            NaiveOwner caller, NetAddress destination, boolean exclusive, Optional<String> value) {
        require(lock.isPresent(), RtmStatus.INVALID_HANDLE);
        require(exclusive, RtmStatus.ACCESS_DENIED);
        require(caller.brings.opaqueSlot(), RtmStatus.NOT_FOUND);
        value.ifPresentOrElse(
                kept -> caller.opaque.put(destination, kept),
                () -> caller.opaque.remove(destination));
    }

    Optional<Object> opaque(NaiveOwner caller, NetAddress destination) {
        require(caller.brings.opaqueSlot(), RtmStatus.NOT_FOUND);
        return Optional.ofNullable(caller.opaque.get(destination));
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
                        Math.max(known.time(), Math.min(time, limits.longestHold()))));
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
        require(hops.size() <= limits.nextHopsInRoute(), RtmStatus.INVALID_PARAMETER);
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
        changes.stream().filter(one -> one.owner == owner).forEach(one -> one.ended = true);
        changes.removeIf(one -> one.ended);
        for (NetAddress destination : destinations(ViewSet.ANY)) {
            List<NaiveRoute> own =
                    routesTo(destination).stream().filter(route -> route.owner == owner).toList();
            if (!own.isEmpty()) {
                commit(
                        destination,
                        () -> {
                            own.forEach(this::leave);
                            routes.removeAll(own);
                        });
            }
        }
        nextHops.stream().filter(hop -> hop.owner == owner).forEach(hop -> hop.deleted = true);
        nextHops.removeIf(hop -> hop.deleted);
        lists.removeIf(list -> list.owner == owner);
        owners.forEach(other -> other.hear("-" + owner.id));
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
                commit(destination, () -> concerned.forEach(route -> say(route, route.values)));
            }
        }
    }

    // Changes

    NaiveChanges register(NaiveOwner owner, NaiveChanges.Wanted wanted) {
        ViewSet views = requireSupported(wanted.views());
        require(changes.size() < limits.changeRegistrations(), RtmStatus.NO_SYSTEM_RESOURCES);
        ViewSet meant = views.isEmpty() ? supported : views;
        NaiveChanges registration = new NaiveChanges(owner, wanted, meant, listed(meant));
        changes.add(registration);
        return registration;
    }

    /**
     * Fetches what changed.
     *
     * @param told what the real one told of, in this order
     * @param isResyncComplete whether it said so
     */
    List<NetAddress> fetch(
            NaiveChanges registration, int most, List<NetAddress> told, boolean isResyncComplete) {
        require(most >= 1 && most <= limits.handlesInCall(), RtmStatus.INVALID_PARAMETER);
        return registration.isResyncing()
                ? registration.fetchResyncing(
                        most, told, isResyncComplete, listed(registration.views))
                : registration.fetch(most, told);
    }

    void mark(NaiveChanges registration, NetAddress destination) {
        registration.mark(destination, listed(registration.views).contains(destination));
    }

    void close(NaiveChanges registration) {
        registration.ended = true;
        changes.remove(registration);
    }

    List<NaiveChanges> changes() {
        return changes;
    }

    /** All that can be seen of a route, the times and its owner's own information aside. */
    private record Seen(
            NaiveRoute route, List<Object> said, long preference, List<Integer> hopsAnnounced) {}

    /** The routes in a view, the best first. */
    private List<Seen> seen(NetAddress destination, int view) {
        return routesTo(destination).stream()
                .filter(route -> route.isIn(view))
                .map(
                        route ->
                                new Seen(
                                        route,
                                        said(route.values),
                                        route.preference,
                                        route.hopsAnnounced))
                .toList();
    }

    /** What decides whether the best route of a view is another one or changed. */
    private record Best(
            NaiveRoute route,
            long preference,
            long metric,
            List<NaiveNextHop> nextHops,
            List<Integer> hopsAnnounced,
            int flags) {
        Best asForwarded() {
            return new Best(
                    route,
                    preference,
                    metric,
                    nextHops,
                    hopsAnnounced,
                    flags & RouteFlags.FORWARDING.bits());
        }
    }

    /** A destination in a view, before or after a change. */
    private record Picture(List<Seen> routes, Optional<Best> best) {}

    private Map<Integer, Picture> pictures(NetAddress destination) {
        Map<Integer, Picture> pictures = new HashMap<>();
        for (int view : supported.ids().toArray()) {
            Optional<Best> best =
                    best(destination, view, ProtocolId.BEST)
                            .map(
                                    route ->
                                            new Best(
                                                    route,
                                                    route.preference,
                                                    route.values.metric(),
                                                    route.values.nextHops(),
                                                    route.hopsAnnounced,
                                                    route.values.flags().bits()));
            pictures.put(view, new Picture(seen(destination, view), best));
        }
        return pictures;
    }

    /** Makes a change, reports it, and says whether the best route changed in a view. */
    private boolean commit(NetAddress destination, Runnable change) {
        Map<Integer, Picture> before = pictures(destination);
        List<NaiveRoute> routesBefore = routesTo(destination);
        List<NaiveRoute> frozen = routesBefore.stream().map(NaiveRoute::frozen).toList();
        change.run();
        beginHolds(destination, routesBefore, frozen);
        Map<Integer, Picture> after = pictures(destination);
        lastChanges.put(destination, now);
        Report report =
                new Report(
                        destination,
                        differing(before, after, Picture::routes),
                        differing(before, after, Picture::best),
                        differing(before, after, picture -> picture.best().map(Best::asForwarded)),
                        ViewSet.of(
                                supported
                                        .ids()
                                        .filter(view -> before.get(view).best().isPresent())
                                        .filter(view -> after.get(view).best().isEmpty())
                                        .toArray()));
        report(report);
        return !report.best().isEmpty();
    }

    private ViewSet differing(
            Map<Integer, Picture> before,
            Map<Integer, Picture> after,
            Function<Picture, Object> part) {
        return ViewSet.of(
                supported
                        .ids()
                        .filter(
                                view ->
                                        !part.apply(before.get(view))
                                                .equals(part.apply(after.get(view))))
                        .toArray());
    }

    private void report(Report report) {
        reports.add(report);
        changes.forEach(registration -> registration.changed(report, now));
    }

    List<Report> takeReports() {
        List<Report> taken = List.copyOf(reports);
        reports.clear();
        return taken;
    }

    // Questions

    NaiveWay.Seen resolve(NetAddress address, int view) {
        requireSupported(ViewSet.of(view));
        requireFamily(address);
        require(address.isHost(), RtmStatus.INVALID_PARAMETER);
        return new NaiveWay(this, view).from(address);
    }

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
