package org.rtm.notify.model;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
import org.rtm.api.EnumRange;
import org.rtm.api.Handle;
import org.rtm.api.HandleKind;
import org.rtm.api.LockMode;
import org.rtm.api.MethodInput;
import org.rtm.api.MethodOutput;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopChange;
import org.rtm.api.NextHopFlags;
import org.rtm.api.NextHopInfo;
import org.rtm.api.NextHopLock;
import org.rtm.api.PrefInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteChange;
import org.rtm.api.RouteCriteria;
import org.rtm.api.RouteFlags;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteList;
import org.rtm.api.RouteLock;
import org.rtm.api.RouteQuery;
import org.rtm.api.RtmException;
import org.rtm.api.RtmStatus;
import org.rtm.api.TableEnumeration;
import org.rtm.api.ViewSet;
import org.rtm.api.notify.ChangeType;
import org.rtm.api.provider.RegisteredEntity;
import org.rtm.notify.Router;
import org.rtm.notify.model.NaiveChanges.Listening;
import org.rtm.notify.model.NaiveChanges.Wanted;
import org.rtm.notify.model.NaiveOwner.Answer;
import org.rtm.notify.model.NaiveOwner.Brings;
import org.rtm.notify.model.NaiveTable.Report;
import org.rtm.notify.model.Rows.DestinationRow;
import org.rtm.notify.model.Rows.RouteId;

/**
 * A real table and a naive one, to which the same is done. Each call of both must have the same
 * result or the same refusal.
 */
final class SideBySide implements AutoCloseable {
    static final int ENTITIES = 3;
    static final int MOST_NEXT_HOPS = 2;
    static final ViewSet VIEWS = ViewSet.of(0, 1, 4);

    private static final List<ProtocolId> PROTOCOLS =
            List.of(ProtocolId.RIP, ProtocolId.OSPF, ProtocolId.BGP);
    private static final int SECOND = 1_000;
    private static final int LONGEST_HOLD = 8;
    private static final int LONGEST_LOCK = 5;
    private static final int ANSWER_TIME = 3;
    static final int HANDLES_IN_CALL = 50;
    private static final int OPAQUE_SLOTS = 2;
    private static final int CHANGE_REGISTRATIONS = 4;
    private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
    private static final Map<String, Object> CONFIGURATION =
            Map.of(
                    "views",
                    "0=unicast,1=multicast,4=voice",
                    "next.hops.in.route",
                    MOST_NEXT_HOPS,
                    "handles.in.call",
                    HANDLES_IN_CALL,
                    "hold.longest",
                    LONGEST_HOLD,
                    "lock.longest",
                    LONGEST_LOCK,
                    "expiry.answer",
                    ANSWER_TIME,
                    "opaque.slots",
                    OPAQUE_SLOTS,
                    "change.registrations",
                    CHANGE_REGISTRATIONS);

    private final AddressFamily family;
    private final List<NetAddress> prefixes;
    private final NaiveTable naive;
    private final Rows rows;
    private final Router router = new Router(this::now, CONFIGURATION);
    private final List<Client> clients = new ArrayList<>();
    private final List<Report> reports = new CopyOnWriteArrayList<>();
    private final ChangesSideBySide changes;
    private volatile Instant now = START;

    /** What a step says of a route. Next hops are places among those that the caller has had. */
    record Saying(
            Optional<Integer> neighbour,
            PrefInfo prefInfo,
            ViewSet views,
            RouteFlags flags,
            int tag,
            List<Integer> nextHops,
            Optional<Integer> secondsToLive,
            Optional<Integer> list) {
        /** What is not left out, so that a failing sequence reads well. */
        @Override
        public String toString() {
            StringJoiner text = new StringJoiner(", ", "(", ")");
            text.add("in " + views).add(prefInfo.toString());
            if (!flags.equals(RouteFlags.NONE)) {
                text.add(flags.toString());
            }
            if (tag != 0) {
                text.add("tag " + tag);
            }
            neighbour.ifPresent(place -> text.add("neighbour " + place));
            if (!nextHops.isEmpty()) {
                text.add("next hops " + nextHops);
            }
            secondsToLive.ifPresent(seconds -> text.add("for " + seconds + " seconds"));
            list.ifPresent(place -> text.add("on list " + place));
            return text.toString();
        }
    }

    /** What can be updated in place. */
    enum Member {
        NEIGHBOUR,
        PREF_INFO,
        ENTITY_SPECIFIC_INFO,
        VIEWS,
        NEXT_HOPS
    }

    /** What can be updated in place of a next hop. */
    enum HopMember {
        FLAGS,
        ENTITY_SPECIFIC_INFO,
        REMOTE_DESTINATION
    }

    /** What happens while something is locked. */
    enum Meanwhile {
        NOTHING(0),
        NEXT_HOP_UPDATED(1),
        NEXT_HOP_DELETED(1),
        LOCKED_SHARED(0),
        LOCKED_EXCLUSIVELY(0),
        LATE_ANSWER(0),
        TIME_PASSES(2),
        LEASE_ENDS(LONGEST_LOCK + 1),
        GIVEN_BACK(0);

        private final int seconds;

        Meanwhile(int seconds) {
            this.seconds = seconds;
        }
    }

    /** Criteria, with the owner as the place of an entity. */
    record Asking(
            int flags,
            int owner,
            Optional<Integer> neighbour,
            PrefInfo prefInfo,
            List<Integer> nextHops,
            int interfaceIndex) {}

    /** A part of the table, START, NEXT or RANGE, from the prefix at a place. */
    record Part(int flags, int prefix) {}

