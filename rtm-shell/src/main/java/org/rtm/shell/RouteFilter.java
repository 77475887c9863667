package org.rtm.shell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.rtm.api.NetAddress;
import org.rtm.api.PrefInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteFlags;
import org.rtm.shell.answer.RouteEntry;

/** Which routes to show, in the words that network people type. */
final class RouteFilter {
    /** The words, in the order of a usage, and what each one says. */
    static final Map<String, String> WORDS = new LinkedHashMap<>();

    static {
        WORDS.put("longer", "after PREFIX: and every prefix that it covers");
        WORDS.put("shorter", "after PREFIX: and every prefix that covers it");
        WORDS.put("exact", "after PREFIX: this one only, as without a word");
        WORDS.put("protocol NAME", "of this protocol, by name or number, for example rip");
        WORDS.put("entity NAME", "of this entity, by its identity or name, for example RIP-1");
        WORDS.put("via ADDRESS", "with this next hop, for example via 192.0.2.1");
        WORDS.put("dev INDEX", "with a next hop on this interface, for example dev 3");
        WORDS.put("flag NAME", "with this flag, for example flag blackhole");
        WORDS.put("best", "that are the best in the view");
        WORDS.put("stale", "that their owner, which has gone, has not refreshed");
    }

    /** How the words stand in a usage. */
    static final String USAGE =
            "[PREFIX [longer|shorter|exact]] [protocol NAME] [entity NAME] [via ADDRESS] [dev INDEX] [flag NAME] [best] [stale]";

    /** Which prefixes count beside the one that is named. */
    enum Reach {
        EXACT,
        LONGER,
        SHORTER
    }

    private final List<Predicate<RouteEntry>> conditions = new ArrayList<>();
    private Optional<NetAddress> prefix = Optional.empty();
    private Reach reach = Reach.EXACT;
    private Optional<String> entity = Optional.empty();
    private boolean bestOnly;
    private boolean count;
    private OptionalLong limit = OptionalLong.empty();
    private Optional<NetAddress> after = Optional.empty();

    private RouteFilter() {}

    /** Lets every route through. */
    static RouteFilter all() {
        return new RouteFilter();
    }

    /** Lets the best routes through to the destinations that this filter reaches. */
    RouteFilter bestWithinPrefix() {
        RouteFilter best = new RouteFilter();
        best.prefix = prefix;
        best.reach = reach;
        best.bestOnly = true;
        return best;
    }

    /**
     * Reads the words of a command.
     *
     * @param pages whether the command also takes what cuts a listing into pages, and counts
     */
    static RouteFilter parse(Command command, boolean pages, String... words) {
        RouteFilter filter = new RouteFilter();
        Iterator<String> rest = Arrays.asList(words).iterator();
        boolean prefixJustNow = false;
        while (rest.hasNext()) {
            String word = rest.next();
            boolean isReach = prefixJustNow && filter.readReach(word);
            prefixJustNow = false;
            if (!isReach
                    && !filter.readCondition(word, rest)
                    && !(pages && filter.readPage(word, rest))) {
                filter.readPrefix(command, word, words);
                prefixJustNow = true;
            }
        }
        return filter;
    }

