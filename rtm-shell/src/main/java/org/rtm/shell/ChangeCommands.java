package org.rtm.shell;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.rtm.api.AddressFamily;
import org.rtm.api.Batch;
import org.rtm.api.DestInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.PrefInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteChange;
import org.rtm.api.RouteQuery;
import org.rtm.api.RtmStatus;
import org.rtm.api.TableEnumeration;
import org.rtm.api.View;
import org.rtm.api.ViewSet;
import org.rtm.api.monitor.TableStatus;
import org.rtm.shell.answer.Added;
import org.rtm.shell.answer.Deleted;
import org.rtm.shell.answer.Marked;
import org.rtm.shell.answer.RouteEntry;
import org.rtm.shell.entity.ShellEntities;
import org.rtm.shell.source.SourceRoute;

/**
 * The commands that add routes by hand, and take away what the shell put into a table. Such routes
 * live as long as the router runs.
 */
@Component(service = ChangeCommands.class)
@GogoCommand(
        scope = "rtm",
        function = {"add", "delete", "hold"})
public final class ChangeCommands {
    private static final Command ADD =
            new Command(
                    "rtm:add",
                    "[-i INSTANCE] [-v VIEW] [--json] PREFIX [via ADDRESS] [dev INDEX] [metric N]");
    private static final Command DELETE =
            new Command("rtm:delete", "[-i INSTANCE] [-4] [-6] [--json] PREFIX | --imported");

    private static final Command HOLD =
            new Command("rtm:hold", "[-i INSTANCE] [-v VIEW] [--json] PREFIX [SECONDS]");

    /** As help lists them. */
    static final List<Command> COMMANDS = List.of(ADD, DELETE, HOLD);

    private final ShellEntities entities;

    @Activate
    public ChangeCommands(@Reference ShellEntities entities) {
        this.entities = entities;
    }

