package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.conformance.Router.assertRefused;
import static org.rtm.conformance.TableContent.TEN;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.DestInfo;
import org.rtm.api.Destination;
import org.rtm.api.DestinationQuery;
import org.rtm.api.EntityRegistration;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteQuery;
import org.rtm.api.RouteState;
import org.rtm.api.RtmStatus;
import org.rtm.api.ViewInfo;
import org.rtm.api.ViewSet;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.ChangeType;
import org.rtm.api.notify.ChangedDests;

class RtmHoldDestinationTest {
    private static final Duration SHORT = Duration.ofMillis(10);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final ViewSet BOTH = ViewSet.of(0, 1);

    @RegisterExtension final Router router = new Router();
    private final EntityRegistration rip = router.register();
    private final EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);
    private final Route route = rip.addRoute(TEN, RouteInfo.via().views(BOTH).metric(1)).handle();
    private final Destination destination = Handles.destination(rip, TEN);

    @Test
    @ReturnCodes("NO_ERROR")
    void the_last_route_of_a_marked_destination_becomes_its_held_route() {
        destination.hold(ViewSet.UNICAST, LONG);

        route.delete();

        Route held = held(0).orElseThrow();
        assertThat(held.info().state()).isEqualTo(RouteState.DELETING);
        assertThat(TableContent.metric(held)).isEqualTo(1);
        assertThat(best(0)).isEmpty();
    }

    @Test
    void a_mark_alone_holds_nothing() {
        destination.hold(ViewSet.UNICAST, LONG);

        assertThat(held(0)).isEmpty();
        assertThat(best(0)).contains(route);
    }

    @Test
    void of_several_routes_the_last_one_deleted_is_held() {
        Route other = ospf.addRoute(TEN, RouteInfo.via().metric(2)).handle();
        destination.hold(ViewSet.UNICAST, LONG);

        route.delete();
        assertThat(held(0)).isEmpty();

        other.delete();
        assertThat(held(0).map(TableContent::metric)).contains(2L);
    }

    @Test
    void without_a_mark_nothing_is_held() {
        route.delete();

        assertThat(rip.exactMatch(TEN, ProtocolId.BEST, ViewSet.ANY)).isEmpty();
    }

    @Test
    void newer_routes_are_used_for_forwarding_while_the_last_one_is_held() {
        destination.hold(ViewSet.UNICAST, LONG);
        route.delete();

        Route newer = rip.addRoute(TEN, RouteInfo.via()).handle();

        assertThat(best(0)).contains(newer);
        assertThat(held(0).map(TableContent::metric)).contains(1L);
    }

    @Test
    void the_held_route_goes_when_the_time_ends() {
        destination.hold(ViewSet.UNICAST, SHORT);
        Route deleted = route.reference();
        route.delete();

        Router.await("the hold has ended", () -> held(0).isEmpty());

        assertThat(deleted.info().state()).isEqualTo(RouteState.DELETED);
    }

    @Test
    void the_views_of_all_marks_are_held() {
        destination.hold(ViewSet.UNICAST, LONG);
        Handles.destination(ospf, TEN).hold(ViewSet.MULTICAST, LONG);

        route.delete();

        assertThat(held(0)).isPresent();
        assertThat(held(1)).isPresent();
    }

    @Test
    void there_is_one_time_for_all_views_the_longest_that_any_mark_gave() {
        Duration longer = SHORT.multipliedBy(4);
        destination.hold(ViewSet.UNICAST, SHORT);
        Handles.destination(ospf, TEN).hold(ViewSet.MULTICAST, longer);

        long start = System.nanoTime();
        route.delete();
        Router.await("the unicast hold has ended", () -> held(0).isEmpty());

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(longer);
    }

    @Test
    void each_view_is_held_from_when_it_loses_its_last_route() {
        destination.hold(BOTH, LONG);

        route.update(RouteInfo.via().views(ViewSet.MULTICAST));
        assertThat(held(0)).isPresent();
        assertThat(held(1)).isEmpty();

        route.delete();
        assertThat(held(1)).isPresent();
    }

    @Test
    void a_view_that_was_not_named_is_not_held() {
        destination.hold(ViewSet.UNICAST, LONG);

        route.delete();

        assertThat(held(1)).isEmpty();
    }

    @Test
    void all_stands_for_all_supported_views() {
        destination.hold(ViewSet.ALL, LONG);

        route.delete();

        assertThat(held(0)).isPresent();
        assertThat(held(1)).isPresent();
    }

    @Test
    void a_mark_is_used_up_by_its_hold() {
        destination.hold(ViewSet.UNICAST, SHORT);
        route.delete();
        Router.await("the hold has ended", () -> held(0).isEmpty());

        ospf.addRoute(TEN, RouteInfo.via()).handle().delete();

        assertThat(held(0)).isEmpty();
    }

    @Test
    void a_mark_made_during_a_hold_is_for_the_next_one_and_does_not_lengthen_it() {
        destination.hold(ViewSet.UNICAST, SHORT);
        route.delete();
        destination.hold(ViewSet.UNICAST, LONG);
        Router.await("the hold has ended", () -> held(0).isEmpty());

        ospf.addRoute(TEN, RouteInfo.via().metric(2)).handle().delete();

        assertThat(held(0).map(TableContent::metric)).contains(2L);
    }

    @Test
    void a_view_that_loses_its_routes_again_during_a_hold_keeps_the_first_held_route() {
        destination.hold(ViewSet.UNICAST, LONG);
        route.delete();

        ospf.addRoute(TEN, RouteInfo.via().metric(2)).handle().delete();

        assertThat(held(0).map(TableContent::metric)).contains(1L);
    }

    @Test
    void the_mark_and_the_held_route_outlive_the_marker_and_the_owner() {
        Handles.destination(ospf, TEN).hold(ViewSet.UNICAST, LONG);
        ospf.close();
        rip.close();

        EntityRegistration bgp = router.register(ProtocolId.BGP, 1);

        assertThat(held(Handles.destination(bgp, TEN), 0)).isPresent();
    }

    @Test
    void a_destination_with_only_a_held_route_is_enumerated_under_any_and_nowhere_else() {
        destination.hold(ViewSet.UNICAST, LONG);
        route.delete();

        assertThat(enumerated(ViewSet.ANY)).isEqualTo(1);
        assertThat(enumerated(ViewSet.UNICAST)).isZero();
        assertThat(rip.exactMatch(TEN, ProtocolId.BEST, ViewSet.ANY)).isPresent();
        assertThat(rip.exactMatch(TEN, ProtocolId.BEST, ViewSet.UNICAST)).isEmpty();
        assertThat(rip.mostSpecific(TEN, ProtocolId.BEST, ViewSet.ANY)).isEmpty();
    }

    @Test
    void a_held_route_is_enumerated_under_any_after_the_others_and_nowhere_else() {
        destination.hold(ViewSet.UNICAST, LONG);
        route.delete();
        rip.addRoute(TEN, RouteInfo.via().metric(2));

        assertThat(enumeratedRoutes(ViewSet.ANY)).containsExactly(2L, 1L);
        assertThat(enumeratedRoutes(ViewSet.UNICAST)).containsExactly(2L);
    }

    @Test
    @Tag(Router.NOTIFICATION)
    void the_beginning_of_a_hold_is_notified_as_the_best_route_is_gone() {
        ChangeRegistration best = changes(ChangeType.BEST);
        ChangeRegistration forwarding = changes(ChangeType.FORWARDING);
        destination.hold(ViewSet.UNICAST, LONG);
        assertThat(best.isPending(destination)).isFalse();

        route.delete();

        assertThat(TableContent.prefixes(best.fetch(1))).containsExactly(TEN);
        assertThat(TableContent.prefixes(forwarding.fetch(1))).containsExactly(TEN);
    }

    @Test
    @Tag(Router.NOTIFICATION)
    void the_end_of_a_hold_is_notified_to_those_that_want_all_changes() {
        ChangeRegistration all = changes(ChangeType.ALL);
        ChangeRegistration best = changes(ChangeType.BEST);
        destination.hold(ViewSet.UNICAST, SHORT);
        route.delete();
        TableContent.prefixes(best.fetch(1));

        Router.await("a destination without a held route is fetched", () -> fetchesNoHeld(all));

        assertThat(best.isPending(destination)).isFalse();
    }

    @Test
    @ReturnCodes("ERROR_INVALID_PARAMETER")
    void a_time_that_is_not_more_than_zero_is_refused_and_cancels_nothing() {
        destination.hold(ViewSet.UNICAST, LONG);

        assertRefused(
                RtmStatus.INVALID_PARAMETER,
                () -> destination.hold(ViewSet.UNICAST, Duration.ZERO));
        assertRefused(
                RtmStatus.INVALID_PARAMETER,
                () -> destination.hold(ViewSet.UNICAST, SHORT.negated()));
        route.delete();

        assertThat(held(0)).isPresent();
    }

    @Test
    @ReturnCodes("ERROR_INVALID_PARAMETER")
    void a_hold_in_no_view_is_refused() {
        assertRefused(RtmStatus.INVALID_PARAMETER, () -> destination.hold(ViewSet.ANY, LONG));
    }

    @Test
    void a_view_that_is_not_supported_is_refused() {
        assertRefused(RtmStatus.NOT_SUPPORTED, () -> destination.hold(ViewSet.of(0, 7), LONG));
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void a_handle_that_was_given_back_or_whose_registration_has_ended_is_refused() {
        Destination closed = destination.reference();
        closed.close();
        assertRefused(RtmStatus.INVALID_HANDLE, () -> closed.hold(ViewSet.UNICAST, LONG));

        rip.close();

        assertRefused(RtmStatus.INVALID_HANDLE, () -> destination.hold(ViewSet.UNICAST, LONG));
    }

    private Optional<Route> held(int view) {
        return held(destination, view);
    }

    private static Optional<Route> held(Destination destination, int view) {
        return view(destination, view).heldRoute();
    }

    private Optional<Route> best(int view) {
        return view(destination, view).bestRoute();
    }

    private static ViewInfo view(Destination destination, int view) {
        DestInfo info = destination.info(ProtocolId.BEST, ViewSet.ALL);
        return info.view(view).orElseThrow();
    }

    private int enumerated(ViewSet views) {
        return rip.enumerateDestinations(DestinationQuery.ALL.views(views)).next(1).size();
    }

    private List<Long> enumeratedRoutes(ViewSet views) {
        return TableContent.metrics(rip.enumerateRoutes(RouteQuery.ALL.views(views)));
    }

    private static boolean fetchesNoHeld(ChangeRegistration changes) {
        try (ChangedDests changed = changes.fetch(1)) {
            return changed.stream()
                    .anyMatch(info -> info.view(0).orElseThrow().heldRoute().isEmpty());
        }
    }

    private ChangeRegistration changes(ChangeType type) {
        return router.notifier().register(rip, ChangeRequest.of(type), Optional.empty());
    }
}
