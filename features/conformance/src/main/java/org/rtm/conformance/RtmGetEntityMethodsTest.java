package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.Entity;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.ExportedMethod;
import org.rtm.api.MethodResult;
import org.rtm.api.ProtocolId;
import org.rtm.api.RtmStatus;

class RtmGetEntityMethodsTest {
    private static final ExportedMethod METHOD = (caller, callee, input) -> MethodResult.of();

    @RegisterExtension final Router router = new Router();
    private final EntityRegistration rip = router.register();
    private final EntityRegistration ospf =
            router.register(
                    ProtocolId.OSPF, 1, EntityOptions.NONE.methods(List.of(METHOD, METHOD)));
    private final Entity seen = Handles.entity(rip, ospf);

    @Test
    @ReturnCodes("NO_ERROR")
    void a_client_is_asked_which_methods_it_exports() {
        assertThat(seen.methods()).isEqualTo(0b11);
    }

    @Test
    @ReturnCodes("NO_ERROR")
    void a_client_without_methods_has_none() {
        assertThat(rip.entity().methods()).isZero();
    }

    @Test
    void methods_that_are_blocked_are_still_told() {
        ospf.blockMethods();

        assertThat(seen.methods()).isEqualTo(0b11);
    }

    @Test
    void a_client_that_has_gone_exports_nothing() {
        ospf.close();

        assertThat(seen.methods()).isZero();
    }

    @Test
    void a_handle_that_was_given_back_tells_nothing() {
        seen.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, seen::methods);
    }
}
