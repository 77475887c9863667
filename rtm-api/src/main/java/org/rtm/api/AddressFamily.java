package org.rtm.api;

/** The address families that a routing table can hold (the AF_INET and AF_INET6 of RTMv2). */
public enum AddressFamily {
    /** IPv4, 32-bit addresses (AF_INET). */
    IPV4(2, 32, "IPv4"),
    /** IPv6, 128-bit addresses (AF_INET6, with the number that it has on Windows). */
    IPV6(23, 128, "IPv6");

    private final int number;
    private final int addressLength;
    private final String displayName;

    AddressFamily(int number, int addressLength, String displayName) {
        this.number = number;
        this.addressLength = addressLength;
        this.displayName = displayName;
    }

    /**
     * Finds a family by its RTMv2 number.
     *
     * @param number 2 or 23
     * @return the family of that number
     * @throws RtmException {@code INVALID_PARAMETER} if no family has the number
     */
    public static AddressFamily of(int number) {
        for (AddressFamily family : values()) {
            if (family.number == number) {
                return family;
            }
        }
        throw RtmStatus.INVALID_PARAMETER.because(
                "%d is not an address family; 2 (IPv4) and 23 (IPv6) are", number);
    }

    /**
     * Returns the number that RTMv2 uses for this family.
     *
     * @return 2 or 23
     */
    public int number() {
        return number;
    }

    /**
     * Returns how long an address of this family is.
     *
     * @return 32 or 128, in bits
     */
    public int addressLength() {
        return addressLength;
    }

    /**
     * Returns the name as operators write it.
     *
     * @return {@code IPv4} or {@code IPv6}
     */
    @Override
    public String toString() {
        return displayName;
    }
}
