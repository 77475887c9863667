package org.rtm.shell;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteFlags;
import org.rtm.api.RouteInfo;
import org.rtm.api.ViewSet;
import org.rtm.api.monitor.ForwardingMonitor;
import org.rtm.api.monitor.ForwardingStatus;
import org.rtm.api.monitor.ForwardingStatus.State;

/** How routes fare on their way to what forwards packets, as operators see it. */
class ForwardingTest {
    private final TestRouter router = new TestRouter();
    private final EntityRegistration fixed =
            router.register(AddressFamily.IPV4, ProtocolId.NT_STATIC, 1);
    private final EntityRegistration rip = router.register(AddressFamily.IPV4, ProtocolId.RIP, 1);
    private final Map<NetAddress, ForwardingStatus> forwarded = new HashMap<>();
    private final ForwardingMonitor forwarder =
            new ForwardingMonitor() {
                @Override
                public Set<Integer> instances() {
                    return Set.of(0);
                }

                @Override
                public Optional<ForwardingStatus> status(int instance, NetAddress destination) {
                    return instance == 0
                            ? Optional.ofNullable(forwarded.get(destination))
                            : Optional.empty();
                }

                @Override
                public Map<State, Long> counts(int instance, AddressFamily family) {
                    return instance == 0 && family == AddressFamily.IPV4
                            ? Stream.of(State.values()).collect(toMap(identity(), this::count))
                            : Map.of();
                }

                private long count(State state) {
                    return forwarded.values().stream()
                            .filter(each -> each.state() == state)
                            .count();
                }
            };

    private record Status(State state, Optional<String> reason) implements ForwardingStatus {}

    @BeforeEach
    void forward_some_routes() {
        TestRouter.add(fixed, "10.1.0.0/16", "192.0.2.1", RouteInfo.via().views(ViewSet.ALL));
        TestRouter.add(rip, "10.1.0.0/16", "192.0.2.2", RouteInfo.via());
        TestRouter.add(rip, "10.2.0.0/16", "192.0.2.2", RouteInfo.via());
        try (NextHop one = rip.addNextHop(NextHopInfo.of("192.0.2.2", 3)).handle();
                NextHop other = rip.addNextHop(NextHopInfo.of("192.0.2.3", 3)).handle()) {
            rip.addRoute(NetAddress.parse("10.3.0.0/16"), RouteInfo.via(one, other));
        }
        fixed.addRoute(
                NetAddress.parse("10.4.0.0/16"), RouteInfo.via().flags(RouteFlags.BLACKHOLE));
        TestRouter.add(rip, "10.5.0.0/16", "192.0.2.2", RouteInfo.via());
        put("10.1.0.0/16", State.INSTALLED, "");
        put("10.2.0.0/16", State.QUEUED, "");
        put("10.3.0.0/16", State.REJECTED, "Nexthop has invalid gateway");
        put("10.4.0.0/16", State.QUEUED, "");
        router.entities.addForwarder(forwarder);
    }

    private void put(String prefix, State state, String reason) {
        forwarded.put(
                NetAddress.parse(prefix),
                new Status(state, Optional.of(reason).filter(it -> !it.isEmpty())));
    }

    @AfterEach
    void stop() {
        router.close();
    }

    @Test
    void best_routes_are_marked_by_how_they_fare_and_others_are_not() throws Exception {
        assertThat(router.run("rtm:routes -4"))
                .contains("> - best in the view, * - next hop in use, q - queued, r - rejected\n")
                .endsWith(
                        """
                        S>* 10.1.0.0/16 [3/0]   via 192.0.2.1, if 3, 00:00:00
                        R   10.1.0.0/16 [120/0] via 192.0.2.2, if 3, 00:00:00
                        R>q 10.2.0.0/16 [120/0] via 192.0.2.2, if 3, 00:00:00
                        R>r 10.3.0.0/16 [120/0] via 192.0.2.2, if 3, 00:00:00
                          r                     via 192.0.2.3, if 3, 00:00:00
                        S>q 10.4.0.0/16 [3/0]   blackhole, 00:00:00
                        R>* 10.5.0.0/16 [120/0] via 192.0.2.2, if 3, 00:00:00""");
    }

    @Test
    void all_routes_to_a_destination_are_shown_with_the_reason_of_a_refusal() throws Exception {
        assertThat(router.run("rtm:route 10.3.0.0/16"))
                .endsWith(
                        "\n  r via 192.0.2.2, if 3"
                                + "\n  r via 192.0.2.3, if 3"
                                + "\n    forwarding: rejected, Nexthop has invalid gateway"
                                + "\n    the best: the only route");
        assertThat(router.run("rtm:route 10.1.0.0/16"))
                .containsOnlyOnce("    forwarding: installed\n");
        assertThat(router.run("rtm:route 10.5.0.0/16")).doesNotContain("forwarding");
    }

    @Test
    void programs_read_state_and_reason() throws Exception {
        assertThat(router.run("rtm:routes 10.3.0.0/16 --json"))
                .contains(
                        "\"forwarding\":{\"reason\":\"Nexthop has invalid gateway\",\"state\":\"rejected\"}");
        assertThat(router.run("rtm:routes 10.2.0.0/16 --json"))
                .contains("\"forwarding\":{\"reason\":null,\"state\":\"queued\"}");
        assertThat(router.run("rtm:routes 10.5.0.0/16 --json")).contains("\"forwarding\":null");
    }

    @Test
    void a_look_up_has_the_marks_of_what_it_finds() throws Exception {
        assertThat(router.run("rtm:lookup 10.2.0.1"))
                .startsWith(
                        "Codes: R - RIP, > - best in the view, * - next hop in use, q - queued, r - rejected\n")
                .endsWith("R>q 10.2.0.0/16 [120/0] via 192.0.2.2, if 3, 00:00:00");
        assertThat(router.run("rtm:lookup 10.5.0.1")).doesNotContain("queued");
    }

    @Test
    void the_figures_of_a_table_count_its_destinations_by_how_they_fare() throws Exception {
        assertThat(router.run("rtm:stats"))
                .contains(
                        """


                        Instance  Family  Installed  Queued  Rejected
                               0  IPv4            1       2         1

                        Rates are of 1.0 s. Heap:""");
        assertThat(router.run("rtm:stats --json"))
                .contains("\"forwarding\":{\"installed\":1,\"queued\":2,\"rejected\":1}}")
                .contains("\"family\":\"ipv6\"")
                .containsOnlyOnce("\"forwarding\":null}");
    }

    @Test
    void a_router_without_a_forwarder_has_no_such_figures() throws Exception {
        router.entities.removeForwarder(forwarder);

        assertThat(router.run("rtm:stats")).contains("Rates are").doesNotContain("Installed");
        assertThat(router.run("rtm:stats -4 --json"))
                .contains("\"forwarding\":null}")
                .doesNotContain("installed");
    }

    @Test
    void other_views_and_a_router_without_a_forwarder_have_no_such_marks() throws Exception {
        put("10.1.0.0/16", State.QUEUED, "");
        assertThat(router.run("rtm:routes -4 -v multicast"))
                .contains("S>* 10.1.0.0/16")
                .doesNotContain("queued");

        router.entities.removeForwarder(forwarder);

        assertThat(router.run("rtm:routes -4"))
                .contains("S>* 10.1.0.0/16")
                .doesNotContain("queued");
    }
}
