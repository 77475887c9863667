package org.rtm.impl.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.api.NetAddress.parse;
import static org.rtm.impl.TestRouter.assertRefused;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopFlags;
import org.rtm.api.NextHopInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Resolution;
import org.rtm.api.Resolution.Outcome;
import org.rtm.api.Route;
import org.rtm.api.RouteFlags;
import org.rtm.api.RouteInfo;
import org.rtm.api.RtmStatus;
import org.rtm.api.View;
import org.rtm.api.ViewSet;
import org.rtm.impl.TestRouter;

class ResolutionTest {
    private static final int UNICAST = View.UNICAST.id();
    private static final int MULTICAST = View.MULTICAST.id();

    private final TestRouter router = new TestRouter();
    private final EntityRegistration local = router.register(ProtocolId.LOCAL, 1);
    private final EntityRegistration bgp = router.register(ProtocolId.BGP, 1);

    @AfterEach
    void close() {
        router.close();
    }

    @Test
    void a_next_hop_that_is_not_remote_ends_the_way() {
        add("10.0.0.0/8", direct("192.0.2.1", 3));

        Resolution found = resolve("10.1.2.3");

        assertThat(found.outcome()).isEqualTo(Outcome.REACHABLE);
        assertForwarding(found, "192.0.2.1 3");
        assertSteps(found, "0 10.1.2.3 10.0.0.0/8 REACHABLE");
        assertThat(found.address()).isEqualTo(parse("10.1.2.3"));
        assertThat(found.viewId()).isEqualTo(UNICAST);
    }

    @Test
    void a_remote_next_hop_on_a_connected_network_is_whom_to_send_to() {
        connected("192.0.2.0/24", 3);
        add("10.0.0.0/8", remote("192.0.2.1"));

        Resolution found = resolve("10.1.2.3");

        assertForwarding(found, "192.0.2.1 3");
        assertSteps(found, "0 10.1.2.3 10.0.0.0/8 REACHABLE", "1 192.0.2.1 192.0.2.0/24 REACHABLE");
    }

    @Test
    void an_address_on_a_connected_network_is_any_address_there() {
        connected("192.0.2.0/24", 3);

        Resolution found = resolve("192.0.2.77");

        assertForwarding(found, "0.0.0.0 3");
    }

    @Test
    void a_connected_network_may_have_the_routers_own_address_as_its_next_hop() {
        add("192.0.2.0/24", RouteFlags.LOCAL, direct("192.0.2.254", 3));
        add("10.0.0.0/8", remote("192.0.2.1"));

        Resolution found = resolve("10.1.2.3");

        assertForwarding(found, "192.0.2.1 3");
    }

    @Test
    void all_branches_are_followed_and_what_can_be_sent_to_comes_once() {
        connected("192.0.2.0/24", 3);
        add("172.16.0.0/16", direct("192.0.2.7", 3), direct("192.0.2.8", 4));
        add("172.17.0.0/16", remote("172.16.0.1"));
        add("10.0.0.0/8", remote("172.16.0.9"), remote("172.17.0.9"), remote("192.0.2.9"));

        Resolution found = resolve("10.1.2.3");

        assertForwarding(found, "192.0.2.7 3", "192.0.2.8 4", "192.0.2.9 3");
        assertSteps(
                found,
                "0 10.1.2.3 10.0.0.0/8 REACHABLE",
                "1 172.16.0.9 172.16.0.0/16 REACHABLE",
                "1 172.17.0.9 172.17.0.0/16 REACHABLE",
                "2 172.16.0.1 172.16.0.0/16 REACHABLE",
                "1 192.0.2.9 192.0.2.0/24 REACHABLE");
    }

    @Test
    void a_route_never_resolves_through_itself() {
        add("192.0.2.0/24", remote("192.0.2.1"));

        Resolution found = resolve("192.0.2.77");

        assertThat(found.outcome()).isEqualTo(Outcome.LOOP);
        assertThat(found.forwarding()).isEmpty();
        assertSteps(found, "0 192.0.2.77 192.0.2.0/24 LOOP", "1 192.0.2.1 192.0.2.0/24 LOOP");
    }

    @Test
    void what_leads_back_is_passed_over_for_the_next_less_specific() {
        add("0.0.0.0/0", direct("198.51.100.1", 5));
        add("192.0.2.0/24", remote("192.0.2.1"));

        Resolution found = resolve("192.0.2.77");

        assertForwarding(found, "198.51.100.1 5");
        assertSteps(
                found,
                "0 192.0.2.77 192.0.2.0/24 REACHABLE",
                "1 192.0.2.1 192.0.2.0/24 LOOP",
                "1 192.0.2.1 0.0.0.0/0 REACHABLE");
    }

    @Test
    void two_routes_that_lead_to_each_other_are_a_loop() {
        add("10.0.0.0/8", remote("172.16.0.1"));
        add("172.16.0.0/16", remote("10.0.0.1"));

        Resolution found = resolve("10.1.2.3");

        assertThat(found.outcome()).isEqualTo(Outcome.LOOP);
        assertSteps(
                found,
                "0 10.1.2.3 10.0.0.0/8 LOOP",
                "1 172.16.0.1 172.16.0.0/16 LOOP",
                "2 10.0.0.1 10.0.0.0/8 LOOP");
    }