    SideBySide(AddressFamily family) {
        this.family = family;
        this.prefixes =
                Stream.of(
                                family == AddressFamily.IPV4
                                        ? new String[] {
                                            "0.0.0.0/0",
                                            "10.0.0.0/8",
                                            "10.1.0.0/16",
                                            "10.1.2.0/24",
                                            "10.1.2.3/32",
                                            "10.128.0.0/9",
                                            "255.255.255.255/32"
                                        }
                                        : new String[] {
                                            "::/0",
                                            "2001:db8::/32",
                                            "2001:db8::/64",
                                            "2001:db8::/65",
                                            "2001:db8::3/128",
                                            "2001:db8:8000::/33",
                                            "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128"
                                        })
                        .map(NetAddress::parse)
                        .toList();
        this.naive =
                new NaiveTable(
                        family,
                        VIEWS,
                        new NaiveTable.Limits(
                                MOST_NEXT_HOPS,
                                HANDLES_IN_CALL,
                                OPAQUE_SLOTS,
                                CHANGE_REGISTRATIONS,
                                LONGEST_HOLD * SECOND,
                                ANSWER_TIME * SECOND));
        this.rows = new Rows(naive, START);
        this.changes = new ChangesSideBySide(this, naive);
        register(0, new Brings(Answer.ABSENT, true, 0));
        register(1, new Brings(Answer.KEEP, false, 3));
        register(2, new Brings(Answer.DELETE, true, 4));
        changes.register(
                0,
                new Wanted(Set.of(ChangeType.BEST), ViewSet.ANY, false, false, Listening.COUNTING));
        changes.register(
                1,
                new Wanted(Set.of(ChangeType.ALL), ViewSet.ANY, true, false, Listening.COUNTING));
        RegisteredEntity.of(client(0).real)
                .table()
                .attach(
                        (destination, all, best, forwarding, withdrawn) ->
                                reports.add(
                                        new Report(
                                                destination.address(),
                                                all,
                                                best,
                                                forwarding,
                                                withdrawn)));
    }

    private Instant now() {
        return now;
    }

    /** Registrations for changes with both, and what is done with them. */
    ChangesSideBySide changes() {
        return changes;
    }

    /** The client at a place among those that are there. */
    Client client(int place) {
        return clients.get(place % clients.size());
    }

    // Doing the same to both

    private String said() {
        return "said at " + naive.now;
    }

    private void tick() {
        pass(1);
    }

    /** Moves the clock on, and stops wherever something happens by itself. */
    void pass(int seconds) {
        int end = naive.now + seconds * SECOND;
        while (naive.now < end) {
            int next = Math.min(end, naive.nextDue().orElse(end));
            now = START.plusMillis(next);
            router.callDue();
            naive.now = next;
            naive.callDue();
            runLanes();
        }
    }

    /** Runs all call-backs, but for those that wait for a late answer, one entity after another. */
    private void runLanes() {
        do {
            for (Client client : clients) {
                if (!client.naive.isAsked()) {
                    client.lane.run();
                    client.naive.runLane();
                }
            }
        } while (clients.stream().anyMatch(client -> client.naive.hasToRun()));
    }

    /** Gives the answer that an entity owes, if it does. */
    void answerLate(int caller) {
        answerLate(client(caller));
    }

    private void answerLate(Client client) {
        if (client.naive.isAsked()) {
            client.lane.run();
            client.naive.runLane();
        }
    }

    /** Expects the same result, or the same refusal. */
    static void same(Supplier<?> real, Supplier<?> naive) {
        assertThat(attempt(real)).isEqualTo(attempt(naive));
    }

    static Object attempt(Supplier<?> call) {
        try {
            return call.get();
        } catch (RtmException e) {
            return e.status();
        }
    }

    List<NetAddress> prefixes() {
        return prefixes;
    }

    NetAddress prefix(int place) {
        return place < prefixes.size()
                ? prefixes.get(place)
                : NetAddress.all(
                        family == AddressFamily.IPV4 ? AddressFamily.IPV6 : AddressFamily.IPV4);
    }

