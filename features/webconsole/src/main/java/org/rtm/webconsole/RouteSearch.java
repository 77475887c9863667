package org.rtm.webconsole;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;
import org.rtm.api.ViewSet;

/**
 * Which routes to show.
 *
 * @param view the view; empty for all
 * @param prefix what to compare destinations with; empty for all of them
 * @param entity whose routes, as entities are written; empty for everybody's
 * @param from the destination to go on with; empty for the first
 */
record RouteSearch(
        int instance,
        AddressFamily family,
        ViewSet view,
        Optional<NetAddress> prefix,
        Match match,
        Optional<String> entity,
        Optional<NetAddress> from) {

    /** Which destinations are meant by a prefix. */
    enum Match {
        /** The prefix, and what it covers. */
        LONGER,
        EXACT,
        /** What covers the prefix, itself included. */
        COVERING
    }

    /** Reads what a request asks for, null where it does not say. */
    static RouteSearch parse(Function<String, String> parameters) {
        Optional<NetAddress> prefix = value(parameters, "prefix").map(NetAddress::parse);
        AddressFamily family =
                prefix.map(NetAddress::family)
                        .orElseGet(
                                () ->
                                        value(parameters, "family")
                                                .map(
                                                        text ->
                                                                one(
                                                                        AddressFamily.class,
                                                                        "family",
                                                                        text))
                                                .orElse(AddressFamily.IPV4));
        return new RouteSearch(
                value(parameters, "instance").map(text -> number("instance", text)).orElse(0),
                family,
                value(parameters, "view")
                        .map(text -> ViewSet.of(number("view", text)))
                        .orElse(ViewSet.ANY),
                prefix,
                value(parameters, "match")
                        .map(text -> one(Match.class, "match", text))
                        .orElse(Match.LONGER),
                value(parameters, "entity"),
                value(parameters, "from").map(NetAddress::parse));
    }

    private static Optional<String> value(Function<String, String> parameters, String name) {
        return Optional.ofNullable(parameters.apply(name))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    private static int number(String name, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException noNumber) {
            throw new IllegalArgumentException("%s '%s' is not a number".formatted(name, text));
        }
    }

    private static <E extends Enum<E>> E one(Class<E> type, String name, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "%s '%s' is unknown; allowed are %s"
                                                .formatted(
                                                        name,
                                                        text,
                                                        Arrays.toString(type.getEnumConstants())
                                                                .toLowerCase(Locale.ROOT))));
    }
}
