package org.rtm.protocol.rip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rtm.api.NetAddress;

class AuthenticationTest {
    private static final NetAddress NEIGHBOUR = NetAddress.parse("192.0.2.2");
    private static final byte[] MESSAGE =
            MessageFormat.write(
                    new RipMessage.Response(
                            List.of(RipEntry.of(NetAddress.parse("10.0.0.0/8"), 1))));
    private static final int TRAILER_SIZE = 20;

    private Instant now = Instant.parse("2024-01-01T00:00:00Z");

    @Test
    void a_password_stands_in_the_first_entry_filled_with_zeros() throws RefusedException {
        Authentication password = Authentication.password("secret");

        byte[] sealed = password.seal(MESSAGE);

        assertThat(hex(sealed))
                .isEqualTo(
                        "02020000"
                                + "ffff0002"
                                + "73656372657400000000000000000000"
                                + hex(MESSAGE).substring(8));
        assertThat(password.open(sealed, NEIGHBOUR)).isEqualTo(MESSAGE);
    }

    @Test
    void a_wrong_password_is_refused() {
        byte[] sealed = Authentication.password("wrong").seal(MESSAGE);

        assertRefused(Authentication.password("secret"), sealed, Refusal.PASSWORD);
    }

    @Test
    void a_digest_covers_message_trailer_header_and_key_and_follows_the_last_entry()
            throws RefusedException, NoSuchAlgorithmException {
        Authentication md5 = md5(Map.of(1, "secret"));

        byte[] sealed = md5.seal(MESSAGE);

        int end = sealed.length - TRAILER_SIZE;
        assertThat(hex(sealed).substring(0, 2 * 24))
                .isEqualTo("02020000" + "ffff0003" + "002c0110" + "65920080" + "00".repeat(8));
        assertThat(hex(sealed).substring(2 * end, 2 * end + 8)).isEqualTo("ffff0001");
        MessageDigest digest = MessageDigest.getInstance("MD5");
        digest.update(sealed, 0, end + 4);
        digest.update(Arrays.copyOf("secret".getBytes(StandardCharsets.UTF_8), 16));
        assertThat(Arrays.copyOfRange(sealed, end + 4, sealed.length)).isEqualTo(digest.digest());
        assertThat(md5.open(sealed, NEIGHBOUR)).isEqualTo(MESSAGE);
    }

    @ParameterizedTest
    @CsvSource({
        "HMAC_SHA_1, SHA-1, 64, 20",
        "HMAC_SHA_256, SHA-256, 64, 32",
        "HMAC_SHA_384, SHA-384, 128, 48",
        "HMAC_SHA_512, SHA-512, 128, 64"
    })
    void an_hmac_covers_message_trailer_header_and_padding(
            Digest digest, String hash, int block, int size) throws Exception {
        Authentication hmac =
                Authentication.cryptographic(digest, new TreeMap<>(Map.of(7, "secret")), () -> now);

        byte[] sealed = hmac.seal(MESSAGE);

        int end = sealed.length - size;
        assertThat(hex(sealed).substring(0, 2 * 24))
                .isEqualTo("02020000ffff0003002c07%02x65920080".formatted(size) + "00".repeat(8));
        assertThat(hex(sealed).substring(2 * end - 8, 2 * end)).isEqualTo("ffff0001");
        byte[] signed = Arrays.copyOf(sealed, sealed.length);
        for (int i = end; i < signed.length; i++) {
            signed[i] = HexFormat.of().parseHex("878fe1f3")[(i - end) % 4];
        }
        byte[] inner = xored(Arrays.copyOf("secret".getBytes(StandardCharsets.UTF_8), block), 0x36);
        byte[] outer = xored(Arrays.copyOf("secret".getBytes(StandardCharsets.UTF_8), block), 0x5c);
        MessageDigest sha = MessageDigest.getInstance(hash);
        sha.update(inner);
        byte[] first = sha.digest(signed);
        sha.update(outer);
        assertThat(Arrays.copyOfRange(sealed, end, sealed.length)).isEqualTo(sha.digest(first));
        assertThat(hmac.open(sealed, NEIGHBOUR)).isEqualTo(MESSAGE);
        sealed[sealed.length - 1] ^= 1;
        assertRefused(hmac, sealed, Refusal.DIGEST);
    }

