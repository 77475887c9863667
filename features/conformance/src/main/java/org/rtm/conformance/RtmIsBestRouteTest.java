package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.conformance.TableContent.BOTH;
import static org.rtm.conformance.TableContent.TEN;
import static org.rtm.conformance.TableContent.add;
import static org.rtm.conformance.TableContent.exact;
import static org.rtm.conformance.TableContent.held;
import static org.rtm.conformance.TableContent.hop;
import static org.rtm.conformance.TableContent.unicast;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.AddRouteOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NextHop;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteFlags;
import org.rtm.api.RouteInfo;
import org.rtm.api.RtmStatus;
import org.rtm.api.ViewSet;

class RtmIsBestRouteTest {
    private static final ViewSet NONE = ViewSet.of();

    @RegisterExtension final Router router = new Router();

    private final EntityRegistration rip = router.register();
    private final EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);

    @Test
    @ReturnCodes("NO_ERROR")
    void the_views_in_which_a_route_is_best_are_told() {
        Route ofRip = add(rip, "10.0.0.0/8", RouteInfo.via().views(BOTH));
        assertThat(ofRip.bestInViews()).isEqualTo(BOTH);

        Route ofOspf = add(ospf, "10.0.0.0/8", RouteInfo.via().views(ViewSet.UNICAST));

        assertThat(ofRip.bestInViews()).isEqualTo(ViewSet.MULTICAST);
        assertThat(ofOspf.bestInViews()).isEqualTo(ViewSet.UNICAST);
    }

    @Test
    @ReturnCodes("NO_ERROR")
    void best_in_no_view_is_an_empty_set() {
        Route ofRip = add(rip, "10.0.0.0/8", RouteInfo.via());
        add(ospf, "10.0.0.0/8");

        assertThat(ofRip.bestInViews()).isEqualTo(NONE);
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void a_route_that_was_given_back_is_an_invalid_handle() {
        Route route = add(rip, "10.0.0.0/8", RouteInfo.via());

        route.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, route::bestInViews);
    }

    @Test
    void after_the_registration_ended_the_handle_is_invalid() {
        Route route = add(rip, "10.0.0.0/8", RouteInfo.via());

        rip.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, route::bestInViews);
    }

    @Test
    void the_lowest_preference_is_best_whatever_the_metric() {
        Route worse = add(rip, "10.0.0.0/8", RouteInfo.via().preference(20).metric(1));
        Route better = add(ospf, "10.0.0.0/8", RouteInfo.via().preference(10).metric(99));

        assertBest(better, worse);
    }

    @Test
    void of_equal_preferences_the_lowest_metric_is_best() {
        Route better = add(rip, "10.0.0.0/8", RouteInfo.via().preference(10).metric(1));
        Route worse = add(ospf, "10.0.0.0/8", RouteInfo.via().preference(10).metric(2));

        assertBest(better, worse);
    }

    @Test
    void among_equals_the_lowest_protocol_is_best() {
        Route ofOspf = add(ospf, "10.0.0.0/8", RouteInfo.via().preference(10));
        Route ofRip = add(rip, "10.0.0.0/8", RouteInfo.via().preference(10));

        assertBest(ofRip, ofOspf);
    }

    @Test
    void then_the_lowest_protocol_instance() {
        Route ofSecond = add(router.register(ProtocolId.RIP, 2), "10.0.0.0/8", RouteInfo.via());
        Route ofFirst = add(rip, "10.0.0.0/8", RouteInfo.via());

        assertBest(ofFirst, ofSecond);
    }

    @Test
    void then_no_neighbour_and_the_lowest_address_and_interface_of_one() {
        NextHop high = hop(rip, "192.0.2.1", 2);
        NextHop low = hop(rip, "192.0.2.1", 1);
        Route third = add(rip, "10.0.0.0/8", RouteInfo.via().neighbour(high));
        Route second = add(rip, "10.0.0.0/8", RouteInfo.via().neighbour(low));
        assertBest(second, third);

        Route first = add(rip, "10.0.0.0/8", RouteInfo.via());

        assertBest(first, second);
    }

    @Test
    void then_the_older_one_whose_age_an_update_does_not_renew() {
        Route older = add(rip, "10.0.0.0/8", RouteInfo.via());
        Route newer = rip.addRoute(TEN, RouteInfo.via(), AddRouteOptions.NONE.alwaysNew()).handle();

        older.update(RouteInfo.via().tag(1));

        assertBest(older, newer);
    }

    @Test
    void an_inactive_route_is_never_best() {
        Route route = add(rip, "10.0.0.0/8", RouteInfo.via().flags(RouteFlags.INACTIVE));

        assertThat(route.bestInViews()).isEqualTo(NONE);
    }

    @Test
    void a_route_that_is_deleted_or_held_down_is_best_in_no_view() {
        Route route = add(rip, "10.0.0.0/8", RouteInfo.via());
        route.reference().delete();
        Route held =
                unicast(held(rip, "11.0.0.0/8").info(ProtocolId.BEST, ViewSet.UNICAST))
                        .heldRoute()
                        .orElseThrow();

        assertThat(route.bestInViews()).isEqualTo(NONE);
        assertThat(held.bestInViews()).isEqualTo(NONE);
    }

    @Test
    void whoever_has_a_handle_may_ask() {
        add(rip, "10.0.0.0/8");

        Route seenByOspf = unicast(exact(ospf, "10.0.0.0/8")).bestRoute().orElseThrow();

        assertThat(seenByOspf.bestInViews()).isEqualTo(ViewSet.UNICAST);
    }

    private static void assertBest(Route best, Route other) {
        assertThat(best.bestInViews()).isEqualTo(ViewSet.UNICAST);
        assertThat(other.bestInViews()).isEqualTo(NONE);
    }
}
