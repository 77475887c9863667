package org.rtm.impl.table;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.osgi.service.log.Logger;
import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;
import org.rtm.api.RtmStatus;
import org.rtm.api.View;
import org.rtm.api.ViewSet;
import org.rtm.api.monitor.TableCheck;
import org.rtm.api.provider.TableObserver;
import org.rtm.flight.FlightEvent;
import org.rtm.impl.prefix.PrefixWalk;
import org.rtm.impl.time.Timed;
import org.rtm.impl.time.Timers;

/**
 * The routing table of one address family. Readers wait for nobody; writers take turns.
 *
 * <p>A change is one swap of a destination's state. Within it, before the call returns, the
 * observers are told.
 */
public final class Table {
    /** How many destinations a change of many goes through before it lets other writers in. */
    private static final int SLICE = 256;

    /** How often a table that is written to is walked for a moment in which it is not. */
    private static final int MOST_WALKS = 3;

    private static final FlightEvent ROUTE_CHANGE =
            new FlightEvent(
                    "RouteChange",
                    "A destination changed; in which views anything, and in which the best route",
                    FlightEvent.Default.NONE,
                    FlightEvent.number("instance"),
                    FlightEvent.text("table"),
                    FlightEvent.text("destination"),
                    FlightEvent.text("views"),
                    FlightEvent.text("bestViews"),
                    FlightEvent.text("withdrawnViews"),
                    FlightEvent.number("routes"));

    private static final FlightEvent HOLD =
            new FlightEvent(
                    "Hold",
                    "A destination lost its last route in a view, and is held down",
                    FlightEvent.Default.ALL,
                    FlightEvent.number("instance"),
                    FlightEvent.text("table"),
                    FlightEvent.text("destination"),
                    FlightEvent.number("view"),
                    FlightEvent.text("entity"),
                    FlightEvent.millis("time"));

    private final int instance;
    private final AddressFamily family;
    private final List<View> views;
    private final int supportedViews;
    private final InstantSource clock;
    private final Logger log;
    private final Timers timers;
    private final WriteTurn turn;
    private final Destinations destinations;
    private final NextHops nextHops;
    private final Resolver resolver;
    private final Observers observers;
    private final HoldDown holdDown = new HoldDown();
    private final Map<DestinationEntry, HoldEnd> holdEnds = new ConcurrentHashMap<>();
    private final Lifetimes lifetimes;

    private volatile Preferences preferences;
    private volatile RouteLimits routeLimits;
    private volatile long routes;
    private volatile long changes;
    private volatile int visibleDestinations;
    private volatile int destinationsToReevaluate;

    public Table(
            int instance,
            AddressFamily family,
            List<View> views,
            Preferences preferences,
            RouteLimits routeLimits,
            InstantSource clock,
            Timers timers,
            Logger log) {
        this.instance = instance;
        this.family = family;
        this.views = List.copyOf(views);
        this.supportedViews = ViewSet.of(views.stream().mapToInt(View::id).toArray()).mask();
        this.preferences = preferences;
        this.routeLimits = routeLimits;
        this.clock = clock;
        this.log = log;
        this.timers = timers;
        this.turn = new WriteTurn(timers, log);
        this.destinations = new Destinations(family, turn, timers);
        this.nextHops = new NextHops(turn);
        this.resolver = new Resolver(destinations, turn);
        this.observers = new Observers(family, log);
        this.lifetimes = new Lifetimes(this, timers);
    }

    public AddressFamily family() {
        return family;
    }

    public List<View> views() {
        return views;
    }

    public long routes() {
        return routes;
    }

    /** How many changes of destinations there have been. */
    public long changes() {
        return changes;
    }

    /** How many destinations have a route. */
    public int destinationCount() {
        return visibleDestinations;
    }

    public RouteLimits routeLimits() {
        return routeLimits;
    }

    /** Binds further routes to other limits; those that there are stay. */
    public void setRouteLimits(RouteLimits next) {
        routeLimits = next;
    }

    /** How many destinations are still to be looked at after a change of preferences. */
    public int destinationsToReevaluate() {
        return Math.max(0, destinationsToReevaluate);
    }

    public Destinations destinations() {
        return destinations;
    }

    public NextHops nextHops() {
        return nextHops;
    }

