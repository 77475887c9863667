package org.rtm.impl.entity;

import static java.time.temporal.ChronoUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.api.NetAddress.parse;
import static org.rtm.impl.TestRouter.assertRefused;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rtm.api.AddRouteOptions;
import org.rtm.api.Batch;
import org.rtm.api.DestInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.PrefInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteChange;
import org.rtm.api.RouteCriteria;
import org.rtm.api.RouteFlags;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteQuery;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.RouteState;
import org.rtm.api.RtmStatus;
import org.rtm.api.TableEnumeration;
import org.rtm.api.ViewSet;
import org.rtm.impl.RecordingObserver;
import org.rtm.impl.TestRouter;

/** Which route is meant, what it may say, and who may change it. */
class RouteTest {
    private static final NetAddress PREFIX = parse("10.0.0.0/8");

    private final TestRouter router = new TestRouter();
    private final EntityRegistration rip = router.register(ProtocolId.RIP, 1);
    private final EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);
    private final NextHop hop = rip.addNextHop(NextHopInfo.of("192.0.2.1", 3)).handle();
    private final NextHop otherHop = rip.addNextHop(NextHopInfo.of("192.0.2.2", 3)).handle();

    @AfterEach
    void close() {
        router.close();
    }

    @Test
    void adding_an_equal_route_updates_it() {
        RouteChange first =
                rip.addRoute(PREFIX, RouteInfo.via(hop).neighbour(hop).metric(1).tag(7));

        RouteChange second =
                rip.addRoute(
                        PREFIX,
                        RouteInfo.via(otherHop)
                                .neighbour(rip.findNextHop(hop.address(), 3).orElseThrow())
                                .metric(2)
                                .preference(9)
                                .flags(RouteFlags.LOCAL)
                                .views(ViewSet.MULTICAST)
                                .entitySpecificInfo("mine"));

        assertThat(first.isNew()).isTrue();
        assertThat(second.isNew()).isFalse();
        assertThat(second.handle()).isEqualTo(first.handle());
        assertThat(routes()).hasSize(1);
        try (RouteSnapshot info = first.handle().info()) {
            assertThat(info.prefInfo()).isEqualTo(new PrefInfo(9, 2));
            assertThat(info.nextHops()).containsExactly(otherHop);
            assertThat(info.flags()).isEqualTo(RouteFlags.LOCAL);
            assertThat(info.views()).isEqualTo(ViewSet.MULTICAST);
            assertThat(info.tag()).isZero();
            assertThat(info.entitySpecificInfo()).contains("mine");
            assertThat(info.state()).isEqualTo(RouteState.CREATED);
        }
    }

    @Test
    void the_identity_of_a_route_is_destination_owner_and_neighbour() {
        NextHop hopOfOspf = ospf.addNextHop(NextHopInfo.of("192.0.2.1", 3)).handle();
        rip.addRoute(PREFIX, RouteInfo.via());

        List<RouteChange> others =
                List.of(
                        rip.addRoute(PREFIX, RouteInfo.via().neighbour(hop)),
                        rip.addRoute(PREFIX, RouteInfo.via().neighbour(otherHop)),
                        rip.addRoute(parse("10.0.0.0/9"), RouteInfo.via()),
                        ospf.addRoute(PREFIX, RouteInfo.via()),
                        ospf.addRoute(PREFIX, RouteInfo.via().neighbour(hopOfOspf)));

        assertThat(others).allMatch(RouteChange::isNew);
        assertThat(routes()).hasSize(6);
    }

    @Test
    void neighbours_are_compared_by_address_and_interface_also_when_one_was_deleted() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via().neighbour(hop)).handle();
        rip.deleteNextHop(hop.address(), hop.interfaceIndex());
        NextHop again = rip.addNextHop(NextHopInfo.of("192.0.2.1", 3)).handle();

        RouteChange change = rip.addRoute(PREFIX, RouteInfo.via().neighbour(again));

        assertThat(change.isNew()).isFalse();
        assertThat(change.handle()).isEqualTo(route);
        assertThat(route.info().neighbour()).contains(again);
    }

    @Test
    void with_always_new_a_route_is_added_whatever_stands_there() {
        rip.addRoute(PREFIX, RouteInfo.via().metric(1));

        RouteChange change =
                rip.addRoute(PREFIX, RouteInfo.via().metric(1), AddRouteOptions.NONE.alwaysNew());

        assertThat(change.isNew()).isTrue();
        assertThat(routes()).hasSize(2);
    }

    @Test
    void with_update_first_the_best_of_the_callers_routes_is_updated_whatever_its_neighbour() {
        ospf.addRoute(PREFIX, RouteInfo.via());
        Route worse = rip.addRoute(PREFIX, RouteInfo.via().metric(5)).handle();
        Route best = rip.addRoute(PREFIX, RouteInfo.via().neighbour(hop).metric(1)).handle();

        RouteChange change =
                rip.addRoute(
                        PREFIX,
                        RouteInfo.via().neighbour(otherHop).metric(9),
                        AddRouteOptions.NONE.updateFirst());

        assertThat(change.isNew()).isFalse();
        assertThat(change.handle()).isEqualTo(best);
        assertThat(best.info().neighbour()).contains(otherHop);
        assertThat(best.info().prefInfo().metric()).isEqualTo(9);
        assertThat(worse.info().prefInfo().metric()).isEqualTo(5);
        assertThat(routes()).hasSize(3);
    }

    @Test
    void with_update_first_a_caller_without_a_route_gets_a_new_one() {
        ospf.addRoute(PREFIX, RouteInfo.via());

        RouteChange change =
                rip.addRoute(PREFIX, RouteInfo.via(), AddRouteOptions.NONE.updateFirst());

        assertThat(change.isNew()).isTrue();
        assertThat(routes()).hasSize(2);
    }

    @Test
    void always_new_and_update_first_together_are_refused() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via()).handle();
        AddRouteOptions both = AddRouteOptions.NONE.alwaysNew().updateFirst();

        assertRefused(
                () -> rip.addRoute(PREFIX, RouteInfo.via().metric(3), both),
                RtmStatus.INVALID_PARAMETER,
                "alwaysNew and updateFirst are both set; allowed is one of them");
        assertRefused(
                () -> route.update(RouteInfo.via().metric(3), both),
                RtmStatus.INVALID_PARAMETER,
                "alwaysNew and updateFirst are both set; allowed is one of them");
        assertThat(route.info().prefInfo().metric()).isZero();
        assertThat(routes()).hasSize(1);
    }

    @Test
    void where_several_routes_are_equal_adding_updates_the_best_of_them() {
        AddRouteOptions alwaysNew = AddRouteOptions.NONE.alwaysNew();
        Route worst = rip.addRoute(PREFIX, RouteInfo.via().metric(9)).handle();
        Route best = rip.addRoute(PREFIX, RouteInfo.via().metric(1), alwaysNew).handle();
        rip.addRoute(PREFIX, RouteInfo.via().metric(5), alwaysNew);

        RouteChange change = rip.addRoute(PREFIX, RouteInfo.via().metric(7));

        assertThat(change.isNew()).isFalse();
        assertThat(change.handle()).isEqualTo(best);
        assertThat(worst.info().prefInfo().metric()).isEqualTo(9);
        assertThat(metrics()).containsExactly(5L, 7L, 9L);
    }

    @Test
    void an_update_by_handle_may_change_the_neighbour() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via().neighbour(hop)).handle();

        RouteChange change = route.update(RouteInfo.via().neighbour(otherHop));

        assertThat(change.isNew()).isFalse();
        assertThat(route.info().neighbour()).contains(otherHop);
        assertThat(rip.addRoute(PREFIX, RouteInfo.via().neighbour(otherHop)).isNew()).isFalse();
        assertThat(rip.addRoute(PREFIX, RouteInfo.via().neighbour(hop)).isNew()).isTrue();
    }

    @Test
    void an_update_that_makes_a_route_equal_to_another_one_of_its_owner_is_refused() {
        Route with = rip.addRoute(PREFIX, RouteInfo.via().neighbour(hop).metric(1)).handle();
        Route without = rip.addRoute(PREFIX, RouteInfo.via().metric(2)).handle();
        RecordingObserver observer = RecordingObserver.attachedTo(rip);

        assertRefused(
                () -> without.update(RouteInfo.via().neighbour(hop).metric(3)),
                RtmStatus.ALREADY_EXISTS,
                "RIP-1 has another route to 10.0.0.0/8 with neighbour 192.0.2.1 on interface 3");
        assertRefused(
                () -> with.update(RouteInfo.via().metric(3)),
                RtmStatus.ALREADY_EXISTS,
                "RIP-1 has another route to 10.0.0.0/8 with no neighbour");
        assertRefused(
                () ->
                        rip.addRoute(
                                PREFIX,
                                RouteInfo.via().metric(3),
                                AddRouteOptions.NONE.updateFirst()),
                RtmStatus.ALREADY_EXISTS,
                "RIP-1 has another route to 10.0.0.0/8 with no neighbour");
        assertThat(observer.take()).isEmpty();
        assertThat(metrics()).containsExactly(1L, 2L);
        assertThat(with.info().neighbour()).contains(hop);
        assertThat(without.info().neighbour()).isEmpty();
    }

    @Test
    void an_update_by_handle_that_leaves_the_neighbour_may_have_equals() {
        Route one = rip.addRoute(PREFIX, RouteInfo.via().metric(1)).handle();
        rip.addRoute(PREFIX, RouteInfo.via().metric(2), AddRouteOptions.NONE.alwaysNew());

        one.update(RouteInfo.via().metric(3));

        assertThat(metrics()).containsExactly(2L, 3L);
    }

    @Test
    void a_handle_with_an_option_about_which_route_to_update_is_refused() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via()).handle();

        assertRefused(
                () -> route.update(RouteInfo.via().metric(3), AddRouteOptions.NONE.alwaysNew()),
                RtmStatus.INVALID_PARAMETER,
                "alwaysNew does not go with the handle of the route to 10.0.0.0/8, which says what to update");
        assertRefused(
                () -> route.update(RouteInfo.via().metric(3), AddRouteOptions.NONE.updateFirst()),
                RtmStatus.INVALID_PARAMETER,
                "updateFirst does not go with the handle of the route to 10.0.0.0/8, which says what to update");
        assertThat(metrics()).containsExactly(0L);
    }

    @Test
    void only_the_owner_changes_a_route() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via()).handle();
        Route seenByOspf =
                ospf.exactMatchRoute(PREFIX, RouteCriteria.NONE, ViewSet.ANY).orElseThrow();

        assertRefused(
                () -> seenByOspf.update(RouteInfo.via().metric(3)),
                RtmStatus.ACCESS_DENIED,
                "the route to 10.0.0.0/8 belongs to RIP-1, not to OSPF-1");
        assertRefused(
                seenByOspf::delete,
                RtmStatus.ACCESS_DENIED,
                "the route to 10.0.0.0/8 belongs to RIP-1, not to OSPF-1");
        assertThat(route.info().state()).isEqualTo(RouteState.CREATED);
        assertThat(metrics()).containsExactly(0L);
        assertThat(ospf.handleCounts()).containsEntry(HandleKind.ROUTE, 1L);
    }

    @Test
    void a_deleted_route_reads_as_deleted_with_its_last_values_and_changing_it_is_not_found() {
        Route route =
                rip.addRoute(PREFIX, RouteInfo.via(hop).neighbour(otherHop).metric(3).tag(4))
                        .handle();
        route.reference().delete();

        try (RouteSnapshot info = route.info()) {
            assertThat(info.state()).isEqualTo(RouteState.DELETED);
            assertThat(info.nextHops()).containsExactly(hop);
            assertThat(info.neighbour()).contains(otherHop);
            assertThat(info.prefInfo()).isEqualTo(new PrefInfo(120, 3));
            assertThat(info.tag()).isEqualTo(4);
            assertThat(info.destination().address()).isEqualTo(PREFIX);
            assertThat(info.owner().info().name()).isEqualTo("RIP-1");
        }
        assertThat(route.bestInViews()).isEqualTo(ViewSet.ANY);
        assertRefused(
                () -> route.update(RouteInfo.via()),
                RtmStatus.NOT_FOUND,
                "the route to 10.0.0.0/8 was deleted");
        assertRefused(route::delete, RtmStatus.NOT_FOUND, "the route to 10.0.0.0/8 was deleted");
        assertThat(routes()).isEmpty();
    }

    @Test
    void a_route_that_comes_again_is_another_one() {
        Route deleted = rip.addRoute(PREFIX, RouteInfo.via().metric(1)).handle();
        deleted.reference().delete();

        RouteChange again = rip.addRoute(PREFIX, RouteInfo.via().metric(2));

        assertThat(again.isNew()).isTrue();
        assertThat(again.handle()).isNotEqualTo(deleted);
        assertThat(deleted.info().state()).isEqualTo(RouteState.DELETED);
        assertThat(deleted.info().prefInfo().metric()).isEqualTo(1);
    }

    @Test
    void a_route_may_have_no_next_hop() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via().flags(RouteFlags.BLACKHOLE)).handle();

        assertThat(route.info().nextHops()).isEmpty();
        assertThat(route.bestInViews()).isEqualTo(ViewSet.UNICAST);
    }

    @Test
    void a_route_has_at_most_the_profiles_number_of_next_hops() {
        try (TestRouter small = new TestRouter(Map.of("next.hops.in.route", 2))) {
            EntityRegistration entity = small.register(ProtocolId.RIP, 1);
            NextHop[] hops = {
                hop(entity, "192.0.2.1"), hop(entity, "192.0.2.2"), hop(entity, "192.0.2.3")
            };
            Route route = entity.addRoute(PREFIX, RouteInfo.via(hops[0], hops[1])).handle();

            assertThat(route.info().nextHops()).containsExactly(hops[0], hops[1]);
            assertRefused(
                    () -> entity.addRoute(PREFIX, RouteInfo.via(hops)),
                    RtmStatus.INVALID_PARAMETER,
                    "a route cannot have 3 next hops; allowed are 0 to 2, the profile's maxNextHopsInRoute");
            assertRefused(
                    () -> route.update(RouteInfo.via(hops)),
                    RtmStatus.INVALID_PARAMETER,
                    "a route cannot have 3 next hops; allowed are 0 to 2, the profile's maxNextHopsInRoute");
            assertThat(route.info().nextHops()).hasSize(2);
        }
    }

    @Test
    void next_hops_and_neighbour_belong_to_the_routes_owner() {
        rip.addRoute(PREFIX, RouteInfo.via(hop));
        Route seen = ospf.exactMatchRoute(PREFIX, RouteCriteria.NONE, ViewSet.ANY).orElseThrow();
        NextHop foreign = seen.info().nextHops().get(0);

        assertRefused(
                () -> ospf.addRoute(PREFIX, RouteInfo.via(foreign)),
                RtmStatus.ACCESS_DENIED,
                "the next hop 192.0.2.1 on interface 3 belongs to RIP-1, not to OSPF-1");
        assertRefused(
                () -> ospf.addRoute(PREFIX, RouteInfo.via().neighbour(foreign)),
                RtmStatus.ACCESS_DENIED,
                "the next hop 192.0.2.1 on interface 3 belongs to RIP-1, not to OSPF-1");
        assertThat(routes()).hasSize(1);
    }

    @Test
    void a_next_hop_of_another_registration_is_an_invalid_handle() {
        assertRefused(
                () -> ospf.addRoute(PREFIX, RouteInfo.via(hop)),
                RtmStatus.INVALID_HANDLE,
                "the handle to next hop 192.0.2.1 on interface 3 belongs to another registration than OSPF-1");
        assertThat(routes()).isEmpty();
    }

    @Test
    void the_handles_in_the_information_may_be_given_back_once_the_route_was_added() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via(hop).neighbour(hop)).handle();

        hop.close();

        assertThat(route.info().nextHops().get(0).info().address()).isEqualTo(parse("192.0.2.1"));
    }

    @Test
    void a_route_is_in_the_unicast_view_unless_its_owner_says_otherwise() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via()).handle();

        assertThat(route.info().views()).isEqualTo(ViewSet.UNICAST);
    }

    @Test
    void an_explicitly_empty_set_of_views_is_refused() {
        assertRefused(
                () -> rip.addRoute(PREFIX, RouteInfo.via().views(ViewSet.ANY)),
                RtmStatus.INVALID_PARAMETER,
                "a route is in at least one view, not in none");
        assertThat(routes()).isEmpty();
    }

    @Test
    void a_view_that_is_not_supported_is_refused() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via()).handle();

        assertRefused(
                () -> rip.addRoute(PREFIX, RouteInfo.via().views(ViewSet.of(1, 2, 31))),
                RtmStatus.NOT_SUPPORTED,
                "the IPv4 table does not support view {2,31}; it supports 0 (unicast), 1 (multicast)");
        assertRefused(
                () -> route.update(RouteInfo.via().views(ViewSet.of(5))),
                RtmStatus.NOT_SUPPORTED,
                "the IPv4 table does not support view {5}; it supports 0 (unicast), 1 (multicast)");
        assertThat(route.info().views()).isEqualTo(ViewSet.UNICAST);
    }

    @Test
    void the_mask_of_all_views_stands_for_all_supported_ones() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via().views(ViewSet.ALL)).handle();

        assertThat(route.info().views()).isEqualTo(ViewSet.of(0, 1));
        assertThat(route.bestInViews()).isEqualTo(ViewSet.of(0, 1));
    }

    @Test
    void a_prefix_of_another_family_is_refused() {
        assertRefused(
                () -> rip.addRoute(parse("2001:db8::/32"), RouteInfo.via()),
                RtmStatus.INVALID_PARAMETER,
                "2001:db8::/32 is not an IPv4 prefix, as this table needs");
    }

    @Test
    void a_time_to_live_that_is_not_more_than_zero_is_refused() {
        assertRefused(
                () ->
                        rip.addRoute(
                                PREFIX,
                                RouteInfo.via(),
                                AddRouteOptions.NONE.timeToLive(Duration.ZERO)),
                RtmStatus.INVALID_PARAMETER,
                "a time to live of PT0S is not more than zero");
        assertRefused(
                () ->
                        rip.addRoute(
                                PREFIX,
                                RouteInfo.via(),
                                AddRouteOptions.NONE.timeToLive(Duration.ofMillis(-1))),
                RtmStatus.INVALID_PARAMETER,
                "a time to live of PT-0.001S is not more than zero");
        assertThat(routes()).isEmpty();
    }

    @Test
    void only_the_owner_sees_its_private_information() {
        rip.addRoute(PREFIX, RouteInfo.via().entitySpecificInfo("private"));

        Route own = rip.exactMatchRoute(PREFIX, RouteCriteria.NONE, ViewSet.ANY).orElseThrow();
        Route others = ospf.exactMatchRoute(PREFIX, RouteCriteria.NONE, ViewSet.ANY).orElseThrow();

        assertThat(own.info().entitySpecificInfo()).contains("private");
        assertThat(others.info().entitySpecificInfo()).isEmpty();
        assertThat(others.info().toInfo().entitySpecificInfo()).isEmpty();
    }

    @Test
    void private_information_is_replaced_without_a_change_of_the_destination() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via().entitySpecificInfo("one")).handle();
        RecordingObserver observer = RecordingObserver.attachedTo(rip);

        RouteChange change = rip.addRoute(PREFIX, RouteInfo.via().entitySpecificInfo("two"));

        assertThat(change.isNew()).isFalse();
        assertThat(change.bestChanged()).isFalse();
        assertThat(route.info().entitySpecificInfo()).contains("two");
        assertThat(observer.take()).isEmpty();
    }

    @Test
    void the_values_of_a_snapshot_update_the_route_to_what_it_was() {
        Route route =
                rip.addRoute(
                                PREFIX,
                                RouteInfo.via(hop, otherHop)
                                        .neighbour(hop)
                                        .metric(3)
                                        .tag(4)
                                        .flags(RouteFlags.LOCAL)
                                        .views(ViewSet.of(0, 1))
                                        .entitySpecificInfo("mine"))
                        .handle();
        RecordingObserver observer = RecordingObserver.attachedTo(rip);
        try (RouteSnapshot info = route.info()) {
            route.update(info.toInfo());

            assertThat(info.toInfo().prefInfo()).isEqualTo(new PrefInfo(0, 3));
        }
        assertThat(observer.take()).isEmpty();
        assertThat(route.info().entitySpecificInfo()).contains("mine");
    }

    @Test
    void creation_and_update_tell_their_times_and_an_update_does_not_renew_the_age() {
        router.advance(Duration.ofSeconds(10));
        Instant added = router.now();
        Route route = rip.addRoute(PREFIX, RouteInfo.via()).handle();
        router.advance(Duration.ofSeconds(10));

        route.update(RouteInfo.via().metric(1));

        assertThat(route.info().created().truncatedTo(SECONDS)).isEqualTo(added);
        assertThat(route.info().updated()).isEqualTo(router.now());
        assertThat(destination().lastChanged()).isEqualTo(router.now());
    }

    private static NextHop hop(EntityRegistration owner, String address) {
        return owner.addNextHop(NextHopInfo.of(address, 3)).handle();
    }

    private DestInfo destination() {
        return rip.exactMatch(PREFIX, ProtocolId.BEST, ViewSet.ANY).orElseThrow();
    }

    private List<Route> routes() {
        try (TableEnumeration<Route> enumeration = ospf.enumerateRoutes(RouteQuery.ALL);
                Batch<Route> batch = enumeration.next(100)) {
            return batch.list();
        }
    }

    private List<Long> metrics() {
        try (TableEnumeration<Route> enumeration = ospf.enumerateRoutes(RouteQuery.ALL);
                Batch<Route> batch = enumeration.next(100)) {
            return batch.stream().map(route -> route.info().prefInfo().metric()).toList();
        }
    }
}
