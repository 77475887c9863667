package org.rtm.api;

/**
 * What the owner says of a next hop in flags (the member Flags of RTM_NEXTHOP_INFO,
 * RTM_NEXTHOP_FLAGS_).
 *
 * <p>Immutable.
 */
public final class NextHopFlags {
    /** No flag: directly reachable. */
    public static final NextHopFlags NONE = new NextHopFlags(0);

    /** Not directly reachable: looked up in the table in its turn (RTM_NEXTHOP_FLAGS_REMOTE). */
    public static final NextHopFlags REMOTE = new NextHopFlags(1);

    /** Not reachable at present; RTMv2 reserves it (RTM_NEXTHOP_FLAGS_DOWN). */
    public static final NextHopFlags DOWN = new NextHopFlags(2);

    private static final int DEFINED = 3;

    private final int bits;

    private NextHopFlags(int bits) {
        this.bits = bits;
    }

    /**
     * Makes flags from the bits that RTMv2 uses.
     *
     * @param bits the bits
     * @return the flags
     * @throws RtmException {@code INVALID_PARAMETER} if a bit has no meaning
     */
    public static NextHopFlags of(int bits) {
        if ((bits & ~DEFINED) != 0) {
            throw RtmStatus.INVALID_PARAMETER.because(
                    "0x%X are not next hop flags; allowed are 1 (REMOTE) and 2 (DOWN)", bits);
        }
        return bits == 0 ? NONE : new NextHopFlags(bits);
    }

    /**
     * Returns the bits that RTMv2 uses.
     *
     * @return the bits
     */
    public int bits() {
        return bits;
    }

    /**
     * Returns these flags and others.
     *
     * @param others the others
     * @return the union
     */
    public NextHopFlags plus(NextHopFlags others) {
        return of(bits | others.bits);
    }

    /**
     * Says whether all of some flags are set.
     *
     * @param others the flags to look for
     * @return true if all are set
     */
    public boolean contains(NextHopFlags others) {
        return (others.bits & ~bits) == 0;
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof NextHopFlags other && bits == other.bits;
    }

    @Override
    public int hashCode() {
        return bits;
    }

    /**
     * Returns the names of the flags.
     *
     * @return {@code REMOTE}, {@code DOWN}, {@code REMOTE|DOWN}, or empty for none
     */
    @Override
    public String toString() {
        return switch (bits) {
            case 1 -> "REMOTE";
            case 2 -> "DOWN";
            case 3 -> "REMOTE|DOWN";
            default -> "";
        };
    }
}