    public Resolver resolver() {
        return resolver;
    }

    public InstantSource clock() {
        return clock;
    }

    // Checks

    /** The mask of the views that are meant, all supported ones for {@link ViewSet#ALL}. */
    public int requireSupported(ViewSet asked) {
        if (asked.equals(ViewSet.ALL)) {
            return supportedViews;
        }
        if ((asked.mask() & ~supportedViews) != 0) {
            throw RtmStatus.NOT_SUPPORTED.because(
                    "the %s table does not support view %s; it supports %s",
                    family, ViewSet.ofMask(asked.mask() & ~supportedViews), namesOfViews());
        }
        return asked.mask();
    }

    private String namesOfViews() {
        StringBuilder names = new StringBuilder();
        for (View view : views) {
            names.append(names.isEmpty() ? "" : ", ")
                    .append(view.id())
                    .append(" (")
                    .append(view.name())
                    .append(')');
        }
        return names.toString();
    }

    // Routes

    /** Adds a route, or updates the one that the owner means. */
    public RouteResult add(
            Owner owner,
            NetAddress address,
            RouteValues values,
            UpdateMode mode,
            Lifespan lifespan) {
        destinations.requireFamily(address);
        return turn.take(
                owner,
                () -> destinations.key(address),
                () -> {
                    DestinationEntry known = destinations.find(address);
                    DestinationEntry entry =
                            known != null
                                    ? known
                                    : DestinationEntry.of(
                                            address, DestinationState.empty(turn.lastMoment()));
                    RouteVersion target = null;
                    if (mode != UpdateMode.ALWAYS_NEW) {
                        NextHopEntry neighbour = values.neighbour();
                        // The owner last: it is two steps away, and there may be many routes.
                        target =
                                entry.state()
                                        .first(
                                                route ->
                                                        (mode == UpdateMode.FIRST
                                                                        || sameIdentity(
                                                                                route.neighbour(),
                                                                                neighbour))
                                                                && route.route().owner() == owner);
                    }
                    requireLive(values);
                    long end = lifetimes.end(lifespan);
                    RouteResult result =
                            target == null
                                    ? create(entry, known == null, owner, values, end)
                                    : change(entry, target, values, end);
                    renew(result.route(), owner, end, lifespan);
                    return result;
                });
    }

    public RouteResult update(
            Owner caller, RouteEntry route, RouteValues values, Lifespan lifespan) {
        route.owner().requireIs(caller, route);
        return turn.take(
                caller,
                route::destination,
                () -> {
                    requireLive(values);
                    return update(caller, requirePresent(route), values, lifespan);
                });
    }

    private RouteResult update(
            Owner caller, RouteVersion target, RouteValues values, Lifespan lifespan) {
        long end = lifetimes.end(lifespan);
        RouteResult result = change(target.route().destination(), target, values, end);
        renew(target.route(), caller, end, lifespan);
        return result;
    }

    /** The owner has just said that a route is there. */
    private void renew(RouteEntry route, Owner owner, long end, Lifespan lifespan) {
        if (owner.isSuccessor()) {
            route.version().refresh(owner);
        }
        lifetimes.renew(route, end, lifespan.answerTime());
    }

    /** Deletes a route, and says whether the best route is another one in a view. */
    public boolean delete(Owner caller, RouteEntry route) {
        route.owner().requireIs(caller, route);
        return turn.take(caller, route::destination, () -> delete(requirePresent(route)));
    }

    private boolean delete(RouteVersion target) {
        RouteEntry route = target.route();
        DestinationEntry entry = route.destination();
        List<RouteVersion> rest = entry.state().routes();
        rest.remove(target);
        leave(target);
        int best = commit(entry, false, rest, turn.nextMoment(), target.views());
        route.owner().contact().left(route);
        return best != 0;
    }

    private void leave(RouteVersion target) {
        RouteEntry route = target.route();
        route.leave(target);
        lifetimes.forget(route);
        countRoutes(route.owner(), -1);
        if (route.isStale()) {
            route.owner().holdings().countStaleRoutes(-1);
        }
    }

    /** Deletes a route whose time is over, if it is still there. */
    void remove(RouteEntry route) {
        RouteVersion version = route.destination().state().find(route);
        if (version != null) {
            delete(version);
        }
    }

