package org.rtm.notify;

import static org.rtm.api.notify.ChangeType.ALL;
import static org.rtm.api.notify.ChangeType.BEST;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.rtm.api.AddRouteOptions;
import org.rtm.api.AddressFamily;
import org.rtm.api.Batch;
import org.rtm.api.DestInfo;
import org.rtm.api.Destination;
import org.rtm.api.DestinationLock;
import org.rtm.api.DestinationQuery;
import org.rtm.api.Entity;
import org.rtm.api.EntityId;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.EnumRange;
import org.rtm.api.HandleKind;
import org.rtm.api.LockMode;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.PrefInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteCriteria;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteList;
import org.rtm.api.RouteLock;
import org.rtm.api.RouteQuery;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.TableEnumeration;
import org.rtm.api.ViewInfo;
import org.rtm.api.ViewSet;
import org.rtm.api.monitor.TableStatus;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.ChangeType;
import org.rtm.api.notify.ChangedDests;

/** One table, all that happens in it, and what must hold meanwhile and afterwards. */
final class TableUnderStress {
    private static final ViewSet BOTH = ViewSet.of(0, 1);
    private static final int HOPS = 7;
    private static final int HOT = 40;
    private static final int NUMBERS = 200;
    private static final int ROUTES_OF_A_GUEST = 700; // more than one slice of a deregistration
    private static final int SECONDS_AT_REST = 20;

    /** Something that is done again and again until the round is over. */
    interface Work {
        void step(Random random);
    }

    private final AddressFamily family;
    private final Router router;
    private final Notifier notifier;
    private final Invariants invariants;

    /** Those that have a route in both views throughout, and those that come and go. */
    private final List<NetAddress> staying;

    private final List<NetAddress> all;
    private final EntityRegistration keeper;
    private final List<Writer> writers = new ArrayList<>();
    private final EntityRegistration reader;
    private final List<EntityRegistration> lockers = new ArrayList<>();
    private final List<Follower> followers = new ArrayList<>();
    private final List<EntityRegistration> entities = new ArrayList<>();

    /** Who holds a lock on a destination: a thousand for an exclusive one, one for a shared one. */
    private final Map<NetAddress, AtomicInteger> holders = new ConcurrentHashMap<>();

    private final Map<EntityRegistration, Map<HandleKind, Long>> handlesAtRest = new HashMap<>();

    TableUnderStress(
            AddressFamily family,
            List<NetAddress> prefixes,
            Router router,
            Notifier notifier,
            Invariants invariants) {
        this.family = family;
        this.router = router;
        this.notifier = notifier;
        this.invariants = invariants;
        all = prefixes;
        staying = prefixes.subList(0, prefixes.size() / 3);
        reader = register(ProtocolId.BGP, 1);
        for (int i = 0; i < 2; i++) {
            lockers.add(register(ProtocolId.NETMGMT, i, EntityOptions.NONE.opaqueSlot()));
        }
        follow(1, ViewSet.UNICAST, BEST);
        follow(2, BOTH, ALL);
        keeper = register(ProtocolId.NT_STATIC, 1);
        List<NextHop> hops = hops(keeper);
        staying.forEach(prefix -> keeper.addRoute(prefix, info(stayingNumber(prefix), hops)));
        writers.add(new Writer(register(ProtocolId.RIP, 1)));
        writers.add(new Writer(register(ProtocolId.OSPF, 1)));
        for (EntityRegistration entity : entities) {
            Router.settle(entity);
            handlesAtRest.put(entity, entity.handleCounts());
        }
    }

    private void follow(int number, ViewSet views, ChangeType type) {
        EntityRegistration entity = register(ProtocolId.LOCAL, number);
        followers.add(new Follower(entity, views, invariants).follow(notifier, type));
    }

    private EntityRegistration register(ProtocolId protocol, int instance) {
        return register(protocol, instance, EntityOptions.NONE);
    }

    private EntityRegistration register(ProtocolId protocol, int instance, EntityOptions options) {
        EntityRegistration entity =
                router.manager().register(EntityInfo.of(family, protocol, instance), options);
        entities.add(entity);
        return entity;
    }

