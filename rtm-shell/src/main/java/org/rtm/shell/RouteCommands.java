package org.rtm.shell;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.rtm.api.AddressFamily;
import org.rtm.api.Batch;
import org.rtm.api.DestInfo;
import org.rtm.api.EntityId;
import org.rtm.api.EntityInfo;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteQuery;
import org.rtm.api.TableEnumeration;
import org.rtm.api.ViewInfo;
import org.rtm.api.ViewSet;
import org.rtm.api.monitor.EntityStatus;
import org.rtm.shell.answer.Counted;
import org.rtm.shell.answer.DestinationRoutes;
import org.rtm.shell.answer.Explanation;
import org.rtm.shell.answer.Lookup;
import org.rtm.shell.answer.NextHopEntry;
import org.rtm.shell.answer.NextHops;
import org.rtm.shell.answer.RouteEntry;
import org.rtm.shell.entity.ShellEntities;
import org.rtm.shell.format.JsonForm;
import org.rtm.shell.format.Screen;

/** The commands that look into tables. */
@Component(service = RouteCommands.class)
@GogoCommand(
        scope = "rtm",
        function = {"routes", "route", "lookup", "explain", "nexthops"})
public final class RouteCommands {
    private static final Command ROUTES =
            new Command(
                    "rtm:routes",
                    "[-i INSTANCE] [-v VIEW] [-4] [-6] [--json] [--json=rfc8349] [--object] "
                            + RouteFilter.USAGE
                            + " [count] [limit N] [after PREFIX]",
                    words());
    private static final Command ROUTE =
            new Command("rtm:route", "[-i INSTANCE] [-v VIEW] [--json] PREFIX");
    private static final Command LOOKUP =
            new Command("rtm:lookup", "[-i INSTANCE] [-v VIEW] [--json] ADDRESS");
    private static final Command NEXTHOPS =
            new Command("rtm:nexthops", "[-i INSTANCE] [-v VIEW] [-4] [-6] [--json]");

    private static final Command EXPLAIN =
            new Command("rtm:explain", "[-i INSTANCE] [-v VIEW] [--json] ADDRESS");

    /** As help lists them. */
    static final List<Command> COMMANDS = List.of(ROUTES, ROUTE, LOOKUP, EXPLAIN, NEXTHOPS);

    private static Map<String, String> words() {
        Map<String, String> words = new LinkedHashMap<>(RouteFilter.WORDS);
        words.put("count", "only how many there are");
        words.put("limit N", "the first N, and where to go on");
        words.put("after PREFIX", "only the destinations after this one: the next page");
        return words;
    }

    private final ShellEntities entities;
    private final Clock clock;

    @Activate
    public RouteCommands(@Reference ShellEntities entities) {
        this(entities, Clock.systemUTC());
    }

