package org.rtm.impl.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.api.NetAddress.parse;
import static org.rtm.api.RouteCriteria.MATCH_FULL;
import static org.rtm.api.RouteCriteria.MATCH_INTERFACE;
import static org.rtm.api.RouteCriteria.MATCH_NEIGHBOUR;
import static org.rtm.api.RouteCriteria.MATCH_NEXTHOP;
import static org.rtm.api.RouteCriteria.MATCH_OWNER;
import static org.rtm.impl.TestRouter.assertRefused;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rtm.api.Batch;
import org.rtm.api.Entity;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.PrefInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteCriteria;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteQuery;
import org.rtm.api.RtmStatus;
import org.rtm.api.TableEnumeration;
import org.rtm.api.ViewSet;
import org.rtm.impl.TestRouter;

/** Criteria, for the exact match and for enumerations alike. */
class RouteMatchingTest {
    private static final NetAddress PREFIX = parse("10.0.0.0/8");

    private final TestRouter router = new TestRouter();
    private final EntityRegistration rip = router.register(ProtocolId.RIP, 1);
    private final EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);
    private final NextHop one = hop(rip, "192.0.2.1", 1);
    private final NextHop two = hop(rip, "192.0.2.2", 2);
    private final NextHop three = hop(rip, "192.0.2.3", 3);

    @AfterEach
    void close() {
        router.close();
    }

    @Test
    void without_criteria_the_best_route_matches() {
        rip.addRoute(PREFIX, RouteInfo.via());
        Route best = ospf.addRoute(PREFIX, RouteInfo.via()).handle();

        assertThat(ospf.exactMatchRoute(PREFIX, RouteCriteria.NONE, ViewSet.ANY)).contains(best);
        assertThat(matching(RouteCriteria.NONE)).hasSize(2);
    }

    @Test
    void no_route_to_exactly_the_prefix_is_an_ordinary_answer() {
        rip.addRoute(PREFIX, RouteInfo.via());

        assertThat(rip.exactMatchRoute(parse("10.0.0.0/9"), RouteCriteria.NONE, ViewSet.ANY))
                .isEmpty();
        assertThat(rip.exactMatchRoute(parse("0.0.0.0/0"), RouteCriteria.NONE, ViewSet.ANY))
                .isEmpty();
    }

    @Test
    void owner_compares_the_owner() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via()).handle();
        ospf.addRoute(PREFIX, RouteInfo.via());
        Entity owner = rip.entity();

        assertMatching(RouteCriteria.NONE.owner(owner), route);
    }

    @Test
    void neighbour_compares_address_and_interface() {
        rip.addRoute(PREFIX, RouteInfo.via());
        rip.addRoute(PREFIX, RouteInfo.via().neighbour(hop(rip, "192.0.2.1", 9)));
        Route route = rip.addRoute(PREFIX, RouteInfo.via().neighbour(one)).handle();

        assertMatching(RouteCriteria.NONE.neighbour(Optional.of(one)), route);
    }

    @Test
    void no_neighbour_is_a_value_that_matches_routes_without() {
        rip.addRoute(PREFIX, RouteInfo.via().neighbour(one));
        Route without = rip.addRoute(PREFIX, RouteInfo.via(one).metric(5)).handle();

        assertMatching(RouteCriteria.NONE.neighbour(Optional.empty()), without);
    }

    @Test
    void pref_compares_preference_and_metric_as_they_count() {
        rip.addRoute(PREFIX, RouteInfo.via().neighbour(one).metric(5).preference(119));
        rip.addRoute(PREFIX, RouteInfo.via().neighbour(two).metric(4));
        Route route = rip.addRoute(PREFIX, RouteInfo.via().metric(5)).handle();

        assertMatching(RouteCriteria.NONE.prefInfo(new PrefInfo(120, 5)), route);
        assertMatching(RouteCriteria.NONE.prefInfo(new PrefInfo(0, 5)));
    }

    @Test
    void next_hop_is_true_when_the_route_lists_any_of_the_criterias() {
        Route first = rip.addRoute(PREFIX, RouteInfo.via(one, two)).handle();
        Route second = rip.addRoute(PREFIX, RouteInfo.via(three).neighbour(one)).handle();
        rip.addRoute(PREFIX, RouteInfo.via().neighbour(two));

        assertMatching(RouteCriteria.NONE.nextHops(List.of(two)), first);
        assertMatching(RouteCriteria.NONE.nextHops(List.of(three, two)), first, second);
    }

    @Test
    void no_next_hops_is_a_value_that_matches_routes_without() {
        rip.addRoute(PREFIX, RouteInfo.via(one));
        Route without = rip.addRoute(PREFIX, RouteInfo.via().neighbour(one)).handle();

        assertMatching(RouteCriteria.NONE.nextHops(List.of()), without);
    }

    @Test
    void next_hops_of_another_owner_match_by_address_and_interface() {
        Route own = rip.addRoute(PREFIX, RouteInfo.via(one)).handle();
        Route others =
                ospf.addRoute(PREFIX, RouteInfo.via(hop(ospf, "192.0.2.1", 1)).preference(200))
                        .handle();

        assertThat(matching(RouteCriteria.NONE.nextHops(List.of(one))))
                .extracting(route -> route.info().owner().info().name())
                .containsExactly("RIP-1", "OSPF-1");
        assertThat(own.bestInViews()).isEqualTo(ViewSet.UNICAST);
        assertThat(others.bestInViews()).isEqualTo(ViewSet.ANY);
    }

    @Test
    void interface_is_true_when_any_of_the_routes_next_hops_is_on_it() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via(one, two)).handle();
        rip.addRoute(PREFIX, RouteInfo.via(three).neighbour(two));

        assertMatching(RouteCriteria.NONE.onInterface(2), route);
        assertMatching(RouteCriteria.NONE.onInterface(7));
    }

    @Test
    void full_is_all_five_the_interface_only_if_one_is_named() {
        RouteInfo info = RouteInfo.via(one).neighbour(two).metric(5).preference(7);
        Route route = rip.addRoute(PREFIX, info).handle();
        ospf.addRoute(
                PREFIX,
                RouteInfo.via(hop(ospf, "192.0.2.1", 1))
                        .neighbour(hop(ospf, "192.0.2.2", 2))
                        .metric(5)
                        .preference(7));

        assertMatching(full(info, OptionalInt.empty()), route);
        assertMatching(full(info, OptionalInt.of(1)), route);
        assertMatching(full(info, OptionalInt.of(2)));
        assertMatching(full(info.metric(6), OptionalInt.empty()));
        assertMatching(full(info.nextHops(List.of(two)), OptionalInt.empty()));
        assertMatching(full(info.neighbour(one), OptionalInt.empty()));
    }

    @Test
    void of_several_matches_the_best_is_found() {
        rip.addRoute(PREFIX, RouteInfo.via(one).metric(7));
        Route best = rip.addRoute(PREFIX, RouteInfo.via(one).neighbour(two).metric(5)).handle();
        rip.addRoute(PREFIX, RouteInfo.via(one).neighbour(three).metric(6));
        rip.addRoute(PREFIX, RouteInfo.via(two).neighbour(one).metric(1));

        assertThat(
                        rip.exactMatchRoute(
                                PREFIX, RouteCriteria.NONE.nextHops(List.of(one)), ViewSet.ANY))
                .contains(best);
    }

    @Test
    void only_routes_in_one_of_the_target_views_match() {
        Route unicast = rip.addRoute(PREFIX, RouteInfo.via()).handle();
        Route multicast =
                rip.addRoute(PREFIX, RouteInfo.via().neighbour(one).views(ViewSet.MULTICAST))
                        .handle();

        assertThat(rip.exactMatchRoute(PREFIX, RouteCriteria.NONE, ViewSet.UNICAST))
                .contains(unicast);
        assertThat(rip.exactMatchRoute(PREFIX, RouteCriteria.NONE, ViewSet.MULTICAST))
                .contains(multicast);
        assertThat(enumerated(RouteQuery.ALL.views(ViewSet.MULTICAST))).containsExactly(multicast);
        assertThat(enumerated(RouteQuery.ALL.views(ViewSet.ALL)))
                .containsExactly(unicast, multicast);
        assertThat(enumerated(RouteQuery.ALL)).containsExactly(unicast, multicast);
    }

    @Test
    void criteria_are_copied_when_the_enumeration_is_made() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via(one).neighbour(two)).handle();
        rip.addRoute(PREFIX, RouteInfo.via());
        Entity owner = rip.entity();
        NextHop hopCopy = one.reference();
        NextHop neighbourCopy = two.reference();
        RouteCriteria criteria =
                RouteCriteria.NONE
                        .owner(owner)
                        .neighbour(Optional.of(neighbourCopy))
                        .nextHops(List.of(hopCopy));

        try (TableEnumeration<Route> enumeration =
                rip.enumerateRoutes(RouteQuery.ALL.matching(criteria))) {
            rip.release(List.of(owner, hopCopy, neighbourCopy));

            assertThat(enumeration.next(10).list()).containsExactly(route);
        }
    }

    @Test
    void criteria_that_ask_for_something_absent_are_refused() {
        assertRefused(
                () ->
                        RouteCriteria.of(
                                MATCH_INTERFACE,
                                Optional.empty(),
                                RouteInfo.via(),
                                OptionalInt.empty()),
                RtmStatus.INVALID_PARAMETER,
                "matching by interface needs an interface");
        assertRefused(
                () ->
                        RouteCriteria.of(
                                MATCH_OWNER, Optional.empty(), RouteInfo.via(), OptionalInt.of(1)),
                RtmStatus.INVALID_PARAMETER,
                "matching by owner needs an owner");
        assertRefused(
                () ->
                        RouteCriteria.of(
                                0x20, Optional.empty(), RouteInfo.via(), OptionalInt.empty()),
                RtmStatus.INVALID_PARAMETER,
                "0x20 are not match flags; allowed are bits of 0x1F, or 0xFFFF");
    }

    @Test
    void a_handle_in_the_criteria_that_was_given_back_or_is_anothers_is_invalid() {
        one.close();
        Entity closed = rip.entity();
        closed.close();

        assertRefused(
                () ->
                        rip.exactMatchRoute(
                                PREFIX,
                                RouteCriteria.of(
                                        MATCH_NEIGHBOUR | MATCH_NEXTHOP,
                                        Optional.empty(),
                                        RouteInfo.via(one),
                                        OptionalInt.empty()),
                                ViewSet.ANY),
                RtmStatus.INVALID_HANDLE,
                "the handle to next hop 192.0.2.1 on interface 1 was given back before");
        assertRefused(
                () ->
                        rip.enumerateRoutes(
                                RouteQuery.ALL.matching(RouteCriteria.NONE.owner(closed))),
                RtmStatus.INVALID_HANDLE,
                "the handle to entity RIP-1 was given back before");
        assertRefused(
                () ->
                        ospf.enumerateRoutes(
                                RouteQuery.ALL.matching(RouteCriteria.NONE.nextHops(List.of(two)))),
                RtmStatus.INVALID_HANDLE,
                "the handle to next hop 192.0.2.2 on interface 2 belongs to another registration than OSPF-1");
        assertThat(rip.handleCounts()).containsEntry(HandleKind.ENUMERATION, 0L);
        assertThat(ospf.handleCounts()).containsEntry(HandleKind.ENUMERATION, 0L);
    }

    @Test
    void the_exact_match_refuses_unsupported_views_and_other_families() {
        assertRefused(
                () -> rip.exactMatchRoute(PREFIX, RouteCriteria.NONE, ViewSet.of(2)),
                RtmStatus.NOT_SUPPORTED,
                "the IPv4 table does not support view {2}; it supports 0 (unicast), 1 (multicast)");
        assertRefused(
                () -> rip.exactMatchRoute(parse("::/0"), RouteCriteria.NONE, ViewSet.ANY),
                RtmStatus.INVALID_PARAMETER,
                "::/0 is not an IPv4 prefix, as this table needs");
    }

    private static NextHop hop(EntityRegistration owner, String address, int interfaceIndex) {
        return owner.addNextHop(NextHopInfo.of(address, interfaceIndex)).handle();
    }

    private RouteCriteria full(RouteInfo route, OptionalInt interfaceIndex) {
        return RouteCriteria.of(MATCH_FULL, Optional.of(rip.entity()), route, interfaceIndex);
    }

    /** The exact match finds the first of these, the enumeration all. */
    private void assertMatching(RouteCriteria criteria, Route... expected) {
        assertThat(matching(criteria)).containsExactly(expected);
        assertThat(rip.exactMatchRoute(PREFIX, criteria, ViewSet.ANY))
                .isEqualTo(expected.length == 0 ? Optional.empty() : Optional.of(expected[0]));
    }

    private List<Route> matching(RouteCriteria criteria) {
        return enumerated(RouteQuery.ALL.matching(criteria));
    }

    private List<Route> enumerated(RouteQuery query) {
        try (TableEnumeration<Route> enumeration = rip.enumerateRoutes(query);
                Batch<Route> batch = enumeration.next(100)) {
            // The elements outlive the batch here: they are compared, and read.
            return batch.stream().map(Route::reference).toList();
        }
    }
}
