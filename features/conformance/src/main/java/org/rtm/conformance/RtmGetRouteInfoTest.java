package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.conformance.TableContent.BOTH;
import static org.rtm.conformance.TableContent.TEN;
import static org.rtm.conformance.TableContent.add;
import static org.rtm.conformance.TableContent.exact;
import static org.rtm.conformance.TableContent.held;
import static org.rtm.conformance.TableContent.hop;
import static org.rtm.conformance.TableContent.unicast;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NextHop;
import org.rtm.api.PrefInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteFlags;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.RouteState;
import org.rtm.api.RtmStatus;

class RtmGetRouteInfoTest {
    @RegisterExtension final Router router = new Router();

    private final EntityRegistration rip = router.register();
    private final EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);

    @Test
    @ReturnCodes("NO_ERROR")
    void a_route_tells_its_values() {
        NextHop first = hop(rip, "192.0.2.1", 1);
        NextHop second = hop(rip, "192.0.2.2", 2);
        Route route =
                add(
                        rip,
                        "10.0.0.0/8",
                        RouteInfo.via(second, first)
                                .neighbour(first)
                                .flags(RouteFlags.REMOTE)
                                .preference(7)
                                .metric(5)
                                .views(BOTH)
                                .entitySpecificInfo("mine"));

        RouteSnapshot info = route.info();

        assertThat(info.destination()).isEqualTo(exact(rip, "10.0.0.0/8").destination());
        assertThat(info.owner()).isEqualTo(rip.entity());
        assertThat(info.neighbour()).contains(first);
        assertThat(info.state()).isEqualTo(RouteState.CREATED);
        assertThat(info.flags()).isEqualTo(RouteFlags.REMOTE);
        assertThat(info.prefInfo()).isEqualTo(new PrefInfo(7, 5));
        assertThat(info.views()).isEqualTo(BOTH);
        assertThat(info.entitySpecificInfo()).contains("mine");
        assertThat(info.nextHops()).containsExactly(second, first);
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void a_route_that_was_given_back_is_an_invalid_handle() {
        Route route = add(rip, "10.0.0.0/8", RouteInfo.via());

        route.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, route::info);
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void after_the_registration_ended_the_handle_is_invalid() {
        Route route = add(rip, "10.0.0.0/8", RouteInfo.via());

        rip.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, route::info);
    }

    @Test
    void the_address_of_the_destination_is_told_without_the_rest() {
        Route route = add(rip, "10.0.0.0/8", RouteInfo.via());

        assertThat(route.destinationAddress()).isEqualTo(TEN);
    }

    @Test
    void a_route_of_a_link_state_protocol_has_no_neighbour() {
        assertThat(add(ospf, "10.0.0.0/8", RouteInfo.via()).info().neighbour()).isEmpty();
    }

    @Test
    void as_many_next_hops_as_the_profile_allows_are_told() {
        List<NextHop> hops = new ArrayList<>();
        for (int i = 1; i <= rip.profile().maxNextHopsInRoute(); i++) {
            hops.add(hop(rip, "192.0.2.1", i));
        }

        Route route = add(rip, "10.0.0.0/8", RouteInfo.via().nextHops(hops));

        assertThat(route.info().nextHops()).isEqualTo(hops);
    }

    @Test
    void the_preference_is_told_as_it_counts() {
        assertThat(add(rip, "10.0.0.0/8", RouteInfo.via()).info().prefInfo())
                .isEqualTo(new PrefInfo(120, 0));
    }

    @Test
    void everybody_may_read_a_route_and_the_owner_alone_what_it_keeps_with_it() {
        rip.addRoute(TEN, RouteInfo.via().metric(5).entitySpecificInfo("mine"));

        RouteSnapshot seenByOspf =
                unicast(exact(ospf, "10.0.0.0/8")).bestRoute().orElseThrow().info();

        assertThat(seenByOspf.prefInfo().metric()).isEqualTo(5);
        assertThat(seenByOspf.owner().info().name()).isEqualTo("RIP-1");
        assertThat(seenByOspf.entitySpecificInfo()).isEmpty();
    }

    @Test
    void a_deleted_route_tells_its_last_values() {
        Route route = add(rip, "10.0.0.0/8", RouteInfo.via().metric(5));

        route.reference().delete();

        assertThat(route.info().state()).isEqualTo(RouteState.DELETED);
        assertThat(route.info().prefInfo().metric()).isEqualTo(5);
    }

    @Test
    void a_route_that_is_held_down_is_being_deleted() {
        Route held =
                unicast(held(rip, "10.0.0.0/8").info(ProtocolId.BEST, BOTH))
                        .heldRoute()
                        .orElseThrow();

        assertThat(held.info().state()).isEqualTo(RouteState.DELETING);
        assertThat(held.destinationAddress()).isEqualTo(TEN);
    }

    @Test
    void an_information_stays_as_it_was_while_the_route_changes() {
        Route route = add(rip, "10.0.0.0/8", RouteInfo.via().metric(5));
        RouteSnapshot before = route.info();

        route.update(RouteInfo.via().metric(6));

        assertThat(before.prefInfo().metric()).isEqualTo(5);
        assertThat(route.info().prefInfo().metric()).isEqualTo(6);
    }
}
