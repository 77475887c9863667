package org.rtm.impl.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.api.NetAddress.parse;
import static org.rtm.impl.TestRouter.assertRefused;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rtm.api.AddRouteOptions;
import org.rtm.api.Batch;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.LockMode;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.PrefInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteCriteria;
import org.rtm.api.RouteFlags;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteList;
import org.rtm.api.RouteLock;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.RtmStatus;
import org.rtm.api.TableEnumeration;
import org.rtm.api.ViewSet;
import org.rtm.impl.Call;
import org.rtm.impl.RecordingObserver;
import org.rtm.impl.RecordingObserver.Report;
import org.rtm.impl.TestRouter;

/** Updates of routes in place. */
@Timeout(60)
class RouteLockTest {
    private static final NetAddress PREFIX = parse("10.0.0.0/8");
    private static final ViewSet BOTH = ViewSet.of(0, 1);

    private final TestRouter router = new TestRouter();
    private final EntityRegistration rip = router.register(ProtocolId.RIP, 1);
    private final EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);
    private final NextHop hop = rip.addNextHop(NextHopInfo.of("192.0.2.1", 3)).handle();
    private final NextHop otherHop = rip.addNextHop(NextHopInfo.of("192.0.2.2", 3)).handle();

    @AfterEach
    void close() {
        router.close();
    }

    @Test
    void a_commit_of_another_member_keeps_a_next_hop_that_was_deleted() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via(otherHop)).handle();
        otherHop.delete();

        route.lock(LockMode.EXCLUSIVE).prefInfo(new PrefInfo(0, 7)).commit(AddRouteOptions.NONE);

        assertThat(route.info().prefInfo().metric()).isEqualTo(7);
        assertThat(route.info().nextHops()).hasSize(1);
    }

    @Test
    void a_commit_changes_the_five_members_that_rtmv2_allows() {
        Route route = rip.addRoute(PREFIX, everything()).handle();
        RouteLock lock = route.lock(LockMode.EXCLUSIVE);

        lock.neighbour(Optional.of(otherHop))
                .prefInfo(new PrefInfo(20, 21))
                .entitySpecificInfo(Optional.of("other"))
                .views(BOTH)
                .nextHops(List.of(otherHop, hop))
                .commit(AddRouteOptions.NONE);

        RouteSnapshot info = route.info();
        assertThat(info.neighbour()).contains(otherHop);
        assertThat(info.prefInfo()).isEqualTo(new PrefInfo(20, 21));
        assertThat(info.entitySpecificInfo()).contains("other");
        assertThat(info.views()).isEqualTo(BOTH);
        assertThat(info.nextHops()).containsExactly(otherHop, hop);
        assertThat(info.flags()).isEqualTo(RouteFlags.LOCAL);
        assertThat(info.tag()).isEqualTo(7);
    }

    @Test
    void what_was_not_set_stays() {
        Route route = rip.addRoute(PREFIX, everything()).handle();

        route.lock(LockMode.EXCLUSIVE).commit(AddRouteOptions.NONE);

        RouteSnapshot info = route.info();
        assertThat(info.neighbour()).contains(hop);
        assertThat(info.prefInfo()).isEqualTo(new PrefInfo(10, 11));
        assertThat(info.entitySpecificInfo()).contains("mine");
        assertThat(info.views()).isEqualTo(ViewSet.UNICAST);
        assertThat(info.nextHops()).containsExactly(hop);
        assertThat(info.flags()).isEqualTo(RouteFlags.LOCAL);
        assertThat(info.tag()).isEqualTo(7);
    }

    @Test
    void members_can_be_set_to_none_and_the_preference_to_the_configured_one() {
        Route route = rip.addRoute(PREFIX, everything()).handle();
        RouteLock lock = route.lock(LockMode.EXCLUSIVE);

        lock.neighbour(Optional.empty())
                .prefInfo(new PrefInfo(0, 0))
                .entitySpecificInfo(Optional.empty())
                .nextHops(List.of())
                .commit(AddRouteOptions.NONE);

        RouteSnapshot info = route.info();
        assertThat(info.neighbour()).isEmpty();
        assertThat(info.prefInfo()).isEqualTo(new PrefInfo(120, 0));
        assertThat(info.entitySpecificInfo()).isEmpty();
        assertThat(info.nextHops()).isEmpty();
        assertThat(info.toInfo().prefInfo().preference()).isZero();
    }

    @Test
    void nothing_is_changed_before_the_commit_nor_by_giving_the_lock_back() {
        Route route = rip.addRoute(PREFIX, everything()).handle();
        RecordingObserver observer = RecordingObserver.attachedTo(rip);

        try (RouteLock lock = route.lock(LockMode.EXCLUSIVE)) {
            lock.prefInfo(new PrefInfo(20, 21)).nextHops(List.of(otherHop));
            assertThat(route.info().prefInfo()).isEqualTo(new PrefInfo(10, 11));
        }

        assertThat(route.info().prefInfo()).isEqualTo(new PrefInfo(10, 11));
        assertThat(route.info().nextHops()).containsExactly(hop);
        assertThat(observer.take()).isEmpty();
    }

    @Test
    void a_commit_is_one_change_and_says_whether_the_best_route_changed() {
        Route best = rip.addRoute(PREFIX, RouteInfo.via(hop).metric(5)).handle();
        Route worse =
                rip.addRoute(PREFIX, RouteInfo.via(hop).metric(9).neighbour(otherHop)).handle();
        RecordingObserver observer = RecordingObserver.attachedTo(rip);

        boolean isWorseStillBest =
                worse.lock(LockMode.EXCLUSIVE)
                        .prefInfo(new PrefInfo(0, 8))
                        .nextHops(List.of())
                        .commit(AddRouteOptions.NONE);
        boolean bestChanged =
                best.lock(LockMode.EXCLUSIVE)
                        .prefInfo(new PrefInfo(0, 9))
                        .commit(AddRouteOptions.NONE);

        assertThat(isWorseStillBest).isFalse();
        assertThat(bestChanged).isTrue();
        assertThat(worse.bestInViews()).isEqualTo(ViewSet.UNICAST);
        assertThat(observer.take())
                .containsExactly(
                        told(ViewSet.UNICAST, ViewSet.ANY), told(ViewSet.UNICAST, ViewSet.UNICAST));
    }

    @Test
    void a_commit_of_what_was_there_before_is_no_change() {
        Route route = rip.addRoute(PREFIX, everything()).handle();
        RecordingObserver observer = RecordingObserver.attachedTo(rip);

        boolean bestChanged =
                route.lock(LockMode.EXCLUSIVE)
                        .prefInfo(new PrefInfo(10, 11))
                        .nextHops(List.of(hop))
                        .commit(AddRouteOptions.NONE);

        assertThat(bestChanged).isFalse();
        assertThat(observer.take()).isEmpty();
    }

    @Test
    void readers_see_all_of_a_commit_or_none() throws Throwable {
        Route route = rip.addRoute(PREFIX, RouteInfo.via(hop).metric(0)).handle();
        Route seen = ospf.exactMatchRoute(PREFIX, RouteCriteria.NONE, ViewSet.ANY).orElseThrow();
        AtomicBoolean done = new AtomicBoolean();
        Call<Integer> reading =
                Call.begin(
                        () -> {
                            int torn = 0;
                            while (!done.get()) {
                                try (RouteSnapshot info = seen.info()) {
                                    torn +=
                                            info.prefInfo().metric() == info.nextHops().size() - 1
                                                    ? 0
                                                    : 1;
                                }
                            }
                            return torn;
                        });

        for (int i = 0; i < 5_000; i++) {
            int metric = i % 10;
            route.lock(LockMode.EXCLUSIVE)
                    .prefInfo(new PrefInfo(0, metric))
                    .nextHops(Collections.nCopies(metric + 1, hop))
                    .commit(AddRouteOptions.NONE);
        }

        done.set(true);
        assertThat(reading.result()).isZero();
    }

    @Test
    void only_the_owner_locks_its_route() {
        rip.addRoute(PREFIX, RouteInfo.via());
        Route seen = ospf.exactMatchRoute(PREFIX, RouteCriteria.NONE, ViewSet.ANY).orElseThrow();

        assertRefused(
                () -> seen.lock(LockMode.SHARED),
                RtmStatus.ACCESS_DENIED,
                "the route to 10.0.0.0/8 belongs to RIP-1, not to OSPF-1");
    }

    @Test
    void a_deleted_route_is_not_locked() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via()).handle();
        route.reference().delete();

        assertRefused(
                () -> route.lock(LockMode.SHARED),
                RtmStatus.NOT_FOUND,
                "the route to 10.0.0.0/8 was deleted");
        assertThat(rip.handleCounts()).containsEntry(HandleKind.LOCK, 0L);
    }

    @Test
    void a_handle_that_was_given_back_locks_nothing() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via()).handle();
        route.close();

        assertRefused(
                () -> route.lock(LockMode.SHARED),
                RtmStatus.INVALID_HANDLE,
                "the handle to route to 10.0.0.0/8 was given back before");
    }

    @Test
    void a_shared_lock_commits_nothing_and_stays_held() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via()).handle();
        RouteLock lock = route.lock(LockMode.SHARED);

        assertRefused(
                () -> lock.prefInfo(new PrefInfo(1, 1)).commit(AddRouteOptions.NONE),
                RtmStatus.ACCESS_DENIED,
                "the shared lock of RIP-1 on 10.0.0.0/8 lets nothing be changed; only an exclusive one does");

        assertThat(route.info().prefInfo()).isEqualTo(new PrefInfo(120, 0));
        assertThat(lock.mode()).isEqualTo(LockMode.SHARED);
        assertThat(rip.handleCounts()).containsEntry(HandleKind.LOCK, 1L);
        lock.close();
    }

    @Test
    void a_refused_commit_leaves_the_lock_with_the_caller_and_changes_nothing() {
        rip.addRoute(PREFIX, RouteInfo.via().neighbour(hop));
        Route route = rip.addRoute(PREFIX, RouteInfo.via().neighbour(otherHop)).handle();
        RecordingObserver observer = RecordingObserver.attachedTo(rip);
        RouteLock lock = route.lock(LockMode.EXCLUSIVE).prefInfo(new PrefInfo(3, 3));

        assertRefused(
                () -> lock.neighbour(Optional.of(hop)).commit(AddRouteOptions.NONE),
                RtmStatus.ALREADY_EXISTS,
                "RIP-1 has another route to 10.0.0.0/8 with neighbour 192.0.2.1 on interface 3");
        assertThat(observer.take()).isEmpty();
        assertThat(route.info().prefInfo()).isEqualTo(new PrefInfo(120, 0));

        lock.neighbour(Optional.empty()).commit(AddRouteOptions.NONE);
        assertThat(route.info().neighbour()).isEmpty();
        assertThat(route.info().prefInfo()).isEqualTo(new PrefInfo(3, 3));
    }

    @Test
    void a_next_hop_that_was_deleted_under_the_lock_refuses_the_commit() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via(hop)).handle();
        RouteLock lock = route.lock(LockMode.EXCLUSIVE).nextHops(List.of(otherHop));
        otherHop.reference().delete();

        assertRefused(
                () -> lock.commit(AddRouteOptions.NONE),
                RtmStatus.INVALID_HANDLE,
                "the next hop 192.0.2.2 on interface 3 was deleted");

        assertThat(route.info().nextHops()).containsExactly(hop);
        lock.close();
    }

    @Test
    void what_a_route_may_not_say_is_refused_when_it_is_set() {
        NextHop others = ospf.addNextHop(NextHopInfo.of("192.0.2.9", 3)).handle();
        ospf.addRoute(PREFIX, RouteInfo.via(others));
        NextHop seen =
                rip.exactMatchRoute(PREFIX, RouteCriteria.NONE, ViewSet.ANY)
                        .orElseThrow()
                        .info()
                        .nextHops()
                        .get(0);
        Route route = rip.addRoute(PREFIX, RouteInfo.via(hop)).handle();

        try (RouteLock lock = route.lock(LockMode.EXCLUSIVE)) {
            assertRefused(
                    () -> lock.views(ViewSet.ANY),
                    RtmStatus.INVALID_PARAMETER,
                    "a route is in at least one view, not in none");
            assertRefused(
                    () -> lock.views(ViewSet.of(5)),
                    RtmStatus.NOT_SUPPORTED,
                    "the IPv4 table does not support view {5}; it supports 0 (unicast), 1 (multicast)");
            assertRefused(
                    () -> lock.nextHops(Collections.nCopies(65, hop)),
                    RtmStatus.INVALID_PARAMETER,
                    "a route cannot have 65 next hops; allowed are 0 to 64, the profile's maxNextHopsInRoute");
            assertRefused(
                    () -> lock.nextHops(List.of(seen)),
                    RtmStatus.ACCESS_DENIED,
                    "the next hop 192.0.2.9 on interface 3 belongs to OSPF-1, not to RIP-1");
            assertRefused(
                    () -> lock.neighbour(Optional.of(seen)),
                    RtmStatus.ACCESS_DENIED,
                    "the next hop 192.0.2.9 on interface 3 belongs to OSPF-1, not to RIP-1");
            lock.commit(AddRouteOptions.NONE);
        }
        assertThat(route.info().nextHops()).containsExactly(hop);
    }

    @Test
    void all_supported_views_are_asked_for_with_all() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via()).handle();

        route.lock(LockMode.EXCLUSIVE).views(ViewSet.ALL).commit(AddRouteOptions.NONE);

        assertThat(route.info().views()).isEqualTo(BOTH);
    }

    @Test
    void which_route_to_update_is_no_question_for_a_commit() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via()).handle();

        try (RouteLock lock = route.lock(LockMode.EXCLUSIVE)) {
            assertRefused(
                    () -> lock.commit(AddRouteOptions.NONE.alwaysNew()),
                    RtmStatus.INVALID_PARAMETER,
                    "alwaysNew does not go with the lock of the route to 10.0.0.0/8, which says what to update");
            assertRefused(
                    () -> lock.commit(AddRouteOptions.NONE.updateFirst()),
                    RtmStatus.INVALID_PARAMETER,
                    "updateFirst does not go with the lock of the route to 10.0.0.0/8, which says what to update");
        }
    }

    @Test
    void a_commit_sets_the_time_to_live_or_ends_it() {
        AddRouteOptions tenSeconds = AddRouteOptions.NONE.timeToLive(Duration.ofSeconds(10));
        Route route = rip.addRoute(PREFIX, RouteInfo.via()).handle();

        route.lock(LockMode.EXCLUSIVE).commit(tenSeconds);
        assertThat(route.info().timeToLive()).contains(Duration.ofSeconds(10));

        route.lock(LockMode.EXCLUSIVE).commit(AddRouteOptions.NONE);
        assertThat(route.info().timeToLive()).isEmpty();
    }

    @Test
    void a_commit_moves_the_route_to_the_list_that_it_names_and_else_leaves_it_in_its_list() {
        RouteList one = rip.createRouteList();
        RouteList other = rip.createRouteList();
        Route route =
                rip.addRoute(PREFIX, RouteInfo.via(), AddRouteOptions.NONE.list(one)).handle();

        route.lock(LockMode.EXCLUSIVE).commit(AddRouteOptions.NONE);
        assertThat(routes(one)).containsExactly(route);

        route.lock(LockMode.EXCLUSIVE).commit(AddRouteOptions.NONE.list(other));
        assertThat(routes(one)).isEmpty();
        assertThat(routes(other)).containsExactly(route);
    }

    @Test
    void a_commit_gives_the_lock_back() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via()).handle();
        RouteLock lock = route.lock(LockMode.EXCLUSIVE);

        lock.commit(AddRouteOptions.NONE);

        assertThat(rip.handleCounts()).containsEntry(HandleKind.LOCK, 0L);
        assertRefused(
                () -> lock.commit(AddRouteOptions.NONE),
                RtmStatus.INVALID_HANDLE,
                "the exclusive lock of RIP-1 on 10.0.0.0/8 was given back or taken away");
        lock.close();
        lock.close();
        route.lock(LockMode.EXCLUSIVE).close();
    }

    private RouteInfo everything() {
        return RouteInfo.via(hop)
                .neighbour(hop)
                .prefInfo(new PrefInfo(10, 11))
                .flags(RouteFlags.LOCAL)
                .tag(7)
                .entitySpecificInfo("mine");
    }

    private static Report told(ViewSet all, ViewSet best) {
        return new Report(PREFIX, all, best, best, ViewSet.ANY);
    }

    private static List<Route> routes(RouteList list) {
        try (TableEnumeration<Route> listed = list.enumerate();
                Batch<Route> batch = listed.next(10)) {
            return batch.list();
        }
    }
}
