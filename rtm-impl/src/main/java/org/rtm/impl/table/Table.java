package org.rtm.impl.table;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.osgi.service.log.Logger;
import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;
import org.rtm.api.RtmStatus;
import org.rtm.api.View;
import org.rtm.api.ViewSet;
import org.rtm.api.provider.TableObserver;
import org.rtm.impl.prefix.PrefixMap;
import org.rtm.impl.prefix.PrefixSnapshot;
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

    /** How often a look-up starts again because a destination came while it skipped another one. */
    private static final int MOST_RESTARTS = 8;

    private final AddressFamily family;
    private final List<View> views;
    private final int supportedViews;
    private final InstantSource clock;
    private final Logger log;
    private final PrefixMap<DestinationEntry> destinations;
    private final List<TableObserver> observers = new CopyOnWriteArrayList<>();
    private final ReentrantLock writing = new ReentrantLock();
    private final Condition unlocked = writing.newCondition();
    private final Timers timers;
    private final Locks locks = new Locks();
    private final HoldDown holdDown = new HoldDown();
    private final Map<DestinationEntry, HoldEnd> holdEnds = new HashMap<>();
    private final Lifetimes lifetimes;

    private volatile Preferences preferences;
    private volatile long routes;
    private volatile int visibleDestinations;
    private long lastMoment;

    public Table(
            AddressFamily family,
            List<View> views,
            Preferences preferences,
            InstantSource clock,
            Timers timers,
            Logger log) {
        this.family = family;
        this.views = List.copyOf(views);
        this.supportedViews = ViewSet.of(views.stream().mapToInt(View::id).toArray()).mask();
        this.preferences = preferences;
        this.clock = clock;
        this.log = log;
        this.timers = timers;
        this.lifetimes = new Lifetimes(this, timers);
        this.destinations = new PrefixMap<>(family.addressLength());
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

    public int destinations() {
        return visibleDestinations;
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

    public NetAddress requireFamily(NetAddress address) {
        if (address.family() != family) {
            throw RtmStatus.INVALID_PARAMETER.because(
                    "%s is not an %s prefix, as this table needs", address, family);
        }
        return address;
    }

    // Reading

    /** The destinations at one moment. Those that no longer have a route may still be there. */
    public PrefixSnapshot<DestinationEntry> snapshot() {
        return destinations.snapshot();
    }

    /** The entry that stands for the prefix of this one now, or this one if none does. */
    public DestinationEntry current(DestinationEntry entry) {
        if (entry.state().isKnown()) {
            return entry; // only what is in the table has routes or held ones
        }
        DestinationEntry found = snapshot().get(entry.highBits(), entry.lowBits(), entry.length());
        return found != null ? found : entry;
    }

    /** The entry of a prefix, or a key if there is none. */
    public DestinationEntry key(NetAddress address) {
        requireFamily(address);
        DestinationEntry found = find(address);
        return found != null
                ? found
                : DestinationEntry.of(address, DestinationState.empty(timers.now()));
    }

    /**
     * The destination of exactly this prefix in one of some views, in any if the mask is 0; or
     * null.
     */
    public Visible exact(NetAddress address, int viewMask) {
        DestinationEntry entry = find(requireFamily(address));
        if (entry == null) {
            return null;
        }
        DestinationState state = entry.state();
        return isListed(state, viewMask) ? new Visible(entry, state) : null;
    }

    private DestinationEntry find(NetAddress address) {
        return snapshot().get(address.highBits(), address.lowBits(), address.length());
    }

    /** The destination of the longest prefix that covers this one in one of some views; or null. */
    public Visible mostSpecific(NetAddress address, int viewMask) {
        requireFamily(address);
        return longest(address.highBits(), address.lowBits(), address.length(), viewMask);
    }

    /**
     * The destination of the longest prefix that is shorter than this one and covers it; or null.
     */
    public Visible lessSpecific(DestinationEntry entry, int viewMask) {
        return entry.length() == 0
                ? null
                : longest(entry.highBits(), entry.lowBits(), entry.length() - 1, viewMask);
    }

    private Visible longest(long high, long low, int length, int viewMask) {
        PrefixSnapshot<DestinationEntry> snapshot = snapshot();
        DestinationEntry entry = snapshot.longestMatch(high, low, length);
        for (int restarts = 0; entry != null; ) {
            DestinationState state = entry.state();
            if (isVisible(state, viewMask)) {
                return new Visible(entry, state);
            }
            // What this one lost may have gone to a destination that the snapshot lacks: go on in
            // the newest one.
            PrefixSnapshot<DestinationEntry> newest = snapshot();
            if (newest != snapshot && restarts < MOST_RESTARTS) {
                restarts++;
                entry = newest.longestMatch(high, low, length);
            } else {
                entry = newest.nextLessSpecific(high, low, entry.length());
            }
            snapshot = newest;
        }
        return null;
    }

    /** Whether an exact match or an enumeration in some views shows a destination in this state. */
    public static boolean isListed(DestinationState state, int viewMask) {
        return viewMask == 0 ? state.isKnown() : isVisible(state, viewMask);
    }

    /** Whether a look-up by covering prefix in some views finds a destination in this state. */
    private static boolean isVisible(DestinationState state, int viewMask) {
        return viewMask == 0 ? state.count() > 0 : (state.views() & viewMask) != 0;
    }

    // Routes

    /** Adds a route, or updates the one that the owner means. */
    public RouteResult add(
            Owner owner,
            NetAddress address,
            RouteValues values,
            UpdateMode mode,
            Lifespan lifespan) {
        requireFamily(address);
        return whileWriting(
                owner,
                () -> key(address),
                () -> {
                    requireLive(values);
                    DestinationEntry known = find(address);
                    DestinationEntry entry =
                            known != null
                                    ? known
                                    : DestinationEntry.of(
                                            address, DestinationState.empty(nextMoment()));
                    RouteVersion target = null;
                    if (mode != UpdateMode.ALWAYS_NEW) {
                        NextHopEntry neighbour = values.neighbour();
                        target =
                                firstRoute(
                                        entry.state(),
                                        route ->
                                                route.route().owner() == owner
                                                        && (mode == UpdateMode.FIRST
                                                                || sameIdentity(
                                                                        route.neighbour(),
                                                                        neighbour)));
                    }
                    RouteResult result =
                            target == null
                                    ? create(entry, known == null, owner, values)
                                    : change(entry, target, values);
                    lifetimes.renew(result.route(), lifespan);
                    return result;
                });
    }

    public RouteResult update(
            Owner caller, RouteEntry route, RouteValues values, Lifespan lifespan) {
        requireOwner(caller, route.owner(), "route to " + route.destination());
        return whileWriting(caller, route::destination, () -> update(route, values, lifespan));
    }

    private RouteResult update(RouteEntry route, RouteValues values, Lifespan lifespan) {
        requireLive(values);
        RouteResult result = change(route.destination(), requirePresent(route), values);
        lifetimes.renew(route, lifespan);
        return result;
    }

    /** Deletes a route, and says whether the best route is another one in a view. */
    public boolean delete(Owner caller, RouteEntry route) {
        requireOwner(caller, route.owner(), "route to " + route.destination());
        return whileWriting(caller, route::destination, () -> delete(requirePresent(route)));
    }

    private boolean delete(RouteVersion target) {
        RouteEntry route = target.route();
        DestinationEntry entry = route.destination();
        List<RouteVersion> rest = entry.state().routes();
        rest.remove(target);
        leave(target);
        int best = commit(entry, false, rest, nextMoment(), target.views());
        route.owner().contact().left(route);
        return best != 0;
    }

    private void leave(RouteVersion target) {
        RouteEntry route = target.route();
        route.leave(target);
        lifetimes.end(route);
        countRoutes(route.owner(), -1);
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
        writing.lock();
        try {
            locks.whenFree(route.destination(), action);
        } finally {
            writing.unlock();
        }
    }

    /** How long a route has left to live, in microseconds; null if it lives for ever. */
    public Long timeToLive(RouteEntry route) {
        return lifetimes.left(route);
    }

    private RouteResult create(
            DestinationEntry entry, boolean isNewDestination, Owner owner, RouteValues values) {
        long now = nextMoment();
        RouteEntry route = new RouteEntry(entry, owner, now);
        RouteVersion version = version(route, values, now);
        List<RouteVersion> routes = entry.state().routes();
        insert(routes, version);
        countRoutes(owner, 1);
        int best = commit(entry, isNewDestination, routes, now, version.views());
        return new RouteResult(route, true, best != 0);
    }

    private RouteResult change(DestinationEntry entry, RouteVersion target, RouteValues values) {
        RouteEntry route = target.route();
        DestinationState before = entry.state();
        if (!sameIdentity(target.neighbour(), values.neighbour())) {
            requireNoTwin(before, route, values.neighbour());
        }
        RouteVersion next = version(route, values, nextMoment());
        List<RouteVersion> routes = before.routes();
        routes.remove(target);
        if (next.saysTheSameAs(target)) {
            if (next.entitySpecificInfo() != target.entitySpecificInfo()
                    || next.hasOwnPreference() != target.hasOwnPreference()) {
                insert(routes, version(route, values, target.updated()));
                entry.swap(DestinationState.of(routes, before.held(), before.changedAt()));
            }
            return new RouteResult(route, false, false);
        }
        insert(routes, next);
        int best = commit(entry, false, routes, next.updated(), target.views() | next.views());
        return new RouteResult(route, false, best != 0 || entry.state().bestViews(route) != 0);
    }

    private RouteVersion version(RouteEntry route, RouteValues values, long moment) {
        int preference =
                values.preference() != 0 ? values.preference() : preferences.of(route.owner().id());
        return new RouteVersion(route, values, preference, moment);
    }

    private static RouteVersion firstRoute(
            DestinationState state, Predicate<RouteVersion> criterion) {
        for (int i = 0; i < state.count(); i++) {
            if (criterion.test(state.route(i))) {
                return state.route(i);
            }
        }
        return null;
    }

    private static void requireNoTwin(
            DestinationState state, RouteEntry route, NextHopEntry neighbour) {
        RouteVersion twin =
                firstRoute(
                        state,
                        other ->
                                other.route() != route
                                        && other.route().owner() == route.owner()
                                        && sameIdentity(other.neighbour(), neighbour));
        if (twin != null) {
            throw RtmStatus.ALREADY_EXISTS.because(
                    "%s has another route to %s with %s",
                    route.owner().info().name(),
                    route.destination(),
                    neighbour == null ? "no neighbour" : "neighbour " + neighbour.key());
        }
    }

    private static void requireLive(RouteValues values) {
        if (values.neighbour() != null) {
            requireLive(values.neighbour());
        }
        for (NextHopEntry hop : values.nextHops()) {
            requireLive(hop);
        }
    }

    private static void requireLive(NextHopEntry hop) {
        if (hop.state().isDeleted()) {
            throw RtmStatus.INVALID_HANDLE.because("the %s was deleted", nameOf(hop));
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
        List<HeldRoute> held = holdDown.after(entry, before, routesNow, touched, now);
        if (held.size() > before.held().size()) {
            awaitHoldEnd(entry, held);
        }
        DestinationState after = DestinationState.of(routesNow, held, now);
        return publish(entry, isNewDestination, before, after, touched);
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
            destinations.remove(entry.highBits(), entry.lowBits(), entry.length());
        }
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
        tellObservers(entry, touched, best, forwarding, withdrawn);
        return best;
    }

    private static void countBest(RouteVersion version, int difference) {
        if (version != null) {
            version.route().owner().countBestRoutes(difference);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer at a time
    private void countRoutes(Owner owner, int difference) {
        routes += difference;
        owner.countRoutes(difference);
    }

    private void tellObservers(
            DestinationEntry entry, int all, int best, int forwarding, int withdrawn) {
        for (TableObserver observer : observers) {
            if (!observers.contains(observer)) {
                continue; // the one before has detached it
            }
            try {
                observer.changed(
                        entry,
                        ViewSet.ofMask(all),
                        ViewSet.ofMask(best),
                        ViewSet.ofMask(forwarding),
                        ViewSet.ofMask(withdrawn));
            } catch (Throwable e) { // whatever its failure is, the change stands: go on
                log.error("an observer of the {} table failed at {}", family, entry, e);
            }
        }
    }

    // What touches many destinations

    /** Lets an owner add nothing more, ends its locks, and takes its routes out of the table. */
    public void removeAll(Owner owner) {
        writing.lock();
        try {
            owner.end();
            locks.of(owner).forEach(this::endLock);
            unlocked.signalAll();
        } finally {
            writing.unlock();
        }
        for (NextHopEntry hop : owner.nextHops().values()) {
            markDeleted(hop);
            hop.swap(hop.state().withoutEntitySpecificInfo());
        }
        owner.nextHops().clear();
        inSlices(() -> owner.routes() > 0, entry -> removeAll(owner, entry));
    }

    private void removeAll(Owner owner, DestinationEntry entry) {
        int touched = 0;
        List<RouteVersion> rest = new ArrayList<>();
        for (RouteVersion version : entry.state().routes()) {
            if (version.route().owner() == owner) {
                touched |= version.views();
                version.dropEntitySpecificInfo();
                leave(version);
            } else {
                rest.add(version);
            }
        }
        if (touched != 0) {
            commit(entry, false, rest, nextMoment(), touched);
        }
    }

    /** Gives the routes that follow the configuration their new preference. */
    public void setPreferences(Preferences next) {
        writing.lock();
        try {
            if (preferences.equals(next)) {
                return;
            }
            preferences = next;
        } finally {
            writing.unlock();
        }
        inSlices(
                () -> true,
                entry -> {
                    int touched = 0;
                    List<RouteVersion> changed = new ArrayList<>();
                    long now = nextMoment();
                    for (RouteVersion version : entry.state().routes()) {
                        int preference = preferences.of(version.route().owner().id());
                        if (!version.hasOwnPreference() && version.preference() != preference) {
                            touched |= version.views();
                            changed.add(
                                    new RouteVersion(
                                            version.route(), version.values(), preference, now));
                        } else {
                            changed.add(version);
                        }
                    }
                    if (touched != 0) {
                        changed.sort(RouteOrder.BEST_FIRST);
                        commit(entry, false, changed, now, touched);
                    }
                });
    }

    private interface DestinationAction {
        void run(DestinationEntry entry);
    }

    private void inSlices(java.util.function.BooleanSupplier goOn, DestinationAction action) {
        PrefixWalk<DestinationEntry> walk = snapshot().walk();
        DestinationEntry entry = walk.next();
        while (entry != null && goOn.getAsBoolean()) {
            writing.lock();
            try {
                for (int i = 0; i < SLICE && entry != null; i++) {
                    DestinationEntry here = entry;
                    locks.whenFree(here, () -> action.run(here));
                    entry = walk.next();
                }
            } finally {
                writing.unlock();
            }
            if (writing.hasQueuedThreads()) {
                Thread.yield();
            }
        }
    }

    // Hold-down

    /** Marks a destination, so that its last route in a view is held down when it goes. */
    public void hold(Owner caller, DestinationEntry entry, int viewMask, long micros) {
        whileWriting(
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
            writing.lock();
            try {
                locks.whenFree(entry, () -> endHolds(entry));
            } finally {
                writing.unlock();
            }
        }
    }

    private void awaitHoldEnd(DestinationEntry entry, List<HeldRoute> held) {
        long first = held.stream().mapToLong(HeldRoute::end).min().orElseThrow();
        timers.set(holdEnds.computeIfAbsent(entry, HoldEnd::new), first);
    }

    private void endHolds(DestinationEntry key) {
        DestinationEntry entry = current(key);
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
            DestinationState after = DestinationState.of(before.routes(), held, nextMoment());
            publish(entry, false, before, after, ended);
        }
    }

    // Locks

    /**
     * Locks a destination or a next hop, once no other lock is in the way.
     *
     * @param ended told when the lock ends, however that is
     */
    public Lease lock(
            Owner caller, Object target, boolean exclusive, Duration time, Runnable ended) {
        writing.lock();
        try {
            Lease lease = new Lease(this, caller, target, exclusive, ended);
            requireNotEnded(caller);
            while (locks.conflict(lease)) {
                unlocked.awaitUninterruptibly();
                requireNotEnded(caller);
            }
            locks.grant(lease);
            timers.set(lease, timers.now() + time.toNanos() / 1_000);
            return lease;
        } finally {
            writing.unlock();
        }
    }

    /** Ends a lock, and says whether it was still held. */
    public boolean unlock(Lease lease) {
        writing.lock();
        try {
            boolean wasHeld = lease.isHeld();
            if (wasHeld) {
                endLock(lease);
            }
            return wasHeld;
        } finally {
            writing.unlock();
        }
    }

    void takeAway(Lease lease) {
        if (unlock(lease)) {
            log.warn("the {} was taken away: it was held for too long", lease);
        }
    }

    private void endLock(Lease lease) {
        timers.set(lease, Timed.NEVER);
        locks.end(lease);
        unlocked.signalAll();
    }

    /** Updates a route under a lock of its destination, and ends the lock. */
    public RouteResult commit(
            Lease lease, RouteEntry route, RouteValues values, Lifespan lifespan) {
        return commit(lease, () -> update(route, values, lifespan));
    }

    /** Updates a next hop under a lock of it, and ends the lock. */
    public void commit(Lease lease, NextHopEntry entry, NextHopEntry.State state) {
        commit(
                lease,
                () -> {
                    requirePresent(entry);
                    change(entry, state);
                    return null;
                });
    }

    private <T> T commit(Lease lease, Change<T> change) {
        writing.lock();
        try {
            if (!lease.isHeld()) {
                throw RtmStatus.INVALID_HANDLE.because(
                        "the %s was given back or taken away", lease);
            }
            if (!lease.isExclusive()) {
                throw RtmStatus.ACCESS_DENIED.because(
                        "the %s lets nothing be changed; only an exclusive one does", lease);
            }
            requireNotEnded(lease.holder());
            T result = change.make();
            endLock(lease);
            return result;
        } finally {
            writing.unlock();
        }
    }

    /**
     * Runs something as long as a lock is held: it is neither taken away nor given back meanwhile.
     */
    public void whileHeld(Lease lease, Runnable action) {
        writing.lock();
        try {
            if (!lease.isHeld()) {
                throw RtmStatus.INVALID_HANDLE.because(
                        "the %s was given back or taken away", lease);
            }
            action.run();
        } finally {
            writing.unlock();
        }
    }

    // Next hops

    /**
     * Adds a next hop, or updates the one with the same key.
     *
     * @param entry the next hop
     * @param isNew whether it was created
     */
    public record NextHopResult(NextHopEntry entry, boolean isNew) {}

    public NextHopResult addNextHop(Owner owner, NextHopKey key, NextHopEntry.State state) {
        return whileWriting(
                owner,
                () -> owner.nextHops().get(key),
                () -> {
                    NextHopEntry known = owner.nextHops().get(key);
                    if (known != null) {
                        change(known, state);
                        return new NextHopResult(known, false);
                    }
                    NextHopEntry entry =
                            new NextHopEntry(owner, key, state.at(nextMoment(), false));
                    owner.nextHops().put(key, entry);
                    return new NextHopResult(entry, true);
                });
    }

    public void updateNextHop(Owner caller, NextHopEntry entry, NextHopEntry.State state) {
        requireOwner(caller, entry.owner(), nameOf(entry));
        whileWriting(
                caller,
                () -> entry,
                () -> {
                    requirePresent(entry);
                    change(entry, state);
                    return null;
                });
    }

    public void deleteNextHop(Owner caller, NextHopEntry entry) {
        requireOwner(caller, entry.owner(), nameOf(entry));
        whileWriting(
                caller,
                () -> entry,
                () -> {
                    requirePresent(entry);
                    caller.nextHops().remove(entry.key());
                    markDeleted(entry);
                    return null;
                });
    }

    private void change(NextHopEntry entry, NextHopEntry.State state) {
        boolean isChange = !state.saysTheSameAs(entry.state());
        entry.swap(state.at(isChange ? nextMoment() : entry.state().changed(), false));
    }

    private static void markDeleted(NextHopEntry entry) {
        entry.swap(entry.state().at(entry.state().changed(), true));
    }

    private static void requirePresent(NextHopEntry entry) {
        if (entry.state().isDeleted()) {
            throw RtmStatus.NOT_FOUND.because("%s was deleted", nameOf(entry));
        }
    }

    private static String nameOf(NextHopEntry entry) {
        return "next hop " + entry.key();
    }

    // Observers

    /** When this returns, no change that the observer was not told of is still under way. */
    public void attach(TableObserver observer) {
        writing.lock();
        try {
            if (!observers.contains(Objects.requireNonNull(observer))) {
                observers.add(observer);
            }
        } finally {
            writing.unlock();
        }
    }

    /** When this returns, no call to the observer is still under way. */
    public void detach(TableObserver observer) {
        writing.lock();
        try {
            observers.remove(observer);
        } finally {
            writing.unlock();
        }
    }

    // Writing

    private interface Change<T> {
        T make();
    }

    /**
     * Makes a change, once what it is about is not locked. Waiting for that, it lets other writers
     * in, and starts afresh.
     *
     * @param target the destination or next hop that is changed
     */
    private <T> T whileWriting(Owner caller, Supplier<Object> target, Change<T> change) {
        writing.lock();
        try {
            while (!locks.areNone() && locks.isLocked(target.get())) {
                unlocked.awaitUninterruptibly();
            }
            requireNotEnded(caller);
            return change.make();
        } finally {
            writing.unlock();
        }
    }

    private static void requireNotEnded(Owner caller) {
        if (caller.hasEnded()) {
            throw RtmStatus.INVALID_HANDLE.because(
                    "the registration of %s has ended", caller.info().name());
        }
    }

    private static void requireOwner(Owner caller, Owner owner, String what) {
        if (caller != owner) {
            throw RtmStatus.ACCESS_DENIED.because(
                    "the %s belongs to %s, not to %s",
                    what, owner.info().name(), caller.info().name());
        }
    }

    /** The time, strictly increasing: it also tells which of two routes is older. */
    private long nextMoment() {
        lastMoment = Math.max(lastMoment + 1, timers.now());
        return lastMoment;
    }

    public static Instant toInstant(long micros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000), Math.floorMod(micros, 1_000_000) * 1_000L);
    }
}
