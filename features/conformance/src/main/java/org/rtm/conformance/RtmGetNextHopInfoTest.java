package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.api.NetAddress.parse;
import static org.rtm.conformance.TableContent.TEN;
import static org.rtm.conformance.TableContent.add;
import static org.rtm.conformance.TableContent.exact;
import static org.rtm.conformance.TableContent.hop;
import static org.rtm.conformance.TableContent.unicast;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.Destination;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopFlags;
import org.rtm.api.NextHopInfo;
import org.rtm.api.NextHopSnapshot;
import org.rtm.api.NextHopState;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteInfo;
import org.rtm.api.RtmStatus;

class RtmGetNextHopInfoTest {
    private static final NextHopInfo REMOTE =
            NextHopInfo.of("10.1.1.1", 0).flags(NextHopFlags.REMOTE);

    @RegisterExtension final Router router = new Router();

    private final EntityRegistration rip = router.register();

    @Test
    @ReturnCodes("NO_ERROR")
    void a_next_hop_tells_its_values() {
        NextHop hop =
                rip.addNextHop(
                                NextHopInfo.of("192.0.2.1", 3)
                                        .flags(NextHopFlags.DOWN)
                                        .entitySpecificInfo("mine"))
                        .handle();

        NextHopSnapshot info = hop.info();

        assertThat(info.address()).isEqualTo(parse("192.0.2.1"));
        assertThat(info.interfaceIndex()).isEqualTo(3);
        assertThat(info.owner()).isEqualTo(rip.entity());
        assertThat(info.state()).isEqualTo(NextHopState.CREATED);
        assertThat(info.flags()).isEqualTo(NextHopFlags.DOWN);
        assertThat(info.entitySpecificInfo()).contains("mine");
        assertThat(info.remoteDestination()).isEmpty();
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void a_next_hop_that_was_given_back_is_an_invalid_handle() {
        NextHop hop = hop(rip, "192.0.2.1", 1);

        hop.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, hop::info);
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void after_the_registration_ended_the_handle_is_invalid() {
        NextHop hop = hop(rip, "192.0.2.1", 1);

        rip.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, hop::info);
    }

    @Test
    void giving_the_handle_back_deletes_no_next_hop() {
        NextHop hop = hop(rip, "192.0.2.1", 1);

        hop.close();

        assertThat(rip.findNextHop(parse("192.0.2.1"), 1)).isPresent();
    }

    @Test
    void a_deleted_next_hop_tells_its_last_values() {
        NextHop hop = hop(rip, "192.0.2.1", 1);

        hop.reference().delete();

        assertThat(hop.info().state()).isEqualTo(NextHopState.DELETED);
        assertThat(hop.info().interfaceIndex()).isEqualTo(1);
    }

    @Test
    void whoever_got_a_next_hop_with_a_route_may_read_it_but_not_what_its_owner_keeps_with_it() {
        NextHop hop =
                rip.addNextHop(NextHopInfo.of("192.0.2.1", 1).entitySpecificInfo("mine")).handle();
        rip.addRoute(TEN, RouteInfo.via(hop));
        EntityRegistration forwarder = router.register(ProtocolId.OTHER, 1);

        NextHopSnapshot seen =
                unicast(exact(forwarder, "10.0.0.0/8"))
                        .bestRoute()
                        .orElseThrow()
                        .info()
                        .nextHops()
                        .get(0)
                        .info();

        assertThat(seen.address()).isEqualTo(parse("192.0.2.1"));
        assertThat(seen.owner().info().name()).isEqualTo("RIP-1");
        assertThat(seen.entitySpecificInfo()).isEmpty();
    }

    @Test
    void a_remote_next_hop_tells_the_destination_that_its_owner_named() {
        add(rip, "0.0.0.0/0", "10.0.0.0/8");
        Destination named = exact(rip, "0.0.0.0/0").destination();

        NextHop hop = rip.addNextHop(REMOTE.remoteDestination(named)).handle();

        assertThat(hop.info().remoteDestination()).contains(named);
    }

    @Test
    void a_remote_next_hop_without_one_tells_what_covers_it_when_it_is_read() {
        NextHop hop = rip.addNextHop(REMOTE).handle();
        assertThat(hop.info().remoteDestination()).isEmpty();

        add(rip, "10.0.0.0/8");

        assertThat(hop.info().remoteDestination().orElseThrow().address()).isEqualTo(TEN);
    }

    @Test
    void an_information_stays_as_it_was_while_the_next_hop_changes() {
        NextHop hop = hop(rip, "192.0.2.1", 1);
        NextHopSnapshot before = hop.info();

        hop.update(NextHopInfo.of("192.0.2.1", 1).flags(NextHopFlags.DOWN));

        assertThat(before.flags()).isEqualTo(NextHopFlags.NONE);
        assertThat(hop.info().flags()).isEqualTo(NextHopFlags.DOWN);
    }
}
