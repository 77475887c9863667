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
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteList;
import org.rtm.api.RtmStatus;

class RtmCreateRouteListTest {
    @RegisterExtension final Router router = new Router();
    private final EntityRegistration rip = router.register();

    @Test
    @ReturnCodes("NO_ERROR")
    void a_new_list_is_empty_though_the_client_has_routes() {
        rip.addRoute(TEN, RouteInfo.via());

        RouteList list = rip.createRouteList();

        assertThat(TableContent.metrics(list.enumerate())).isEmpty();
    }

    @Test
    void a_client_may_have_several_lists_with_different_routes() {
        RouteList one = rip.createRouteList();
        RouteList two = rip.createRouteList();

        rip.addRoute(TEN, RouteInfo.via().metric(1), AddRouteOptions.NONE.list(one));
        rip.addRoute(TWENTY, RouteInfo.via().metric(2), AddRouteOptions.NONE.list(two));

        assertThat(TableContent.metrics(one.enumerate())).containsExactly(1L);
        assertThat(TableContent.metrics(two.enumerate())).containsExactly(2L);
    }

    @Test
    void the_handle_is_the_callers_until_it_deletes_the_list() {
        RouteList list = rip.createRouteList();
        assertThat(rip.handleCounts()).containsEntry(HandleKind.ROUTE_LIST, 1L);

        list.close();

        assertThat(rip.handleCounts()).containsEntry(HandleKind.ROUTE_LIST, 0L);
    }

    @Test
    void a_registration_that_has_ended_creates_none() {
        rip.close();

        assertRefused(RtmStatus.INVALID_HANDLE, rip::createRouteList);
    }
}
