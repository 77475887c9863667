package org.rtm.shell;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteQuery;
import org.rtm.api.TableEnumeration;
import org.rtm.api.View;
import org.rtm.api.ViewInfo;
import org.rtm.api.ViewSet;
import org.rtm.shell.answer.DestinationRoutes;
import org.rtm.shell.answer.Lookup;
import org.rtm.shell.answer.NextHopEntry;
import org.rtm.shell.answer.RouteEntry;
import org.rtm.shell.entity.ShellEntities;
import org.rtm.shell.format.RouteText;

/** The commands that look into tables. */
@Component(service = RouteCommands.class)
@GogoCommand(
        scope = "rtm",
        function = {"routes", "route", "lookup", "nexthops"})
public final class RouteCommands {
    private static final Command ROUTES =
            new Command("rtm:routes", "[-i INSTANCE] [-v VIEW] [-4] [-6]");
    private static final Command ROUTE = new Command("rtm:route", "[-i INSTANCE] [-v VIEW] PREFIX");
    private static final Command LOOKUP =
            new Command("rtm:lookup", "[-i INSTANCE] [-v VIEW] ADDRESS");
    private static final Command NEXTHOPS =
            new Command("rtm:nexthops", "[-i INSTANCE] [-v VIEW] [-4] [-6]");

    /** As help lists them. */
    static final List<Command> COMMANDS = List.of(ROUTES, ROUTE, LOOKUP, NEXTHOPS);

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

    @Descriptor("show all routes, by destination, the best first")
    public void routes(
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
            @Descriptor("none") String... arguments) {
        ROUTES.run(
                () -> {
                    ROUTES.noArguments(arguments);
                    List<Table> tables = tables(instance, view, ipv4, ipv6);
                    Rows rows = new Rows(System.out);
                    rows.print(RouteText.legend());
                    for (Table table : tables) {
                        rows.print("\n" + table);
                        rows.print(
                                table.routes(),
                                table.batch(),
                                route ->
                                        RouteText.line(
                                                RouteEntry.of(route),
                                                table.view.id(),
                                                clock.instant()));
                    }
                    return null;
                });
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
            @Descriptor("the prefix, for example 10.0.0.0/8 or 2001:db8::/32")
                    String... arguments) {
        return ROUTE.run(
                () -> {
                    NetAddress prefix = NetAddress.parse(ROUTE.oneArgument("PREFIX", arguments));
                    Table table = table(instance, view, prefix.family());
                    try (DestInfo info =
                            table.reader
                                    .exactMatch(prefix, ProtocolId.BEST, ViewSet.ANY)
                                    .orElseThrow(() -> notFound(prefix, table))) {
                        return destination(info, table);
                    }
                });
    }

    private static IllegalArgumentException notFound(NetAddress prefix, Table table) {
        Optional<DestInfo> covering =
                table.reader.mostSpecific(prefix, ProtocolId.BEST, ViewSet.of(table.view.id()));
        try (DestInfo info = covering.orElse(null)) {
            return new IllegalArgumentException(
                    "%s is no destination of instance %d; %s"
                            .formatted(
                                    prefix,
                                    table.instance,
                                    info == null
                                            ? "nothing covers it in the %s view"
                                                    .formatted(table.view.name())
                                            : "the most specific that covers it in the %s view: %s"
                                                    .formatted(table.view.name(), info.address())));
        }
    }

