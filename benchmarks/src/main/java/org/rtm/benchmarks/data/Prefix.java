package org.rtm.benchmarks.data;

import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;
import org.rtm.impl.prefix.Prefixed;

/**
 * A prefix of a table: what every structure that is compared finds.
 *
 * @param family its address family
 * @param highBits the first 64 bits, an IPv4 address in the upper half
 * @param lowBits the other 64 bits
 * @param length how many bits belong to the prefix
 */
public record Prefix(AddressFamily family, long highBits, long lowBits, int length)
        implements Prefixed {
    public static Prefix of(NetAddress address) {
        return new Prefix(
                address.family(), address.highBits(), address.lowBits(), address.length());
    }

    public NetAddress toNetAddress() {
        return NetAddress.ofBits(family, highBits, lowBits, length);
    }

    /** How many bits this and another prefix begin with alike. */
    public int commonLength(Prefix other) {
        int common = Long.numberOfLeadingZeros(highBits ^ other.highBits);
        if (common == Long.SIZE) {
            common += Long.numberOfLeadingZeros(lowBits ^ other.lowBits);
        }
        return Math.min(common, Math.min(length, other.length));
    }

    /** The shorter prefix of this length around this one. */
    public Prefix cut(int shorter) {
        return new Prefix(
                family, highBits & highMask(shorter), lowBits & lowMask(shorter), shorter);
    }

    static long highMask(int length) {
        return length == 0 ? 0 : -1L << Math.max(0, Long.SIZE - length);
    }

    static long lowMask(int length) {
        return length <= Long.SIZE ? 0 : -1L << 2 * Long.SIZE - length;
    }
}
