package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.api.NetAddress.parse;
import static org.rtm.conformance.TableContent.BOTH;
import static org.rtm.conformance.TableContent.TEN;
import static org.rtm.conformance.TableContent.add;
import static org.rtm.conformance.TableContent.bestOwner;
import static org.rtm.conformance.TableContent.held;
import static org.rtm.conformance.TableContent.unicast;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.DestInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteFlags;
import org.rtm.api.RouteInfo;
import org.rtm.api.RtmStatus;
import org.rtm.api.ViewInfo;
import org.rtm.api.ViewSet;

class RtmGetExactMatchDestinationTest {
    @RegisterExtension final Router router = new Router();

    private final EntityRegistration rip = router.register();
    private final EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);

    @Test
    @ReturnCodes("NO_ERROR")
    void the_destination_with_that_address_and_length_is_found() {
        add(rip, "10.0.0.0/8", "10.0.0.0/16", "10.0.0.0/24");

        DestInfo found = rip.exactMatch(parse("10.0.0.0/16"), ProtocolId.BEST, BOTH).orElseThrow();

        assertThat(found.address()).isEqualTo(parse("10.0.0.0/16"));
        assertThat(found.destination().address()).isEqualTo(parse("10.0.0.0/16"));
    }

    @Test
    @ReturnCodes("ERROR_NOT_FOUND")
    void a_prefix_of_another_address_or_length_is_not_found() {
        add(rip, "10.0.0.0/8");

        assertThat(rip.exactMatch(parse("11.0.0.0/8"), ProtocolId.BEST, ViewSet.ANY)).isEmpty();
        assertThat(rip.exactMatch(parse("10.0.0.0/7"), ProtocolId.BEST, ViewSet.ANY)).isEmpty();
        assertThat(rip.exactMatch(parse("10.0.0.0/9"), ProtocolId.BEST, ViewSet.ANY)).isEmpty();
    }

    @Test
    @ReturnCodes("ERROR_NOT_FOUND")
    void a_destination_whose_last_route_has_gone_is_not_found() {
        Route route = add(rip, "10.0.0.0/8", RouteInfo.via());

        route.delete();

        assertThat(rip.exactMatch(TEN, ProtocolId.BEST, ViewSet.ANY)).isEmpty();
    }

    @Test
    void a_destination_in_none_of_the_target_views_is_not_found() {
        add(rip, "10.0.0.0/8", RouteInfo.via().views(ViewSet.MULTICAST));

        assertThat(rip.exactMatch(TEN, ProtocolId.BEST, ViewSet.UNICAST)).isEmpty();
        assertThat(rip.exactMatch(TEN, ProtocolId.BEST, ViewSet.MULTICAST)).isPresent();
        assertThat(rip.exactMatch(TEN, ProtocolId.BEST, BOTH)).isPresent();
    }

    @Test
    void any_view_finds_every_destination_and_tells_nothing_by_view() {
        add(rip, "10.0.0.0/8", RouteInfo.via().views(ViewSet.MULTICAST));

        DestInfo found = rip.exactMatch(TEN, ProtocolId.BEST, ViewSet.ANY).orElseThrow();

        assertThat(found.views()).isEmpty();
        assertThat(found.belongsToViews()).isEqualTo(ViewSet.MULTICAST);
    }

    @Test
    void each_target_view_has_its_element_in_ascending_order_also_where_there_is_no_route() {
        add(rip, "10.0.0.0/8", RouteInfo.via().views(ViewSet.MULTICAST));

        DestInfo found = rip.exactMatch(TEN, ProtocolId.BEST, ViewSet.of(1, 0)).orElseThrow();

        assertThat(found.views()).extracting(ViewInfo::viewId).containsExactly(0, 1);
        assertThat(found.views()).extracting(ViewInfo::routeCount).containsExactly(0, 1);
        assertThat(unicast(found).bestRoute()).isEmpty();
    }

    @Test
    void the_protocol_selects_the_route_that_is_told_and_not_what_is_found() {
        add(ospf, "10.0.0.0/8", RouteInfo.via().flags(RouteFlags.LOCAL));

        ViewInfo told = unicast(rip.exactMatch(TEN, ProtocolId.RIP, ViewSet.UNICAST).orElseThrow());

        assertThat(told.bestRoute()).isEmpty();
        assertThat(told.bestRouteOwner()).isEmpty();
        assertThat(told.flags()).isEqualTo(RouteFlags.NONE);
        assertThat(told.routeCount()).isEqualTo(1);
    }

    @Test
    void the_best_route_of_a_protocol_is_told_though_another_protocols_is_better() {
        add(rip, "10.0.0.0/8");
        add(ospf, "10.0.0.0/8");

        assertThat(told(ProtocolId.BEST)).contains("OSPF-1");
        assertThat(told(ProtocolId.OSPF)).contains("OSPF-1");
        assertThat(told(ProtocolId.RIP)).contains("RIP-1");
    }

    @Test
    void the_calling_protocol_is_that_of_the_caller_in_whichever_instance() {
        add(ospf, "10.0.0.0/8");
        add(router.register(ProtocolId.RIP, 2), "10.0.0.0/8");
        add(rip, "10.0.0.0/8", RouteInfo.via().metric(9));

        assertThat(told(ProtocolId.THIS)).contains("RIP-2");
    }

    @Test
    void a_destination_that_is_only_held_down_is_found_in_any_view_alone() {
        held(rip, "10.0.0.0/8");

        assertThat(rip.exactMatch(TEN, ProtocolId.BEST, ViewSet.ANY)).isPresent();
        assertThat(rip.exactMatch(TEN, ProtocolId.BEST, ViewSet.UNICAST)).isEmpty();
        assertThat(rip.exactMatch(TEN, ProtocolId.BEST, ViewSet.ALL)).isEmpty();
    }

    @Test
    void all_views_are_the_supported_ones() {
        add(rip, "10.0.0.0/8");

        DestInfo found = rip.exactMatch(TEN, ProtocolId.BEST, ViewSet.ALL).orElseThrow();

        assertThat(found.views()).extracting(ViewInfo::viewId).containsExactly(0, 1);
    }

    @Test
    void a_view_that_is_not_supported_is_refused() {
        Router.assertRefused(
                RtmStatus.NOT_SUPPORTED,
                () -> rip.exactMatch(TEN, ProtocolId.BEST, ViewSet.of(0, 7)));
    }

    @Test
    void a_prefix_of_another_address_family_is_refused() {
        Router.assertRefused(
                RtmStatus.INVALID_PARAMETER,
                () -> rip.exactMatch(parse("::/0"), ProtocolId.BEST, ViewSet.ANY));
    }

    @Test
    void after_the_registration_ended_the_handle_is_invalid() {
        rip.close();

        Router.assertRefused(
                RtmStatus.INVALID_HANDLE, () -> rip.exactMatch(TEN, ProtocolId.BEST, ViewSet.ANY));
    }

    /** Whose best route is told. */
    private Optional<String> told(ProtocolId protocol) {
        return bestOwner(rip.exactMatch(TEN, protocol, ViewSet.UNICAST).orElseThrow());
    }
}
