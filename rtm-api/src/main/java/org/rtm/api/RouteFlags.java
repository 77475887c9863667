package org.rtm.api;

import java.util.StringJoiner;

/**
 * What the owner says of a route in flags (the member Flags of RTM_ROUTE_INFO, RTM_ROUTE_FLAGS_).
 *
 * <p>Immutable.
 */
public final class RouteFlags {
    private static final String[] NAMES = {
        "MARTIAN", "BLACKHOLE", "DISCARD", "INACTIVE",
        "LOCAL", "REMOTE", "MYSELF", "LOOPBACK",
        "MCAST", "LOCAL_MCAST", "LIMITED_BC", "0x0800",
        "ZEROS_NETBC", "ZEROS_SUBNETBC", "ONES_NETBC", "ONES_SUBNETBC"
    };

    /** No flag. */
    public static final RouteFlags NONE = new RouteFlags(0);

    /**
     * Packets to the destination are not to be forwarded: its addresses must not be seen here
     * (RTM_ROUTE_FLAGS_MARTIAN).
     */
    public static final RouteFlags MARTIAN = new RouteFlags(0x0001);

    /** Packets are dropped silently (RTM_ROUTE_FLAGS_BLACKHOLE). */
    public static final RouteFlags BLACKHOLE = new RouteFlags(0x0002);

    /** Packets are dropped, and the sender is told (RTM_ROUTE_FLAGS_DISCARD). */
    public static final RouteFlags DISCARD = new RouteFlags(0x0004);

    /** The route is kept and shown, and is never the best one (RTM_ROUTE_FLAGS_INACTIVE). */
    public static final RouteFlags INACTIVE = new RouteFlags(0x0008);

    /** The destination is on a directly reachable network (RTM_ROUTE_FLAGS_LOCAL). */
    public static final RouteFlags LOCAL = new RouteFlags(0x0010);

    /** The destination is not on a directly reachable network (RTM_ROUTE_FLAGS_REMOTE). */
    public static final RouteFlags REMOTE = new RouteFlags(0x0020);

    /** The destination is one of the router's own addresses (RTM_ROUTE_FLAGS_MYSELF). */
    public static final RouteFlags MYSELF = new RouteFlags(0x0040);

    /** The destination is a loopback address (RTM_ROUTE_FLAGS_LOOPBACK). */
    public static final RouteFlags LOOPBACK = new RouteFlags(0x0080);

    /** The destination is a multicast address (RTM_ROUTE_FLAGS_MCAST). */
    public static final RouteFlags MCAST = new RouteFlags(0x0100);

    /** The destination is a local multicast address (RTM_ROUTE_FLAGS_LOCAL_MCAST). */
    public static final RouteFlags LOCAL_MCAST = new RouteFlags(0x0200);

    /** The destination is the limited broadcast address (RTM_ROUTE_FLAGS_LIMITED_BC). */
    public static final RouteFlags LIMITED_BC = new RouteFlags(0x0400);

    /** The destination is an all-zeros network broadcast (RTM_ROUTE_FLAGS_ZEROS_NETBC). */
    public static final RouteFlags ZEROS_NETBC = new RouteFlags(0x1000);

    /** The destination is an all-zeros subnet broadcast (RTM_ROUTE_FLAGS_ZEROS_SUBNETBC). */
    public static final RouteFlags ZEROS_SUBNETBC = new RouteFlags(0x2000);

    /** The destination is an all-ones network broadcast (RTM_ROUTE_FLAGS_ONES_NETBC). */
    public static final RouteFlags ONES_NETBC = new RouteFlags(0x4000);

    /** The destination is an all-ones subnet broadcast (RTM_ROUTE_FLAGS_ONES_SUBNETBC). */
    public static final RouteFlags ONES_SUBNETBC = new RouteFlags(0x8000);

    /** The flags that decide about forwarding (RTM_ROUTE_FLAGS_FORWARDING). */
    public static final RouteFlags FORWARDING = new RouteFlags(0x000F);

    /** The flags of unicast routes (RTM_ROUTE_FLAGS_ANY_UNICAST). */
    public static final RouteFlags ANY_UNICAST = new RouteFlags(0x0070);

    /** The flags of multicast routes (RTM_ROUTE_FLAGS_ANY_MCAST). */
    public static final RouteFlags ANY_MCAST = new RouteFlags(0x0300);

    /** The flags of subnet broadcasts (RTM_ROUTE_FLAGS_SUBNET_BCAST). */
    public static final RouteFlags SUBNET_BCAST = new RouteFlags(0xA000);

    /** The flags of network broadcasts (RTM_ROUTE_FLAGS_NET_BCAST). */
    public static final RouteFlags NET_BCAST = new RouteFlags(0x5000);

    /** The flags of all broadcasts (RTM_ROUTE_FLAGS_ANY_BCAST). */
    public static final RouteFlags ANY_BCAST = new RouteFlags(0xF400);

    private final int bits;

    private RouteFlags(int bits) {
        this.bits = bits;
    }

    /**
     * Makes flags from the bits that RTMv2 uses.
     *
     * @param bits the bits
     * @return the flags
     * @throws RtmException {@code INVALID_PARAMETER} if there are more than 16 bits
     */
    public static RouteFlags of(int bits) {
        if ((bits & ~0xFFFF) != 0) {
            throw RtmStatus.INVALID_PARAMETER.because(
                    "0x%X are not route flags; allowed are 16 bits", bits);
        }
        return bits == 0 ? NONE : new RouteFlags(bits);
    }

    /**
     * Returns the bits that RTMv2 uses.
     *
     * @return 16 bits
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
    public RouteFlags plus(RouteFlags others) {
        return of(bits | others.bits);
    }

    /**
     * Returns these flags without others.
     *
     * @param others the others
     * @return the difference
     */
    public RouteFlags minus(RouteFlags others) {
        return of(bits & ~others.bits);
    }

    /**
     * Says whether all of some flags are set.
     *
     * @param others the flags to look for
     * @return true if all are set
     */
    public boolean contains(RouteFlags others) {
        return (others.bits & ~bits) == 0;
    }

    /**
     * Says whether any of some flags is set.
     *
     * @param others the flags to look for
     * @return true if one is set
     */
    public boolean intersects(RouteFlags others) {
        return (others.bits & bits) != 0;
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof RouteFlags other && bits == other.bits;
    }

    @Override
    public int hashCode() {
        return bits;
    }

    /**
     * Returns the names of the flags.
     *
     * @return for example {@code LOCAL|MYSELF}; empty for none
     */
    @Override
    public String toString() {
        StringJoiner names = new StringJoiner("|");
        for (int i = 0; i < NAMES.length; i++) {
            if ((bits & 1 << i) != 0) {
                names.add(NAMES[i]);
            }
        }
        return names.toString();
    }
}
