package org.rtm.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.api.Refusals.assertInvalid;

import org.junit.jupiter.api.Test;

class FlagsTest {
    @Test
    void groups_of_route_flags_are_those_of_rtmv2() {
        assertThat(RouteFlags.FORWARDING)
                .isEqualTo(
                        RouteFlags.MARTIAN
                                .plus(RouteFlags.BLACKHOLE)
                                .plus(RouteFlags.DISCARD)
                                .plus(RouteFlags.INACTIVE));
        assertThat(RouteFlags.ANY_UNICAST)
                .isEqualTo(RouteFlags.LOCAL.plus(RouteFlags.REMOTE).plus(RouteFlags.MYSELF));
        assertThat(RouteFlags.ANY_MCAST).isEqualTo(RouteFlags.MCAST.plus(RouteFlags.LOCAL_MCAST));
        assertThat(RouteFlags.SUBNET_BCAST)
                .isEqualTo(RouteFlags.ONES_SUBNETBC.plus(RouteFlags.ZEROS_SUBNETBC));
        assertThat(RouteFlags.NET_BCAST)
                .isEqualTo(RouteFlags.ONES_NETBC.plus(RouteFlags.ZEROS_NETBC));
        assertThat(RouteFlags.ANY_BCAST)
                .isEqualTo(
                        RouteFlags.LIMITED_BC
                                .plus(RouteFlags.NET_BCAST)
                                .plus(RouteFlags.SUBNET_BCAST));
    }

    @Test
    void route_flags_are_added_taken_away_and_asked_for() {
        RouteFlags flags = RouteFlags.LOCAL.plus(RouteFlags.MYSELF);

        assertThat(flags.bits()).isEqualTo(0x50);
        assertThat(flags.contains(RouteFlags.LOCAL)).isTrue();
        assertThat(flags.contains(RouteFlags.ANY_UNICAST)).isFalse();
        assertThat(flags.intersects(RouteFlags.ANY_UNICAST)).isTrue();
        assertThat(flags.intersects(RouteFlags.FORWARDING)).isFalse();
        assertThat(flags.minus(RouteFlags.LOCAL)).isEqualTo(RouteFlags.MYSELF);
        assertThat(flags.minus(flags)).isEqualTo(RouteFlags.NONE);
        assertThat(flags.contains(RouteFlags.NONE)).isTrue();
    }

    @Test
    void route_flags_are_written_by_their_names() {
        assertThat(RouteFlags.LOCAL.plus(RouteFlags.MYSELF)).hasToString("LOCAL|MYSELF");
        assertThat(RouteFlags.of(0x8801)).hasToString("MARTIAN|0x0800|ONES_SUBNETBC");
        assertThat(RouteFlags.NONE).hasToString("");
    }

    @Test
    void route_flags_of_equal_bits_are_equal() {
        assertThat(RouteFlags.of(0x8000))
                .isEqualTo(RouteFlags.ONES_SUBNETBC)
                .hasSameHashCodeAs(RouteFlags.ONES_SUBNETBC)
                .isNotEqualTo(RouteFlags.ONES_NETBC);
    }

    @Test
    void route_flags_have_sixteen_bits() {
        assertInvalid(
                () -> RouteFlags.of(0x1_0000), "0x10000 are not route flags; allowed are 16 bits");
        assertInvalid(
                () -> RouteFlags.of(-1), "0xFFFFFFFF are not route flags; allowed are 16 bits");
    }

    @Test
    void next_hop_flags_are_added_asked_for_and_written() {
        NextHopFlags both = NextHopFlags.REMOTE.plus(NextHopFlags.DOWN);

        assertThat(both).isEqualTo(NextHopFlags.of(3)).hasToString("REMOTE|DOWN");
        assertThat(both.contains(NextHopFlags.REMOTE)).isTrue();
        assertThat(NextHopFlags.DOWN.contains(both)).isFalse();
        assertThat(NextHopFlags.DOWN).hasToString("DOWN");
        assertThat(NextHopFlags.REMOTE).hasToString("REMOTE");
        assertThat(NextHopFlags.of(0)).isEqualTo(NextHopFlags.NONE).hasToString("");
    }

    @Test
    void next_hop_flags_without_a_meaning_are_refused() {
        assertInvalid(
                () -> NextHopFlags.of(4),
                "0x4 are not next hop flags; allowed are 1 (REMOTE) and 2 (DOWN)");
    }
}
