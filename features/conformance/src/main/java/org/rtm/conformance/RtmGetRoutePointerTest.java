package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.EntityRegistration;
import org.rtm.api.LockMode;
import org.rtm.api.NetAddress;
import org.rtm.api.PrefInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteLock;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.RouteState;
import org.rtm.api.RtmStatus;

class RtmGetRoutePointerTest {
    private static final NetAddress TEN = NetAddress.parse("10.0.0.0/8");
    private static final RouteInfo SAID = RouteInfo.via().metric(7).entitySpecificInfo("mine");

    @RegisterExtension final Router router = new Router().with("lock.longest", 600);
    private final EntityRegistration rip = router.register();
    private final Route route = rip.addRoute(TEN, SAID).handle();

    @Test
    @ReturnCodes("NO_ERROR")
    void the_owner_reads_all_of_its_route() {
        RouteSnapshot read = route.info();

        assertThat(read.destination().address()).isEqualTo(TEN);
        assertThat(read.prefInfo().metric()).isEqualTo(7);
        assertThat(read.entitySpecificInfo()).contains("mine");
    }

    @Test
    void others_read_the_public_part() {
        RouteSnapshot read = Handles.route(router.register(ProtocolId.OSPF, 1), TEN).info();

        assertThat(read.prefInfo().metric()).isEqualTo(7);
        assertThat(read.entitySpecificInfo()).isEmpty();
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void a_handle_that_was_given_back_reads_nothing() {
        route.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, route::info);
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void whoever_has_deregistered_reads_nothing() {
        rip.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, route::info);
    }

    @Test
    void what_was_read_stays_as_it_was_and_the_next_reading_is_newer() {
        RouteSnapshot before = route.info();

        route.update(RouteInfo.via().metric(8));

        assertThat(before.prefInfo().metric()).isEqualTo(7);
        assertThat(route.info().prefInfo().metric()).isEqualTo(8);
    }

    @Test
    void what_was_read_outlives_the_handle() {
        RouteSnapshot read = route.info();

        read.close();
        route.close();

        assertThat(read.prefInfo().metric()).isEqualTo(7);
    }

    @Test
    void reading_needs_no_lock_and_sees_the_last_commit() {
        try (RouteLock lock = route.lock(LockMode.EXCLUSIVE)) {
            lock.prefInfo(new PrefInfo(0, 8));

            assertThat(route.info().prefInfo().metric()).isEqualTo(7);
        }
    }

    @Test
    void a_deleted_route_reads_as_deleted_with_its_last_values() {
        route.reference().delete();

        RouteSnapshot read = route.info();

        assertThat(read.state()).isEqualTo(RouteState.DELETED);
        assertThat(read.prefInfo().metric()).isEqualTo(7);
    }
}
