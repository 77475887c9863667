package org.rtm.protocol.linux;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.NetAddress;
import org.rtm.api.RtmException;

/**
 * A checked configuration.
 *
 * @param instance the instance of the RTM whose best routes are forwarded
 * @param namespace the network namespace; empty for that of the router
 * @param table the kernel's table
 * @param protocol the number by which the kernel knows our routes
 * @param metric their metric in the kernel
 * @param sources their preferred source addresses, by address family
 * @param compareInterval how often the kernel is compared with the table
 * @param staleTime how long routes of a former run wait to be asked for again
 * @param isWithdrawing whether the routes go when the bundle stops
 */
record FibSettings(
        int instance,
        String namespace,
        long table,
        int protocol,
        long metric,
        Map<AddressFamily, NetAddress> sources,
        Duration compareInterval,
        Duration staleTime,
        boolean isWithdrawing) {
    private static final long MOST = 0xFFFF_FFFFL;
    private static final String NAMESPACE = "[A-Za-z0-9._-]*";

    /** Reads configuration properties, given as themselves or as text; empty text is no value. */
    static FibSettings read(Map<String, ?> properties) {
        Reader reader = new Reader(properties);
        int instance = (int) reader.number("instance", 0, 0, EntityInfo.MAX_INSTANCE);
        return new FibSettings(
                instance,
                reader.namespace(),
                reader.table(LinuxConfiguration.FIRST_TABLE + instance),
                (int) reader.number("protocol", LinuxConfiguration.PROTOCOL, 5, 255),
                reader.number("metric", LinuxConfiguration.METRIC, 1, MOST),
                reader.sources(),
                Duration.ofSeconds(
                        reader.number(
                                "compare.interval",
                                LinuxConfiguration.COMPARE_INTERVAL,
                                1,
                                86_400)),
                Duration.ofSeconds(
                        reader.number("stale.time", LinuxConfiguration.STALE_TIME, 0, 86_400)),
                reader.bool("withdraw"));
    }

    /** Whether other settings find the routes of these in the kernel. */
    boolean hasPlaceOf(FibSettings others) {
        return table == others.table
                && protocol == others.protocol
                && namespace.equals(others.namespace);
    }

    KernelTable kernelTable(String program, AddressFamily family) {
        return new KernelTable(program, namespace, family, table, protocol, metric);
    }

    Optional<NetAddress> source(AddressFamily family) {
        return Optional.ofNullable(sources.get(family));
    }

    private record Reader(Map<String, ?> properties) {
        private String text(String name) {
            Object value = properties.get(name);
            return value == null ? "" : value.toString().strip();
        }

        long number(String name, long absent, long least, long most) {
            String text = text(name);
            if (text.isEmpty()) {
                return absent;
            }
            try {
                long number = Long.parseLong(text);
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // refused below, like a number out of range
            }
            throw new IllegalArgumentException(
                    "%s is '%s'; allowed is a number from %d to %d"
                            .formatted(name, text, least, most));
        }

        boolean bool(String name) {
            String text = text(name);
            return switch (text) {
                case "", "false" -> false;
                case "true" -> true;
                default ->
                        throw new IllegalArgumentException(
                                "%s is '%s'; allowed are true and false".formatted(name, text));
            };
        }

        String namespace() {
            String text = text("namespace");
            if (text.matches(NAMESPACE)) {
                return text;
            }
            throw new IllegalArgumentException(
                    "namespace is '%s'; allowed are letters, digits, '.', '_' and '-'"
                            .formatted(text));
        }

        long table(long absent) {
            String text = text("table");
            if (text.isEmpty()) {
                return absent;
            }
            try {
                long number = text.equals("main") ? KernelTable.MAIN : Long.parseLong(text);
                // 253 and 255 are the kernel's own, and 0 stands for all tables.
                if (number >= 1 && number <= MOST && number != 253 && number != 255) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // refused below, like a number out of range
            }
            throw new IllegalArgumentException(
                    "table is '%s'; allowed are main and a number from 1 to %d but 253 and 255"
                            .formatted(text, MOST));
        }

        Map<AddressFamily, NetAddress> sources() {
            Map<AddressFamily, NetAddress> sources = new HashMap<>();
            for (String text : texts("source")) {
                NetAddress address = source(text);
                if (sources.put(address.family(), address) != null) {
                    throw new IllegalArgumentException(
                            "source has two %s addresses; allowed is one of each family"
                                    .formatted(address.family()));
                }
            }
            return sources;
        }

        private static NetAddress source(String text) {
            try {
                NetAddress address = NetAddress.parse(text);
                if (address.isHost()) {
                    return address;
                }
            } catch (RtmException e) {
                // refused below, like a prefix
            }
            throw new IllegalArgumentException(
                    "source is '%s'; allowed are addresses of this router".formatted(text));
        }

        private List<String> texts(String name) {
            Object value = properties.get(name);
            List<String> texts = new ArrayList<>();
            Collection<?> elements =
                    value instanceof Object[] array
                            ? Arrays.asList(array)
                            : value instanceof Collection<?> several
                                    ? several
                                    : List.of(text(name));
            for (Object each : elements) {
                for (String text : String.valueOf(each).split(",")) {
                    if (!text.isBlank()) {
                        texts.add(text.strip());
                    }
                }
            }
            return texts;
        }
    }
}
