package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.api.NetAddress.parse;
import static org.rtm.conformance.TableContent.BOTH;
import static org.rtm.conformance.TableContent.TEN;
import static org.rtm.conformance.TableContent.add;
import static org.rtm.conformance.TableContent.address;
import static org.rtm.conformance.TableContent.bestOwner;
import static org.rtm.conformance.TableContent.exact;
import static org.rtm.conformance.TableContent.held;
import static org.rtm.conformance.TableContent.unicast;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.AddressFamily;
import org.rtm.api.DestInfo;
import org.rtm.api.DestinationLock;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.LockMode;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteInfo;
import org.rtm.api.RtmStatus;
import org.rtm.api.ViewInfo;
import org.rtm.api.ViewSet;

class RtmGetMostSpecificDestinationTest {
    @RegisterExtension final Router router = new Router();

    private final EntityRegistration rip = router.register();

    @Test
    @ReturnCodes("NO_ERROR")
    void an_exact_match_comes_first() {
        add(rip, "0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16");

        assertThat(mostSpecific("10.0.0.0/8", ViewSet.UNICAST)).contains("10.0.0.0/8");
        assertThat(mostSpecific("0.0.0.0/0", ViewSet.UNICAST)).contains("0.0.0.0/0");
    }

    @Test
    @ReturnCodes("NO_ERROR")
    void failing_that_the_longest_prefix_that_covers_the_given_one_is_found() {
        add(rip, "0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24");

        assertThat(mostSpecific("10.1.2.3", ViewSet.UNICAST)).contains("10.1.2.0/24");
        assertThat(mostSpecific("10.1.2.0/23", ViewSet.UNICAST)).contains("10.1.0.0/16");
        assertThat(mostSpecific("10.2.0.0/16", ViewSet.UNICAST)).contains("10.0.0.0/8");
        assertThat(mostSpecific("11.0.0.1", ViewSet.UNICAST)).contains("0.0.0.0/0");
    }

    @Test
    @ReturnCodes("ERROR_NOT_FOUND")
    void what_no_prefix_covers_is_not_found() {
        add(rip, "10.0.0.0/8");

        assertThat(mostSpecific("11.0.0.1", ViewSet.ANY)).isEmpty();
        assertThat(mostSpecific("10.0.0.0/7", ViewSet.ANY)).isEmpty();
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void after_the_registration_ended_the_handle_is_invalid() {
        rip.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> rip.mostSpecific(TEN));
    }

    @Test
    void an_exact_match_is_known_by_its_length() {
        add(rip, "10.0.0.0/8");

        DestInfo exact = rip.mostSpecific(TEN).orElseThrow();
        DestInfo covering = rip.mostSpecific(parse("10.1.0.0/16")).orElseThrow();

        assertThat(exact.address().length()).isEqualTo(8);
        assertThat(covering.address().length()).isNotEqualTo(16);
    }

    @Test
    void a_prefix_that_is_in_none_of_the_target_views_is_skipped_in_favour_of_a_shorter_one() {
        add(rip, "10.0.0.0/8");
        add(rip, "10.1.0.0/16", RouteInfo.via().views(ViewSet.MULTICAST));

        assertThat(mostSpecific("10.1.0.1", ViewSet.UNICAST)).contains("10.0.0.0/8");
        assertThat(mostSpecific("10.1.0.1", ViewSet.MULTICAST)).contains("10.1.0.0/16");
        assertThat(mostSpecific("10.1.0.1", BOTH)).contains("10.1.0.0/16");
        assertThat(mostSpecific("10.1.0.1", ViewSet.ANY)).contains("10.1.0.0/16");
    }

    @Test
    void each_target_view_has_its_element_and_any_view_has_none() {
        add(rip, "10.0.0.0/8");

        DestInfo inBoth = rip.mostSpecific(parse("10.0.0.1"), ProtocolId.BEST, BOTH).orElseThrow();
        DestInfo inAny =
                rip.mostSpecific(parse("10.0.0.1"), ProtocolId.BEST, ViewSet.ANY).orElseThrow();

        assertThat(inBoth.views()).extracting(ViewInfo::viewId).containsExactly(0, 1);
        assertThat(inAny.views()).isEmpty();
    }

    @Test
    void the_protocol_selects_the_route_that_is_told_and_not_what_is_found() {
        add(rip, "10.0.0.0/8");
        add(router.register(ProtocolId.OSPF, 1), "10.0.0.0/8", "10.1.0.0/16");

        DestInfo longest =
                rip.mostSpecific(parse("10.1.0.1"), ProtocolId.RIP, ViewSet.UNICAST).orElseThrow();
        DestInfo shorter =
                rip.mostSpecific(parse("10.2.0.1"), ProtocolId.RIP, ViewSet.UNICAST).orElseThrow();

        assertThat(longest.address()).isEqualTo(parse("10.1.0.0/16"));
        assertThat(unicast(longest).bestRoute()).isEmpty();
        assertThat(bestOwner(shorter)).contains("RIP-1");
    }

    @Test
    void a_destination_that_is_only_held_down_is_never_found() {
        add(rip, "0.0.0.0/0");
        held(rip, "10.0.0.0/8");

        assertThat(mostSpecific("10.0.0.1", ViewSet.UNICAST)).contains("0.0.0.0/0");
        assertThat(mostSpecific("10.0.0.1", ViewSet.ANY)).contains("0.0.0.0/0");
    }

    @Test
    void a_destination_is_found_while_it_is_locked() {
        add(rip, "10.0.0.0/8");

        try (DestinationLock lock =
                exact(rip, "10.0.0.0/8").destination().lock(LockMode.EXCLUSIVE)) {
            assertThat(lock.mode()).isEqualTo(LockMode.EXCLUSIVE);
            assertThat(mostSpecific("10.0.0.1", ViewSet.UNICAST)).contains("10.0.0.0/8");
        }
    }

    @Test
    void ipv6_destinations_are_found_to_the_last_bit() {
        EntityRegistration ipv6 =
                router.manager().register(EntityInfo.of(AddressFamily.IPV6, ProtocolId.RIP, 1));
        add(ipv6, "2001:db8::/32", "2001:db8::2/127", "2001:db8::3/128");

        assertThat(address(ipv6.mostSpecific(parse("2001:db8::3")))).contains("2001:db8::3/128");
        assertThat(address(ipv6.mostSpecific(parse("2001:db8::2")))).contains("2001:db8::2/127");
        assertThat(address(ipv6.mostSpecific(parse("2001:db8::4")))).contains("2001:db8::/32");
    }

    @Test
    void a_view_that_is_not_supported_is_refused() {
        Router.assertRefused(
                RtmStatus.NOT_SUPPORTED,
                () -> rip.mostSpecific(TEN, ProtocolId.BEST, ViewSet.of(7)));
    }

    @Test
    void a_prefix_of_another_address_family_is_refused() {
        Router.assertRefused(
                RtmStatus.INVALID_PARAMETER, () -> rip.mostSpecific(parse("2001:db8::1")));
    }

    private Optional<String> mostSpecific(String prefix, ViewSet views) {
        return address(rip.mostSpecific(parse(prefix), ProtocolId.BEST, views));
    }
}
