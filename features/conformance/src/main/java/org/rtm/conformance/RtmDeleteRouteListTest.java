package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.rtm.conformance.Router.assertRefused;
import static org.rtm.conformance.TableContent.TEN;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.Route;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteList;
import org.rtm.api.RtmStatus;
import org.rtm.api.TableEnumeration;

class RtmDeleteRouteListTest {
    @RegisterExtension final Router router = new Router();
    private final EntityRegistration rip = router.register();
    private final Route route = rip.addRoute(TEN, RouteInfo.via().metric(1)).handle();
    private final RouteList list = rip.createRouteList();

    @Test
    @ReturnCodes("NO_ERROR")
    void the_list_goes_and_its_routes_stay_in_the_table() {
        list.insert(List.of(route));

        list.close();

        assertThat(Handles.route(rip, TEN)).isEqualTo(route);
        assertRefused(RtmStatus.INVALID_HANDLE, () -> list.insert(List.of(route)));
    }

    @Test
    void its_routes_are_on_no_list_and_may_go_to_another() {
        list.insert(List.of(route));
        list.close();
        RouteList next = rip.createRouteList();

        next.insert(List.of(route));

        assertThat(TableContent.metrics(next.enumerate())).containsExactly(1L);
    }

    @Test
    void the_handle_is_given_back_with_it() {
        list.close();

        assertThat(rip.handleCounts()).containsEntry(HandleKind.ROUTE_LIST, 0L);
    }

    @Test
    void an_open_enumeration_of_it_ends_and_stays_to_be_given_back() {
        list.insert(List.of(route));
        TableEnumeration<Route> routes = list.enumerate();

        list.close();

        assertThat(TableContent.metrics(routes)).isEmpty();
        routes.close();
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void deleting_it_twice_is_refused() {
        list.close();

        assertRefused(RtmStatus.INVALID_HANDLE, list::close);
    }

    @Test
    void deleting_it_after_the_registration_has_ended_does_nothing() {
        rip.close();

        assertThatNoException().isThrownBy(list::close);
    }
}
