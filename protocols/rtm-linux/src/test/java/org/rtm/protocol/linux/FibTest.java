package org.rtm.protocol.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.protocol.linux.Waiting.await;
import static org.rtm.protocol.linux.Waiting.awaitEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteFlags;
import org.rtm.api.RouteInfo;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.monitor.ForwardingStatus.State;

/** Forwarding into a network namespace. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FibTest extends ForwardingFixture {
    @Test
    void a_best_route_goes_into_the_kernel_and_out_again() {
        start();

        router.put("10.1.0.0/16", RouteInfo.via(router.hop("10.9.0.2", index("va"))));
        awaitRoutes("10.1.0.0/16 via 10.9.0.2 dev va proto 210 metric 20");
        await(() -> state("10.1.0.0/16") == State.INSTALLED);

        router.delete("10.1.0.0/16");
        awaitRoutes();
        await(() -> status("10.1.0.0/16").isEmpty());
    }

    @Test
    void a_change_takes_the_place_of_the_route_before() {
        start();
        router.put("10.1.0.0/16", RouteInfo.via(router.hop("10.9.0.2", index("va"))));
        awaitRoutes("10.1.0.0/16 via 10.9.0.2 dev va proto 210 metric 20");

        router.put("10.1.0.0/16", RouteInfo.via(router.hop("10.8.0.2", index("vc"))));

        awaitRoutes("10.1.0.0/16 via 10.8.0.2 dev vc proto 210 metric 20");
    }

    @Test
    void several_next_hops_black_holes_links_and_discards_are_what_they_are_in_the_kernel() {
        start();

        router.put(
                "10.1.0.0/16",
                RouteInfo.via(
                        router.hop("10.9.0.2", index("va")), router.hop("10.8.0.2", index("vc"))));
        router.put("10.2.0.0/16", RouteInfo.via().flags(RouteFlags.BLACKHOLE));
        router.put("10.3.0.0/16", RouteInfo.via().flags(RouteFlags.DISCARD));
        router.put("10.4.0.0/16", RouteInfo.via(router.hop("0.0.0.0", index("va"))));
        router.put("0.0.0.0/0", RouteInfo.via(router.hop("10.9.0.3", 0)));

        awaitRoutes(
                "default via 10.9.0.3 dev va proto 210 metric 20",
                "10.1.0.0/16 proto 210 metric 20 nexthop via 10.8.0.2 dev vc weight 1 nexthop via 10.9.0.2 dev va weight 1",
                "blackhole 10.2.0.0/16 proto 210 metric 20",
                "unreachable 10.3.0.0/16 proto 210 metric 20",
                "10.4.0.0/16 dev va proto 210 scope link metric 20");
        assertThat(reconcile())
                .returns(0, FibComparison::missing)
                .returns(0, FibComparison::different)
                .returns(0, FibComparison::surplus);
    }

    @Test
    void a_preferred_source_is_told_to_the_kernel() {
        start(settings(Map.of("source", "10.9.0.1", "stale.time", 0)), "ip");

        router.put("10.1.0.0/16", RouteInfo.via(router.hop("10.9.0.2", index("va"))));

        awaitRoutes("10.1.0.0/16 via 10.9.0.2 dev va proto 210 src 10.9.0.1 metric 20");
        assertThat(reconcile()).returns(0, FibComparison::different);
    }

    @Test
    void ipv6_routes_go_into_the_table_of_their_family() {
        TestRouter ipv6 = new TestRouter(AddressFamily.IPV6);
        try {
            start();
            forwarder.follow(ipv6.manager(), ipv6.notifier());

            ipv6.put("2001:db8:1::/48", RouteInfo.via(ipv6.hop("2001:db8:9::2", index("va"))));
            ipv6.put("2001:db8:2::/48", RouteInfo.via().flags(RouteFlags.BLACKHOLE));
            ipv6.put(
                    "2001:db8:3::/48",
                    RouteInfo.via(
                            ipv6.hop("2001:db8:9::2", index("va")),
                            ipv6.hop("2001:db8:9::3", index("va"))));
            ipv6.put("fe80::/64", RouteInfo.via(ipv6.hop("::", index("va"))));

            awaitEquals(
                    List.of(
                            "2001:db8:1::/48 via 2001:db8:9::2 dev va proto 210 metric 20 pref medium",
                            "blackhole 2001:db8:2::/48 dev lo proto 210 metric 20 pref medium",
                            "2001:db8:3::/48 proto 210 metric 20 pref medium nexthop via 2001:db8:9::2 dev va weight 1 nexthop via 2001:db8:9::3 dev va weight 1"),
                    () -> namespace.routes("-6", "10000"));
            assertThat(join(forwarder.fib(AddressFamily.IPV6).reconcile()))
                    .returns(3, FibComparison::routes)
                    .returns(0, FibComparison::different);
        } finally {
            forwarder.close(false);
            forwarder = null;
            ipv6.close();
        }
    }

    @Test
    void a_remote_next_hop_goes_where_the_table_leads_and_follows_it() {
        start();
        router.put("10.1.0.0/16", RouteInfo.via(router.remote("172.16.0.1")));
        await(() -> isRejected("10.1.0.0/16", "no route leads to next hop 172.16.0.1"));

        router.put("172.16.0.0/16", RouteInfo.via(router.hop("10.9.0.2", index("va"))));
        awaitRoutes(
                "10.1.0.0/16 via 10.9.0.2 dev va proto 210 metric 20",
                "172.16.0.0/16 via 10.9.0.2 dev va proto 210 metric 20");

        router.put("172.16.0.0/24", RouteInfo.via(router.hop("10.8.0.2", index("vc"))));
        awaitRoutes(
                "10.1.0.0/16 via 10.8.0.2 dev vc proto 210 metric 20",
                "172.16.0.0/24 via 10.8.0.2 dev vc proto 210 metric 20",
                "172.16.0.0/16 via 10.9.0.2 dev va proto 210 metric 20");
    }

    @Test
    void the_routers_own_addresses_are_left_to_the_kernel() {
        start();

        router.put(
                "10.9.0.1/32",
                RouteInfo.via(router.hop("0.0.0.0", index("va"))).flags(RouteFlags.MYSELF));
        router.put("10.1.0.0/16", RouteInfo.via(router.hop("10.9.0.2", index("va"))));

        awaitRoutes("10.1.0.0/16 via 10.9.0.2 dev va proto 210 metric 20");
    }

    @Test
    void the_main_table_keeps_the_kernels_own_networks() {
        EntityRegistration local = router.register(AddressFamily.IPV4, ProtocolId.LOCAL);
        NextHop link =
                local.addNextHop(NextHopInfo.onLink(AddressFamily.IPV4, index("va"))).handle();
        local.addRoute(NetAddress.parse("10.9.0.0/24"), RouteInfo.via(link)).handle().close();
        List<String> before = namespace.routes("-4", "main");
        start(settings(Map.of("table", "main", "stale.time", 0)), "ip");

        router.put("10.1.0.0/16", RouteInfo.via(router.hop("10.9.0.2", index("va"))));

        await(() -> state("10.1.0.0/16") == State.INSTALLED);
        assertThat(namespace.routes("-4", "main"))
                .hasSize(before.size() + 1)
                .containsAll(before)
                .contains("10.1.0.0/16 via 10.9.0.2 dev va proto 210 metric 20");
        assertThat(status("10.9.0.0/24")).isEmpty();
    }

    @Test
    void what_the_kernel_refuses_is_rejected_with_its_reason_and_put_when_the_cause_goes() {
        start();

        router.put("10.1.0.0/16", RouteInfo.via(router.hop("10.7.0.2", index("va"))));
        await(() -> isRejected("10.1.0.0/16", "Nexthop has invalid gateway"));

        namespace.ip("addr add 10.7.0.1/24 dev va");
        awaitRoutes("10.1.0.0/16 via 10.7.0.2 dev va proto 210 metric 20");
        await(() -> state("10.1.0.0/16") == State.INSTALLED);
    }

    @Test
    void a_refused_change_takes_the_route_before_it_away() {
        start();
        router.put("10.1.0.0/16", RouteInfo.via(router.hop("10.9.0.2", index("va"))));
        awaitRoutes("10.1.0.0/16 via 10.9.0.2 dev va proto 210 metric 20");

        router.put("10.1.0.0/16", RouteInfo.via(router.hop("10.7.0.2", index("va"))));

        awaitRoutes();
        await(() -> isRejected("10.1.0.0/16", "Nexthop has invalid gateway"));
    }

    @Test
    void an_interface_that_goes_down_takes_its_next_hops_along_and_brings_them_back() {
        start();
        router.put(
                "10.1.0.0/16",
                RouteInfo.via(
                        router.hop("10.9.0.2", index("va")), router.hop("10.8.0.2", index("vc"))));
        router.put("10.2.0.0/16", RouteInfo.via(router.hop("10.9.0.2", index("va"))));
        String both =
                "10.1.0.0/16 proto 210 metric 20 nexthop via 10.8.0.2 dev vc weight 1 nexthop via 10.9.0.2 dev va weight 1";
        String other = "10.2.0.0/16 via 10.9.0.2 dev va proto 210 metric 20";
        awaitRoutes(both, other);

        namespace.ip("link set vb down");
        awaitRoutes("10.1.0.0/16 via 10.8.0.2 dev vc proto 210 metric 20");
        await(() -> isRejected("10.2.0.0/16", "va has no carrier"));

        namespace.ip("link set vb up");
        awaitRoutes(both, other);

        namespace.ip("link del va");
        awaitRoutes("10.1.0.0/16 via 10.8.0.2 dev vc proto 210 metric 20");
        await(() -> isRejected("10.2.0.0/16", "there is no interface"));
    }

    @Test
    void what_somebody_deleted_comes_back() {
        start();
        router.put("10.1.0.0/16", RouteInfo.via(router.hop("10.9.0.2", index("va"))));
        awaitRoutes("10.1.0.0/16 via 10.9.0.2 dev va proto 210 metric 20");

        namespace.ip("route del 10.1.0.0/16 table 10000");

        await(
                () ->
                        forwarder
                                        .fib(AddressFamily.IPV4)
                                        .report()
                                        .comparison()
                                        .orElseThrow()
                                        .missing()
                                == 1);
        awaitRoutes("10.1.0.0/16 via 10.9.0.2 dev va proto 210 metric 20");
    }

    @Test
    void what_a_flapping_interface_lost_comes_back() {
        start();
        router.put("10.1.0.0/16", RouteInfo.via(router.hop("10.9.0.2", index("va"))));
        awaitRoutes("10.1.0.0/16 via 10.9.0.2 dev va proto 210 metric 20");

        namespace.ip("link set va down");
        namespace.ip("link set va up");

        awaitRoutes("10.1.0.0/16 via 10.9.0.2 dev va proto 210 metric 20");
        await(() -> state("10.1.0.0/16") == State.INSTALLED);
    }

    @Test
    void foreign_routes_stay_and_a_place_that_is_taken_is_refused() {
        namespace.ip("route add 10.1.0.0/16 via 10.9.0.9 table 10000 proto static metric 20");
        namespace.ip("route add 10.5.0.0/16 via 10.9.0.9 table 10000 proto static");
        start();

        router.put("10.1.0.0/16", RouteInfo.via(router.hop("10.9.0.2", index("va"))));
        await(() -> isRejected("10.1.0.0/16", "File exists"));
        router.delete("10.1.0.0/16");
        await(() -> status("10.1.0.0/16").isEmpty());
        reconcile();

        assertThat(namespace.routes())
                .containsExactly(
                        "10.1.0.0/16 via 10.9.0.9 dev va proto static metric 20",
                        "10.5.0.0/16 via 10.9.0.9 dev va proto static");
    }

    @Test
    void what_a_dead_run_left_goes_and_what_is_still_right_is_not_touched() {
        namespace.ip("route add 10.1.0.0/16 via 10.9.0.2 table 10000 proto 210 metric 20");
        namespace.ip("route add 10.2.0.0/16 via 10.9.0.2 table 10000 proto 210 metric 20");
        namespace.ip("route add 10.3.0.0/16 via 10.9.0.2 table 10000 proto 210 metric 7");
        namespace.ip("route add blackhole 10.4.0.0/16 table 10000 proto 210 metric 20");
        router.put("10.1.0.0/16", RouteInfo.via(router.hop("10.9.0.2", index("va"))));

        start();

        awaitRoutes("10.1.0.0/16 via 10.9.0.2 dev va proto 210 metric 20");
    }

    @Test
    void routes_of_a_former_run_stay_for_the_stale_time() {
        namespace.ip("route add 10.1.0.0/16 via 10.9.0.2 table 10000 proto 210 metric 20");
        namespace.ip("route add 10.2.0.0/16 via 10.9.0.2 table 10000 proto 210 metric 20");
        start(settings(Map.of("stale.time", 3)), "ip");

        await(() -> forwarder.fib(AddressFamily.IPV4).report().stale() == 2);
        router.put("10.1.0.0/16", RouteInfo.via(router.hop("10.9.0.2", index("va"))));
        await(() -> forwarder.fib(AddressFamily.IPV4).report().stale() == 1);

        awaitRoutes("10.1.0.0/16 via 10.9.0.2 dev va proto 210 metric 20");
    }

    @Test
    void routes_are_retained_when_it_ends_unless_they_are_to_be_withdrawn() {
        start();
        router.put("10.1.0.0/16", RouteInfo.via(router.hop("10.9.0.2", index("va"))));
        String route = "10.1.0.0/16 via 10.9.0.2 dev va proto 210 metric 20";
        awaitRoutes(route);

        forwarder.close(false);
        assertThat(namespace.routes()).containsExactly(route);

        start();
        await(() -> status("10.1.0.0/16").isPresent());
        forwarder.close(true);
        assertThat(namespace.routes()).isEmpty();
    }

    @Test
    void a_notifier_or_a_table_that_goes_leaves_the_kernel_as_it_is_until_the_next_one_tells() {
        start(settings(Map.of("stale.time", 0)), "ip");
        router.put("10.1.0.0/16", RouteInfo.via(router.hop("10.9.0.2", index("va"))));
        router.put("10.2.0.0/16", RouteInfo.via(router.hop("10.9.0.2", index("va"))));
        String first = "10.1.0.0/16 via 10.9.0.2 dev va proto 210 metric 20";
        String second = "10.2.0.0/16 via 10.9.0.2 dev va proto 210 metric 20";
        awaitRoutes(first, second);

        forwarder.follow(router.manager(), Optional.empty());
        await(() -> !forwarder.fib(AddressFamily.IPV4).report().isFollowing());
        router.delete("10.2.0.0/16");
        reconcile();
        assertThat(namespace.routes()).containsExactly(first, second);

        forwarder.follow(router.manager(), router.notifier());
        awaitRoutes(first);
    }

    @Test
    void ip_that_is_killed_in_the_middle_is_survived() throws IOException {
        Path dead = directory.resolve("dead");
        String program =
                program(
                        """
                        case " $* " in
                          *batch*) test -e DEAD || { touch DEAD; head -n 1 | ip "$@"; kill -9 $$; };;
                        esac
                        exec ip "$@"
                        """
                                .replace("DEAD", dead.toString()));
        start(SETTINGS, program);

        for (int i = 0; i < 20; i++) {
            router.put(
                    "10.1.%d.0/24".formatted(i),
                    RouteInfo.via(router.hop("10.9.0.2", index("va"))));
        }

        await(() -> namespace.routes().size() == 20);
        await(() -> forwarder.fib(AddressFamily.IPV4).report().installed() == 20);
        assertThat(dead).exists();
    }

    @Test
    void a_missing_ip_is_reported_and_healed_when_it_is_there() throws IOException {
        Path program = directory.resolve("ip");
        start(SETTINGS, program.toString());
        router.put("10.1.0.0/16", RouteInfo.via(router.hop("10.9.0.2", index("va"))));
        await(() -> router.logged().stream().anyMatch(line -> line.contains("ip cannot be run (")));
        await(() -> state("10.1.0.0/16") == State.QUEUED);
        assertThat(forwarder.fib(AddressFamily.IPV4).counts()).containsEntry(State.QUEUED, 1L);
        assertThat(router.logged())
                .anyMatch(
                        line ->
                                line.startsWith("the forwarding of instance 0, IPv4 waits: ip")
                                        && line.contains("; it is part of iproute2"));

        program("exec ip \"$@\"");

        awaitRoutes("10.1.0.0/16 via 10.9.0.2 dev va proto 210 metric 20");
    }

    @Test
    void a_command_that_ends_ip_is_found_and_rejected_and_the_others_are_done() throws IOException {
        String program =
                program(
                        """
                        case " $* " in
                          *batch*) ;;
                          *) exec ip "$@";;
                        esac
                        n=0
                        while read -r line; do
                          n=$((n + 1))
                          case $line in
                            acknowledge) echo "Command failed -:$n";;
                            *10.1.7.0/24*) echo "Error: odd."; exit 1;;
                            *) ip -n NAMESPACE $line || echo "Command failed -:$n";;
                          esac
                        done
                        """
                                .replace("NAMESPACE", namespace.name()));
        start(SETTINGS, program);

        for (int i = 0; i < 20; i++) {
            router.put(
                    "10.1.%d.0/24".formatted(i),
                    RouteInfo.via(router.hop("10.9.0.2", index("va"))));
        }

        await(() -> isRejected("10.1.7.0/24", "ip ended with exit code 1: odd"));
        await(() -> namespace.routes().size() == 19);
    }

    @Test
    void a_defect_is_logged_and_it_goes_on() {
        RoutingTableManager broken =
                new RoutingTableManager() {
                    @Override
                    public int instance() {
                        return 0;
                    }

                    @Override
                    public EntityRegistration register(EntityInfo info, EntityOptions options) {
                        throw new IllegalStateException("broken");
                    }
                };
        start();

        forwarder.follow(Optional.of(broken), router.notifier());
        await(
                () ->
                        router.logged()
                                .contains(
                                        "the forwarding of instance 0, IPv4 goes on after a defect"));

        forwarder.follow(router.manager(), router.notifier());
        router.put("10.1.0.0/16", RouteInfo.via(router.hop("10.9.0.2", index("va"))));
        awaitRoutes("10.1.0.0/16 via 10.9.0.2 dev va proto 210 metric 20");
    }

    @Test
    void routes_that_cannot_be_withdrawn_are_reported() throws IOException {
        String program = program("exec ip \"$@\"");
        start(SETTINGS, program);
        router.put("10.1.0.0/16", RouteInfo.via(router.hop("10.9.0.2", index("va"))));
        awaitRoutes("10.1.0.0/16 via 10.9.0.2 dev va proto 210 metric 20");

        // When an interface goes, the process is restarted: it remembers names.
        Files.delete(Path.of(program));
        namespace.ip("link del vc");
        await(() -> !forwarder.fib(AddressFamily.IPV4).report().problem().isEmpty());
        forwarder.close(true);

        assertThat(router.logged())
                .anyMatch(
                        line ->
                                line.startsWith(
                                        "the routes of instance 0, IPv4 stay in the kernel: ip cannot be run"));
    }

    @Test
    void a_namespace_that_is_not_there_is_reported() {
        forwarder =
                new Forwarder(
                        settings(Map.of("namespace", "rtm-there-is-none")),
                        "ip",
                        PACE,
                        watchdog,
                        router.log());

        await(
                () ->
                        router.logged().stream()
                                .anyMatch(
                                        line ->
                                                line.contains(
                                                        "ip does not show what is asked for: Cannot open network namespace")));
    }
}