    /**
     * Does what the end of a route's life asks for: within the table's turn, when its destination
     * is not locked.
     */
    void expire(RouteEntry route, Runnable action) {
        turn.take(() -> turn.whenFree(route.destination(), action));
    }

    /** How long a route has left to live, in microseconds; null if it lives for ever. */
    public Long timeToLive(RouteVersion route) {
        long end = route.end();
        return end == Timed.NEVER ? null : Math.max(0, end - timers.now());
    }

    private RouteResult create(
            DestinationEntry entry,
            boolean isNewDestination,
            Owner owner,
            RouteValues values,
            long end) {
        routeLimits.requireRoom(owner, routes, log);
        long now = turn.nextMoment();
        RouteEntry route = new RouteEntry(entry, owner, now);
        RouteVersion version = version(route, values, now, end);
        List<RouteVersion> routes = entry.state().routes();
        insert(routes, version);
        countRoutes(owner, 1);
        int best = commit(entry, isNewDestination, routes, now, version.views());
        return new RouteResult(route, true, best != 0);
    }

    private RouteResult change(
            DestinationEntry entry, RouteVersion target, RouteValues values, long end) {
        RouteEntry route = target.route();
        DestinationState before = entry.state();
        if (!sameIdentity(target.neighbour(), values.neighbour())) {
            requireNoTwin(before, route, values.neighbour());
        }
        RouteVersion next = version(route, values, turn.nextMoment(), end);
        List<RouteVersion> routes = before.routes();
        routes.remove(target);
        if (next.saysTheSameAs(target)) {
            if (!next.refersAs(target)) {
                insert(routes, next);
                entry.swap(DestinationState.of(routes, before.held(), before.changedAt()));
            } else if (next.entitySpecificInfo() != target.entitySpecificInfo()
                    || next.hasOwnPreference() != target.hasOwnPreference()
                    || !target.trySetEnd(end)) {
                insert(routes, version(route, values, target.updated(), end));
                entry.swap(DestinationState.of(routes, before.held(), before.changedAt()));
            }
            return new RouteResult(route, false, false);
        }
        insert(routes, next);
        int best = commit(entry, false, routes, next.updated(), target.views() | next.views());
        return new RouteResult(route, false, best != 0 || entry.state().bestViews(route) != 0);
    }

    private RouteVersion version(RouteEntry route, RouteValues values, long moment, long end) {
        int preference =
                values.preference() != 0 ? values.preference() : preferences.of(route.owner().id());
        return RouteVersion.of(route, values, preference, moment, end);
    }

    private static void requireNoTwin(
            DestinationState state, RouteEntry route, NextHopEntry neighbour) {
        RouteVersion twin =
                state.first(
                        other ->
                                other.route() != route
                                        && sameIdentity(other.neighbour(), neighbour)
                                        && other.route().owner() == route.owner());
        if (twin != null) {
            throw RtmStatus.ALREADY_EXISTS.because(
                    "%s has another route to %s with %s",
                    route.owner().info().name(),
                    route.destination(),
                    neighbour == null ? "no neighbour" : "neighbour " + neighbour.key());
        }
    }

    /** Checks that no deleted next hop enters a route. */
    private static void requireLive(RouteValues values) {
        if (values.neighbour() != null) {
            requireLive(values.neighbour());
        }
        for (NextHopEntry hop : values.nextHops()) {
            requireLive(hop);
        }
    }

    /**
     * Checks the same of those that the route does not list already: what is not set under a lock
     * stays.
     */
    private static void requireLive(RouteValues values, RouteVersion target) {
        if (values.neighbour() != null && values.neighbour() != target.neighbour()) {
            requireLive(values.neighbour());
        }
        for (NextHopEntry hop : values.nextHops()) {
            if (!target.lists(hop)) {
                requireLive(hop);
            }
        }
    }

    private static void requireLive(NextHopEntry hop) {
        if (hop.state().isDeleted()) {
            throw RtmStatus.INVALID_HANDLE.because("the %s was deleted", hop);
        }
    }

    private static RouteVersion requirePresent(RouteEntry route) {
        RouteVersion version = route.destination().state().find(route);
        if (version == null) {
            throw RtmStatus.NOT_FOUND.because("the route to %s was deleted", route.destination());
        }
        return version;
    }

