package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.ProtocolId;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.RtmStatus;

class RtmRegisterEntityTest {
    private static final EntityInfo RIP = EntityInfo.of(AddressFamily.IPV4, ProtocolId.RIP, 1);

    @RegisterExtension final Router router = new Router();

    @Test
    @ReturnCodes("NO_ERROR")
    void a_client_gets_a_registration_and_the_limits_of_its_instance() {
        EntityRegistration rip = router.with("next.hops.in.route", 3).manager().register(RIP);

        assertThat(rip.info().id()).isEqualTo(RIP.id());
        assertThat(rip.info().instance()).hasValue(router.instance());
        assertThat(rip.profile().maxNextHopsInRoute()).isEqualTo(3);
    }

    @Test
    @ReturnCodes("ERROR_ALREADY_EXISTS")
    void a_client_that_is_registered_is_refused() {
        router.manager().register(RIP);

        Router.assertRefused(RtmStatus.ALREADY_EXISTS, () -> router.manager().register(RIP));
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
}
