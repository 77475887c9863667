package org.rtm.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopFlags;
import org.rtm.api.NextHopInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteFlags;
import org.rtm.api.RouteInfo;
import org.rtm.api.ViewSet;
import org.rtm.api.monitor.EntityStatus;

class RouteCommandsTest {
    private final TestRouter router = new TestRouter();
    private final EntityRegistration fixed =
            router.register(AddressFamily.IPV4, ProtocolId.NT_STATIC, 1);
    private final EntityRegistration rip = router.register(AddressFamily.IPV4, ProtocolId.RIP, 1);

    @BeforeEach
    void add_some_routes() {
        TestRouter.add(fixed, "10.0.0.0/8", "192.0.2.1", RouteInfo.via().metric(5));
        TestRouter.add(rip, "10.0.0.0/8", "192.0.2.2", RouteInfo.via().metric(2));
        TestRouter.add(rip, "0.0.0.0/0", "192.0.2.2", RouteInfo.via().metric(4));
        router.clock.advance(Duration.ofMillis(9_500));
    }

    @AfterEach
    void stop() {
        router.close();
    }

    @Test
    void routes_are_listed_by_destination_the_best_first_and_marked() throws Exception {
        assertThat(router.run("rtm:routes -4"))
                .isEqualTo(
                        """
                        Codes: L - local, S - static, D - static without demand dial, A - autostatic,
                               N - network management, R - RIP, O - OSPF, I - IS-IS,
                               B - BGP, M - ICMP, X - other,
                               > - best in the view, * - next hop in use

                        Instance 0, IPv4, unicast view:
                        R>* 0.0.0.0/0  [120/4] via 192.0.2.2, if 3, 00:00:09
                        S>* 10.0.0.0/8 [3/5]   via 192.0.2.1, if 3, 00:00:09
                        R   10.0.0.0/8 [120/2] via 192.0.2.2, if 3, 00:00:09""");
    }

    @Test
    void both_families_are_listed_unless_one_is_asked_for() throws Exception {
        EntityRegistration bgp = router.register(AddressFamily.IPV6, ProtocolId.BGP, 1);
        TestRouter.add(bgp, "2001:db8::/32", "fe80::1", RouteInfo.via());

        assertThat(router.run("rtm:routes"))
                .contains("Instance 0, IPv4, unicast view:\nR>* 0.0.0.0/0  [120/4]")
                .endsWith(
                        "Instance 0, IPv6, unicast view:\n"
                                + "B>* 2001:db8::/32 [15/0] via fe80::1, if 3, 00:00:00");
        assertThat(router.run("rtm:routes -6")).doesNotContain("IPv4,");
    }

    @Test
    void routes_of_another_view_are_found_by_its_name_and_its_number() throws Exception {
        TestRouter.add(rip, "172.16.0.0/12", "192.0.2.2", RouteInfo.via().views(ViewSet.MULTICAST));

        assertThat(router.run("rtm:routes -4 -v multicast"))
                .endsWith(
                        "multicast view:\nR>* 172.16.0.0/12 [120/0] via 192.0.2.2, if 3, 00:00:00");
        assertThat(router.run("rtm:routes -4 --view 1")).contains("172.16.0.0/12");
        assertThat(router.run("rtm:routes -4")).doesNotContain("172.16.0.0/12");
    }

    @Test
    void next_hops_of_equal_cost_stand_below_each_other_and_those_not_in_use_are_not_marked()
            throws Exception {
        try (NextHop first = rip.addNextHop(NextHopInfo.of("192.0.2.3", 3)).handle();
                NextHop down =
                        rip.addNextHop(NextHopInfo.of("192.0.2.4", 4).flags(NextHopFlags.DOWN))
                                .handle();
                NextHop link = rip.addNextHop(NextHopInfo.onLink(AddressFamily.IPV4, 5)).handle()) {
            rip.addRoute(NetAddress.parse("198.51.100.0/24"), RouteInfo.via(first, down, link));
        }
        fixed.addRoute(NetAddress.parse("203.0.113.0/24"), RouteInfo.via());
        fixed.addRoute(
                NetAddress.parse("203.0.113.128/25"), RouteInfo.via().flags(RouteFlags.BLACKHOLE));
        fixed.addRoute(
                NetAddress.parse("203.0.113.192/26"), RouteInfo.via().flags(RouteFlags.INACTIVE));

        assertThat(router.run("rtm:routes -4"))
                .endsWith(
                        """
                        R>* 198.51.100.0/24  [120/0] via 192.0.2.3, if 3, 00:00:00
                                                     via 192.0.2.4, if 4, down, 00:00:00
                          *                          is directly connected, if 5, 00:00:00
                        S>  203.0.113.0/24   [3/0]   unspecified, 00:00:00
                        S>* 203.0.113.128/25 [3/0]   blackhole, 00:00:00
                        S   203.0.113.192/26 [3/0]   unspecified, inactive, 00:00:00""");
    }

