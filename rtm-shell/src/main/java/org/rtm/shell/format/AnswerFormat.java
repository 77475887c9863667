package org.rtm.shell.format;

import static java.util.stream.Collectors.joining;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.rtm.api.NextHopFlags;
import org.rtm.api.View;
import org.rtm.api.monitor.EntityStatus;
import org.rtm.api.monitor.InstanceStatus;
import org.rtm.api.monitor.TableStatus;
import org.rtm.shell.answer.Added;
import org.rtm.shell.answer.CommandHelp;
import org.rtm.shell.answer.Configurations;
import org.rtm.shell.answer.Counted;
import org.rtm.shell.answer.Deleted;
import org.rtm.shell.answer.DestinationRoutes;
import org.rtm.shell.answer.Differences;
import org.rtm.shell.answer.Entities;
import org.rtm.shell.answer.EntityLists;
import org.rtm.shell.answer.Explanation;
import org.rtm.shell.answer.Exported;
import org.rtm.shell.answer.Handles;
import org.rtm.shell.answer.HelpPage;
import org.rtm.shell.answer.Holds;
import org.rtm.shell.answer.Imported;
import org.rtm.shell.answer.InstanceTable;
import org.rtm.shell.answer.Instances;
import org.rtm.shell.answer.Invoked;
import org.rtm.shell.answer.Locks;
import org.rtm.shell.answer.Lookup;
import org.rtm.shell.answer.Marked;
import org.rtm.shell.answer.Methods;
import org.rtm.shell.answer.NextHopEntry;
import org.rtm.shell.answer.NextHops;
import org.rtm.shell.answer.Notifications;
import org.rtm.shell.answer.OtherHelp;
import org.rtm.shell.answer.RouteEntry;
import org.rtm.shell.answer.Statistics;
import org.rtm.shell.answer.Summary;

/** Makes text of what the commands answer. Shells find it as a service. */
@Component(service = Converter.class)
public final class AnswerFormat implements Converter {
    private final Clock clock;

    @Activate
    public AnswerFormat() {
        this(Clock.systemUTC());
    }

