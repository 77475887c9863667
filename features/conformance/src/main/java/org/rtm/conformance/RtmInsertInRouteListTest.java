package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.conformance.Router.assertRefused;
import static org.rtm.conformance.TableContent.TEN;
import static org.rtm.conformance.TableContent.TWENTY;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.Batch;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteList;
import org.rtm.api.RtmStatus;
import org.rtm.api.TableEnumeration;

class RtmInsertInRouteListTest {
    @RegisterExtension final Router router = new Router();
    private final EntityRegistration rip = router.register();
    private final EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);
    private final Route one = rip.addRoute(TEN, RouteInfo.via().metric(1)).handle();
    private final Route two = rip.addRoute(TWENTY, RouteInfo.via().metric(2)).handle();
    private final RouteList list = rip.createRouteList();

    @Test
    @ReturnCodes("NO_ERROR")
    void routes_are_put_at_the_end_of_the_list_in_the_order_given() {
        list.insert(List.of(two));

        list.insert(List.of(one));

        assertThat(metrics(list)).containsExactly(2L, 1L);
    }

    @Test
    void a_route_on_another_list_is_moved() {
        RouteList other = rip.createRouteList();
        list.insert(List.of(one, two));

        other.insert(List.of(one));

        assertThat(metrics(list)).containsExactly(2L);
        assertThat(metrics(other)).containsExactly(1L);
    }

    @Test
    void a_route_on_the_same_list_keeps_its_place() {
        list.insert(List.of(one, two));

        list.insert(List.of(one));

        assertThat(metrics(list)).containsExactly(1L, 2L);
    }

    @Test
    @ReturnCodes("NO_ERROR")
    void without_a_list_routes_are_taken_off_the_one_they_are_on() {
        list.insert(List.of(one));

        rip.removeFromRouteLists(List.of(one, two));

        assertThat(metrics(list)).isEmpty();
        assertThat(Handles.route(rip, TEN)).isEqualTo(one);
    }

    @Test
    void the_handles_stay_with_the_client_and_the_list_needs_none() {
        list.insert(List.of(one));
        assertThat(rip.handleCounts()).containsEntry(HandleKind.ROUTE, 2L);

        rip.release(List.of(one, two));

        assertThat(metrics(list)).containsExactly(1L);
    }

    @Test
    void routes_are_moved_to_another_list_while_the_first_is_enumerated() {
        list.insert(List.of(one, two));
        RouteList other = rip.createRouteList();

        try (TableEnumeration<Route> routes = list.enumerate()) {
            for (Batch<Route> batch = routes.next(1); !batch.isEmpty(); batch = routes.next(1)) {
                other.insert(batch.list());
                rip.release(batch.list());
            }
        }

        assertThat(metrics(list)).isEmpty();
        assertThat(metrics(other)).containsExactly(1L, 2L);
    }

    @Test
    @ReturnCodes("NO_ERROR")
    void inserting_no_routes_is_a_success() {
        list.insert(List.of());

        assertThat(metrics(list)).isEmpty();
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void one_bad_handle_leaves_all_where_they_were() {
        two.close();

        assertRefused(RtmStatus.INVALID_HANDLE, () -> list.insert(List.of(one, two)));
        assertThat(metrics(list)).isEmpty();
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void a_list_that_was_deleted_and_one_whose_registration_has_ended_take_nothing() {
        RouteList deleted = rip.createRouteList();
        deleted.close();
        assertRefused(RtmStatus.INVALID_HANDLE, () -> deleted.insert(List.of(one)));

        rip.close();

        assertRefused(RtmStatus.INVALID_HANDLE, () -> list.insert(List.of(one)));
        assertRefused(RtmStatus.INVALID_HANDLE, () -> rip.removeFromRouteLists(List.of(one)));
    }

    @Test
    void another_clients_route_is_refused() {
        Route others = Handles.route(ospf, TEN);
        RouteList own = ospf.createRouteList();

        assertRefused(RtmStatus.ACCESS_DENIED, () -> own.insert(List.of(others)));
        assertRefused(RtmStatus.ACCESS_DENIED, () -> ospf.removeFromRouteLists(List.of(others)));
    }

    @Test
    void a_deleted_route_is_refused() {
        Route deleted = one.reference();
        one.delete();

        assertRefused(RtmStatus.NOT_FOUND, () -> list.insert(List.of(two, deleted)));
        assertThat(metrics(list)).isEmpty();
    }

    private static List<Long> metrics(RouteList list) {
        return TableContent.metrics(list.enumerate());
    }
}
