package org.rtm.protocol.statics;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.osgi.service.log.Logger;
import org.rtm.api.NetAddress;
import org.rtm.api.Route;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.RtmException;
import org.rtm.api.View;
import org.rtm.api.ViewSet;
import org.rtm.protocol.statics.StaticEntry.State;

/**
 * Keeps the tables as the configurations say. Each call compares the two anew, so that nothing is
 * lost when an instance, a view or an interface comes later than the route that needs it.
 *
 * <p>Only what has changed is touched: entries do not disturb each other.
 */
final class StaticRoutes {
    private final Supplier<Optional<RoutingTableManager>> rtm;
    private final Supplier<Map<String, Integer>> interfaces;
    private final Logger log;
    private final Map<String, Entry> entries = new TreeMap<>();
    private final Map<StaticTable.Id, StaticTable> tables = new HashMap<>();
    private final Map<StaticTable, Map<StaticTable.Identity, Entry>> owners = new HashMap<>();
    private boolean closed;

    /**
     * Makes it.
     *
     * @param rtm any routing table manager, if one runs
     * @param interfaces the indexes of the router's interfaces, by name
     * @param log where to say what is refused and what waits
     */
    StaticRoutes(
            Supplier<Optional<RoutingTableManager>> rtm,
            Supplier<Map<String, Integer>> interfaces,
            Logger log) {
        this.rtm = rtm;
        this.interfaces = interfaces;
        this.log = log;
    }

    private static final class Entry {
        private final String name;
        private Map<String, ?> properties = Map.of();
        private Optional<StaticRoute> wanted = Optional.empty();
        private Optional<String> refusal = Optional.empty();
        private Optional<String> obstacle = Optional.empty();
        private Optional<Placed> placed = Optional.empty();

        Entry(String name) {
            this.name = name;
        }

        StaticEntry status() {
            Optional<String> reason = refusal.or(() -> obstacle);
            return new StaticEntry(
                    name,
                    shown("instance", wanted.map(StaticRoute::instance)),
                    shown("prefix", wanted.map(StaticRoute::prefix)),
                    wanted.map(StaticRoute::target).orElse(""),
                    shown("metric", wanted.map(route -> route.prefInfo().metric())),
                    state(),
                    reason);
        }

        private State state() {
            if (placed.isPresent()) {
                return refusal.isPresent() ? State.ACTIVE_AS_BEFORE : State.ACTIVE;
            }
            return refusal.isPresent() ? State.REFUSED : State.WAITING;
        }

        private String shown(String property, Optional<Object> value) {
            return value.or(() -> Optional.ofNullable(properties.get(property)))
                    .map(String::valueOf)
                    .orElse("-");
        }
    }

    /** A route in a table. */
    private record Placed(StaticTable table, StaticTable.Content content, Route route) {}

    /** Why a route that is right cannot be in the table now. */
    private static final class Obstacle extends Exception {
        private static final long serialVersionUID = 1L;

        Obstacle(String format, Object... arguments) {
            super(format.formatted(arguments));
        }
    }

    /**
     * Makes the tables as the configurations say, as far as it goes.
     *
     * @param configurations the properties of all of them, by name
     */
    synchronized void follow(Map<String, ? extends Map<String, ?>> configurations) {
        if (closed) {
            return;
        }
        forgetEndedTables();
        for (Iterator<Entry> all = entries.values().iterator(); all.hasNext(); ) {
            Entry entry = all.next();
            if (!configurations.containsKey(entry.name)) {
                remove(entry);
                all.remove();
            }
        }
        configurations.forEach(
                (name, properties) ->
                        configure(entries.computeIfAbsent(name, Entry::new), properties));
        // Again while something moves: one entry may take the place that another one leaves.
        Optional<Map<String, Integer>> known = Optional.empty();
        for (boolean moved = true; moved; ) {
            moved = false;
            for (Entry entry : entries.values()) {
                if (known.isEmpty() && namesAnInterface(entry)) {
                    known = Optional.of(interfaces.get());
                }
                moved |= place(entry, known.orElse(Map.of()));
            }
        }
        tidy();
        // Here all configurations there are have been seen, and not before.
        tables.values().forEach(StaticTable::endRefresh);
    }

