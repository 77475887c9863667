package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.Destination;
import org.rtm.api.DestinationLock;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.LockMode;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteInfo;
import org.rtm.api.RtmStatus;

class RtmGetOpaqueInformationPointerTest {
    private static final NetAddress TEN = NetAddress.parse("10.0.0.0/8");
    private static final NetAddress TWENTY = NetAddress.parse("20.0.0.0/8");
    private static final EntityOptions OPAQUE = EntityOptions.NONE.opaqueSlot();

    @RegisterExtension final Router router = new Router().with("lock.longest", 600);
    private final EntityRegistration owner = router.register(ProtocolId.BGP, 1);
    private final Route route = owner.addRoute(TEN, RouteInfo.via()).handle();
    private final EntityRegistration rip = router.register(ProtocolId.RIP, 1, OPAQUE);
    private final Destination ten = Handles.destination(rip, TEN);

    private static void write(Destination destination, Object value) {
        try (DestinationLock lock = destination.lock(LockMode.EXCLUSIVE)) {
            lock.setOpaque(Optional.of(value));
        }
    }

    @Test
    @ReturnCodes("NO_ERROR")
    void it_is_empty_at_first_and_then_what_its_owner_set() {
        assertThat(ten.opaque()).isEmpty();

        write(ten, "mine");

        assertThat(ten.opaque()).contains("mine");
    }

    @Test
    @ReturnCodes("ERROR_NOT_FOUND")
    void whoever_reserved_none_has_none() {
        Destination others = Handles.destination(owner, TEN);

        Router.assertRefused(RtmStatus.NOT_FOUND, others::opaque);
        try (DestinationLock lock = others.lock(LockMode.EXCLUSIVE)) {
            Router.assertRefused(RtmStatus.NOT_FOUND, () -> lock.setOpaque(Optional.of("mine")));
        }
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void a_handle_that_was_given_back_reads_nothing() {
        ten.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, ten::opaque);
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void whoever_has_deregistered_reads_nothing() {
        rip.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, ten::opaque);
    }

    @Test
    void a_client_has_one_in_each_destination_also_where_it_owns_no_route() {
        rip.addRoute(TWENTY, RouteInfo.via());
        Destination twenty = Handles.destination(rip, TWENTY);

        write(ten, "ten");
        write(twenty, "twenty");

        assertThat(ten.opaque()).contains("ten");
        assertThat(twenty.opaque()).contains("twenty");
    }

    @Test
    void what_is_in_it_is_private_to_its_client() {
        EntityRegistration ospf = router.register(ProtocolId.OSPF, 1, OPAQUE);
        Destination seen = Handles.destination(ospf, TEN);

        write(ten, "rip's");
        write(seen, "ospf's");

        assertThat(ten.opaque()).contains("rip's");
        assertThat(seen.opaque()).contains("ospf's");
    }

    @Test
    void reading_needs_no_lock_and_goes_on_under_anyones() {
        write(ten, "mine");

        Handles.destination(owner, TEN).lock(LockMode.EXCLUSIVE);

        assertThat(ten.opaque()).contains("mine");
    }

    @Test
    void writing_needs_the_exclusive_lock() {
        try (DestinationLock lock = ten.lock(LockMode.SHARED)) {
            Router.assertRefused(
                    RtmStatus.ACCESS_DENIED, () -> lock.setOpaque(Optional.of("mine")));
        }
        DestinationLock ended = ten.lock(LockMode.EXCLUSIVE);
        ended.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> ended.setOpaque(Optional.of("mine")));
        assertThat(ten.opaque()).isEmpty();
    }

    @Test
    void it_is_read_and_written_while_the_destination_is_locked() {
        try (DestinationLock lock = ten.lock(LockMode.EXCLUSIVE)) {
            lock.setOpaque(Optional.of("first"));
            assertThat(ten.opaque()).contains("first");
            lock.setOpaque(Optional.empty());
        }

        assertThat(ten.opaque()).isEmpty();
    }

    @Test
    void what_is_in_it_outlives_the_routes_and_is_there_when_they_come_back() {
        write(ten, "mine");
        ten.close();

        route.delete();
        owner.addRoute(TEN, RouteInfo.via());

        assertThat(Handles.destination(rip, TEN).opaque()).contains("mine");
    }

    @Test
    void it_is_empty_for_the_same_client_after_it_deregistered() {
        write(ten, "mine");

        rip.close();

        EntityRegistration again = router.register(ProtocolId.RIP, 1, OPAQUE);
        assertThat(Handles.destination(again, TEN).opaque()).isEmpty();
    }
}
