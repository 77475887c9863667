package org.rtm.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Compares prefixes with what they are: strings of bits. */
class NetAddressPropertyTest {
    @Property
    void text_is_read_back_as_the_same_prefix(@ForAll("prefixes") NetAddress prefix) {
        assertThat(NetAddress.parse(prefix.toString())).isEqualTo(prefix);
    }

    @Property
    void text_of_ipv6_is_what_the_jdk_reads_too(@ForAll("prefixes") NetAddress prefix)
            throws Exception {
        assertThat(java.net.InetAddress.getByName(prefix.addressText()).getHostAddress())
                .isEqualTo(java.net.InetAddress.getByAddress(prefix.bytes()).getHostAddress());
    }

    @Property
    void bytes_make_the_same_prefix(@ForAll("prefixes") NetAddress prefix) {
        assertThat(NetAddress.of(prefix.family(), prefix.bytes(), prefix.length()))
                .isEqualTo(prefix);
    }

    @Property
    void masking_keeps_as_many_bits_as_the_length_says(
            @ForAll("hosts") NetAddress host, @ForAll("lengths") int wanted) {
        int length = Math.min(wanted, host.family().addressLength());

        NetAddress masked = NetAddress.masked(host.family(), host.bytes(), length);

        assertThat(bits(masked)).isEqualTo(bits(host).substring(0, length));
        assertThat(masked.covers(host)).isTrue();
    }

    @Property
    void the_order_is_that_of_the_bits_then_of_the_length(
            @ForAll("prefixes") NetAddress one, @ForAll("prefixes") NetAddress other) {
        int expected = one.family().compareTo(other.family());
        if (expected == 0) {
            expected = padded(one).compareTo(padded(other));
        }
        if (expected == 0) {
            expected = Integer.compare(one.length(), other.length());
        }

        assertThat(Integer.signum(one.compareTo(other))).isEqualTo(Integer.signum(expected));
        assertThat(one.compareTo(other) == 0).isEqualTo(one.equals(other));
    }

    @Property
    void a_prefix_covers_those_that_begin_with_its_bits(
            @ForAll("prefixes") NetAddress one, @ForAll("prefixes") NetAddress other) {
        boolean begins = one.family() == other.family() && bits(other).startsWith(bits(one));

        assertThat(one.covers(other)).isEqualTo(begins);
    }

    @Property
    void every_ipv4_length_survives_as_a_mask(@ForAll("lengths") int wanted) {
        int length = Math.min(wanted, 32);

        assertThat(NetAddress.ipv4LengthFromMask(NetAddress.ipv4MaskFromLength(length)))
                .isEqualTo(length);
    }

    @Property
    void no_text_makes_anything_but_a_prefix_or_a_refusal_that_quotes_it(
            @ForAll("nearlyAddresses") String text) {
        try {
            NetAddress prefix = NetAddress.parse(text);
            assertThat(NetAddress.parse(prefix.toString())).isEqualTo(prefix);
        } catch (RtmException e) {
            assertThat(e.status()).isEqualTo(RtmStatus.INVALID_PARAMETER);
            assertThat(e).hasMessageContaining(text);
        }
    }

    /** The bits that belong to the prefix. */
    private static String bits(NetAddress prefix) {
        return padded(prefix).substring(0, prefix.length());
    }

    private static String padded(NetAddress prefix) {
        String digits = new BigInteger(1, prefix.bytes()).toString(2);
        return "0".repeat(prefix.family().addressLength() - digits.length()) + digits;
    }

    /** Few different bytes, so that there are runs of zeros, and prefixes within others. */
    @Provide
    Arbitrary<NetAddress> prefixes() {
        return Combinators.combine(hosts(), lengths())
                .as(
                        (host, length) ->
                                NetAddress.masked(
                                        host.family(),
                                        host.bytes(),
                                        Math.min(length, host.family().addressLength())));
    }

    @Provide
    Arbitrary<NetAddress> hosts() {
        Arbitrary<Byte> bytes =
                Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(5, Arbitraries.of((byte) 0, (byte) 0xFF)),
                        net.jqwik.api.Tuple.of(1, Arbitraries.bytes()));
        return Combinators.combine(
                        Arbitraries.of(AddressFamily.values()),
                        bytes.array(byte[].class).ofSize(16))
                .as(
                        (family, all) ->
                                NetAddress.of(
                                        family,
                                        Arrays.copyOf(all, family.addressLength() / 8),
                                        family.addressLength()));
    }

    @Provide
    Arbitrary<Integer> lengths() {
        return Arbitraries.integers().between(0, 128);
    }

    @Provide
    Arbitrary<String> nearlyAddresses() {
        return Arbitraries.of(
                        List.of(
                                ":", "::", ".", "/", "0", "1", "10", "ffff", "255", "256",
                                "1.2.3.4", "%"))
                .list()
                .ofMinSize(0)
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }
}
