package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.api.NetAddress.parse;
import static org.rtm.conformance.TableContent.TEN;
import static org.rtm.conformance.TableContent.all;
import static org.rtm.conformance.TableContent.counts;
import static org.rtm.conformance.TableContent.hop;
import static org.rtm.conformance.TableContent.hops;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.EntityRegistration;
import org.rtm.api.EnumRange;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.RtmStatus;

class RtmCreateNextHopEnumTest {
    @RegisterExtension final Router router = new Router();

    private final EntityRegistration rip = router.register();

    @BeforeEach
    void addNextHops() {
        hop(rip, "192.0.2.1", -1).close();
        hop(rip, "192.0.2.1", 2).close();
        hop(rip, "10.255.255.255", 1).close();
        hop(rip, "10.0.0.1", 9).close();
    }

    @Test
    @ReturnCodes("NO_ERROR")
    void start_enumerates_all_by_address_then_interface() {
        assertThat(nextHops(EnumRange.all()))
                .containsExactly(
                        "10.0.0.1 9", "10.255.255.255 1", "192.0.2.1 2", "192.0.2.1 4294967295");
    }

    @Test
    void they_are_the_callers_own() {
        EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);

        hop(ospf, "10.0.0.2", 1).close();

        assertThat(nextHops(EnumRange.all())).doesNotContain("10.0.0.2 1").hasSize(4);
        assertThat(hops(all(ospf.enumerateNextHops(EnumRange.all()))))
                .containsExactly("10.0.0.2 1");
    }

    @Test
    void start_ignores_the_address() {
        assertThat(nextHops(EnumRange.START, parse("192.0.2.1"))).hasSize(4);
    }

    @Test
    void next_goes_from_the_address_given_included_to_the_end() {
        assertThat(nextHops(EnumRange.NEXT, parse("10.255.255.255")))
                .containsExactly("10.255.255.255 1", "192.0.2.1 2", "192.0.2.1 4294967295");
        assertThat(nextHops(EnumRange.NEXT, parse("11.0.0.0/8"))).hasSize(2);
    }

    @Test
    void range_is_what_the_prefix_given_covers() {
        assertThat(nextHops(EnumRange.RANGE, TEN))
                .containsExactly("10.0.0.1 9", "10.255.255.255 1");
        assertThat(nextHops(EnumRange.RANGE, parse("192.0.2.1"))).hasSize(2);
    }

    @Test
    void a_deleted_next_hop_is_not_enumerated() {
        rip.deleteNextHop(parse("10.0.0.1"), 9);

        assertThat(nextHops(EnumRange.RANGE, TEN)).containsExactly("10.255.255.255 1");
    }

    @Test
    @ReturnCodes("ERROR_INVALID_PARAMETER")
    void next_and_range_together_or_without_an_address_are_refused() {
        Router.assertRefused(
                RtmStatus.INVALID_PARAMETER,
                () -> EnumRange.of(EnumRange.NEXT | EnumRange.RANGE, Optional.of(TEN)));
        Router.assertRefused(
                RtmStatus.INVALID_PARAMETER, () -> EnumRange.of(EnumRange.NEXT, Optional.empty()));
        Router.assertRefused(
                RtmStatus.INVALID_PARAMETER, () -> EnumRange.of(EnumRange.RANGE, Optional.empty()));
    }

    @Test
    @ReturnCodes("ERROR_INVALID_PARAMETER")
    void an_address_of_another_family_is_refused() {
        Router.assertRefused(
                RtmStatus.INVALID_PARAMETER,
                () -> rip.enumerateNextHops(EnumRange.from(parse("::1"))));

        assertThat(counts(rip)).isEmpty();
    }

    @Test
    void after_the_registration_ended_the_handle_is_invalid() {
        rip.close();

        Router.assertRefused(
                RtmStatus.INVALID_HANDLE, () -> rip.enumerateNextHops(EnumRange.all()));
    }

    private List<String> nextHops(int flags, NetAddress address) {
        return nextHops(EnumRange.of(flags, Optional.of(address)));
    }

    private List<String> nextHops(EnumRange range) {
        return hops(all(rip.enumerateNextHops(range)));
    }
}
