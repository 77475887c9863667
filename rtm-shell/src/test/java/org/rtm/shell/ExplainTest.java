package org.rtm.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopFlags;
import org.rtm.api.NextHopInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteFlags;
import org.rtm.api.RouteInfo;

/** Which way packets take, and why, as rtm:explain says it. */
class ExplainTest {
    private final TestRouter router = new TestRouter();
    private final EntityRegistration fixed =
            router.register(AddressFamily.IPV4, ProtocolId.NT_STATIC, 1);
    private final EntityRegistration rip = router.register(AddressFamily.IPV4, ProtocolId.RIP, 1);

    @AfterEach
    void stop() {
        router.close();
    }

    @Test
    void every_destination_up_to_the_default_is_explained_with_its_routes_and_the_way_on()
            throws Exception {
        TestRouter.add(rip, "0.0.0.0/0", "192.0.2.2", RouteInfo.via().metric(4));
        TestRouter.add(fixed, "10.0.0.0/8", "192.0.2.1", RouteInfo.via().metric(5));
        TestRouter.add(rip, "10.0.0.0/8", "192.0.2.2", RouteInfo.via().metric(2));
        TestRouter.add(rip, "10.1.0.0/16", "192.0.2.2", RouteInfo.via().flags(RouteFlags.INACTIVE));

        assertThat(router.run("rtm:explain 10.1.2.3"))
                .isEqualTo(
                        """
                        The way to 10.1.2.3/32 in the unicast view of instance 0:

                        10.1.0.0/16 is not used: none of its routes is active
                          RIP-1 RIP-1, preference 120, metric 0, age 00:00:00, updated 00:00:00 ago, inactive, flags INACTIVE
                            via 192.0.2.2, if 3
                            inactive, so never the best

                        10.0.0.0/8 is used: the most specific with an active route
                        > STATIC-1 STATIC-1, preference 3, metric 5, age 00:00:00, updated 00:00:00 ago
                          * via 192.0.2.1, if 3
                            the best: lower preference than that of RIP-1, 3 against 120
                          RIP-1 RIP-1, preference 120, metric 2, age 00:00:00, updated 00:00:00 ago
                            via 192.0.2.2, if 3
                            not the best: higher preference than that of STATIC-1, 120 against 3

                        0.0.0.0/0 is not used: less specific than 10.0.0.0/8
                        > RIP-1 RIP-1, preference 120, metric 4, age 00:00:00, updated 00:00:00 ago
                          * via 192.0.2.2, if 3
                            the best: the only route

                        The way from there:
                          via 192.0.2.1, if 3: directly reachable""");
    }

    @Test
    void remote_next_hops_are_followed_to_one_that_is_directly_reachable() throws Exception {
        remote("10.0.0.0/8", "172.16.0.9");
        remote("172.16.0.0/12", "198.51.100.7");
        TestRouter.add(fixed, "198.51.100.0/24", "192.0.2.1", RouteInfo.via());

        assertThat(router.run("rtm:explain 10.0.0.1"))
                .endsWith(
                        """
                        The way from there:
                          via 172.16.0.9, remote: reached through 172.16.0.0/12 of RIP-1
                            via 198.51.100.7, remote: reached through 198.51.100.0/24 of STATIC-1
                              via 192.0.2.1, if 3: directly reachable""");
    }

    @Test
    void next_hops_that_lead_nowhere_are_named_with_the_reason() throws Exception {
        remote("10.0.0.0/8", "10.0.0.9");
        remote("11.0.0.0/8", "203.0.113.9");
        fixed.addRoute(NetAddress.parse("12.0.0.0/8"), RouteInfo.via().flags(RouteFlags.BLACKHOLE));
        remote("13.0.0.0/8", "12.0.0.1");
        try (NextHop down =
                fixed.addNextHop(NextHopInfo.of("192.0.2.4", 4).flags(NextHopFlags.DOWN))
                        .handle()) {
            fixed.addRoute(NetAddress.parse("14.0.0.0/8"), RouteInfo.via(down));
        }

        assertThat(router.run("rtm:explain 10.0.0.1"))
                .endsWith(
                        """
                        There is no way. The most specific one:
                          via 10.0.0.9, remote: leads back through 10.0.0.0/8 of RIP-1""")
                .contains("10.0.0.0/8 is not used: its best route leads back to itself");
        assertThat(router.run("rtm:explain 11.0.0.1"))
                .endsWith("via 203.0.113.9, remote: leads nowhere: no active route covers it");
        assertThat(router.run("rtm:explain 12.0.0.1"))
                .endsWith("The way ends here: packets are dropped");
        assertThat(router.run("rtm:explain 13.0.0.1"))
                .endsWith(
                        "via 12.0.0.1, remote: reached through 12.0.0.0/8 of STATIC-1, blackhole");
        assertThat(router.run("rtm:explain 14.0.0.1"))
                .endsWith("via 192.0.2.4, if 4, down: not used: it is down");
    }

    @Test
    void that_there_is_no_way_is_an_answer() throws Exception {
        assertThat(router.run("rtm:explain 10.0.0.1"))
                .isEqualTo(
                        "nothing covers 10.0.0.1/32 in the unicast view of instance 0: there is no way");
        TestRouter.add(rip, "10.0.0.0/8", "192.0.2.2", RouteInfo.via().flags(RouteFlags.INACTIVE));
        assertThat(router.run("rtm:explain 10.0.0.1")).endsWith("There is no way");
    }

    @Test
    void what_leads_back_or_nowhere_is_passed_over_for_the_next_less_specific() throws Exception {
        TestRouter.add(fixed, "0.0.0.0/0", "192.0.2.1", RouteInfo.via());
        remote("10.0.0.0/8", "10.0.0.9");
        rip.addRoute(NetAddress.parse("11.0.0.0/8"), RouteInfo.via());

        assertThat(router.run("rtm:explain 10.0.0.1"))
                .contains("10.0.0.0/8 is used: the most specific with an active route")
                .endsWith(
                        """
                        The way from there:
                          via 10.0.0.9, remote: leads back through 10.0.0.0/8 of RIP-1
                          via 10.0.0.9, remote: reached through 0.0.0.0/0 of STATIC-1
                            via 192.0.2.1, if 3: directly reachable""");
        assertThat(router.run("rtm:explain 11.0.0.1"))
                .contains("11.0.0.0/8 is not used: its best route has no next hop")
                .contains("0.0.0.0/0 is used: the most specific with a route that leads somewhere")
                .endsWith(
                        """
                        The way from there:
                          via 192.0.2.1, if 3: directly reachable""");
    }

    @Test
    void as_json_it_has_the_same_in_members() throws Exception {
        TestRouter.add(fixed, "10.0.0.0/8", "192.0.2.1", RouteInfo.via().metric(5));

        Object json = Json.read(router.run("rtm:explain 10.0.0.1 --json"));

        assertThat(Json.at(json, "address")).isEqualTo("10.0.0.1/32");
        assertThat(Json.at(json, "destinations.0.used")).isEqualTo(true);
        assertThat(Json.at(json, "destinations.0.routes.0.why"))
                .isEqualTo("the best: the only route");
        assertThat(Json.at(json, "nextHops.0.nextHop.address")).isEqualTo("192.0.2.1");
        assertThat(Json.at(json, "nextHops.0.next")).isEqualTo(List.of());
    }

    private void remote(String prefix, String gateway) {
        try (NextHop nextHop =
                rip.addNextHop(NextHopInfo.of(gateway, 0).flags(NextHopFlags.REMOTE)).handle()) {
            rip.addRoute(NetAddress.parse(prefix), RouteInfo.via(nextHop));
        }
    }
}
