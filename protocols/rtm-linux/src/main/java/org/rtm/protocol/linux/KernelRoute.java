package org.rtm.protocol.linux;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.rtm.api.NetAddress;

/**
 * What the kernel does with packets to a destination.
 *
 * @param type what kind of route it is
 * @param hops where packets go, of equal cost; none unless it is a unicast route
 * @param source the preferred source address
 * @param metric the kernel's metric
 */
record KernelRoute(Type type, List<Hop> hops, Optional<NetAddress> source, long metric) {
    private static final Comparator<Hop> BY_ADDRESS =
            Comparator.comparing(Hop::gateway).thenComparing(Hop::interfaceIndex);

    KernelRoute {
        hops = hops.stream().sorted(BY_ADDRESS).toList();
    }

    /** The kinds of routes, of the many that the kernel has. */
    enum Type {
        UNICAST("unicast"),
        BLACKHOLE("blackhole"),
        UNREACHABLE("unreachable"),
        /** One that this bundle never makes. */
        OTHER("other");

        private final String argument;

        Type(String argument) {
            this.argument = argument;
        }

        /** What ip calls it. */
        String argument() {
            return argument;
        }

        static Type of(String text) {
            return switch (text) {
                case "unicast" -> UNICAST;
                case "blackhole" -> BLACKHOLE;
                case "unreachable" -> UNREACHABLE;
                default -> OTHER;
            };
        }
    }

    /**
     * Where packets go.
     *
     * @param gateway whom to send to; the unspecified address for the packet's own destination
     * @param interfaceIndex through which interface; 0 to leave that to the kernel
     */
    record Hop(NetAddress gateway, int interfaceIndex) {
        boolean isOnLink() {
            return gateway.equals(NetAddress.unspecified(gateway.family()));
        }

        private boolean isThatOf(Hop found) {
            return gateway.equals(found.gateway)
                    && (interfaceIndex == 0 || interfaceIndex == found.interfaceIndex);
        }
    }

    /** Whether a route that was found in the kernel is this one. */
    boolean isThatOf(KernelRoute found) {
        if (this == found) {
            return true;
        }
        if (type != found.type
                || metric != found.metric
                || !source.equals(found.source)
                || hops.size() != found.hops.size()) {
            return false;
        }
        for (int i = 0; i < hops.size(); i++) {
            if (!hops.get(i).isThatOf(found.hops.get(i))) {
                return false;
            }
        }
        return true;
    }

    KernelRoute hops(List<Hop> newHops) {
        return new KernelRoute(type, newHops, source, metric);
    }

    /** Appends what it says to ip, after the prefix, table, protocol and metric. */
    void describe(StringBuilder text, Links links) {
        source.ifPresent(address -> text.append(" src ").append(address.addressText()));
        for (Hop hop : hops) {
            if (hops.size() > 1) {
                text.append(" nexthop");
            }
            if (!hop.isOnLink()) {
                text.append(" via ").append(hop.gateway.addressText());
            }
            if (hop.interfaceIndex != 0) {
                text.append(" dev ").append(links.argument(hop.interfaceIndex));
            }
        }
    }

    /** As operators read it, for example {@code via 192.0.2.1 dev eth0}. */
    String describe(Links links) {
        if (type != Type.UNICAST) {
            return type.argument();
        }
        StringJoiner text = new StringJoiner(", ");
        for (Hop hop : hops) {
            StringBuilder one = new StringBuilder();
            hops(List.of(hop)).describe(one, links);
            text.add(one.toString().strip());
        }
        return text.toString();
    }
}
