package org.rtm.protocol.rip.message;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.rtm.api.NetAddress;

/**
 * What Jazzer calls, with bytes that it makes up as it learns which branches they reach: {@code mvn
 * -Pfuzz test}. Anything thrown is a finding.
 */
public final class MessageFuzzer {
    private static final NetAddress NEIGHBOUR = NetAddress.parse("192.0.2.2");
    private static final List<Authentication> AUTHENTICATIONS =
            List.of(
                    Authentication.none(),
                    Authentication.password("secret"),
                    Authentication.cryptographic(
                            Digest.KEYED_MD5, new TreeMap<>(Map.of(1, "one")), () -> Instant.EPOCH),
                    Authentication.cryptographic(
                            Digest.HMAC_SHA_256,
                            new TreeMap<>(Map.of(1, "one")),
                            () -> Instant.EPOCH));

    private MessageFuzzer() {}

    /** Takes a datagram; the name is Jazzer's. */
    public static void fuzzerTestOneInput(byte[] datagram) {
        for (Authentication authentication : AUTHENTICATIONS) {
            try {
                read(authentication.open(datagram, NEIGHBOUR));
            } catch (RefusedException refused) {
                require(!refused.refusal().isOfEntry(), "an entry is a reason for all of it");
            }
        }
        if (datagram.length >= MessageFormat.HEADER_SIZE) {
            readSigned(datagram, AUTHENTICATIONS.get(2));
            readSigned(datagram, AUTHENTICATIONS.get(3));
        }
    }

    /** No fuzzer finds a digest: what stands behind it is reached with a good one. */
    private static void readSigned(byte[] message, Authentication digest) {
        try {
            byte[] opened = digest.open(digest.seal(message), NEIGHBOUR);
            require(Arrays.equals(opened, message), "what was sealed is opened");
        } catch (RefusedException refused) {
            throw new AssertionError("a signed message is refused", refused);
        }
    }

    private static void read(byte[] message) throws RefusedException {
        Received received = MessageFormat.read(message);
        if (received.refusals().isEmpty()
                && !(received.message() instanceof RipMessage.TableRequest)) {
            require(
                    Arrays.equals(MessageFormat.write(received.message()), message),
                    "what is read means what the bytes say");
        }
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError("it is not so: " + what);
        }
    }
}
