package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.LockMode;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopFlags;
import org.rtm.api.NextHopInfo;
import org.rtm.api.NextHopLock;
import org.rtm.api.NextHopSnapshot;
import org.rtm.api.NextHopState;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteInfo;
import org.rtm.api.RtmStatus;

class RtmGetNextHopPointerTest {
    private static final NetAddress TEN = NetAddress.parse("10.0.0.0/8");
    private static final NextHopInfo SAID =
            NextHopInfo.of("192.0.2.1", 1).entitySpecificInfo("mine");

    @RegisterExtension final Router router = new Router().with("lock.longest", 600);
    private final EntityRegistration rip = router.register();
    private final NextHop hop = rip.addNextHop(SAID).handle();

    @Test
    @ReturnCodes("NO_ERROR")
    void the_owner_reads_all_of_its_next_hop() {
        NextHopSnapshot read = hop.info();

        assertThat(read.address()).isEqualTo(SAID.address());
        assertThat(read.interfaceIndex()).isEqualTo(1);
        assertThat(read.state()).isEqualTo(NextHopState.CREATED);
        assertThat(read.entitySpecificInfo()).contains("mine");
    }

    @Test
    void whoever_was_given_it_with_a_route_reads_the_public_part() {
        rip.addRoute(TEN, RouteInfo.via(hop));

        NextHop seen =
                Handles.route(router.register(ProtocolId.OSPF, 1), TEN).info().nextHops().get(0);

        assertThat(seen.info().address()).isEqualTo(SAID.address());
        assertThat(seen.info().entitySpecificInfo()).isEmpty();
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void a_handle_that_was_given_back_reads_nothing() {
        hop.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, hop::info);
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void whoever_has_deregistered_reads_nothing() {
        rip.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, hop::info);
    }

    @Test
    void the_handle_is_given_back_apart_from_what_was_read() {
        NextHopSnapshot read = hop.info();

        hop.close();
        assertThat(Handles.count(rip, HandleKind.ENTITY)).isEqualTo(1);
        read.close();

        assertThat(Handles.count(rip, HandleKind.ENTITY)).isZero();
        assertThat(Handles.count(rip, HandleKind.NEXT_HOP)).isZero();
        assertThat(read.interfaceIndex()).isEqualTo(1);
    }

    @Test
    void what_was_read_stays_as_it_was_and_the_next_reading_is_newer() {
        NextHopSnapshot before = hop.info();

        hop.update(SAID.flags(NextHopFlags.DOWN));

        assertThat(before.flags()).isEqualTo(NextHopFlags.NONE);
        assertThat(hop.info().flags()).isEqualTo(NextHopFlags.DOWN);
    }

    @Test
    void reading_needs_no_lock_and_sees_the_last_commit() {
        try (NextHopLock lock = hop.lock(LockMode.EXCLUSIVE)) {
            lock.flags(NextHopFlags.DOWN);

            assertThat(hop.info().flags()).isEqualTo(NextHopFlags.NONE);
        }
    }

    @Test
    void a_deleted_next_hop_reads_as_deleted_with_its_last_values() {
        hop.reference().delete();

        NextHopSnapshot read = hop.info();

        assertThat(read.state()).isEqualTo(NextHopState.DELETED);
        assertThat(read.address()).isEqualTo(SAID.address());
    }
}
