package org.rtm.shell.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.rtm.shell.source.MrtFile.entry;
import static org.rtm.shell.source.MrtFile.entryWithPathIdentifier;
import static org.rtm.shell.source.MrtFile.hex;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rtm.api.NetAddress;
import org.rtm.shell.source.SourceRoute.Peer;

class MrtRoutesTest {
    private static final String PATH_OF_TWO = "40 02 0a 02 02 0000fbf4 0000fbf5 ";
    private static final String NEXT_HOP = "40 03 04 c6336401 ";
    private static final String MED = "80 04 04 00000063 ";
    private static final String SHORT_REACH = "80 0e 11 10 20010db8000000000000000000000002 ";

    @Test
    void an_ipv4_record_gives_a_route_for_each_of_its_entries() throws IOException {
        byte[] file =
                new MrtFile()
                        .peers()
                        .rib(
                                2,
                                22,
                                "0a0104",
                                entry(0, "40 01 01 00 " + PATH_OF_TWO + NEXT_HOP + MED),
                                entry(1, NEXT_HOP))
                        .bytes();

        Reading reading = Reading.of(file);

        NetAddress prefix = NetAddress.parse("10.1.4.0/22");
        Optional<NetAddress> nextHop = Optional.of(NetAddress.parse("198.51.100.1"));
        assertThat(reading.routes())
                .containsExactly(
                        new SourceRoute(prefix, nextHop, 0, 2, peer("192.0.2.1", 64500)),
                        new SourceRoute(prefix, nextHop, 0, 0, peer("2001:db8::1", 4200000000L)));
        assertThat(reading.cutShort()).isEmpty();
        assertThat(reading.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "the next hop alone, 80 0e 11 10 20010db8000000000000000000000002",
        "with a link-local one, 80 0e 21 20 20010db8000000000000000000000002"
                + " fe800000000000000000000000000001",
        "the whole attribute, 80 0e 1a 0002 01 10 20010db8000000000000000000000002 00 20 20010db8",
        "with an extended length, 90 0e 0011 10 20010db8000000000000000000000002",
    })
    void an_ipv6_next_hop_is_found_in_every_form_that_collectors_write(
            String form, String attribute) throws IOException {
        byte[] file = new MrtFile().peers().rib(4, 32, "20010db8", entry(1, attribute)).bytes();

        Reading reading = Reading.of(file);

        assertThat(reading.problems()).as(form).isEmpty();
        assertThat(reading.routes())
                .singleElement()
                .satisfies(
                        route -> {
                            assertThat(route.prefix()).hasToString("2001:db8::/32");
                            assertThat(route.nextHop()).contains(NetAddress.parse("2001:db8::2"));
                        });
    }

    @Test
    void a_next_hop_of_zeros_is_none() throws IOException {
        byte[] file = new MrtFile().peers().rib(2, 0, "", entry(0, "40 03 04 00000000")).bytes();

        SourceRoute route = Reading.of(file).routes().get(0);

        assertThat(route.prefix()).hasToString("0.0.0.0/0");
        assertThat(route.nextHop()).isEmpty();
    }

    @Test
    void the_metric_is_the_path_length_with_a_set_as_one_and_confederations_as_nothing()
            throws IOException {
        String path =
                "50 02 0024 02 02 00000001 00000002"
                        + " 01 03 00000003 00000004 00000005"
                        + " 03 01 00000006 04 01 00000007";

        byte[] file = new MrtFile().peers().rib(2, 8, "0a", entry(0, path + NEXT_HOP)).bytes();

        assertThat(Reading.of(file).routes().get(0).metric()).isEqualTo(3);
    }

    @Test
    void records_with_path_identifiers_are_read_too() throws IOException {
        byte[] file =
                new MrtFile()
                        .peers()
                        .rib(
                                8,
                                8,
                                "0a",
                                entryWithPathIdentifier(0, 1, NEXT_HOP),
                                entryWithPathIdentifier(0, 2, NEXT_HOP))
                        .rib(10, 16, "2001", entryWithPathIdentifier(1, 1, SHORT_REACH))
                        .bytes();

        assertThat(Reading.of(file).prefixes())
                .containsExactly("10.0.0.0/8", "10.0.0.0/8", "2001::/16");
    }

