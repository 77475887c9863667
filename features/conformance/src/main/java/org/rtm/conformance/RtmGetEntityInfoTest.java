package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.AddressFamily;
import org.rtm.api.Entity;
import org.rtm.api.EntityId;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.ProtocolId;
import org.rtm.api.RtmStatus;

class RtmGetEntityInfoTest {
    @RegisterExtension final Router router = new Router();
    private final EntityRegistration rip = router.register();
    private final EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);
    private final Entity seen = Handles.entity(rip, ospf);

    @Test
    @ReturnCodes("NO_ERROR")
    void a_client_is_described_as_it_registered_with_its_instance() {
        EntityInfo info = seen.info();

        assertThat(info.id()).isEqualTo(new EntityId(ProtocolId.OSPF, 1));
        assertThat(info.family()).isEqualTo(AddressFamily.IPV4);
        assertThat(info.instance()).hasValue(router.instance());
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void a_handle_that_was_given_back_describes_nobody() {
        seen.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, seen::info);
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void whoever_has_deregistered_asks_no_more() {
        rip.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, seen::info);
    }

    @Test
    void a_client_that_has_gone_stays_readable_and_is_not_its_successor() {
        ospf.close();

        EntityRegistration successor = router.register(ProtocolId.OSPF, 1);

        assertThat(seen.info()).isEqualTo(successor.info());
        assertThat(seen.isRegistered()).isFalse();
        assertThat(Handles.entity(rip, successor)).isNotEqualTo(seen);
    }
}
