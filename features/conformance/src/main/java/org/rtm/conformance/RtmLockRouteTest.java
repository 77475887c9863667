package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.AddRouteOptions;
import org.rtm.api.Destination;
import org.rtm.api.DestinationLock;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.LockMode;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.PrefInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteLock;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.RtmStatus;
import org.rtm.api.ViewSet;

class RtmLockRouteTest {
    private static final NetAddress TEN = NetAddress.parse("10.0.0.0/8");
    private static final NetAddress TWENTY = NetAddress.parse("20.0.0.0/8");

    @RegisterExtension final Router router = new Router().with("lock.longest", 600);
    @RegisterExtension final Router impatient = new Router().with("lock.longest", 1);

    private final EntityRegistration rip = router.register();
    private final NextHop hop = rip.addNextHop(NextHopInfo.of("192.0.2.1", 1)).handle();
    private final Route route = rip.addRoute(TEN, RouteInfo.via(hop).metric(1)).handle();
    private final EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);

    @Test
    @ReturnCodes("NO_ERROR")
    void the_owner_changes_the_five_members_under_the_lock() {
        NextHop other = rip.addNextHop(NextHopInfo.of("192.0.2.2", 1)).handle();

        RouteLock lock = route.lock(LockMode.EXCLUSIVE);
        lock.neighbour(Optional.of(other))
                .prefInfo(new PrefInfo(5, 6))
                .views(ViewSet.MULTICAST)
                .entitySpecificInfo(Optional.of("mine"))
                .nextHops(List.of(other, hop));
        lock.commit(AddRouteOptions.NONE);

        RouteSnapshot changed = route.info();
        assertThat(changed.neighbour()).contains(other);
        assertThat(changed.prefInfo()).isEqualTo(new PrefInfo(5, 6));
        assertThat(changed.views()).isEqualTo(ViewSet.MULTICAST);
        assertThat(changed.entitySpecificInfo()).contains("mine");
        assertThat(changed.nextHops()).containsExactly(other, hop);
    }

    @Test
    @ReturnCodes("ERROR_ACCESS_DENIED")
    void only_the_owner_locks_a_route() {
        Route others = Handles.route(ospf, TEN);

        Router.assertRefused(RtmStatus.ACCESS_DENIED, () -> others.lock(LockMode.EXCLUSIVE));
        Router.assertRefused(RtmStatus.ACCESS_DENIED, () -> others.lock(LockMode.SHARED));
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void a_handle_that_was_given_back_locks_nothing() {
        route.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> route.lock(LockMode.EXCLUSIVE));
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void a_lock_is_unlocked_once_and_after_a_commit_that_does_nothing() {
        RouteLock committed = route.lock(LockMode.EXCLUSIVE);
        committed.commit(AddRouteOptions.NONE);
        committed.close();
        RouteLock closed = route.lock(LockMode.EXCLUSIVE);
        closed.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, closed::close);

        assertThat(Handles.count(rip, HandleKind.LOCK)).isZero();
    }

    @Test
    void a_route_that_was_deleted_is_not_locked() {
        route.reference().delete();

        Router.assertRefused(RtmStatus.NOT_FOUND, () -> route.lock(LockMode.EXCLUSIVE));
    }

    @Test
    void the_entire_destination_is_locked() {
        Route others = ospf.addRoute(TEN, RouteInfo.via()).handle();
        Destination seen = Handles.destination(ospf, TEN);
        RouteLock lock = route.lock(LockMode.EXCLUSIVE);

        Call<RouteLock> onRoute = Call.begin(() -> others.lock(LockMode.SHARED)).untilItWaits();
        Call<DestinationLock> onDestination =
                Call.begin(() -> seen.lock(LockMode.SHARED)).untilItWaits();

        lock.close();
        onRoute.result().close();
        onDestination.result().close();
    }

    @Test
    void without_a_commit_nothing_is_changed() {
        try (RouteLock lock = route.lock(LockMode.EXCLUSIVE)) {
            lock.prefInfo(new PrefInfo(5, 6));
            assertThat(route.info().prefInfo().metric()).isEqualTo(1);
        }

        assertThat(route.info().prefInfo().metric()).isEqualTo(1);
    }

    @Test
    void a_shared_lock_is_for_reading() {
        route.lock(LockMode.SHARED);
        RouteLock lock = route.lock(LockMode.SHARED).prefInfo(new PrefInfo(5, 6));

        Router.assertRefused(RtmStatus.ACCESS_DENIED, () -> lock.commit(AddRouteOptions.NONE));

        assertThat(route.info().prefInfo().metric()).isEqualTo(1);
    }

    @Test
    void other_functions_may_be_called_until_the_unlock() {
        route.lock(LockMode.EXCLUSIVE);

        rip.release(rip.reference(List.of(hop)));
        rip.addRoute(TWENTY, RouteInfo.via());

        assertThat(rip.mostSpecific(TEN)).isPresent();
    }

    @Test
    void next_hops_that_are_put_in_or_left_out_need_no_references() {
        NextHop other = rip.addNextHop(NextHopInfo.of("192.0.2.2", 1)).handle();
        RouteLock lock = route.lock(LockMode.EXCLUSIVE);
        lock.nextHops(List.of(other));
        lock.commit(AddRouteOptions.NONE);

        other.close();
        hop.close();

        assertThat(route.info().nextHops())
                .extracting(NextHop::address)
                .containsExactly(NetAddress.parse("192.0.2.2"));
        assertThat(rip.findNextHop(hop.address(), 1)).isPresent();
    }

    @Test
    void a_second_lock_that_conflicts_with_ones_own_would_wait_for_ever() {
        Destination ten = Handles.destination(rip, TEN);
        route.lock(LockMode.EXCLUSIVE);

        Router.assertRefused(RtmStatus.POSSIBLE_DEADLOCK, () -> route.lock(LockMode.SHARED));
        Router.assertRefused(RtmStatus.POSSIBLE_DEADLOCK, () -> ten.lock(LockMode.SHARED));
    }

    @Test
    void a_lock_that_is_held_for_too_long_is_taken_away_and_its_commit_changes_nothing() {
        EntityRegistration careless = impatient.register();
        Route locked = careless.addRoute(TEN, RouteInfo.via().metric(1)).handle();
        RouteLock lock = locked.lock(LockMode.EXCLUSIVE);
        lock.prefInfo(new PrefInfo(0, 9));

        locked.update(RouteInfo.via().metric(2));

        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> lock.commit(AddRouteOptions.NONE));
        assertThat(locked.info().prefInfo().metric()).isEqualTo(2);
    }
}
