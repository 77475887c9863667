package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.conformance.Router.assertRefused;
import static org.rtm.conformance.TableContent.TEN;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.NextHopState;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteInfo;
import org.rtm.api.RtmStatus;

class RtmDeleteNextHopTest {
    private static final NextHopInfo GATEWAY = NextHopInfo.of("192.0.2.1", 3);

    @RegisterExtension final Router router = new Router();
    private final EntityRegistration rip = router.register();
    private final NextHop hop = rip.addNextHop(GATEWAY).handle();

    @Test
    @ReturnCodes("NO_ERROR")
    void deleting_by_handle_consumes_the_handle() {
        hop.delete();

        assertThat(rip.findNextHop(GATEWAY.address(), 3)).isEmpty();
        assertRefused(RtmStatus.INVALID_HANDLE, () -> rip.release(List.of(hop)));
    }

    @Test
    void closing_the_consumed_handle_does_nothing() {
        hop.delete();

        hop.close();

        assertThat(rip.handleCounts().values()).containsOnly(0L);
    }

    @Test
    @ReturnCodes("NO_ERROR")
    void deleting_by_address_and_interface_leaves_handles_to_be_given_back() {
        rip.deleteNextHop(GATEWAY.address(), 3);

        assertThat(rip.findNextHop(GATEWAY.address(), 3)).isEmpty();
        rip.release(List.of(hop));
    }

    @Test
    void a_deleted_next_hop_reads_as_deleted_as_long_as_a_handle_is_open() {
        NextHop other = hop.reference();

        hop.delete();

        assertThat(other.info().state()).isEqualTo(NextHopState.DELETED);
        assertThat(other.info().address()).isEqualTo(GATEWAY.address());
    }

    @Test
    @ReturnCodes("ERROR_ACCESS_DENIED")
    void another_clients_next_hop_is_not_deleted_and_the_handle_not_consumed() {
        rip.addRoute(TEN, RouteInfo.via(hop));
        NextHop others = TableContent.nextHopSeenBy(router.register(ProtocolId.OSPF, 1), TEN);

        assertRefused(RtmStatus.ACCESS_DENIED, others::delete);
        assertThat(others.info().state()).isEqualTo(NextHopState.CREATED);
    }

    @Test
    @ReturnCodes("ERROR_NOT_FOUND")
    void one_that_was_deleted_is_not_found_and_the_handle_not_consumed() {
        NextHop other = hop.reference();
        hop.delete();

        assertRefused(RtmStatus.NOT_FOUND, other::delete);
        rip.release(List.of(other));
    }

    @Test
    @ReturnCodes("ERROR_NOT_FOUND")
    void one_that_is_not_the_callers_is_not_found_by_address_and_interface() {
        EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);

        assertRefused(RtmStatus.NOT_FOUND, () -> ospf.deleteNextHop(GATEWAY.address(), 3));
        assertRefused(RtmStatus.NOT_FOUND, () -> rip.deleteNextHop(GATEWAY.address(), 4));
    }

    @Test
    void routes_that_list_it_keep_it_until_they_are_updated() {
        Route route = rip.addRoute(TEN, RouteInfo.via(hop)).handle();

        rip.deleteNextHop(GATEWAY.address(), 3);
        assertThat(route.info().nextHops()).containsExactly(hop);

        route.update(RouteInfo.via());
        assertThat(route.info().nextHops()).isEmpty();
    }

    @Test
    void a_deleted_next_hop_cannot_enter_another_route() {
        rip.deleteNextHop(GATEWAY.address(), 3);

        assertRefused(RtmStatus.INVALID_HANDLE, () -> rip.addRoute(TEN, RouteInfo.via(hop)));
    }

    @Test
    void a_handle_that_was_given_back_deletes_nothing() {
        hop.close();

        assertRefused(RtmStatus.INVALID_HANDLE, hop::delete);
        assertThat(rip.findNextHop(GATEWAY.address(), 3)).isPresent();
    }

    @Test
    void a_registration_that_has_ended_deletes_nothing() {
        rip.close();

        assertRefused(RtmStatus.INVALID_HANDLE, hop::delete);
        assertRefused(RtmStatus.INVALID_HANDLE, () -> rip.deleteNextHop(GATEWAY.address(), 3));
    }
}
