package org.rtm.protocol.statics;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.NetAddress;
import org.rtm.api.PrefInfo;
import org.rtm.api.RtmException;

/**
 * A checked configuration of a static route.
 *
 * @param instance the number of the virtual router
 * @param prefix the destination
 * @param nextHops the next hops of equal cost; none for a black hole
 * @param prefInfo preference and metric
 * @param views the views, by name or number
 * @param tag the tag, an unsigned int
 */
record StaticRoute(
        int instance,
        NetAddress prefix,
        List<Hop> nextHops,
        PrefInfo prefInfo,
        List<String> views,
        int tag) {
    private static final NetAddress IPV6_LINK_LOCAL = NetAddress.parse("fe80::/10");

    /**
     * A next hop as written.
     *
     * @param address its address; the unspecified one for every address on the link
     * @param interfaceName the name or index of its interface; empty where it is not known
     */
    record Hop(NetAddress address, String interfaceName) {
        boolean isOnLink() {
            return address.equals(NetAddress.unspecified(address.family()));
        }

        @Override
        public String toString() {
            if (isOnLink()) {
                return "dev " + interfaceName;
            }
            return "via "
                    + address.addressText()
                    + (interfaceName.isEmpty() ? "" : " dev " + interfaceName);
        }
    }

    /** Reads configuration properties, given as themselves or as text; empty text is no value. */
    static StaticRoute read(Map<String, ?> properties) throws WrongValue {
        Reader reader = new Reader(properties);
        NetAddress prefix = reader.prefix();
        return new StaticRoute(
                (int) reader.number("instance", EntityInfo.MAX_INSTANCE),
                prefix,
                reader.nextHops(prefix),
                new PrefInfo(
                        reader.number("preference", PrefInfo.MAX_VALUE),
                        reader.number("metric", PrefInfo.MAX_VALUE)),
                reader.views(),
                (int) reader.number("tag", 0xFFFF_FFFFL));
    }

    AddressFamily family() {
        return prefix.family();
    }

    /** Where packets go, for example {@code via 192.0.2.1 dev eth0, via 192.0.2.2}. */
    String target() {
        return nextHops.isEmpty()
                ? "blackhole"
                : String.join(", ", nextHops.stream().map(Hop::toString).toList());
    }

    private record Reader(Map<String, ?> properties) {
        NetAddress prefix() throws WrongValue {
            String value =
                    text("prefix")
                            .orElseThrow(
                                    () ->
                                            new WrongValue(
                                                    "prefix is not set; allowed is one like 10.0.0.0/8 or 2001:db8::/32"));
            try {
                return NetAddress.parse(value);
            } catch (RtmException e) {
                throw new WrongValue("prefix: %s", e.getMessage());
            }
        }

        List<Hop> nextHops(NetAddress prefix) throws WrongValue {
            List<String> values = texts("next.hops");
            String commonInterface = text("interface").orElse("");
            if (commonInterface.equals("0")) {
                throw new WrongValue(
                        "interface is '0'; allowed is an interface's name or its index from 1");
            }
            if (blackhole()) {
                if (!values.isEmpty() || !commonInterface.isEmpty()) {
                    throw new WrongValue(
                            "blackhole is 'true' beside %s; a black hole has no next hop and no interface",
                            values.isEmpty()
                                    ? "interface '%s'".formatted(commonInterface)
                                    : "next.hops '%s'".formatted(String.join(", ", values)));
                }
                return List.of();
            }
            if (values.isEmpty() && commonInterface.isEmpty()) {
                throw new WrongValue(
                        "next.hops is not set; a route has next hops, an interface, or blackhole 'true'");
            }
            if (values.isEmpty()) {
                return List.of(new Hop(NetAddress.unspecified(prefix.family()), commonInterface));
            }
            List<Hop> nextHops = new ArrayList<>();
            for (String value : values) {
                nextHops.add(nextHop(value, commonInterface, prefix));
            }
            if (new HashSet<>(nextHops).size() < nextHops.size()) {
                throw new WrongValue(
                        "next.hops is '%s'; each is allowed once", String.join(", ", values));
            }
            return List.copyOf(nextHops);
        }

        private static Hop nextHop(String text, String commonInterface, NetAddress prefix)
                throws WrongValue {
            int percent = text.indexOf('%');
            String interfaceName =
                    percent < 0 ? commonInterface : text.substring(percent + 1).trim();
            if (percent >= 0 && (interfaceName.isEmpty() || interfaceName.equals("0"))) {
                throw new WrongValue(
                        "next.hops: '%s' lacks an interface's name, or its index from 1, after the %%",
                        text);
            }
            String addressText = percent < 0 ? text : text.substring(0, percent);
            NetAddress address;
            try {
                address = NetAddress.parse(addressText);
            } catch (RtmException e) {
                throw new WrongValue("next.hops: %s", e.getMessage());
            }
            if (addressText.indexOf('/') >= 0) {
                throw new WrongValue("next.hops: '%s' is a prefix; allowed are addresses", text);
            }
            if (address.family() != prefix.family()) {
                throw new WrongValue(
                        "next.hops: %s is %s, but %s is %s",
                        addressText, address.family(), prefix, prefix.family());
            }
            if (address.equals(NetAddress.unspecified(prefix.family()))) {
                throw new WrongValue(
                        "next.hops: '%s' is no router's address; for a destination on a link set interface only",
                        text);
            }
            if (IPV6_LINK_LOCAL.covers(address) && interfaceName.isEmpty()) {
                throw new WrongValue(
                        "next.hops: '%s' is on every link; it needs its interface", text);
            }
            return new Hop(address, interfaceName);
        }

        private boolean blackhole() throws WrongValue {
            String value = text("blackhole").orElse("false");
            return switch (value) {
                case "true" -> true;
                case "false" -> false;
                default ->
                        throw new WrongValue(
                                "blackhole is '%s'; allowed are true and false", value);
            };
        }

        List<String> views() {
            List<String> views = texts("views");
            return views.isEmpty() ? List.of("unicast") : views;
        }

        long number(String property, long most) throws WrongValue {
            String value = text(property).orElse("0");
            try {
                long number = Long.parseLong(value);
                if (number >= 0 && number <= most) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // refused below, like a number out of range
            }
            throw new WrongValue(
                    "%s is '%s'; allowed is a number from 0 to %d", property, value, most);
        }

        private Optional<String> text(String property) {
            return Optional.ofNullable(properties.get(property))
                    .map(value -> value.toString().trim())
                    .filter(value -> !value.isEmpty());
        }

        /** A list, given as an array, a collection, or one text with commas. */
        private List<String> texts(String property) {
            Object value = properties.get(property);
            if (value == null) {
                return List.of();
            }
            Collection<?> elements = List.of(value.toString().split(","));
            if (value.getClass().isArray()) {
                elements =
                        IntStream.range(0, Array.getLength(value))
                                .mapToObj(i -> Array.get(value, i))
                                .toList();
            } else if (value instanceof Collection<?> collection) {
                elements = collection;
            }
            return elements.stream()
                    .map(element -> String.valueOf(element).trim())
                    .filter(text -> !text.isEmpty())
                    .toList();
        }
    }
}