    @Test
    void a_route_that_cannot_be_used_is_passed_over_for_the_next_less_specific() {
        add("10.0.0.0/8", direct("192.0.2.1", 3));
        add("10.1.0.0/16", remote("203.0.113.1"));

        Resolution found = resolve("10.1.2.3");

        assertForwarding(found, "192.0.2.1 3");
        assertSteps(
                found,
                "0 10.1.2.3 10.1.0.0/16 DEAD_END",
                "1 203.0.113.1 - DEAD_END",
                "0 10.1.2.3 10.0.0.0/8 REACHABLE");
    }

    @Test
    void what_nothing_covers_is_a_dead_end() {
        Resolution found = resolve("10.1.2.3");

        assertThat(found.outcome()).isEqualTo(Outcome.DEAD_END);
        assertSteps(found, "0 10.1.2.3 - DEAD_END");
        assertThat(found.validFor()).isEqualTo(parse("0.0.0.0/0"));
    }

    @Test
    void a_next_hop_that_is_down_ends_nowhere() {
        add(
                "10.0.0.0/8",
                bgp.addNextHop(NextHopInfo.of("192.0.2.1", 3).flags(NextHopFlags.DOWN)).handle());

        assertThat(resolve("10.1.2.3").outcome()).isEqualTo(Outcome.DEAD_END);
    }

    @Test
    void a_route_without_next_hops_is_a_dead_end() {
        bgp.addRoute(parse("10.0.0.0/8"), RouteInfo.via());

        assertThat(resolve("10.1.2.3").outcome()).isEqualTo(Outcome.DEAD_END);
    }

    @Test
    void routes_that_drop_packets_decide() {
        add("0.0.0.0/0", direct("198.51.100.1", 5));
        add("10.1.0.0/16", RouteFlags.BLACKHOLE);
        add("10.2.0.0/16", RouteFlags.DISCARD);
        add("10.3.0.0/16", RouteFlags.MARTIAN);
        add("10.4.0.0/16", remote("10.1.0.1"));

        assertThat(resolve("10.1.0.9").outcome()).isEqualTo(Outcome.BLACKHOLE);
        assertThat(resolve("10.2.0.9").outcome()).isEqualTo(Outcome.DISCARD);
        assertThat(resolve("10.3.0.9").outcome()).isEqualTo(Outcome.BLACKHOLE);
        assertThat(resolve("10.4.0.9").outcome()).isEqualTo(Outcome.BLACKHOLE);
        assertThat(resolve("10.4.0.9").forwarding()).isEmpty();
    }

    @Test
    void one_branch_that_can_be_used_is_enough() {
        add("172.16.0.0/16", RouteFlags.BLACKHOLE);
        add("10.0.0.0/8", remote("172.16.0.1"), remote("203.0.113.1"), direct("192.0.2.1", 3));

        Resolution found = resolve("10.1.2.3");

        assertThat(found.outcome()).isEqualTo(Outcome.REACHABLE);
        assertForwarding(found, "192.0.2.1 3");
    }

    @Test
    void only_routes_of_the_view_count() {
        add("10.0.0.0/8", direct("192.0.2.1", 3));
        bgp.addRoute(
                parse("10.1.0.0/16"),
                RouteInfo.via(direct("192.0.2.2", 3)).views(ViewSet.MULTICAST));

        assertForwarding(resolve("10.1.2.3"), "192.0.2.1 3");
        assertForwarding(bgp.resolve(parse("10.1.2.3"), MULTICAST), "192.0.2.2 3");
        assertThat(resolve("10.1.2.3").validFor()).isEqualTo(parse("10.0.0.0/8"));
    }

    @Test
    void the_answer_holds_for_the_largest_range_without_a_more_specific_prefix() {
        add("10.0.0.0/8", direct("192.0.2.1", 3));
        add("10.128.0.0/16", direct("192.0.2.2", 3));
        add("10.1.0.0/24", direct("192.0.2.2", 3));

        assertThat(resolve("10.200.0.1").validFor()).isEqualTo(parse("10.192.0.0/10"));
        assertThat(resolve("10.1.0.1").validFor()).isEqualTo(parse("10.1.0.0/24"));
        assertThat(resolve("10.1.1.1").validFor()).isEqualTo(parse("10.1.1.0/24"));
        assertThat(resolve("11.0.0.1").validFor()).isEqualTo(parse("11.0.0.0/8"));
    }

    @Test
    void a_host_route_within_leaves_the_address_alone_at_the_least() {
        add("10.0.0.0/8", direct("192.0.2.1", 3));
        add("10.0.0.2/32", direct("192.0.2.2", 3));

        assertThat(resolve("10.0.0.3").validFor()).isEqualTo(parse("10.0.0.3/32"));
        assertThat(resolve("10.0.0.2").validFor()).isEqualTo(parse("10.0.0.2/32"));
    }

