package org.rtm.protocol.statics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.SocketException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.service.log.Logger;
import org.rtm.api.AddressFamily;
import org.rtm.api.Batch;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteQuery;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.RouteState;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.TableEnumeration;
import org.rtm.api.monitor.EntityStatus;
import org.rtm.impl.InstanceSettings;
import org.rtm.impl.RoutingTables;
import org.rtm.protocol.statics.StaticEntry.State;

/** Static routes in a real table, as their configurations come, change and go. */
class StaticRoutesTest {
    private final List<String> logged = new ArrayList<>();
    private final Logger log =
            (Logger)
                    Proxy.newProxyInstance(
                            getClass().getClassLoader(),
                            new Class<?>[] {Logger.class},
                            (proxy, method, arguments) -> {
                                if (method.getReturnType() == boolean.class) {
                                    return false;
                                }
                                logged.add(said(method.getName(), arguments));
                                return null;
                            });
    private final RoutingTables tables = new RoutingTables(Clock.systemUTC(), log);
    private final Map<String, Integer> interfaces = new HashMap<>(Map.of("eth0", 2, "eth1", 3));
    private final StaticRoutes routes =
            new StaticRoutes(
                    () -> Optional.of(tables.manager(0, "")), () -> Map.copyOf(interfaces), log);
    private final Map<String, Map<String, ?>> configurations = new TreeMap<>();
    private EntityRegistration reader;

    private static String said(String level, Object[] arguments) {
        return level
                + " "
                + String.valueOf(arguments[0])
                        .replace("{}", "%s")
                        .formatted(arguments[1], arguments.length > 2 ? arguments[2] : "");
    }

    @BeforeEach
    void start() throws Exception {
        tables.configure(InstanceSettings.read(Map.of("instance", 0)));
        reader = reader(0, AddressFamily.IPV4);
    }

    @AfterEach
    void stop() {
        routes.close();
        tables.close();
    }

    private EntityRegistration reader(int instance, AddressFamily family) {
        return tables.manager(0, "")
                .register(EntityInfo.of(family, ProtocolId.OTHER, 1).inInstance(instance));
    }

    private void configure(String name, Object... namesAndValues) {
        Map<String, Object> properties = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        configurations.put(name, properties);
        routes.follow(configurations);
    }

    private void remove(String name) {
        configurations.remove(name);
        routes.follow(configurations);
    }

    /** The routes as an operator writes them, with what an update would renew. */
    private List<String> table() {
        return table(reader);
    }

    private static List<String> table(EntityRegistration reader) {
        List<String> found = new ArrayList<>();
        try (TableEnumeration<Route> all = reader.enumerateRoutes(RouteQuery.ALL);
                Batch<Route> batch = all.next(100)) {
            for (Route route : batch) {
                try (RouteSnapshot info = route.info()) {
                    StringBuilder line = new StringBuilder(route.destinationAddress().toString());
                    line.append(' ').append(info.prefInfo());
                    info.nextHops()
                            .forEach(
                                    hop ->
                                            line.append(' ')
                                                    .append(hop.address().addressText())
                                                    .append('%')
                                                    .append(hop.interfaceIndex()));
                    found.add(line + " " + info.flags() + (info.tag() == 0 ? "" : info.tag()));
                }
            }
        }
        return found.stream().map(String::stripTrailing).toList();
    }

