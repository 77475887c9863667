package org.rtm.protocol.rip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rtm.api.NetAddress;

class MessageFormatTest {
    @Test
    void a_response_is_written_as_the_rfc_draws_it() {
        RipMessage response =
                new RipMessage.Response(
                        List.of(
                                new RipEntry(
                                        NetAddress.parse("10.1.0.0/16"),
                                        7,
                                        NetAddress.parse("192.0.2.9"),
                                        3)));

        byte[] bytes = MessageFormat.write(response);

        assertThat(hex(bytes))
                .isEqualTo("02020000" + "00020007" + "0a010000ffff0000c000020900000003");
    }

    @Test
    void the_request_for_the_whole_table_is_one_entry_of_no_family_and_infinite_metric()
            throws RefusedException {
        byte[] bytes = MessageFormat.write(new RipMessage.TableRequest());

        assertThat(hex(bytes)).isEqualTo("01020000" + "00".repeat(19) + "10");
        assertThat(MessageFormat.read(bytes).message()).isInstanceOf(RipMessage.TableRequest.class);
    }

    @Test
    void a_request_for_certain_routes_may_have_any_metric() throws RefusedException {
        byte[] bytes = bytes("01020000" + "000200000a010000ffff00000000000000000000");

        Received received = MessageFormat.read(bytes);

        assertThat(received.message())
                .isEqualTo(
                        new RipMessage.RouteRequest(
                                List.of(RipEntry.of(NetAddress.parse("10.1.0.0/16"), 0))));
        assertThat(received.refusals()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', LENGTH",
        "020200, LENGTH",
        "0202000000, LENGTH",
        "02010000, VERSION",
        "02030000, VERSION",
        "00020000, COMMAND",
        "03020000, COMMAND",
        "02020001, RESERVED_BITS",
    })
    void a_malformed_datagram_is_refused_with_its_reason(String datagram, Refusal reason) {
        assertRefused(bytes(datagram), reason);
    }

    @Test
    void a_datagram_of_26_entries_is_refused() {
        byte[] datagram = bytes("02020000" + "000200000a010000ffff00000000000000000001".repeat(26));

        assertRefused(datagram, Refusal.TOO_MANY_ENTRIES);
    }

    @ParameterizedTest
    @CsvSource({
        "0003 0000 0a010000 ffff0000 00000000 00000001, ADDRESS_FAMILY",
        "0002 0000 0a010000 ff00ff00 00000000 00000001, MASK",
        "0002 0000 0a010000 00000000 00000000 00000001, MASK",
        "0002 0000 0a010001 ffff0000 00000000 00000001, HOST_BITS",
        "0002 0000 00010000 ffff0000 00000000 00000001, DESTINATION",
        "0002 0000 7f000000 ff000000 00000000 00000001, DESTINATION",
        "0002 0000 e0000000 f0000000 00000000 00000001, DESTINATION",
        "0002 0000 ffffffff ffffffff 00000000 00000001, DESTINATION",
        "0002 0000 0a010000 ffff0000 7f000001 00000001, NEXT_HOP",
        "0002 0000 0a010000 ffff0000 e0000009 00000001, NEXT_HOP",
        "0002 0000 0a010000 ffff0000 00000000 00000000, METRIC",
        "0002 0000 0a010000 ffff0000 00000000 00000011, METRIC",
        "0002 0000 0a010000 ffff0000 00000000 ffffffff, METRIC",
    })
    void a_malformed_entry_is_left_out_with_its_reason_and_the_others_stand(
            String entry, Refusal reason) throws RefusedException {
        String good = "000200000a020000ffff00000000000000000001";
        byte[] datagram = bytes("02020000" + entry.replace(" ", "") + good);

        Received received = MessageFormat.read(datagram);

        assertThat(received.message())
                .isEqualTo(
                        new RipMessage.Response(
                                List.of(RipEntry.of(NetAddress.parse("10.2.0.0/16"), 1))));
        assertThat(received.refusals()).containsExactly(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "00000000 00000000, 0.0.0.0/0",
        "00000000 80000000, 0.0.0.0/1",
        "c0000201 ffffffff, 192.0.2.1/32"
    })
    void the_default_route_half_of_it_and_a_host_are_destinations(String wire, String prefix)
            throws RefusedException {
        byte[] datagram = bytes("0202000000020000" + wire.replace(" ", "") + "0000000000000001");

        assertThat(MessageFormat.read(datagram).message())
                .isEqualTo(
                        new RipMessage.Response(List.of(RipEntry.of(NetAddress.parse(prefix), 1))));
    }

    @Test
    void more_than_25_entries_make_no_message() {
        List<RipEntry> entries =
                Collections.nCopies(26, RipEntry.of(NetAddress.parse("10.0.0.0/8"), 1));

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new RipMessage.Response(entries))
                .withMessage("26 entries are too many for a message; allowed are 0 to 25");
    }

    private static void assertRefused(byte[] datagram, Refusal reason) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> MessageFormat.read(datagram))
                .extracting(RefusedException::refusal)
                .isEqualTo(reason);
    }

    private static byte[] bytes(String hex) {
        return hex.isEmpty() ? ByteBuffer.allocate(0).array() : HexFormat.of().parseHex(hex);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