    @Descriptor(
            "add a route, or update the one that was added to this prefix; it lives as long as the router runs")
    public Added add(
            @Descriptor("to this instance (default: 0)")
                    @Parameter(
                            names = {"-i", "--instance"},
                            absentValue = "0")
                    String instance,
            @Descriptor("in this view, by name or number (default: unicast)")
                    @Parameter(
                            names = {"-v", "--view"},
                            absentValue = "unicast")
                    String view,
            @Descriptor("as JSON")
                    @Parameter(
                            names = {"--json"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean json,
            @Descriptor(
                            "the prefix, for example 10.0.0.0/8; then, in any order, the address of the next hop, the index of its interface and the metric")
                    String... arguments) {
        return ADD.run(
                json,
                () -> {
                    SourceRoute route = route(arguments);
                    AddressFamily family = route.prefix().family();
                    int number = Arguments.instance(instance);
                    View found = entities.view(number, family, view);
                    EntityRegistration owner = entities.operator(number, family);
                    try (NextHopHandles nextHops = new NextHopHandles(owner)) {
                        RouteChange change =
                                owner.addRoute(
                                        route.prefix(),
                                        nextHops.describe(route).views(ViewSet.of(found.id())));
                        try (Route handle = change.handle()) {
                            return new Added(RouteEntry.of(handle), found, change.isNew());
                        }
                    }
                });
    }

    private static SourceRoute route(String[] arguments) {
        Iterator<String> words = List.of(arguments).iterator();
        if (!words.hasNext() || Command.isOption(arguments[0])) {
            throw ADD.wrong("it takes a PREFIX", arguments);
        }
        NetAddress prefix = NetAddress.parse(words.next());
        Optional<NetAddress> via = Optional.empty();
        OptionalLong dev = OptionalLong.empty();
        OptionalLong metric = OptionalLong.empty();
        while (words.hasNext()) {
            String word = words.next();
            boolean second =
                    switch (word) {
                        case "via" -> via.isPresent();
                        case "dev" -> dev.isPresent();
                        case "metric" -> metric.isPresent();
                        default ->
                                throw ADD.wrong("after PREFIX come via, dev and metric", arguments);
                    };
            if (second) {
                throw new IllegalArgumentException("%s is there twice".formatted(word));
            }
            if (!words.hasNext()) {
                throw new IllegalArgumentException("%s lacks its value".formatted(word));
            }
            String value = words.next();
            switch (word) {
                case "via" -> via = Optional.of(host(value, prefix));
                case "dev" -> dev = OptionalLong.of(number("an interface index", value));
                default -> metric = OptionalLong.of(number("a metric", value));
            }
        }
        return new SourceRoute(
                prefix, via, (int) dev.orElse(0), metric.orElse(0), Optional.empty());
    }

    private static NetAddress host(String text, NetAddress prefix) {
        NetAddress host = Arguments.host(text, "via");
        if (host.family() != prefix.family()) {
            throw new IllegalArgumentException(
                    "via %s is %s, but %s is %s"
                            .formatted(text, host.family(), prefix, prefix.family()));
        }
        return host;
    }

    private static long number(String what, String text) {
        return Arguments.number(what, text, 0, PrefInfo.MAX_VALUE);
    }

    @Descriptor(
            "delete the routes to a prefix that the shell added or imported, or all that it imported")
    public Deleted delete(
            @Descriptor("of this instance (default: 0)")
                    @Parameter(
                            names = {"-i", "--instance"},
                            absentValue = "0")
                    String instance,
            @Descriptor("IPv4 only")
                    @Parameter(
                            names = {"-4", "--ipv4"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean ipv4,
            @Descriptor("IPv6 only")
                    @Parameter(
                            names = {"-6", "--ipv6"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean ipv6,
            @Descriptor("all routes that were imported or generated")
                    @Parameter(
                            names = {"--imported"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean imported,
            @Descriptor("as JSON")
                    @Parameter(
                            names = {"--json"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean json,
            @Descriptor("the prefix, for example 10.0.0.0/8; none with --imported")
                    String... arguments) {
        return DELETE.run(
                json,
                () -> {
                    int number = Arguments.instance(instance);
                    if (imported) {
                        if (arguments.length > 0) {
                            throw DELETE.wrong("it takes no PREFIX with --imported", arguments);
                        }
                        return deleteImported(
                                number, Arguments.families(entities, number, ipv4, ipv6));
                    }
                    NetAddress prefix =
                            NetAddress.parse(
                                    DELETE.oneArgument("PREFIX, or --imported", arguments));
                    Arguments.requireWanted(prefix, ipv4, ipv6);
                    return delete(prefix, number);
                });
    }

    private Deleted deleteImported(int instance, List<AddressFamily> families) {
        long routes = 0;
        for (AddressFamily family : families) {
            routes += importedRoutes(instance, family);
            entities.withdrawImported(instance, family);
        }
        return new Deleted("all that was imported", instance, routes);
    }

    private long importedRoutes(int instance, AddressFamily family) {
        TableStatus table = entities.table(instance, family);
        return entities.existingImporter(instance, family).stream()
                .map(EntityRegistration::info)
                .flatMap(
                        importer ->
                                table.entities().stream()
                                        .filter(entity -> entity.info().id().equals(importer.id())))
                .mapToLong(entity -> entity.routes())
                .sum();
    }

    private Deleted delete(NetAddress prefix, int instance) {
        EntityRegistration operator = entities.operator(instance, prefix.family());
        long routes =
                Stream.concat(
                                Stream.of(operator),
                                entities.existingImporter(instance, prefix.family()).stream())
                        .mapToLong(owner -> deleteOwn(prefix, owner))
                        .sum();
        if (routes == 0) {
            throw RtmStatus.NOT_FOUND.because(
                    "the shell has no route to %s in instance %d%s",
                    prefix,
                    instance,
                    operator.exactMatch(prefix, ProtocolId.BEST, ViewSet.ANY)
                            .map(ChangeCommands::close)
                            .map(found -> "; those that there are belong to others")
                            .orElse(""));
        }
        return new Deleted(prefix.toString(), instance, routes);
    }

    private static NetAddress close(DestInfo info) {
        info.close();
        return info.address();
    }

    private static long deleteOwn(NetAddress prefix, EntityRegistration owner) {
        Optional<DestInfo> found = owner.exactMatch(prefix, ProtocolId.BEST, ViewSet.ANY);
        if (found.isEmpty()) {
            return 0;
        }
        long deleted = 0;
        try (DestInfo info = found.get();
                TableEnumeration<Route> own =
                        owner.enumerateRoutes(
                                RouteQuery.ALL.destination(info.destination()).ownOnly())) {
            for (boolean more = true; more; ) {
                try (Batch<Route> batch = own.next(owner.profile().maxHandlesInCall())) {
                    batch.forEach(Route::delete);
                    deleted += batch.size();
                    more = !batch.isEmpty();
                }
            }
        }
        return deleted;
    }

    @Descriptor(
            "mark a destination for hold-down: when its last route goes, it is held for some time, and told so to whoever asks")
    public Marked hold(
            @Descriptor("of this instance (default: 0)")
                    @Parameter(
                            names = {"-i", "--instance"},
                            absentValue = "0")
                    String instance,
            @Descriptor("in this view, by name or number (default: unicast)")
                    @Parameter(
                            names = {"-v", "--view"},
                            absentValue = "unicast")
                    String view,
            @Descriptor("as JSON")
                    @Parameter(
                            names = {"--json"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean json,
            @Descriptor(
                            "the prefix, for example 10.0.0.0/8; then for how many seconds (default: as long as is configured)")
                    String... arguments) {
        return HOLD.run(
                json,
                () -> {
                    if (arguments.length < 1
                            || arguments.length > 2
                            || Command.isOption(arguments[0])) {
                        throw HOLD.wrong("it takes a PREFIX, and perhaps SECONDS", arguments);
                    }
                    NetAddress prefix = NetAddress.parse(arguments[0]);
                    TableView table = TableView.of(entities, instance, view, prefix.family());
                    long longest =
                            Long.parseLong(
                                    entities.instance(table.instance())
                                            .configuration()
                                            .get("hold.longest"));
                    Duration time =
                            Duration.ofSeconds(
                                    arguments.length == 1
                                            ? longest
                                            : Arguments.number(
                                                    "a number of seconds",
                                                    arguments[1],
                                                    1,
                                                    longest));
                    try (DestInfo info =
                            table.reader()
                                    .exactMatch(prefix, ProtocolId.BEST, ViewSet.ANY)
                                    .orElseThrow(
                                            () ->
                                                    RtmStatus.NOT_FOUND.because(
                                                            "%s is no destination of instance %d",
                                                            prefix, table.instance()))) {
                        info.destination().hold(table.views(), time);
                    }
                    return new Marked(prefix, table.instance(), table.view(), time);
                });
    }
}
