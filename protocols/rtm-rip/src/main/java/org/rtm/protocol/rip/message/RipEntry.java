package org.rtm.protocol.rip.message;

import java.util.Objects;
import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;

/**
 * A route as a message tells of it.
 *
 * @param prefix the destination
 * @param tag what the origin of the route attached, 0 to 65535
 * @param nextHop where packets go, a host; {@link #SENDER} for whoever sent the message
 * @param metric the cost, 1 to {@value #INFINITY}; in a request any, for its answer to fill in
 */
public record RipEntry(NetAddress prefix, int tag, NetAddress nextHop, long metric) {
    /** The metric of what cannot be reached. */
    public static final int INFINITY = 16;

    /** The next hop of a route through the sender of the message. */
    public static final NetAddress SENDER = NetAddress.unspecified(AddressFamily.IPV4);

    private static final int MOST_TAG = 0xFFFF;
    private static final long MOST_METRIC = 0xFFFF_FFFFL;

    public RipEntry {
        if (prefix.family() != AddressFamily.IPV4) {
            throw new IllegalArgumentException(prefix + " is not an IPv4 prefix");
        }
        if (nextHop.family() != AddressFamily.IPV4 || !nextHop.isHost()) {
            throw new IllegalArgumentException(nextHop + " is not the address of an IPv4 host");
        }
        check("tag", tag, MOST_TAG);
        check("metric", metric, MOST_METRIC);
        Objects.requireNonNull(nextHop);
    }

    private static void check(String name, long value, long most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException(
                    "%d is not a %s; allowed are 0 to %d".formatted(value, name, most));
        }
    }

    /** An entry without a tag, through whoever sends it. */
    public static RipEntry of(NetAddress prefix, long metric) {
        return new RipEntry(prefix, 0, SENDER, metric);
    }

    public boolean isReachable() {
        return metric < INFINITY;
    }
}