    private static DestinationRoutes destination(DestInfo found, Table table) {
        ViewSet views = ViewSet.of(table.view.id());
        List<RouteEntry> routes = new ArrayList<>();
        try (DestInfo info = found.destination().info(ProtocolId.BEST, views);
                TableEnumeration<Route> enumeration =
                        table.reader.enumerateRoutes(
                                RouteQuery.ALL.views(views).destination(found.destination()))) {
            for (boolean more = true; more; ) {
                try (Batch<Route> batch = enumeration.next(table.batch())) {
                    batch.forEach(route -> routes.add(RouteEntry.of(route)));
                    more = !batch.isEmpty();
                }
            }
            Optional<RouteEntry> held =
                    info.view(table.view.id()).flatMap(ViewInfo::heldRoute).map(RouteEntry::of);
            if (routes.isEmpty() && held.isEmpty()) {
                throw new IllegalArgumentException(
                        "%s has no route in the %s view of instance %d; it is in the views %s"
                                .formatted(
                                        found.address(),
                                        table.view.name(),
                                        table.instance,
                                        found.belongsToViews()));
            }
            return new DestinationRoutes(
                    found.address(), table.instance, table.view, List.copyOf(routes), held);
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
            @Descriptor("an address or prefix, for example 192.0.2.1 or 2001:db8::/32")
                    String... arguments) {
        return LOOKUP.run(
                () -> {
                    NetAddress address = NetAddress.parse(LOOKUP.oneArgument("ADDRESS", arguments));
                    Table table = table(instance, view, address.family());
                    return new Lookup(
                            address, table.instance, table.view, covering(address, table));
                });
    }

    private static List<RouteEntry> covering(NetAddress address, Table table) {
        ViewSet views = ViewSet.of(table.view.id());
        List<RouteEntry> routes = new ArrayList<>();
        Optional<DestInfo> next = table.reader.mostSpecific(address, ProtocolId.BEST, views);
        while (next.isPresent()) {
            try (DestInfo info = next.get()) {
                info.view(table.view.id())
                        .flatMap(ViewInfo::bestRoute)
                        .ifPresent(route -> routes.add(RouteEntry.of(route)));
                next = info.destination().lessSpecific(ProtocolId.BEST, views);
            }
        }
        return List.copyOf(routes);
    }

    @Descriptor("show the next hops that routes use, each where it is met first in the table")
    public void nexthops(
            @Descriptor("of this instance (default: 0)")
                    @Parameter(
                            names = {"-i", "--instance"},
                            absentValue = "0")
                    String instance,
            @Descriptor("by routes in this view, by name or number (default: unicast)")
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
            @Descriptor("none") String... arguments) {
        NEXTHOPS.run(
                () -> {
                    NEXTHOPS.noArguments(arguments);
                    Rows rows = new Rows(System.out);
                    for (Table table : tables(instance, view, ipv4, ipv6)) {
                        Set<OwnedNextHop> met = new HashSet<>();
                        rows.print(table.toString());
                        rows.print(table.routes(), table.batch(), route -> newNextHops(route, met));
                    }
                    return null;
                });
    }

    /** A line for each next hop of a route that was not met before. */
    private static String newNextHops(Route handle, Set<OwnedNextHop> met) {
        RouteEntry route = RouteEntry.of(handle);
        StringBuilder lines = new StringBuilder();
        for (NextHopEntry nextHop : route.nextHops()) {
            EntityId owner = route.owner().id();
            if (met.add(new OwnedNextHop(owner, nextHop.address(), nextHop.interfaceIndex()))) {
                lines.append(lines.isEmpty() ? "" : "\n")
                        .append(
                                "  %s, of %s %s"
                                        .formatted(
                                                RouteText.nextHop(nextHop),
                                                owner,
                                                route.owner().name()));
            }
        }
        return lines.toString();
    }

    private record OwnedNextHop(EntityId owner, NetAddress address, int interfaceIndex) {}

    private List<Table> tables(String instance, String view, boolean ipv4, boolean ipv6) {
        return Arguments.families(entities, Arguments.instance(instance), ipv4, ipv6).stream()
                .map(family -> table(instance, view, family))
                .toList();
    }

    private Table table(String instance, String view, AddressFamily family) {
        int number = Arguments.instance(instance);
        View found = entities.view(number, family, view);
        return new Table(number, family, found, entities.operator(number, family));
    }

    /** A table, with the shell's entity in it, seen in one view. */
    private record Table(int instance, AddressFamily family, View view, EntityRegistration reader) {
        TableEnumeration<Route> routes() {
            return reader.enumerateRoutes(RouteQuery.ALL.views(ViewSet.of(view.id())));
        }

        int batch() {
            return reader.profile().maxHandlesInCall();
        }

        @Override
        public String toString() {
            return "Instance %d, %s, %s view:".formatted(instance, family, view.name());
        }
    }
}
