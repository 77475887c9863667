package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.Destination;
import org.rtm.api.Entity;
import org.rtm.api.EntityRegistration;
import org.rtm.api.Handle;
import org.rtm.api.HandleKind;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.RouteState;
import org.rtm.api.RtmStatus;

class RtmReferenceHandlesTest {
    private static final NetAddress TEN = NetAddress.parse("10.0.0.0/8");

    @RegisterExtension final Router router = new Router();
    private final EntityRegistration rip = router.register();
    private final NextHop hop = rip.addNextHop(NextHopInfo.of("192.0.2.1", 1)).handle();
    private final Route route = rip.addRoute(TEN, RouteInfo.via(hop)).handle();

    @Test
    @ReturnCodes("NO_ERROR")
    void a_handle_out_of_an_information_is_kept_while_the_rest_is_given_back() {
        NextHop kept;
        Destination inside;
        try (RouteSnapshot info = route.info()) {
            kept = info.nextHops().get(0).reference();
            inside = info.destination();
        }

        assertThat(kept.info().address()).isEqualTo(hop.address());
        Router.assertRefused(RtmStatus.INVALID_HANDLE, inside::opaque);
    }

    @Test
    @ReturnCodes("NO_ERROR")
    void handles_of_any_kinds_are_referenced_together() {
        List<Handle<?>> handles =
                List.of(rip.entity(), Handles.destination(rip, TEN), route, hop, route);

        List<Handle<?>> further = rip.reference(handles);

        assertThat(further).isEqualTo(handles);
        assertThat(further)
                .extracting(Handle::kind)
                .containsExactly(
                        HandleKind.ENTITY,
                        HandleKind.DESTINATION,
                        HandleKind.ROUTE,
                        HandleKind.NEXT_HOP,
                        HandleKind.ROUTE);
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void one_that_was_given_back_refuses_all() {
        Entity bad = rip.entity();
        bad.close();

        Router.assertRefused(
                RtmStatus.INVALID_HANDLE, () -> rip.reference(List.of(route, hop, bad)));

        assertThat(Handles.count(rip, HandleKind.ROUTE)).isEqualTo(1);
        assertThat(Handles.count(rip, HandleKind.NEXT_HOP)).isEqualTo(1);
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void a_handle_of_another_client_is_refused() {
        EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);

        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> ospf.reference(List.of(route)));
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void whoever_has_deregistered_references_nothing() {
        rip.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> rip.reference(List.of(route)));
        Router.assertRefused(RtmStatus.INVALID_HANDLE, route::reference);
    }

    @Test
    void referencing_none_is_a_success() {
        assertThat(rip.reference(List.of())).isEmpty();
    }

    @Test
    void each_reference_is_given_back_by_itself() {
        Route further = route.reference();

        route.close();

        assertThat(further.info().state()).isEqualTo(RouteState.CREATED);
        further.close();
        assertThat(Handles.count(rip, HandleKind.ROUTE)).isZero();
    }

    @Test
    void a_handle_that_a_call_returned_needs_no_further_reference() {
        Route found = Handles.route(router.register(ProtocolId.OSPF, 1), TEN);

        route.delete();

        assertThat(found.info().state()).isEqualTo(RouteState.DELETED);
    }

    @Test
    void a_single_destination_handle_is_given_back_too() {
        Destination destination = Handles.destination(rip, TEN);

        rip.release(List.of(destination));

        assertThat(Handles.count(rip, HandleKind.DESTINATION)).isZero();
    }
}