    /** What runs at the same time, each on a thread of its own. */
    Map<String, Work> work() {
        Map<String, Work> work = new LinkedHashMap<>();
        for (Writer writer : writers) {
            work.put(writer.owner.info().name() + " writes " + family, writer::step);
        }
        for (EntityRegistration locker : lockers) {
            work.put(locker.info().name() + " locks " + family, random -> lock(locker, random));
        }
        work.put("a reader of " + family, this::lookUp);
        work.put("an enumeration of destinations of " + family, this::enumerateDestinations);
        work.put("an enumeration of routes of " + family, this::enumerateRoutes);
        work.put("a guest of " + family, this::visit);
        work.put("a newcomer to " + family, this::resync);
        return work;
    }

    // Routes whose values belong together: all are functions of one number

    private List<NextHop> hops(EntityRegistration owner) {
        List<NextHop> hops = new ArrayList<>();
        NetAddress address =
                NetAddress.parse(family == AddressFamily.IPV4 ? "192.0.2.1" : "2001:db8::1");
        for (int i = 0; i < HOPS; i++) {
            hops.add(owner.addNextHop(NextHopInfo.of(address, i + 1)).handle());
        }
        return hops;
    }

    private static RouteInfo info(int number, List<NextHop> hops) {
        return RouteInfo.via(hops.get(number % HOPS))
                .prefInfo(prefInfo(number))
                .views(views(number))
                .entitySpecificInfo(number);
    }

    private static PrefInfo prefInfo(int number) {
        return new PrefInfo(1000L + number, number);
    }

    private static ViewSet views(int number) {
        return ViewSet.ofMask(1 + number % 3);
    }

    /** A number that is in both views. */
    private static int stayingNumber(NetAddress prefix) {
        return Math.floorMod(prefix.hashCode(), NUMBERS) / 3 * 3 + 2;
    }

    /** Reads a route's number, and checks that all else is of the same moment. */
    private int number(RouteSnapshot route, boolean isOwn) {
        int number = (int) route.prefInfo().metric();
        String invariant = "§13 no torn read: what was set together is read together";
        Object where = route.destination().address();
        invariants.requireEqual(invariant, where, prefInfo(number), route.prefInfo());
        invariants.requireEqual(invariant, where, views(number), route.views());
        invariants.requireEqual(
                invariant,
                where,
                List.of(number % HOPS + 1),
                route.nextHops().stream().map(NextHop::interfaceIndex).toList());
        if (isOwn) {
            invariants.requireEqual(
                    invariant, where, Optional.of(number), route.entitySpecificInfo());
        }
        return number;
    }

    // Writers

    /** The only one that writes the routes of its entity, so that it knows them all. */
    private final class Writer {
        private final EntityRegistration owner;
        private final Entity self;
        private final RouteCriteria own;
        private final List<NextHop> hops;
        private final ChangeRegistration changes;
        private final Map<NetAddress, Integer> mine = new HashMap<>();

        Writer(EntityRegistration owner) {
            this.owner = owner;
            self = owner.entity();
            own = RouteCriteria.NONE.owner(self);
            hops = hops(owner);
            changes =
                    notifier.register(
                            owner,
                            ChangeRequest.of(ALL).views(BOTH).markedOnly(),
                            Optional.empty());
        }

        void step(Random random) {
            NetAddress prefix = any(random);
            Integer before = mine.get(prefix);
            boolean isWatched = random.nextInt(4) == 0;
            if (isWatched) {
                changes.mark(prefix);
            }
            write(prefix, random);
            Integer after = mine.get(prefix);
            if (isWatched) {
                boolean isPending = fetch().contains(prefix);
                changes.unmark(prefix);
                invariants.require(
                        isPending || Objects.equals(before, after),
                        "§10 a change is pending before the call that made it returns",
                        prefix,
                        "pending from " + before + " to " + after,
                        "not pending");
            }
            invariants.requireEqual(
                    "§13 what a call of " + owner.info().name() + " changed is visible after it",
                    prefix,
                    after,
                    read(prefix));
        }

        private void write(NetAddress prefix, Random random) {
            int number = 1 + random.nextInt(NUMBERS);
            boolean isNew = !mine.containsKey(prefix);
            if (isNew || random.nextInt(4) == 0) {
                invariants.requireEqual(
                        "§6 adding says whether the route is new",
                        prefix,
                        isNew,
                        owner.addRoute(prefix, info(number, hops)).isNew());
                mine.put(prefix, number);
                return;
            }
            Route route = owner.exactMatchRoute(prefix, own, BOTH).orElseThrow(() -> lost(prefix));
            switch (random.nextInt(3)) {
                case 0 -> {
                    route.update(info(number, hops));
                    mine.put(prefix, number);
                    route.close();
                }
                case 1 -> {
                    commit(route, number);
                    mine.put(prefix, number);
                    route.close();
                }
                default -> {
                    route.delete();
                    mine.remove(prefix);
                }
            }
        }