    static <T> Optional<T> at(List<T> all, int place) {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(place % all.size()));
    }

    private static <T> List<T> at(List<T> all, List<Integer> places) {
        return places.stream().flatMap(place -> at(all, place).stream()).toList();
    }

    // Next hops

    void addNextHop(int caller, int prefix, int interfaceIndex, NextHopFlags flags) {
        tick();
        Client client = client(caller);
        NetAddress address = prefix(prefix);
        same(
                () -> {
                    NextHopChange change =
                            client.real.addNextHop(
                                    NextHopInfo.of(address, interfaceIndex)
                                            .flags(flags)
                                            .entitySpecificInfo(said()));
                    if (change.isNew()) {
                        client.nextHops.add(change.handle());
                    }
                    return change.isNew();
                },
                () -> {
                    boolean isNew = naive.addNextHop(client.naive, address, interfaceIndex, flags);
                    if (isNew) {
                        client.naiveNextHops.add(
                                naive.findNextHop(client.naive, address, interfaceIndex)
                                        .orElseThrow());
                    }
                    return isNew;
                });
    }

    void updateNextHop(int caller, int place, NextHopFlags flags) {
        Client client = client(caller);
        if (client.nextHops.isEmpty()) {
            return;
        }
        tick();
        NextHop hop = at(client.nextHops, place).orElseThrow();
        same(
                () -> {
                    hop.update(
                            NextHopInfo.of(hop.address(), hop.interfaceIndex())
                                    .flags(flags)
                                    .entitySpecificInfo(said()));
                    return "updated";
                },
                () -> {
                    naive.updateNextHop(
                            client.naive, at(client.naiveNextHops, place).orElseThrow(), flags);
                    return "updated";
                });
    }

    void deleteNextHop(int caller, int place) {
        Client client = client(caller);
        if (client.nextHops.isEmpty()) {
            return;
        }
        tick();
        NextHop hop = at(client.nextHops, place).orElseThrow().reference();
        same(
                () -> {
                    try (hop) {
                        hop.delete();
                    }
                    return "deleted";
                },
                () -> {
                    naive.deleteNextHop(
                            client.naive, at(client.naiveNextHops, place).orElseThrow());
                    return "deleted";
                });
    }

    void findNextHop(int caller, int prefix, int interfaceIndex) {
        Client client = client(caller);
        same(
                () ->
                        client.real.findNextHop(prefix(prefix), interfaceIndex).stream()
                                .map(this::readAndClose)
                                .toList(),
                () ->
                        naive.findNextHop(client.naive, prefix(prefix), interfaceIndex).stream()
                                .map(hop -> rows.row(hop, client.naive))
                                .toList());
    }

    void resolve(int caller, int prefix, int view) {
        same(
                () -> NaiveWay.Seen.of(client(caller).real.resolve(prefix(prefix), view)),
                () -> naive.resolve(prefix(prefix), view));
    }

    // Routes

    void addRoute(int caller, int prefix, Saying saying, NaiveTable.Mode mode) {
        tick();
        Client client = client(caller);
        same(
                () -> {
                    RouteChange change =
                            client.real.addRoute(
                                    prefix(prefix),
                                    info(client, saying),
                                    options(client, saying, mode));
                    if (change.isNew()) {
                        client.routes.add(change.handle());
                    }
                    try (Route route = change.handle()) {
                        return List.of(rows.id(route), change.isNew(), change.bestChanged());
                    }
                },
                () -> {
                    NaiveTable.Outcome outcome =
                            naive.addRoute(
                                    client.naive,
                                    prefix(prefix),
                                    values(client, saying),
                                    mode,
                                    placing(client, saying));
                    if (outcome.isNew()) {
                        client.naiveRoutes.add(outcome.route());
                    }
                    return describe(outcome);
                });
    }

    void updateRoute(int caller, int owner, int place, Saying saying, NaiveTable.Mode mode) {
        Optional<NaiveRoute> target = at(client(owner).naiveRoutes, place);
        if (target.isEmpty()) {
            return;
        }
        Client client = client(caller);
        Optional<Route> handle = handle(client, owner, target.get());
        if (handle.isEmpty()) {
            return;
        }
        tick();
        same(
                () -> {
                    try (Route route = handle.get()) {
                        RouteChange change =
                                route.update(info(client, saying), options(client, saying, mode));
                        return List.of(rows.id(route), change.isNew(), change.bestChanged());
                    }
                },
                () ->
                        describe(
                                naive.updateRoute(
                                        client.naive,
                                        target.get(),
                                        values(client, saying),
                                        mode,
                                        placing(client, saying))));
    }

    void deleteRoute(int caller, int owner, int place) {
        Optional<NaiveRoute> target = at(client(owner).naiveRoutes, place);
        if (target.isEmpty()) {
            return;
        }
        Client client = client(caller);
        Optional<Route> handle = handle(client, owner, target.get());
        if (handle.isEmpty()) {
            return;
        }
        tick();
        same(
                () -> {
                    try (Route route = handle.get()) {
                        return route.delete();
                    }
                },
                () -> naive.deleteRoute(client.naive, target.get()));
    }

    private List<Object> describe(NaiveTable.Outcome outcome) {
        return List.of(rows.id(outcome.route()), outcome.isNew(), outcome.bestChanged());
    }

    /** A handle of the caller to a route, which another than the owner has to find first. */
    private Optional<Route> handle(Client caller, int owner, NaiveRoute target) {
        Client ownerClient = client(owner);
        if (caller == ownerClient) {
            return Optional.of(caller.routes.get(caller.naiveRoutes.indexOf(target)).reference());
        }
        try (TableEnumeration<Route> routes =
                        caller.real.enumerateRoutes(
                                RouteQuery.ALL.range(EnumRange.within(target.destination)));
                Batch<Route> batch = routes.next(50)) {
            return batch.stream()
                    .filter(route -> rows.id(route).equals(rows.id(target)))
                    .map(Route::reference)
                    .findFirst();
        }
    }

    /** No two routes expire at the same moment, and none at that of a call. */
    private OptionalInt timeToLive(Saying saying) {
        int beforeFullSecond = 2 + naive.now / SECOND % 498 * 2;
        return saying.secondsToLive().stream()
                .mapToInt(seconds -> seconds * SECOND - beforeFullSecond)
                .findFirst();
    }

    private NaiveTable.Placing placing(Client client, Saying saying) {
        return new NaiveTable.Placing(
                timeToLive(saying), saying.list().flatMap(place -> at(client.naiveLists, place)));
    }

    private AddRouteOptions options(Client client, Saying saying, NaiveTable.Mode mode) {
        AddRouteOptions options = options(mode);
        OptionalInt time = timeToLive(saying);
        if (time.isPresent()) {
            options = options.timeToLive(Duration.ofMillis(time.getAsInt()));
        }
        return saying.list()
                .flatMap(place -> at(client.lists, place))
                .map(options::list)
                .orElse(options);
    }

    private static AddRouteOptions options(NaiveTable.Mode mode) {
        return switch (mode) {
            case EQUAL -> AddRouteOptions.NONE;
            case FIRST -> AddRouteOptions.NONE.updateFirst();
            case ALWAYS_NEW -> AddRouteOptions.NONE.alwaysNew();
            case BOTH -> AddRouteOptions.NONE.updateFirst().alwaysNew();
        };
    }

    private RouteInfo info(Client client, Saying saying) {
        RouteInfo info =
                RouteInfo.via()
                        .nextHops(at(client.nextHops, saying.nextHops()))
                        .prefInfo(saying.prefInfo())
                        .views(saying.views())
                        .flags(saying.flags())
                        .tag(saying.tag())
                        .entitySpecificInfo(said());
        return saying.neighbour()
                .flatMap(place -> at(client.nextHops, place))
                .map(info::neighbour)
                .orElse(info);
    }

    private NaiveRoute.Values values(Client client, Saying saying) {
        return new NaiveRoute.Values(
                saying.neighbour().flatMap(place -> at(client.naiveNextHops, place)),
                saying.prefInfo().preference(),
                saying.prefInfo().metric(),
                saying.views(),
                saying.flags(),
                saying.tag(),
                said(),
                at(client.naiveNextHops, saying.nextHops()));
    }

    // Updates in place

    void updateUnderLock(
            int caller,
            int owner,
            int place,
            Set<Member> members,
            Saying saying,
            LockMode mode,
            Meanwhile meanwhile) {
        Client client = client(caller);
        Optional<NaiveRoute> target = at(client(owner).naiveRoutes, place);
        Optional<Route> handle = target.flatMap(route -> handle(client, owner, route));
        if (handle.isEmpty()) {
            return;
        }
        tick();
        NaiveRoute naiveRoute = target.get();
        int end = naive.now + meanwhile.seconds * SECOND;
        List<RouteLock> locks = new ArrayList<>();
        Route route = handle.get();
        if (naive.isLockable(naiveRoute.destination, LONGEST_LOCK * SECOND, end)) {
            same(
                    () -> {
                        locks.add(route.lock(mode));
                        return "locked";
                    },
                    () -> {
                        naive.lock(client.naive, naiveRoute, LONGEST_LOCK * SECOND);
                        return "locked";
                    });
        }
        for (RouteLock lock : locks) {
            Set<Member> accepted = set(client, lock, members, saying);
            NaiveRoute.Values said = values(client, saying);
            happens(meanwhile, caller, place, mode, again -> route.lock(again)::close);
            if (meanwhile != Meanwhile.GIVEN_BACK) {
                NaiveRoute.Values values = merged(naiveRoute.values, said, accepted);
                same(
                        () -> lock.commit(options(client, saying, NaiveTable.Mode.EQUAL)),
                        () ->
                                naive.commit(
                                        naiveRoute,
                                        values,
                                        mode == LockMode.EXCLUSIVE,
                                        placing(client, saying)));
            }
            unlock(lock::close);
        }
        route.close();
    }

    private interface Unlocking {
        void unlock();
    }

    /** Locks something again, and returns how to unlock it. */
    private interface Locking {
        Unlocking lock(LockMode mode);
    }

    private void unlock(Unlocking lock) {
        same(
                () -> {
                    lock.unlock();
                    return "unlocked";
                },
                () -> {
                    naive.giveBackLock();
                    return "unlocked";
                });
    }

    /** Sets members of a locked route, and returns those that were not refused. */
    private Set<Member> set(Client client, RouteLock lock, Set<Member> members, Saying saying) {
        Set<Member> accepted = EnumSet.noneOf(Member.class);
        for (Member member : members) {
            same(
                    () -> {
                        switch (member) {
                            case NEIGHBOUR ->
                                    lock.neighbour(
                                            saying.neighbour()
                                                    .flatMap(place -> at(client.nextHops, place)));
                            case PREF_INFO -> lock.prefInfo(saying.prefInfo());
                            case ENTITY_SPECIFIC_INFO ->
                                    lock.entitySpecificInfo(Optional.of(said()));
                            case VIEWS -> lock.views(saying.views());
                            case NEXT_HOPS -> lock.nextHops(at(client.nextHops, saying.nextHops()));
                        }
                        return "set";
                    },
                    () -> {
                        if (member == Member.VIEWS) {
                            naive.requireViews(saying.views());
                        }
                        if (member == Member.NEXT_HOPS) {
                            naive.requireNextHops(at(client.naiveNextHops, saying.nextHops()));
                        }
                        accepted.add(member);
                        return "set";
                    });
        }
        return accepted;
    }

    private void happens(
            Meanwhile meanwhile, int caller, int place, LockMode mode, Locking locking) {
        switch (meanwhile) {
            case NEXT_HOP_UPDATED -> updateNextHop(caller, place, NextHopFlags.DOWN);
            case NEXT_HOP_DELETED -> deleteNextHop(caller, place);
            case LOCKED_SHARED -> lockAgain(mode, LockMode.SHARED, locking);
            case LOCKED_EXCLUSIVELY -> lockAgain(mode, LockMode.EXCLUSIVE, locking);
            case LATE_ANSWER -> List.copyOf(clients).forEach(this::answerLate);
            default -> pass(meanwhile.seconds);
        }
    }

    private static void lockAgain(LockMode first, LockMode again, Locking locking) {
        same(
                () -> {
                    locking.lock(again).unlock();
                    return "locked";
                },
                () -> {
                    NaiveTable.lockAgain(first == LockMode.EXCLUSIVE, again == LockMode.EXCLUSIVE);
                    return "locked";
                });
    }

    private NaiveRoute.Values merged(
            NaiveRoute.Values before, NaiveRoute.Values said, Set<Member> members) {
        NaiveRoute.Values pref = members.contains(Member.PREF_INFO) ? said : before;
        return new NaiveRoute.Values(
                (members.contains(Member.NEIGHBOUR) ? said : before).neighbour(),
                pref.preference(),
                pref.metric(),
                members.contains(Member.VIEWS)
                        ? naive.requireSupported(said.views())
                        : before.views(),
                before.flags(),
                before.tag(),
                (members.contains(Member.ENTITY_SPECIFIC_INFO) ? said : before)
                        .entitySpecificInfo(),
                (members.contains(Member.NEXT_HOPS) ? said : before).nextHops());
    }

    void updateNextHopUnderLock(
            int caller,
            int place,
            Set<HopMember> members,
            NextHopFlags flags,
            Optional<Integer> remote,
            LockMode mode,
            Meanwhile meanwhile) {
        Client client = client(caller);
        if (client.nextHops.isEmpty()) {
            return;
        }
        tick();
        NextHop hop = at(client.nextHops, place).orElseThrow();
        NaiveNextHop naiveHop = at(client.naiveNextHops, place).orElseThrow();
        List<NextHopLock> locks = new ArrayList<>();
        same(
                () -> {
                    locks.add(hop.lock(mode));
                    return "locked";
                },
                () -> {
                    naive.lock(client.naive, naiveHop, LONGEST_LOCK * SECOND);
                    return "locked";
                });
        Optional<Destination> destination = remote.flatMap(one -> at(client.destinations, one));
        String said = said();
        for (NextHopLock lock : locks) {
            for (HopMember member : members) {
                switch (member) {
                    case FLAGS -> lock.flags(flags);
                    case ENTITY_SPECIFIC_INFO -> lock.entitySpecificInfo(Optional.of(said));
                    case REMOTE_DESTINATION -> lock.remoteDestination(destination);
                }
            }
            happens(meanwhile, caller, place, mode, again -> hop.lock(again)::close);
            if (meanwhile != Meanwhile.GIVEN_BACK) {
                same(
                        () -> {
                            lock.commit();
                            return "committed";
                        },
                        () -> {
                            naive.commit(
                                    naiveHop,
                                    members.contains(HopMember.FLAGS) ? flags : naiveHop.flags,
                                    members.contains(HopMember.ENTITY_SPECIFIC_INFO)
                                            ? said
                                            : naiveHop.entitySpecificInfo,
                                    members.contains(HopMember.REMOTE_DESTINATION)
                                            ? destination.map(Destination::address)
                                            : naiveHop.remoteDestination,
                                    mode == LockMode.EXCLUSIVE);
                            return "committed";
                        });
            }
            unlock(lock::close);
        }
    }

    /** Locks a destination, and writes the caller's opaque slot in it, or clears that. */
    void setOpaque(
            int caller, int prefix, Optional<String> value, LockMode mode, Meanwhile meanwhile) {
        tick();
        withDestination(
                caller,
                prefix,
                destination -> {
                    Client client = client(caller);
                    NetAddress address = destination.address();
                    int end = naive.now + meanwhile.seconds * SECOND;
                    if (!naive.isLockable(address, LONGEST_LOCK * SECOND, end)) {
                        return;
                    }
                    DestinationLock lock = destination.lock(mode);
                    naive.lock(address, LONGEST_LOCK * SECOND);
                    happens(
                            meanwhile,
                            caller,
                            prefix,
                            mode,
                            again -> destination.lock(again)::close);
                    same(
                            () -> {
                                lock.setOpaque(value);
                                return "set";
                            },
                            () -> {
                                naive.setOpaque(
                                        client.naive, address, mode == LockMode.EXCLUSIVE, value);
                                return "set";
                            });
                    unlock(lock::close);
                });
    }

    // Route lists

    void createList(int caller) {
        Client client = client(caller);
        client.lists.add(client.real.createRouteList());
        client.naiveLists.add(naive.createList(client.naive));
    }

    /** Puts routes on a list, or takes them off theirs if none is named. */
    void moveToList(int caller, int owner, List<Integer> places, Optional<Integer> list) {
        Client client = client(caller);
        List<NaiveRoute> targets = new ArrayList<>();
        List<Route> handles = new ArrayList<>();
        for (NaiveRoute target : at(client(owner).naiveRoutes, places)) {
            handle(client, owner, target)
                    .ifPresent(
                            handle -> {
                                targets.add(target);
                                handles.add(handle);
                            });
        }
        Optional<RouteList> realList = list.flatMap(place -> at(client.lists, place));
        Optional<NaiveRouteList> naiveList = list.flatMap(place -> at(client.naiveLists, place));
        same(
                () -> {
                    realList.ifPresentOrElse(
                            to -> to.insert(handles),
                            () -> client.real.removeFromRouteLists(handles));
                    return "moved";
                },
                () -> {
                    naiveList.ifPresentOrElse(
                            to -> naive.insert(client.naive, targets, to),
                            () -> naive.takeOffLists(client.naive, targets));
                    return "moved";
                });
        client.real.release(handles);
    }

    /** Deletes a list while it is enumerated, which then is at its end. */
    void deleteList(int caller, int place, int most) {
        Client client = client(caller);
        if (client.lists.isEmpty()) {
            return;
        }
        RouteList list = at(client.lists, place).orElseThrow();
        NaiveRouteList naiveList = at(client.naiveLists, place).orElseThrow();
        same(
                () -> {
                    try (TableEnumeration<Route> enumeration = list.enumerate();
                            Batch<Route> first = enumeration.next(most)) {
                        List<RouteId> ids = first.stream().map(rows::id).toList();
                        list.close();
                        assertThat(enumeration.next(most).isEmpty()).isTrue();
                        return ids;
                    }
                },
                () -> {
                    List<RouteId> ids =
                            naive.routesIn(naiveList).stream().limit(most).map(rows::id).toList();
                    naive.deleteList(naiveList);
                    return ids;
                });
    }

    // What touches many destinations

    void endAndRegisterAgain(int caller, Brings brings) {
        Client client = client(caller);
        end(client);
        register(PROTOCOLS.indexOf(client.naive.id.protocol()), brings);
    }

    /** Ends an entity, but for the last one: somebody has to call. */
    void end(int caller) {
        if (clients.size() > 1) {
            end(client(caller));
        }
    }

    private void end(Client client) {
        tick();
        while (client.naive.isAsked()) {
            answerLate(client);
            runLanes();
        }
        client.lane.free();
        client.real.close();
        naive.end(client.naive);
        clients.remove(client);
        runLanes();
        requireEnded(client);
    }

    /** Whatever is done through an ended registration is refused, but for giving back. */
    private static void requireEnded(Client client) {
        List<Supplier<?>> calls = new ArrayList<>();
        calls.add(client.real::entities);
        calls.add(client.real::createRouteList);
        calls.add(() -> client.real.enumerateRoutes(RouteQuery.ALL));
        client.routes.forEach(route -> calls.add(route::info));
        client.routes.forEach(route -> calls.add(route::delete));
        client.nextHops.forEach(hop -> calls.add(hop::info));
        client.lists.forEach(list -> calls.add(list::enumerate));
        client.destinations.forEach(
                destination -> calls.add(() -> destination.info(ProtocolId.BEST, VIEWS)));
        client.entities.forEach(entity -> calls.add(entity::methods));
        client.changes.forEach(changes -> calls.add(() -> changes.real.fetch(1)));
        assertThat(calls)
                .allSatisfy(call -> assertThat(attempt(call)).isEqualTo(RtmStatus.INVALID_HANDLE));
        client.routes.forEach(Route::close);
        client.nextHops.forEach(NextHop::close);
        client.lists.forEach(RouteList::close);
        client.destinations.forEach(Destination::close);
        client.entities.forEach(Entity::close);
        client.changes.forEach(changes -> changes.real.close());
        client.real.close();
    }

    void register(int place, Brings brings) {
        Client client = new Client();
        EntityId id = new EntityId(PROTOCOLS.get(place), 1);
        same(
                () -> {
                    client.registered(
                            router.manager()
                                    .register(
                                            EntityInfo.of(
                                                    family, id.protocol(), id.protocolInstance()),
                                            client.options(brings)));
                    return "registered";
                },
                () -> {
                    client.naive = naive.register(id, brings);
                    return "registered";
                });
        if (client.naive != null) {
            clients.add(client);
        }
    }

    // Other entities

    /** Keeps a handle to an entity, whatever becomes of that. */
    void keepEntity(int caller, int other) {
        Client client = client(caller);
        try (Batch<Entity> entities = client.real.entities()) {
            client.entities.add(entity(entities, other).reference());
        }
        client.naiveEntities.add(client(other).naive);
    }

    private Entity entity(Batch<Entity> entities, int place) {
        return entities.stream()
                .filter(entity -> entity.info().id().equals(client(place).naive.id))
                .findFirst()
                .orElseThrow();
    }

    /** Invokes methods of an entity that the caller has kept a handle to, or now does. */
    void invoke(int caller, int place, int methodType) {
        Client client = client(caller);
        if (client.entities.isEmpty()) {
            keepEntity(caller, place);
        }
        NaiveOwner callee = at(client.naiveEntities, place).orElseThrow();
        same(
                () ->
                        at(client.entities, place)
                                .orElseThrow()
                                .invoke(new MethodInput(methodType, Client.bytes(said())))
                                .stream()
                                .map(SideBySide::output)
                                .toList(),
                () -> naive.invoke(client.naive, callee, methodType, said()));
    }

    private static NaiveTable.Output output(MethodOutput output) {
        return new NaiveTable.Output(
                output.methodType(), output.result().status(), Client.text(output.result().data()));
    }

    // Handles

    /** Gives back several handles, among them perhaps one twice, and then the first one again. */
    void giveBack(int caller, List<Integer> places, boolean twice) {
        Client client = client(caller);
        List<Handle<?>> handles = new ArrayList<>();
        for (int place : places) {
            at(client.routes, place).ifPresent(route -> handles.add(route.reference()));
            at(client.nextHops, place).ifPresent(hop -> handles.add(hop.reference()));
            at(client.destinations, place).ifPresent(one -> handles.add(one.reference()));
        }
        if (handles.isEmpty()) {
            return;
        }
        Handle<?> first = handles.get(0);
        List<Handle<?>> named = new ArrayList<>(handles);
        if (twice) {
            named.add(first);
        }
        Object result =
                attempt(
                        () -> {
                            client.real.release(named);
                            return "given back";
                        });
        assertThat(result).isEqualTo(twice ? RtmStatus.INVALID_HANDLE : "given back");
        if (twice) {
            client.real.release(handles);
        }
        assertThat(attempt(first::reference)).isEqualTo(RtmStatus.INVALID_HANDLE);
        assertThatExceptionOfType(RtmException.class).isThrownBy(first::close);
    }

    void setPreferences(Map<ProtocolId, Long> preferences) {
        tick();
        Map<String, Object> configuration = new HashMap<>(CONFIGURATION);
        configuration.put(
                "preferences",
                preferences.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(",")));
        router.configure(configuration);
        naive.setPreferences(preferences);
    }

    // Questions

    void exactMatch(int caller, int prefix, ProtocolId protocol, ViewSet views) {
        Client client = client(caller);
        same(
                () ->
                        client.real
                                .exactMatch(prefix(prefix), protocol, views)
                                .map(this::readAndClose),
                () -> {
                    ViewSet wanted = naive.requireSupported(views);
                    naive.requireFamily(prefix(prefix));
                    return naive.listed(wanted).stream()
                            .filter(prefix(prefix)::equals)
                            .findFirst()
                            .map(found -> row(client, found, views, protocol));
                });
    }

    /** The most specific destination, and from there up to the shortest. */
    void climb(int caller, int prefix, ProtocolId protocol, ViewSet views) {
        Client client = client(caller);
        same(
                () -> {
                    List<DestinationRow> climbed = new ArrayList<>();
                    Optional<DestInfo> next =
                            client.real.mostSpecific(prefix(prefix), protocol, views);
                    while (next.isPresent()) {
                        try (DestInfo step = next.get()) {
                            climbed.add(rows.row(step));
                            next = step.destination().lessSpecific(protocol, views);
                        }
                    }
                    return climbed;
                },
                () -> {
                    ViewSet wanted = naive.requireSupported(views);
                    naive.requireFamily(prefix(prefix));
                    List<DestinationRow> climbed = new ArrayList<>();
                    Optional<NetAddress> next =
                            naive.longest(wanted, found -> found.covers(prefix(prefix)));
                    while (next.isPresent()) {
                        NetAddress step = next.get();
                        climbed.add(row(client, step, views, protocol));
                        next =
                                naive.longest(
                                        wanted,
                                        found ->
                                                found.covers(step)
                                                        && found.length() < step.length());
                    }
                    return climbed;
                });
    }

    void exactMatchRoute(int caller, int prefix, Asking asking, ViewSet views) {
        Client client = client(caller);
        same(
                () ->
                        withCriteria(
                                client,
                                asking,
                                criteria ->
                                        client
                                                .real
                                                .exactMatchRoute(prefix(prefix), criteria, views)
                                                .stream()
                                                .map(this::readAndClose)
                                                .toList()),
                () -> {
                    ViewSet wanted = naive.requireSupported(views);
                    naive.requireFamily(prefix(prefix));
                    return naive.listedRoutes(prefix(prefix), wanted)
                            .filter(matching(client, asking))
                            .limit(1)
                            .map(route -> rows.row(route, client.naive))
                            .toList();
                });
    }

    void enumerateDestinations(
            int caller, Part part, boolean own, ProtocolId protocol, ViewSet views, int most) {
        Client client = client(caller);
        same(
                () -> {
                    DestinationQuery query =
                            DestinationQuery.ALL.range(range(part)).protocol(protocol).views(views);
                    return all(
                            client.real.enumerateDestinations(own ? query.ownOnly() : query),
                            most,
                            rows::row);
                },
                () -> {
                    ViewSet wanted = naive.requireSupported(views);
                    if (part.flags() != EnumRange.START) {
                        naive.requireFamily(prefix(part.prefix()));
                    }
                    return naive.listed(wanted).stream()
                            .filter(isIn(part))
                            .filter(found -> !own || isOwn(client, found, wanted))
                            .map(found -> row(client, found, views, protocol))
                            .toList();
                });
    }

    private boolean isOwn(Client client, NetAddress destination, ViewSet views) {
        return (views.isEmpty() ? VIEWS : views)
                .ids()
                .mapToObj(view -> naive.best(destination, view, ProtocolId.BEST))
                .anyMatch(best -> best.isPresent() && best.get().owner == client.naive);
    }

    /** Routes in a part of the table, or to the destination at its prefix if there is one. */
    void enumerateRoutes(
            int caller,
            Part part,
            boolean single,
            boolean own,
            Asking asking,
            ViewSet views,
            int most) {
        Client client = client(caller);
        Optional<DestInfo> destination =
                single ? attemptExact(client, prefix(part.prefix())) : Optional.empty();
        same(
                () ->
                        withCriteria(
                                client,
                                asking,
                                criteria -> {
                                    RouteQuery query =
                                            RouteQuery.ALL
                                                    .range(range(part))
                                                    .views(views)
                                                    .matching(criteria);
                                    if (own) {
                                        query = query.ownOnly();
                                    }
                                    if (destination.isPresent()) {
                                        query = query.destination(destination.get().destination());
                                    }
                                    return all(client.real.enumerateRoutes(query), most, rows::row);
                                }),
                () -> {
                    ViewSet wanted = naive.requireSupported(views);
                    Predicate<NetAddress> isMeant = prefix(part.prefix())::equals;
                    if (destination.isEmpty()) {
                        if (part.flags() != EnumRange.START) {
                            naive.requireFamily(prefix(part.prefix()));
                        }
                        isMeant = isIn(part);
                    }
                    return naive.listed(ViewSet.ANY).stream()
                            .filter(isMeant)
                            .flatMap(found -> naive.listedRoutes(found, wanted))
                            .filter(route -> !own || route.owner == client.naive)
                            .filter(matching(client, asking))
                            .map(route -> rows.row(route, client.naive))
                            .toList();
                });
        destination.ifPresent(DestInfo::close);
    }

    private static Optional<DestInfo> attemptExact(Client client, NetAddress prefix) {
        return prefix.family() == client.real.info().family()
                ? client.real.exactMatch(prefix, ProtocolId.BEST, ViewSet.ANY)
                : Optional.empty();
    }

    void enumerateNextHops(int caller, Part part, int most) {
        Client client = client(caller);
        same(
                () -> all(client.real.enumerateNextHops(range(part)), most, rows::row),
                () -> {
                    if (part.flags() != EnumRange.START) {
                        naive.requireFamily(prefix(part.prefix()));
                    }
                    return naive.nextHops(client.naive)
                            .filter(hop -> isIn(part).test(hop.address))
                            .map(hop -> rows.row(hop, client.naive))
                            .toList();
                });
    }

    /** Keeps a handle to a destination, to be read from now on, whatever becomes of it. */
    void keepDestination(int caller, int prefix) {
        Client client = client(caller);
        attemptExact(client, prefix(prefix))
                .ifPresent(
                        info -> {
                            client.destinations.add(info.destination().reference());
                            info.close();
                        });
    }

    /** Marks a destination that is there, or else one of those that the caller has kept. */
    void hold(int caller, int prefix, ViewSet views, int seconds) {
        int time = seconds * SECOND - 1; // a hold never ends when a route expires
        withDestination(
                caller,
                prefix,
                destination ->
                        same(
                                () -> {
                                    destination.hold(views, Duration.ofMillis(time));
                                    return "marked";
                                },
                                () -> {
                                    naive.hold(destination.address(), views, time);
                                    return "marked";
                                }));
    }

    /** Does something to a destination that is there, or else to one that the caller has kept. */
    void withDestination(int caller, int prefix, Consumer<Destination> action) {
        Client client = client(caller);
        Optional<DestInfo> present = attemptExact(client, prefix(prefix));
        present.map(DestInfo::destination)
                .or(() -> at(client.destinations, prefix))
                .ifPresent(action);
        present.ifPresent(DestInfo::close);
    }

    DestinationRow row(DestInfo info) {
        return inTime(rows.row(info));
    }

    DestinationRow row(NetAddress destination, ViewSet views) {
        return inTime(rows.row(destination, views, ProtocolId.BEST));
    }

    /**
     * A destination that is gone keeps, for a handle from before, the time of the end that the
     * handle has seen, though it may have come and gone again since.
     */
    private DestinationRow inTime(DestinationRow row) {
        return naive.listed(ViewSet.ANY).contains(row.address()) ? row : row.atAnyTime();
    }

    private DestinationRow row(
            Client client, NetAddress destination, ViewSet views, ProtocolId protocol) {
        return rows.row(
                destination,
                views,
                protocol.equals(ProtocolId.THIS) ? client.naive.id.protocol() : protocol);
    }

    private EnumRange range(Part part) {
        return EnumRange.of(part.flags(), Optional.of(prefix(part.prefix())));
    }

    private Predicate<NetAddress> isIn(Part part) {
        NetAddress start = prefix(part.prefix());
        return switch (part.flags()) {
            case EnumRange.NEXT -> address -> address.compareTo(start) >= 0;
            case EnumRange.RANGE -> start::covers;
            default -> address -> true;
        };
    }

    private interface Asked<T> {
        T with(RouteCriteria criteria);
    }

    private <T> T withCriteria(Client client, Asking asking, Asked<T> question) {
        try (Batch<Entity> entities = client.real.entities()) {
            Entity owner = entity(entities, asking.owner());
            RouteInfo route =
                    RouteInfo.via()
                            .prefInfo(asking.prefInfo())
                            .nextHops(at(client.nextHops, asking.nextHops()));
            return question.with(
                    RouteCriteria.of(
                            asking.flags(),
                            Optional.of(owner),
                            asking.neighbour()
                                    .flatMap(place -> at(client.nextHops, place))
                                    .map(route::neighbour)
                                    .orElse(route),
                            OptionalInt.of(asking.interfaceIndex())));
        }
    }

    private Predicate<NaiveRoute> matching(Client client, Asking asking) {
        Optional<NaiveNextHop> neighbour =
                asking.neighbour().flatMap(place -> at(client.naiveNextHops, place));
        List<NaiveNextHop> hops = at(client.naiveNextHops, asking.nextHops());
        Predicate<NaiveRoute> matches = route -> true;
        if ((asking.flags() & RouteCriteria.MATCH_OWNER) != 0) {
            matches = matches.and(route -> route.owner == client(asking.owner()).naive);
        }
        if ((asking.flags() & RouteCriteria.MATCH_NEIGHBOUR) != 0) {
            matches = matches.and(route -> route.hasNeighbour(neighbour));
        }
        if ((asking.flags() & RouteCriteria.MATCH_PREF) != 0) {
            matches =
                    matches.and(
                            route ->
                                    route.preference == asking.prefInfo().preference()
                                            && route.values.metric() == asking.prefInfo().metric());
        }
        if ((asking.flags() & RouteCriteria.MATCH_NEXTHOP) != 0) {
            matches =
                    matches.and(
                            route ->
                                    hops.isEmpty()
                                            ? route.values.nextHops().isEmpty()
                                            : route.values.nextHops().stream()
                                                    .anyMatch(
                                                            hop ->
                                                                    hops.stream()
                                                                            .anyMatch(
                                                                                    hop
                                                                                            ::hasIdentityOf)));
        }
        if ((asking.flags() & RouteCriteria.MATCH_INTERFACE) != 0) {
            matches =
                    matches.and(
                            route ->
                                    route.values.nextHops().stream()
                                            .anyMatch(
                                                    hop ->
                                                            hop.interfaceIndex
                                                                    == asking.interfaceIndex()));
        }
        return matches;
    }

    private interface Reading<T> {
        Object row(T element);
    }

    private static <T> List<Object> all(
            TableEnumeration<T> enumeration, int most, Reading<T> reading) {
        List<Object> all = new ArrayList<>();
        try (enumeration) {
            boolean atEnd = false;
            while (!atEnd) {
                try (Batch<T> batch = enumeration.next(most)) {
                    batch.forEach(element -> all.add(reading.row(element)));
                    atEnd = batch.isEmpty();
                }
            }
        }
        return all;
    }

    private Object readAndClose(NextHop hop) {
        try (hop) {
            return rows.row(hop);
        }
    }

    private Object readAndClose(Route route) {
        try (route) {
            return rows.row(route);
        }
    }

    private Object readAndClose(DestInfo info) {
        try (info) {
            return rows.row(info);
        }
    }

    // Comparing

    /** What happens to several destinations at the same moment has no order. */
    private static List<Report> byDestination(List<Report> reports) {
        return reports.stream().sorted(comparing(Report::destination)).toList();
    }

    /** Compares all that was reported, the tables as one entity sees them, and what it holds. */
    void compare() {
        runLanes();
        assertThat(byDestination(reports)).isEqualTo(byDestination(naive.takeReports()));
        reports.clear();
        int reader = naive.now / SECOND % clients.size();
        enumerateDestinations(
                reader, new Part(EnumRange.START, 0), false, ProtocolId.BEST, VIEWS, 50);
        Asking everything =
                new Asking(
                        RouteCriteria.MATCH_NONE,
                        0,
                        Optional.empty(),
                        new PrefInfo(0, 0),
                        List.of(),
                        0);
        enumerateRoutes(
                reader, new Part(EnumRange.START, 0), false, false, everything, ViewSet.ANY, 50);
        Client client = client(reader);
        try (Batch<Entity> entities = client.real.entities()) {
            assertThat(entities.stream().map(entity -> entity.info().id()).toList())
                    .isEqualTo(naive.entities());
        }
        assertThat(client.heard).isEqualTo(client.naive.heard);
        assertThat(client.routes.stream().map(rows::row).toList())
                .isEqualTo(
                        client.naiveRoutes.stream()
                                .map(route -> rows.row(route, client.naive))
                                .toList());
        assertThat(client.nextHops.stream().map(rows::row).toList())
                .isEqualTo(
                        client.naiveNextHops.stream()
                                .map(hop -> rows.row(hop, client.naive))
                                .toList());
        for (int i = 0; i < client.lists.size(); i++) {
            RouteList list = client.lists.get(i);
            NaiveRouteList naiveList = client.naiveLists.get(i);
            same(
                    () -> all(list.enumerate(), 2, rows::id),
                    () -> naive.routesIn(naiveList).stream().map(rows::id).toList());
        }
        for (Destination destination : client.destinations) {
            NetAddress address = destination.address();
            try (DestInfo info = destination.info(ProtocolId.BEST, VIEWS)) {
                assertThat(row(info)).isEqualTo(row(address, VIEWS));
            }
            same(destination::opaque, () -> naive.opaque(client.naive, address));
        }
        for (int i = 0; i < client.entities.size(); i++) {
            Entity entity = client.entities.get(i);
            NaiveOwner other = client.naiveEntities.get(i);
            assertThat(List.of(entity.info().id(), entity.isRegistered(), entity.methods()))
                    .isEqualTo(List.of(other.id, naive.isRegistered(other), naive.methods(other)));
        }
        changes.compare(client);
        assertThat(client.real.handleCounts())
                .containsEntry(
                        HandleKind.ROUTE,
                        client.routes.size() + (client.naive.isAsked() ? 1L : 0L)) // asked of it
                .containsEntry(HandleKind.NEXT_HOP, (long) client.nextHops.size())
                .containsEntry(HandleKind.DESTINATION, (long) client.destinations.size())
                .containsEntry(
                        HandleKind.ROUTE_LIST,
                        client.naiveLists.stream().filter(list -> !list.deleted).count())
                .containsEntry(HandleKind.LOCK, 0L)
                .containsEntry(HandleKind.ENTITY, (long) client.entities.size())
                .containsEntry(
                        HandleKind.CHANGE_REGISTRATION,
                        client.changes.stream().filter(one -> !one.naive.ended).count())
                .containsEntry(HandleKind.ENUMERATION, 0L);
    }

    @Override
    public void close() {
        clients.forEach(client -> client.lane.free());
        router.close();
    }

    @Override
    public String toString() {
        return "after " + naive.now / SECOND + " seconds";
    }
}
