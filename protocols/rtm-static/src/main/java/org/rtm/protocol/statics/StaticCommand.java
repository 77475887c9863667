package org.rtm.protocol.statics;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.rtm.api.RtmException;
import org.rtm.protocol.statics.ChangedEntry.Deed;

/** The command that shows static routes, and makes and deletes their configurations. */
@Component(service = StaticCommand.class, property = "rtm.usage=" + StaticCommand.USAGE)
@GogoCommand(
        scope = "rtm",
        function = {"static"})
public final class StaticCommand {
    static final String USAGE =
            "[-i INSTANCE] [-v VIEWS]"
                    + " [add PREFIX [via ADDRESS [dev INTERFACE]]... [dev INTERFACE] [blackhole]"
                    + " [metric N] [preference N] [tag N] [name NAME] | remove NAME|PREFIX]";

    private static final String NAME_CHARACTERS = "[A-Za-z0-9._:-]+";

    private final StaticProtocol protocol;

    @Activate
    public StaticCommand(@Reference StaticProtocol protocol) {
        this.protocol = protocol;
    }

    @Descriptor(
            "show the static routes, add one, or remove one; they are kept when the router stops")
    public Object _static(
            @Descriptor("of this instance (default: 0 to add, otherwise all)")
                    @Parameter(
                            names = {"-i", "--instance"},
                            absentValue = "")
                    String instance,
            @Descriptor("add to these views, by name or number, with commas (default: unicast)")
                    @Parameter(
                            names = {"-v", "--views"},
                            absentValue = "")
                    String views,
            @Descriptor(
                            "nothing to show them; or add, the prefix, and what it has: via with the address of each next hop, each with dev and its interface where need be, dev alone for a destination on a link, or blackhole; metric, preference and tag with a number; name with a name; or remove, and the name or prefix")
                    String... arguments) {
        try {
            List<String> words = List.of(arguments);
            String verb = words.isEmpty() ? "" : words.get(0);
            if (!views.isEmpty() && !verb.equals("add")) {
                throw new IllegalArgumentException(
                        "-v goes with add only; usage: rtm:static " + USAGE);
            }
            return switch (verb) {
                case "" -> new StaticEntries(entries(instance));
                case "add" -> add(instance, views, words.subList(1, words.size()));
                case "remove" -> remove(instance, words.subList(1, words.size()));
                default ->
                        throw new IllegalArgumentException(
                                "it takes add, remove or nothing, not '%s'; usage: rtm:static %s"
                                        .formatted(String.join("' '", words), USAGE));
            };
        } catch (WrongValue
                | RtmException
                | IOException
                | IllegalArgumentException
                | IllegalStateException refusal) {
            throw new CommandException("rtm:static: " + refusal.getMessage(), refusal);
        }
    }

    private List<StaticEntry> entries(String instance) {
        return protocol.entries().stream()
                .filter(entry -> instance.isEmpty() || entry.instance().equals(instance))
                .toList();
    }

    private ChangedEntry add(String instance, String views, List<String> words)
            throws IOException, WrongValue {
        Map<String, Object> properties = new HashMap<>();
        if (!instance.isEmpty()) {
            properties.put("instance", instance);
        }
        if (!views.isEmpty()) {
            properties.put("views", views.split(","));
        }
        String name = read(words, properties);
        if (name.isEmpty()) {
            name = properties.get("prefix").toString().replace('/', '_');
            name = instance.isEmpty() || instance.equals("0") ? name : instance + "_" + name;
        }
        boolean isNew = protocol.put(name, properties);
        return new ChangedEntry(isNew ? Deed.ADDED : Deed.CHANGED, entry(name));
    }

    /**
     * Reads what follows the verb into properties, and returns the name, empty if none is given.
     */
    private static String read(List<String> words, Map<String, Object> properties) {
        Iterator<String> rest = words.iterator();
        if (!rest.hasNext()) {
            throw new IllegalArgumentException("add takes a PREFIX; usage: rtm:static " + USAGE);
        }
        properties.put("prefix", rest.next());
        List<String> nextHops = new ArrayList<>();
        String name = "";
        while (rest.hasNext()) {
            String word = rest.next();
            switch (word) {
                case "via" -> nextHops.add(value(word, rest));
                case "dev" -> {
                    int last = nextHops.size() - 1;
                    if (last < 0) {
                        putOnce("interface", word, value(word, rest), properties);
                    } else if (nextHops.get(last).indexOf('%') < 0) {
                        nextHops.set(last, nextHops.get(last) + "%" + value(word, rest));
                    } else {
                        throw new IllegalArgumentException(
                                "next hop %s has an interface already"
                                        .formatted(nextHops.get(last)));
                    }
                }
                case "blackhole" -> putOnce(word, word, "true", properties);
                case "metric", "preference", "tag" ->
                        putOnce(word, word, value(word, rest), properties);
                case "name" -> name = name(name, value(word, rest));
                default ->
                        throw new IllegalArgumentException(
                                "'%s' is none of via, dev, blackhole, metric, preference, tag and name; usage: rtm:static %s"
                                        .formatted(word, USAGE));
            }
        }
        if (!nextHops.isEmpty()) {
            properties.put("next.hops", nextHops.toArray(new String[0]));
        }
        return name;
    }

    private static String value(String word, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException("%s lacks its value".formatted(word));
        }
        return rest.next();
    }

    private static void putOnce(
            String property, String word, String value, Map<String, Object> properties) {
        if (properties.put(property, value) != null) {
            throw new IllegalArgumentException("%s is there twice".formatted(word));
        }
    }

    private static String name(String before, String name) {
        if (!before.isEmpty()) {
            throw new IllegalArgumentException("name is there twice");
        }
        if (!name.matches(NAME_CHARACTERS)) {
            throw new IllegalArgumentException(
                    "'%s' is not a name; allowed are letters, digits, '.', '_', ':' and '-'"
                            .formatted(name));
        }
        return name;
    }

    private StaticEntry entry(String name) {
        return protocol.entries().stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("'%s' was removed again".formatted(name)));
    }

    private ChangedEntry remove(String instance, List<String> words) throws IOException {
        if (words.size() != 1) {
            throw new IllegalArgumentException(
                    "remove takes one NAME or PREFIX, not %s; usage: rtm:static %s"
                            .formatted(
                                    words.isEmpty()
                                            ? "none"
                                            : "'" + String.join("' '", words) + "'",
                                    USAGE));
        }
        String wanted = words.get(0);
        List<StaticEntry> all = entries(instance);
        List<StaticEntry> found =
                all.stream().filter(entry -> entry.name().equals(wanted)).toList();
        if (found.isEmpty()) {
            found = all.stream().filter(entry -> entry.prefix().equals(wanted)).toList();
        }
        if (found.size() != 1) {
            throw new IllegalArgumentException(
                    found.isEmpty()
                            ? "there is no static route '%s'; there are: %s"
                                    .formatted(wanted, names(all))
                            : "%d static routes have the prefix %s; name one of: %s"
                                    .formatted(found.size(), wanted, names(found)));
        }
        protocol.delete(found.get(0).name());
        protocol.entries();
        return new ChangedEntry(Deed.REMOVED, found.get(0));
    }

    private static String names(List<StaticEntry> entries) {
        return entries.isEmpty()
                ? "none"
                : String.join(", ", entries.stream().map(StaticEntry::name).toList());
    }
}
