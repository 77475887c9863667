package org.rtm.protocol.rip.message;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.rtm.api.NetAddress;

/**
 * A digest after the last entry, over all that stands before it and the key; and a number that
 * never goes back, against repetition.
 */
final class CryptographicAuthentication implements Authentication {
    private static final int TYPE = 3;
    private static final short TRAILER_TYPE = 1;
    private static final int TRAILER_HEADER_SIZE = 2 * Short.BYTES;
    private static final int MOST_KEY = 255;
    private static final int NUMBER = AuthenticationEntry.CONTENT + Integer.BYTES;

    /** More than an interface has neighbours, so that those that were lost are remembered too. */
    private static final int MOST_HEARD = 1024;

    private final SortedMap<Integer, byte[]> keys = new TreeMap<>();

    /** What was last heard of each sender, those that were heard last at the end. */
    private final Map<NetAddress, Heard> heard = new LinkedHashMap<>(16, 0.75f, true);

    /** The last number of a sender, and whether it was lost since. */
    private record Heard(long number, boolean isLost) {
        /** One that was lost may begin anew from zero, but not repeat itself (RFC 2082, 3.2.2). */
        boolean allows(long next) {
            return isLost ? next == 0 || next > number : next >= number;
        }
    }

    private final Digest digest;
    private final InstantSource clock;
    private long lastSent;

    CryptographicAuthentication(
            Digest digest, SortedMap<Integer, String> keys, InstantSource clock) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("a digest needs a key; none is given");
        }
        keys.forEach(
                (number, key) -> {
                    if (number < 0 || number > MOST_KEY) {
                        throw new IllegalArgumentException(
                                "%d is not the number of a key; allowed are 0 to %d"
                                        .formatted(number, MOST_KEY));
                    }
                    this.keys.put(
                            number, AuthenticationEntry.secret("key " + number, key, digest.size));
                });
        this.digest = digest;
        this.clock = clock;
    }

    @Override
    public int entries() {
        return 1;
    }

    @Override
    public byte[] seal(byte[] message) {
        int key = keys.lastKey();
        int end = message.length + MessageFormat.ENTRY_SIZE;
        // Equal numbers are allowed, so the clock need not be fine; it must only not go back.
        lastSent = Math.max(lastSent, clock.instant().getEpochSecond());
        ByteBuffer sealed =
                AuthenticationEntry.insert(message, TYPE, TRAILER_HEADER_SIZE + digest.size)
                        .putShort((short) end)
                        .put((byte) key)
                        .put((byte) digest.size)
                        .putInt((int) lastSent)
                        .position(end)
                        .putShort(AuthenticationEntry.MARK)
                        .putShort(TRAILER_TYPE);
        return sealed.put(digest.of(sealed.array(), keys.get(key))).array();
    }

    @Override
    public byte[] open(byte[] datagram, NetAddress sender) throws RefusedException {
        AuthenticationEntry.check(datagram, TYPE);
        ByteBuffer bytes = ByteBuffer.wrap(datagram).position(AuthenticationEntry.CONTENT);
        int end = Short.toUnsignedInt(bytes.getShort());
        int key = Byte.toUnsignedInt(bytes.get());
        int digestSize = Byte.toUnsignedInt(bytes.get());
        long number = Integer.toUnsignedLong(bytes.getInt());
        checkFormat(bytes, end, digestSize);
        byte[] secret = keys.get(key);
        if (secret == null) {
            throw new RefusedException(
                    Refusal.KEY, "key %d; configured are %s".formatted(key, keys.keySet()));
        }
        byte[] given = Arrays.copyOfRange(datagram, end + TRAILER_HEADER_SIZE, datagram.length);
        if (!MessageDigest.isEqual(given, digest.of(datagram, secret))) {
            throw new RefusedException(
                    Refusal.DIGEST, "not signed with the configured key %d".formatted(key));
        }
        Heard last = heard.get(sender);
        if (last != null && !last.allows(number)) {
            throw new RefusedException(
                    Refusal.SEQUENCE_NUMBER,
                    "sequence number %d after %d".formatted(number, last.number()));
        }
        return AuthenticationEntry.remove(datagram, end);
    }

    private void checkFormat(ByteBuffer bytes, int end, int digestSize) throws RefusedException {
        // The size of the digest is sent with and without the header of the trailer.
        int trailerSize = TRAILER_HEADER_SIZE + digest.size;
        boolean isDigest = digestSize == digest.size || digestSize == trailerSize;
        if (!isDigest
                || end < MessageFormat.HEADER_SIZE + MessageFormat.ENTRY_SIZE
                || bytes.getLong() != 0
                || end + trailerSize != bytes.limit()
                || bytes.getShort(end) != AuthenticationEntry.MARK
                || bytes.getShort(end + Short.BYTES) != TRAILER_TYPE) {
            throw new RefusedException(
                    Refusal.AUTHENTICATION_FORMAT,
                    "the fields of the authentication contradict each other");
        }
    }

    @Override
    public void accept(byte[] datagram, NetAddress sender) {
        long number = Integer.toUnsignedLong(ByteBuffer.wrap(datagram).getInt(NUMBER));
        heard.put(sender, new Heard(number, false));
        if (heard.size() > MOST_HEARD) {
            heard.remove(heard.keySet().iterator().next());
        }
    }

    @Override
    public void lose(NetAddress neighbour) {
        heard.computeIfPresent(neighbour, (same, last) -> new Heard(last.number(), true));
    }
}
