package org.rtm.api;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Objects;

/**
 * A network prefix: an address family, the bits of the prefix, and its length (RTM_NET_ADDRESS). A
 * host address is a prefix of full length. Bits past the length are always zero.
 *
 * <p>The order is that of the routing table: by address bits, then the shorter length first, IPv4
 * before IPv6.
 *
 * <p>Immutable.
 */
public final class NetAddress implements Comparable<NetAddress> {
    /** The longest address of any family, in bytes (RTM_MAX_ADDRESS_SIZE). */
    public static final int MAX_ADDRESS_SIZE = 16;

    private static final int IPV4_SHIFT = 32;

    private final AddressFamily family;
    private final int length;
    private final long high;
    private final long low;

    private NetAddress(AddressFamily family, long high, long low, int length) {
        this.family = family;
        this.high = high;
        this.low = low;
        this.length = length;
    }

    /**
     * Makes a prefix from bytes, and refuses bits past its length.
     *
     * @param family the address family
     * @param bytes the address, in network byte order; 4 bytes for IPv4, 16 for IPv6; copied
     * @param length how many of the bits belong to the prefix
     * @return the prefix
     * @throws RtmException {@code INVALID_PARAMETER} if the bytes are not as many as the family
     *     has, the length is out of range, or a bit past the length is set
     */
    public static NetAddress of(AddressFamily family, byte[] bytes, int length) {
        return ofBits(family, high(family, bytes), low(family, bytes), length);
    }

    /**
     * Makes a prefix from bytes, clearing the bits past its length.
     *
     * @param family the address family
     * @param bytes the address, in network byte order; 4 bytes for IPv4, 16 for IPv6; copied
     * @param length how many of the bits belong to the prefix
     * @return the prefix
     * @throws RtmException {@code INVALID_PARAMETER} if the bytes are not as many as the family
     *     has, or the length is out of range
     */
    public static NetAddress masked(AddressFamily family, byte[] bytes, int length) {
        checkLength(family, length);
        return new NetAddress(
                family,
                high(family, bytes) & highMask(length),
                low(family, bytes) & lowMask(length),
                length);
    }

    /**
     * Makes a prefix from two 64-bit words, and refuses bits past its length. The form for those
     * who keep many prefixes: it allocates nothing but the result.
     *
     * @param family the address family
     * @param high the first 64 bits of the address, the first bit most significant; an IPv4 address
     *     is in the upper half
     * @param low the other 64 bits; zero for IPv4
     * @param length how many of the bits belong to the prefix
     * @return the prefix
     * @throws RtmException {@code INVALID_PARAMETER} if the length is out of range or a bit past it
     *     is set
     */
    public static NetAddress ofBits(AddressFamily family, long high, long low, int length) {
        Objects.requireNonNull(family);
        checkLength(family, length);
        if ((high & ~highMask(length)) != 0 || (low & ~lowMask(length)) != 0) {
            throw bitsPastLength(
                    addressText(family, high, low) + "/" + length,
                    new NetAddress(family, high & highMask(length), low & lowMask(length), length));
        }
        return new NetAddress(family, high, low, length);
    }

    /**
     * Makes an IPv4 prefix from numbers (RTM_IPV4_SET_ADDR_AND_LEN and RTM_IPV4_MAKE_NET_ADDRESS).
     *
     * @param address the address, its first byte most significant
     * @param length the length, 0 to 32
     * @return the prefix
     * @throws RtmException {@code INVALID_PARAMETER} if the length is out of range or a bit past it
     *     is set
     */
    public static NetAddress ipv4(int address, int length) {
        return ofBits(AddressFamily.IPV4, (long) address << IPV4_SHIFT, 0, length);
    }

    /**
     * Makes an IPv4 prefix from an address and a mask (RTM_IPV4_SET_ADDR_AND_MASK).
     *
     * @param address the address, its first byte most significant
     * @param mask the mask, for example {@code 0xFFFFFF00}
     * @return the prefix
     * @throws RtmException {@code INVALID_PARAMETER} if the mask is not contiguous or a bit outside
     *     it is set
     */
    public static NetAddress ipv4WithMask(int address, int mask) {
        return ipv4(address, ipv4LengthFromMask(mask));
    }

    /**
     * Converts an IPv4 mask to a length (RTM_IPV4_LEN_FROM_MASK).
     *
     * @param mask the mask, its first bit most significant
     * @return the length, 0 to 32
     * @throws RtmException {@code INVALID_PARAMETER} if the mask is not contiguous
     */
    public static int ipv4LengthFromMask(int mask) {
        int length = Integer.bitCount(mask);
        if (mask != ipv4MaskFromLength(length)) {
            throw RtmStatus.INVALID_PARAMETER.because(
                    "%s is not a network mask: its ones are not all before its zeros",
                    addressText(AddressFamily.IPV4, (long) mask << IPV4_SHIFT, 0));
        }
        return length;
    }

