package org.rtm.impl.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.api.NetAddress.parse;
import static org.rtm.impl.TestRouter.assertRefused;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rtm.api.AddRouteOptions;
import org.rtm.api.Batch;
import org.rtm.api.DestInfo;
import org.rtm.api.Destination;
import org.rtm.api.DestinationLock;
import org.rtm.api.DestinationQuery;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.LockMode;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.PrefInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteCriteria;
import org.rtm.api.RouteFlags;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteQuery;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.RouteState;
import org.rtm.api.RtmStatus;
import org.rtm.api.TableEnumeration;
import org.rtm.api.ViewInfo;
import org.rtm.api.ViewSet;
import org.rtm.api.monitor.TableStatus;
import org.rtm.impl.RecordingObserver;
import org.rtm.impl.RecordingObserver.Report;
import org.rtm.impl.TestRouter;

/** When a destination's last route is held down, who sees it, and until when. */
@Timeout(60)
class HoldDownTest {
    private static final NetAddress PREFIX = parse("10.0.0.0/8");
    private static final ViewSet NONE = ViewSet.ANY;
    private static final ViewSet UNICAST = ViewSet.UNICAST;
    private static final ViewSet MULTICAST = ViewSet.MULTICAST;
    private static final ViewSet BOTH = ViewSet.of(0, 1);
    private static final Duration MICROSECOND = Duration.ofNanos(1_000);