    private static byte[] xored(byte[] bytes, int with) {
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= (byte) with;
        }
        return bytes;
    }

    @Test
    void a_digest_of_another_kind_is_refused() {
        SortedMap<Integer, String> keys = new TreeMap<>(Map.of(1, "secret"));
        Authentication sha1 = Authentication.cryptographic(Digest.HMAC_SHA_1, keys, () -> now);
        Authentication sha256 = Authentication.cryptographic(Digest.HMAC_SHA_256, keys, () -> now);
        Authentication md5 = md5(Map.of(1, "secret"));

        assertRefused(sha1, sha256.seal(MESSAGE), Refusal.AUTHENTICATION_FORMAT);
        assertRefused(sha256, sha1.seal(MESSAGE), Refusal.AUTHENTICATION_FORMAT);
        // A digest of SHA-1 is as long as MD5's with the header of the trailer.
        assertRefused(md5, sha1.seal(MESSAGE), Refusal.AUTHENTICATION_FORMAT);
        assertRefused(sha1, md5.seal(MESSAGE), Refusal.AUTHENTICATION_FORMAT);
    }

    @Test
    void a_message_that_was_changed_or_signed_with_another_key_is_refused() {
        Authentication md5 = md5(Map.of(1, "secret"));
        byte[] changed = md5.seal(MESSAGE);
        changed[30] ^= 1;

        assertRefused(md5, changed, Refusal.DIGEST);
        assertRefused(md5, md5(Map.of(1, "other")).seal(MESSAGE), Refusal.DIGEST);
        assertRefused(md5, md5(Map.of(2, "secret")).seal(MESSAGE), Refusal.KEY);
    }

    @Test
    void the_last_key_signs_and_all_are_accepted() throws RefusedException {
        Authentication both = md5(Map.of(1, "old", 2, "new"));

        assertThat(both.open(md5(Map.of(1, "old")).seal(MESSAGE), NEIGHBOUR)).isEqualTo(MESSAGE);
        assertThat(md5(Map.of(2, "new")).open(both.seal(MESSAGE), NEIGHBOUR)).isEqualTo(MESSAGE);
    }

    @Test
    void an_older_message_of_the_same_neighbour_is_refused() throws RefusedException {
        Authentication sender = md5(Map.of(1, "secret"));
        byte[] older = sender.seal(MESSAGE);
        now = now.plusSeconds(1);
        byte[] newer = sender.seal(MESSAGE);
        Authentication receiver = md5(Map.of(1, "secret"));

        receiver.open(newer, NEIGHBOUR);
        receiver.accept(newer, NEIGHBOUR);

        assertRefused(receiver, older, Refusal.SEQUENCE_NUMBER);
        assertThat(receiver.open(newer, NEIGHBOUR)).isEqualTo(MESSAGE);
        assertThat(receiver.open(older, NetAddress.parse("192.0.2.3"))).isEqualTo(MESSAGE);
    }

    @Test
    void a_neighbour_that_was_lost_may_begin_anew_from_zero_but_not_repeat_itself()
            throws RefusedException {
        Authentication sender = md5(Map.of(1, "secret"));
        byte[] older = sender.seal(MESSAGE);
        now = now.plusSeconds(1);
        byte[] last = sender.seal(MESSAGE);
        now = now.plusSeconds(1);
        byte[] newer = sender.seal(MESSAGE);
        now = Instant.EPOCH;
        byte[] zero = md5(Map.of(1, "secret")).seal(MESSAGE);
        Authentication receiver = md5(Map.of(1, "secret"));
        receiver.accept(last, NEIGHBOUR);

        assertRefused(receiver, zero, Refusal.SEQUENCE_NUMBER);
        receiver.lose(NEIGHBOUR);

        assertRefused(receiver, older, Refusal.SEQUENCE_NUMBER);
        assertRefused(receiver, last, Refusal.SEQUENCE_NUMBER);
        assertThat(receiver.open(newer, NEIGHBOUR)).isEqualTo(MESSAGE);
        assertThat(receiver.open(zero, NEIGHBOUR)).isEqualTo(MESSAGE);
        receiver.accept(zero, NEIGHBOUR);
        assertThat(receiver.open(zero, NEIGHBOUR)).isEqualTo(MESSAGE);
    }

    @Test
    void what_was_opened_and_not_accepted_leaves_no_trace_and_of_many_senders_the_last_count()
            throws RefusedException {
        Authentication sender = md5(Map.of(1, "secret"));
        byte[] older = sender.seal(MESSAGE);
        now = now.plusSeconds(1);
        byte[] newer = sender.seal(MESSAGE);
        Authentication receiver = md5(Map.of(1, "secret"));

        receiver.open(newer, NEIGHBOUR);
        assertThat(receiver.open(older, NEIGHBOUR)).isEqualTo(MESSAGE);

        receiver.accept(newer, NEIGHBOUR);
        for (int i = 0; i < 1024; i++) {
            receiver.accept(newer, NetAddress.parse("198.18.%d.%d".formatted(i / 256, i % 256)));
        }
        assertThat(receiver.open(older, NEIGHBOUR)).isEqualTo(MESSAGE);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> receiver.open(older, NetAddress.parse("198.18.0.0")));
    }

    @Test
    void sequence_numbers_never_go_back_even_if_the_clock_does() throws RefusedException {
        Authentication sender = md5(Map.of(1, "secret"));
        Authentication receiver = md5(Map.of(1, "secret"));
        receiver.accept(sender.seal(MESSAGE), NEIGHBOUR);

        now = now.minusSeconds(3600);

        assertThat(receiver.open(sender.seal(MESSAGE), NEIGHBOUR)).isEqualTo(MESSAGE);
    }

    @Test
    void authentication_of_another_kind_or_none_is_refused() {
        Authentication none = Authentication.none();
        Authentication password = Authentication.password("secret");
        Authentication md5 = md5(Map.of(1, "secret"));

        assertRefused(none, password.seal(MESSAGE), Refusal.AUTHENTICATION_UNEXPECTED);
        assertRefused(none, md5.seal(MESSAGE), Refusal.AUTHENTICATION_UNEXPECTED);
        assertRefused(password, MESSAGE, Refusal.AUTHENTICATION_MISSING);
        assertRefused(md5, MESSAGE, Refusal.AUTHENTICATION_MISSING);
        assertRefused(md5, password.seal(MESSAGE), Refusal.AUTHENTICATION_TYPE);
        assertRefused(password, md5.seal(MESSAGE), Refusal.AUTHENTICATION_TYPE);
    }

    @Test
    void both_ways_to_write_the_size_of_the_digest_are_understood() throws Exception {
        Authentication md5 = md5(Map.of(1, "secret"));
        byte[] sealed = md5.seal(MESSAGE);
        sealed[11] = TRAILER_SIZE;
        int end = sealed.length - 16;
        MessageDigest digest = MessageDigest.getInstance("MD5");
        digest.update(sealed, 0, end);
        digest.update(Arrays.copyOf("secret".getBytes(StandardCharsets.UTF_8), 16));
        System.arraycopy(digest.digest(), 0, sealed, end, 16);

        assertThat(md5.open(sealed, NEIGHBOUR)).isEqualTo(MESSAGE);
    }

    @Test
    void a_digest_that_is_cut_off_or_followed_by_something_is_refused() {
        Authentication md5 = md5(Map.of(1, "secret"));
        byte[] sealed = md5.seal(MESSAGE);

        byte[] cut = Arrays.copyOf(sealed, sealed.length - 1);
        byte[] longer = Arrays.copyOf(sealed, sealed.length + 20);

        assertRefused(md5, cut, Refusal.AUTHENTICATION_FORMAT);
        assertRefused(md5, longer, Refusal.AUTHENTICATION_FORMAT);
        assertRefused(md5, Arrays.copyOf(sealed, 12), Refusal.AUTHENTICATION_FORMAT);
        assertRefused(md5, new byte[3], Refusal.LENGTH);
    }

    @Test
    void a_secret_that_is_too_long_is_refused_with_what_is_allowed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Authentication.password("12345678901234567"))
                .withMessage("the password has 17 bytes; allowed are 1 to 16");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> md5(Map.of(3, "12345678901234567")))
                .withMessage("the key 3 has 17 bytes; allowed are 1 to 16");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                Authentication.cryptographic(
                                        Digest.HMAC_SHA_1,
                                        new TreeMap<>(Map.of(3, "123456789012345678901")),
                                        () -> now))
                .withMessage("the key 3 has 21 bytes; allowed are 1 to 20");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> md5(Map.of(256, "secret")))
                .withMessage("256 is not the number of a key; allowed are 0 to 255");
    }

    private Authentication md5(Map<Integer, String> keys) {
        SortedMap<Integer, String> sorted = new TreeMap<>(keys);
        return Authentication.cryptographic(Digest.KEYED_MD5, sorted, () -> now);
    }

    private static void assertRefused(
            Authentication authentication, byte[] datagram, Refusal reason) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> authentication.open(datagram, NEIGHBOUR))
                .extracting(RefusedException::refusal)
                .isEqualTo(reason);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
