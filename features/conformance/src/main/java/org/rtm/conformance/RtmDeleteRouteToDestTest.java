package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.conformance.Router.assertRefused;
import static org.rtm.conformance.TableContent.TEN;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.AddRouteOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteList;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.RouteState;
import org.rtm.api.RtmStatus;
import org.rtm.api.ViewSet;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.ChangeType;

class RtmDeleteRouteToDestTest {
    @RegisterExtension final Router router = new Router();
    private final EntityRegistration rip = router.register();
    private final EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);
    private final Route route = rip.addRoute(TEN, RouteInfo.via().metric(4)).handle();

    @Test
    @ReturnCodes("NO_ERROR")
    void a_route_is_deleted_and_its_handle_given_back() {
        route.delete();

        assertThat(rip.exactMatch(TEN, ProtocolId.BEST, ViewSet.ANY)).isEmpty();
        assertRefused(RtmStatus.INVALID_HANDLE, () -> rip.release(List.of(route)));
    }

    @Test
    void closing_the_consumed_handle_does_nothing() {
        route.delete();

        route.close();

        assertThat(rip.handleCounts().values()).containsOnly(0L);
    }

    @Test
    void deleting_the_best_route_makes_the_next_one_best_and_says_so() {
        Route next = ospf.addRoute(TEN, RouteInfo.via().preference(200)).handle();

        assertThat(route.delete()).isTrue();
        assertThat(next.bestInViews()).isEqualTo(ViewSet.UNICAST);
    }

    @Test
    void deleting_another_route_than_the_best_changes_no_best_route() {
        ospf.addRoute(TEN, RouteInfo.via().preference(1));

        assertThat(route.delete()).isFalse();
    }

    @Test
    @Tag(Router.NOTIFICATION)
    void a_change_of_the_best_route_is_notified() {
        ChangeRegistration changes =
                router.notifier()
                        .register(ospf, ChangeRequest.of(ChangeType.BEST), Optional.empty());

        route.delete();

        assertThat(TableContent.prefixes(changes.fetch(1))).containsExactly(TEN);
    }

    @Test
    void a_deleted_route_reads_as_deleted_with_its_last_values() {
        Route open = route.reference();

        route.delete();

        try (RouteSnapshot info = open.info()) {
            assertThat(info.state()).isEqualTo(RouteState.DELETED);
            assertThat(info.prefInfo().metric()).isEqualTo(4);
        }
    }

    @Test
    void a_deleted_route_leaves_its_list() {
        RouteList list = rip.createRouteList();
        list.insert(List.of(route));

        route.delete();

        assertThat(TableContent.metrics(list.enumerate())).isEmpty();
    }

    @Test
    @ReturnCodes("ERROR_ACCESS_DENIED")
    void another_clients_route_is_not_deleted_and_the_handle_not_consumed() {
        Route others = Handles.route(ospf, TEN);

        assertRefused(RtmStatus.ACCESS_DENIED, others::delete);
        ospf.release(List.of(others));
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void a_handle_that_was_given_back_or_consumed_deletes_nothing() {
        Route closed = route.reference();
        closed.close();

        assertRefused(RtmStatus.INVALID_HANDLE, closed::delete);
        assertThat(route.info().state()).isEqualTo(RouteState.CREATED);

        route.delete();
        assertRefused(RtmStatus.INVALID_HANDLE, route::delete);
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void a_registration_that_has_ended_deletes_nothing() {
        rip.close();

        assertRefused(RtmStatus.INVALID_HANDLE, route::delete);
    }

    @Test
    @ReturnCodes("ERROR_NOT_FOUND")
    void a_valid_handle_to_a_deleted_route_is_not_found_and_not_consumed() {
        Route other = route.reference();
        route.delete();

        assertRefused(RtmStatus.NOT_FOUND, other::delete);
        rip.release(List.of(other));
    }

    @Test
    void the_route_that_is_added_next_is_another_one() {
        Route deleted = route.reference();
        route.delete();

        Route next =
                rip.addRoute(TEN, RouteInfo.via(), AddRouteOptions.NONE.updateFirst()).handle();

        assertThat(next).isNotEqualTo(deleted);
        assertThat(deleted.info().state()).isEqualTo(RouteState.DELETED);
    }
}