    private final TestRouter router = new TestRouter();
    private final EntityRegistration rip = router.register(ProtocolId.RIP, 1);
    private final EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);
    private final NextHop hop = rip.addNextHop(NextHopInfo.of("192.0.2.1", 3)).handle();
    private Destination destination;

    @AfterEach
    void close() {
        router.close();
    }

    // Marks

    @Test
    void a_time_that_is_not_more_than_zero_is_refused() {
        add(RouteInfo.via());

        assertRefused(
                () -> destination.hold(UNICAST, Duration.ZERO),
                RtmStatus.INVALID_PARAMETER,
                "a hold-down of PT0S is not more than zero");
        assertRefused(
                () -> destination.hold(UNICAST, seconds(-3)),
                RtmStatus.INVALID_PARAMETER,
                "a hold-down of PT-3S is not more than zero");
    }

    @Test
    void no_view_and_views_that_are_not_supported_are_refused() {
        add(RouteInfo.via());

        assertRefused(
                () -> destination.hold(ViewSet.ANY, seconds(10)),
                RtmStatus.INVALID_PARAMETER,
                "10.0.0.0/8 cannot be held down in no view; name at least one");
        assertRefused(
                () -> destination.hold(ViewSet.of(0, 7), seconds(10)),
                RtmStatus.NOT_SUPPORTED,
                "the IPv4 table does not support view {7}; it supports 0 (unicast), 1 (multicast)");
    }

    @Test
    void a_refused_mark_marks_nothing() {
        Route route = add(RouteInfo.via());

        assertRefused(
                () -> destination.hold(UNICAST, Duration.ZERO),
                RtmStatus.INVALID_PARAMETER,
                "a hold-down of PT0S is not more than zero");
        route.delete();

        assertThat(held(0)).isEmpty();
    }

    @Test
    void more_than_the_configured_longest_is_cut_to_it() {
        Route route = add(RouteInfo.via());
        destination.hold(UNICAST, Duration.ofDays(1));
        route.delete();

        assertHeldFor(seconds(240), 0);
    }

    @Test
    void the_longest_hold_is_configured() {
        router.configure(Map.of("hold.longest", 20));
        Route route = add(RouteInfo.via());
        destination.hold(UNICAST, seconds(21));
        route.delete();

        assertHeldFor(seconds(20), 0);
    }

    @Test
    void marks_unite_their_views_and_the_longest_time_counts_for_all_of_them() {
        Route route = add(RouteInfo.via().views(BOTH));
        destination.hold(UNICAST, seconds(10));
        sameDestination(ospf).hold(MULTICAST, seconds(60));
        destination.hold(MULTICAST, seconds(20));
        route.delete();

        assertThat(held(1)).isPresent();
        assertHeldFor(seconds(60), 0);
        assertThat(held(1)).isEmpty();
    }

    @Test
    void all_supported_views_are_marked_with_all() {
        Route route = add(RouteInfo.via().views(BOTH));
        destination.hold(ViewSet.ALL, seconds(10));

        route.delete();

        assertThat(held(0)).isPresent();
        assertThat(held(1)).isPresent();
    }

    @Test
    void the_mark_belongs_to_the_destination_and_outlives_the_marker() {
        Route route = add(RouteInfo.via());
        sameDestination(ospf).hold(UNICAST, seconds(10));
        ospf.close();

        route.delete();

        assertThat(held(0)).isPresent();
    }

    @Test
    void the_mark_waits_for_the_destination_to_come_back() {
        Route route = add(RouteInfo.via());
        destination.hold(MULTICAST, seconds(10));
        route.delete();
        assertThat(rip.exactMatch(PREFIX, ProtocolId.BEST, ViewSet.ANY)).isEmpty();

        rip.addRoute(PREFIX, RouteInfo.via().views(MULTICAST)).handle().delete();

        assertThat(held(1)).isPresent();
    }

    @Test
    void without_a_mark_nothing_is_held() {
        add(RouteInfo.via()).delete();

        assertThat(held(0)).isEmpty();
        assertThat(rip.exactMatch(PREFIX, ProtocolId.BEST, ViewSet.ANY)).isEmpty();
    }

    @Test
    void a_handle_that_was_given_back_marks_nothing() {
        add(RouteInfo.via());
        destination.close();

        assertRefused(
                () -> destination.hold(UNICAST, seconds(1)),
                RtmStatus.INVALID_HANDLE,
                "the handle to destination 10.0.0.0/8 was given back before");
    }

    // The beginning

    @Test
    void a_hold_begins_by_the_deletion_of_the_last_route() {
        Route route = add(RouteInfo.via());
        destination.hold(UNICAST, seconds(10));

        boolean bestChanged = route.delete();

        assertThat(bestChanged).isTrue();
        assertHeldFor(seconds(10), 0);
    }

    @Test
    void a_hold_begins_by_expiry() {
        rip.addRoute(
                PREFIX, RouteInfo.via(), AddRouteOptions.NONE.timeToLive(Duration.ofSeconds(5)));
        sameDestination(rip).hold(UNICAST, seconds(10));
        destination = sameDestination(rip);

        router.advance(seconds(5));

        assertHeldFor(seconds(10), 0);
    }

    @Test
    void a_hold_begins_by_an_update_that_takes_the_last_route_out_of_the_view() {
        Route route = add(RouteInfo.via());
        destination.hold(UNICAST, seconds(10));

        route.update(RouteInfo.via().views(MULTICAST));

        assertHeldFor(seconds(10), 0);
    }

    @Test
    void a_hold_begins_by_an_update_in_place() {
        Route route = add(RouteInfo.via());
        destination.hold(UNICAST, seconds(10));

        route.lock(LockMode.EXCLUSIVE).views(MULTICAST).commit(AddRouteOptions.NONE);

        assertHeldFor(seconds(10), 0);
    }

    @Test
    void a_hold_begins_by_the_end_of_the_owner() {
        rip.addRoute(PREFIX, RouteInfo.via().metric(5));
        rip.addRoute(PREFIX, RouteInfo.via(hop).neighbour(hop).metric(4));
        destination = sameDestination(ospf);
        destination.hold(UNICAST, seconds(10));

        rip.close();

        assertThat(held(0).orElseThrow().info().prefInfo().metric()).isEqualTo(4);
        assertHeldFor(seconds(10), 0);
    }

    @Test
    void nothing_is_held_while_the_view_has_a_route() {
        Route best = add(RouteInfo.via());
        Route worse = add(RouteInfo.via(hop).neighbour(hop).metric(5));
        destination.hold(UNICAST, seconds(10));

        best.delete();
        assertThat(held(0)).isEmpty();

        worse.delete();
        assertThat(held(0).orElseThrow().info().prefInfo().metric()).isEqualTo(5);
        assertHeldFor(seconds(10), 0);
    }

    @Test
    void an_inactive_route_is_the_last_one_too() {
        Route route = add(RouteInfo.via().flags(RouteFlags.INACTIVE));
        destination.hold(UNICAST, seconds(10));

        route.delete();

        assertThat(held(0)).isPresent();
    }

    @Test
    void each_view_has_its_own_hold() {
        Route unicast = add(RouteInfo.via().views(UNICAST));
        Route multicast = add(RouteInfo.via(hop).neighbour(hop).views(MULTICAST).metric(7));
        destination.hold(BOTH, seconds(10));

        unicast.delete();
        assertThat(held(0)).isPresent();
        assertThat(held(1)).isEmpty();

        router.advance(seconds(6));
        multicast.delete();
        assertThat(held(1).orElseThrow().info().prefInfo().metric()).isEqualTo(7);

        router.advance(seconds(4));
        assertThat(held(0)).isEmpty();
        assertHeldFor(seconds(6), 1);
    }

    @Test
    void the_timer_is_exact_however_many_changes_came_at_the_same_moment() {
        Route route = add(RouteInfo.via());
        for (int metric = 1; metric <= 100; metric++) {
            route.update(RouteInfo.via().metric(metric));
        }
        destination.hold(UNICAST, seconds(10));

        route.delete();

        assertHeldFor(seconds(10), 0);
    }

    // Meanwhile

    @Test
    void the_held_route_is_a_snapshot_in_state_deleting_that_outlives_its_owner() {
        add(
                RouteInfo.via(hop)
                        .neighbour(hop)
                        .prefInfo(new PrefInfo(9, 8))
                        .flags(RouteFlags.LOCAL)
                        .tag(7));
        destination = sameDestination(ospf);
        destination.hold(UNICAST, seconds(10));

        rip.close();

        Route held = held(0).orElseThrow();
        RouteSnapshot info = held.info();
        assertThat(info.state()).isEqualTo(RouteState.DELETING);
        assertThat(info.prefInfo()).isEqualTo(new PrefInfo(9, 8));
        assertThat(info.nextHops()).extracting(NextHop::address).containsExactly(hop.address());
        assertThat(info.neighbour().orElseThrow().address()).isEqualTo(hop.address());
        assertThat(info.flags()).isEqualTo(RouteFlags.LOCAL);
        assertThat(info.views()).isEqualTo(UNICAST);
        assertThat(info.tag()).isEqualTo(7);
        assertThat(info.timeToLive()).isEmpty();
        assertThat(info.owner().info().name()).isEqualTo("RIP-1");
        assertThat(held.bestInViews()).isEqualTo(NONE);
    }

    @Test
    void the_handle_of_a_deleted_route_tells_that_it_is_held_and_then_that_it_is_deleted() {
        Route route = add(RouteInfo.via());
        destination.hold(UNICAST, seconds(10));
        Route kept = route.reference();

        route.delete();
        assertThat(kept.info().state()).isEqualTo(RouteState.DELETING);
        assertThat(held(0)).contains(kept);

        router.advance(seconds(10));
        assertThat(kept.info().state()).isEqualTo(RouteState.DELETED);
    }

    @Test
    void a_held_route_stays_as_it_was_while_the_route_lives_on_in_another_view() {
        Route route = add(RouteInfo.via(hop).metric(3));
        destination.hold(UNICAST, seconds(10));

        route.update(RouteInfo.via().metric(4).views(MULTICAST));

        Route held = held(0).orElseThrow();
        assertThat(held.info().state()).isEqualTo(RouteState.DELETING);
        assertThat(held.info().views()).isEqualTo(UNICAST);
        assertThat(held.info().prefInfo().metric()).isEqualTo(3);
        assertThat(held.info().nextHops()).containsExactly(hop);
        assertThat(route.info().state()).isEqualTo(RouteState.CREATED);

        route.update(RouteInfo.via().metric(5).views(MULTICAST));
        route.delete();
        assertThat(held.info().prefInfo().metric()).isEqualTo(3);

        router.advance(seconds(10));
        assertThat(held.info().state()).isEqualTo(RouteState.DELETED);
    }

    @Test
    void the_private_information_in_a_held_route_goes_with_its_owner() {
        Object mine = new Object();
        Route first = add(RouteInfo.via().entitySpecificInfo(mine));
        destination.hold(UNICAST, seconds(10));
        first.delete();
        assertThat(held(0).orElseThrow().info().entitySpecificInfo()).contains(mine);
        destination = sameDestination(ospf);
        RouteHandle held = (RouteHandle) held(0).orElseThrow();

        rip.close();

        assertThat(held.target().version().entitySpecificInfo()).isNull();
    }

    @Test
    void a_held_route_cannot_be_changed() {
        Route route = add(RouteInfo.via());
        destination.hold(UNICAST, seconds(10));
        route.delete();
        Route held = held(0).orElseThrow();

        assertRefused(
                () -> held.update(RouteInfo.via()),
                RtmStatus.NOT_FOUND,
                "the route to 10.0.0.0/8 was deleted");
        assertRefused(held::delete, RtmStatus.NOT_FOUND, "the route to 10.0.0.0/8 was deleted");
        assertRefused(
                () -> held.lock(LockMode.SHARED),
                RtmStatus.NOT_FOUND,
                "the route to 10.0.0.0/8 was deleted");
    }

    @Test
    void new_routes_become_best_while_another_one_is_held() {
        Route route = add(RouteInfo.via());
        destination.hold(UNICAST, seconds(10));
        route.delete();

        Route next = rip.addRoute(PREFIX, RouteInfo.via(hop)).handle();

        DestInfo info = rip.exactMatch(PREFIX, ProtocolId.BEST, UNICAST).orElseThrow();
        assertThat(info.views().get(0).bestRoute()).contains(next);
        assertThat(info.views().get(0).routeCount()).isEqualTo(1);
        assertThat(held(0)).isPresent();
        assertThat(next.bestInViews()).isEqualTo(UNICAST);
        assertHeldFor(seconds(10), 0);
        assertThat(next.info().state()).isEqualTo(RouteState.CREATED);
    }

    @Test
    void the_mark_is_used_up_by_the_hold() {
        Route route = add(RouteInfo.via());
        destination.hold(UNICAST, seconds(10));
        route.delete();
        router.advance(seconds(10));

        rip.addRoute(PREFIX, RouteInfo.via()).handle().delete();

        assertThat(held(0)).isEmpty();
    }

    @Test
    void a_second_emptying_during_a_hold_changes_neither_the_held_route_nor_its_time() {
        Route route = add(RouteInfo.via().metric(1));
        destination.hold(UNICAST, seconds(10));
        route.delete();
        router.advance(seconds(6));

        rip.addRoute(PREFIX, RouteInfo.via().metric(2)).handle().delete();

        assertThat(held(0).orElseThrow().info().prefInfo().metric()).isEqualTo(1);
        assertHeldFor(seconds(4), 0);
    }

    @Test
    void a_mark_made_during_a_hold_is_for_the_next_one() {
        Route route = add(RouteInfo.via().metric(1));
        destination.hold(UNICAST, seconds(10));
        route.delete();
        destination.hold(UNICAST, seconds(60));
        rip.addRoute(PREFIX, RouteInfo.via().metric(2)).handle().delete();
        assertThat(held(0).orElseThrow().info().prefInfo().metric()).isEqualTo(1);
        assertHeldFor(seconds(10), 0);

        rip.addRoute(PREFIX, RouteInfo.via().metric(3)).handle().delete();

        assertThat(held(0).orElseThrow().info().prefInfo().metric()).isEqualTo(3);
        assertHeldFor(seconds(60), 0);
    }

    // Notification

    @Test
    void the_start_is_a_change_of_all_best_and_forwarding_and_the_end_one_of_all() {
        Route route = add(RouteInfo.via());
        destination.hold(UNICAST, seconds(10));
        RecordingObserver observer = RecordingObserver.attachedTo(rip);

        route.delete();
        assertThat(observer.take())
                .containsExactly(new Report(PREFIX, UNICAST, UNICAST, UNICAST, UNICAST));

        router.advance(seconds(10));
        assertThat(observer.take()).containsExactly(new Report(PREFIX, UNICAST, NONE, NONE, NONE));

        router.advance(seconds(1_000));
        assertThat(observer.take()).isEmpty();
    }

    @Test
    void a_mark_is_no_change() {
        add(RouteInfo.via());
        RecordingObserver observer = RecordingObserver.attachedTo(rip);

        destination.hold(UNICAST, seconds(10));

        assertThat(observer.take()).isEmpty();
    }

    @Test
    void the_end_of_one_views_hold_is_a_change_in_that_view() {
        Route unicast = add(RouteInfo.via().views(UNICAST));
        Route multicast = add(RouteInfo.via(hop).neighbour(hop).views(MULTICAST));
        destination.hold(BOTH, seconds(10));
        unicast.delete();
        router.advance(seconds(1));
        multicast.delete();
        RecordingObserver observer = RecordingObserver.attachedTo(rip);

        router.advance(seconds(9));
        assertThat(observer.take()).containsExactly(new Report(PREFIX, UNICAST, NONE, NONE, NONE));

        router.advance(seconds(1));
        assertThat(observer.take())
                .containsExactly(new Report(PREFIX, MULTICAST, NONE, NONE, NONE));
    }

    @Test
    void the_end_of_a_hold_waits_for_the_end_of_a_lock() {
        Route route = add(RouteInfo.via());
        destination.hold(UNICAST, seconds(10));
        route.delete();
        router.advance(seconds(8));
        DestinationLock lock = sameDestination(ospf).lock(LockMode.SHARED);
        RecordingObserver observer = RecordingObserver.attachedTo(rip);

        router.advance(seconds(3));
        assertThat(held(0)).isPresent();
        assertThat(observer.take()).isEmpty();

        lock.close();
        assertThat(held(0)).isEmpty();
        assertThat(observer.take()).containsExactly(new Report(PREFIX, UNICAST, NONE, NONE, NONE));
    }

    // Who sees it

    @Test
    void a_destination_with_nothing_but_a_held_route_is_found_under_any_view_only() {
        hold();

        assertThat(rip.exactMatch(PREFIX, ProtocolId.BEST, ViewSet.ANY)).isPresent();
        assertThat(rip.exactMatch(PREFIX, ProtocolId.BEST, UNICAST)).isEmpty();
        assertThat(rip.exactMatch(PREFIX, ProtocolId.BEST, ViewSet.ALL)).isEmpty();
        assertThat(destinations(ViewSet.ANY)).containsExactly(PREFIX);
        assertThat(destinations(UNICAST)).isEmpty();
        assertThat(destinations(ViewSet.ALL)).isEmpty();
    }

    @Test
    void a_held_route_is_found_by_exact_match_under_any_view_only() {
        hold();
        Route held = held(0).orElseThrow();

        assertThat(rip.exactMatchRoute(PREFIX, RouteCriteria.NONE, ViewSet.ANY)).contains(held);
        assertThat(rip.exactMatchRoute(PREFIX, RouteCriteria.NONE, UNICAST)).isEmpty();
        assertThat(
                        rip.exactMatchRoute(
                                PREFIX,
                                RouteCriteria.NONE.prefInfo(new PrefInfo(1, 1)),
                                ViewSet.ANY))
                .isEmpty();
    }

    @Test
    void exact_match_prefers_a_route_to_a_held_one() {
        hold();

        Route route = rip.addRoute(PREFIX, RouteInfo.via().metric(1_000)).handle();

        assertThat(rip.exactMatchRoute(PREFIX, RouteCriteria.NONE, ViewSet.ANY)).contains(route);
    }

    @Test
    void route_enumerations_include_held_routes_under_any_view_only_and_last() {
        hold();
        Route held = held(0).orElseThrow();
        Route route = rip.addRoute(PREFIX, RouteInfo.via().metric(1_000)).handle();

        assertThat(routes(RouteQuery.ALL)).containsExactly(route, held);
        assertThat(routes(RouteQuery.ALL.views(UNICAST))).containsExactly(route);
        assertThat(routes(RouteQuery.ALL.destination(destination))).containsExactly(route, held);
        assertThat(routes(RouteQuery.ALL.destination(destination).views(UNICAST)))
                .containsExactly(route);
    }

    @Test
    void a_route_that_an_update_took_out_of_two_views_is_held_once_beside_its_new_self() {
        TestRouter other = new TestRouter(Map.of("views", "0=unicast, 1=multicast, 2=vpn"));
        EntityRegistration owner = other.register(ProtocolId.RIP, 1);
        Route route = owner.addRoute(PREFIX, RouteInfo.via().views(BOTH)).handle();
        Destination held = sameDestination(owner);
        held.hold(BOTH, seconds(10));

        route.update(RouteInfo.via().views(ViewSet.of(2)));

        List<ViewInfo> views = held.info(ProtocolId.BEST, BOTH).views();
        assertThat(views.get(0).heldRoute()).isEqualTo(views.get(1).heldRoute()).isPresent();
        try (TableEnumeration<Route> all = owner.enumerateRoutes(RouteQuery.ALL)) {
            assertThat(all.next(10).list())
                    .containsExactly(route, views.get(0).heldRoute().orElseThrow());
        }
        other.close();
    }

    @Test
    void a_route_that_is_held_in_two_views_is_enumerated_once() {
        Route route = add(RouteInfo.via().views(BOTH));
        destination.hold(BOTH, seconds(10));
        route.delete();

        assertThat(routes(RouteQuery.ALL)).containsExactly(held(0).orElseThrow());
        assertThat(held(1)).isEqualTo(held(0));
    }

    @Test
    void most_and_less_specific_never_find_a_destination_with_nothing_but_a_held_route() {
        rip.addRoute(parse("0.0.0.0/0"), RouteInfo.via());
        rip.addRoute(parse("10.1.0.0/16"), RouteInfo.via());
        hold();
        Destination longer =
                rip.exactMatch(parse("10.1.0.0/16"), ProtocolId.BEST, ViewSet.ANY)
                        .orElseThrow()
                        .destination();

        for (ViewSet views : List.of(ViewSet.ANY, UNICAST)) {
            assertThat(rip.mostSpecific(parse("10.2.0.0/16"), ProtocolId.BEST, views))
                    .map(DestInfo::address)
                    .contains(parse("0.0.0.0/0"));
            assertThat(longer.lessSpecific(ProtocolId.BEST, views))
                    .map(DestInfo::address)
                    .contains(parse("0.0.0.0/0"));
        }
    }

    @Test
    void information_by_handle_shows_the_held_route_with_any_view_set() {
        hold();

        DestInfo info = destination.info(ProtocolId.BEST, UNICAST);

        ViewInfo view = info.views().get(0);
        assertThat(view.heldRoute()).isPresent();
        assertThat(view.bestRoute()).isEmpty();
        assertThat(view.routeCount()).isZero();
        assertThat(info.belongsToViews()).isEqualTo(NONE);
        assertThat(destination.info(ProtocolId.BEST, BOTH).view(1).orElseThrow().heldRoute())
                .isEmpty();
    }

    @Test
    void the_held_route_is_given_back_with_the_information() {
        hold();
        long before = rip.handleCounts().get(HandleKind.ROUTE);

        DestInfo info = destination.info(ProtocolId.BEST, UNICAST);
        assertThat(rip.handleCounts()).containsEntry(HandleKind.ROUTE, before + 1);

        info.close();
        assertThat(rip.handleCounts()).containsEntry(HandleKind.ROUTE, before);
    }

    @Test
    void the_figures_of_a_table_leave_out_what_is_only_held() {
        rip.addRoute(parse("11.0.0.0/8"), RouteInfo.via());
        hold();
        assertThat(figures().destinations()).isEqualTo(1);
        assertThat(figures().routes()).isEqualTo(1);

        Route next = rip.addRoute(PREFIX, RouteInfo.via()).handle();
        assertThat(figures().destinations()).isEqualTo(2);

        next.delete();
        router.advance(seconds(10));
        assertThat(figures().destinations()).isEqualTo(1);
        assertThat(figures().routes()).isEqualTo(1);
    }

    /** Adds a route, and notes its destination. */
    private Route add(RouteInfo info) {
        Route route = rip.addRoute(PREFIX, info).handle();
        destination = route.info().destination();
        return route;
    }

    /** Holds a route down for 10 seconds. */
    private void hold() {
        Route route = add(RouteInfo.via());
        destination.hold(UNICAST, seconds(10));
        route.delete();
    }

    private static Destination sameDestination(EntityRegistration reader) {
        return reader.exactMatch(PREFIX, ProtocolId.BEST, ViewSet.ANY).orElseThrow().destination();
    }

    private Optional<Route> held(int viewId) {
        return destination.info(ProtocolId.BEST, BOTH).view(viewId).orElseThrow().heldRoute();
    }

    private void assertHeldFor(Duration time, int viewId) {
        router.advance(time.minus(MICROSECOND));
        assertThat(held(viewId)).as("held just before %s", time).isPresent();
        router.advance(MICROSECOND);
        assertThat(held(viewId)).as("held after %s", time).isEmpty();
    }

    private List<NetAddress> destinations(ViewSet views) {
        try (TableEnumeration<DestInfo> all =
                        rip.enumerateDestinations(DestinationQuery.ALL.views(views));
                Batch<DestInfo> batch = all.next(100)) {
            return batch.list().stream().map(DestInfo::address).toList();
        }
    }

    private List<Route> routes(RouteQuery query) {
        try (TableEnumeration<Route> all = rip.enumerateRoutes(query);
                Batch<Route> batch = all.next(100)) {
            return batch.list();
        }
    }

    private TableStatus figures() {
        return router.tables().instances().get(0).tables().get(0);
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
