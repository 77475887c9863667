package org.rtm.impl.prefix;

/** The arithmetic of prefixes whose bits are left-aligned in two words. */
final class Bits {
    private Bits() {}

    static void checkLength(int length, int addressLength) {
        if (length < 0 || length > addressLength) {
            throw new IllegalArgumentException(
                    "a prefix of these addresses has 0 to %d bits, not %d"
                            .formatted(addressLength, length));
        }
    }

    /** The part of the high word that belongs to a prefix of this length. */
    static long highMask(int length) {
        if (length == 0) {
            return 0;
        }
        return length < Long.SIZE ? -1L << (Long.SIZE - length) : -1L;
    }

    /** The part of the low word that belongs to a prefix of this length. */
    static long lowMask(int length) {
        return length <= Long.SIZE ? 0 : -1L << (2 * Long.SIZE - length);
    }

    /** Says whether a value's prefix covers this one, as it also does when they are the same. */
    static boolean covers(Prefixed value, long high, long low, int length) {
        int own = value.length();
        return own <= length
                && ((value.highBits() ^ high) & highMask(own)) == 0
                && ((value.lowBits() ^ low) & lowMask(own)) == 0;
    }

    /** The order of prefixes: by address bits, then the shorter length first. */
    static int compare(Prefixed value, long high, long low, int length) {
        int order = Long.compareUnsigned(value.highBits(), high);
        if (order == 0) {
            order = Long.compareUnsigned(value.lowBits(), low);
        }
        return order != 0 ? order : Integer.compare(value.length(), length);
    }
}
