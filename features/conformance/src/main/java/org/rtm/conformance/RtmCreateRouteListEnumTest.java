package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.conformance.Router.assertRefused;
import static org.rtm.conformance.TableContent.TEN;
import static org.rtm.conformance.TableContent.TWENTY;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.AddRouteOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.Route;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteList;
import org.rtm.api.RtmStatus;
import org.rtm.api.TableEnumeration;

class RtmCreateRouteListEnumTest {
    @RegisterExtension final Router router = new Router();
    private final EntityRegistration rip = router.register();
    private final RouteList list = rip.createRouteList();

    @Test
    @ReturnCodes("NO_ERROR")
    void the_routes_of_the_list_and_no_others_are_enumerated() {
        rip.addRoute(TEN, RouteInfo.via().metric(1), AddRouteOptions.NONE.list(list));
        rip.addRoute(TWENTY, RouteInfo.via().metric(2));

        TableEnumeration<Route> routes = list.enumerate();

        assertThat(TableContent.metrics(routes)).containsExactly(1L);
    }

    @Test
    void the_enumeration_is_given_back_when_it_is_done() {
        TableEnumeration<Route> routes = list.enumerate();
        assertThat(rip.handleCounts()).containsEntry(HandleKind.ENUMERATION, 1L);

        routes.close();

        assertThat(rip.handleCounts()).containsEntry(HandleKind.ENUMERATION, 0L);
        assertRefused(RtmStatus.INVALID_HANDLE, () -> routes.next(1));
    }

    @Test
    void several_enumerations_of_a_list_go_on_by_themselves() {
        rip.addRoute(TEN, RouteInfo.via().metric(1), AddRouteOptions.NONE.list(list));
        TableEnumeration<Route> first = list.enumerate();
        TableEnumeration<Route> second = list.enumerate();

        assertThat(TableContent.metrics(first)).containsExactly(1L);
        assertThat(TableContent.metrics(second)).containsExactly(1L);
    }

    @Test
    void a_list_that_was_deleted_and_one_whose_registration_has_ended_are_refused() {
        RouteList deleted = rip.createRouteList();
        deleted.close();
        assertRefused(RtmStatus.INVALID_HANDLE, deleted::enumerate);

        rip.close();

        assertRefused(RtmStatus.INVALID_HANDLE, list::enumerate);
    }
}
