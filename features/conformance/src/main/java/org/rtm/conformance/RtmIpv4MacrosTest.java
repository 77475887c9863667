package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.conformance.Router.assertRefused;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;
import org.rtm.api.RtmStatus;

/** The macros of the reference, whose address 10.10.10.0 and mask 255.255.255.0 these are. */
class RtmIpv4MacrosTest {
    private static final int ADDRESS = 0x0A0A0A00;
    private static final int MASK = 0xFFFFFF00;
    private static final int LENGTH = 24;
    private static final NetAddress PREFIX = NetAddress.parse("10.10.10.0/24");

    @Test
    void set_addr_and_len_and_make_net_address_make_a_prefix_of_address_and_length() {
        NetAddress made = NetAddress.ipv4(ADDRESS, LENGTH);

        assertThat(made).isEqualTo(PREFIX);
        assertThat(made.family()).isEqualTo(AddressFamily.IPV4);
        assertThat(made.length()).isEqualTo(LENGTH);
        assertThat(made.bytes()).containsExactly(10, 10, 10, 0);
    }

    @Test
    void set_addr_and_mask_makes_a_prefix_of_address_and_mask() {
        assertThat(NetAddress.ipv4WithMask(ADDRESS, MASK)).isEqualTo(PREFIX);
    }

    @Test
    void get_addr_and_len_gives_the_address_and_the_length() {
        assertThat(PREFIX.ipv4Address()).isEqualTo(ADDRESS);
        assertThat(PREFIX.length()).isEqualTo(LENGTH);
    }

    @Test
    void get_addr_and_mask_gives_the_mask_of_the_length_not_the_one_that_the_reference_prints() {
        assertThat(PREFIX.ipv4Address()).isEqualTo(ADDRESS);
        assertThat(PREFIX.ipv4Mask()).isEqualTo(MASK);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.0.0.0", "8, 255.0.0.0", "24, 255.255.255.0", "32, 255.255.255.255"})
    void mask_from_len_and_len_from_mask_are_each_others_inverse(int length, String text) {
        int mask = NetAddress.parse(text).ipv4Address();

        assertThat(NetAddress.ipv4MaskFromLength(length)).isEqualTo(mask);
        assertThat(NetAddress.ipv4LengthFromMask(mask)).isEqualTo(length);
    }

    @Test
    void each_of_the_33_lengths_has_its_mask() {
        assertThat(IntStream.rangeClosed(0, 32).map(NetAddress::ipv4MaskFromLength))
                .extracting(NetAddress::ipv4LengthFromMask)
                .containsExactlyElementsOf(IntStream.rangeClosed(0, 32).boxed().toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"255.0.255.0", "0.0.0.255", "255.255.255.1"})
    void a_mask_that_is_not_contiguous_is_refused_where_the_macro_guesses(String text) {
        int mask = NetAddress.parse(text).ipv4Address();

        assertRefused(RtmStatus.INVALID_PARAMETER, () -> NetAddress.ipv4LengthFromMask(mask));
        assertRefused(RtmStatus.INVALID_PARAMETER, () -> NetAddress.ipv4WithMask(0, mask));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 33})
    void a_length_out_of_range_is_refused_where_the_macro_is_undefined(int length) {
        assertRefused(RtmStatus.INVALID_PARAMETER, () -> NetAddress.ipv4MaskFromLength(length));
        assertRefused(RtmStatus.INVALID_PARAMETER, () -> NetAddress.ipv4(0, length));
    }

    @Test
    void bits_past_the_length_are_refused_or_cleared_where_that_is_asked_for() {
        byte[] host = {10, 10, 10, 10};

        assertRefused(RtmStatus.INVALID_PARAMETER, () -> NetAddress.ipv4(0x0A0A0A0A, LENGTH));
        assertThat(NetAddress.masked(AddressFamily.IPV4, host, LENGTH)).isEqualTo(PREFIX);
    }

    @Test
    void a_prefix_of_ipv6_gives_neither_address_nor_mask() {
        NetAddress ipv6 = NetAddress.parse("2001:db8::/32");

        assertRefused(RtmStatus.INVALID_PARAMETER, ipv6::ipv4Address);
        assertRefused(RtmStatus.INVALID_PARAMETER, ipv6::ipv4Mask);
    }
}
