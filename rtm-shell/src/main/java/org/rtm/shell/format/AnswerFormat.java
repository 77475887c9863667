package org.rtm.shell.format;

import static java.util.stream.Collectors.joining;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.felix.service.command.Converter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.rtm.api.View;
import org.rtm.api.monitor.EntityStatus;
import org.rtm.api.monitor.InstanceStatus;
import org.rtm.api.monitor.TableStatus;
import org.rtm.shell.answer.Added;
import org.rtm.shell.answer.CommandHelp;
import org.rtm.shell.answer.Deleted;
import org.rtm.shell.answer.DestinationRoutes;
import org.rtm.shell.answer.Entities;
import org.rtm.shell.answer.Exported;
import org.rtm.shell.answer.HelpPage;
import org.rtm.shell.answer.Imported;
import org.rtm.shell.answer.InstanceTable;
import org.rtm.shell.answer.Instances;
import org.rtm.shell.answer.Lookup;
import org.rtm.shell.answer.OtherHelp;
import org.rtm.shell.answer.RouteEntry;
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
        return format(target);
    }

    /** Makes text, without a line end after the last line; returns null for what is no answer. */
    public String format(Object answer) {
        if (answer instanceof Summary summary) {
            return summary(summary.tables());
        } else if (answer instanceof Instances instances) {
            return instances(instances.instances());
        } else if (answer instanceof Entities entities) {
            return entities(entities.tables());
        } else if (answer instanceof Lookup lookup) {
            return lookup(lookup);
        } else if (answer instanceof DestinationRoutes routes) {
            return destination(routes);
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
        } else if (answer instanceof HelpPage page) {
            return HelpText.page(page);
        } else if (answer instanceof CommandHelp command) {
            return HelpText.command(command);
        } else if (answer instanceof OtherHelp other) {
            return other.text().stripTrailing();
        }
        return null;
    }

    private static String summary(List<InstanceTable> tables) {
        String text = tables.stream().map(AnswerFormat::summary).collect(joining("\n\n"));
        if (tables.size() < 2) {
            return text;
        }
        List<TableStatus> figures = tables.stream().map(InstanceTable::status).toList();
        return "%s\n\nTotal: %s, %s in %d tables"
                .formatted(
                        text,
                        counted(
                                figures.stream().mapToLong(TableStatus::destinations).sum(),
                                "destination"),
                        counted(figures.stream().mapToLong(TableStatus::routes).sum(), "route"),
                        tables.size());
    }

    private static String summary(InstanceTable table) {
        TableStatus status = table.status();
        StringBuilder text =
                new StringBuilder(
                        "Instance %d, %s: %s, %s, %s; views %s"
                                .formatted(
                                        table.instance(),
                                        status.family(),
                                        counted(status.destinations(), "destination"),
                                        counted(status.routes(), "route"),
                                        counted(status.entities().size(), "entity"),
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
            columns.appendTo(text.append('\n'));
        }
        return text.toString();
    }

    private static String views(TableStatus table) {
        return table.views().stream()
                .map(view -> "%d (%s)".formatted(view.id(), view.name()))
                .collect(joining(", "));
    }

    private static String instances(List<InstanceStatus> instances) {
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
        columns.appendTo(text);
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

    private String entities(List<InstanceTable> tables) {
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
        columns.appendTo(text);
        return text.toString();
    }

    private String lookup(Lookup lookup) {
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
                        lookup.routes().stream()
                                .map(route -> RouteText.line(route, lookup.view().id(), now))
                                .collect(joining("\n")));
    }

    private String destination(DestinationRoutes destination) {
        StringBuilder text =
                new StringBuilder(
                        "Routing entry for %s in the %s view of instance %d: %s"
                                .formatted(
                                        destination.destination(),
                                        destination.view().name(),
                                        destination.instance(),
                                        counted(destination.routes().size(), "route")));
        for (RouteEntry route : destination.routes()) {
            append(text, route, destination.view());
            text.append("\n    ").append(destination.why(route));
        }
        destination
                .held()
                .ifPresent(
                        held -> {
                            append(text, held, destination.view());
                            text.append("\n    held down until its time ends");
                        });
        return text.toString();
    }

    private void append(StringBuilder text, RouteEntry route, View view) {
        Instant now = clock.instant();
        boolean best = route.bestIn().contains(view.id());
        text.append(
                "\n%s %s %s, preference %d, metric %d, age %s, updated %s ago%s"
                        .formatted(
                                best ? ">" : " ",
                                route.owner().id(),
                                route.owner().name(),
                                route.prefInfo().preference(),
                                route.prefInfo().metric(),
                                Age.since(route.created(), now),
                                Age.since(route.updated(), now),
                                RouteText.state(route)));
        route.timeToLive().ifPresent(left -> text.append(", expires in ").append(Age.of(left)));
        if (route.tag() != 0) {
            text.append(", tag ").append(Integer.toUnsignedString(route.tag()));
        }
        if (!route.flags().toString().isEmpty()) {
            text.append(", flags ").append(route.flags());
        }
        route.neighbour()
                .filter(neighbour -> !neighbour.isOnLink())
                .ifPresent(
                        neighbour ->
                                text.append("\n    told by ")
                                        .append(RouteText.nextHop(neighbour).replace("via ", "")));
        if (route.nextHops().isEmpty()) {
            text.append("\n    ").append(RouteText.withoutNextHop(route));
        }
        route.nextHops()
                .forEach(
                        nextHop ->
                                text.append(best && nextHop.isUsable() ? "\n  * " : "\n    ")
                                        .append(RouteText.nextHop(nextHop)));
    }

    private static String deleted(Deleted deleted) {
        return "deleted %s: %s of instance %d"
                .formatted(counted(deleted.routes(), "route"), deleted.what(), deleted.instance());
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
                                counted(exported.routes(), "route"),
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

    private static String counted(long count, String noun) {
        String plural = noun.equals("entity") ? "entities" : noun + "s";
        return count + " " + (count == 1 ? noun : plural);
    }
}