    private StaticEntry entry(String name) {
        return routes.entries().stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<EntityStatus> staticEntities() {
        return tables.instances().stream()
                .flatMap(instance -> instance.tables().stream())
                .flatMap(table -> table.entities().stream())
                .filter(entity -> entity.info().id().protocol().equals(ProtocolId.NT_STATIC))
                .toList();
    }

    @Test
    void a_configuration_becomes_a_route_with_all_it_says() {
        configure(
                "lab",
                "prefix",
                "10.0.0.0/8",
                "next.hops",
                "192.0.2.1%eth0,192.0.2.2%7",
                "metric",
                "5",
                "tag",
                "42");

        assertThat(table()).containsExactly("10.0.0.0/8 [3/5] 192.0.2.1%2 192.0.2.2%7 42");
        assertThat(entry("lab").state()).isEqualTo(State.ACTIVE);
        assertThat(entry("lab").reason()).isEmpty();
    }

    @Test
    void a_preference_of_its_own_a_black_hole_and_a_destination_on_a_link() {
        configure("far", "prefix", "0.0.0.0/0", "next.hops", "192.0.2.1", "preference", "250");
        configure("hole", "prefix", "10.0.0.0/8", "blackhole", "true");
        configure("link", "prefix", "192.0.2.0/24", "interface", "eth1");

        assertThat(table())
                .containsExactly(
                        "0.0.0.0/0 [250/0] 192.0.2.1%0",
                        "10.0.0.0/8 [3/0] BLACKHOLE", "192.0.2.0/24 [3/0] 0.0.0.0%3");
    }

    @Test
    void all_entries_of_a_table_belong_to_one_entity() {
        configure("a", "prefix", "10.0.0.0/8", "blackhole", "true");
        configure("b", "prefix", "11.0.0.0/8", "blackhole", "true");
        configure("c", "prefix", "2001:db8::/32", "blackhole", "true");

        assertThat(staticEntities())
                .extracting(entity -> entity.info().family() + " " + entity.routes())
                .containsExactlyInAnyOrder("IPv4 2", "IPv6 1");
    }

    @Test
    void the_entity_ends_with_the_last_entry() {
        configure("a", "prefix", "10.0.0.0/8", "blackhole", "true");

        remove("a");

        assertThat(staticEntities()).isEmpty();
        assertThat(table()).isEmpty();
    }

    @Test
    void entries_that_come_change_and_go_do_not_touch_the_others() {
        configure("stays", "prefix", "10.0.0.0/8", "next.hops", "192.0.2.1");
        try (Route stays = firstRoute();
                RouteSnapshot before = stays.info()) {
            configure("other", "prefix", "11.0.0.0/8", "next.hops", "192.0.2.1");
            configure("other", "prefix", "12.0.0.0/8", "next.hops", "192.0.2.9");
            configure("other", "prefix", "wrong");
            remove("other");

            try (RouteSnapshot after = stays.info()) {
                assertThat(after.state()).isEqualTo(before.state());
                assertThat(after.updated()).isEqualTo(before.updated());
            }
        }
        assertThat(table()).containsExactly("10.0.0.0/8 [3/0] 192.0.2.1%0");
    }

    private Route firstRoute() {
        try (TableEnumeration<Route> all = reader.enumerateRoutes(RouteQuery.ALL);
                Batch<Route> batch = all.next(1)) {
            return batch.list().get(0).reference();
        }
    }

    @Test
    void an_entry_that_changes_keeps_its_route_where_the_prefix_stays() {
        configure("lab", "prefix", "10.0.0.0/8", "next.hops", "192.0.2.1");
        try (Route route = firstRoute();
                RouteSnapshot before = route.info()) {
            configure("lab", "prefix", "10.0.0.0/8", "next.hops", "192.0.2.2", "metric", 9);

            try (RouteSnapshot after = route.info()) {
                assertThat(after.created()).isEqualTo(before.created());
                assertThat(after.prefInfo().metric()).isEqualTo(9);
            }
        }
        assertThat(table()).containsExactly("10.0.0.0/8 [3/9] 192.0.2.2%0");
        assertThat(staticEntities())
                .singleElement()
                .satisfies(entity -> assertThat(entity.nextHops()).isEqualTo(1));
    }

    @Test
    void a_wrong_entry_is_refused_with_its_reason_and_the_others_stand() {
        configure("good", "prefix", "10.0.0.0/8", "next.hops", "192.0.2.1");

        configure("bad", "prefix", "10.0.0.1/8", "next.hops", "192.0.2.1");
        routes.follow(configurations);

        assertThat(entry("bad").state()).isEqualTo(State.REFUSED);
        assertThat(entry("bad").prefix()).isEqualTo("10.0.0.1/8");
        assertThat(entry("bad").reason())
                .contains(
                        "prefix: 10.0.0.1/8 has bits set past its length of 8; without them it is 10.0.0.0/8");
        assertThat(entry("good").state()).isEqualTo(State.ACTIVE);
        assertThat(table()).containsExactly("10.0.0.0/8 [3/0] 192.0.2.1%0");
        assertThat(logged)
                .containsExactly(
                        "error the static route bad was refused: prefix: 10.0.0.1/8 has bits set past its length of 8; without them it is 10.0.0.0/8");
    }

    @Test
    void an_entry_that_becomes_wrong_stays_as_it_was_until_it_is_right_again() {
        configure("lab", "prefix", "10.0.0.0/8", "next.hops", "192.0.2.1");

        configure("lab", "prefix", "10.0.0.0/8", "next.hops", "nowhere");

        assertThat(entry("lab").state()).isEqualTo(State.ACTIVE_AS_BEFORE);
        assertThat(entry("lab").reason())
                .contains("next.hops: 'nowhere' is not an IPv4 or IPv6 address or prefix");
        assertThat(table()).containsExactly("10.0.0.0/8 [3/0] 192.0.2.1%0");

        configure("lab", "prefix", "10.0.0.0/8", "next.hops", "192.0.2.7");

        assertThat(entry("lab").state()).isEqualTo(State.ACTIVE);
        assertThat(table()).containsExactly("10.0.0.0/8 [3/0] 192.0.2.7%0");
    }

    @Test
    void entries_to_one_prefix_stand_side_by_side_if_their_first_next_hops_differ() {
        configure("first", "prefix", "10.0.0.0/8", "next.hops", "192.0.2.1");
        configure("spare", "prefix", "10.0.0.0/8", "next.hops", "192.0.2.2", "preference", 200);

        assertThat(table())
                .containsExactly("10.0.0.0/8 [3/0] 192.0.2.1%0", "10.0.0.0/8 [200/0] 192.0.2.2%0");

        remove("first");

        assertThat(table()).containsExactly("10.0.0.0/8 [200/0] 192.0.2.2%0");
    }

    @Test
    void an_entry_whose_place_is_taken_waits_until_it_is_free() {
        configure("first", "prefix", "10.0.0.0/8", "next.hops", "192.0.2.1");
        configure("second", "prefix", "10.0.0.0/8", "next.hops", "192.0.2.1", "metric", 7);
        assertThat(entry("second").state()).isEqualTo(State.WAITING);
        assertThat(entry("second").reason())
                .contains("first has a route to 10.0.0.0/8 with the same first next hop");

        remove("first");

        assertThat(entry("second").state()).isEqualTo(State.ACTIVE);
        assertThat(table()).containsExactly("10.0.0.0/8 [3/7] 192.0.2.1%0");
    }

    @Test
    void two_entries_can_change_places() {
        configure("a", "prefix", "10.0.0.0/8", "blackhole", "true");
        configure("b", "prefix", "11.0.0.0/8", "blackhole", "true");

        configurations.put("a", Map.of("prefix", "11.0.0.0/8", "blackhole", "true", "metric", 1));
        configure("b", "prefix", "10.0.0.0/8", "blackhole", "true", "metric", 2);

        assertThat(routes.entries()).extracting(StaticEntry::state).containsOnly(State.ACTIVE);
        assertThat(table())
                .containsExactly("10.0.0.0/8 [3/2] BLACKHOLE", "11.0.0.0/8 [3/1] BLACKHOLE");
    }

    @Test
    void an_entry_waits_for_its_interface_and_follows_it() {
        configure("lab", "prefix", "10.0.0.0/8", "next.hops", "192.0.2.1%ppp0");
        assertThat(entry("lab").state()).isEqualTo(State.WAITING);
        assertThat(entry("lab").reason())
                .contains("there is no interface 'ppp0'; there are eth0, eth1");

        interfaces.put("ppp0", 9);
        routes.follow(configurations);
        assertThat(table()).containsExactly("10.0.0.0/8 [3/0] 192.0.2.1%9");

        interfaces.put("ppp0", 10);
        routes.follow(configurations);
        assertThat(table()).containsExactly("10.0.0.0/8 [3/0] 192.0.2.1%10");

        interfaces.remove("ppp0");
        routes.follow(configurations);
        assertThat(table()).isEmpty();
        assertThat(logged)
                .containsExactly(
                        "warn the static route lab waits: there is no interface 'ppp0'; there are eth0, eth1",
                        "warn the static route lab waits: there is no interface 'ppp0'; there are eth0, eth1");
    }

    @Test
    void an_entry_waits_for_a_routing_table_manager() {
        List<RoutingTableManager> managers = new ArrayList<>();
        StaticRoutes early = new StaticRoutes(() -> managers.stream().findFirst(), Map::of, log);
        configurations.put("lab", Map.of("prefix", "10.0.0.0/8", "blackhole", "true"));
        early.follow(configurations);
        assertThat(early.entries())
                .singleElement()
                .satisfies(
                        lab -> {
                            assertThat(lab.state()).isEqualTo(State.WAITING);
                            assertThat(lab.reason())
                                    .contains(
                                            "no routing table manager runs; its bundle is rtm-impl");
                        });

        managers.add(tables.manager(0, ""));
        early.follow(configurations);

        assertThat(table()).containsExactly("10.0.0.0/8 [3/0] BLACKHOLE");
        early.close();
    }

    @Test
    void an_entry_waits_for_its_instance_and_comes_back_with_it() throws Exception {
        configure("lab", "instance", 7, "prefix", "10.0.0.0/8", "blackhole", "true");
        assertThat(entry("lab").reason())
                .contains("instance 7 is not configured; configured are [0]");

        tables.configure(InstanceSettings.read(Map.of("instance", 7)));
        routes.follow(configurations);
        assertThat(table(reader(7, AddressFamily.IPV4)))
                .containsExactly("10.0.0.0/8 [3/0] BLACKHOLE");

        tables.remove(7);
        routes.follow(configurations);
        assertThat(entry("lab").state()).isEqualTo(State.WAITING);

        tables.configure(InstanceSettings.read(Map.of("instance", 7)));
        routes.follow(configurations);
        assertThat(entry("lab").state()).isEqualTo(State.ACTIVE);
        assertThat(table(reader(7, AddressFamily.IPV4)))
                .containsExactly("10.0.0.0/8 [3/0] BLACKHOLE");
    }

    @Test
    void views_go_by_name_and_an_unknown_one_is_waited_for() throws Exception {
        configure(
                "lab", "prefix", "10.0.0.0/8", "blackhole", "true", "views", "unicast,management");
        assertThat(entry("lab").reason())
                .contains(
                        "'management' is not a view of instance 0, IPv4; its views: 0 (unicast), 1 (multicast)");

        tables.configure(
                InstanceSettings.read(Map.of("instance", 0, "views", "0=unicast,2=management")));
        routes.follow(configurations);

        assertThat(entry("lab").state()).isEqualTo(State.ACTIVE);
        assertThat(table(reader(0, AddressFamily.IPV4)))
                .containsExactly("10.0.0.0/8 [3/0] BLACKHOLE");
    }

    @Test
    void more_next_hops_than_the_instance_allows_are_told() throws Exception {
        tables.configure(InstanceSettings.read(Map.of("instance", 7, "next.hops.in.route", 1)));

        configure("lab", "instance", 7, "prefix", "10.0.0.0/8", "next.hops", "192.0.2.1,192.0.2.2");

        assertThat(entry("lab").state()).isEqualTo(State.WAITING);
        assertThat(entry("lab").reason()).hasValueSatisfying(it -> assertThat(it).contains("1"));
    }

    @Test
    void closing_ends_the_entities_and_leaves_routes_for_a_while_and_no_handle() {
        configure("lab", "prefix", "10.0.0.0/8", "next.hops", "192.0.2.1");

        routes.close();
        routes.follow(configurations);

        assertThat(staticEntities())
                .singleElement()
                .satisfies(
                        entity -> {
                            assertThat(entity.retentionLeft()).isPresent();
                            assertThat(entity.staleRoutes()).isEqualTo(1);
                        });
        assertThat(table()).containsExactly("10.0.0.0/8 [3/0] 192.0.2.1%0");
        assertThat(logged).isEmpty();
    }

    @Test
    void the_next_one_keeps_what_is_still_configured_and_takes_away_what_is_not() {
        configure("stays", "prefix", "10.0.0.0/8", "next.hops", "192.0.2.1");
        configure("goes", "prefix", "11.0.0.0/8", "next.hops", "192.0.2.9");
        configure("waits", "prefix", "12.0.0.0/8", "next.hops", "192.0.2.1%eth1");
        routes.close();
        configurations.remove("goes");
        interfaces.remove("eth1");
        StaticRoutes next =
                new StaticRoutes(
                        () -> Optional.of(tables.manager(0, "")),
                        () -> Map.copyOf(interfaces),
                        log);
        try (Route stays = firstRoute();
                RouteSnapshot before = stays.info()) {
            assertThat(before.isStale()).isTrue();

            next.follow(configurations);

            try (RouteSnapshot after = stays.info()) {
                assertThat(after.isStale()).isFalse();
                assertThat(after.state()).isNotEqualTo(RouteState.DELETED);
            }
        }
        assertThat(table()).containsExactly("10.0.0.0/8 [3/0] 192.0.2.1%0");
        assertThat(staticEntities())
                .singleElement()
                .satisfies(entity -> assertThat(entity.nextHops()).isEqualTo(1));
        next.close();
    }

    @Test
    void nothing_is_taken_away_before_all_configurations_were_seen() {
        configure("lab", "prefix", "10.0.0.0/8", "next.hops", "192.0.2.1%eth0");
        routes.close();
        StaticRoutes next =
                new StaticRoutes(
                        () -> Optional.of(tables.manager(0, "")),
                        () -> {
                            throw new UncheckedIOException(new SocketException("not now"));
                        },
                        log);

        assertThatThrownBy(() -> next.follow(configurations))
                .isInstanceOf(UncheckedIOException.class);

        assertThat(table()).containsExactly("10.0.0.0/8 [3/0] 192.0.2.1%2");
        next.close();
    }
}