    @Test
    void bits_past_the_length_of_a_prefix_count_for_nothing() throws IOException {
        byte[] file = new MrtFile().peers().rib(2, 9, "0aff", entry(0, NEXT_HOP)).bytes();

        assertThat(Reading.of(file).prefixes()).containsExactly("10.128.0.0/9");
    }

    @Test
    void other_records_are_skipped_counted_and_named() throws IOException {
        byte[] file =
                new MrtFile()
                        .record(16, 4, out -> out.writeInt(0))
                        .peers()
                        .record(16, 4, out -> out.writeInt(0))
                        .record(12, 1, out -> out.writeInt(0))
                        .rib(3, 8, "e0", entry(0, NEXT_HOP))
                        .record(13, 6, out -> out.writeInt(0))
                        .record(13, 99, out -> out.writeInt(0))
                        .rib(2, 8, "0a", entry(0, NEXT_HOP))
                        .bytes();

        Reading reading = Reading.of(file);

        assertThat(reading.prefixes()).containsExactly("10.0.0.0/8");
        assertThat(reading.skipped())
                .isEqualTo(
                        Map.of(
                                "BGP4MP", 2L,
                                "TABLE_DUMP", 1L,
                                "RIB_IPV4_MULTICAST", 1L,
                                "RIB_GENERIC", 1L,
                                "TABLE_DUMP_V2 subtype 99", 1L));
        assertThat(reading.cutShort()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 40 03 05 c633640100, a next hop of 5 bytes; allowed are 4 and 16 and 32",
        "0, 40 03 ff c6336401, NEXT_HOP needs 255 bytes where 4 are left",
        "0, 40 02 06 09 01 00000001, 9 is not the type of an AS path segment; allowed are 1 to 4",
        "0, 40 02 06 02 ff 00000001, AS path segment needs 1020 bytes where 4 are left",
        "0, 40 99 02 00, attribute needs 2 bytes where 1 are left",
        "2, 40 03 04 c6336401, there is no peer 2; the file lists 2",
    })
    void a_malformed_entry_is_reported_with_its_record_and_the_next_record_read(
            int peer, String attributes, String reason) throws IOException {
        byte[] file =
                new MrtFile()
                        .peers()
                        .rib(2, 8, "0a", entry(0, NEXT_HOP), entry(peer, attributes))
                        .rib(2, 8, "0b", entry(0, NEXT_HOP))
                        .bytes();

        Reading reading = Reading.of(file);

        assertThat(reading.problems())
                .containsExactly("record 2: " + reason.replace("4 and 16 and 32", "4, 16 and 32"));
        assertThat(reading.prefixes()).containsExactly("10.0.0.0/8", "11.0.0.0/8");
    }

    @Test
    void a_prefix_longer_than_its_family_allows_is_reported() throws IOException {
        byte[] file =
                new MrtFile()
                        .peers()
                        .rib(2, 33, "0a00000000", entry(0, NEXT_HOP))
                        .rib(4, 129, "00".repeat(17), entry(0, NEXT_HOP))
                        .bytes();

        assertThat(Reading.of(file).problems())
                .containsExactly(
                        "record 2: 33 is not the length of an IPv4 prefix; allowed are 0 to 32",
                        "record 3: 129 is not the length of an IPv6 prefix; allowed are 0 to 128");
    }

    @Test
    void a_peer_table_that_claims_more_than_it_has_is_reported() throws IOException {
        byte[] file =
                new MrtFile()
                        .record(13, 1, out -> out.write(hex("0a000001 0000 ffff 00")))
                        .rib(2, 8, "0a", entry(7, NEXT_HOP))
                        .bytes();

        Reading reading = Reading.of(file);

        assertThat(reading.problems())
                .containsExactly("record 1: BGP identifier needs 4 bytes where 0 are left");
        assertThat(reading.routes())
                .singleElement()
                .satisfies(route -> assertThat(route.peer()).isEmpty());
    }

