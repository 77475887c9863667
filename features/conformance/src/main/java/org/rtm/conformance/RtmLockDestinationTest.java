package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.Destination;
import org.rtm.api.DestinationLock;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.LockMode;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteChange;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteLock;
import org.rtm.api.RtmStatus;

class RtmLockDestinationTest {
    private static final NetAddress TEN = NetAddress.parse("10.0.0.0/8");
    private static final NetAddress TWENTY = NetAddress.parse("20.0.0.0/8");

    @RegisterExtension final Router router = new Router().with("lock.longest", 600);
    @RegisterExtension final Router impatient = new Router().with("lock.longest", 1);

    private final EntityRegistration rip = router.register();
    private final Route route = rip.addRoute(TEN, RouteInfo.via().metric(1)).handle();
    private final Destination ten = Handles.destination(rip, TEN);
    private final EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);
    private final Destination seen = Handles.destination(ospf, TEN);

    private long metric() {
        return route.info().prefInfo().metric();
    }

    @Test
    @ReturnCodes("NO_ERROR")
    void a_destination_is_locked_and_unlocked() {
        DestinationLock lock = ten.lock(LockMode.EXCLUSIVE);

        lock.close();

        seen.lock(LockMode.EXCLUSIVE).close();
        assertThat(Handles.count(rip, HandleKind.LOCK)).isZero();
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void a_handle_that_was_given_back_locks_nothing() {
        ten.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> ten.lock(LockMode.SHARED));
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void a_lock_is_unlocked_once() {
        DestinationLock lock = ten.lock(LockMode.EXCLUSIVE);
        lock.close();
        DestinationLock next = ten.lock(LockMode.EXCLUSIVE);

        Router.assertRefused(RtmStatus.INVALID_HANDLE, lock::close);

        next.close();
    }

    @Test
    void a_client_locks_a_destination_in_which_it_owns_no_route() {
        try (DestinationLock lock = seen.lock(LockMode.EXCLUSIVE)) {
            assertThat(lock.mode()).isEqualTo(LockMode.EXCLUSIVE);
        }
    }

    @Test
    void shared_locks_go_together() {
        ten.lock(LockMode.SHARED);

        DestinationLock again = ten.lock(LockMode.SHARED);
        DestinationLock others = seen.lock(LockMode.SHARED);

        assertThat(again.mode()).isEqualTo(LockMode.SHARED);
        assertThat(others.mode()).isEqualTo(LockMode.SHARED);
    }

    @Test
    void an_exclusive_lock_waits_for_a_shared_one() {
        DestinationLock mine = ten.lock(LockMode.SHARED);
        Call<DestinationLock> waiting =
                Call.begin(() -> seen.lock(LockMode.EXCLUSIVE)).untilItWaits();

        mine.close();

        waiting.result().close();
    }

    @Test
    void a_shared_lock_waits_for_an_exclusive_one() {
        DestinationLock mine = ten.lock(LockMode.EXCLUSIVE);
        Call<DestinationLock> waiting = Call.begin(() -> seen.lock(LockMode.SHARED)).untilItWaits();

        mine.close();

        waiting.result().close();
    }

    @Test
    void its_routes_are_locked_with_it_and_no_others() {
        Route others = ospf.addRoute(TEN, RouteInfo.via()).handle();
        Route elsewhere = ospf.addRoute(TWENTY, RouteInfo.via()).handle();
        DestinationLock lock = ten.lock(LockMode.EXCLUSIVE);

        elsewhere.lock(LockMode.EXCLUSIVE).close();
        Call<RouteLock> waiting = Call.begin(() -> others.lock(LockMode.EXCLUSIVE)).untilItWaits();

        lock.close();
        waiting.result().close();
    }

    @Test
    void look_ups_go_on_and_see_what_was_there() {
        ten.lock(LockMode.EXCLUSIVE);

        assertThat(ospf.mostSpecific(TEN)).isPresent();
        assertThat(metric()).isEqualTo(1);
    }

    @Test
    void changes_by_anyone_wait_those_of_the_holder_too() {
        DestinationLock lock = ten.lock(LockMode.SHARED);

        Call<RouteChange> others =
                Call.begin(() -> ospf.addRoute(TEN, RouteInfo.via())).untilItWaits();
        Call<RouteChange> mine =
                Call.begin(() -> route.update(RouteInfo.via().metric(2))).untilItWaits();

        assertThat(metric()).isEqualTo(1);
        lock.close();
        assertThat(others.result().isNew()).isTrue();
        mine.result();
        assertThat(metric()).isEqualTo(2);
    }

    @Test
    void the_holder_may_call_other_functions_meanwhile() {
        ten.lock(LockMode.EXCLUSIVE);

        rip.addRoute(TWENTY, RouteInfo.via());

        assertThat(rip.mostSpecific(TWENTY)).isPresent();
    }

    @Test
    void a_lock_belongs_to_the_object_and_any_thread_unlocks() {
        DestinationLock lock = Call.begin(() -> ten.lock(LockMode.EXCLUSIVE)).result();

        lock.close();

        seen.lock(LockMode.EXCLUSIVE).close();
    }

    @Test
    void a_second_lock_that_conflicts_with_ones_own_would_wait_for_ever() {
        ten.lock(LockMode.EXCLUSIVE);

        Router.assertRefused(RtmStatus.POSSIBLE_DEADLOCK, () -> ten.lock(LockMode.EXCLUSIVE));
        Router.assertRefused(RtmStatus.POSSIBLE_DEADLOCK, () -> ten.lock(LockMode.SHARED));
    }

    @Test
    void a_shared_lock_that_is_to_become_exclusive_would_wait_for_ever() {
        ten.lock(LockMode.SHARED);

        Router.assertRefused(RtmStatus.POSSIBLE_DEADLOCK, () -> ten.lock(LockMode.EXCLUSIVE));
    }

    @Test
    void a_lock_that_is_held_for_too_long_is_taken_away() {
        EntityRegistration careless = impatient.register();
        careless.addRoute(TEN, RouteInfo.via());
        DestinationLock lock = Handles.destination(careless, TEN).lock(LockMode.EXCLUSIVE);
        EntityRegistration other = impatient.register(ProtocolId.OSPF, 1);

        other.addRoute(TEN, RouteInfo.via());

        Router.assertRefused(RtmStatus.INVALID_HANDLE, lock::close);
    }
}