    synchronized List<StaticEntry> entries() {
        return entries.values().stream().map(Entry::status).toList();
    }

    /** Tables whose instance, family or provider has gone, and all routes in them with it. */
    private void forgetEndedTables() {
        for (Iterator<StaticTable> all = tables.values().iterator(); all.hasNext(); ) {
            StaticTable table = all.next();
            if (!table.lives()) {
                all.remove();
                owners.remove(table);
                for (Entry entry : entries.values()) {
                    if (entry.placed.filter(placed -> placed.table == table).isPresent()) {
                        entry.placed = Optional.empty();
                    }
                }
            }
        }
    }

    private void configure(Entry entry, Map<String, ?> properties) {
        if (entry.properties.equals(properties)) {
            return;
        }
        entry.properties = properties;
        try {
            entry.wanted = Optional.of(StaticRoute.read(properties));
            entry.refusal = Optional.empty();
        } catch (WrongValue e) {
            if (!entry.refusal.equals(Optional.of(e.getMessage()))) {
                log.error("the static route {} was refused: {}", entry.name, e.getMessage());
            }
            entry.refusal = Optional.of(e.getMessage());
        }
    }

    private static boolean namesAnInterface(Entry entry) {
        return entry.wanted.stream()
                .flatMap(route -> route.nextHops().stream())
                .anyMatch(nextHop -> !nextHop.interfaceName().isEmpty());
    }

    /** Puts an entry where it wants to be, or out of the table if that is not possible. */
    private boolean place(Entry entry, Map<String, Integer> known) {
        if (entry.wanted.isEmpty()) {
            return false;
        }
        StaticRoute wanted = entry.wanted.get();
        try {
            StaticTable table = table(new StaticTable.Id(wanted.instance(), wanted.family()));
            StaticTable.Content content = content(wanted, table, known);
            boolean moved = place(entry, table, content);
            entry.obstacle = Optional.empty();
            return moved;
        } catch (Obstacle | RtmException e) {
            if (!entry.obstacle.equals(Optional.of(e.getMessage()))) {
                log.warn("the static route {} waits: {}", entry.name, e.getMessage());
            }
            entry.obstacle = Optional.of(e.getMessage());
            return remove(entry);
        }
    }

    private boolean place(Entry entry, StaticTable table, StaticTable.Content content)
            throws Obstacle {
        Optional<Placed> before = entry.placed.filter(placed -> placed.table == table);
        if (before.map(Placed::content).filter(content::equals).isPresent()) {
            return false;
        }
        Entry other = owners.get(table).get(content.identity());
        if (other != null && other != entry) {
            throw new Obstacle(
                    "%s has a route to %s with the same first next hop",
                    other.name, content.prefix());
        }
        Optional<Placed> samePrefix =
                before.filter(placed -> placed.content.prefix().equals(content.prefix()));
        if (samePrefix.isPresent()) {
            table.update(samePrefix.get().route, content);
            owners.get(table).remove(samePrefix.get().content.identity());
            entry.placed = Optional.of(new Placed(table, content, samePrefix.get().route));
        } else {
            Placed placed = new Placed(table, content, table.add(content));
            remove(entry);
            entry.placed = Optional.of(placed);
        }
        owners.get(table).put(content.identity(), entry);
        return true;
    }

    private StaticTable table(StaticTable.Id id) throws Obstacle {
        StaticTable known = tables.get(id);
        if (known != null) {
            return known;
        }
        RoutingTableManager manager =
                rtm.get()
                        .orElseThrow(
                                () ->
                                        new Obstacle(
                                                "no routing table manager runs; its bundle is rtm-impl"));
        StaticTable table = new StaticTable(id, manager);
        tables.put(id, table);
        owners.put(table, new HashMap<>());
        return table;
    }

