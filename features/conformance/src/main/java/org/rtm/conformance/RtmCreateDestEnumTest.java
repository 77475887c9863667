package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.api.NetAddress.parse;
import static org.rtm.conformance.TableContent.BOTH;
import static org.rtm.conformance.TableContent.TEN;
import static org.rtm.conformance.TableContent.add;
import static org.rtm.conformance.TableContent.addresses;
import static org.rtm.conformance.TableContent.all;
import static org.rtm.conformance.TableContent.bestOwner;
import static org.rtm.conformance.TableContent.counts;
import static org.rtm.conformance.TableContent.held;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.DestInfo;
import org.rtm.api.DestinationQuery;
import org.rtm.api.EntityRegistration;
import org.rtm.api.EnumRange;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteInfo;
import org.rtm.api.RtmStatus;
import org.rtm.api.ViewSet;

class RtmCreateDestEnumTest {
    @RegisterExtension final Router router = new Router();

    private final EntityRegistration rip = router.register();
    private final EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);

    @Test
    @ReturnCodes("NO_ERROR")
    void start_enumerates_the_whole_table_by_address_the_shorter_length_first() {
        add(rip, "192.0.2.0/24", "10.128.0.0/9", "10.0.0.0/16", "10.0.0.0/8", "0.0.0.0/0");

        assertThat(destinations(DestinationQuery.ALL))
                .containsExactly(
                        "0.0.0.0/0", "10.0.0.0/8", "10.0.0.0/16", "10.128.0.0/9", "192.0.2.0/24");
    }

    @Test
    void start_ignores_the_address() {
        add(rip, "10.0.0.0/8", "11.0.0.0/8");

        assertThat(destinations(EnumRange.START, parse("11.0.0.0/8"))).hasSize(2);
    }

    @Test
    void next_goes_from_the_prefix_given_included_to_the_end_of_the_table() {
        add(rip, "10.0.0.0/8", "10.0.0.0/16", "10.1.0.0/16", "11.0.0.0/8");

        assertThat(destinations(EnumRange.NEXT, parse("10.0.0.0/16")))
                .containsExactly("10.0.0.0/16", "10.1.0.0/16", "11.0.0.0/8");
        assertThat(destinations(EnumRange.NEXT, parse("10.0.1.0/24")))
                .containsExactly("10.1.0.0/16", "11.0.0.0/8");
    }

    @Test
    void range_is_the_prefix_given_and_everything_below_it() {
        add(rip, "0.0.0.0/0", "9.255.255.255/32", "10.0.0.0/8", "10.1.0.0/16");
        add(rip, "10.255.255.255/32", "11.0.0.0/32");

        assertThat(destinations(EnumRange.RANGE, parse("10.0.0.0/8")))
                .containsExactly("10.0.0.0/8", "10.1.0.0/16", "10.255.255.255/32");
    }

    @Test
    void the_range_of_the_default_route_is_the_whole_table() {
        add(rip, "0.0.0.0/0", "10.0.0.0/8", "192.0.2.0/24");

        assertThat(destinations(EnumRange.RANGE, parse("0.0.0.0/0")))
                .isEqualTo(destinations(DestinationQuery.ALL));
    }

    @Test
    @ReturnCodes("ERROR_INVALID_PARAMETER")
    void next_and_range_together_are_refused() {
        Router.assertRefused(
                RtmStatus.INVALID_PARAMETER,
                () -> DestinationQuery.ofFlags(EnumRange.NEXT | EnumRange.RANGE, Optional.of(TEN)));
    }

    @Test
    @ReturnCodes("ERROR_INVALID_PARAMETER")
    void next_or_range_without_an_address_is_refused() {
        for (int range : new int[] {EnumRange.NEXT, EnumRange.RANGE}) {
            Router.assertRefused(
                    RtmStatus.INVALID_PARAMETER,
                    () -> DestinationQuery.ofFlags(range, Optional.empty()));
        }
    }

    @Test
    @ReturnCodes("ERROR_INVALID_PARAMETER")
    void an_address_of_another_family_is_refused() {
        Router.assertRefused(
                RtmStatus.INVALID_PARAMETER,
                () ->
                        rip.enumerateDestinations(
                                DestinationQuery.ALL.range(EnumRange.from(parse("::/0")))));

        assertThat(counts(rip)).isEmpty();
    }

    @Test
    @ReturnCodes("ERROR_NOT_SUPPORTED")
    void a_view_that_is_not_supported_is_refused() {
        Router.assertRefused(
                RtmStatus.NOT_SUPPORTED,
                () -> rip.enumerateDestinations(DestinationQuery.ALL.views(ViewSet.of(0, 7))));

        assertThat(counts(rip)).isEmpty();
    }

    @Test
    void only_destinations_in_a_target_view_are_enumerated_and_all_in_any_view() {
        add(rip, "10.0.0.0/8");
        add(rip, "11.0.0.0/8", RouteInfo.via().views(ViewSet.MULTICAST));

        assertThat(destinations(DestinationQuery.ALL.views(ViewSet.UNICAST)))
                .containsExactly("10.0.0.0/8");
        assertThat(destinations(DestinationQuery.ALL.views(ViewSet.MULTICAST)))
                .containsExactly("11.0.0.0/8");
        assertThat(destinations(DestinationQuery.ALL.views(BOTH))).hasSize(2);
        assertThat(destinations(DestinationQuery.ALL.views(ViewSet.ALL))).hasSize(2);
        assertThat(destinations(DestinationQuery.ALL.views(ViewSet.ANY))).hasSize(2);
    }

    @Test
    void own_destinations_are_those_whose_best_route_in_a_target_view_is_the_callers() {
        add(rip, "10.0.0.0/8", "11.0.0.0/8");
        add(ospf, "11.0.0.0/8");
        add(rip, "12.0.0.0/8", RouteInfo.via().views(ViewSet.MULTICAST));
        DestinationQuery own =
                DestinationQuery.ofFlags(DestinationQuery.OWN_DESTS, Optional.empty());

        assertThat(destinations(own.views(ViewSet.UNICAST))).containsExactly("10.0.0.0/8");
        assertThat(destinations(own.views(ViewSet.MULTICAST))).containsExactly("12.0.0.0/8");
    }

    @Test
    void own_destinations_in_any_view_are_those_whose_best_route_in_some_view_is_the_callers() {
        add(rip, "10.0.0.0/8", "11.0.0.0/8");
        add(ospf, "11.0.0.0/8");
        add(rip, "12.0.0.0/8", RouteInfo.via().views(ViewSet.MULTICAST));

        assertThat(destinations(DestinationQuery.ALL.ownOnly()))
                .containsExactly("10.0.0.0/8", "12.0.0.0/8");
    }

    @Test
    void the_best_route_of_all_decides_about_own_destinations_whatever_the_protocol() {
        add(rip, "10.0.0.0/8");
        add(ospf, "10.0.0.0/8");

        assertThat(
                        destinations(
                                DestinationQuery.ALL
                                        .ownOnly()
                                        .views(ViewSet.UNICAST)
                                        .protocol(ProtocolId.THIS)))
                .isEmpty();
    }

    @Test
    void the_protocol_selects_the_route_that_is_told_and_not_what_is_enumerated() {
        add(rip, "10.0.0.0/8");
        add(ospf, "10.0.0.0/8", "11.0.0.0/8");
        DestinationQuery query =
                DestinationQuery.ALL.views(ViewSet.UNICAST).protocol(ProtocolId.THIS);

        List<DestInfo> infos = all(rip.enumerateDestinations(query));

        assertThat(infos)
                .extracting(info -> bestOwner(info).orElse("none"))
                .containsExactly("RIP-1", "none");
    }

    @Test
    void a_destination_that_is_only_held_down_is_enumerated_in_any_view_alone() {
        add(rip, "11.0.0.0/8");
        held(rip, "10.0.0.0/8");

        assertThat(destinations(DestinationQuery.ALL)).containsExactly("10.0.0.0/8", "11.0.0.0/8");
        assertThat(destinations(DestinationQuery.ALL.views(ViewSet.UNICAST)))
                .containsExactly("11.0.0.0/8");
        assertThat(destinations(DestinationQuery.ALL.views(ViewSet.ALL)))
                .containsExactly("11.0.0.0/8");
    }

    @Test
    void after_the_registration_ended_the_handle_is_invalid() {
        rip.close();

        Router.assertRefused(
                RtmStatus.INVALID_HANDLE, () -> rip.enumerateDestinations(DestinationQuery.ALL));
    }

    private List<String> destinations(int flags, NetAddress address) {
        return destinations(DestinationQuery.ofFlags(flags, Optional.of(address)));
    }

    private List<String> destinations(DestinationQuery query) {
        return addresses(all(rip.enumerateDestinations(query)));
    }
}
