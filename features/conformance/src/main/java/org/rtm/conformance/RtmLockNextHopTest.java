package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.EntityRegistration;
import org.rtm.api.LockMode;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopFlags;
import org.rtm.api.NextHopInfo;
import org.rtm.api.NextHopLock;
import org.rtm.api.NextHopSnapshot;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteInfo;
import org.rtm.api.RtmStatus;

class RtmLockNextHopTest {
    private static final NetAddress TEN = NetAddress.parse("10.0.0.0/8");
    private static final NextHopInfo HOP = NextHopInfo.of("192.0.2.1", 1);

    @RegisterExtension final Router router = new Router().with("lock.longest", 600);
    @RegisterExtension final Router impatient = new Router().with("lock.longest", 1);

    private final EntityRegistration rip = router.register();
    private final NextHop hop = rip.addNextHop(HOP).handle();

    private NextHop asSeenByAnother() {
        rip.addRoute(TEN, RouteInfo.via(hop));
        return Handles.route(router.register(ProtocolId.OSPF, 1), TEN).info().nextHops().get(0);
    }

    @Test
    @ReturnCodes("NO_ERROR")
    void the_owner_changes_its_next_hop_under_the_lock_all_at_once() {
        rip.addRoute(TEN, RouteInfo.via());
        NextHopLock lock = hop.lock(LockMode.EXCLUSIVE);
        lock.flags(NextHopFlags.REMOTE)
                .entitySpecificInfo(Optional.of("mine"))
                .remoteDestination(Optional.of(Handles.destination(rip, TEN)));
        assertThat(hop.info().flags()).isEqualTo(NextHopFlags.NONE);

        lock.commit();

        NextHopSnapshot changed = hop.info();
        assertThat(changed.flags()).isEqualTo(NextHopFlags.REMOTE);
        assertThat(changed.entitySpecificInfo()).contains("mine");
        assertThat(changed.remoteDestination().orElseThrow().address()).isEqualTo(TEN);
    }

    @Test
    @ReturnCodes("ERROR_ACCESS_DENIED")
    void only_the_owner_locks_a_next_hop() {
        NextHop others = asSeenByAnother();

        Router.assertRefused(RtmStatus.ACCESS_DENIED, () -> others.lock(LockMode.EXCLUSIVE));
        Router.assertRefused(RtmStatus.ACCESS_DENIED, () -> others.lock(LockMode.SHARED));
    }

    @Test
    @ReturnCodes("ERROR_NOT_FOUND")
    void a_next_hop_that_was_deleted_is_not_found() {
        rip.deleteNextHop(HOP.address(), HOP.interfaceIndex());

        Router.assertRefused(RtmStatus.NOT_FOUND, () -> hop.lock(LockMode.EXCLUSIVE));
    }

    @Test
    void a_handle_that_was_given_back_locks_nothing() {
        hop.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> hop.lock(LockMode.EXCLUSIVE));
    }

    @Test
    void address_and_interface_identify_a_next_hop_and_stay() {
        NextHopInfo otherAddress = NextHopInfo.of("192.0.2.2", 1);
        NextHopInfo otherInterface = NextHopInfo.of("192.0.2.1", 2);

        Router.assertRefused(RtmStatus.INVALID_PARAMETER, () -> hop.update(otherAddress));
        Router.assertRefused(RtmStatus.INVALID_PARAMETER, () -> hop.update(otherInterface));

        assertThat(hop.info().address()).isEqualTo(HOP.address());
        assertThat(hop.info().interfaceIndex()).isEqualTo(1);
    }

    @Test
    void a_lock_without_a_commit_changes_nothing() {
        try (NextHopLock lock = hop.lock(LockMode.EXCLUSIVE)) {
            lock.flags(NextHopFlags.DOWN);
        }

        assertThat(hop.info().flags()).isEqualTo(NextHopFlags.NONE);
    }

    @Test
    void what_was_not_set_stays() {
        hop.update(HOP.entitySpecificInfo("mine"));

        NextHopLock lock = hop.lock(LockMode.EXCLUSIVE);
        lock.flags(NextHopFlags.DOWN).commit();

        assertThat(hop.info().flags()).isEqualTo(NextHopFlags.DOWN);
        assertThat(hop.info().entitySpecificInfo()).contains("mine");
    }

    @Test
    void a_shared_lock_is_for_reading() {
        hop.lock(LockMode.SHARED);
        NextHopLock lock = hop.lock(LockMode.SHARED).flags(NextHopFlags.DOWN);

        Router.assertRefused(RtmStatus.ACCESS_DENIED, lock::commit);

        assertThat(hop.info().flags()).isEqualTo(NextHopFlags.NONE);
    }

    @Test
    void readers_go_on_and_other_changes_of_the_next_hop_wait() {
        NextHopLock lock = hop.lock(LockMode.EXCLUSIVE);

        Call<Void> waiting =
                Call.begin(() -> hop.update(HOP.flags(NextHopFlags.DOWN))).untilItWaits();

        assertThat(hop.info().flags()).isEqualTo(NextHopFlags.NONE);
        lock.close();
        waiting.result();
        assertThat(hop.info().flags()).isEqualTo(NextHopFlags.DOWN);
    }

    @Test
    void routes_through_a_locked_next_hop_are_changed_meanwhile() {
        hop.lock(LockMode.EXCLUSIVE);

        assertThat(rip.addRoute(TEN, RouteInfo.via(hop)).isNew()).isTrue();
    }

    @Test
    void a_lock_is_unlocked_once_and_after_a_commit_that_does_nothing() {
        NextHopLock committed = hop.lock(LockMode.EXCLUSIVE);
        committed.commit();
        committed.close();

        NextHopLock closed = hop.lock(LockMode.EXCLUSIVE);
        closed.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, closed::close);
    }

    @Test
    void a_second_lock_that_conflicts_with_ones_own_would_wait_for_ever() {
        hop.lock(LockMode.SHARED);

        Router.assertRefused(RtmStatus.POSSIBLE_DEADLOCK, () -> hop.lock(LockMode.EXCLUSIVE));
    }

    @Test
    void a_lock_that_is_held_for_too_long_is_taken_away() {
        NextHop careless = impatient.register().addNextHop(HOP).handle();
        NextHopLock lock = careless.lock(LockMode.EXCLUSIVE);

        careless.update(HOP.flags(NextHopFlags.DOWN));

        Router.assertRefused(RtmStatus.INVALID_HANDLE, lock::commit);
    }
}
