package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.conformance.Router.assertRefused;
import static org.rtm.conformance.TableContent.TEN;
import static org.rtm.conformance.TableContent.TWENTY;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rtm.api.AddRouteOptions;
import org.rtm.api.Batch;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.NetAddress;
import org.rtm.api.Route;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteList;
import org.rtm.api.RtmStatus;
import org.rtm.api.TableEnumeration;

class RtmGetListEnumRoutesTest {
    private static final int MOST = 4;

    @RegisterExtension final Router router = new Router().with("handles.in.call", MOST);
    private final EntityRegistration rip = router.register();
    private final RouteList list = rip.createRouteList();
    private final Route one = add(TEN, 1);
    private final Route two = add(TWENTY, 2);

    @Test
    @ReturnCodes("NO_ERROR")
    void batches_of_at_most_the_number_asked_for_come_in_order_of_insertion() {
        TableEnumeration<Route> routes = list.enumerate();

        assertThat(routes.next(1)).containsExactly(one);
        assertThat(routes.next(MOST)).containsExactly(two);
    }

    @Test
    @ReturnCodes("NO_ERROR")
    void the_end_is_a_batch_of_none_again_and_again() {
        TableEnumeration<Route> routes = list.enumerate();
        routes.next(MOST);

        assertThat(routes.next(MOST)).isEmpty();
        assertThat(routes.next(MOST)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {MOST + 1, 0, -1})
    @ReturnCodes("ERROR_INVALID_PARAMETER")
    void more_than_the_profiles_maximum_none_or_fewer_are_refused_and_skip_nothing(int number) {
        TableEnumeration<Route> routes = list.enumerate();

        assertRefused(RtmStatus.INVALID_PARAMETER, () -> routes.next(number));
        assertThat(routes.next(MOST)).containsExactly(one, two);
    }

    @Test
    void the_handles_are_to_be_given_back() {
        rip.release(List.of(one, two));

        Batch<Route> batch = list.enumerate().next(MOST);
        assertThat(rip.handleCounts()).containsEntry(HandleKind.ROUTE, 2L);

        rip.release(batch.list());
        assertThat(rip.handleCounts()).containsEntry(HandleKind.ROUTE, 0L);
    }

    @Test
    void a_list_that_is_deleted_meanwhile_ends_with_a_batch_of_none() {
        TableEnumeration<Route> routes = list.enumerate();
        routes.next(1);

        list.close();

        assertThat(routes.next(1)).isEmpty();
    }

    @Test
    void a_route_that_is_deleted_meanwhile_is_skipped() {
        TableEnumeration<Route> routes = list.enumerate();

        one.delete();

        assertThat(routes.next(MOST)).containsExactly(two);
    }

    @Test
    void an_enumeration_that_was_ended_and_one_whose_registration_has_ended_are_refused() {
        TableEnumeration<Route> ended = list.enumerate();
        ended.close();
        assertRefused(RtmStatus.INVALID_HANDLE, () -> ended.next(1));
        TableEnumeration<Route> routes = list.enumerate();

        rip.close();

        assertRefused(RtmStatus.INVALID_HANDLE, () -> routes.next(1));
    }

    private Route add(NetAddress destination, long metric) {
        return rip.addRoute(
                        destination,
                        RouteInfo.via().metric(metric),
                        AddRouteOptions.NONE.list(list))
                .handle();
    }
}