        private AssertionError lost(NetAddress prefix) {
            invariants.requireEqual("§13 a route stays", prefix, mine.get(prefix), null);
            return new AssertionError();
        }

        private void commit(Route route, int number) {
            try (RouteLock lock = route.lock(LockMode.EXCLUSIVE)) {
                NetAddress prefix = route.destinationAddress();
                alone(
                        prefix,
                        LockMode.EXCLUSIVE,
                        () -> {
                            try (DestInfo info =
                                    owner.exactMatch(prefix, ProtocolId.BEST, ViewSet.ANY)
                                            .orElseThrow()) {
                                requireStill(owner, info.destination());
                            }
                            lock.prefInfo(prefInfo(number))
                                    .nextHops(List.of(hops.get(number % HOPS)))
                                    .views(views(number))
                                    .entitySpecificInfo(Optional.of(number));
                        });
                lock.commit(AddRouteOptions.NONE);
            }
        }

        /** In its views: without any, a route that is held down would be found too. */
        private Integer read(NetAddress prefix) {
            Optional<Route> route = owner.exactMatchRoute(prefix, own, BOTH);
            if (route.isEmpty()) {
                return null;
            }
            try (Route found = route.get();
                    RouteSnapshot info = found.info()) {
                return number(info, true);
            }
        }

        private Set<NetAddress> fetch() {
            Set<NetAddress> fetched = new HashSet<>();
            try (ChangedDests batch = changes.fetch(Router.MAX_HANDLES_IN_CALL)) {
                batch.forEach(info -> fetched.add(info.address()));
            }
            return fetched;
        }
    }

    /** Half of the time one of a few that everybody wants. */
    private NetAddress any(Random random) {
        return all.get(all.size() - 1 - random.nextInt(random.nextBoolean() ? HOT : all.size()));
    }

    // Locks

    private void lock(EntityRegistration locker, Random random) {
        Optional<DestInfo> found = locker.exactMatch(any(random), ProtocolId.BEST, ViewSet.ANY);
        if (found.isEmpty()) {
            return;
        }
        LockMode mode = random.nextInt(3) == 0 ? LockMode.SHARED : LockMode.EXCLUSIVE;
        try (DestInfo info = found.get();
                DestinationLock lock = info.destination().lock(mode)) {
            alone(
                    info.address(),
                    mode,
                    () -> {
                        if (mode == LockMode.EXCLUSIVE) {
                            writeOpaque(lock, info.destination(), random.nextInt());
                        }
                        requireStill(locker, info.destination());
                    });
        }
    }

    private void alone(NetAddress prefix, LockMode mode, Runnable whileHeld) {
        int weight = mode == LockMode.EXCLUSIVE ? 1000 : 1;
        AtomicInteger held = holders.computeIfAbsent(prefix, absent -> new AtomicInteger());
        int now = held.addAndGet(weight);
        try {
            invariants.require(
                    mode == LockMode.EXCLUSIVE ? now == 1000 : now < 1000,
                    "§12 an exclusive lock excludes all others",
                    prefix,
                    mode + " alone",
                    now / 1000 + " exclusive and " + now % 1000 + " shared ones");
            whileHeld.run();
        } finally {
            held.addAndGet(-weight);
        }
    }

    private void writeOpaque(DestinationLock lock, Destination destination, int value) {
        lock.setOpaque(Optional.of(value));
        invariants.requireEqual(
                "§12 an opaque slot holds what its owner wrote",
                destination.address(),
                Optional.of(value),
                destination.opaque());
        lock.setOpaque(Optional.empty());
    }

    private void requireStill(EntityRegistration holder, Destination destination) {
        List<Row> before = rows(holder, RouteQuery.ALL.destination(destination));
        for (int i = 0; i < 3; i++) {
            Thread.yield();
            invariants.requireEqual(
                    "§12 nobody changes what is locked",
                    destination.address(),
                    before,
                    rows(holder, RouteQuery.ALL.destination(destination)));
        }
    }

    // Readers

