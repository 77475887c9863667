package org.rtm.impl.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.api.NetAddress.parse;
import static org.rtm.impl.TestRouter.assertRefused;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rtm.api.AddressFamily;
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
import org.rtm.api.ViewSet;
import org.rtm.impl.TestRouter;

/** What an entity keeps of its own in a destination. */
class OpaqueSlotTest {
    private static final NetAddress PREFIX = parse("10.0.0.0/8");

    private final TestRouter router = new TestRouter(Map.of("opaque.slots", 2));
    private final EntityRegistration rip = registerWithSlot(ProtocolId.RIP);
    private final EntityRegistration ospf = registerWithSlot(ProtocolId.OSPF);
    private final Route route = rip.addRoute(PREFIX, RouteInfo.via()).handle();
    private final Destination destination = destination(rip);

    @AfterEach
    void close() {
        router.close();
    }

    @Test
    void a_slot_is_empty_until_its_owner_writes_it_and_after_it_cleared_it() {
        assertThat(destination.opaque()).isEmpty();

        write(destination, Optional.of("mine"));
        assertThat(destination.opaque()).contains("mine");

        write(destination, Optional.of("other"));
        assertThat(destination.opaque()).contains("other");

        write(destination, Optional.empty());
        assertThat(destination.opaque()).isEmpty();
    }

    @Test
    void every_entity_has_its_own_slot_also_where_it_has_no_route() {
        Destination seen = destination(ospf);

        write(destination, Optional.of("of RIP"));
        write(seen, Optional.of("of OSPF"));

        assertThat(destination.opaque()).contains("of RIP");
        assertThat(seen.opaque()).contains("of OSPF");
    }

    @Test
    void every_destination_has_its_own_slot() {
        write(destination, Optional.of("mine"));
        Route elsewhere = rip.addRoute(parse("11.0.0.0/8"), RouteInfo.via()).handle();

        assertThat(elsewhere.info().destination().opaque()).isEmpty();
    }

    @Test
    void a_slot_is_read_under_a_lock_of_anyone() {
        write(destination, Optional.of("mine"));
        DestinationLock lock = destination(ospf).lock(LockMode.EXCLUSIVE);

        assertThat(destination.opaque()).contains("mine");
        lock.close();
    }

    @Test
    void whoever_reserved_no_slot_has_none() {
        EntityRegistration bgp = router.register(ProtocolId.BGP, 1);
        Destination seen = destination(bgp);

        assertRefused(seen::opaque, RtmStatus.NOT_FOUND, "BGP-1 has reserved no opaque slot");
        try (DestinationLock lock = seen.lock(LockMode.EXCLUSIVE)) {
            assertRefused(
                    () -> lock.setOpaque(Optional.of("mine")),
                    RtmStatus.NOT_FOUND,
                    "BGP-1 has reserved no opaque slot");
        }
    }

    @Test
    void writing_needs_an_exclusive_lock() {
        try (DestinationLock lock = destination.lock(LockMode.SHARED)) {
            assertRefused(
                    () -> lock.setOpaque(Optional.of("mine")),
                    RtmStatus.ACCESS_DENIED,
                    "the shared lock of RIP-1 on 10.0.0.0/8 lets nothing be changed; only an exclusive one does");
        }
        assertThat(destination.opaque()).isEmpty();
    }

    @Test
    void writing_needs_a_lock_that_is_still_held() {
        DestinationLock givenBack = destination.lock(LockMode.EXCLUSIVE);
        givenBack.close();
        DestinationLock takenAway = destination.lock(LockMode.EXCLUSIVE);
        router.advance(Duration.ofSeconds(5));

        for (DestinationLock lock : new DestinationLock[] {givenBack, takenAway}) {
            assertRefused(
                    () -> lock.setOpaque(Optional.of("mine")),
                    RtmStatus.INVALID_HANDLE,
                    "the exclusive lock of RIP-1 on 10.0.0.0/8 was given back or taken away");
        }
        assertThat(destination.opaque()).isEmpty();
    }

    @Test
    void reading_needs_a_handle_that_was_not_given_back() {
        destination.close();

        assertRefused(
                destination::opaque,
                RtmStatus.INVALID_HANDLE,
                "the handle to destination 10.0.0.0/8 was given back before");
    }

    @Test
    void what_is_in_a_slot_outlives_the_routes_of_the_destination() {
        write(destination, Optional.of("mine"));
        destination.close();

        route.delete();
        rip.addRoute(PREFIX, RouteInfo.via());

        assertThat(destination(rip).opaque()).contains("mine");
    }

    @Test
    void the_end_of_a_registration_empties_its_slots() {
        write(destination(ospf), Optional.of("mine"));

        ospf.close();

        assertThat(destination(registerWithSlot(ProtocolId.OSPF)).opaque()).isEmpty();
    }

    @Test
    void the_end_of_a_registration_leaves_its_slot_to_others() {
        assertRefused(
                () -> registerWithSlot(ProtocolId.BGP),
                RtmStatus.NO_SYSTEM_RESOURCES,
                "all 2 opaque slots of the IPv4 table of instance 0 are taken");

        ospf.close();

        Destination seen = destination(registerWithSlot(ProtocolId.BGP));
        write(seen, Optional.of("of BGP"));
        assertThat(seen.opaque()).contains("of BGP");
    }

    private EntityRegistration registerWithSlot(ProtocolId protocol) {
        return router.register(AddressFamily.IPV4, protocol, 1, EntityOptions.NONE.opaqueSlot());
    }

    private static Destination destination(EntityRegistration reader) {
        return reader.exactMatch(PREFIX, ProtocolId.BEST, ViewSet.ANY).orElseThrow().destination();
    }

    private static void write(Destination destination, Optional<?> value) {
        try (DestinationLock lock = destination.lock(LockMode.EXCLUSIVE)) {
            lock.setOpaque(value);
        }
    }
}
