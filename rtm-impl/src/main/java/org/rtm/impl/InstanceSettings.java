package org.rtm.impl;

import java.lang.reflect.Array;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.PrefInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.RtmException;
import org.rtm.api.View;
import org.rtm.impl.entity.Limits;
import org.rtm.impl.table.Preferences;
import org.rtm.impl.table.RouteLimits;

/**
 * A checked configuration of an instance.
 *
 * @param instance the number of the virtual router
 * @param families which tables there are
 * @param views the views of each table, by number
 * @param limits what new objects are bound by
 * @param routeLimits how many routes there may be
 * @param preferences the preferences by protocol
 */
public record InstanceSettings(
        int instance,
        Set<AddressFamily> families,
        List<View> views,
        Limits limits,
        RouteLimits routeLimits,
        Preferences preferences) {

    /** Several times the Internet's table, and what a few gigabytes hold. */
    private static final int MOST_ROUTES = 10_000_000;

    /**
     * A value that is not allowed. The message names the property, the value, and what is allowed.
     */
    public static final class WrongValue extends Exception {
        private static final long serialVersionUID = 1L;

        WrongValue(String property, Object value, String allowed) {
            super("%s is %s; allowed is %s".formatted(property, asGiven(value), allowed));
        }

        private static String asGiven(Object value) {
            if (value == null) {
                return "not set";
            }
            Object shown = value.getClass().isArray() ? elements(value) : value;
            return "'" + shown + "'";
        }
    }

    /** The settings of an instance without any configuration. */
    public static InstanceSettings defaults(int instance) {
        try {
            return read(Map.of("instance", instance));
        } catch (WrongValue e) {
            throw new AssertionError("the defaults are allowed", e);
        }
    }

    /** Reads configuration properties, given as themselves or as text. */
    public static InstanceSettings read(Map<String, ?> properties) throws WrongValue {
        Reader reader = new Reader(properties);
        return new InstanceSettings(
                reader.number("instance", null, 0, EntityInfo.MAX_INSTANCE),
                reader.families(),
                reader.views(),
                new Limits(
                        reader.number("next.hops.in.route", 64, 1, 1024),
                        reader.number("handles.in.call", 1024, 1, 65536),
                        reader.number("opaque.slots", 16, 0, 1024),
                        reader.number("change.registrations", 64, 0, 4096),
                        reader.seconds("deregistration.wait", 5, 0, 3600),
                        reader.seconds("hold.longest", 240, 1, 86400),
                        reader.seconds("lock.longest", 5, 1, 3600),
                        reader.seconds("retention.longest", 300, 1, 86400),
                        reader.seconds("expiry.answer", 30, 1, 3600),
                        reader.yesOrNo("handle.tracking", false)),
                new RouteLimits(
                        reader.number("routes.in.entity", MOST_ROUTES, 1, Integer.MAX_VALUE),
                        reader.number("routes.in.table", MOST_ROUTES, 1, Integer.MAX_VALUE)),
                reader.preferences());
    }

    /** The properties that make these settings, in the order of their description. */
    public Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("instance", String.valueOf(instance));
        properties.put(
                "address.families",
                families.stream()
                        .map(family -> family.toString().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", ")));
        properties.put(
                "views",
                views.stream()
                        .map(view -> view.id() + "=" + view.name())
                        .collect(Collectors.joining(", ")));
        properties.put("next.hops.in.route", String.valueOf(limits.nextHopsInRoute()));
        properties.put("handles.in.call", String.valueOf(limits.handlesInCall()));
        properties.put("opaque.slots", String.valueOf(limits.opaqueSlots()));
        properties.put("change.registrations", String.valueOf(limits.changeRegistrations()));
        properties.put("routes.in.entity", String.valueOf(routeLimits.inEntity()));
        properties.put("routes.in.table", String.valueOf(routeLimits.inTable()));
        properties.put("hold.longest", seconds(limits.longestHold()));
        properties.put("lock.longest", seconds(limits.longestLock()));
        properties.put("retention.longest", seconds(limits.longestRetention()));
        properties.put("deregistration.wait", seconds(limits.deregistrationWait()));
        properties.put("expiry.answer", seconds(limits.expiryAnswer()));
        properties.put("handle.tracking", String.valueOf(limits.handleTracking()));
        properties.put(
                "preferences",
                preferences.all().entrySet().stream()
                        .map(
                                entry ->
                                        entry.getKey()
                                                + "="
                                                + Integer.toUnsignedString(entry.getValue()))
                        .collect(Collectors.joining(", ")));
        return properties;
    }

    private static List<Object> elements(Object array) {
        return IntStream.range(0, Array.getLength(array))
                .mapToObj(i -> Array.get(array, i))
                .toList();
    }

    private static String seconds(Duration duration) {
        return String.valueOf(duration.toSeconds());
    }

    private record Reader(Map<String, ?> properties) {
        int number(String property, Integer absent, int least, int most) throws WrongValue {
            Object value = properties.get(property);
            if (value == null && absent != null) {
                return absent;
            }
            try {
                long number = Long.parseLong(String.valueOf(value).trim());
                if (number >= least && number <= most) {
                    return (int) number;
                }
            } catch (NumberFormatException e) {
                // refused below, like a number out of range
            }
            throw new WrongValue(property, value, "a number from " + least + " to " + most);
        }

        Duration seconds(String property, int absent, int least, int most) throws WrongValue {
            return Duration.ofSeconds(number(property, absent, least, most));
        }

        boolean yesOrNo(String property, boolean absent) throws WrongValue {
            Object value = properties.get(property);
            if (value == null) {
                return absent;
            }
            return switch (value.toString().trim().toLowerCase(Locale.ROOT)) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new WrongValue(property, value, "true or false");
            };
        }

        Set<AddressFamily> families() throws WrongValue {
            Set<AddressFamily> families = EnumSet.noneOf(AddressFamily.class);
            List<String> values = texts("address.families", List.of("ipv4", "ipv6"));
            for (String value : values) {
                switch (value.toLowerCase(Locale.ROOT)) {
                    case "ipv4" -> families.add(AddressFamily.IPV4);
                    case "ipv6" -> families.add(AddressFamily.IPV6);
                    default ->
                            throw new WrongValue("address.families", value, "ipv4, ipv6 or both");
                }
            }
            if (families.isEmpty()) {
                throw new WrongValue(
                        "address.families",
                        properties.get("address.families"),
                        "ipv4, ipv6 or both");
            }
            return Collections.unmodifiableSet(families);
        }

        List<View> views() throws WrongValue {
            String allowed =
                    "number=name with numbers from 0 to 31 and names of letters, digits and '-', each once; 0=unicast is among them, and 1 and multicast only go together";
            Map<Integer, View> views = new TreeMap<>();
            for (String value : texts("views", List.of("0=unicast", "1=multicast"))) {
                String[] parts = value.split("=", -1);
                if (parts.length != 2
                        || !parts[0].trim().matches("\\d{1,2}")
                        || !parts[1].trim().matches("[A-Za-z][A-Za-z0-9-]*")) {
                    throw new WrongValue("views", value, allowed);
                }
                int id = Integer.parseInt(parts[0].trim());
                String name = parts[1].trim();
                boolean isTaken =
                        views.values().stream().anyMatch(view -> view.name().equals(name));
                boolean isOther = (id == View.MULTICAST.id()) != name.equals(View.MULTICAST.name());
                if (id >= View.MAX_VIEWS || isTaken || isOther || views.containsKey(id)) {
                    throw new WrongValue("views", value, allowed);
                }
                views.put(id, new View(id, name));
            }
            if (!View.UNICAST.equals(views.get(View.UNICAST.id()))) {
                throw new WrongValue("views", properties.get("views"), allowed);
            }
            return List.copyOf(views.values());
        }

        Preferences preferences() throws WrongValue {
            String allowed =
                    "protocol=number with a protocol's name or number, each once, and 1 to "
                            + PrefInfo.MAX_VALUE;
            Map<ProtocolId, Integer> preferences = new TreeMap<>();
            for (String value : texts("preferences", List.of())) {
                String[] parts = value.split("=", -1);
                try {
                    long preference = parts.length == 2 ? Long.parseLong(parts[1].trim()) : 0;
                    if (preference < 1 || preference > PrefInfo.MAX_VALUE) {
                        throw new WrongValue("preferences", value, allowed);
                    }
                    ProtocolId protocol = ProtocolId.parse(parts[0].trim());
                    if (preferences.put(protocol, (int) preference) != null) {
                        throw new WrongValue("preferences", value, allowed);
                    }
                } catch (NumberFormatException | RtmException e) {
                    throw new WrongValue("preferences", value, allowed);
                }
            }
            return new Preferences(preferences);
        }

        /** A list, given as an array, a collection, or one text with commas. */
        private List<String> texts(String property, List<String> absent) {
            Object value = properties.get(property);
            if (value == null) {
                return absent;
            }
            Collection<?> elements = List.of(value.toString().split(","));
            if (value.getClass().isArray()) {
                elements = elements(value);
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