    private void lookUp(Random random) {
        NetAddress prefix = staying.get(random.nextInt(staying.size()));
        NetAddress host = NetAddress.host(prefix.toInetAddress());
        ViewSet view = random.nextBoolean() ? ViewSet.UNICAST : ViewSet.MULTICAST;
        String invariant = "§7 what is there throughout is found";
        Optional<DestInfo> found = reader.mostSpecific(host, ProtocolId.BEST, view);
        invariants.require(found.isPresent(), invariant, host, prefix, "nothing");
        try (DestInfo info = found.get()) {
            invariants.require(
                    info.address().covers(host) && info.address().length() >= prefix.length(),
                    invariant,
                    host,
                    prefix + " or within it",
                    info.address());
            checkBest(info);
        }
        Optional<DestInfo> exact = reader.exactMatch(prefix, ProtocolId.NT_STATIC, BOTH);
        invariants.require(exact.isPresent(), invariant, prefix, prefix, "nothing");
        try (DestInfo info = exact.get()) {
            for (ViewInfo each : info.views()) {
                invariants.requireEqual(
                        "§7 the best route of a protocol",
                        prefix + " in view " + each.viewId(),
                        Optional.of(keeper.info()),
                        each.bestRouteOwner().map(Entity::info));
            }
            checkBest(info);
        }
    }

    /** Who finds a destination in a view finds its best route there, whole. */
    private void checkBest(DestInfo info) {
        for (ViewInfo view : info.views()) {
            invariants.requireEqual(
                    "§7 a view with routes has a best one",
                    info.address() + " in view " + view.viewId(),
                    view.routeCount() > 0,
                    view.bestRoute().isPresent());
            if (view.bestRoute().isPresent()) {
                try (RouteSnapshot best = view.bestRoute().get().info()) {
                    number(best, false);
                }
            }
        }
    }

    private void enumerateDestinations(Random random) {
        NetAddress within =
                NetAddress.masked(
                        family,
                        any(random).bytes(),
                        random.nextInt(3) == 0 ? 1 + random.nextInt(9) : 0);
        DestinationQuery query =
                DestinationQuery.ALL
                        .views(random.nextBoolean() ? ViewSet.UNICAST : BOTH)
                        .range(EnumRange.within(within));
        List<NetAddress> seen = new ArrayList<>();
        forEach(
                reader.enumerateDestinations(query),
                random,
                info -> {
                    seen.add(info.address());
                    checkBest(info);
                });
        requireOnceAndInOrder("destinations", within, seen);
    }

    private void enumerateRoutes(Random random) {
        List<NetAddress> kept = new ArrayList<>();
        List<NetAddress> seen = new ArrayList<>();
        forEach(
                reader.enumerateRoutes(
                        RouteQuery.ALL.views(random.nextInt(3) == 0 ? BOTH : ViewSet.UNICAST)),
                random,
                route -> {
                    try (RouteSnapshot info = route.info()) {
                        number(info, false);
                        seen.add(route.destinationAddress());
                        if (info.owner().info().equals(keeper.info())) {
                            kept.add(route.destinationAddress());
                        }
                    }
                });
        invariants.requireEqual(
                "§9 routes come in the order of their destinations",
                family,
                seen.stream().sorted().toList().equals(seen),
                true);
        requireOnceAndInOrder("routes that stay", NetAddress.all(family), kept);
    }

    private <T> void forEach(TableEnumeration<T> enumeration, Random random, Consumer<T> action) {
        try (enumeration) {
            boolean more = true;
            while (more) {
                try (Batch<T> batch =
                        enumeration.next(1 + random.nextInt(Router.MAX_HANDLES_IN_CALL))) {
                    batch.forEach(action);
                    more = !batch.isEmpty();
                }
            }
        }
    }

    private void requireOnceAndInOrder(String what, NetAddress within, List<NetAddress> seen) {
        for (int i = 1; i < seen.size(); i++) {
            invariants.require(
                    seen.get(i - 1).compareTo(seen.get(i)) < 0,
                    "§9 an enumeration of " + what + " has each once and in order",
                    within,
                    "after " + seen.get(i - 1) + " a later one",
                    seen.get(i));
        }
        Set<NetAddress> found = new TreeSet<>(seen);
        for (NetAddress prefix : staying) {
            invariants.require(
                    found.contains(prefix) || !within.covers(prefix),
                    "§9 an enumeration of " + what + " has all that are there throughout",
                    within,
                    prefix,
                    "none");
        }
    }

    // Those who come and go

