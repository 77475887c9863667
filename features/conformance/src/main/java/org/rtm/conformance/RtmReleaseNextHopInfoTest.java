package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.rtm.conformance.TableContent.add;
import static org.rtm.conformance.TableContent.counts;
import static org.rtm.conformance.TableContent.hop;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.Destination;
import org.rtm.api.Entity;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopFlags;
import org.rtm.api.NextHopInfo;
import org.rtm.api.NextHopSnapshot;
import org.rtm.api.RtmStatus;

class RtmReleaseNextHopInfoTest {
    @RegisterExtension final Router router = new Router();

    private final EntityRegistration rip = router.register();

    @Test
    @ReturnCodes("NO_ERROR")
    void owner_and_remote_destination_are_given_back_and_not_the_next_hop() {
        add(rip, "10.0.0.0/8");
        NextHop hop =
                rip.addNextHop(NextHopInfo.of("10.1.1.1", 0).flags(NextHopFlags.REMOTE)).handle();
        NextHopSnapshot info = hop.info();
        assertThat(counts(rip))
                .isEqualTo(
                        Map.of(
                                HandleKind.NEXT_HOP, 1L,
                                HandleKind.DESTINATION, 1L,
                                HandleKind.ENTITY, 1L));
        Destination destination = info.remoteDestination().orElseThrow();

        info.close();

        assertThat(counts(rip)).isEqualTo(Map.of(HandleKind.NEXT_HOP, 1L));
        Router.assertRefused(RtmStatus.INVALID_HANDLE, destination::reference);
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void an_information_that_was_given_back_is_an_invalid_handle() {
        NextHopSnapshot info = hop(rip, "192.0.2.1", 1).info();
        info.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, info::close);
    }

    @Test
    void a_handle_that_was_referenced_first_is_kept_and_given_back_by_itself() {
        NextHopSnapshot info = hop(rip, "192.0.2.1", 1).info();
        Entity kept = info.owner().reference();

        info.close();

        assertThat(kept.info().name()).isEqualTo("RIP-1");
        kept.close();
    }

    @Test
    void a_handle_that_was_given_back_by_itself_is_left_out() {
        NextHopSnapshot info = hop(rip, "192.0.2.1", 1).info();
        info.owner().close();

        info.close();

        assertThat(counts(rip)).isEqualTo(Map.of(HandleKind.NEXT_HOP, 1L));
    }

    @Test
    void the_values_stay_readable() {
        NextHopSnapshot info = hop(rip, "192.0.2.1", 1).info();

        info.close();

        assertThat(info.interfaceIndex()).isEqualTo(1);
    }

    @Test
    void after_the_registration_ended_it_does_nothing() {
        NextHopSnapshot info = hop(rip, "192.0.2.1", 1).info();

        rip.close();

        assertThatCode(info::close).doesNotThrowAnyException();
    }
}