    private static StaticTable.Content content(
            StaticRoute route, StaticTable table, Map<String, Integer> known) throws Obstacle {
        StaticTable.Hop[] nextHops = new StaticTable.Hop[route.nextHops().size()];
        for (int i = 0; i < nextHops.length; i++) {
            StaticRoute.Hop nextHop = route.nextHops().get(i);
            nextHops[i] =
                    new StaticTable.Hop(
                            nextHop.address(), interfaceIndex(nextHop.interfaceName(), known));
        }
        ViewSet views = ViewSet.ANY;
        for (String view : route.views()) {
            views = views.union(view(view, route, table.views()));
        }
        NetAddress prefix = route.prefix();
        return new StaticTable.Content(
                prefix, List.of(nextHops), route.prefInfo(), views, route.tag());
    }

    private static int interfaceIndex(String nameOrIndex, Map<String, Integer> known)
            throws Obstacle {
        if (nameOrIndex.isEmpty()) {
            return 0;
        }
        if (known.containsKey(nameOrIndex)) {
            return known.get(nameOrIndex);
        }
        try {
            return Integer.parseUnsignedInt(nameOrIndex);
        } catch (NumberFormatException e) {
            throw new Obstacle(
                    "there is no interface '%s'; there are %s",
                    nameOrIndex, String.join(", ", new TreeMap<>(known).keySet()));
        }
    }

    private static ViewSet view(String nameOrNumber, StaticRoute route, List<View> views)
            throws Obstacle {
        for (View view : views) {
            if (view.name().equalsIgnoreCase(nameOrNumber)
                    || Integer.toString(view.id()).equals(nameOrNumber)) {
                return ViewSet.of(view.id());
            }
        }
        throw new Obstacle(
                "'%s' is not a view of instance %d, %s; its views: %s",
                nameOrNumber,
                route.instance(),
                route.family(),
                views.stream()
                        .map(view -> view.id() + " (" + view.name() + ")")
                        .collect(Collectors.joining(", ")));
    }

    /** Takes an entry's route out of its table, and says whether there was one. */
    private boolean remove(Entry entry) {
        if (entry.placed.isEmpty()) {
            return false;
        }
        Placed placed = entry.placed.get();
        entry.placed = Optional.empty();
        Map<StaticTable.Identity, Entry> routes = owners.get(placed.table);
        routes.remove(placed.content.identity(), entry);
        if (placed.table.lives()) {
            placed.table.delete(placed.route);
        }
        return true;
    }

    /** Ends the entities that nobody needs, and deletes the next hops of former routes. */
    private void tidy() {
        Set<StaticTable.Id> needed =
                entries.values().stream()
                        .flatMap(entry -> entry.wanted.stream())
                        .map(route -> new StaticTable.Id(route.instance(), route.family()))
                        .collect(Collectors.toSet());
        for (Iterator<Map.Entry<StaticTable.Id, StaticTable>> all = tables.entrySet().iterator();
                all.hasNext(); ) {
            Map.Entry<StaticTable.Id, StaticTable> next = all.next();
            StaticTable table = next.getValue();
            if (!needed.contains(next.getKey())) {
                table.withdraw();
                owners.remove(table);
                all.remove();
            } else {
                Set<StaticTable.Hop> used = new HashSet<>();
                owners.get(table)
                        .values()
                        .forEach(
                                entry ->
                                        entry.placed.ifPresent(
                                                placed -> used.addAll(placed.content.nextHops())));
                table.keepNextHops(used);
            }
        }
    }

    /** Ends all entities, whose routes stay for a while; nothing is followed any more. */
    synchronized void close() {
        closed = true;
        for (Entry entry : entries.values()) {
            entry.placed.ifPresent(placed -> placed.route.close());
            entry.placed = Optional.empty();
        }
        tables.values().forEach(StaticTable::close);
        tables.clear();
    }
}