    /** An entity with more routes than its end takes out at a time. */
    private void visit(Random random) {
        EntityRegistration guest =
                router.manager().register(EntityInfo.of(family, ProtocolId.VRRP, 1));
        List<NextHop> hops = hops(guest);
        RouteList list = guest.createRouteList();
        List<NetAddress> listed = new ArrayList<>();
        int first = random.nextInt(all.size());
        for (int i = 0; i < ROUTES_OF_A_GUEST; i++) {
            NetAddress prefix = all.get((first + i) % all.size());
            RouteInfo info = info(1 + random.nextInt(NUMBERS), hops);
            if (i % 5 == 0) {
                Duration shortly = Duration.ofMillis(1L + random.nextInt(30));
                guest.addRoute(prefix, info, AddRouteOptions.NONE.timeToLive(shortly));
            } else {
                guest.addRoute(prefix, info, AddRouteOptions.NONE.list(list));
                listed.add(prefix);
            }
            if (i % 50 == 0) {
                hold(guest, prefix, random);
            }
        }
        List<NetAddress> seen = new ArrayList<>();
        forEach(list.enumerate(), random, route -> seen.add(route.destinationAddress()));
        invariants.requireEqual(
                "§9 a route list has its routes in order of insertion", family, listed, seen);
        Map<HandleKind, Long> handles = new HashMap<>();
        guest.handleCounts().forEach((kind, count) -> handles.put(kind, 0L));
        handles.put(HandleKind.NEXT_HOP, (long) HOPS);
        handles.put(HandleKind.ROUTE_LIST, 1L);
        invariants.requireEqual(
                "§3 handles are counted", guest.info().name(), handles, guest.handleCounts());

        guest.close();

        for (int i = 0; i < 20; i++) {
            requireGone(guest, listed.get(random.nextInt(listed.size())));
        }
    }

