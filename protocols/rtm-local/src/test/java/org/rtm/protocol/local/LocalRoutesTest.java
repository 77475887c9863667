package org.rtm.protocol.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rtm.api.AddressFamily;
import org.rtm.api.Batch;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteQuery;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.RouteState;
import org.rtm.api.TableEnumeration;
import org.rtm.impl.InstanceSettings;
import org.rtm.impl.RoutingTables;

/** The routes of interfaces in a real table, as addresses come and go. */
class LocalRoutesTest {
    private final LogLines logged = new LogLines();
    private final RoutingTables tables = new RoutingTables(Clock.systemUTC(), logged.log());
    private final LocalRoutes routes = new LocalRoutes(logged.log());
    private final Set<LocalRoute> wanted = new HashSet<>();

    @BeforeEach
    void start() throws Exception {
        tables.configure(InstanceSettings.read(Map.of("instance", 0)));
    }

    @AfterEach
    void stop() {
        routes.close();
        tables.close();
    }

    private void add(int interfaceIndex, String address, int length) {
        wanted.addAll(LocalRoute.of(interfaceIndex, NetAddress.parse(address), length));
        follow();
    }

    private void remove(int interfaceIndex, String address, int length) {
        wanted.removeAll(LocalRoute.of(interfaceIndex, NetAddress.parse(address), length));
        follow();
    }

    private void follow() {
        routes.follow(wanted, tables.manager(0, ""));
    }

    private EntityRegistration reader(AddressFamily family) {
        return tables.manager(0, "").register(EntityInfo.of(family, ProtocolId.OTHER, 1));
    }

    private List<String> table(AddressFamily family) {
        List<String> found = new ArrayList<>();
        try (EntityRegistration reader = reader(family);
                TableEnumeration<Route> all = reader.enumerateRoutes(RouteQuery.ALL);
                Batch<Route> batch = all.next(100)) {
            for (Route route : batch) {
                try (RouteSnapshot info = route.info()) {
                    assertThat(info.nextHops()).singleElement().matches(hop -> hop.isOnLink());
                    found.add(
                            "%s %s if %d"
                                    .formatted(
                                            route.destinationAddress(),
                                            info.flags(),
                                            info.nextHops().get(0).interfaceIndex()));
                }
            }
        }
        return found;
    }

    @Test
    void an_address_makes_its_network_and_itself() {
        add(2, "192.0.2.7", 24);
        add(2, "2001:db8::7", 64);

        assertThat(table(AddressFamily.IPV4))
                .containsExactly("192.0.2.0/24 LOCAL if 2", "192.0.2.7/32 MYSELF if 2");
        assertThat(table(AddressFamily.IPV6))
                .containsExactly("2001:db8::/64 LOCAL if 2", "2001:db8::7/128 MYSELF if 2");
    }

    @Test
    void an_address_that_is_all_of_its_network_is_only_itself() {
        add(1, "10.255.0.1", 32);

        assertThat(table(AddressFamily.IPV4)).containsExactly("10.255.0.1/32 MYSELF if 1");
    }

    @Test
    void two_interfaces_may_have_the_same_network() {
        add(2, "fe80::2", 64);
        add(3, "fe80::3", 64);

        assertThat(table(AddressFamily.IPV6))
                .containsExactly(
                        "fe80::/64 LOCAL if 2",
                        "fe80::/64 LOCAL if 3",
                        "fe80::2/128 MYSELF if 2",
                        "fe80::3/128 MYSELF if 3");

        remove(2, "fe80::2", 64);

        assertThat(table(AddressFamily.IPV6))
                .containsExactly("fe80::/64 LOCAL if 3", "fe80::3/128 MYSELF if 3");
    }

    @Test
    void what_stays_is_not_touched_when_others_come_and_go() {
        add(2, "192.0.2.7", 24);
        try (EntityRegistration reader = reader(AddressFamily.IPV4);
                TableEnumeration<Route> all = reader.enumerateRoutes(RouteQuery.ALL);
                Batch<Route> batch = all.next(1);
                RouteSnapshot before = batch.list().get(0).info()) {
            add(3, "198.51.100.7", 24);
            remove(3, "198.51.100.7", 24);

            try (RouteSnapshot after = batch.list().get(0).info()) {
                assertThat(after.state()).isEqualTo(RouteState.CREATED);
                assertThat(after.updated()).isEqualTo(before.updated());
            }
        }
    }

