package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.api.NetAddress.parse;
import static org.rtm.conformance.TableContent.TEN;
import static org.rtm.conformance.TableContent.add;
import static org.rtm.conformance.TableContent.all;
import static org.rtm.conformance.TableContent.counts;
import static org.rtm.conformance.TableContent.described;
import static org.rtm.conformance.TableContent.exact;
import static org.rtm.conformance.TableContent.held;
import static org.rtm.conformance.TableContent.hop;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.Destination;
import org.rtm.api.Entity;
import org.rtm.api.EntityRegistration;
import org.rtm.api.EnumRange;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.PrefInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteCriteria;
import org.rtm.api.RouteFlags;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteQuery;
import org.rtm.api.RouteState;
import org.rtm.api.RtmStatus;
import org.rtm.api.TableEnumeration;
import org.rtm.api.ViewSet;

class RtmCreateRouteEnumTest {
    @RegisterExtension final Router router = new Router();

    private final EntityRegistration rip = router.register();
    private final EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);

    @Test
    @ReturnCodes("NO_ERROR")
    void routes_come_by_destination_and_best_first() {
        add(rip, "11.0.0.0/8", "10.0.0.0/8");
        add(ospf, "10.0.0.0/8");
        add(
                router.register(ProtocolId.LOCAL, 1),
                "10.0.0.0/8",
                RouteInfo.via().flags(RouteFlags.INACTIVE));

        assertThat(routes(RouteQuery.ALL))
                .containsExactly(
                        "10.0.0.0/8 OSPF-1",
                        "10.0.0.0/8 RIP-1",
                        "10.0.0.0/8 LOCAL-1",
                        "11.0.0.0/8 RIP-1");
    }

    @Test
    void own_routes_are_the_callers_alone() {
        add(rip, "10.0.0.0/8", "11.0.0.0/8");
        add(ospf, "10.0.0.0/8");
        RouteQuery own = RouteQuery.ofFlags(RouteQuery.OWN_ROUTES, Optional.empty());

        assertThat(routes(own)).containsExactly("10.0.0.0/8 RIP-1", "11.0.0.0/8 RIP-1");
    }

    @Test
    void a_destination_alone_is_asked_for_its_routes() {
        add(rip, "10.0.0.0/8", "10.1.0.0/16");
        add(ospf, "10.0.0.0/8");

        assertThat(routes(RouteQuery.ALL.destination(exact(rip, "10.0.0.0/8").destination())))
                .containsExactly("10.0.0.0/8 OSPF-1", "10.0.0.0/8 RIP-1");
    }

    @Test
    void a_destination_overrides_start_next_and_range() {
        add(rip, "10.0.0.0/8", "11.0.0.0/8");
        Destination destination = exact(rip, "10.0.0.0/8").destination();

        for (int range : new int[] {EnumRange.START, EnumRange.NEXT, EnumRange.RANGE}) {
            RouteQuery query = RouteQuery.ofFlags(range, Optional.of(parse("11.0.0.0/8")));

            assertThat(routes(query.destination(destination))).containsExactly("10.0.0.0/8 RIP-1");
        }
    }

    @Test
    void start_ignores_the_address() {
        add(rip, "10.0.0.0/8", "11.0.0.0/8");

        assertThat(routes(EnumRange.START, parse("11.0.0.0/8"))).hasSize(2);
    }

    @Test
    void next_goes_from_the_prefix_given_included_to_the_end_of_the_table() {
        add(rip, "10.0.0.0/8", "10.0.0.0/16", "11.0.0.0/8");

        assertThat(routes(EnumRange.NEXT, parse("10.0.0.0/16")))
                .containsExactly("10.0.0.0/16 RIP-1", "11.0.0.0/8 RIP-1");
    }

    @Test
    void range_is_the_prefix_given_and_everything_below_it() {
        add(rip, "0.0.0.0/0", "10.0.0.0/8", "10.255.255.255/32", "11.0.0.0/32");

        assertThat(routes(EnumRange.RANGE, parse("10.0.0.0/8")))
                .containsExactly("10.0.0.0/8 RIP-1", "10.255.255.255/32 RIP-1");
    }

    @Test
    @ReturnCodes("ERROR_INVALID_PARAMETER")
    void next_and_range_together_or_without_an_address_are_refused() {
        Router.assertRefused(
                RtmStatus.INVALID_PARAMETER,
                () -> RouteQuery.ofFlags(EnumRange.NEXT | EnumRange.RANGE, Optional.of(TEN)));
        Router.assertRefused(
                RtmStatus.INVALID_PARAMETER,
                () -> RouteQuery.ofFlags(EnumRange.NEXT, Optional.empty()));
        Router.assertRefused(
                RtmStatus.INVALID_PARAMETER,
                () -> RouteQuery.ofFlags(EnumRange.RANGE, Optional.empty()));
    }

    @Test
    @ReturnCodes("ERROR_INVALID_PARAMETER")
    void an_address_of_another_family_is_refused() {
        Router.assertRefused(
                RtmStatus.INVALID_PARAMETER,
                () -> rip.enumerateRoutes(RouteQuery.ALL.range(EnumRange.within(parse("::/0")))));

        assertThat(counts(rip)).isEmpty();
    }

    @Test
    @ReturnCodes("ERROR_INVALID_PARAMETER")
    void interface_without_an_interface_is_refused() {
        Router.assertRefused(
                RtmStatus.INVALID_PARAMETER,
                () ->
                        RouteCriteria.of(
                                RouteCriteria.MATCH_INTERFACE,
                                Optional.empty(),
                                RouteInfo.via(),
                                OptionalInt.empty()));
    }

    @Test
    @ReturnCodes("ERROR_NOT_SUPPORTED")
    void a_view_that_is_not_supported_is_refused() {
        Router.assertRefused(
                RtmStatus.NOT_SUPPORTED,
                () -> rip.enumerateRoutes(RouteQuery.ALL.views(ViewSet.of(0, 7))));

        assertThat(counts(rip)).isEmpty();
    }

    @Test
    void only_routes_in_a_target_view_are_enumerated_and_all_in_any_view() {
        add(rip, "10.0.0.0/8");
        add(ospf, "10.0.0.0/8", RouteInfo.via().views(ViewSet.MULTICAST));

        assertThat(routes(RouteQuery.ALL.views(ViewSet.UNICAST)))
                .containsExactly("10.0.0.0/8 RIP-1");
        assertThat(routes(RouteQuery.ALL.views(ViewSet.MULTICAST)))
                .containsExactly("10.0.0.0/8 OSPF-1");
        assertThat(routes(RouteQuery.ALL.views(ViewSet.ALL))).hasSize(2);
        assertThat(routes(RouteQuery.ALL.views(ViewSet.ANY))).hasSize(2);
    }

    @Test
    void held_routes_come_last_and_in_any_view_alone() {
        held(rip, "10.0.0.0/8");
        add(rip, "10.0.0.0/8", RouteInfo.via().metric(99));

        assertThat(all(rip.enumerateRoutes(RouteQuery.ALL)))
                .extracting(route -> route.info().state())
                .containsExactly(RouteState.CREATED, RouteState.DELETING);
        assertThat(all(rip.enumerateRoutes(RouteQuery.ALL.views(ViewSet.ALL)))).hasSize(1);
    }

    @Test
    void without_criteria_all_routes_of_all_destinations_match() {
        add(rip, "10.0.0.0/8", "11.0.0.0/8");

        assertThat(routes(RouteQuery.ALL.matching(RouteCriteria.NONE))).hasSize(2);
    }

    @Test
    void owner_is_the_same_owner() {
        add(rip, "10.0.0.0/8", "11.0.0.0/8");
        add(ospf, "10.0.0.0/8");

        assertThat(matching(RouteCriteria.NONE.owner(rip.entity())))
                .containsExactly("10.0.0.0/8 RIP-1", "11.0.0.0/8 RIP-1");
    }

    @Test
    void neighbour_is_the_same_address_and_interface_and_none_is_a_value() {
        NextHop one = hop(rip, "192.0.2.1", 1);
        add(rip, "10.0.0.0/8", RouteInfo.via().neighbour(one));
        add(rip, "11.0.0.0/8", RouteInfo.via().neighbour(hop(rip, "192.0.2.1", 2)));
        add(rip, "12.0.0.0/8");

        assertThat(matching(RouteCriteria.NONE.neighbour(Optional.of(one))))
                .containsExactly("10.0.0.0/8 RIP-1");
        assertThat(matching(RouteCriteria.NONE.neighbour(Optional.empty())))
                .containsExactly("12.0.0.0/8 RIP-1");
    }

    @Test
    void pref_is_the_same_preference_and_metric() {
        add(rip, "10.0.0.0/8", RouteInfo.via().preference(7).metric(5));
        add(rip, "11.0.0.0/8", RouteInfo.via().preference(7).metric(6));
        add(rip, "12.0.0.0/8", RouteInfo.via().preference(8).metric(5));

        assertThat(matching(RouteCriteria.NONE.prefInfo(new PrefInfo(7, 5))))
                .containsExactly("10.0.0.0/8 RIP-1");
    }

    @Test
    void next_hop_is_any_common_one_and_none_is_a_value() {
        NextHop one = hop(rip, "192.0.2.1", 1);
        NextHop two = hop(rip, "192.0.2.2", 1);
        add(rip, "10.0.0.0/8", RouteInfo.via(one, two));
        add(rip, "11.0.0.0/8", RouteInfo.via(two));
        add(rip, "12.0.0.0/8");

        assertThat(matching(RouteCriteria.NONE.nextHops(List.of(one))))
                .containsExactly("10.0.0.0/8 RIP-1");
        assertThat(matching(RouteCriteria.NONE.nextHops(List.of())))
                .containsExactly("12.0.0.0/8 RIP-1");
    }

    @Test
    void interface_is_that_of_any_next_hop_and_needs_no_route_to_compare_with() {
        add(rip, "10.0.0.0/8", RouteInfo.via(hop(rip, "192.0.2.1", 1), hop(rip, "192.0.2.2", 2)));
        add(rip, "11.0.0.0/8", RouteInfo.via(hop(rip, "192.0.2.3", 3)));

        assertThat(matching(RouteCriteria.NONE.onInterface(2))).containsExactly("10.0.0.0/8 RIP-1");
    }

    @Test
    void full_is_all_five_and_the_interface_only_if_one_is_named() {
        RouteInfo wanted = RouteInfo.via(hop(rip, "192.0.2.1", 1)).preference(7).metric(5);
        add(rip, "10.0.0.0/8", wanted);
        add(rip, "11.0.0.0/8", wanted.metric(6));
        RouteInfo ofOspf = wanted.nextHops(List.of(hop(ospf, "192.0.2.1", 1)));
        add(ospf, "10.0.0.0/8", ofOspf);

        assertThat(matching(full(wanted, OptionalInt.empty()))).containsExactly("10.0.0.0/8 RIP-1");
        assertThat(matching(full(wanted, OptionalInt.of(1)))).containsExactly("10.0.0.0/8 RIP-1");
        assertThat(matching(full(wanted, OptionalInt.of(2)))).isEmpty();
    }

    @Test
    void several_criteria_are_all_to_be_met() {
        NextHop one = hop(rip, "192.0.2.1", 1);
        add(rip, "10.0.0.0/8", RouteInfo.via(one).metric(5));
        add(rip, "11.0.0.0/8", RouteInfo.via(one).metric(6));

        assertThat(matching(RouteCriteria.NONE.onInterface(1).prefInfo(new PrefInfo(120, 5))))
                .containsExactly("10.0.0.0/8 RIP-1");
    }

    @Test
    void criteria_are_copied_when_the_enumeration_is_made() {
        NextHop one = hop(rip, "192.0.2.1", 1);
        Entity owner = rip.entity();
        add(rip, "10.0.0.0/8", RouteInfo.via(one));
        add(rip, "11.0.0.0/8");

        TableEnumeration<Route> enumeration =
                rip.enumerateRoutes(
                        RouteQuery.ALL.matching(
                                RouteCriteria.NONE.nextHops(List.of(one)).owner(owner)));
        rip.release(List.of(one, owner));

        assertThat(described(all(enumeration))).containsExactly("10.0.0.0/8 RIP-1");
    }

    @Test
    void handles_in_the_query_that_were_given_back_or_are_anothers_are_invalid() {
        add(rip, "10.0.0.0/8");
        Destination given = exact(rip, "10.0.0.0/8").destination();
        given.close();
        Destination others = exact(ospf, "10.0.0.0/8").destination();
        NextHop othersHop = hop(ospf, "192.0.2.1", 1);

        Router.assertRefused(
                RtmStatus.INVALID_HANDLE,
                () -> rip.enumerateRoutes(RouteQuery.ALL.destination(given)));
        Router.assertRefused(
                RtmStatus.INVALID_HANDLE,
                () -> rip.enumerateRoutes(RouteQuery.ALL.destination(others)));
        Router.assertRefused(
                RtmStatus.INVALID_HANDLE,
                () -> matching(RouteCriteria.NONE.nextHops(List.of(othersHop))));
    }

    @Test
    void after_the_registration_ended_the_handle_is_invalid() {
        rip.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> rip.enumerateRoutes(RouteQuery.ALL));
    }

    private RouteCriteria full(RouteInfo route, OptionalInt interfaceIndex) {
        return RouteCriteria.of(
                RouteCriteria.MATCH_FULL, Optional.of(rip.entity()), route, interfaceIndex);
    }

    private List<String> routes(int flags, NetAddress address) {
        return routes(RouteQuery.ofFlags(flags, Optional.of(address)));
    }

    private List<String> matching(RouteCriteria criteria) {
        return routes(RouteQuery.ALL.matching(criteria));
    }

    private List<String> routes(RouteQuery query) {
        return described(all(rip.enumerateRoutes(query)));
    }
}
