package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.conformance.Router.assertRefused;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopFlags;
import org.rtm.api.NextHopInfo;
import org.rtm.api.NextHopSnapshot;
import org.rtm.api.ProtocolId;
import org.rtm.api.RtmStatus;

class RtmFindNextHopTest {
    private static final NextHopInfo GATEWAY = NextHopInfo.of("192.0.2.1", 3);

    @RegisterExtension final Router router = new Router();
    private final EntityRegistration rip = router.register();

    @Test
    @ReturnCodes("NO_ERROR")
    void a_next_hop_is_found_by_address_and_interface_whatever_its_other_values() {
        NextHop added =
                rip.addNextHop(GATEWAY.flags(NextHopFlags.DOWN).entitySpecificInfo("mine"))
                        .handle();

        assertThat(find(rip, 3)).contains(added);
    }

    @Test
    @ReturnCodes("ERROR_NOT_FOUND")
    void none_with_that_address_and_interface_is_an_ordinary_answer() {
        rip.addNextHop(GATEWAY);

        assertThat(find(rip, 4)).isEmpty();
    }

    @Test
    @ReturnCodes("ERROR_NOT_FOUND")
    void another_clients_next_hop_is_not_found() {
        rip.addNextHop(GATEWAY);

        assertThat(find(router.register(ProtocolId.OSPF, 1), 3)).isEmpty();
    }

    @Test
    @ReturnCodes("ERROR_NOT_FOUND")
    void a_deleted_next_hop_is_found_no_more_though_a_handle_is_open() {
        NextHop open = rip.addNextHop(GATEWAY).handle();
        rip.deleteNextHop(GATEWAY.address(), 3);

        assertThat(find(rip, 3)).isEmpty();
        assertThat(open.info().address()).isEqualTo(GATEWAY.address());
    }

    @Test
    void the_handle_found_is_to_be_given_back() {
        rip.addNextHop(GATEWAY);

        NextHop found = find(rip, 3).orElseThrow();
        assertThat(rip.handleCounts()).containsEntry(HandleKind.NEXT_HOP, 1L);

        found.close();
        assertThat(rip.handleCounts()).containsEntry(HandleKind.NEXT_HOP, 0L);
    }

    @Test
    void what_was_read_stays_valid_after_the_handle_was_given_back() {
        rip.addNextHop(GATEWAY.entitySpecificInfo("mine"));
        NextHop found = find(rip, 3).orElseThrow();
        NextHopSnapshot read = found.info();

        found.close();

        assertThat(read.entitySpecificInfo()).contains("mine");
        assertRefused(RtmStatus.INVALID_HANDLE, found::info);
    }

    @Test
    void a_registration_that_has_ended_finds_nothing_more() {
        rip.close();

        assertRefused(RtmStatus.INVALID_HANDLE, () -> find(rip, 3));
    }

    private static Optional<NextHop> find(EntityRegistration entity, int interfaceIndex) {
        return entity.findNextHop(GATEWAY.address(), interfaceIndex);
    }
}
