package org.rtm.protocol.linux;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The interfaces of a network namespace, as they were at one moment. */
final class Links {
    static final Links NONE = new Links(List.of());

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:@-]+");

    private final Map<Integer, Link> byIndex = new HashMap<>();
    private final Map<String, Link> byName = new HashMap<>();

    /**
     * An interface.
     *
     * @param isUp whether it is switched on
     * @param hasCarrier whether something is at the other end
     */
    record Link(int index, String name, boolean isUp, boolean hasCarrier) {}

    Links(List<Link> links) {
        for (Link link : links) {
            byIndex.put(link.index, link);
            byName.put(link.name, link);
        }
    }

    /** Reads those of the namespace that a table is in. */
    static Links read(KernelTable table, Watchdog watchdog, Duration longest) throws IpFailure {
        return read(table.ip("-json", "link", "show"), watchdog, longest);
    }

    /** Reads what a command prints. */
    static Links read(List<String> command, Watchdog watchdog, Duration longest) throws IpFailure {
        List<Link> links = new ArrayList<>();
        try (IpShow show = new IpShow(command, watchdog, longest)) {
            Members members = new Members();
            while (show.next(members)) {
                links.add(
                        new Link(
                                members.index,
                                members.name,
                                members.flags.contains("UP"),
                                members.flags.contains("LOWER_UP")));
            }
        }
        return new Links(links);
    }

    private static final class Members implements IpShow.Reader {
        private int index;
        private String name = "";
        private List<String> flags = List.of();

        @Override
        public void read(String member, JsonParser value) throws IOException {
            switch (member) {
                case "ifindex" -> index = value.getIntValue();
                case "ifname" -> name = value.getText();
                case "flags" -> flags = IpShow.texts(value);
                default -> {}
            }
        }
    }

    /** Tells why nothing can be sent through an interface. */
    Optional<String> problem(int index) {
        Link link = byIndex.get(index);
        if (index == 0 || link != null && link.isUp && link.hasCarrier) {
            return Optional.empty();
        }
        if (link == null) {
            return Optional.of("there is no interface %d".formatted(index));
        }
        return Optional.of("%s %s".formatted(link.name, link.isUp ? "has no carrier" : "is down"));
    }

    /** The interface as ip takes it: a name that could mean something else is left out. */
    String argument(int index) {
        Link link = byIndex.get(index);
        return link != null && PLAIN.matcher(link.name).matches() ? link.name : "if" + index;
    }

    /** The number of an interface, 0 if there is no such one. */
    int index(String name) {
        Link link = byName.get(name);
        return link == null ? 0 : link.index;
    }

    /** Which interfaces are there now and were not, or the other way round, or are different. */
    Set<Integer> changedSince(Links before) {
        Set<Integer> changed = new TreeSet<>();
        byIndex.forEach(
                (index, link) -> {
                    if (!link.equals(before.byIndex.get(index))) {
                        changed.add(index);
                    }
                });
        before.byIndex.keySet().stream()
                .filter(index -> !byIndex.containsKey(index))
                .forEach(changed::add);
        return changed;
    }

    /** Whether every name means the interface that it meant. */
    boolean hasNamesOf(Links before) {
        return byName.entrySet().stream()
                        .allMatch(
                                each -> {
                                    Link link = before.byName.get(each.getKey());
                                    return link == null || link.index == each.getValue().index;
                                })
                && before.byIndex.values().stream()
                        .allMatch(link -> index(link.name) == link.index);
    }
}