    @Test
    void a_second_address_in_a_network_keeps_it_until_the_last_is_gone() {
        add(2, "192.0.2.7", 24);
        add(2, "192.0.2.8", 24);

        wanted.remove(new LocalRoute(NetAddress.parse("192.0.2.7"), 2, true));
        follow();

        assertThat(table(AddressFamily.IPV4))
                .containsExactly("192.0.2.0/24 LOCAL if 2", "192.0.2.8/32 MYSELF if 2");
    }

    @Test
    void next_hops_go_with_their_interface() {
        add(2, "192.0.2.7", 24);
        add(3, "198.51.100.7", 24);

        remove(3, "198.51.100.7", 24);

        assertThat(tables.instances().get(0).tables().get(0).entities())
                .singleElement()
                .satisfies(entity -> assertThat(entity.nextHops()).isEqualTo(1));
    }

    @Test
    void a_table_that_went_and_came_back_is_filled_again() throws Exception {
        add(2, "192.0.2.7", 24);
        tables.configure(InstanceSettings.read(Map.of("instance", 0, "address.families", "ipv6")));
        follow();
        follow();
        assertThat(logged.lines())
                .containsOnlyOnce("warn no local routes of IPv4: instance 0 has no IPv4 table");

        tables.configure(InstanceSettings.read(Map.of("instance", 0)));
        follow();

        assertThat(table(AddressFamily.IPV4))
                .containsExactly("192.0.2.0/24 LOCAL if 2", "192.0.2.7/32 MYSELF if 2");
    }

    @Test
    void closing_ends_the_entities_and_leaves_routes_for_a_while_and_no_handle() {
        add(2, "192.0.2.7", 24);
        List<String> before = table(AddressFamily.IPV4);

        routes.close();
        follow();

        assertThat(tables.instances().get(0).tables().get(0).entities())
                .singleElement()
                .satisfies(
                        entity -> {
                            assertThat(entity.retentionLeft()).isPresent();
                            assertThat(entity.staleRoutes()).isEqualTo(2);
                        });
        assertThat(table(AddressFamily.IPV4)).isEqualTo(before);
        assertThat(logged.lines()).isEmpty();
    }

    @Test
    void the_next_one_keeps_what_is_still_so_and_takes_away_what_is_not() {
        add(2, "192.0.2.7", 24);
        add(3, "198.51.100.7", 24);
        routes.close();
        wanted.removeIf(route -> route.interfaceIndex() == 3);
        LocalRoutes next = new LocalRoutes(logged.log());

        next.follow(wanted, tables.manager(0, ""));

        assertThat(table(AddressFamily.IPV4))
                .containsExactly("192.0.2.0/24 LOCAL if 2", "192.0.2.7/32 MYSELF if 2");
        assertThat(tables.instances().get(0).tables().get(0).entities())
                .singleElement()
                .satisfies(
                        entity -> {
                            assertThat(entity.retentionLeft()).isEmpty();
                            assertThat(entity.staleRoutes()).isZero();
                            assertThat(entity.nextHops()).isEqualTo(1);
                        });
        next.close();
    }

    @Test
    void every_address_of_this_host_is_found_but_those_that_never_leave_it() throws Exception {
        Set<String> expected = new HashSet<>();
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            for (InetAddress address : each.inetAddresses().toList()) {
                if (each.isUp() && !address.isLoopbackAddress()) {
                    expected.add(NetAddress.host(address) + " " + each.getIndex());
                }
            }
        }

        Set<LocalRoute> found = LocalRoute.ofInterfaces();

        assertThat(found)
                .filteredOn(LocalRoute::isOwn)
                .extracting(route -> route.prefix() + " " + route.interfaceIndex())
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(found)
                .noneMatch(route -> NetAddress.parse("127.0.0.0/8").covers(route.prefix()));
    }

    @Test
    void an_interval_is_taken_up_to_its_bounds() {
        assertThat(LocalProtocol.interval("100")).isEqualTo(100);
        assertThat(LocalProtocol.interval("60000")).isEqualTo(60000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"99", "60001", "soon"})
    void an_interval_out_of_its_bounds_is_refused(String text) {
        assertThatThrownBy(() -> LocalProtocol.interval(text))
                .hasMessage(
                        "interval is '%s'; allowed is a number of milliseconds from 100 to 60000",
                        text);
    }
}
