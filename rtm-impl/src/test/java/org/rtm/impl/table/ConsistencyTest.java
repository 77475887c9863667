package org.rtm.impl.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.osgi.service.log.Logger;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.ExpiryDecision;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.View;
import org.rtm.api.monitor.TableCheck;
import org.rtm.impl.time.Timers;

/** That a table that is not consistent is noticed. */
class ConsistencyTest {
    private final Table table = table();
    private final Owner rip = owner(ProtocolId.RIP, "rip");
    private final Owner ospf = owner(ProtocolId.OSPF, "ospf");

    @Test
    void a_table_in_use_has_no_fault() {
        RouteEntry first = add(rip, "10.0.0.0/8");
        add(ospf, "10.0.0.0/8");
        add(rip, "10.1.0.0/16");
        add(ospf, "10.0.0.0/24");
        table.delete(rip, first);

        TableCheck check = check(100);

        assertThat(check.faults()).isEmpty();
        assertThat(check.destinations()).isEqualTo(3);
        assertThat(check.isWhole()).isTrue();
        assertThat(check.isCounted()).isTrue();
    }

    @Test
    void a_walk_ends_where_it_is_told_to_and_compares_no_counts_then() {
        add(rip, "10.0.0.0/8");
        add(rip, "10.1.0.0/16");

        TableCheck check = check(1);

        assertThat(check.destinations()).isEqualTo(1);
        assertThat(check.isWhole()).isFalse();
        assertThat(check.isCounted()).isFalse();
    }

    @Test
    void counts_that_are_not_those_of_what_is_there_are_faults() {
        RouteEntry route = add(rip, "10.0.0.0/8");
        rip.holdings().countRoutes(5);
        rip.holdings().countBestRoutes(-1);

        assertThat(check(100).faults())
                .containsExactlyInAnyOrder(
                        "there are 1 routes of rip, and 6 are counted",
                        "there are 1 best routes of rip, and 0 are counted");

        route.destination().swap(DestinationState.empty(1));
        assertThat(check(100).faults())
                .contains(
                        "there are 0 destinations, and 1 are counted",
                        "there are 0 routes, and 1 are counted",
                        "there are 0 routes of rip, and 6 are counted");
    }

    @Test
    void who_has_no_route_left_is_not_to_be_counted_as_having_one() {
        add(rip, "10.0.0.0/8");
        ospf.holdings().countRoutes(2);
        ospf.holdings().countBestRoutes(1);

        assertThat(check(100).faults())
                .containsExactlyInAnyOrder(
                        "there are 0 routes of ospf, and 2 are counted",
                        "there are 0 best routes of ospf, and 1 are counted");
    }

    @Test
    void a_fault_that_is_gone_at_the_next_walk_is_told_all_the_same() {
        DestinationEntry entry = add(rip, "10.0.0.0/8").destination();
        DestinationState sound = entry.state();
        DestinationState faulty = add(rip, "11.0.0.0/8").destination().state();
        AtomicInteger walks = new AtomicInteger();
        Runnable meanwhile =
                () -> {
                    if (walks.getAndIncrement() == 0) {
                        add(rip, "12.0.0.0/8");
                        entry.swap(faulty);
                    } else {
                        entry.swap(sound);
                    }
                };

        TableCheck check = table.check(100, owners(meanwhile));

        assertThat(check.faults()).containsExactly("10.0.0.0/8 has the route to 11.0.0.0/8");
    }

    @Test
    void routes_out_of_order_are_a_fault() {
        DestinationEntry entry = add(rip, "10.0.0.0/8").destination();
        add(ospf, "10.0.0.0/8");
        List<RouteVersion> routes = entry.state().routes();
        Collections.reverse(routes);
        entry.swap(DestinationState.of(routes, List.of(), 1));

        assertThat(check(100).faults())
                .contains("the routes to 10.0.0.0/8 are not in the order of preference");
    }

    @Test
    void a_route_of_another_destination_is_a_fault() {
        DestinationEntry entry = add(rip, "10.0.0.0/8").destination();
        DestinationEntry other = add(rip, "11.0.0.0/8").destination();
        entry.swap(other.state());

        assertThat(check(100).faults()).containsExactly("10.0.0.0/8 has the route to 11.0.0.0/8");
    }

    @Test
    void no_more_faults_are_told_than_one_reads() {
        for (int i = 0; i < 30; i++) {
            DestinationEntry entry = add(rip, i + ".0.0.0/8").destination();
            add(ospf, i + ".0.0.0/8");
            List<RouteVersion> routes = entry.state().routes();
            Collections.reverse(routes);
            entry.swap(DestinationState.of(routes, List.of(), 1));
        }

        assertThat(check(100).faults()).hasSize(10);
    }

    private TableCheck check(int most) {
        return table.check(most, owners(() -> {}));
    }

    /** The owners, and what happens when a walk begins. */
    private List<Owner> owners(Runnable atBegin) {
        return new ArrayList<>(List.of(rip, ospf)) {
            private static final long serialVersionUID = 1;

            @Override
            public void forEach(Consumer<? super Owner> action) {
                atBegin.run();
                super.forEach(action);
            }
        };
    }

    private RouteEntry add(Owner owner, String prefix) {
        return table.add(
                        owner,
                        NetAddress.parse(prefix),
                        new RouteValues(null, 0, 1, 1, 0, 0, null, new NextHopEntry[0]),
                        UpdateMode.FIRST,
                        new Lifespan(0, Duration.ZERO))
                .route();
    }

    private static Owner owner(ProtocolId protocol, String name) {
        return new Owner(
                EntityInfo.of(AddressFamily.IPV4, protocol, 1).named(name),
                new Contact() {
                    @Override
                    public void left(RouteEntry route) {}

                    @Override
                    public boolean decide(RouteEntry route, Consumer<ExpiryDecision> answer) {
                        return false;
                    }
                });
    }

    private static Table table() {
        Logger silent =
                (Logger)
                        Proxy.newProxyInstance(
                                ConsistencyTest.class.getClassLoader(),
                                new Class<?>[] {Logger.class},
                                (proxy, method, arguments) -> null);
        Timers timers =
                new Timers(
                        () -> Instant.EPOCH,
                        failure -> {
                            throw new AssertionError(failure);
                        });
        return new Table(
                0,
                AddressFamily.IPV4,
                List.of(View.UNICAST),
                new Preferences(Map.of()),
                new RouteLimits(1000, 1000),
                () -> Instant.EPOCH,
                timers,
                silent);
    }
}
