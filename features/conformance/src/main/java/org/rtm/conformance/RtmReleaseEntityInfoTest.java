package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.Entity;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;

class RtmReleaseEntityInfoTest {
    @RegisterExtension final Router router = new Router();

    @Test
    void an_information_holds_no_handle_and_outlives_the_one_it_came_from() {
        EntityRegistration rip = router.register();
        Entity entity = rip.entity();
        EntityInfo info = entity.info();

        entity.close();

        assertThat(Handles.count(rip, HandleKind.ENTITY)).isZero();
        assertThat(info.name()).isEqualTo("RIP-1");
    }
}
