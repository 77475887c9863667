package org.rtm.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Flags and numbers that ported code passes in and reads back. */
class PortedFlagsTest {
    private static final NetAddress TEN = NetAddress.parse("10.0.0.0/8");

    @ParameterizedTest
    @CsvSource({"0, false, false", "1, false, true", "2, true, false", "3, true, true"})
    void options_for_adding_are_made_of_the_change_flags(
            int flags, boolean alwaysNew, boolean updateFirst) {
        AddRouteOptions options = AddRouteOptions.ofFlags(flags);

        assertThat(options.isAlwaysNew()).isEqualTo(alwaysNew);
        assertThat(options.isUpdateFirst()).isEqualTo(updateFirst);
        assertThat(options.timeToLive()).isEmpty();
        assertThat(options.list()).isEmpty();
    }

    @Test
    void change_flags_that_are_no_input_are_refused() {
        assertThatThrownBy(() -> AddRouteOptions.ofFlags(RouteChange.BEST | 2))
                .isInstanceOfSatisfying(
                        RtmException.class,
                        refusal ->
                                assertThat(refusal.status()).isEqualTo(RtmStatus.INVALID_PARAMETER))
                .hasMessage(
                        "0x10002 are not flags for adding a route; allowed are 1 (FIRST) and 2 (NEW)");
    }

    @ParameterizedTest
    @CsvSource({"false, false, 0", "true, false, 2", "false, true, 0x10000", "true, true, 0x10002"})
    void what_adding_a_route_did_is_told_in_flags_too(
            boolean isNew, boolean bestChanged, String flags) {
        RouteChange change =
                new RouteChange() {
                    @Override
                    public boolean isNew() {
                        return isNew;
                    }

                    @Override
                    public boolean bestChanged() {
                        return bestChanged;
                    }

                    @Override
                    public Route handle() {
                        throw new UnsupportedOperationException();
                    }
                };

        assertThat(change.flags()).isEqualTo(Integer.decode(flags));
    }

    @ParameterizedTest
    @CsvSource({"false, 0", "true, 1"})
    void what_adding_a_next_hop_did_is_told_in_flags_too(boolean isNew, int flags) {
        NextHopChange change =
                new NextHopChange() {
                    @Override
                    public boolean isNew() {
                        return isNew;
                    }

                    @Override
                    public NextHop handle() {
                        throw new UnsupportedOperationException();
                    }
                };

        assertThat(change.flags()).isEqualTo(flags);
    }

    @Test
    void destinations_are_asked_for_by_enumeration_flags() {
        DestinationQuery query =
                DestinationQuery.ofFlags(
                        DestinationQuery.OWN_DESTS | EnumRange.RANGE, Optional.of(TEN));

        assertThat(query.isOwnOnly()).isTrue();
        assertThat(query.range().flags()).isEqualTo(EnumRange.RANGE);
        assertThat(query.range().address()).contains(TEN);
        assertThat(query.views()).isEqualTo(ViewSet.ANY);
        assertThat(query.protocol()).isEqualTo(ProtocolId.BEST);
        assertThat(DestinationQuery.ofFlags(EnumRange.NEXT, Optional.of(TEN)).isOwnOnly())
                .isFalse();
    }

    @Test
    void routes_are_asked_for_by_enumeration_flags() {
        RouteQuery query =
                RouteQuery.ofFlags(RouteQuery.OWN_ROUTES | EnumRange.NEXT, Optional.of(TEN));

        assertThat(query.isOwnOnly()).isTrue();
        assertThat(query.range().flags()).isEqualTo(EnumRange.NEXT);
        assertThat(query.range().address()).contains(TEN);
        assertThat(query.views()).isEqualTo(ViewSet.ANY);
        assertThat(query.destination()).isEmpty();
        assertThat(query.criteria().flags()).isEqualTo(RouteCriteria.MATCH_NONE);
        assertThat(RouteQuery.ofFlags(EnumRange.START, Optional.empty()).isOwnOnly()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, DestinationQuery.OWN_DESTS | 3, RouteQuery.OWN_ROUTES})
    void other_enumeration_flags_are_refused(int flags) {
        assertThatThrownBy(() -> DestinationQuery.ofFlags(flags, Optional.of(TEN)))
                .isInstanceOf(RtmException.class)
                .hasMessageEndingWith("one of them");
    }

    @Test
    void a_range_by_flags_needs_an_address() {
        assertThatThrownBy(() -> RouteQuery.ofFlags(EnumRange.NEXT, Optional.empty()))
                .isInstanceOf(RtmException.class)
                .hasMessage("NEXT needs an address");
    }

    @Test
    void numbers_with_type_and_vendor_end_in_the_plain_one() {
        assertThat(ProtocolId.MS_IP_MSDP.protocol()).isEqualTo(9);
        assertThat(ProtocolId.MS_IP_IGMP.protocol()).isEqualTo(10);
        assertThat(ProtocolId.MS_IP_BGMP.protocol()).isEqualTo(11);
        assertThat(ProtocolId.MS_IP_BGMP.type()).isEqualTo(ProtocolId.PROTO_TYPE_MCAST);
        assertThat(ProtocolId.MS_IP_BGMP.vendor()).isEqualTo(ProtocolId.PROTO_VENDOR_MS1);
    }

    @Test
    void the_vendor_of_the_samples_is_cut_to_fourteen_bits() {
        ProtocolId rip = ProtocolId.of(ProtocolId.PROTO_TYPE_UCAST, 0xFFFF, 8);

        assertThat(rip.vendor()).isEqualTo(ProtocolId.PROTO_VENDOR_MS2);
        assertThat(rip.number()).isEqualTo(0x3FFF_0008);
    }
}
