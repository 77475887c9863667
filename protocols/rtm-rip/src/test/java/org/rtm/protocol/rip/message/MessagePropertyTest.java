package org.rtm.protocol.rip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.rtm.api.NetAddress;

class MessagePropertyTest {
    private static final NetAddress NEIGHBOUR = NetAddress.parse("192.0.2.2");

    private final List<Authentication> authentications =
            List.of(
                    Authentication.none(),
                    Authentication.password("secret"),
                    Authentication.cryptographic(
                            Digest.KEYED_MD5,
                            new TreeMap<>(Map.of(1, "one", 2, "two")),
                            () -> Instant.EPOCH.plusSeconds(5)),
                    Authentication.cryptographic(
                            Digest.HMAC_SHA_256,
                            new TreeMap<>(Map.of(1, "one", 2, "two")),
                            () -> Instant.EPOCH.plusSeconds(5)));

    @Property
    void every_message_comes_back_as_it_was_sent_under_every_authentication(
            @ForAll("messages") RipMessage message) throws RefusedException {
        for (Authentication authentication : authentications) {
            byte[] sent = authentication.seal(MessageFormat.write(message));

            Received received = MessageFormat.read(authentication.open(sent, NEIGHBOUR));

            assertThat(received).isEqualTo(new Received(message, List.of()));
        }
    }

    @Property
    void random_bytes_are_understood_or_refused_and_nothing_else(
            @ForAll @Size(max = 600) byte[] datagram) {
        receive(datagram);
    }

    /** Random bytes seldom get past the header. */
    @Property
    void random_entries_are_understood_or_refused_and_nothing_else(
            @ForAll @IntRange(min = 1, max = 2) int command,
            @ForAll @IntRange(max = 26) int entries,
            @ForAll @Size(520) byte[] content) {
        byte[] datagram = new byte[4 + 20 * entries];
        System.arraycopy(content, 0, datagram, 4, 20 * entries);
        datagram[0] = (byte) command;
        datagram[1] = 2;
        for (int i = 4; i < datagram.length; i += 40) {
            datagram[i] = 0;
            datagram[i + 1] = 2;
        }

        receive(datagram);
    }

    @Property
    void mutated_messages_are_understood_or_refused_and_nothing_else(
            @ForAll("messages") RipMessage message,
            @ForAll @IntRange(max = 2) int which,
            @ForAll @Size(max = 4) List<@IntRange(max = 600) Integer> places,
            @ForAll byte change,
            @ForAll @IntRange(max = 600) int length) {
        byte[] sent = authentications.get(which).seal(MessageFormat.write(message));
        byte[] mutated = places.isEmpty() ? java.util.Arrays.copyOf(sent, length) : sent.clone();
        for (int place : places) {
            mutated[place % mutated.length] ^= change;
        }

        receive(mutated);
    }

    @Property
    void no_mutation_of_a_signed_message_passes(
            @ForAll("messages") RipMessage message,
            @ForAll @IntRange(max = 600) int place,
            @ForAll @IntRange(min = 1, max = 255) int change,
            @ForAll @IntRange(min = 2, max = 3) int signing) {
        Authentication digest = authentications.get(signing);
        byte[] sent = digest.seal(MessageFormat.write(message));
        sent[place % sent.length] ^= (byte) change;

        boolean passed = true;
        try {
            digest.open(sent, NEIGHBOUR);
        } catch (RefusedException e) {
            passed = false;
        }

        assertThat(passed).isFalse();
    }

    /** What is accepted without a refusal means what its bytes say. */
    private void receive(byte[] datagram) {
        for (Authentication authentication : authentications) {
            try {
                byte[] message = authentication.open(datagram, NEIGHBOUR);
                Received received = MessageFormat.read(message);
                assertThat(received.refusals()).allMatch(Refusal::isOfEntry);
                if (received.refusals().isEmpty()
                        && !(received.message() instanceof RipMessage.TableRequest)) {
                    assertThat(MessageFormat.write(received.message())).isEqualTo(message);
                }
            } catch (RefusedException refused) {
                assertThat(refused.refusal().isOfEntry()).isFalse();
                assertThat(refused).hasMessageMatching(".+");
            }
        }
    }

    @Provide
    Arbitrary<RipMessage> messages() {
        Arbitrary<List<RipEntry>> told = entries(Arbitraries.longs().between(1, 16));
        Arbitrary<List<RipEntry>> asked = entries(Arbitraries.longs().between(0, 0xFFFF_FFFFL));
        return Arbitraries.oneOf(
                told.map(RipMessage.Response::new),
                asked.map(RipMessage.RouteRequest::new),
                Arbitraries.just(new RipMessage.TableRequest()));
    }

    private static Arbitrary<List<RipEntry>> entries(Arbitrary<Long> metrics) {
        Arbitrary<Integer> addresses =
                Combinators.combine(
                                Arbitraries.integers()
                                        .between(1, 223)
                                        .filter(network -> network != 127),
                                Arbitraries.integers())
                        .as((network, rest) -> network << 24 | rest & 0xFFFFFF);
        Arbitrary<NetAddress> prefixes =
                Combinators.combine(addresses, Arbitraries.integers().between(8, 32))
                        .as(
                                (address, length) ->
                                        NetAddress.ipv4(
                                                address & NetAddress.ipv4MaskFromLength(length),
                                                length));
        Arbitrary<NetAddress> nextHops =
                addresses
                        .map(address -> NetAddress.ipv4(address, 32))
                        .injectNull(0.5)
                        .map(address -> address == null ? RipEntry.SENDER : address);
        return Combinators.combine(
                        Arbitraries.oneOf(
                                prefixes, Arbitraries.just(NetAddress.parse("0.0.0.0/0"))),
                        Arbitraries.integers().between(0, 0xFFFF),
                        nextHops,
                        metrics)
                .as(RipEntry::new)
                .list()
                .ofMaxSize(24);
    }
}