    @Test
    void a_cut_file_gives_its_whole_records_and_says_that_it_is_truncated() throws IOException {
        byte[] first = new MrtFile().peers().rib(2, 8, "0a", entry(0, NEXT_HOP)).bytes();
        byte[] file = Reading.join(first, hex("537ee3e0 000d 0002 00000100 0000"));

        Reading reading = Reading.of(file);

        assertThat(reading.prefixes()).containsExactly("10.0.0.0/8");
        assertThat(reading.cutShort())
                .contains(
                        "truncated: the file ends after %d bytes, in the middle of a record, after"
                                        .formatted(file.length)
                                + " 2 whole MRT records");
    }

    @Test
    void a_record_of_an_impossible_length_ends_the_reading_without_the_memory_for_it()
            throws IOException {
        byte[] first = new MrtFile().peers().rib(2, 8, "0a", entry(0, NEXT_HOP)).bytes();
        byte[] file = Reading.join(first, hex("537ee3e0 000d 0002 ffffffff 0000"));

        Reading reading = Reading.of(file);

        assertThat(reading.prefixes()).containsExactly("10.0.0.0/8");
        assertThat(reading.cutShort())
                .contains(
                        "damaged: record 3, at byte %d, is said to be of type 13 and 4294967295"
                                        .formatted(first.length)
                                + " bytes long");
    }

    @Test
    void a_record_of_a_type_that_mrt_does_not_have_ends_the_reading() throws IOException {
        byte[] file =
                new MrtFile()
                        .rib(2, 8, "0a", entry(0, NEXT_HOP))
                        .record(4711, 0, out -> out.writeInt(0))
                        .bytes();

        Reading reading = Reading.of(file);

        assertThat(reading.prefixes()).containsExactly("10.0.0.0/8");
        assertThat(reading.cutShort()).get().asString().startsWith("damaged: record 2, at byte");
    }

    @Test
    void a_file_of_zeros_is_refused() {
        assertThatThrownBy(() -> Reading.of(new byte[1000]))
                .isInstanceOf(SourceException.class)
                .hasMessage(
                        "cannot import routes: it is neither routes as text nor an MRT file, but"
                                + " begins with 00 00 00 00 00 00 00 00 00 00 00 00; allowed are both,"
                                + " as they are or compressed once by gzip or bzip2");
    }

    @Test
    void a_cut_download_of_a_real_dump_gives_what_is_in_it_and_says_truncated() throws IOException {
        Path download = Path.of("../../shared/data/rib.20140523.0600_firstMB.bz2");
        if (!Files.exists(download)) {
            System.out.println("skipped: there is no " + download);
        }
        Assumptions.assumeTrue(Files.exists(download));

        Reading reading = Reading.of(download);

        assertThat(reading.routes()).hasSizeGreaterThanOrEqualTo(270_000);
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.skipped()).isEmpty();
        assertThat(reading.cutShort())
                .get()
                .asString()
                .matches(
                        "truncated: the bzip2-compressed file ends after 1048576 bytes, in the"
                                + " middle of its data, after \\d+ whole MRT records");
        assertThat(reading.routes().get(1))
                .isEqualTo(
                        new SourceRoute(
                                NetAddress.parse("1.0.0.0/24"),
                                Optional.of(NetAddress.parse("157.130.10.233")),
                                0,
                                3,
                                peer("157.130.10.233", 701)));
    }

    @Test
    void the_header_of_a_record_is_needed_to_recognise_a_file() throws IOException {
        byte[] file = new MrtFile().peers().bytes();

        assertThat(MrtRoutes.recognises(Arrays.copyOf(file, 11))).isFalse();
        assertThat(MrtRoutes.recognises(Arrays.copyOf(file, 12))).isTrue();
    }

    private static Optional<Peer> peer(String address, long asNumber) {
        return Optional.of(new Peer(NetAddress.parse(address), asNumber));
    }
}