    @Test
    void a_listing_can_be_piped_and_gives_back_every_handle() throws Exception {
        for (int i = 0; i < 3000; i++) {
            rip.addRoute(NetAddress.ipv4(0xC0A80000 + i, 32), RouteInfo.via());
        }

        String shown = router.run("rtm:routes -4 | test:upper");

        assertThat(shown.lines().filter(line -> line.contains("192.168."))).hasSize(3000);
        assertThat(shown).contains("UNSPECIFIED");
        assertThat(handlesOfTheShell()).containsOnly(0L);
    }

    @Test
    void a_listing_ends_when_its_reader_has_gone() throws Exception {
        for (int i = 0; i < 3000; i++) {
            rip.addRoute(NetAddress.ipv4(0xC0A80000 + i, 32), RouteInfo.via());
        }

        assertThat(router.run("rtm:routes -4 | test:first")).startsWith("Codes: ");
        assertThat(handlesOfTheShell()).containsOnly(0L);
    }

    @Test
    void a_route_is_shown_with_all_its_rivals_and_why_the_best_is_the_best() throws Exception {
        router.clock.advance(Duration.ofDays(3));

        assertThat(router.run("rtm:route 10.0.0.0/8"))
                .isEqualTo(
                        """
                        Routing entry for 10.0.0.0/8 in the unicast view of instance 0: 2 routes
                        > STATIC-1 STATIC-1, preference 3, metric 5, age 3d00h00m, updated 3d00h00m ago
                          * via 192.0.2.1, if 3
                            the best: lower preference than that of RIP-1, 3 against 120
                          RIP-1 RIP-1, preference 120, metric 2, age 3d00h00m, updated 3d00h00m ago
                            via 192.0.2.2, if 3
                            not the best: higher preference than that of STATIC-1, 120 against 3""");
        assertThat(router.run("rtm:route 0.0.0.0/0"))
                .endsWith("  * via 192.0.2.2, if 3\n    the best: the only route");
        assertThat(handlesOfTheShell()).containsOnly(0L);
    }

    @Test
    void what_decides_is_named_metric_protocol_instance_neighbour_and_age() throws Exception {
        EntityRegistration other = router.register(AddressFamily.IPV4, ProtocolId.RIP, 2);
        TestRouter.add(other, "10.0.0.0/8", "192.0.2.8", RouteInfo.via().metric(2));
        TestRouter.add(other, "0.0.0.0/0", "192.0.2.8", RouteInfo.via().metric(3));
        try (NextHop neighbour = rip.addNextHop(NextHopInfo.of("192.0.2.7", 0)).handle()) {
            rip.addRoute(
                    NetAddress.parse("10.0.0.0/8"),
                    RouteInfo.via().metric(2).neighbour(neighbour).tag(77));
        }
        router.clock.advance(Duration.ofSeconds(1));
        rip.addRoute(
                NetAddress.parse("10.0.0.0/8"),
                RouteInfo.via().metric(2),
                org.rtm.api.AddRouteOptions.NONE.alwaysNew());

        String shown = router.run("rtm:route 10.0.0.0/8");

        assertThat(router.run("rtm:route 0.0.0.0/0"))
                .contains("the best: lower metric than that of RIP-1, 3 against 4");
        assertThat(shown).contains("5 routes", "told by 192.0.2.7", ", tag 77");
        List<String> ids =
                shown.lines().filter(line -> line.contains("RIP-")).map(String::strip).toList();
        assertThat(ids).anyMatch(line -> line.startsWith("RIP-2"));
    }

    @Test
    void an_inactive_route_is_never_the_best() throws Exception {
        TestRouter.add(
                fixed, "10.0.0.0/8", "192.0.2.1", RouteInfo.via().flags(RouteFlags.INACTIVE));

        assertThat(router.run("rtm:route 10.0.0.0/8"))
                .contains("the best: the only active route")
                .contains(
                        "preference 3, metric 0, age 00:00:09, updated 00:00:00 ago, inactive, flags INACTIVE\n")
                .endsWith("inactive, so never the best");
    }

    @Test
    void a_lookup_shows_what_covers_an_address_the_most_specific_first() throws Exception {
        TestRouter.add(fixed, "10.1.0.0/16", "192.0.2.1", RouteInfo.via());

        assertThat(router.run("rtm:lookup 10.1.2.3"))
                .isEqualTo(
                        """
                        Codes: R - RIP, S - static, > - best in the view, * - next hop in use

                        What covers 10.1.2.3/32 in the unicast view of instance 0, the most specific first:
                        S>* 10.1.0.0/16 [3/0]   via 192.0.2.1, if 3, 00:00:00
                        S>* 10.0.0.0/8  [3/5]   via 192.0.2.1, if 3, 00:00:09
                        R>* 0.0.0.0/0   [120/4] via 192.0.2.2, if 3, 00:00:09""");
        assertThat(router.run("rtm:lookup 10.0.0.0/9")).doesNotContain("10.1.0.0/16");
        assertThat(handlesOfTheShell()).containsOnly(0L);
    }

