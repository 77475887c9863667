package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.AddressFamily;
import org.rtm.api.Entity;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.ExportedMethod;
import org.rtm.api.MethodResult;
import org.rtm.api.ProtocolId;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.RtmStatus;
import org.rtm.api.View;

class RtmRegisterEntityTest {
    private static final EntityInfo RIP = EntityInfo.of(AddressFamily.IPV4, ProtocolId.RIP, 1);
    private static final ExportedMethod METHOD = (caller, callee, input) -> MethodResult.of();

    @RegisterExtension final Router router = new Router();
    @RegisterExtension final Router another = new Router();

    @Test
    @ReturnCodes("NO_ERROR")
    void a_client_gets_a_registration_and_the_limits_of_its_instance() {
        router.with("next.hops.in.route", 3).with("handles.in.call", 7);

        EntityRegistration rip = router.manager().register(RIP);

        assertThat(rip.info().id()).isEqualTo(RIP.id());
        assertThat(rip.info().instance()).hasValue(router.instance());
        assertThat(rip.profile().maxNextHopsInRoute()).isEqualTo(3);
        assertThat(rip.profile().maxHandlesInCall()).isEqualTo(7);
        assertThat(rip.profile().views()).extracting(View::name).contains("unicast", "multicast");
    }

    @Test
    @ReturnCodes("ERROR_ALREADY_EXISTS")
    void a_client_that_is_registered_is_refused() {
        router.manager().register(RIP);

        Router.assertRefused(RtmStatus.ALREADY_EXISTS, () -> router.manager().register(RIP));
    }

    @Test
    void a_client_is_known_by_instance_family_protocol_and_protocol_instance_together() {
        router.manager().register(RIP);

        router.register(ProtocolId.RIP, 2);
        router.register(ProtocolId.OSPF, 1);
        router.manager().register(EntityInfo.of(AddressFamily.IPV6, ProtocolId.RIP, 1));
        another.manager().register(RIP);

        Router.assertRefused(
                RtmStatus.ALREADY_EXISTS, () -> router.manager().register(RIP.named("other name")));
    }

    @Test
    void an_identity_can_be_registered_again_when_the_client_has_deregistered() {
        router.manager().register(RIP).close();

        EntityRegistration again = router.manager().register(RIP);

        assertThat(again.info().id()).isEqualTo(RIP.id());
    }

    @Test
    @ReturnCodes("ERROR_BAD_CONFIGURATION")
    void an_instance_whose_configuration_is_wrong_takes_no_client() {
        RoutingTableManager other = router.with("views", "33=nosuchview").refusedConfiguration();

        Router.assertRefused(
                RtmStatus.BAD_CONFIGURATION,
                () -> other.register(RIP.inInstance(router.instance())));
    }

    @Test
    @ReturnCodes("ERROR_FILE_NOT_FOUND")
    void an_instance_that_is_not_configured_is_refused() {
        Router.assertRefused(
                RtmStatus.FILE_NOT_FOUND,
                () -> router.manager().register(RIP.inInstance(EntityInfo.MAX_INSTANCE)));
    }

    @Test
    void a_client_without_an_instance_is_in_that_of_the_service_and_any_service_reaches_each() {
        RoutingTableManager service = router.manager();
        another.manager();

        EntityRegistration here = service.register(RIP);
        EntityRegistration there = service.register(RIP.inInstance(another.instance()));

        assertThat(here.info().instance()).hasValue(router.instance());
        assertThat(there.info().instance()).hasValue(another.instance());
    }

    @Test
    @ReturnCodes({"ERROR_INVALID_PARAMETER", "ERROR_INVALID_DATA"})
    void an_address_family_that_the_instance_lacks_is_an_invalid_parameter() {
        router.with("address.families", "ipv6");

        Router.assertRefused(RtmStatus.INVALID_PARAMETER, () -> router.manager().register(RIP));
    }

    @Test
    @ReturnCodes({"ERROR_INVALID_PARAMETER", "ERROR_INVALID_DATA"})
    void nobody_is_one_of_the_pseudo_protocols() {
        Router.assertRefused(
                RtmStatus.INVALID_PARAMETER, () -> router.register(ProtocolId.BEST, 1));
        Router.assertRefused(
                RtmStatus.INVALID_PARAMETER, () -> router.register(ProtocolId.THIS, 1));
    }

    @Test
    @ReturnCodes({"ERROR_INVALID_PARAMETER", "ERROR_INVALID_DATA"})
    void a_client_exports_32_methods_and_no_more() {
        List<ExportedMethod> all = Collections.nCopies(32, METHOD);
        List<ExportedMethod> tooMany = Collections.nCopies(33, METHOD);

        EntityRegistration rip =
                router.register(ProtocolId.RIP, 1, EntityOptions.NONE.methods(all));

        try (Entity self = rip.entity()) {
            assertThat(self.methods()).isEqualTo(-1);
        }
        Router.assertRefused(
                RtmStatus.INVALID_PARAMETER,
                () -> router.register(ProtocolId.OSPF, 1, EntityOptions.NONE.methods(tooMany)));
    }

    @Test
    @ReturnCodes("ERROR_NO_SYSTEM_RESOURCES")
    void opaque_pointers_go_to_those_who_come_first_until_one_is_given_back() {
        EntityOptions opaque = EntityOptions.NONE.opaqueSlot();
        router.with("opaque.slots", 1);

        EntityRegistration first = router.register(ProtocolId.RIP, 1, opaque);

        Router.assertRefused(
                RtmStatus.NO_SYSTEM_RESOURCES, () -> router.register(ProtocolId.OSPF, 1, opaque));
        first.close();
        router.register(ProtocolId.OSPF, 1, opaque);
    }

    @Test
    void a_refused_registration_leaves_nothing_behind() {
        EntityOptions opaque = EntityOptions.NONE.opaqueSlot();
        Events events = new Events();
        router.with("opaque.slots", 0);
        EntityRegistration rip =
                router.register(ProtocolId.RIP, 1, EntityOptions.NONE.listener(events));

        Router.assertRefused(
                RtmStatus.NO_SYSTEM_RESOURCES, () -> router.register(ProtocolId.OSPF, 1, opaque));

        router.register(ProtocolId.OSPF, 1);
        events.await("registered OSPF-1");
        assertThat(events.seen()).containsExactly("registered OSPF-1");
        assertThat(rip.entities()).hasSize(2);
    }

    @Test
    void a_client_may_carry_a_name_and_else_is_named_by_protocol_and_instance() {
        assertThat(router.manager().register(RIP.named("rip-lan")).info().name())
                .isEqualTo("rip-lan");
        assertThat(router.register(ProtocolId.OSPF, 7).info().name()).isEqualTo("OSPF-7");
    }
}