    private static boolean sameIdentity(NextHopEntry one, NextHopEntry other) {
        return one == other || one != null && other != null && one.key().equals(other.key());
    }

    private static void insert(List<RouteVersion> routes, RouteVersion version) {
        int place = Collections.binarySearch(routes, version, RouteOrder.BEST_FIRST);
        routes.add(-place - 1, version);
    }

    /**
     * Makes these routes the destination's, and tells the observers.
     *
     * @param touched the views of the routes that changed
     * @return the views in which the best route changed
     */
    private int commit(
            DestinationEntry entry,
            boolean isNewDestination,
            List<RouteVersion> routesNow,
            long now,
            int touched) {
        DestinationState before = entry.state();
        List<HeldRoute> held = holdDown.after(entry, before, routesNow, touched, timers::now);
        if (held.size() > before.held().size()) {
            awaitHoldEnd(entry, held);
            if (HOLD.isRecorded()) {
                recordHolds(entry, before, held);
            }
        }
        DestinationState after = DestinationState.of(routesNow, held, now);
        return publish(entry, isNewDestination, before, after, touched);
    }

    private void recordHolds(
            DestinationEntry entry, DestinationState before, List<HeldRoute> held) {
        for (HeldRoute route : held) {
            if (before.heldIn(route.viewId()) == null) {
                HOLD.record(
                        (long) instance,
                        family.toString(),
                        entry.toString(),
                        (long) route.viewId(),
                        route.version().route().owner().info().name(),
                        (route.end() - timers.now()) / 1_000);
            }
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer at a time
    private int publish(
            DestinationEntry entry,
            boolean isNewDestination,
            DestinationState before,
            DestinationState after,
            int touched) {
        entry.swap(after);
        if (isNewDestination) {
            destinations.put(entry);
        } else if (!after.isKnown()) {
            destinations.remove(entry);
        }
        changes++;
        visibleDestinations += Integer.signum(after.count()) - Integer.signum(before.count());

        int best = 0;
        int forwarding = 0;
        int withdrawn = 0;
        for (int rest = touched; rest != 0; rest &= rest - 1) {
            int viewId = Integer.numberOfTrailingZeros(rest);
            RouteVersion bestBefore = before.best(viewId);
            RouteVersion bestAfter = after.best(viewId);
            if (bestBefore == bestAfter) {
                continue;
            }
            boolean isOther =
                    bestBefore == null
                            || bestAfter == null
                            || bestBefore.route() != bestAfter.route();
            if (isOther || !bestAfter.forwardsAs(bestBefore)) {
                best |= 1 << viewId;
                forwarding |= 1 << viewId;
            } else if (bestAfter.flags() != bestBefore.flags()) {
                best |= 1 << viewId;
            }
            if (bestAfter == null) {
                withdrawn |= 1 << viewId;
            }
            if (isOther && viewId == View.UNICAST.id()) {
                countBest(bestBefore, -1);
                countBest(bestAfter, 1);
            }
        }
        if (ROUTE_CHANGE.isRecorded()) {
            ROUTE_CHANGE.record(
                    (long) instance,
                    family.toString(),
                    entry.toString(),
                    names(touched),
                    names(best),
                    names(withdrawn),
                    (long) after.count());
        }
        observers.tell(entry, touched, best, forwarding, withdrawn);
        return best;
    }

    private String names(int viewMask) {
        return views.stream()
                .filter(view -> (viewMask >>> view.id() & 1) != 0)
                .map(View::name)
                .collect(Collectors.joining(","));
    }

    private static void countBest(RouteVersion version, int difference) {
        if (version != null) {
            version.route().owner().holdings().countBestRoutes(difference);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer at a time
    private void countRoutes(Owner owner, int difference) {
        routes += difference;
        owner.holdings().countRoutes(difference);
    }

    // What touches many destinations

    /** Lets an owner change nothing more, and ends its locks. Its routes are stale from now on. */
    public void end(Owner owner) {
        turn.take(
                () -> {
                    owner.end();
                    turn.endLocksOf(owner);
                });
        owner.dropEntitySpecificInfo();
    }

    /**
     * Takes out of the table what an owner that has ended has left, it or those before it, and
     * nobody after it has refreshed.
     */
    public void sweep(Owner last) {
        inSlices(
                () -> last.staleRoutes() > 0,
                state -> state.first(version -> version.route().isLeftBy(last)) != null,
                entry -> sweep(last, entry));
        nextHops.sweep(last);
    }

    private void sweep(Owner last, DestinationEntry entry) {
        int touched = 0;
        List<RouteEntry> left = new ArrayList<>();
        List<RouteVersion> rest = new ArrayList<>();
        for (RouteVersion version : entry.state().routes()) {
            if (version.route().isLeftBy(last)) {
                touched |= version.views();
                leave(version);
                left.add(version.route());
            } else {
                rest.add(version);
            }
        }
        if (touched != 0) {
            commit(entry, false, rest, turn.nextMoment(), touched);
            left.forEach(route -> route.owner().contact().left(route));
        }
    }

    /** Gives the routes that follow the configuration their new preference. */
    public void setPreferences(Preferences next) {
        if (preferences.equals(next)) {
            return;
        }
        turn.take(() -> preferences = next);
        log.info("the preferences of the {} table have changed: looking at its routes", family);
        destinationsToReevaluate = visibleDestinations;
        inSlices(
                () -> true,
                state -> {
                    countReevaluated();
                    return state.first(this::hasOldPreference) != null;
                },
                this::reevaluate);
        destinationsToReevaluate = 0;
        log.info("all routes of the {} table have the preferences as configured", family);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // a figure for operators, written by one thread
    private void countReevaluated() {
        destinationsToReevaluate--;
    }

    private boolean hasOldPreference(RouteVersion version) {
        return !version.hasOwnPreference()
                && version.preference() != preferences.of(version.route().owner().id());
    }

    private void reevaluate(DestinationEntry entry) {
        int touched = 0;
        List<RouteVersion> routesNow = new ArrayList<>();
        long now = turn.nextMoment();
        for (RouteVersion version : entry.state().routes()) {
            boolean isOld = hasOldPreference(version);
            touched |= isOld ? version.views() : 0;
            routesNow.add(
                    isOld
                            ? version(version.route(), version.values(), now, version.end())
                            : version);
        }
        if (touched != 0) {
            routesNow.sort(RouteOrder.BEST_FIRST);
            commit(entry, false, routesNow, now, touched);
        }
    }

    /**
     * Changes the destinations that are concerned, some at a time, with other writers in between.
     * What is not concerned by now must not become so.
     */
    private void inSlices(
            BooleanSupplier goOn,
            Predicate<DestinationState> isConcerned,
            Consumer<DestinationEntry> action) {
        PrefixWalk<DestinationEntry> walk = destinations.snapshot().walk();
        List<DestinationEntry> slice = new ArrayList<>(SLICE);
        DestinationEntry entry;
        do {
            entry = walk.next();
            if (entry != null && isConcerned.test(entry.state())) {
                slice.add(entry);
            }
            if (slice.size() == SLICE || entry == null) {
                turn.take(
                        () ->
                                destinations.removeTogether(
                                        () ->
                                                slice.forEach(
                                                        it ->
                                                                turn.whenFree(
                                                                        it,
                                                                        () -> action.accept(it)))));
                slice.clear();
                turn.letOthersIn();
            }
        } while (entry != null && (!slice.isEmpty() || goOn.getAsBoolean()));
    }

    // Hold-down

    /** Marks a destination, so that its last route in a view is held down when it goes. */
    public void hold(Owner caller, DestinationEntry entry, int viewMask, long micros) {
        turn.take(
                caller,
                () -> entry,
                () -> {
                    holdDown.mark(entry, viewMask, micros);
                    return null;
                });
    }

    private final class HoldEnd extends Timed {
        private final DestinationEntry entry;

        HoldEnd(DestinationEntry entry) {
            this.entry = entry;
        }

        @Override
        protected void due() {
            turn.take(() -> turn.whenFree(entry, () -> endHolds(entry)));
        }
    }

    private void awaitHoldEnd(DestinationEntry entry, List<HeldRoute> held) {
        long first = held.stream().mapToLong(HeldRoute::end).min().orElseThrow();
        timers.set(holdEnds.computeIfAbsent(entry, HoldEnd::new), first);
    }

    private void endHolds(DestinationEntry key) {
        DestinationEntry entry = destinations.current(key);
        DestinationState before = entry.state();
        long now = timers.now();
        List<HeldRoute> held = before.held().stream().filter(it -> it.end() > now).toList();
        int ended = 0;
        for (HeldRoute route : before.held()) {
            ended |= held.contains(route) ? 0 : 1 << route.viewId();
        }
        if (held.isEmpty()) {
            holdEnds.remove(key);
        } else {
            awaitHoldEnd(entry, held);
        }
        if (ended != 0) {
            DestinationState after = DestinationState.of(before.routes(), held, turn.nextMoment());
            publish(entry, false, before, after, ended);
        }
    }

    /**
     * A hold-down that goes on, or is to come.
     *
     * @param held the route; null where it is to come
     * @param micros how long it still goes on, or will
     */
    public record Hold(DestinationEntry destination, int views, RouteEntry held, long micros) {}

    /** The hold-downs that go on, and the marks for those to come. Writers go on meanwhile. */
    public List<Hold> holds() {
        List<Hold> holds = new ArrayList<>();
        holdDown.marks()
                .forEach(
                        (entry, mark) ->
                                holds.add(new Hold(entry, mark.views(), null, mark.time())));
        // A mark that was used up before it was read here is a hold when those have ended who
        // write.
        turn.take(() -> {});
        for (DestinationEntry key : holdEnds.keySet()) {
            for (HeldRoute held : destinations.current(key).state().held()) {
                holds.add(
                        new Hold(
                                key,
                                1 << held.viewId(),
                                held.version().route(),
                                Math.max(0, held.end() - timers.now())));
            }
        }
        return holds;
    }

    // Locks

    /** The locks that are held. */
    public List<Lease> locks() {
        return turn.held();
    }

    /** How long from now until a deadline, in microseconds, never negative. */
    public long untilDeadline(Timed timed) {
        return Math.max(0, timed.deadline() - timers.now());
    }

    /**
     * Locks a destination or a next hop, once no other lock is in the way.
     *
     * @param ended told when the lock ends, however that is
     */
    public Lease lock(
            Owner caller, Object target, boolean exclusive, Duration time, Runnable ended) {
        return turn.lock(caller, target, exclusive, time, ended);
    }

    /** Ends a lock, and says whether it was still held. */
    public boolean unlock(Lease lease) {
        return turn.unlock(lease);
    }

    /** Updates a route under a lock of its destination, and ends the lock. */
    public RouteResult commit(
            Lease lease, RouteEntry route, RouteValues values, Lifespan lifespan) {
        return turn.commit(
                lease,
                () -> {
                    RouteVersion target = requirePresent(route);
                    requireLive(values, target);
                    return update(lease.holder(), target, values, lifespan);
                });
    }

    /**
     * Runs something as long as a lock is held: it is neither taken away nor given back meanwhile.
     */
    public void whileHeld(Lease lease, Runnable action) {
        turn.whileHeld(lease, action);
    }

    /** How many locks were taken away. */
    public long locksTakenAway() {
        return turn.locksTakenAway();
    }

    /** When a lock was last taken away, in microseconds since 1970; 0 if none was. */
    public long lastLockTakenAway() {
        return turn.lastLockTakenAway();
    }

    // Consistency

    /**
     * Looks for what cannot be, with other writers in between. What a walk has found is told, also
     * if that is no more at the next one.
     *
     * @param owners those that are here now, whether they have routes or not
     */
    public TableCheck check(int most, Collection<Owner> owners) {
        Consistency check;
        int walks = 0;
        do {
            check = new Consistency(this, owners);
            turn.take(check::begin);
            check.walk(most);
            turn.take(check::compareIfUnchanged);
            walks++;
        } while (check.faults().isEmpty()
                && check.isWhole()
                && !check.isCounted()
                && walks < MOST_WALKS);
        return check;
    }

    long lastMoment() {
        return turn.lastMoment();
    }

    // Observers

    /** When this returns, no change that the observer was not told of is still under way. */
    public void attach(TableObserver observer) {
        turn.take(() -> observers.add(observer));
    }

    /** When this returns, no call to the observer is still under way. */
    public void detach(TableObserver observer) {
        turn.take(() -> observers.remove(observer));
    }

    public static Instant toInstant(long micros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000), Math.floorMod(micros, 1_000_000) * 1_000L);
    }
}
