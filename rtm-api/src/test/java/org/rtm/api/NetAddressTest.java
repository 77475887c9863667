package org.rtm.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.api.AddressFamily.IPV4;
import static org.rtm.api.AddressFamily.IPV6;
import static org.rtm.api.Refusals.assertInvalid;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetAddressTest {
    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    @Nested
    class Bytes {
        @Test
        void make_a_prefix_of_either_family() {
            assertThat(NetAddress.of(IPV4, bytes("0a000000"), 8)).hasToString("10.0.0.0/8");
            assertThat(NetAddress.of(IPV6, bytes("20010db8000000000000000000000000"), 32))
                    .hasToString("2001:db8::/32");
        }

        @Test
        void come_back_as_they_went_in() {
            byte[] ipv4 = bytes("c0a80180");
            byte[] ipv6 = bytes("20010db80123456789abcdef00112233");

            assertThat(NetAddress.of(IPV4, ipv4, 25).bytes()).isEqualTo(ipv4);
            assertThat(NetAddress.of(IPV6, ipv6, 128).bytes()).isEqualTo(ipv6);
        }

        @Test
        void are_copied_both_ways() {
            byte[] given = bytes("0a000000");
            NetAddress prefix = NetAddress.of(IPV4, given, 8);

            given[0] = 11;
            prefix.bytes()[0] = 12;

            assertThat(prefix).hasToString("10.0.0.0/8");
        }

        @Test
        void with_bits_past_the_length_are_refused_with_the_address() {
            assertInvalid(
                    () -> NetAddress.of(IPV4, bytes("0a010000"), 8),
                    "10.1.0.0/8 has bits set past its length of 8; without them it is 10.0.0.0/8");
            assertInvalid(
                    () -> NetAddress.of(IPV6, bytes("20010db8000000000000000000000001"), 127),
                    "2001:db8::1/127 has bits set past its length of 127; without them it is 2001:db8::/127");
        }

        @Test
        void with_bits_past_the_length_are_masked_where_that_is_asked_for() {
            assertThat(NetAddress.masked(IPV4, bytes("0affffff"), 9)).hasToString("10.128.0.0/9");
            assertThat(NetAddress.masked(IPV4, bytes("ffffffff"), 0)).hasToString("0.0.0.0/0");
            assertThat(NetAddress.masked(IPV4, bytes("ffffffff"), 32))
                    .hasToString("255.255.255.255/32");
            assertThat(NetAddress.masked(IPV6, bytes("ffffffffffffffffffffffffffffffff"), 65))
                    .hasToString("ffff:ffff:ffff:ffff:8000::/65");
            assertThat(NetAddress.masked(IPV6, bytes("ffffffffffffffffffffffffffffffff"), 64))
                    .hasToString("ffff:ffff:ffff:ffff::/64");
            assertThat(NetAddress.masked(IPV6, bytes("ffffffffffffffffffffffffffffffff"), 0))
                    .hasToString("::/0");
        }

        @Test
        void too_many_or_too_few_for_the_family_are_refused() {
            assertInvalid(
                    () -> NetAddress.of(IPV4, new byte[5], 8),
                    "an IPv4 address has 4 bytes, not 5");
            assertInvalid(
                    () -> NetAddress.masked(IPV4, new byte[16], 8),
                    "an IPv4 address has 4 bytes, not 16");
            assertInvalid(
                    () -> NetAddress.of(IPV6, new byte[4], 8),
                    "an IPv6 address has 16 bytes, not 4");
        }

        @Test
        void with_a_length_out_of_range_are_refused() {
            assertInvalid(
                    () -> NetAddress.of(IPV4, new byte[4], 33),
                    "33 is not the length of an IPv4 prefix; allowed are 0 to 32");
            assertInvalid(
                    () -> NetAddress.masked(IPV4, new byte[4], -1),
                    "-1 is not the length of an IPv4 prefix; allowed are 0 to 32");
            assertInvalid(
                    () -> NetAddress.of(IPV6, new byte[16], 129),
                    "129 is not the length of an IPv6 prefix; allowed are 0 to 128");
        }

        @Test
        void in_two_words_are_the_same_prefix() {
            assertThat(NetAddress.ofBits(IPV4, 0x0A00_0000_0000_0000L, 0, 8))
                    .isEqualTo(NetAddress.of(IPV4, bytes("0a000000"), 8));
            assertThat(NetAddress.ofBits(IPV6, 0x2001_0DB8_0000_0000L, 1, 128))
                    .isEqualTo(NetAddress.of(IPV6, bytes("20010db8000000000000000000000001"), 128))
                    .satisfies(
                            prefix -> {
                                assertThat(prefix.highBits()).isEqualTo(0x2001_0DB8_0000_0000L);
                                assertThat(prefix.lowBits()).isEqualTo(1);
                            });
        }

        @Test
        void in_two_words_with_bits_where_an_ipv4_address_has_none_are_refused() {
            assertInvalid(
                    () -> NetAddress.ofBits(IPV4, 0, 1, 32),
                    "0.0.0.0/32 has bits set past its length of 32; without them it is 0.0.0.0/32");
            assertInvalid(
                    () -> NetAddress.ofBits(IPV4, 0x0A00_0001_0000_0001L, 0, 32),
                    "10.0.0.1/32 has bits set past its length of 32; without them it is 10.0.0.1/32");
        }
    }

    @Nested
    class Masks {
        @ParameterizedTest
        @CsvSource({
            "0, 00000000",
            "1, 80000000",
            "8, ff000000",
            "24, ffffff00",
            "31, fffffffe",
            "32, ffffffff"
        })
        void and_lengths_are_converted_to_each_other(int length, String hex) {
            int mask = Integer.parseUnsignedInt(hex, 16);

            assertThat(NetAddress.ipv4MaskFromLength(length)).isEqualTo(mask);
            assertThat(NetAddress.ipv4LengthFromMask(mask)).isEqualTo(length);
        }

        @Test
        void that_are_not_contiguous_are_refused() {
            assertInvalid(
                    () -> NetAddress.ipv4LengthFromMask(0xFF00FF00),
                    "255.0.255.0 is not a network mask: its ones are not all before its zeros");
            assertInvalid(
                    () -> NetAddress.ipv4WithMask(0x0A000000, 0x000000FF),
                    "0.0.0.255 is not a network mask: its ones are not all before its zeros");
        }

        @Test
        void from_lengths_out_of_range_are_refused() {
            assertInvalid(
                    () -> NetAddress.ipv4MaskFromLength(33),
                    "33 is not the length of an IPv4 prefix; allowed are 0 to 32");
        }

        @Test
        void and_addresses_make_a_prefix_and_come_back() {
            NetAddress prefix = NetAddress.ipv4WithMask(0xC0A80100, 0xFFFFFF00);

            assertThat(prefix).isEqualTo(NetAddress.ipv4(0xC0A80100, 24));
            assertThat(prefix).hasToString("192.168.1.0/24");
            assertThat(prefix.ipv4Address()).isEqualTo(0xC0A80100);
            assertThat(prefix.ipv4Mask()).isEqualTo(0xFFFFFF00);
            assertThat(prefix.length()).isEqualTo(24);
        }

        @Test
        void leave_no_bit_outside() {
            assertInvalid(
                    () -> NetAddress.ipv4WithMask(0xC0A80101, 0xFFFFFF00),
                    "192.168.1.1/24 has bits set past its length of 24; without them it is 192.168.1.0/24");
            assertInvalid(
                    () -> NetAddress.ipv4(0xC0A80101, 24),
                    "192.168.1.1/24 has bits set past its length of 24; without them it is 192.168.1.0/24");
        }

        @Test
        void are_of_ipv4_only() {
            NetAddress prefix = NetAddress.parse("2001:db8::/32");

            assertInvalid(prefix::ipv4Address, "2001:db8::/32 is not an IPv4 prefix");
            assertInvalid(prefix::ipv4Mask, "2001:db8::/32 is not an IPv4 prefix");
        }
    }

    @Nested
    class Text {
        @ParameterizedTest
        @CsvSource({
            "10.0.0.0/8, 10.0.0.0/8",
            "0.0.0.0/0, 0.0.0.0/0",
            "192.0.2.1, 192.0.2.1/32",
            "255.255.255.255, 255.255.255.255/32",
            "2001:db8::/32, 2001:db8::/32",
            "::/0, ::/0",
            "::1, ::1/128",
            "2001:DB8::A, 2001:db8::a/128",
            // RFC 5952: leading zeros go, the longest run of zeros is shortened, of equal ones the
            // first, a single zero never
            "2001:0db8:0000:0000:0000:0000:0002:0001, 2001:db8::2:1/128",
            "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1/128",
            "2001:0:0:1:0:0:0:1, 2001:0:0:1::1/128",
            "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1/128",
            "0:0:1::, 0:0:1::/128",
            "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0/128",
            "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8/128",
            "fe80::, fe80::/128",
            "1::, 1::/128",
            "::ffff:192.0.2.1, ::ffff:192.0.2.1/128",
            "::ffff:c000:0201, ::ffff:192.0.2.1/128",
            "::192.0.2.1, ::c000:201/128",
            "64:ff9b::192.0.2.33, 64:ff9b::c000:221/128",
            "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304/128",
            "::ffff:0:0/96, ::ffff:0.0.0.0/96"
        })
        void is_read_and_written_as_people_write_it(String text, String written) {
            assertThat(NetAddress.parse(text)).hasToString(written);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "/",
                    "/8",
                    "router",
                    "localhost",
                    "10",
                    "10.1",
                    "10.0.0",
                    "10.0.0.",
                    "10.0.0.0.0",
                    "10.0.0.256",
                    "10.0.0.-1",
                    "10.0.0.01",
                    "010.0.0.1",
                    "10.0.0.0x1",
                    " 10.0.0.1",
                    "10.0.0.1 ",
                    "١.0.0.1",
                    ":",
                    ":::",
                    ":1",
                    "1:",
                    "1::2::3",
                    "1:2:3:4:5:6:7",
                    "1:2:3:4:5:6:7:8:9",
                    "::1:2:3:4:5:6:7:8",
                    "1:2:3:4:5:6:7:8::",
                    "12345::",
                    "g::",
                    "-1::",
                    "fe80::1%eth0",
                    "[::1]",
                    "1.2.3.4::",
                    "1.2.3.4::5",
                    "1.2.3.4::1.2.3.4",
                    "::1.2.3.4:5",
                    "::1.2.3",
                    "::1.2.3.256",
                    "1:2:3:4:5:6:7:1.2.3.4",
                    "//8"
                })
        void that_is_no_address_is_refused_with_the_text(String text) {
            assertInvalid(
                    () -> NetAddress.parse(text),
                    "'" + text + "' is not an IPv4 or IPv6 address or prefix");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"", "33", "-1", "+8", "8 ", "x", "999", "1000", "08", "8/8", "٨", "0x8"})
        void with_another_length_than_a_number_in_range_is_refused(String length) {
            assertInvalid(
                    () -> NetAddress.parse("10.0.0.0/" + length),
                    "'10.0.0.0/"
                            + length
                            + "' is not an IPv4 prefix: the length after the slash is 0 to 32");
        }

        @Test
        void with_an_ipv6_length_out_of_range_is_refused() {
            assertInvalid(
                    () -> NetAddress.parse("::/129"),
                    "'::/129' is not an IPv6 prefix: the length after the slash is 0 to 128");
        }

        @Test
        void with_bits_past_the_length_is_refused_as_it_was_written() {
            assertInvalid(
                    () -> NetAddress.parse("10.1.0.0/8"),
                    "10.1.0.0/8 has bits set past its length of 8; without them it is 10.0.0.0/8");
            assertInvalid(
                    () -> NetAddress.parse("2001:DB8:0::1/32"),
                    "2001:DB8:0::1/32 has bits set past its length of 32; without them it is 2001:db8::/32");
        }

        @Test
        void of_the_address_alone_has_no_length() {
            assertThat(NetAddress.parse("10.0.0.0/8").addressText()).isEqualTo("10.0.0.0");
            assertThat(NetAddress.parse("2001:db8::/32").addressText()).isEqualTo("2001:db8::");
        }
    }

    @Nested
    class Hosts {
        @Test
        void are_prefixes_of_full_length() throws Exception {
            NetAddress ipv4 = NetAddress.host(InetAddress.getByName("192.0.2.1"));
            NetAddress ipv6 = NetAddress.host(InetAddress.getByName("2001:db8::1"));

            assertThat(ipv4).isEqualTo(NetAddress.parse("192.0.2.1"));
            assertThat(ipv6).isEqualTo(NetAddress.parse("2001:db8::1"));
            assertThat(Stream.of(ipv4, ipv6)).allMatch(NetAddress::isHost);
            assertThat(NetAddress.parse("192.0.2.0/31").isHost()).isFalse();
        }

        @Test
        void are_addresses_of_the_jdk_too() {
            assertThat(NetAddress.parse("192.0.2.1").toInetAddress())
                    .isInstanceOf(Inet4Address.class)
                    .hasToString("/192.0.2.1");
            assertThat(NetAddress.parse("::ffff:192.0.2.1").toInetAddress())
                    .as("an IPv4-mapped address stays one of IPv6")
                    .isInstanceOf(Inet6Address.class);
        }

        @Test
        void that_are_unspecified_are_not_the_prefix_of_all() {
            assertThat(NetAddress.unspecified(IPV4)).hasToString("0.0.0.0/32");
            assertThat(NetAddress.unspecified(IPV6)).hasToString("::/128");
            assertThat(NetAddress.all(IPV4)).hasToString("0.0.0.0/0");
            assertThat(NetAddress.all(IPV6)).hasToString("::/0");
        }
    }

    @Test
    void the_order_is_by_bits_then_the_shorter_first_and_ipv4_before_ipv6() {
        assertThat(
                        Stream.of(
                                        "::/0",
                                        "128.0.0.0/1",
                                        "10.0.0.0/9",
                                        "0.0.0.0/32",
                                        "8000::/1",
                                        "10.0.0.0/8",
                                        "::/128",
                                        "0.0.0.0/0",
                                        "10.64.0.0/10",
                                        "::1/128",
                                        "9.0.0.0/8")
                                .map(NetAddress::parse)
                                .sorted()
                                .map(NetAddress::toString))
                .containsExactly(
                        "0.0.0.0/0",
                        "0.0.0.0/32",
                        "9.0.0.0/8",
                        "10.0.0.0/8",
                        "10.0.0.0/9",
                        "10.64.0.0/10",
                        "128.0.0.0/1",
                        "::/0",
                        "::/128",
                        "::1/128",
                        "8000::/1");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.0.0.0/8, true",
        "10.0.0.0/8, 10.255.0.0/16, true",
        "10.255.0.0/16, 10.0.0.0/8, false",
        "10.0.0.0/8, 11.0.0.0/8, false",
        "0.0.0.0/0, 255.255.255.255, true",
        "0.0.0.0/0, ::, false",
        "::/0, 0.0.0.0, false",
        "2001:db8::/32, 2001:db8::1, true",
        "2001:db8::/65, 2001:db8:0:0:8000::, false",
        "2001:db8::/64, 2001:db8:0:0:8000::, true"
    })
    void a_prefix_covers_itself_and_the_longer_ones_that_begin_with_it(
            String prefix, String other, boolean covers) {
        assertThat(NetAddress.parse(prefix).covers(NetAddress.parse(other))).isEqualTo(covers);
    }

    @Test
    void prefixes_are_equal_by_family_bits_and_length() {
        NetAddress prefix = NetAddress.parse("0.0.0.0/0");

        assertThat(prefix)
                .isEqualTo(NetAddress.ipv4(0, 0))
                .hasSameHashCodeAs(NetAddress.ipv4(0, 0))
                .isNotEqualTo(NetAddress.parse("0.0.0.0/1"))
                .isNotEqualTo(NetAddress.parse("::/0"));
    }

    @Test
    void families_have_the_numbers_of_rtmv2() {
        assertThat(AddressFamily.of(2)).isEqualTo(IPV4);
        assertThat(AddressFamily.of(23)).isEqualTo(IPV6);
        assertInvalid(
                () -> AddressFamily.of(10),
                "10 is not an address family; 2 (IPv4) and 23 (IPv6) are");
    }
}