    private boolean readReach(String word) {
        switch (word) {
            case "longer" -> reach = Reach.LONGER;
            case "shorter" -> reach = Reach.SHORTER;
            case "exact" -> reach = Reach.EXACT;
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean readCondition(String word, Iterator<String> rest) {
        switch (word) {
            case "protocol" -> {
                ProtocolId protocol = ProtocolId.parse(value(word, rest));
                conditions.add(route -> route.owner().id().protocol().equals(protocol));
            }
            case "entity" -> {
                String name = value(word, rest);
                entity = Optional.of(name);
                conditions.add(
                        route ->
                                name.equalsIgnoreCase(route.owner().name())
                                        || name.equalsIgnoreCase(route.owner().id().toString()));
            }
            case "via" -> {
                NetAddress address = Arguments.host(value(word, rest), "via");
                conditions.add(
                        route ->
                                route.nextHops().stream()
                                        .anyMatch(hop -> hop.address().equals(address)));
            }
            case "dev" -> {
                int index =
                        (int)
                                Arguments.number(
                                        "an interface index",
                                        value(word, rest),
                                        0,
                                        PrefInfo.MAX_VALUE);
                conditions.add(
                        route ->
                                route.nextHops().stream()
                                        .anyMatch(hop -> hop.interfaceIndex() == index));
            }
            case "flag" -> {
                RouteFlags flag = flag(value(word, rest));
                conditions.add(route -> route.flags().contains(flag));
            }
            case "best" -> bestOnly = true;
            case "stale" -> conditions.add(RouteEntry::stale);
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean readPage(String word, Iterator<String> rest) {
        switch (word) {
            case "count" -> count = true;
            case "limit" ->
                    limit =
                            OptionalLong.of(
                                    Arguments.number(
                                            "a number of routes",
                                            value(word, rest),
                                            1,
                                            Integer.MAX_VALUE));
            case "after" -> after = Optional.of(NetAddress.parse(value(word, rest)));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void readPrefix(Command command, String word, String[] words) {
        if (Command.isOption(word)) {
            throw command.wrong("", words);
        }
        if (prefix.isPresent() || !word.matches("[0-9].*|.*[:/].*")) {
            throw new IllegalArgumentException(
                    "'%s' is no word of a filter%s; usage: %s %s"
                            .formatted(
                                    word,
                                    NearestNames.hint(word, names()),
                                    command.name(),
                                    command.usage()));
        }
        prefix = Optional.of(NetAddress.parse(word));
    }

    private static Collection<String> names() {
        return WORDS.keySet().stream().map(word -> word.replaceFirst(" .*", "")).toList();
    }

    private static String value(String word, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException("%s lacks its value".formatted(word));
        }
        return rest.next();
    }

    private static RouteFlags flag(String name) {
        String given = PresentValues.lowerCase(name);
        List<String> allowed =
                flags().stream().map(flag -> PresentValues.lowerCase(flag.toString())).toList();
        if (!allowed.contains(given)) {
            throw new IllegalArgumentException(
                    "'%s' is not a flag%s; allowed are %s"
                            .formatted(
                                    name,
                                    NearestNames.hint(given, allowed),
                                    String.join(", ", allowed)));
        }
        return flags().get(allowed.indexOf(given));
    }

    /** Those that have a name. */
    static List<RouteFlags> flags() {
        return IntStream.range(0, Short.SIZE)
                .mapToObj(bit -> RouteFlags.of(1 << bit))
                .filter(flag -> !flag.toString().startsWith("0x"))
                .toList();
    }

    Optional<NetAddress> prefix() {
        return prefix;
    }

    Reach reach() {
        return reach;
    }

    Optional<String> entity() {
        return entity;
    }

    boolean isBestOnly() {
        return bestOnly;
    }

    /** Whether only the number of routes is asked for. */
    boolean isCount() {
        return count;
    }

    /** After how many routes to stop; those to the last destination are shown all. */
    OptionalLong limit() {
        return limit;
    }

    /** The destination after which to start. */
    Optional<NetAddress> after() {
        return after;
    }

    /** Whether routes to a destination may be wanted. */
    boolean reaches(NetAddress destination) {
        return prefix.map(
                        asked ->
                                switch (reach) {
                                    case EXACT -> asked.equals(destination);
                                    case LONGER -> asked.covers(destination);
                                    case SHORTER -> destination.covers(asked);
                                })
                .orElse(true);
    }

    /** Whether it depends on the routes, and not on the prefix alone. */
    boolean hasConditions() {
        return !conditions.isEmpty();
    }

    /** Whether a route is wanted of which it is known that it is, or was, the best. */
    boolean acceptsBest(RouteEntry route) {
        return conditions.stream().allMatch(condition -> condition.test(route));
    }

    /** Whether a route is wanted that is seen in a view. */
    boolean accepts(RouteEntry route, int viewId) {
        return (!bestOnly || route.bestIn().contains(viewId)) && acceptsBest(route);
    }
}
