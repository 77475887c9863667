package org.rtm.impl.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.rtm.api.NetAddress.parse;
import static org.rtm.impl.TestRouter.assertRefused;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rtm.api.AddRouteOptions;
import org.rtm.api.Batch;
import org.rtm.api.DestInfo;
import org.rtm.api.Destination;
import org.rtm.api.DestinationLock;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.LockMode;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopFlags;
import org.rtm.api.NextHopInfo;
import org.rtm.api.NextHopLock;
import org.rtm.api.PrefInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteChange;
import org.rtm.api.RouteCriteria;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteLock;
import org.rtm.api.RouteQuery;
import org.rtm.api.RouteState;
import org.rtm.api.RtmStatus;
import org.rtm.api.TableEnumeration;
import org.rtm.api.ViewSet;
import org.rtm.impl.Call;
import org.rtm.impl.RecordingObserver;
import org.rtm.impl.TestRouter;
import org.rtm.impl.TestRouter.Logged;

/** Who may lock what, what waits for a lock and what does not, and how a lock ends. */
@Timeout(60)
class LockTest {
    private static final NetAddress PREFIX = parse("10.0.0.0/8");
    private static final NetAddress OTHER_PREFIX = parse("11.0.0.0/8");
    private static final Duration LEASE = Duration.ofSeconds(5);
    private static final Duration MICROSECOND = Duration.ofNanos(1_000);

