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
import org.rtm.api.Batch;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.NextHop;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteCriteria;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteQuery;
import org.rtm.api.RtmStatus;
import org.rtm.api.TableEnumeration;
import org.rtm.api.ViewSet;

class RtmReleaseRoutesTest {
    @RegisterExtension final Router router = new Router();

    private final EntityRegistration rip = router.register();

    @Test
    @ReturnCodes("NO_ERROR")
    void the_routes_of_an_enumeration_are_given_back_and_stay_in_the_table() {
        List<Route> routes = threeRoutes().list();

        rip.release(routes);

        assertThat(counts(rip)).isEmpty();
        Router.assertRefused(RtmStatus.INVALID_HANDLE, routes.get(0)::info);
        assertThat(rip.exactMatchRoute(TEN, RouteCriteria.NONE, ViewSet.ANY)).isPresent();
    }

    @Test
    @ReturnCodes("NO_ERROR")
    void none_is_a_success() {
        threeRoutes();

        rip.release(List.of());

        assertThat(counts(rip)).isEqualTo(Map.of(HandleKind.ROUTE, 3L));
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void one_that_was_given_back_before_leaves_all_as_they_were() {
        List<Route> routes = threeRoutes().list();
        routes.get(2).close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> rip.release(routes));

        assertThat(counts(rip)).isEqualTo(Map.of(HandleKind.ROUTE, 2L));
        rip.release(routes.subList(0, 2));
        assertThat(counts(rip)).isEmpty();
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void one_that_is_named_twice_leaves_all_as_they_were() {
        List<Route> routes = threeRoutes().list();

        Router.assertRefused(
                RtmStatus.INVALID_HANDLE,
                () -> rip.release(List.of(routes.get(0), routes.get(1), routes.get(0))));

        assertThat(counts(rip)).isEqualTo(Map.of(HandleKind.ROUTE, 3L));
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void one_that_a_delete_consumed_is_refused() {
        Route route = add(rip, "10.0.0.0/8", RouteInfo.via());
        route.delete();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> rip.release(List.of(route)));
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void those_of_another_registration_are_refused_and_stay_usable() {
        List<Route> routes = threeRoutes().list();
        EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);

        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> ospf.release(routes));

        rip.release(routes);
    }

    @Test
    void routes_of_any_origin_are_given_back_also_with_handles_of_other_kinds() {
        Route added = add(rip, "10.0.0.0/8", RouteInfo.via());
        Route found = rip.exactMatchRoute(TEN, RouteCriteria.NONE, ViewSet.ANY).orElseThrow();
        NextHop hop = hop(rip, "192.0.2.1", 1);

        rip.release(List.of(added, hop, found, added.reference()));

        assertThat(counts(rip)).isEmpty();
    }

    @Test
    void a_deleted_route_is_given_back_too() {
        Route route = add(rip, "10.0.0.0/8", RouteInfo.via());
        route.reference().delete();

        rip.release(List.of(route));

        assertThat(counts(rip)).isEmpty();
    }

    @Test
    void closing_the_batch_gives_back_what_is_still_open_in_it() {
        Batch<Route> batch = threeRoutes();
        batch.list().get(0).close();
        batch.list().get(1).delete();

        batch.close();

        assertThat(counts(rip)).isEmpty();
        Router.assertRefused(RtmStatus.INVALID_HANDLE, batch::close);
    }

    @Test
    void after_the_registration_ended_closing_does_nothing_and_the_array_form_is_refused() {
        Batch<Route> batch = threeRoutes();

        rip.close();

        assertThatCode(batch::close).doesNotThrowAnyException();
        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> rip.release(batch.list()));
    }

    private Batch<Route> threeRoutes() {
        add(rip, "10.0.0.0/8", "11.0.0.0/8", "12.0.0.0/8");
        try (TableEnumeration<Route> enumeration = rip.enumerateRoutes(RouteQuery.ALL)) {
            return enumeration.next(3);
        }
    }
}
