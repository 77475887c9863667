package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.api.NetAddress.parse;
import static org.rtm.conformance.TableContent.TEN;
import static org.rtm.conformance.TableContent.add;
import static org.rtm.conformance.TableContent.counts;
import static org.rtm.conformance.TableContent.exact;
import static org.rtm.conformance.TableContent.held;
import static org.rtm.conformance.TableContent.hop;
import static org.rtm.conformance.TableContent.unicast;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.Entity;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.NextHop;
import org.rtm.api.PrefInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteCriteria;
import org.rtm.api.RouteFlags;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteState;
import org.rtm.api.RtmStatus;
import org.rtm.api.ViewSet;

class RtmGetExactMatchRouteTest {
    @RegisterExtension final Router router = new Router();

    private final EntityRegistration rip = router.register();
    private final EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);

    @Test
    @ReturnCodes("NO_ERROR")
    void the_route_that_meets_all_criteria_is_found() {
        NextHop hop = hop(rip, "192.0.2.1", 1);
        NextHop neighbour = hop(rip, "192.0.2.2", 2);
        RouteInfo wanted = RouteInfo.via(hop).neighbour(neighbour).preference(7).metric(5);
        add(rip, "10.0.0.0/8", RouteInfo.via(hop).preference(7).metric(5));
        Route route = add(rip, "10.0.0.0/8", wanted);

        assertThat(find(full(wanted, OptionalInt.of(1)))).contains(route);
    }

    @Test
    @ReturnCodes("ERROR_NOT_FOUND")
    void a_route_that_fails_one_criterion_is_not_found() {
        NextHop hop = hop(rip, "192.0.2.1", 1);
        NextHop other = hop(rip, "192.0.2.2", 2);
        RouteInfo info = RouteInfo.via(hop).neighbour(other).preference(7).metric(5);
        add(rip, "10.0.0.0/8", info);

        assertThat(find(full(info.metric(6), OptionalInt.empty()))).isEmpty();
        assertThat(find(full(info.preference(8), OptionalInt.empty()))).isEmpty();
        assertThat(find(full(info.neighbour(hop), OptionalInt.empty()))).isEmpty();
        assertThat(find(full(info.nextHops(List.of(other)), OptionalInt.empty()))).isEmpty();
        assertThat(find(full(info, OptionalInt.of(9)))).isEmpty();
    }

    @Test
    @ReturnCodes("ERROR_NOT_FOUND")
    void a_route_to_another_address_or_length_is_not_found() {
        add(rip, "10.0.0.0/8");

        assertThat(rip.exactMatchRoute(parse("10.0.0.0/9"), RouteCriteria.NONE, ViewSet.ANY))
                .isEmpty();
        assertThat(rip.exactMatchRoute(parse("11.0.0.0/8"), RouteCriteria.NONE, ViewSet.ANY))
                .isEmpty();
    }

    @Test
    void without_criteria_it_is_the_best_of_all_routes_as_the_exact_match_of_destinations_tells() {
        add(rip, "10.0.0.0/8");
        add(ospf, "10.0.0.0/8");

        Optional<Route> found = find(RouteCriteria.NONE);

        assertThat(found).isEqualTo(unicast(exact(rip, "10.0.0.0/8")).bestRoute());
        assertThat(found.orElseThrow().info().owner().info().name()).isEqualTo("OSPF-1");
    }

    @Test
    void of_several_that_match_the_best_is_found() {
        NextHop hop = hop(rip, "192.0.2.1", 1);
        NextHop other = hop(rip, "192.0.2.2", 1);
        add(rip, "10.0.0.0/8", RouteInfo.via(hop).metric(7));
        Route best = add(rip, "10.0.0.0/8", RouteInfo.via(hop).neighbour(hop).metric(5));
        add(rip, "10.0.0.0/8", RouteInfo.via(other).neighbour(other).metric(1));

        assertThat(find(RouteCriteria.NONE.nextHops(List.of(hop)))).contains(best);
    }

    @Test
    void an_inactive_route_is_found_where_no_other_matches() {
        Route inactive = add(rip, "10.0.0.0/8", RouteInfo.via().flags(RouteFlags.INACTIVE));
        assertThat(find(RouteCriteria.NONE)).contains(inactive);

        add(ospf, "10.0.0.0/8", RouteInfo.via().preference(250));

        assertThat(find(RouteCriteria.NONE)).isPresent().get().isNotEqualTo(inactive);
    }

    @Test
    void owner_is_the_same_owner() {
        Route route = add(rip, "10.0.0.0/8", RouteInfo.via());
        add(ospf, "10.0.0.0/8");

        assertThat(find(RouteCriteria.NONE.owner(rip.entity()))).contains(route);
    }

    @Test
    void neighbour_is_the_same_address_and_interface() {
        NextHop neighbour = hop(rip, "192.0.2.1", 1);
        Route route = add(rip, "10.0.0.0/8", RouteInfo.via().neighbour(neighbour).metric(9));
        add(rip, "10.0.0.0/8", RouteInfo.via().neighbour(hop(rip, "192.0.2.1", 2)));

        assertThat(find(RouteCriteria.NONE.neighbour(Optional.of(neighbour)))).contains(route);
    }

    @Test
    void no_neighbour_is_a_value_that_matches_routes_without() {
        add(rip, "10.0.0.0/8", RouteInfo.via().neighbour(hop(rip, "192.0.2.1", 1)));
        Route without = add(rip, "10.0.0.0/8", RouteInfo.via().metric(9));

        assertThat(find(RouteCriteria.NONE.neighbour(Optional.empty()))).contains(without);
    }

    @Test
    void pref_is_the_same_preference_and_metric() {
        NextHop neighbour = hop(rip, "192.0.2.1", 1);
        add(rip, "10.0.0.0/8", RouteInfo.via().neighbour(neighbour).metric(4));
        Route route = add(rip, "10.0.0.0/8", RouteInfo.via().metric(5));

        assertThat(find(RouteCriteria.NONE.prefInfo(new PrefInfo(120, 5)))).contains(route);
        assertThat(find(RouteCriteria.NONE.prefInfo(new PrefInfo(110, 5)))).isEmpty();
    }

    @Test
    void next_hop_is_any_common_one_by_address_and_interface() {
        NextHop first = hop(rip, "192.0.2.1", 1);
        NextHop second = hop(rip, "192.0.2.2", 1);
        NextHop third = hop(rip, "192.0.2.3", 1);
        NextHop sameOfOspf = hop(ospf, "192.0.2.2", 1);
        add(rip, "10.0.0.0/8", RouteInfo.via(first, second));

        assertThat(find(RouteCriteria.NONE.nextHops(List.of(third, second)))).isPresent();
        assertThat(find(RouteCriteria.NONE.nextHops(List.of(third)))).isEmpty();
        assertThat(
                        ospf.exactMatchRoute(
                                TEN, RouteCriteria.NONE.nextHops(List.of(sameOfOspf)), ViewSet.ANY))
                .isPresent();
    }

    @Test
    void no_next_hops_is_a_value_that_matches_routes_without() {
        NextHop hop = hop(rip, "192.0.2.1", 1);
        add(rip, "10.0.0.0/8", RouteInfo.via(hop));
        Route without = add(rip, "10.0.0.0/8", RouteInfo.via().neighbour(hop).metric(9));

        assertThat(find(RouteCriteria.NONE.nextHops(List.of()))).contains(without);
    }

    @Test
    void interface_is_that_of_any_next_hop_of_the_route() {
        add(rip, "10.0.0.0/8", RouteInfo.via(hop(rip, "192.0.2.1", 1), hop(rip, "192.0.2.2", 2)));

        assertThat(find(RouteCriteria.NONE.onInterface(2))).isPresent();
        assertThat(find(RouteCriteria.NONE.onInterface(3))).isEmpty();
    }

    @Test
    void full_includes_the_interface_only_if_one_is_named() {
        RouteInfo info = RouteInfo.via(hop(rip, "192.0.2.1", 1)).preference(7);
        add(rip, "10.0.0.0/8", info);

        assertThat(find(full(info, OptionalInt.empty()))).isPresent();
        assertThat(find(full(info, OptionalInt.of(1)))).isPresent();
        assertThat(find(full(info, OptionalInt.of(2)))).isEmpty();
    }

    @Test
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
    void only_routes_in_one_of_the_target_views_match() {
        NextHop neighbour = hop(rip, "192.0.2.1", 1);
        Route unicast = add(rip, "10.0.0.0/8", RouteInfo.via().metric(9));
        Route multicast =
                add(
                        rip,
                        "10.0.0.0/8",
                        RouteInfo.via().neighbour(neighbour).views(ViewSet.MULTICAST));

        assertThat(rip.exactMatchRoute(TEN, RouteCriteria.NONE, ViewSet.UNICAST)).contains(unicast);
        assertThat(rip.exactMatchRoute(TEN, RouteCriteria.NONE, ViewSet.ALL)).contains(multicast);
    }

    @Test
    void a_held_route_is_found_in_any_view_alone() {
        held(rip, "10.0.0.0/8");

        Route held = find(RouteCriteria.NONE).orElseThrow();

        assertThat(held.info().state()).isEqualTo(RouteState.DELETING);
        assertThat(rip.exactMatchRoute(TEN, RouteCriteria.NONE, ViewSet.UNICAST)).isEmpty();
    }

    @Test
    void the_handle_is_given_back_as_those_of_an_enumeration_are() {
        add(rip, "10.0.0.0/8");

        Route found = find(RouteCriteria.NONE).orElseThrow();

        assertThat(counts(rip)).isEqualTo(Map.of(HandleKind.ROUTE, 1L));
        rip.release(List.of(found));
        assertThat(counts(rip)).isEmpty();
    }

    @Test
    void handles_in_the_criteria_that_were_given_back_or_are_anothers_are_invalid() {
        NextHop given = hop(rip, "192.0.2.1", 1);
        given.close();
        Entity others = ospf.entity();

        Router.assertRefused(
                RtmStatus.INVALID_HANDLE, () -> find(RouteCriteria.NONE.nextHops(List.of(given))));
        Router.assertRefused(
                RtmStatus.INVALID_HANDLE, () -> find(RouteCriteria.NONE.owner(others)));
    }

    @Test
    void a_view_that_is_not_supported_is_refused() {
        Router.assertRefused(
                RtmStatus.NOT_SUPPORTED,
                () -> rip.exactMatchRoute(TEN, RouteCriteria.NONE, ViewSet.of(7)));
    }

    @Test
    void a_prefix_of_another_address_family_is_refused() {
        Router.assertRefused(
                RtmStatus.INVALID_PARAMETER,
                () -> rip.exactMatchRoute(parse("::/0"), RouteCriteria.NONE, ViewSet.ANY));
    }

    @Test
    void after_the_registration_ended_the_handle_is_invalid() {
        rip.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> find(RouteCriteria.NONE));
    }

    private Optional<Route> find(RouteCriteria criteria) {
        return rip.exactMatchRoute(TEN, criteria, ViewSet.ANY);
    }

    private RouteCriteria full(RouteInfo route, OptionalInt interfaceIndex) {
        return RouteCriteria.of(
                RouteCriteria.MATCH_FULL, Optional.of(rip.entity()), route, interfaceIndex);
    }
}
