package org.rtm.protocol.rip;

import java.lang.reflect.Array;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.rtm.api.NetAddress;
import org.rtm.protocol.rip.engine.InterfaceSettings;
import org.rtm.protocol.rip.engine.LinkAddress;
import org.rtm.protocol.rip.engine.RipTimers;
import org.rtm.protocol.rip.engine.SplitHorizon;
import org.rtm.protocol.rip.message.Authentication;
import org.rtm.protocol.rip.message.Digest;

/**
 * A checked configuration of an interface, which need not be there.
 *
 * @param name the name of the interface
 * @param cost what is added to metrics that come in
 * @param passive whether it only listens
 * @param timers its timers
 * @param splitHorizon what it is told of its own routes
 * @param kind how neighbours know each other
 * @param keys the password under 0, or the keys by number
 */
record ConfiguredInterface(
        String name,
        int cost,
        boolean passive,
        RipTimers timers,
        SplitHorizon splitHorizon,
        String kind,
        SortedMap<Integer, String> keys) {
    private static final Map<String, Digest> DIGESTS =
            Map.of(
                    "md5", Digest.KEYED_MD5,
                    "hmac-sha-1", Digest.HMAC_SHA_1,
                    "hmac-sha-256", Digest.HMAC_SHA_256,
                    "hmac-sha-384", Digest.HMAC_SHA_384,
                    "hmac-sha-512", Digest.HMAC_SHA_512);

    /**
     * Reads configuration properties, given as themselves or as text.
     *
     * @throws IllegalArgumentException if a value is not allowed; the message says what is
     */
    static ConfiguredInterface read(Map<String, ?> properties) {
        String name = text(properties, "interface.name", "");
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    "interface.name is not set; it has to be the name of an interface");
        }
        String kind = text(properties, "authentication", "none").toLowerCase(Locale.ROOT);
        if (!kind.equals("none") && !kind.equals("password") && !DIGESTS.containsKey(kind)) {
            throw new IllegalArgumentException(
                    "authentication is '%s'; allowed are none, password, md5 and hmac-sha-1, -256, -384 and -512"
                            .formatted(kind));
        }
        ConfiguredInterface read =
                new ConfiguredInterface(
                        name,
                        number(properties, "cost", 1),
                        passive(text(properties, "passive", "false")),
                        new RipTimers(
                                seconds(properties, "timer.update", RipTimers.STANDARD.update()),
                                seconds(properties, "timer.timeout", RipTimers.STANDARD.timeout()),
                                seconds(properties, "timer.garbage", RipTimers.STANDARD.garbage())),
                        splitHorizon(text(properties, "split.horizon", "poisoned-reverse")),
                        kind,
                        keys(kind, texts(properties.get("keys"))));
        // Both check the rest.
        read.settings(0, List.of());
        read.authentication(InstantSource.system());
        return read;
    }

    /** An interface of which nothing is known but its name. */
    static ConfiguredInterface unconfigured(String name) {
        return read(Map.of("interface.name", name));
    }

    private static String text(Map<String, ?> properties, String property, String absent) {
        Object value = properties.get(property);
        return value == null ? absent : value.toString().trim();
    }

    private static boolean passive(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw new IllegalArgumentException(
                            "passive is '%s'; allowed are true and false".formatted(text));
        };
    }

    private static int number(Map<String, ?> properties, String property, int absent) {
        String value = text(properties, property, String.valueOf(absent));
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "%s is '%s'; it has to be a number".formatted(property, value), e);
        }
    }

    private static Duration seconds(Map<String, ?> properties, String property, Duration absent) {
        return Duration.ofSeconds(number(properties, property, (int) absent.toSeconds()));
    }

    private static SplitHorizon splitHorizon(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "poisoned-reverse" -> SplitHorizon.POISONED_REVERSE;
            case "simple" -> SplitHorizon.SIMPLE;
            case "none" -> SplitHorizon.NONE;
            default ->
                    throw new IllegalArgumentException(
                            "split.horizon is '%s'; allowed are poisoned-reverse, simple and none"
                                    .formatted(text));
        };
    }

    /** No message shows a key. */
    private static SortedMap<Integer, String> keys(String kind, List<String> texts) {
        SortedMap<Integer, String> keys = new TreeMap<>();
        if (kind.equals("password")) {
            if (texts.size() != 1) {
                throw new IllegalArgumentException(
                        "keys are %d; for a password it has to be one".formatted(texts.size()));
            }
            keys.put(0, texts.get(0));
        } else if (DIGESTS.containsKey(kind)) {
            for (String text : texts) {
                String[] parts = text.split("=", 2);
                if (parts.length != 2 || !parts[0].matches("\\d{1,3}")) {
                    throw new IllegalArgumentException(
                            "a key is not of the form number=key with a number from 0 to 255");
                }
                int number = Integer.parseInt(parts[0]);
                if (keys.put(number, parts[1]) != null) {
                    throw new IllegalArgumentException(
                            "two keys have the number %d; each has its own".formatted(number));
                }
            }
        } else if (texts.stream().anyMatch(text -> !text.isEmpty())) {
            throw new IllegalArgumentException(
                    "keys are given, and authentication is none; it has to be password, md5 or an hmac-sha");
        }
        return keys;
    }

    /** A list, given as an array, a collection, or one text with commas. */
    private static List<String> texts(Object value) {
        if (value == null) {
            return List.of();
        } else if (value.getClass().isArray()) {
            return IntStream.range(0, Array.getLength(value))
                    .mapToObj(i -> String.valueOf(Array.get(value, i)).trim())
                    .toList();
        } else if (value instanceof Collection<?> collection) {
            return collection.stream().map(each -> String.valueOf(each).trim()).toList();
        }
        return List.of(value.toString().split("\\s*,\\s*"));
    }

    /** The settings on the interface as it is now. */
    InterfaceSettings settings(NetworkInterface found) {
        List<LinkAddress> addresses =
                found.getInterfaceAddresses().stream()
                        .filter(each -> each.getAddress() instanceof Inet4Address)
                        .map(
                                each ->
                                        LinkAddress.of(
                                                NetAddress.host(each.getAddress()),
                                                each.getNetworkPrefixLength()))
                        .toList();
        return settings(found.getIndex(), addresses);
    }

    private InterfaceSettings settings(int index, List<LinkAddress> addresses) {
        return new InterfaceSettings(name, index, addresses, cost, passive, timers, splitHorizon);
    }

    /** A new authentication, which has heard of no neighbour. */
    Authentication authentication(InstantSource clock) {
        return switch (kind) {
            case "password" -> Authentication.password(keys.get(0));
            case "none" -> Authentication.none();
            default -> Authentication.cryptographic(DIGESTS.get(kind), keys, clock);
        };
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return "%s, authentication %s".formatted(name, kind);
    }
}