    RouteCommands(ShellEntities entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    @Descriptor("show routes, by destination, the best first")
    public Object routes(
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
            @Descriptor("as JSON")
                    @Parameter(
                            names = {"--json"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean json,
            @Descriptor("as JSON by the YANG module of RFC 8349, ietf-routing")
                    @Parameter(
                            names = {"--json=rfc8349"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean rfc8349,
            @Descriptor("return the routes to a script")
                    @Parameter(
                            names = {"--object"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean object,
            @Descriptor(
                            "only the routes to this prefix; then, in any order, words that tell which: see below")
                    String... arguments) {
        return ROUTES.run(
                () -> {
                    RouteFilter filter = RouteFilter.parse(ROUTES, true, arguments);
                    List<TableView> tables =
                            tables(
                                    entities,
                                    filter.prefix().or(filter::after),
                                    instance,
                                    view,
                                    ipv4,
                                    ipv6);
                    filter.entity().ifPresent(name -> requireEntity(name, tables));
                    if (filter.isCount()) {
                        Counted counted = count(tables, filter);
                        if (json) {
                            JsonForm.write(counted, System.out);
                            return null;
                        }
                        return counted;
                    }
                    Rows rows = new Rows(System.out);
                    if (object) {
                        RouteListing.Objects objects = new RouteListing.Objects();
                        RouteListing.list(tables, filter, objects, rows);
                        return objects.all();
                    }
                    RouteListing.list(tables, filter, listing(json, rfc8349, tables, rows), rows);
                    return null;
                });
    }

    private RouteListing listing(boolean json, boolean rfc8349, List<TableView> tables, Rows rows)
            throws IOException {
        if (rfc8349) {
            return new RouteListing.Ietf(System.out);
        }
        return json
                ? new RouteListing.Json(System.out)
                : new RouteListing.Text(
                        rows,
                        tables.stream().anyMatch(TableView::isForwarded),
                        Screen.current(),
                        clock);
    }

    private void requireEntity(String name, List<TableView> tables) {
        List<EntityInfo> known =
                tables.stream()
                        .map(table -> entities.table(table.instance(), table.family()))
                        .flatMap(table -> table.entities().stream())
                        .map(EntityStatus::info)
                        .toList();
        Arguments.entity(name, known);
    }

    /** The table of a prefix's family, if one is named. */
    static List<TableView> tables(
            ShellEntities entities,
            Optional<NetAddress> prefix,
            String instance,
            String view,
            boolean ipv4,
            boolean ipv6) {
        if (prefix.isEmpty()) {
            return TableView.all(entities, instance, view, ipv4, ipv6);
        }
        AddressFamily family = prefix.get().family();
        Arguments.requireWanted(prefix.get(), ipv4, ipv6);
        return List.of(TableView.of(entities, instance, view, family));
    }

    private Counted count(List<TableView> tables, RouteFilter filter) {
        List<Counted.InTable> counts = new ArrayList<>();
        ProgressBar progress = ProgressBar.of(CommandSession.Utils.current());
        for (TableView table : tables) {
            long[] count = new long[2];
            NetAddress[] last = new NetAddress[1];
            new RouteWalk(
                            table,
                            filter,
                            routes -> {
                                for (RouteEntry route : routes) {
                                    count[0]++;
                                    if (!route.destination().equals(last[0])) {
                                        count[1]++;
                                        last[0] = route.destination();
                                    }
                                }
                                progress.show(0, 0, count[0]);
                                return !Thread.currentThread().isInterrupted();
                            })
                    .run();
            progress.clear();
            counts.add(
                    new Counted.InTable(
                            table.instance(), table.family(), table.view(), count[1], count[0]));
        }
        return new Counted(counts);
    }

    @Descriptor("show all routes to a destination, and why the best is the best")
    public DestinationRoutes route(
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
            @Descriptor("the prefix, for example 10.0.0.0/8 or 2001:db8::/32")
                    String... arguments) {
        return ROUTE.run(
                json,
                () -> {
                    NetAddress prefix = NetAddress.parse(ROUTE.oneArgument("PREFIX", arguments));
                    TableView table = TableView.of(entities, instance, view, prefix.family());
                    try (DestInfo info =
                            table.reader()
                                    .exactMatch(prefix, ProtocolId.BEST, ViewSet.ANY)
                                    .orElseThrow(() -> notFound(prefix, table))) {
                        DestinationRoutes routes = destination(info, table);
                        if (routes.routes().isEmpty() && routes.held().isEmpty()) {
                            throw noRoute(info, table);
                        }
                        return routes;
                    }
                });
    }

    private static IllegalArgumentException notFound(NetAddress prefix, TableView table) {
        Optional<DestInfo> covering =
                table.reader().mostSpecific(prefix, ProtocolId.BEST, ViewSet.of(table.view().id()));
        try (DestInfo info = covering.orElse(null)) {
            return new IllegalArgumentException(
                    "%s is no destination of instance %d; %s"
                            .formatted(
                                    prefix,
                                    table.instance(),
                                    info == null
                                            ? "nothing covers it in the %s view"
                                                    .formatted(table.view().name())
                                            : "the most specific that covers it in the %s view: %s"
                                                    .formatted(
                                                            table.view().name(), info.address())));
        }
    }

    private static IllegalArgumentException noRoute(DestInfo info, TableView table) {
        return new IllegalArgumentException(
                "%s has no route in the %s view of instance %d; it is in the views %s"
                        .formatted(
                                info.address(),
                                table.view().name(),
                                table.instance(),
                                info.belongsToViews()));
    }

    /** All that is in a view of a destination, now. */
    static DestinationRoutes destination(DestInfo found, TableView table) {
        ViewSet views = ViewSet.of(table.view().id());
        List<RouteEntry> routes = new ArrayList<>();
        try (DestInfo info = found.destination().info(ProtocolId.BEST, views);
                TableEnumeration<Route> enumeration =
                        table.reader()
                                .enumerateRoutes(
                                        RouteQuery.ALL
                                                .views(views)
                                                .destination(found.destination()))) {
            for (boolean more = true; more; ) {
                try (Batch<Route> batch = enumeration.next(table.batch())) {
                    batch.forEach(route -> routes.add(table.entry(route)));
                    more = !batch.isEmpty();
                }
            }
            Optional<RouteEntry> held =
                    info.view(table.view().id()).flatMap(ViewInfo::heldRoute).map(RouteEntry::of);
            return new DestinationRoutes(
                    found.address(), table.instance(), table.view(), List.copyOf(routes), held);
        }
    }

    @Descriptor("show the destinations that cover an address, the most specific first")
    public Lookup lookup(
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
            @Descriptor("an address or prefix, for example 192.0.2.1 or 2001:db8::/32")
                    String... arguments) {
        return LOOKUP.run(
                json,
                () -> {
                    NetAddress address = NetAddress.parse(LOOKUP.oneArgument("ADDRESS", arguments));
                    TableView table = TableView.of(entities, instance, view, address.family());
                    return new Lookup(
                            address, table.instance(), table.view(), covering(address, table));
                });
    }

    private static List<RouteEntry> covering(NetAddress address, TableView table) {
        ViewSet views = ViewSet.of(table.view().id());
        List<RouteEntry> routes = new ArrayList<>();
        Optional<DestInfo> next = table.reader().mostSpecific(address, ProtocolId.BEST, views);
        while (next.isPresent()) {
            try (DestInfo info = next.get()) {
                info.view(table.view().id())
                        .flatMap(ViewInfo::bestRoute)
                        .ifPresent(route -> routes.add(table.entry(route)));
                next = info.destination().lessSpecific(ProtocolId.BEST, views);
            }
        }
        return List.copyOf(routes);
    }

    @Descriptor("show the next hops that routes use, each where it is met first in the table")
    public NextHops nexthops(
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
            @Descriptor("as JSON")
                    @Parameter(
                            names = {"--json"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean json,
            @Descriptor("none") String... arguments) {
        return NEXTHOPS.run(
                json,
                () -> {
                    NEXTHOPS.noArguments(arguments);
                    return new NextHops(
                            TableView.all(entities, instance, view, ipv4, ipv6).stream()
                                    .map(RouteCommands::nextHops)
                                    .toList());
                });
    }

    private static NextHops.InTable nextHops(TableView table) {
        Map<OwnedNextHop, NextHops.Owned> met = new LinkedHashMap<>();
        ProgressBar progress = ProgressBar.of(CommandSession.Utils.current());
        long[] seen = new long[1];
        new RouteWalk(
                        table,
                        RouteFilter.all(),
                        routes -> {
                            routes.forEach(route -> meet(route, met));
                            seen[0] += routes.size();
                            progress.show(0, 0, seen[0]);
                            return !Thread.currentThread().isInterrupted();
                        })
                .run();
        progress.clear();
        return new NextHops.InTable(
                table.instance(), table.family(), table.view(), List.copyOf(met.values()));
    }

    private static void meet(RouteEntry route, Map<OwnedNextHop, NextHops.Owned> met) {
        for (NextHopEntry nextHop : route.nextHops()) {
            met.putIfAbsent(
                    new OwnedNextHop(
                            route.owner().id(), nextHop.address(), nextHop.interfaceIndex()),
                    new NextHops.Owned(route.owner(), nextHop));
        }
    }

    private record OwnedNextHop(EntityId owner, NetAddress address, int interfaceIndex) {}

    @Descriptor(
            "explain which way packets to an address take: the routes of every destination that covers it, why each is used or not, and where the next hops lead")
    public Explanation explain(
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
            @Descriptor("an address or prefix, for example 192.0.2.1 or 2001:db8::/32")
                    String... arguments) {
        return EXPLAIN.run(
                json,
                () -> {
                    NetAddress address =
                            NetAddress.parse(EXPLAIN.oneArgument("ADDRESS", arguments));
                    return RouteExplanation.of(
                            address, TableView.of(entities, instance, view, address.family()));
                });
    }
}
