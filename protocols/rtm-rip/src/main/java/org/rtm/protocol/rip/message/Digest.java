package org.rtm.protocol.rip.message;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** How a datagram is signed with a key. */
public enum Digest {
    /** Keyed MD5 (RFC 2082): a digest of the datagram with the key in the place of the digest. */
    KEYED_MD5("MD5", 16) {
        @Override
        byte[] compute(byte[] datagram, byte[] key) throws GeneralSecurityException {
            MessageDigest md5 = MessageDigest.getInstance(algorithm);
            md5.update(datagram, 0, datagram.length - size);
            return md5.digest(Arrays.copyOf(key, size));
        }
    },
    /** HMAC-SHA-1 (RFC 4822). */
    HMAC_SHA_1("HmacSHA1", 20),
    /** HMAC-SHA-256 (RFC 4822). */
    HMAC_SHA_256("HmacSHA256", 32),
    /** HMAC-SHA-384 (RFC 4822). */
    HMAC_SHA_384("HmacSHA384", 48),
    /** HMAC-SHA-512 (RFC 4822). */
    HMAC_SHA_512("HmacSHA512", 64);

    /** What stands in the place of the digest while it is computed, again and again. */
    private static final int PAD = 0x878FE1F3;

    /** The size of what is computed, in bytes, which is also the most that a key may have. */
    final int size;

    final String algorithm;

    Digest(String algorithm, int size) {
        this.algorithm = algorithm;
        this.size = size;
    }

    /** Returns the digest of all but the last bytes, in the place of which it is sent. */
    final byte[] of(byte[] datagram, byte[] key) {
        try {
            return compute(datagram, key);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("no Java platform is without " + algorithm, e);
        }
    }

    byte[] compute(byte[] datagram, byte[] key) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(key, algorithm));
        mac.update(datagram, 0, datagram.length - size);
        ByteBuffer pad = ByteBuffer.allocate(size);
        while (pad.hasRemaining()) {
            pad.putInt(PAD);
        }
        return mac.doFinal(pad.array());
    }
}
