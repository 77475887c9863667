package org.rtm.impl.table;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.api.NetAddress.parse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rtm.api.AddRouteOptions;
import org.rtm.api.Batch;
import org.rtm.api.DestInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.PrefInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteFlags;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteQuery;
import org.rtm.api.TableEnumeration;
import org.rtm.api.ViewInfo;
import org.rtm.api.ViewSet;
import org.rtm.impl.RecordingObserver;
import org.rtm.impl.RecordingObserver.Report;
import org.rtm.impl.TestRouter;

/** Which route is best, and when that is said to have changed. */
class BestRouteTest {
    private static final NetAddress PREFIX = parse("10.0.0.0/8");
    private static final AddRouteOptions ALWAYS_NEW = AddRouteOptions.NONE.alwaysNew();

    private final TestRouter router = new TestRouter();
    private final EntityRegistration rip = router.register(ProtocolId.RIP, 1);
    private final EntityRegistration otherRip = router.register(ProtocolId.RIP, 2);
    private final EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);

    @AfterEach
    void close() {
        router.close();
    }

    @Test
    void a_preference_of_0_means_that_of_the_owners_protocol() {
        Map<ProtocolId, Long> defaults =
                Map.ofEntries(
                        entry(ProtocolId.LOCAL, 1L),
                        entry(ProtocolId.NT_STATIC, 3L),
                        entry(ProtocolId.NT_STATIC_NON_DOD, 5L),
                        entry(ProtocolId.NT_AUTOSTATIC, 7L),
                        entry(ProtocolId.NETMGMT, 10L),
                        entry(ProtocolId.BGP, 15L),
                        entry(ProtocolId.OSPF, 110L),
                        entry(ProtocolId.RIP, 120L),
                        entry(ProtocolId.BGP_INTERNAL, 200L),
                        entry(ProtocolId.IS_IS, 250L),
                        entry(new ProtocolId(4711), 250L));

        defaults.forEach(
                (protocol, preference) -> {
                    EntityRegistration entity = router.register(protocol, 9);
                    Route route = entity.addRoute(PREFIX, RouteInfo.via().metric(1)).handle();

                    assertThat(route.info().prefInfo()).isEqualTo(new PrefInfo(preference, 1));
                });
    }

    @Test
    void a_preference_of_the_route_itself_stands() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via().preference(4294967295L)).handle();

        router.configure(Map.of("preferences", "RIP=100"));

        assertThat(route.info().prefInfo().preference()).isEqualTo(4294967295L);
        assertThat(route.info().toInfo().prefInfo().preference()).isEqualTo(4294967295L);
    }

    @Test
    void changing_the_configured_preferences_re_evaluates_the_routes_concerned() {
        Route ripRoute = rip.addRoute(PREFIX, RouteInfo.via()).handle();
        Route ospfRoute = ospf.addRoute(PREFIX, RouteInfo.via()).handle();
        rip.addRoute(parse("10.1.0.0/16"), RouteInfo.via());
        ospf.addRoute(parse("10.2.0.0/16"), RouteInfo.via());
        rip.addRoute(parse("10.3.0.0/16"), RouteInfo.via().preference(120));
        RecordingObserver observer = RecordingObserver.attachedTo(rip);

        router.configure(Map.of("preferences", "RIP=100"));

        assertThat(ripRoute.info().prefInfo().preference()).isEqualTo(100);
        assertThat(ripRoute.bestInViews()).isEqualTo(ViewSet.UNICAST);
        assertThat(ospfRoute.bestInViews()).isEqualTo(ViewSet.ANY);
        assertThat(observer.take())
                .containsExactly(
                        bestChanged("10.0.0.0/8", ViewSet.UNICAST),
                        bestChanged("10.1.0.0/16", ViewSet.UNICAST));

        router.configure(Map.of());

        assertThat(ripRoute.info().prefInfo().preference()).isEqualTo(120);
        assertThat(ospfRoute.bestInViews()).isEqualTo(ViewSet.UNICAST);
    }

    @Test
    void changing_the_configured_preferences_orders_all_routes_of_a_destination_again() {
        rip.addRoute(PREFIX, RouteInfo.via().preference(115));
        ospf.addRoute(PREFIX, RouteInfo.via());
        otherRip.addRoute(PREFIX, RouteInfo.via());

        router.configure(Map.of("preferences", "OSPF=130,RIP=90"));

        assertThat(owners()).containsExactly("RIP-2", "RIP-1", "OSPF-1");
    }

    @Test
    void re_evaluation_goes_on_over_more_destinations_than_one_step() {
        for (int i = 0; i < 1000; i++) {
            rip.addRoute(NetAddress.ipv4(0x0A00_0000 + (i << 8), 24), RouteInfo.via());
        }
        RecordingObserver observer = RecordingObserver.attachedTo(rip);

        router.configure(Map.of("preferences", "RIP=100"));

        assertThat(observer.take()).hasSize(1000);
        assertThat(routes()).allMatch(route -> route.info().prefInfo().preference() == 100);
    }

    @Test
    void a_route_whose_owner_leaves_the_preference_to_the_configuration_again_follows_it() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via().preference(120)).handle();
        RecordingObserver observer = RecordingObserver.attachedTo(rip);

        route.update(RouteInfo.via());

        assertThat(observer.take()).isEmpty();
        assertThat(route.info().toInfo().prefInfo().preference()).isZero();
        router.configure(Map.of("preferences", "RIP=100"));
        assertThat(route.info().prefInfo().preference()).isEqualTo(100);
    }

    @Test
    void the_lowest_preference_then_the_lowest_metric_is_best() {
        NextHop[] neighbours = {neighbour(rip, "192.0.2.1", 1), neighbour(rip, "192.0.2.2", 1)};
        Route worst =
                rip.addRoute(PREFIX, RouteInfo.via().preference(4000000000L).metric(1)).handle();
        Route middle =
                rip.addRoute(
                                PREFIX,
                                RouteInfo.via()
                                        .neighbour(neighbours[0])
                                        .preference(7)
                                        .metric(4000000000L))
                        .handle();
        Route best =
                rip.addRoute(
                                PREFIX,
                                RouteInfo.via().neighbour(neighbours[1]).preference(7).metric(6))
                        .handle();

        assertThat(routes()).containsExactly(best, middle, worst);
        assertThat(best.bestInViews()).isEqualTo(ViewSet.UNICAST);
        assertThat(middle.bestInViews()).isEqualTo(ViewSet.ANY);
    }

    @Test
    void among_equals_the_lowest_protocol_then_protocol_instance_is_best() {
        EntityRegistration high = router.register(new ProtocolId(-2), 0);
        EntityRegistration highInstance = router.register(ProtocolId.RIP, -1);
        for (EntityRegistration entity : List.of(high, highInstance, ospf, otherRip, rip)) {
            entity.addRoute(PREFIX, RouteInfo.via().preference(50));
        }

        assertThat(owners())
                .containsExactly("RIP-1", "RIP-2", "RIP-4294967295", "OSPF-1", "4294967294-0");
    }

    @Test
    void among_equals_of_one_owner_none_then_the_lowest_neighbour_address_and_interface_is_best() {
        Route four = with(neighbour(rip, "200.0.2.1", 1));
        Route three = with(neighbour(rip, "192.0.2.1", -1));
        Route two = with(neighbour(rip, "192.0.2.1", 2));
        Route one = rip.addRoute(PREFIX, RouteInfo.via()).handle();

        assertThat(routes()).containsExactly(one, two, three, four);
    }

    @Test
    void among_equals_in_all_else_the_older_is_best_and_updates_do_not_renew_the_age() {
        Route older = rip.addRoute(PREFIX, RouteInfo.via()).handle();
        router.advance(Duration.ofSeconds(1));
        Route younger = rip.addRoute(PREFIX, RouteInfo.via(), ALWAYS_NEW).handle();
        router.advance(Duration.ofSeconds(1));

        older.update(RouteInfo.via().tag(1));

        assertThat(routes()).containsExactly(older, younger);
        assertThat(older.bestInViews()).isEqualTo(ViewSet.UNICAST);
    }

    @Test
    void the_older_is_best_also_when_the_clock_stands_still_or_goes_back() {
        Route first = rip.addRoute(PREFIX, RouteInfo.via()).handle();
        Route second = rip.addRoute(PREFIX, RouteInfo.via(), ALWAYS_NEW).handle();
        router.advance(Duration.ofHours(-1));
        Route third = rip.addRoute(PREFIX, RouteInfo.via(), ALWAYS_NEW).handle();

        assertThat(routes()).containsExactly(first, second, third);
    }

    @Test
    void the_order_does_not_depend_on_the_order_in_which_the_routes_came() {
        List<Runnable> additions = new ArrayList<>();
        for (EntityRegistration entity : List.of(rip, otherRip, ospf)) {
            NextHop neighbour = neighbour(entity, "192.0.2.1", 1);
            for (long metric = 1; metric <= 2; metric++) {
                RouteInfo info = RouteInfo.via().preference(50).metric(metric);
                NextHop other = neighbour(entity, "192.0.2.2", (int) metric);
                additions.add(() -> entity.addRoute(PREFIX, info.neighbour(other)));
            }
            additions.add(() -> entity.addRoute(PREFIX, RouteInfo.via().preference(60)));
            additions.add(
                    () ->
                            entity.addRoute(
                                    PREFIX,
                                    RouteInfo.via()
                                            .neighbour(neighbour)
                                            .flags(RouteFlags.INACTIVE)));
        }
        additions.forEach(Runnable::run);
        List<String> expected = descriptions();
        Random random = new Random(4711);

        for (int round = 0; round < 50; round++) {
            routes().forEach(this::deleteByOwner);
            Collections.shuffle(additions, random);
            additions.forEach(Runnable::run);

            assertThat(descriptions()).isEqualTo(expected).hasSize(12);
        }
    }

    @Test
    void inactive_routes_are_shown_last_and_never_best() {
        Route inactive =
                rip.addRoute(PREFIX, RouteInfo.via().preference(1).flags(RouteFlags.INACTIVE))
                        .handle();
        assertThat(inactive.bestInViews()).isEqualTo(ViewSet.ANY);
        assertThat(view(0).bestRoute()).isEmpty();
        assertThat(view(0).routeCount()).isEqualTo(1);

        Route active = ospf.addRoute(PREFIX, RouteInfo.via()).handle();

        assertThat(owners()).containsExactly("OSPF-1", "RIP-1");
        assertThat(active.bestInViews()).isEqualTo(ViewSet.UNICAST);
        assertThat(inactive.bestInViews()).isEqualTo(ViewSet.ANY);
    }

    @Test
    void each_view_has_a_best_route_of_its_own() {
        Route unicast = ospf.addRoute(PREFIX, RouteInfo.via()).handle();
        Route both = rip.addRoute(PREFIX, RouteInfo.via().views(ViewSet.of(0, 1))).handle();

        assertThat(unicast.bestInViews()).isEqualTo(ViewSet.UNICAST);
        assertThat(both.bestInViews()).isEqualTo(ViewSet.MULTICAST);

        unicast.delete();

        assertThat(both.bestInViews()).isEqualTo(ViewSet.of(0, 1));
    }

    @Test
    void change_best_is_set_when_the_best_route_is_another_one_in_any_view() {
        assertThat(ospf.addRoute(PREFIX, RouteInfo.via()).bestChanged()).isTrue();
        assertThat(rip.addRoute(PREFIX, RouteInfo.via()).bestChanged()).isFalse();
        assertThat(otherRip.addRoute(PREFIX, RouteInfo.via().preference(1)).bestChanged()).isTrue();
        assertThat(rip.addRoute(PREFIX, RouteInfo.via().views(ViewSet.of(0, 1))).bestChanged())
                .isTrue();
    }

    @Test
    void change_best_is_set_when_the_route_touched_is_best_and_changed() {
        rip.addRoute(PREFIX, RouteInfo.via());

        assertThat(rip.addRoute(PREFIX, RouteInfo.via().metric(1)).bestChanged()).isTrue();
        assertThat(rip.addRoute(PREFIX, RouteInfo.via().metric(1).tag(2)).bestChanged()).isTrue();
        assertThat(rip.addRoute(PREFIX, RouteInfo.via().metric(1).tag(2)).bestChanged()).isFalse();
    }

    @Test
    void change_best_is_not_set_when_a_route_that_is_not_best_changes() {
        ospf.addRoute(PREFIX, RouteInfo.via());
        Route worse = rip.addRoute(PREFIX, RouteInfo.via()).handle();

        assertThat(worse.update(RouteInfo.via().metric(9)).bestChanged()).isFalse();
        assertThat(worse.delete()).isFalse();
    }

    @Test
    void change_best_is_set_when_the_best_route_becomes_worse_or_inactive_or_goes() {
        ospf.addRoute(PREFIX, RouteInfo.via());
        Route route = rip.addRoute(PREFIX, RouteInfo.via().preference(1)).handle();

        assertThat(route.update(RouteInfo.via()).bestChanged()).isTrue();
        assertThat(route.update(RouteInfo.via().preference(1)).bestChanged()).isTrue();
        assertThat(
                        route.update(RouteInfo.via().preference(1).flags(RouteFlags.INACTIVE))
                                .bestChanged())
                .isTrue();
        assertThat(route.update(RouteInfo.via().preference(1)).bestChanged()).isTrue();
        assertThat(route.delete()).isTrue();
    }

    @Test
    void change_best_is_set_when_a_route_leaves_a_view_in_which_it_was_best() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via().views(ViewSet.of(0, 1))).handle();
        ospf.addRoute(PREFIX, RouteInfo.via());

        assertThat(route.update(RouteInfo.via()).bestChanged()).isTrue();
        assertThat(view(1).bestRoute()).isEmpty();
    }

    private static Report bestChanged(String prefix, ViewSet views) {
        return new Report(parse(prefix), views, views, views, ViewSet.ANY);
    }

    private static NextHop neighbour(EntityRegistration owner, String address, int interfaceIndex) {
        return owner.addNextHop(NextHopInfo.of(address, interfaceIndex)).handle();
    }

    private Route with(NextHop neighbour) {
        return rip.addRoute(PREFIX, RouteInfo.via().neighbour(neighbour)).handle();
    }

    /** Through the handle of its owner: only that one may. */
    private void deleteByOwner(Route route) {
        for (EntityRegistration entity : List.of(rip, otherRip, ospf)) {
            if (route.info().owner().info().id().equals(entity.info().id())) {
                try (TableEnumeration<Route> own =
                        entity.enumerateRoutes(RouteQuery.ALL.ownOnly())) {
                    own.next(1).list().get(0).delete();
                }
            }
        }
    }

    private ViewInfo view(int id) {
        DestInfo info = rip.exactMatch(PREFIX, ProtocolId.BEST, ViewSet.of(0, 1)).orElseThrow();
        return info.view(id).orElseThrow();
    }

    private List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        try (TableEnumeration<Route> enumeration = rip.enumerateRoutes(RouteQuery.ALL)) {
            for (Batch<Route> batch = enumeration.next(100);
                    !batch.isEmpty();
                    batch = enumeration.next(100)) {
                routes.addAll(batch.list());
            }
        }
        return routes;
    }

    private List<String> owners() {
        return routes().stream().map(route -> route.info().owner().info().name()).toList();
    }

    private List<String> descriptions() {

        return routes().stream()
                .map(Route::info)
                .map(
                        info ->
                                "%s %s %s"
                                        .formatted(
                                                info.owner().info().name(),
                                                info.prefInfo(),
                                                info.neighbour()))
                .toList();
    }
}