    public AnswerFormat(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Object convert(Class<?> desiredType, Object in) {
        return null;
    }

    @Override
    public CharSequence format(Object target, int level, Converter escape) {
        return format(
                target,
                escape instanceof CommandSession session ? Screen.of(session) : Screen.PLAIN);
    }

    /** Makes text that is not cut to a screen. */
    public String format(Object answer) {
        return format(answer, Screen.PLAIN);
    }

    /** Makes text, without a line end after the last line; returns null for what is no answer. */
    public String format(Object answer, Screen screen) {
        if (answer instanceof Summary summary) {
            return summary(summary.tables(), screen);
        } else if (answer instanceof Instances instances) {
            return instances(instances.instances(), screen);
        } else if (answer instanceof Entities entities) {
            return entities(entities.tables(), screen);
        } else if (answer instanceof Lookup lookup) {
            return lookup(lookup, screen);
        } else if (answer instanceof DestinationRoutes routes) {
            return destination(routes, screen);
        } else if (answer instanceof RouteEntry route) {
            return RouteText.line(route, View.UNICAST.id(), clock.instant());
        } else if (answer instanceof Added added) {
            return (added.isNew() ? "added " : "updated ")
                    + RouteText.line(added.route(), added.view().id());
        } else if (answer instanceof Deleted deleted) {
            return deleted(deleted);
        } else if (answer instanceof Imported imported) {
            return imported(imported);
        } else if (answer instanceof Exported exported) {
            return exported(exported);
        } else if (answer instanceof Explanation explanation) {
            return explanation(explanation, screen);
        } else if (answer instanceof NextHops nextHops) {
            return nextHops(nextHops, screen);
        } else if (answer instanceof Counted counted) {
            return counted(counted);
        } else if (answer instanceof Marked marked) {
            return marked(marked);
        } else if (answer instanceof Differences differences) {
            return differences(differences);
        } else if (answer instanceof HelpPage page) {
            return HelpText.page(page);
        } else if (answer instanceof CommandHelp command) {
            return HelpText.command(command);
        } else if (answer instanceof OtherHelp other) {
            return other.text().stripTrailing();
        }
        return state(answer, screen);
    }

    private String state(Object answer, Screen screen) {
        if (answer instanceof Notifications notifications) {
            return StateText.notifications(notifications, screen);
        } else if (answer instanceof Holds holds) {
            return StateText.holds(holds, screen);
        } else if (answer instanceof Locks locks) {
            return StateText.locks(locks, screen);
        } else if (answer instanceof EntityLists lists) {
            return StateText.lists(lists, screen);
        } else if (answer instanceof Handles handles) {
            return StateText.handles(handles, screen, clock.instant());
        } else if (answer instanceof Methods methods) {
            return StateText.methods(methods, screen);
        } else if (answer instanceof Invoked invoked) {
            return StateText.invoked(invoked, screen);
        } else if (answer instanceof Statistics statistics) {
            return StateText.statistics(statistics, screen);
        } else if (answer instanceof Configurations configurations) {
            return StateText.configurations(configurations, screen);
        }
        return null;
    }

    private static String summary(List<InstanceTable> tables, Screen screen) {
        String text = tables.stream().map(table -> summary(table, screen)).collect(joining("\n\n"));
        if (tables.size() < 2) {
            return text;
        }
        List<TableStatus> figures = tables.stream().map(InstanceTable::status).toList();
        return "%s\n\nTotal: %s, %s in %d tables"
                .formatted(
                        text,
                        Quantity.of(
                                figures.stream().mapToLong(TableStatus::destinations).sum(),
                                "destination"),
                        Quantity.of(figures.stream().mapToLong(TableStatus::routes).sum(), "route"),
                        tables.size());
    }

    private static String summary(InstanceTable table, Screen screen) {
        TableStatus status = table.status();
        StringBuilder text =
                new StringBuilder(
                        "Instance %d, %s: %s, %s, %s; views %s"
                                .formatted(
                                        table.instance(),
                                        status.family(),
                                        Quantity.of(status.destinations(), "destination"),
                                        Quantity.of(status.routes(), "route"),
                                        Quantity.of(status.entities().size(), "entity"),
                                        views(status)));
        if (!status.entities().isEmpty()) {
            Columns columns = new Columns("Source", "Name", ">Routes", ">Best");
            for (EntityStatus entity : status.entities()) {
                columns.row(
                        entity.info().id(),
                        entity.info().name(),
                        entity.routes(),
                        entity.bestRoutes());
            }
            columns.row(
                    "Total",
                    "",
                    status.entities().stream().mapToLong(EntityStatus::routes).sum(),
                    status.entities().stream().mapToLong(EntityStatus::bestRoutes).sum());
            columns.appendTo(text.append('\n'), screen);
        }
        return text.toString();
    }

    private static String views(TableStatus table) {
        return table.views().stream()
                .map(view -> "%d (%s)".formatted(view.id(), view.name()))
                .collect(joining(", "));
    }

    private static String instances(List<InstanceStatus> instances, Screen screen) {
        Columns columns =
                new Columns(
                        ">Instance", "Family", ">Destinations", ">Routes", ">Entities", "Views");
        for (InstanceStatus instance : instances) {
            if (instance.tables().isEmpty()) {
                columns.row(instance.instance(), "none", "-", "-", "-", "-");
            }
            for (TableStatus table : instance.tables()) {
                columns.row(
                        instance.instance(),
                        table.family(),
                        table.destinations(),
                        table.routes(),
                        table.entities().size(),
                        views(table));
            }
        }
        StringBuilder text = new StringBuilder();
        columns.appendTo(text, screen);
        for (InstanceStatus instance : instances) {
            instance.tables().stream()
                    .filter(table -> table.destinationsToReevaluate() > 0)
                    .forEach(
                            table ->
                                    text.append(
                                            "\nInstance %d, %s: the preferences have changed; destinations still to look at: %d"
                                                    .formatted(
                                                            instance.instance(),
                                                            table.family(),
                                                            table.destinationsToReevaluate())));
            instance.refusal()
                    .ifPresent(
                            reason ->
                                    text.append(
                                            "\nInstance %d: its newest configuration was refused: %s"
                                                    .formatted(instance.instance(), reason)));
        }
        return text.toString();
    }

    private String entities(List<InstanceTable> tables, Screen screen) {
        Instant now = clock.instant();
        Columns columns =
                new Columns(
                        ">Instance",
                        "Family",
                        "Entity",
                        "Name",
                        ">Routes",
                        ">Allowed",
                        ">Best",
                        ">Stale",
                        ">Next hops",
                        "State",
                        "Bundle");
        for (InstanceTable table : tables) {
            for (EntityStatus entity : table.status().entities()) {
                columns.row(
                        table.instance(),
                        table.status().family(),
                        entity.info().id(),
                        entity.info().name(),
                        entity.routes(),
                        entity.routeLimit(),
                        entity.bestRoutes(),
                        entity.staleRoutes(),
                        entity.nextHops(),
                        entity.retentionLeft()
                                .map(left -> "gone, kept for " + Age.of(left))
                                .orElseGet(() -> "up " + Age.since(entity.since(), now)),
                        entity.bundle().isEmpty() ? "-" : entity.bundle());
            }
        }
        StringBuilder text = new StringBuilder();
        columns.appendTo(text, screen);
        return text.toString();
    }

    private String lookup(Lookup lookup, Screen screen) {
        String where =
                "in the %s view of instance %d".formatted(lookup.view().name(), lookup.instance());
        if (lookup.routes().isEmpty()) {
            return "nothing covers %s %s".formatted(lookup.address(), where);
        }
        Instant now = clock.instant();
        return "%s\n\nWhat covers %s %s, the most specific first:\n%s"
                .formatted(
                        RouteText.legend(lookup.routes()),
                        lookup.address(),
                        where,
                        new RouteLines(lookup.view().id(), screen).text(lookup.routes(), now));
    }

    private String destination(DestinationRoutes destination, Screen screen) {
        StringBuilder text =
                new StringBuilder(
                        "Routing entry for %s in the %s view of instance %d: %s"
                                .formatted(
                                        destination.destination(),
                                        destination.view().name(),
                                        destination.instance(),
                                        Quantity.of(destination.routes().size(), "route")));
        for (RouteEntry route : destination.routes()) {
            append(text, route, destination.view(), "", screen);
            text.append("\n    ").append(destination.why(route));
        }
        destination
                .held()
                .ifPresent(
                        held -> {
                            append(text, held, destination.view(), "", screen);
                            text.append("\n    held down until its time ends");
                        });
        return text.toString();
    }

    /** Appends what there is to say of a route, in lines that begin with an indent. */
    private void append(
            StringBuilder text, RouteEntry route, View view, String indent, Screen screen) {
        Instant now = clock.instant();
        boolean best = route.bestIn().contains(view.id());
        StringBuilder line =
                new StringBuilder(
                        "%s%s %s %s, preference %d, metric %d, age %s, updated %s ago%s"
                                .formatted(
                                        indent,
                                        best ? ">" : " ",
                                        route.owner().id(),
                                        route.owner().name(),
                                        route.prefInfo().preference(),
                                        route.prefInfo().metric(),
                                        Age.since(route.created(), now),
                                        Age.since(route.updated(), now),
                                        RouteText.state(route)));
        route.timeToLive().ifPresent(left -> line.append(", expires in ").append(Age.of(left)));
        if (route.tag() != 0) {
            line.append(", tag ").append(Integer.toUnsignedString(route.tag()));
        }
        if (!route.flags().toString().isEmpty()) {
            line.append(", flags ").append(route.flags());
        }
        text.append('\n')
                .append(best ? screen.coloured(line.toString(), Screen.Colour.BOLD) : line);
        route.neighbour()
                .filter(neighbour -> !neighbour.isOnLink())
                .ifPresent(
                        neighbour ->
                                text.append('\n')
                                        .append(indent)
                                        .append("    told by ")
                                        .append(RouteText.nextHop(neighbour).replace("via ", "")));
        if (route.nextHops().isEmpty()) {
            text.append('\n').append(indent).append("    ").append(RouteText.withoutNextHop(route));
        }
        route.nextHops()
                .forEach(
                        nextHop ->
                                text.append('\n')
                                        .append(indent)
                                        .append("  ")
                                        .append(
                                                best
                                                        ? RouteText.mark(route, nextHop.isUsable())
                                                        : ' ')
                                        .append(' ')
                                        .append(RouteText.nextHop(nextHop)));
        route.forwarding()
                .ifPresent(
                        status ->
                                text.append('\n')
                                        .append(indent)
                                        .append("    forwarding: ")
                                        .append(status.state().toString().toLowerCase(Locale.ROOT))
                                        .append(status.reason().map(why -> ", " + why).orElse("")));
    }

    private String explanation(Explanation explanation, Screen screen) {
        String where =
                "in the %s view of instance %d"
                        .formatted(explanation.view().name(), explanation.instance());
        if (explanation.destinations().isEmpty()) {
            return "nothing covers %s %s: there is no way".formatted(explanation.address(), where);
        }
        StringBuilder text =
                new StringBuilder("The way to %s %s:".formatted(explanation.address(), where));
        for (Explanation.Considered considered : explanation.destinations()) {
            String heading =
                    "%s is %s: %s"
                            .formatted(
                                    considered.destination(),
                                    considered.used() ? "used" : "not used",
                                    considered.why());
            text.append("\n\n")
                    .append(
                            considered.used()
                                    ? screen.coloured(heading, Screen.Colour.GREEN)
                                    : heading);
            for (Explanation.Judged judged : considered.routes()) {
                append(text, judged.route(), explanation.view(), "", screen);
                text.append("\n    ").append(judged.why());
            }
        }
        boolean isWay = explanation.destinations().stream().anyMatch(Explanation.Considered::used);
        text.append(isWay ? "\n\nThe way" : "\n\nThere is no way");
        if (explanation.nextHops().isEmpty()) {
            return text.append(isWay ? " ends here: packets are dropped" : "").toString();
        }
        text.append(isWay ? " from there:" : ". The most specific one:");
        explanation.nextHops().forEach(hop -> append(text, hop, "  "));
        return text.toString();
    }

    private static void append(StringBuilder text, Explanation.Hop hop, String indent) {
        text.append('\n')
                .append(indent)
                .append(RouteText.nextHop(hop.nextHop()))
                .append(": ")
                .append(hop.outcome());
        hop.by()
                .ifPresent(
                        by ->
                                text.append(' ')
                                        .append(by.destination())
                                        .append(" of ")
                                        .append(by.owner().name())
                                        .append(
                                                by.nextHops().isEmpty()
                                                        ? ", " + RouteText.withoutNextHop(by)
                                                        : ""));
        hop.next().forEach(next -> append(text, next, indent + "  "));
    }

    private static String nextHops(NextHops nextHops, Screen screen) {
        Columns columns =
                new Columns(
                        ">Instance", "Family", "View", "Next hop", ">Interface", "State", "Owner");
        for (NextHops.InTable table : nextHops.tables()) {
            for (NextHops.Owned owned : table.nextHops()) {
                NextHopEntry nextHop = owned.nextHop();
                columns.row(
                        table.instance(),
                        table.family(),
                        table.view().name(),
                        nextHop.isOnLink() ? "directly connected" : nextHop.address().addressText(),
                        nextHop.interfaceIndex() == 0
                                ? "-"
                                : Integer.toUnsignedString(nextHop.interfaceIndex()),
                        state(nextHop),
                        owned.owner().name());
            }
        }
        return columns.text(screen);
    }

    private static String state(NextHopEntry nextHop) {
        String state =
                (nextHop.flags().contains(NextHopFlags.REMOTE) ? "remote " : "")
                        + (nextHop.flags().contains(NextHopFlags.DOWN) ? "down " : "")
                        + (nextHop.deleted() ? "deleted" : "");
        return state.isEmpty() ? "up" : state.strip();
    }

    private static String counted(Counted counted) {
        return counted.tables().stream()
                .map(
                        table ->
                                "Instance %d, %s, %s view: %s to %s"
                                        .formatted(
                                                table.instance(),
                                                table.family(),
                                                table.view().name(),
                                                Quantity.of(table.routes(), "route"),
                                                Quantity.of(table.destinations(), "destination")))
                .collect(joining("\n"));
    }

    private static String marked(Marked marked) {
        return "marked %s in the %s view of instance %d: when its last route goes, it is held for %d seconds"
                .formatted(
                        marked.destination(),
                        marked.view().name(),
                        marked.instance(),
                        marked.time().toSeconds());
    }

    private static String differences(Differences differences) {
        return "%d only in the table, %d only in %s, %d different, %d the same, %s"
                .formatted(
                        differences.onlyInTable(),
                        differences.onlyInFile(),
                        differences.file(),
                        differences.different(),
                        differences.same(),
                        seconds(differences.time()));
    }

    private static String deleted(Deleted deleted) {
        return "deleted %s: %s of instance %d"
                .formatted(
                        Quantity.of(deleted.routes(), "route"), deleted.what(), deleted.instance());
    }

    private static String imported(Imported imported) {
        StringBuilder text = new StringBuilder("read %d".formatted(imported.read()));
        text.append(", added %d".formatted(imported.added()));
        if (imported.updated() > 0) {
            text.append(", updated %d".formatted(imported.updated()));
        }
        text.append(", refused %d".formatted(imported.refused()));
        for (Map.Entry<String, Long> skipped : imported.skipped().entrySet()) {
            text.append(", skipped %d (%s)".formatted(skipped.getValue(), skipped.getKey()));
        }
        return text.append(", ").append(seconds(imported.time())).toString();
    }

    private static String exported(Exported exported) {
        String text =
                "exported %s to %s, %s"
                        .formatted(
                                Quantity.of(exported.routes(), "route"),
                                exported.file(),
                                seconds(exported.time()));
        return exported.nextHopsLeftOut() == 0
                ? text
                : "%s; left out, as a line holds one next hop: %d further ones of equal cost"
                        .formatted(text, exported.nextHopsLeftOut());
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f seconds", time.toMillis() / 1000.0);
    }
}
