package org.rtm.impl.prefix;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** A value for the tests; two values of one prefix differ by their version. */
record Entry(long highBits, long lowBits, int length, int version) implements Prefixed {

    /** Makes an entry of a prefix written like {@code 10.0.0.0/8} or {@code 2001:db8::/32}. */
    static Entry parse(String text) {
        int slash = text.indexOf('/');
        byte[] bytes = bytes(text.substring(0, slash));
        long high = 0;
        long low = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            high = high << 8 | (i < bytes.length ? bytes[i] & 0xFF : 0);
            low = low << 8 | (i + 8 < bytes.length ? bytes[i + 8] & 0xFF : 0);
        }
        return new Entry(high, low, Integer.parseInt(text.substring(slash + 1)), 0);
    }

    /** Makes an entry of the first bits of an address, without the others. */
    static Entry masked(long high, long low, int length) {
        return new Entry(
                length == 0 ? 0 : high & -1L << Math.max(0, 64 - length),
                length <= 64 ? 0 : low & -1L << 128 - length,
                length,
                0);
    }

    Entry version(int version) {
        return new Entry(highBits, lowBits, length, version);
    }

    /** The prefix as ones and zeros, as many as it is long. */
    String bits() {
        return (word(highBits) + word(lowBits)).substring(0, length);
    }

    private static String word(long word) {
        String digits = Long.toBinaryString(word);
        return "0".repeat(Long.SIZE - digits.length()) + digits;
    }

    private static byte[] bytes(String address) {
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(address, e);
        }
    }
}