    /**
     * Converts a length to an IPv4 mask (RTM_IPV4_MASK_FROM_LEN).
     *
     * @param length the length, 0 to 32
     * @return the mask, its first bit most significant; 24 gives {@code 0xFFFFFF00}
     * @throws RtmException {@code INVALID_PARAMETER} if the length is out of range
     */
    public static int ipv4MaskFromLength(int length) {
        checkLength(AddressFamily.IPV4, length);
        return (int) (highMask(length) >>> IPV4_SHIFT);
    }

    /**
     * Makes the host prefix of an address.
     *
     * @param address an IPv4 or IPv6 address; a scope is left out
     * @return the prefix of full length
     */
    public static NetAddress host(InetAddress address) {
        byte[] bytes = address.getAddress();
        AddressFamily family = bytes.length == 4 ? AddressFamily.IPV4 : AddressFamily.IPV6;
        return of(family, bytes, family.addressLength());
    }

    /**
     * Reads a prefix as people write it: {@code 10.0.0.0/8}, {@code 2001:db8::/32}. A bare address
     * is a host prefix.
     *
     * @param text the prefix
     * @return the prefix
     * @throws RtmException {@code INVALID_PARAMETER}, quoting the text, if it is anything else, or
     *     has bits past its length
     */
    public static NetAddress parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        byte[] bytes = AddressText.parse(address);
        if (bytes == null) {
            throw RtmStatus.INVALID_PARAMETER.because(
                    "'%s' is not an IPv4 or IPv6 address or prefix", text);
        }
        AddressFamily family = bytes.length == 4 ? AddressFamily.IPV4 : AddressFamily.IPV6;
        if (slash < 0) {
            return of(family, bytes, family.addressLength());
        }
        int length = AddressText.parseDecimal(text.substring(slash + 1));
        if (length < 0 || length > family.addressLength()) {
            throw RtmStatus.INVALID_PARAMETER.because(
                    "'%s' is not an %s prefix: the length after the slash is 0 to %d",
                    text, family, family.addressLength());
        }
        NetAddress prefix = masked(family, bytes, length);
        if (prefix.high != high(family, bytes) || prefix.low != low(family, bytes)) {
            throw bitsPastLength(text, prefix);
        }
        return prefix;
    }

    /**
     * Returns the prefix that covers every address of a family: that of the default route.
     *
     * @param family the address family
     * @return {@code 0.0.0.0/0} or {@code ::/0}
     */
    public static NetAddress all(AddressFamily family) {
        return new NetAddress(Objects.requireNonNull(family), 0, 0, 0);
    }

    /**
     * Returns the unspecified address of a family, as a host prefix.
     *
     * @param family the address family
     * @return {@code 0.0.0.0/32} or {@code ::/128}
     */
    public static NetAddress unspecified(AddressFamily family) {
        return new NetAddress(family, 0, 0, family.addressLength());
    }

    /**
     * Returns the address family (the member AddressFamily).
     *
     * @return the family
     */
    public AddressFamily family() {
        return family;
    }

    /**
     * Returns the length of the prefix (the member NumBits).
     *
     * @return 0 to 32, or 0 to 128
     */
    public int length() {
        return length;
    }

    /**
     * Returns the first 64 bits of the address, the first bit most significant; an IPv4 address is
     * in the upper half.
     *
     * @return the bits, zero past the length
     */
    public long highBits() {
        return high;
    }

    /**
     * Returns the last 64 bits of an IPv6 address.
     *
     * @return the bits, zero past the length; zero for IPv4
     */
    public long lowBits() {
        return low;
    }

    /**
     * Returns the address as bytes in network order (the member AddrBits).
     *
     * @return a new array of 4 or 16 bytes
     */
    public byte[] bytes() {
        return bytes(family, high, low);
    }

    /**
     * Returns the address as a number (the address of RTM_IPV4_GET_ADDR_AND_LEN and
     * RTM_IPV4_GET_ADDR_AND_MASK).
     *
     * @return the IPv4 address, its first byte most significant
     * @throws RtmException {@code INVALID_PARAMETER} if this is an IPv6 prefix
     */
    public int ipv4Address() {
        if (family != AddressFamily.IPV4) {
            throw RtmStatus.INVALID_PARAMETER.because("%s is not an IPv4 prefix", this);
        }
        return (int) (high >>> IPV4_SHIFT);
    }

    /**
     * Returns the mask of this prefix (the mask of RTM_IPV4_GET_ADDR_AND_MASK).
     *
     * @return the IPv4 mask, its first bit most significant
     * @throws RtmException {@code INVALID_PARAMETER} if this is an IPv6 prefix
     */
    public int ipv4Mask() {
        ipv4Address();
        return ipv4MaskFromLength(length);
    }

    /**
     * Returns the address without its length.
     *
     * @return the address, IPv6 also where it is an IPv4-mapped one
     */
    public InetAddress toInetAddress() {
        try {
            return family == AddressFamily.IPV4
                    ? InetAddress.getByAddress(bytes())
                    : java.net.Inet6Address.getByAddress(null, bytes(), -1);
        } catch (UnknownHostException e) {
            throw new AssertionError("an address has 4 or 16 bytes", e);
        }
    }

    /**
     * Says whether this is a prefix of full length.
     *
     * @return true for a host address
     */
    public boolean isHost() {
        return length == family.addressLength();
    }

    /**
     * Says whether every address of another prefix belongs to this one too; a prefix covers itself.
     *
     * @param other the other prefix
     * @return true if this prefix covers the other
     */
    public boolean covers(NetAddress other) {
        return family == other.family
                && length <= other.length
                && ((high ^ other.high) & highMask(length)) == 0
                && ((low ^ other.low) & lowMask(length)) == 0;
    }

    @Override
    public int compareTo(NetAddress other) {
        int order = family.compareTo(other.family);
        if (order == 0) {
            order = Long.compareUnsigned(high, other.high);
        }
        if (order == 0) {
            order = Long.compareUnsigned(low, other.low);
        }
        return order != 0 ? order : Integer.compare(length, other.length);
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof NetAddress other
                && family == other.family
                && high == other.high
                && low == other.low
                && length == other.length;
    }

    @Override
    public int hashCode() {
        long bits = (high * 31 + low) * 31 + length;
        bits ^= bits >>> 32; // the lower half of an IPv4 prefix is empty
        bits *= 0x9E3779B97F4A7C15L;
        return (int) (bits >>> 32);
    }

    /**
     * Returns the prefix as people write it, IPv6 as RFC 5952 has it.
     *
     * @return for example {@code 10.0.0.0/8}; a host prefix too has its length
     */
    @Override
    public String toString() {
        return addressText(family, high, low) + "/" + length;
    }

    /**
     * Returns the address without its length, as people write it, IPv6 as RFC 5952 has it.
     *
     * @return for example {@code 192.0.2.1}
     */
    public String addressText() {
        return addressText(family, high, low);
    }

    private static String addressText(AddressFamily family, long high, long low) {
        return AddressText.format(bytes(family, high, low));
    }

    private static byte[] bytes(AddressFamily family, long high, long low) {
        byte[] bytes = new byte[MAX_ADDRESS_SIZE];
        for (int i = 0; i < Long.BYTES; i++) {
            bytes[i] = (byte) (high >>> (56 - 8 * i));
            bytes[i + Long.BYTES] = (byte) (low >>> (56 - 8 * i));
        }
        return Arrays.copyOf(bytes, family.addressLength() / 8);
    }

    private static long high(AddressFamily family, byte[] bytes) {
        if (bytes.length != family.addressLength() / 8) {
            throw RtmStatus.INVALID_PARAMETER.because(
                    "an %s address has %d bytes, not %d",
                    family, family.addressLength() / 8, bytes.length);
        }
        return word(bytes, 0);
    }

    private static long low(AddressFamily family, byte[] bytes) {
        return word(bytes, Long.BYTES);
    }

    private static long word(byte[] bytes, int from) {
        long word = 0;
        for (int i = from; i < from + Long.BYTES; i++) {
            word = word << 8 | (i < bytes.length ? bytes[i] & 0xFF : 0);
        }
        return word;
    }

    private static RtmException bitsPastLength(String given, NetAddress meant) {
        return RtmStatus.INVALID_PARAMETER.because(
                "%s has bits set past its length of %d; without them it is %s",
                given, meant.length, meant);
    }

    private static void checkLength(AddressFamily family, int length) {
        if (length < 0 || length > family.addressLength()) {
            throw RtmStatus.INVALID_PARAMETER.because(
                    "%d is not the length of an %s prefix; allowed are 0 to %d",
                    length, family, family.addressLength());
        }
    }

    private static long highMask(int length) {
        return length == 0 ? 0 : -1L << Math.max(0, 64 - length);
    }

    private static long lowMask(int length) {
        return length <= 64 ? 0 : -1L << (128 - length);
    }
}
