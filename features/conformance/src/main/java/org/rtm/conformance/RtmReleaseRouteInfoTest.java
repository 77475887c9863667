package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.rtm.conformance.TableContent.TEN;
import static org.rtm.conformance.TableContent.add;
import static org.rtm.conformance.TableContent.counts;
import static org.rtm.conformance.TableContent.hop;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.NextHop;
import org.rtm.api.Route;
import org.rtm.api.RouteCriteria;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.RtmStatus;
import org.rtm.api.ViewSet;

class RtmReleaseRouteInfoTest {
    @RegisterExtension final Router router = new Router();

    private final EntityRegistration rip = router.register();

    @Test
    @ReturnCodes("NO_ERROR")
    void every_handle_in_the_information_is_given_back_and_not_that_of_the_route() {
        NextHop first = hop(rip, "192.0.2.1", 1);
        NextHop second = hop(rip, "192.0.2.2", 2);
        Route route = add(rip, "10.0.0.0/8", RouteInfo.via(first, second).neighbour(first));
        rip.release(List.of(first, second));
        RouteSnapshot info = route.info();
        assertThat(counts(rip))
                .isEqualTo(
                        Map.of(
                                HandleKind.ROUTE, 1L,
                                HandleKind.DESTINATION, 1L,
                                HandleKind.ENTITY, 1L,
                                HandleKind.NEXT_HOP, 3L));

        info.close();

        assertThat(counts(rip)).isEqualTo(Map.of(HandleKind.ROUTE, 1L));
        Router.assertRefused(RtmStatus.INVALID_HANDLE, info.destination()::reference);
        Router.assertRefused(RtmStatus.INVALID_HANDLE, info.owner()::info);
        Router.assertRefused(RtmStatus.INVALID_HANDLE, info.nextHops().get(0)::info);
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void an_information_that_was_given_back_is_an_invalid_handle() {
        Route route = add(rip, "10.0.0.0/8", RouteInfo.via());
        RouteSnapshot info = route.info();
        info.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, info::close);

        assertThat(counts(rip)).isEqualTo(Map.of(HandleKind.ROUTE, 1L));
    }

    @Test
    void it_releases_what_a_route_told_that_was_found_by_exact_match() {
        add(rip, "10.0.0.0/8");
        Route found = rip.exactMatchRoute(TEN, RouteCriteria.NONE, ViewSet.ANY).orElseThrow();

        found.info().close();

        assertThat(counts(rip)).isEqualTo(Map.of(HandleKind.ROUTE, 1L));
    }

    @Test
    void a_handle_that_was_referenced_first_is_kept_and_given_back_by_itself() {
        NextHop hop = hop(rip, "192.0.2.1", 1);
        Route route = add(rip, "10.0.0.0/8", RouteInfo.via(hop));
        rip.release(List.of(hop));
        RouteSnapshot info = route.info();
        NextHop kept = info.nextHops().get(0).reference();

        info.close();

        assertThat(kept.info().interfaceIndex()).isEqualTo(1);
        kept.close();
    }

    @Test
    void a_handle_that_was_given_back_by_itself_is_left_out() {
        Route route = add(rip, "10.0.0.0/8", RouteInfo.via());
        RouteSnapshot info = route.info();
        info.owner().close();

        info.close();

        assertThat(counts(rip)).isEqualTo(Map.of(HandleKind.ROUTE, 1L));
    }

    @Test
    void the_values_stay_readable() {
        RouteSnapshot info = add(rip, "10.0.0.0/8", RouteInfo.via().metric(5)).info();

        info.close();

        assertThat(info.prefInfo().metric()).isEqualTo(5);
    }

    @Test
    void after_the_registration_ended_it_does_nothing() {
        RouteSnapshot info = add(rip, "10.0.0.0/8", RouteInfo.via()).info();

        rip.close();

        assertThatCode(info::close).doesNotThrowAnyException();
    }
}