    private final TestRouter router = new TestRouter();
    private final EntityRegistration rip = router.register(ProtocolId.RIP, 1);
    private final EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);
    private final NextHop hop = rip.addNextHop(NextHopInfo.of("192.0.2.1", 3)).handle();
    private final Route route = rip.addRoute(PREFIX, RouteInfo.via(hop).metric(1)).handle();
    private final Destination destination = destination(rip, PREFIX);

    @AfterEach
    void close() {
        router.close();
    }

    // Shared and exclusive

    @Test
    void any_entity_may_lock_a_destination() {
        DestinationLock lock = destination(ospf, PREFIX).lock(LockMode.EXCLUSIVE);

        assertThat(lock.mode()).isEqualTo(LockMode.EXCLUSIVE);
        lock.close();
    }

    @Test
    void shared_locks_go_together_also_those_of_one_entity() {
        DestinationLock one = destination.lock(LockMode.SHARED);
        DestinationLock again = destination.lock(LockMode.SHARED);
        RouteLock third = route.lock(LockMode.SHARED);
        DestinationLock others = destination(ospf, PREFIX).lock(LockMode.SHARED);

        assertThat(one.mode()).isEqualTo(LockMode.SHARED);
        assertThat(rip.handleCounts()).containsEntry(HandleKind.LOCK, 3L);
        List.of(one, again, others).forEach(DestinationLock::close);
        third.close();
    }

    @Test
    void an_exclusive_lock_waits_for_every_shared_one() throws Throwable {
        DestinationLock mine = destination.lock(LockMode.SHARED);
        DestinationLock thirds =
                destination(router.register(ProtocolId.BGP, 1), PREFIX).lock(LockMode.SHARED);
        Destination seen = destination(ospf, PREFIX);
        Call<DestinationLock> locking = Call.thatWaits(() -> seen.lock(LockMode.EXCLUSIVE));

        mine.close();
        Call.await(locking::isWaiting);
        thirds.close();

        assertThat(locking.result().mode()).isEqualTo(LockMode.EXCLUSIVE);
    }

    @Test
    void a_shared_lock_waits_for_an_exclusive_one() throws Throwable {
        DestinationLock mine = destination.lock(LockMode.EXCLUSIVE);
        Destination seen = destination(ospf, PREFIX);
        Call<DestinationLock> locking = Call.thatWaits(() -> seen.lock(LockMode.SHARED));

        mine.close();

        assertThat(locking.result().mode()).isEqualTo(LockMode.SHARED);
    }

    @Test
    void a_lock_on_a_route_is_one_on_its_destination() throws Throwable {
        RouteLock mine = route.lock(LockMode.EXCLUSIVE);
        Route others = ospf.addRoute(OTHER_PREFIX, RouteInfo.via()).handle();
        others.lock(LockMode.EXCLUSIVE).close();
        Destination seen = destination(ospf, PREFIX);
        Call<DestinationLock> locking = Call.thatWaits(() -> seen.lock(LockMode.SHARED));

        mine.close();

        assertThat(locking.result().mode()).isEqualTo(LockMode.SHARED);
    }

    @Test
    void a_lock_belongs_to_the_object_and_not_to_a_thread() throws Throwable {
        RouteLock lock = Call.begin(() -> route.lock(LockMode.EXCLUSIVE)).result();

        lock.prefInfo(new PrefInfo(0, 7));
        Call.begin(() -> lock.commit(AddRouteOptions.NONE)).result();

        assertThat(metric()).isEqualTo(7);
    }

    @Test
    void a_destination_that_has_lost_its_routes_is_locked_as_the_same_one_when_it_comes_back()
            throws Throwable {
        route.reference().delete();
        DestinationLock lock = destination.lock(LockMode.EXCLUSIVE);

        Call<RouteChange> adding = Call.thatWaits(() -> ospf.addRoute(PREFIX, RouteInfo.via()));
        lock.close();

        assertThat(adding.result().isNew()).isTrue();
    }

    @Test
    void asking_for_what_conflicts_with_a_lock_of_the_same_entity_may_be_a_deadlock() {
        DestinationLock lock = destination.lock(LockMode.EXCLUSIVE);

        assertRefused(
                () -> destination.lock(LockMode.SHARED),
                RtmStatus.POSSIBLE_DEADLOCK,
                "RIP-1 asks for a lock on 10.0.0.0/8 that would wait for the exclusive lock of RIP-1 on 10.0.0.0/8");
        assertRefused(
                () -> route.lock(LockMode.EXCLUSIVE),
                RtmStatus.POSSIBLE_DEADLOCK,
                "RIP-1 asks for a lock on 10.0.0.0/8 that would wait for the exclusive lock of RIP-1 on 10.0.0.0/8");
        assertThat(rip.handleCounts()).containsEntry(HandleKind.LOCK, 1L);
        lock.close();
    }

    @Test
    void an_upgrade_may_be_a_deadlock_whoever_else_holds_a_lock() {
        DestinationLock others = destination(ospf, PREFIX).lock(LockMode.SHARED);
        DestinationLock lock = destination.lock(LockMode.SHARED);

        assertRefused(
                () -> destination.lock(LockMode.EXCLUSIVE),
                RtmStatus.POSSIBLE_DEADLOCK,
                "RIP-1 asks for a lock on 10.0.0.0/8 that would wait for the shared lock of RIP-1 on 10.0.0.0/8");
        lock.close();
        others.close();
    }

    // What goes on, and what waits

    @Test
    void readers_go_on_and_see_the_last_committed_state() {
        RouteLock lock = route.lock(LockMode.EXCLUSIVE).prefInfo(new PrefInfo(0, 99));
        Call<RouteChange> waiting =
                Call.thatWaits(() -> ospf.addRoute(PREFIX, RouteInfo.via().metric(50)));

        DestInfo info = ospf.mostSpecific(parse("10.1.1.1")).orElseThrow();

        assertThat(info.views().get(0).bestRoute().orElseThrow().info().prefInfo().metric())
                .isEqualTo(1);
        assertThat(info.views().get(0).routeCount()).isEqualTo(1);
        assertThat(ospf.exactMatchRoute(PREFIX, RouteCriteria.NONE, ViewSet.ANY)).isPresent();
        assertThat(routes(ospf)).isEqualTo(1);
        assertThat(waiting.isWaiting()).isTrue();
        lock.close();
    }

    @Test
    void changes_by_others_wait_until_every_lock_has_ended() throws Throwable {
        DestinationLock one = destination.lock(LockMode.SHARED);
        DestinationLock other = destination(ospf, PREFIX).lock(LockMode.SHARED);
        Call<RouteChange> adding = Call.thatWaits(() -> ospf.addRoute(PREFIX, RouteInfo.via()));

        one.close();
        Call.await(adding::isWaiting);
        assertThat(routes(ospf)).isEqualTo(1);
        other.close();

        assertThat(adding.result().isNew()).isTrue();
        assertThat(routes(ospf)).isEqualTo(2);
    }

    @Test
    void every_change_of_the_same_entity_waits_too() throws Throwable {
        List<Callable<?>> changes =
                List.of(
                        () -> rip.addRoute(PREFIX, RouteInfo.via().metric(2)),
                        () -> route.update(RouteInfo.via().metric(3)),
                        () -> {
                            destination.hold(ViewSet.UNICAST, Duration.ofSeconds(1));
                            return null;
                        },
                        () -> route.reference().delete());

        for (Callable<?> change : changes) {
            RouteLock lock = route.lock(LockMode.SHARED);
            Call<?> changing = Call.thatWaits(change);
            lock.close();
            changing.result();
        }

        assertThat(route.info().state()).isEqualTo(RouteState.DELETING);
    }

    @Test
    void what_waited_starts_afresh() throws Throwable {
        NextHop gone = rip.addNextHop(NextHopInfo.of("192.0.2.9", 3)).handle();
        DestinationLock lock = destination(ospf, PREFIX).lock(LockMode.SHARED);
        Call<RouteChange> adding = Call.thatWaits(() -> rip.addRoute(PREFIX, RouteInfo.via(gone)));
        gone.reference().delete();

        lock.close();

        assertRefused(
                adding::result,
                RtmStatus.INVALID_HANDLE,
                "the next hop 192.0.2.9 on interface 3 was deleted");
        assertThat(metric()).isEqualTo(1);
    }

    @Test
    void of_two_deletions_that_waited_one_finds_nothing() {
        DestinationLock lock = destination(ospf, PREFIX).lock(LockMode.SHARED);
        Call<Boolean> one = Call.thatWaits(() -> route.reference().delete());
        Call<Boolean> other = Call.thatWaits(() -> route.reference().delete());

        lock.close();

        List<Throwable> failures = new ArrayList<>();
        for (Call<Boolean> call : List.of(one, other)) {
            Optional.ofNullable(catchThrowable(call::result)).ifPresent(failures::add);
        }
        assertThat(failures)
                .extracting(Throwable::getMessage)
                .containsExactly("the route to 10.0.0.0/8 was deleted");
    }

    @Test
    void a_waiting_writer_does_not_hold_up_other_destinations() throws Throwable {
        DestinationLock lock = destination.lock(LockMode.EXCLUSIVE);
        Call<RouteChange> waiting = Call.thatWaits(() -> ospf.addRoute(PREFIX, RouteInfo.via()));

        Route elsewhere = ospf.addRoute(OTHER_PREFIX, RouteInfo.via()).handle();
        elsewhere.lock(LockMode.EXCLUSIVE).commit(AddRouteOptions.NONE);
        elsewhere.delete();
        rip.addNextHop(NextHopInfo.of("192.0.2.7", 3)).handle().delete();

        assertThat(waiting.isWaiting()).isTrue();
        lock.close();
        waiting.result();
    }

    // What the RTM itself has to change

    @Test
    void the_routes_of_an_entity_that_ends_stay_until_the_lock_ends() {
        rip.addRoute(OTHER_PREFIX, RouteInfo.via());
        DestinationLock lock = destination(ospf, PREFIX).lock(LockMode.SHARED);
        Route seen = ospf.exactMatchRoute(PREFIX, RouteCriteria.NONE, ViewSet.ANY).orElseThrow();
        RecordingObserver observer = RecordingObserver.attachedTo(ospf);

        rip.close();
        assertThat(seen.info().state()).isEqualTo(RouteState.CREATED);
        assertThat(routes(ospf)).isEqualTo(1);
        assertThat(observer.take()).hasSize(1);

        lock.close();
        assertThat(seen.info().state()).isEqualTo(RouteState.DELETED);
        assertThat(ospf.mostSpecific(PREFIX)).isEmpty();
        assertThat(observer.take()).hasSize(1);
    }

    @Test
    void an_identity_can_come_back_before_the_lock_ends_and_keeps_its_new_routes()
            throws Throwable {
        DestinationLock lock = destination(ospf, PREFIX).lock(LockMode.SHARED);
        rip.close();
        EntityRegistration again = router.register(ProtocolId.RIP, 1);
        Call<RouteChange> adding =
                Call.thatWaits(() -> again.addRoute(PREFIX, RouteInfo.via().metric(5)));

        lock.close();

        assertThat(adding.result().isNew()).isTrue();
        assertThat(routes(ospf)).isEqualTo(1);
        assertThat(metric(ospf)).isEqualTo(5);
    }

    @Test
    void other_preferences_are_taken_when_the_lock_ends() {
        rip.addRoute(OTHER_PREFIX, RouteInfo.via());
        DestinationLock lock = destination.lock(LockMode.EXCLUSIVE);

        router.configure(Map.of("preferences", "RIP=50"));
        assertThat(preference(PREFIX)).isEqualTo(120);
        assertThat(preference(OTHER_PREFIX)).isEqualTo(50);

        lock.close();
        assertThat(preference(PREFIX)).isEqualTo(50);
    }

    @Test
    void a_commit_lets_what_the_rtm_has_to_change_happen_after_it() {
        RouteLock lock = route.lock(LockMode.EXCLUSIVE);
        router.configure(Map.of("preferences", "RIP=50"));

        lock.prefInfo(new PrefInfo(0, 9)).commit(AddRouteOptions.NONE);

        assertThat(route.info().prefInfo()).isEqualTo(new PrefInfo(50, 9));
    }

    // The lease

    @Test
    void a_lock_is_taken_away_after_its_time_and_the_log_names_its_holder() {
        DestinationLock lock = destination.lock(LockMode.EXCLUSIVE);

        router.advance(LEASE.minus(MICROSECOND));
        assertThat(router.logged()).isEmpty();
        assertThat(rip.handleCounts()).containsEntry(HandleKind.LOCK, 1L);

        router.advance(MICROSECOND);
        assertThat(router.logged())
                .containsExactly(
                        new Logged(
                                "WARN",
                                "the exclusive lock of RIP-1 on 10.0.0.0/8 was taken away: it was held for too long",
                                null));
        assertThat(rip.handleCounts()).containsEntry(HandleKind.LOCK, 0L);
        assertRefused(
                lock::close,
                RtmStatus.INVALID_HANDLE,
                "the exclusive lock of RIP-1 on 10.0.0.0/8 was given back or taken away");
        destination.lock(LockMode.EXCLUSIVE).close();
    }

    @Test
    void a_lock_that_was_taken_away_is_of_no_use() {
        RouteLock lock = route.lock(LockMode.EXCLUSIVE).prefInfo(new PrefInfo(0, 9));

        router.advance(LEASE);

        List<ThrowingCallable> uses =
                List.of(
                        () -> lock.neighbour(Optional.empty()),
                        () -> lock.prefInfo(new PrefInfo(0, 8)),
                        () -> lock.entitySpecificInfo(Optional.empty()),
                        () -> lock.views(ViewSet.UNICAST),
                        () -> lock.nextHops(List.of()),
                        () -> lock.commit(AddRouteOptions.NONE),
                        lock::close);
        assertThat(uses)
                .allSatisfy(
                        use ->
                                assertRefused(
                                        use,
                                        RtmStatus.INVALID_HANDLE,
                                        "the exclusive lock of RIP-1 on 10.0.0.0/8 was given back or taken away"));
        assertThat(metric()).isEqualTo(1);
    }

    @Test
    void the_longest_time_of_a_lock_is_configured() {
        router.configure(Map.of("lock.longest", 2));
        destination.lock(LockMode.SHARED);

        router.advance(Duration.ofSeconds(2).minus(MICROSECOND));
        assertThat(rip.handleCounts()).containsEntry(HandleKind.LOCK, 1L);

        router.advance(MICROSECOND);
        assertThat(rip.handleCounts()).containsEntry(HandleKind.LOCK, 0L);
    }

    @Test
    void the_lease_begins_with_the_grant() throws Throwable {
        destination.lock(LockMode.EXCLUSIVE);
        router.advance(Duration.ofSeconds(2));
        Destination seen = destination(ospf, PREFIX);
        Call<DestinationLock> locking = Call.thatWaits(() -> seen.lock(LockMode.SHARED));
        router.advance(Duration.ofSeconds(3));
        DestinationLock granted = locking.result();

        router.advance(LEASE.minus(MICROSECOND));

        granted.close();
    }

    @Test
    void a_change_that_waits_for_a_careless_holder_goes_on_at_the_end_of_the_lease()
            throws Throwable {
        destination.lock(LockMode.EXCLUSIVE);
        Call<RouteChange> adding =
                Call.thatWaits(() -> rip.addRoute(PREFIX, RouteInfo.via().metric(4)));

        router.advance(LEASE);

        adding.result();
        assertThat(metric()).isEqualTo(4);
    }

    @Test
    void crosswise_waits_of_two_entities_end_by_the_leases() throws Throwable {
        ospf.addRoute(OTHER_PREFIX, RouteInfo.via());
        Destination mineToo = destination(rip, OTHER_PREFIX);
        Destination othersToo = destination(ospf, PREFIX);
        destination.lock(LockMode.EXCLUSIVE);
        destination(ospf, OTHER_PREFIX).lock(LockMode.EXCLUSIVE);
        Call<DestinationLock> mine = Call.thatWaits(() -> mineToo.lock(LockMode.EXCLUSIVE));
        Call<DestinationLock> others = Call.thatWaits(() -> othersToo.lock(LockMode.EXCLUSIVE));

        router.advance(LEASE);

        mine.result().close();
        others.result().close();
        assertThat(router.logged()).hasSize(2);
    }

    @Test
    void a_commit_and_the_end_of_the_lease_exclude_each_other() throws Throwable {
        for (int i = 0; i < 200; i++) {
            int metric = 2 + i;
            long before = metric();
            int warnings = router.logged().size();
            RouteLock lock = route.lock(LockMode.EXCLUSIVE).prefInfo(new PrefInfo(0, metric));
            CyclicBarrier together = new CyclicBarrier(2);
            Call<Boolean> committing =
                    Call.begin(
                            () -> {
                                together.await();
                                return lock.commit(AddRouteOptions.NONE);
                            });
            together.await();
            router.advance(LEASE);

            Throwable failure = catchThrowable(committing::result);

            boolean isTakenAway = router.logged().size() > warnings;
            assertThat(failure != null).isEqualTo(isTakenAway);
            assertThat(metric()).isEqualTo(isTakenAway ? before : metric);
        }
    }

    // The end

    @Test
    void a_lock_is_given_back_once() {
        DestinationLock lock = destination.lock(LockMode.EXCLUSIVE);
        lock.close();

        assertRefused(
                lock::close,
                RtmStatus.INVALID_HANDLE,
                "the exclusive lock of RIP-1 on 10.0.0.0/8 was given back or taken away");
        assertThat(rip.handleCounts()).containsEntry(HandleKind.LOCK, 0L);
    }

    @Test
    void a_lock_left_at_the_end_of_its_holder_is_given_back_and_logged() throws Throwable {
        EntityRegistration bgp = router.register(ProtocolId.BGP, 1);
        Destination seen = destination(bgp, PREFIX);
        DestinationLock lock = seen.lock(LockMode.EXCLUSIVE);
        seen.close();
        Call<RouteChange> adding = Call.thatWaits(() -> ospf.addRoute(PREFIX, RouteInfo.via()));

        bgp.close();

        assertThat(adding.result().isNew()).isTrue();
        assertThat(router.logged())
                .containsExactly(
                        new Logged("WARN", "BGP-1 ended without giving back: 1 LOCK", null));
        lock.close();
        lock.close();
        router.advance(LEASE);
        assertThat(router.logged()).hasSize(1);
    }

    @Test
    void a_lock_of_an_ended_registration_changes_nothing() {
        RouteLock lock = route.lock(LockMode.EXCLUSIVE);
        rip.close();

        assertRefused(
                () -> lock.commit(AddRouteOptions.NONE),
                RtmStatus.INVALID_HANDLE,
                "the registration of RIP-1 has ended");
    }

    @Test
    void whoever_waits_for_a_lock_when_its_registration_ends_gets_none() {
        DestinationLock lock = destination(ospf, PREFIX).lock(LockMode.SHARED);
        Call<DestinationLock> locking = Call.thatWaits(() -> destination.lock(LockMode.EXCLUSIVE));

        rip.close();

        assertRefused(
                locking::result, RtmStatus.INVALID_HANDLE, "the registration of RIP-1 has ended");
        lock.close();
    }

    @Test
    void a_change_that_waits_when_its_registration_ends_is_refused_at_once() {
        DestinationLock lock = destination(ospf, PREFIX).lock(LockMode.SHARED);
        Call<RouteChange> adding = Call.thatWaits(() -> rip.addRoute(PREFIX, RouteInfo.via()));

        rip.close();

        assertRefused(
                adding::result, RtmStatus.INVALID_HANDLE, "the registration of RIP-1 has ended");
        lock.close();
    }

    // Next hops

    @Test
    void a_commit_changes_what_was_set_of_a_next_hop_and_gives_the_lock_back() {
        NextHop remote =
                rip.addNextHop(
                                NextHopInfo.of("192.0.2.5", 3)
                                        .flags(NextHopFlags.REMOTE)
                                        .entitySpecificInfo("mine"))
                        .handle();
        NextHopLock lock = remote.lock(LockMode.EXCLUSIVE);

        lock.remoteDestination(Optional.of(destination)).commit();

        assertThat(remote.info().flags()).isEqualTo(NextHopFlags.REMOTE);
        assertThat(remote.info().entitySpecificInfo()).contains("mine");
        assertThat(remote.info().remoteDestination()).contains(destination);
        assertThat(rip.handleCounts()).containsEntry(HandleKind.LOCK, 0L);
        lock.close();

        remote.lock(LockMode.EXCLUSIVE)
                .flags(NextHopFlags.DOWN)
                .entitySpecificInfo(Optional.of("other"))
                .remoteDestination(Optional.empty())
                .commit();
        assertThat(remote.info().flags()).isEqualTo(NextHopFlags.DOWN);
        assertThat(remote.info().entitySpecificInfo()).contains("other");
        assertThat(remote.info().remoteDestination()).isEmpty();
    }

    @Test
    void a_next_hop_is_unchanged_until_the_commit_and_changes_no_destination() {
        RecordingObserver observer = RecordingObserver.attachedTo(rip);
        NextHopLock lock = hop.lock(LockMode.EXCLUSIVE).flags(NextHopFlags.DOWN);
        assertThat(hop.info().flags()).isEqualTo(NextHopFlags.NONE);

        lock.commit();

        assertThat(hop.info().flags()).isEqualTo(NextHopFlags.DOWN);
        assertThat(observer.take()).isEmpty();
    }

    @Test
    void a_refused_commit_leaves_the_lock_on_the_next_hop_with_the_caller() {
        NextHopLock lock = hop.lock(LockMode.EXCLUSIVE).remoteDestination(Optional.of(destination));

        assertRefused(
                lock::commit,
                RtmStatus.INVALID_PARAMETER,
                "next hop 192.0.2.1 names destination 10.0.0.0/8 without the flag REMOTE, which that needs");
        assertThat(hop.info().remoteDestination()).isEmpty();

        lock.flags(NextHopFlags.REMOTE).commit();
        assertThat(hop.info().remoteDestination()).contains(destination);
    }

    @Test
    void only_the_owner_locks_its_next_hop() {
        NextHop seen =
                ospf.exactMatchRoute(PREFIX, RouteCriteria.NONE, ViewSet.ANY)
                        .orElseThrow()
                        .info()
                        .nextHops()
                        .get(0);

        assertRefused(
                () -> seen.lock(LockMode.SHARED),
                RtmStatus.ACCESS_DENIED,
                "the next hop 192.0.2.1 on interface 3 belongs to RIP-1, not to OSPF-1");
    }

    @Test
    void a_deleted_next_hop_is_not_locked() {
        hop.reference().delete();

        assertRefused(
                () -> hop.lock(LockMode.SHARED),
                RtmStatus.NOT_FOUND,
                "next hop 192.0.2.1 on interface 3 was deleted");
        assertThat(rip.handleCounts()).containsEntry(HandleKind.LOCK, 0L);
    }

    @Test
    void a_shared_lock_on_a_next_hop_commits_nothing() {
        NextHopLock lock = hop.lock(LockMode.SHARED);

        assertRefused(
                () -> lock.flags(NextHopFlags.DOWN).commit(),
                RtmStatus.ACCESS_DENIED,
                "the shared lock of RIP-1 on next hop 192.0.2.1 on interface 3 lets nothing be changed; only an exclusive one does");
        assertThat(hop.info().flags()).isEqualTo(NextHopFlags.NONE);
        lock.close();
    }

    @Test
    void changes_of_a_locked_next_hop_wait_and_those_of_others_and_of_routes_do_not()
            throws Throwable {
        NextHopLock lock = hop.lock(LockMode.SHARED);
        Call<?> adding =
                Call.thatWaits(
                        () ->
                                rip.addNextHop(
                                        NextHopInfo.of("192.0.2.1", 3).flags(NextHopFlags.DOWN)));
        Call<?> updating =
                Call.thatWaits(
                        () -> {
                            hop.update(NextHopInfo.of("192.0.2.1", 3).flags(NextHopFlags.DOWN));
                            return null;
                        });

        rip.addNextHop(NextHopInfo.of("192.0.2.2", 3)).handle().delete();
        rip.addRoute(OTHER_PREFIX, RouteInfo.via(hop));
        ospf.addNextHop(NextHopInfo.of("192.0.2.1", 3)).handle().delete();
        assertThat(hop.info().flags()).isEqualTo(NextHopFlags.NONE);
        lock.close();

        adding.result();
        updating.result();
        assertThat(hop.info().flags()).isEqualTo(NextHopFlags.DOWN);
    }

    @Test
    void a_deletion_waits_for_the_lock_on_the_next_hop() throws Throwable {
        NextHopLock lock = hop.lock(LockMode.EXCLUSIVE);
        Call<?> deleting =
                Call.thatWaits(
                        () -> {
                            rip.deleteNextHop(hop.address(), 3);
                            return null;
                        });

        lock.flags(NextHopFlags.DOWN).commit();

        deleting.result();
        assertThat(rip.findNextHop(hop.address(), 3)).isEmpty();
    }

    @Test
    void a_lock_on_a_next_hop_is_taken_away_too() {
        NextHopLock lock = hop.lock(LockMode.EXCLUSIVE);
        assertRefused(
                () -> hop.lock(LockMode.SHARED),
                RtmStatus.POSSIBLE_DEADLOCK,
                "RIP-1 asks for a lock on next hop 192.0.2.1 on interface 3 that would wait for the exclusive lock of RIP-1 on next hop 192.0.2.1 on interface 3");

        router.advance(LEASE);

        assertThat(router.logged())
                .extracting(Logged::message)
                .containsExactly(
                        "the exclusive lock of RIP-1 on next hop 192.0.2.1 on interface 3 was taken away: it was held for too long");
        List<ThrowingCallable> uses =
                List.of(
                        () -> lock.flags(NextHopFlags.DOWN),
                        () -> lock.entitySpecificInfo(Optional.empty()),
                        () -> lock.remoteDestination(Optional.empty()),
                        lock::commit,
                        lock::close);
        assertThat(uses)
                .allSatisfy(
                        use ->
                                assertRefused(
                                        use,
                                        RtmStatus.INVALID_HANDLE,
                                        "the exclusive lock of RIP-1 on next hop 192.0.2.1 on interface 3 was given back or taken away"));
        assertThat(hop.info().flags()).isEqualTo(NextHopFlags.NONE);
    }

    private static Destination destination(EntityRegistration reader, NetAddress prefix) {
        return reader.exactMatch(prefix, ProtocolId.BEST, ViewSet.ANY).orElseThrow().destination();
    }

    private static int routes(EntityRegistration reader) {
        try (TableEnumeration<Route> all = reader.enumerateRoutes(RouteQuery.ALL);
                Batch<Route> batch = all.next(100)) {
            return batch.list().size();
        }
    }

    private long metric() {
        return route.info().prefInfo().metric();
    }

    private static long metric(EntityRegistration reader) {
        return best(reader, PREFIX).metric();
    }

    private long preference(NetAddress prefix) {
        return best(ospf, prefix).preference();
    }

    private static PrefInfo best(EntityRegistration reader, NetAddress prefix) {
        return reader.exactMatchRoute(prefix, RouteCriteria.NONE, ViewSet.ANY)
                .orElseThrow()
                .info()
                .prefInfo();
    }
}