    @Test
    void that_nothing_covers_an_address_is_an_answer() throws Exception {
        assertThat(router.run("rtm:lookup 2001:4860:4860::8888"))
                .isEqualTo(
                        "nothing covers 2001:4860:4860::8888/128 in the unicast view of instance 0");
    }

    @Test
    void next_hops_are_shown_once_for_each_owner() throws Exception {
        TestRouter.add(fixed, "10.1.0.0/16", "192.0.2.2", RouteInfo.via());

        assertThat(router.run("rtm:nexthops -4"))
                .isEqualTo(
                        """
                        Instance  Family  View     Next hop   Interface  State  Owner
                               0  IPv4    unicast  192.0.2.2          3  up     RIP-1
                               0  IPv4    unicast  192.0.2.1          3  up     STATIC-1
                               0  IPv4    unicast  192.0.2.2          3  up     STATIC-1""");
    }

    @Test
    void wrong_arguments_are_refused_in_one_line() {
        refused(
                "rtm:lookup",
                "rtm:lookup: it takes one ADDRESS, not none; usage: rtm:lookup [-i INSTANCE] [-v VIEW] [--json] ADDRESS");
        refused(
                "rtm:lookup 10.0.0.1 10.0.0.2",
                "rtm:lookup: it takes one ADDRESS, not '10.0.0.1' '10.0.0.2'; usage: rtm:lookup [-i INSTANCE] [-v VIEW] [--json] ADDRESS");
        refused(
                "rtm:lookup -4 10.0.0.1",
                "rtm:lookup: '-4' is no option here, or lacks its value; usage: rtm:lookup [-i INSTANCE] [-v VIEW] [--json] ADDRESS");
        refused(
                "rtm:lookup 300.1.1.1",
                "rtm:lookup: '300.1.1.1' is not an IPv4 or IPv6 address or prefix");
        refused("rtm:lookup 10", "rtm:lookup: '10' is not an IPv4 or IPv6 address or prefix");
        refused(
                "rtm:route 10.0.0.0/33",
                "rtm:route: '10.0.0.0/33' is not an IPv4 prefix: the length after the slash is 0 to 32");
        refused(
                "rtm:routes all",
                "rtm:routes: 'all' is no word of a filter; usage: rtm:routes "
                        + RouteCommands.COMMANDS.get(0).usage());
        refused(
                "rtm:nexthops all",
                "rtm:nexthops: it takes no argument, not 'all'; usage: rtm:nexthops [-i INSTANCE] [-v VIEW] [-4] [-6] [--json]");
    }

    @Test
    void an_unknown_prefix_is_named_with_what_covers_it() {
        refused(
                "rtm:route 10.1.0.0/16",
                "rtm:route: 10.1.0.0/16 is no destination of instance 0; the most specific that covers it in the unicast view: 10.0.0.0/8");
        refused(
                "rtm:route 2001:db8::/32",
                "rtm:route: 2001:db8::/32 is no destination of instance 0; nothing covers it in the unicast view");
        refused(
                "rtm:route -v multicast 10.0.0.0/8",
                "rtm:route: 10.0.0.0/8 has no route in the multicast view of instance 0; it is in the views {0}");
    }

    @Test
    void a_listing_that_is_refused_prints_nothing() {
        refused("rtm:routes -i 9", "rtm:routes: instance 9 is not configured; configured: 0");

        assertThat(router.output()).isEmpty();
    }

    @Test
    void an_unknown_view_or_instance_is_named_with_those_that_there_are() {
        router.configure(Map.of("instance", 3, "address.families", "ipv4"));

        refused(
                "rtm:routes -v mpls",
                "rtm:routes: 'mpls' is not a view of instance 0, IPv4; its views: 0 (unicast), 1 (multicast)");
        refused(
                "rtm:lookup -v 5 10.0.0.1",
                "rtm:lookup: '5' is not a view of instance 0, IPv4; its views: 0 (unicast), 1 (multicast)");
        refused(
                "rtm:lookup -i 7 10.0.0.1",
                "rtm:lookup: instance 7 is not configured; configured: 0, 3");
        refused(
                "rtm:lookup -i 3 2001:db8::1",
                "rtm:lookup: instance 3 has no IPv6 table; it has IPv4");
    }

    private void refused(String line, String reason) {
        assertThatThrownBy(() -> router.run(line)).hasMessage(reason).hasToString(reason);
    }

    private List<Long> handlesOfTheShell() {
        EntityStatus shell =
                router.tables.instances().get(0).tables().get(0).entities().stream()
                        .filter(entity -> entity.info().name().equals("shell"))
                        .findFirst()
                        .orElseThrow();
        return List.of(
                shell.handles().get(HandleKind.ROUTE),
                shell.handles().get(HandleKind.DESTINATION),
                shell.handles().get(HandleKind.NEXT_HOP),
                shell.handles().get(HandleKind.ENTITY),
                shell.handles().get(HandleKind.ENUMERATION));
    }
}
