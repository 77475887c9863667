package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.AddressFamily;
import org.rtm.api.Batch;
import org.rtm.api.Entity;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.ProtocolId;
import org.rtm.api.RtmStatus;

class RtmGetRegisteredEntitiesTest {
    @RegisterExtension final Router router = new Router();
    @RegisterExtension final Router another = new Router();

    @Test
    @ReturnCodes("NO_ERROR")
    void all_clients_are_told_the_caller_included_by_protocol_and_instance() {
        router.register(ProtocolId.OSPF, 1);
        EntityRegistration caller = router.register(ProtocolId.RIP, 2);
        router.register(ProtocolId.RIP, 1);

        try (Batch<Entity> entities = caller.entities()) {
            assertThat(entities)
                    .extracting(entity -> entity.info().name())
                    .containsExactly("RIP-1", "RIP-2", "OSPF-1");
        }
    }

    @Test
    void only_those_of_the_callers_instance_and_address_family_are_told() {
        EntityRegistration caller = router.register();
        another.register(ProtocolId.OSPF, 1);
        router.manager().register(EntityInfo.of(AddressFamily.IPV6, ProtocolId.OSPF, 1));

        try (Batch<Entity> entities = caller.entities()) {
            assertThat(entities).extracting(Entity::info).containsExactly(caller.info());
        }
    }

    @Test
    void each_entity_is_a_handle_that_the_caller_gives_back() {
        EntityRegistration caller = router.register();
        router.register(ProtocolId.OSPF, 1);

        Batch<Entity> entities = caller.entities();

        assertThat(Handles.count(caller, HandleKind.ENTITY)).isEqualTo(2);
        entities.close();
        assertThat(Handles.count(caller, HandleKind.ENTITY)).isZero();
    }

    @Test
    void the_profiles_number_of_handles_does_not_cut_them() {
        EntityRegistration caller = router.with("handles.in.call", 1).register();
        router.register(ProtocolId.OSPF, 1);

        try (Batch<Entity> entities = caller.entities()) {
            assertThat(entities).hasSize(2);
        }
    }

    @Test
    void whoever_has_deregistered_is_told_nothing() {
        EntityRegistration caller = router.register();

        caller.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, caller::entities);
    }
}