    @Test
    void a_route_is_followed_by_itself_even_where_it_is_not_the_best() {
        connected("192.0.2.0/24", 3);
        add("10.0.0.0/8", direct("198.51.100.1", 5));
        try (Route route =
                local.addRoute(
                                parse("10.0.0.0/8"),
                                RouteInfo.via(hop(local, "192.0.2.9", NextHopFlags.REMOTE))
                                        .preference(200))
                        .handle()) {
            Resolution found = route.resolve(UNICAST);

            assertForwarding(found, "192.0.2.9 3");
            assertThat(found.address()).isEqualTo(parse("10.0.0.0/8"));
            assertThat(found.validFor()).isEqualTo(parse("10.0.0.0/8"));
        }
    }

    @Test
    void ways_beyond_counting_come_to_an_end() {
        for (int i = 0; i < 30; i++) {
            add(
                    "172.16.%d.0/24".formatted(i),
                    remote("172.16.%d.1".formatted(i + 1)),
                    remote("172.16.%d.2".formatted(i + 1)));
        }

        Resolution found = resolve("172.16.0.9");

        assertThat(found.outcome()).isEqualTo(Outcome.DEAD_END);
        assertThat(found.steps()).hasSizeBetween(1_000, 2_000);
    }

    @Test
    void an_ipv6_table_resolves_likewise() {
        EntityRegistration ipv6 = router.register(AddressFamily.IPV6, ProtocolId.BGP, 1);
        NextHop link = ipv6.addNextHop(NextHopInfo.onLink(AddressFamily.IPV6, 3)).handle();
        NextHop far =
                ipv6.addNextHop(NextHopInfo.of("2001:db8::1", 0).flags(NextHopFlags.REMOTE))
                        .handle();
        ipv6.addRoute(parse("2001:db8::/64"), RouteInfo.via(link));
        ipv6.addRoute(parse("2001:db8:1::/48"), RouteInfo.via(far));

        Resolution found = ipv6.resolve(parse("2001:db8:1::7"), UNICAST);

        assertForwarding(found, "2001:db8::1 3");
        assertThat(found.validFor()).isEqualTo(parse("2001:db8:1::/48"));
    }

    @Test
    void what_cannot_be_asked_is_refused() {
        assertRefused(
                () -> bgp.resolve(parse("10.0.0.0/8"), UNICAST),
                RtmStatus.INVALID_PARAMETER,
                "10.0.0.0/8 is no address to resolve; allowed is a prefix of full length");
        assertRefused(
                () -> bgp.resolve(parse("2001:db8::1"), UNICAST),
                RtmStatus.INVALID_PARAMETER,
                "2001:db8::1/128 is not an IPv4 prefix, as this table needs");
        assertRefused(
                () -> bgp.resolve(parse("10.0.0.1"), 7),
                RtmStatus.NOT_SUPPORTED,
                "the IPv4 table does not support view {7}; it supports 0 (unicast), 1 (multicast)");
        bgp.close();
        assertRefused(
                () -> bgp.resolve(parse("10.0.0.1"), UNICAST),
                RtmStatus.INVALID_HANDLE,
                "the registration of BGP-1 has ended");
    }

    private void connected(String network, int interfaceIndex) {
        try (NextHop link =
                local.addNextHop(NextHopInfo.onLink(AddressFamily.IPV4, interfaceIndex)).handle()) {
            local.addRoute(parse(network), RouteInfo.via(link).flags(RouteFlags.LOCAL));
        }
    }

    private void add(String prefix, NextHop... nextHops) {
        add(prefix, RouteFlags.NONE, nextHops);
    }

    private void add(String prefix, RouteFlags flags, NextHop... nextHops) {
        bgp.addRoute(parse(prefix), RouteInfo.via(nextHops).flags(flags));
    }

    private NextHop direct(String address, int interfaceIndex) {
        return bgp.addNextHop(NextHopInfo.of(address, interfaceIndex)).handle();
    }

    private NextHop remote(String address) {
        return hop(bgp, address, NextHopFlags.REMOTE);
    }

    private static NextHop hop(EntityRegistration owner, String address, NextHopFlags flags) {
        return owner.addNextHop(NextHopInfo.of(address, 0).flags(flags)).handle();
    }

    private Resolution resolve(String address) {
        return bgp.resolve(parse(address), UNICAST);
    }

    private static void assertForwarding(Resolution found, String... hops) {
        assertThat(found.outcome()).isEqualTo(Outcome.REACHABLE);
        assertThat(found.forwarding())
                .extracting(hop -> hop.address().addressText() + " " + hop.interfaceIndex())
                .containsExactly(hops);
    }

    private static void assertSteps(Resolution found, String... steps) {
        assertThat(found.steps())
                .extracting(
                        step ->
                                "%d %s %s %s"
                                        .formatted(
                                                step.depth(),
                                                step.address().addressText(),
                                                step.destination()
                                                        .map(Object::toString)
                                                        .orElse("-"),
                                                step.outcome()))
                .containsExactly(steps);
    }
}