    /** The end of a registration leaves what is locked until the lock ends, which is soon. */
    private void requireGone(EntityRegistration guest, NetAddress prefix) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_AT_REST);
        boolean isThere = hasRoute(guest, prefix);
        while (isThere && System.nanoTime() < end) {
            Thread.yield();
            isThere = hasRoute(guest, prefix);
        }
        invariants.requireEqual("§2 an ended registration has no routes", prefix, false, isThere);
    }

    private boolean hasRoute(EntityRegistration guest, NetAddress prefix) {
        Optional<DestInfo> found = reader.exactMatch(prefix, guest.info().id().protocol(), BOTH);
        if (found.isEmpty()) {
            return false;
        }
        try (DestInfo info = found.get()) {
            return info.views().stream().anyMatch(view -> view.bestRoute().isPresent());
        }
    }

    private static void hold(EntityRegistration guest, NetAddress prefix, Random random) {
        Optional<DestInfo> found = guest.exactMatch(prefix, ProtocolId.BEST, ViewSet.ANY);
        if (found.isPresent()) {
            try (DestInfo info = found.get()) {
                info.destination().hold(BOTH, Duration.ofMillis(1L + random.nextInt(30)));
            }
        }
    }

    /** A client that comes, learns all that there is, and goes. */
    private void resync(Random random) {
        EntityRegistration newcomer =
                router.manager().register(EntityInfo.of(family, ProtocolId.LOCAL, 100));
        Set<NetAddress> told = new HashSet<>();
        try (newcomer;
                ChangeRegistration changes =
                        notifier.register(
                                newcomer,
                                ChangeRequest.of(ALL).views(BOTH).resync(),
                                Optional.empty())) {
            boolean isComplete = false;
            while (!isComplete) {
                try (ChangedDests batch =
                        changes.fetch(1 + random.nextInt(Router.MAX_HANDLES_IN_CALL))) {
                    batch.forEach(info -> told.add(info.address()));
                    isComplete = batch.isResyncComplete();
                }
            }
        }
        for (NetAddress prefix : staying) {
            invariants.require(
                    told.contains(prefix),
                    "§14 a resync goes through every destination",
                    family,
                    prefix,
                    "none");
        }
    }

    // At rest

    private record Row(NetAddress prefix, EntityId owner, int number) {
        private static final Comparator<Row> BEST_FIRST =
                Comparator.comparing(Row::prefix)
                        .thenComparing(Row::number)
                        .thenComparing(Row::owner);
    }

    private List<Row> rows(EntityRegistration entity, RouteQuery query) {
        List<Row> rows = new ArrayList<>();
        try (TableEnumeration<Route> routes = entity.enumerateRoutes(query)) {
            boolean more = true;
            while (more) {
                try (Batch<Route> batch = routes.next(Router.MAX_HANDLES_IN_CALL)) {
                    for (Route route : batch) {
                        try (RouteSnapshot info = route.info()) {
                            rows.add(
                                    new Row(
                                            route.destinationAddress(),
                                            info.owner().info().id(),
                                            number(info, false)));
                        }
                    }
                    more = !batch.isEmpty();
                }
            }
        }
        return rows;
    }

    /** Checks all that is there, when nobody does anything. */
    void checkAtRest() {
        awaitHoldsEnd();
        List<Row> rows = rows(reader, RouteQuery.ALL);
        List<Row> expected = new ArrayList<>();
        staying.forEach(it -> expected.add(new Row(it, keeper.info().id(), stayingNumber(it))));
        for (Writer writer : writers) {
            writer.mine.forEach(
                    (prefix, number) ->
                            expected.add(new Row(prefix, writer.owner.info().id(), number)));
        }
        expected.sort(Row.BEST_FIRST);
        requireSame(expected, rows);
        checkBestOf(rows);
        followers.forEach(Follower::check);
        checkCounters(rows);
        handlesAtRest.forEach(
                (entity, handles) ->
                        invariants.requireEqual(
                                "§3 no handle leaks",
                                entity.info().name() + " " + family,
                                handles,
                                entity.handleCounts()));
    }

    private void requireSame(List<Row> expected, List<Row> seen) {
        for (int i = 0; i < Math.max(expected.size(), seen.size()); i++) {
            invariants.requireEqual(
                    "§9, §13 the table has what was written, best first",
                    "route " + i + " of " + family,
                    i < expected.size() ? expected.get(i) : null,
                    i < seen.size() ? seen.get(i) : null);
        }
    }

    /** Checks the best route and the number of routes of each destination, view by view. */
    private void checkBestOf(List<Row> rows) {
        for (int viewId = 0; viewId < 2; viewId++) {
            int id = viewId;
            Map<NetAddress, List<Row>> expected = new TreeMap<>();
            for (Row row : rows) {
                if (views(row.number()).contains(id)) {
                    expected.computeIfAbsent(row.prefix(), absent -> new ArrayList<>()).add(row);
                }
            }
            ViewSet views = ViewSet.of(id);
            for (Map.Entry<NetAddress, List<Row>> each : expected.entrySet()) {
                Optional<DestInfo> found = reader.exactMatch(each.getKey(), ProtocolId.BEST, views);
                invariants.require(
                        found.isPresent(), "§7 exact match", each.getKey(), "found", "nothing");
                try (DestInfo info = found.get()) {
                    ViewInfo view = info.view(id).orElseThrow();
                    String where = each.getKey() + " in view " + id;
                    invariants.requireEqual(
                            "§7 the route count", where, each.getValue().size(), view.routeCount());
                    invariants.requireEqual(
                            "§6 the best route",
                            where,
                            Optional.of(each.getValue().get(0).owner()),
                            view.bestRouteOwner().map(it -> it.info().id()));
                }
            }
        }
    }

    private void checkCounters(List<Row> rows) {
        TableStatus status = status();
        invariants.requireEqual(
                "the number of routes", family, (long) rows.size(), status.routes());
        invariants.requireEqual(
                "the number of destinations",
                family,
                rows.stream().map(Row::prefix).distinct().count(),
                status.destinations());
    }

    private TableStatus status() {
        return router.monitor().instances().get(0).tables().stream()
                .filter(table -> table.family() == family)
                .findFirst()
                .orElseThrow();
    }

    /**
     * Every hold is short, so soon nothing is held down any more: no destination for itself, and no
     * route in one view where the destination has others in the other view.
     */
    private void awaitHoldsEnd() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_AT_REST);
        int shown;
        int visible;
        do {
            shown = count(ViewSet.ANY);
            visible = count(BOTH);
        } while (shown != visible && System.nanoTime() < end);
        invariants.requireEqual("§8 a hold ends in time", family, visible, shown);
    }

    /** Counts destinations and routes; where any view is meant, those that are held down too. */
    private int count(ViewSet views) {
        AtomicInteger count = new AtomicInteger();
        forEach(
                reader.enumerateDestinations(DestinationQuery.ALL.views(views)),
                new Random(1),
                info -> count.incrementAndGet());
        forEach(
                reader.enumerateRoutes(RouteQuery.ALL.views(views)),
                new Random(1),
                route -> count.incrementAndGet());
        return count.get();
    }

    // The end

    void close() {
        entities.forEach(EntityRegistration::close);
    }

    void checkNothingIsLeft() {
        invariants.requireEqual("§2 no route is left", family, 0L, status().routes());
        invariants.requireEqual("§3 no destination is left", family, 0L, status().destinations());
    }
}
