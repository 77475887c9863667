package org.rtm.shell.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rtm.api.NetAddress;

class TextRoutesTest {
    @Test
    void a_line_gives_a_route_with_all_that_it_says() throws IOException {
        Reading reading = Reading.of("10.0.0.0/8 via 192.0.2.1 dev 3 metric 20\n");

        assertThat(reading.routes())
                .containsExactly(
                        new SourceRoute(
                                NetAddress.parse("10.0.0.0/8"),
                                Optional.of(NetAddress.parse("192.0.2.1")),
                                3,
                                20,
                                Optional.empty()));
        assertThat(reading.problems()).isEmpty();
    }

    @Test
    void a_line_may_say_no_more_than_the_prefix() throws IOException {
        Reading reading = Reading.of("2001:db8::/32");

        assertThat(reading.routes())
                .containsExactly(
                        new SourceRoute(
                                NetAddress.parse("2001:db8::/32"),
                                Optional.empty(),
                                0,
                                0,
                                Optional.empty()));
    }

    @Test
    void the_pairs_stand_in_any_order_between_spaces_and_tabs() throws IOException {
        Reading reading =
                Reading.of("  2001:db8::/32\tmetric 4294967295  dev 4294967295 via fe80::1 \r\n");

        SourceRoute route = reading.routes().get(0);
        assertThat(route.nextHop()).contains(NetAddress.parse("fe80::1"));
        assertThat(Integer.toUnsignedLong(route.interfaceIndex())).isEqualTo(4294967295L);
        assertThat(route.metric()).isEqualTo(4294967295L);
    }

    @Test
    void comments_and_blank_lines_give_nothing() throws IOException {
        Reading reading = Reading.of("# a table\n\n \t \r\n10.0.0.0/8 # ours\n#\n0.0.0.0/0\n");

        assertThat(reading.prefixes()).containsExactly("10.0.0.0/8", "0.0.0.0/0");
        assertThat(reading.problems()).isEmpty();
    }

    @Test
    void a_byte_order_mark_is_not_part_of_the_first_line() throws IOException {
        assertThat(Reading.of("\uFEFF10.0.0.0/8\n").prefixes()).containsExactly("10.0.0.0/8");
    }

    @Test
    void a_bare_address_is_a_host_route() throws IOException {
        assertThat(Reading.of("192.0.2.1\n2001:db8::1\n").prefixes())
                .containsExactly("192.0.2.1/32", "2001:db8::1/128");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "300.1.1.1|'300.1.1.1' is not an IPv4 or IPv6 address or prefix",
                "10.0.0.0/33|'10.0.0.0/33' is not an IPv4 prefix: the length after the slash is 0"
                        + " to 32",
                "10.0.0.1/8|10.0.0.1/8 has bits set past its length of 8; without them it is"
                        + " 10.0.0.0/8",
                "10.0.0.0/|'10.0.0.0/' is not an IPv4 prefix: the length after the slash is 0 to"
                        + " 32",
                "10.0.0.0/8 192.0.2.1|'192.0.2.1' is none of via, dev and metric",
                "10.0.0.0/8 via|via is followed by nothing; it takes an address",
                "10.0.0.0/8 via # later|via is followed by nothing; it takes an address",
                "10.0.0.0/8 via gateway|'gateway' is not an IPv4 or IPv6 address or prefix",
                "10.0.0.0/8 via 10.0.0.1/32|'10.0.0.1/32' is a prefix; via takes an address",
                "10.0.0.0/8 via ::/0|'::/0' is a prefix; via takes an address",
                "10.0.0.0/8 via ::1 via ::1|via is there twice",
                "10.0.0.0/8 dev 1 dev 1|dev is there twice",
                "10.0.0.0/8 metric 0 metric 0|metric is there twice",
                "10.0.0.0/8 dev eth0|'eth0' is no interface index; allowed are 0 to 4294967295",
                "10.0.0.0/8 metric -1|'-1' is no metric; allowed are 0 to 4294967295",
                "10.0.0.0/8 metric 4294967296|'4294967296' is no metric; allowed are 0 to"
                        + " 4294967295",
                "10.0.0.0/8 metric 99999999999999999999|'99999999999999999999' is no metric;"
                        + " allowed are 0 to 4294967295",
            })
    void a_bad_line_is_reported_with_its_number_and_the_rest_goes_on(String line, String reason)
            throws IOException {
        Reading reading = Reading.of("10.0.0.0/8\n\n" + line + "\n11.0.0.0/8\n");

        assertThat(reading.problems()).containsExactly("line 3: " + reason);
        assertThat(reading.prefixes()).containsExactly("10.0.0.0/8", "11.0.0.0/8");
    }

    @Test
    void a_line_too_long_to_be_a_route_is_reported_and_the_rest_goes_on() throws IOException {
        String longLine = "10.0.0.0/8 " + "x".repeat(200_000);

        Reading reading = Reading.of("10.0.0.0/8\n" + longLine + "\nbad\n11.0.0.0/8\n");

        assertThat(reading.problems())
                .containsExactly(
                        "line 2: is longer than the 4096 bytes allowed",
                        "line 3: 'bad' is not an IPv4 or IPv6 address or prefix");
        assertThat(reading.prefixes()).containsExactly("10.0.0.0/8", "11.0.0.0/8");
    }

    @Test
    void a_report_never_carries_what_a_terminal_would_obey() throws IOException {
        String lines =
                "10.0.0.0/8\n".repeat(500) + "\u001b[2J\u202e\u009b" + "y".repeat(100) + "\n";

        Reading reading = Reading.of(lines);

        assertThat(reading.problems())
                .singleElement()
                .asString()
                .startsWith("line 501: '?[2J??yyy")
                .contains("…'")
                .doesNotContain("\u001b", "\u202e", "\u009b");
    }

    @Test
    void lines_are_whole_wherever_the_buffer_ends() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 40_000; i++) {
            text.append("10.%d.%d.0/24 via 192.0.2.%d\n".formatted(i >> 8, i & 255, i % 7));
        }

        Reading reading = Reading.of(text.toString());

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.routes()).hasSize(40_000);
        assertThat(reading.prefixes().get(39_999)).isEqualTo("10.156.63.0/24");
    }
}
