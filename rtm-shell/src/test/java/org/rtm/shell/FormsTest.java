package org.rtm.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteFlags;
import org.rtm.api.RouteInfo;
import org.rtm.notify.Notifier;

/** The forms in which commands answer: a table that fits the screen, JSON, objects. */
class FormsTest {
    private static final String BOLD = "\u001b[1m";
    private static final String GREEN = "\u001b[32m";
    private static final String END = "\u001b[0m";

    private final TestRouter router = new TestRouter();
    private final EntityRegistration rip = router.register(AddressFamily.IPV4, ProtocolId.RIP, 1);

    @BeforeEach
    void add_a_route() {
        TestRouter.add(rip, "10.0.0.0/8", "192.0.2.1", RouteInfo.via().metric(2).tag(-1));
    }

    @AfterEach
    void stop() {
        router.close();
    }

    @ParameterizedTest
    @CsvSource({
        "summary, tables.0.status.routes, 1",
        "instances, instances.0.instance, 0",
        "entities, tables.0.status.entities.0.info.name, RIP-1",
        "stats, tables.0.routes, 1",
        "config, instances.0.properties.views, '0=unicast, 1=multicast'",
        "routes, tables.0.routes.0.prefInfo.metric, 2",
        "routes count, tables.0.routes, 1",
        "route 10.0.0.0/8, routes.0.tag, 4294967295",
        "lookup 10.0.0.1, routes.0.nextHops.0.interfaceIndex, 3",
        "explain 10.0.0.1, destinations.0.used, true",
        "nexthops, tables.0.nextHops.0.nextHop.address, 192.0.2.1",
        "add 11.0.0.0/8, new, true",
        "hold 10.0.0.0/8 10, time, 10",
        "generate 5 -4, added, 5",
        "delete --imported, routes, 0",
        "notifications, registrations, []",
        "holds, holds, []",
        "locks, locks, []",
        "lists, lists, []",
        "handles, entities, []",
        "methods, entities, []",
        "help routes, name, rtm:routes",
    })
    void every_answer_is_a_json_object_when_asked_for(String command, String path, String value)
            throws Exception {
        router.state.setNotifier(new Notifier());

        Object json = Json.read(router.run("rtm:" + command + " --json"));

        assertThat(json).isInstanceOf(Map.class);
        assertThat(Json.at(json, path)).hasToString(value);
    }

    @Test
    void a_route_in_json_has_members_of_plain_values() throws Exception {
        String shown = router.run("rtm:routes -4 --json");

        assertThat(wholeSeconds(shown))
                .isEqualTo(
                        """
                        {"tables":[
                        {"instance":0,"family":"ipv4","view":"unicast","routes":[
                        {"destination":"10.0.0.0/8","owner":{"instance":0,"family":"ipv4","protocol":"RIP","protocolInstance":1,"name":"RIP-1"},\
                        "prefInfo":{"preference":120,"metric":2},"flags":[],"state":"created","views":[0],"bestIn":[0],"tag":4294967295,"neighbour":null,\
                        "nextHops":[{"address":"192.0.2.1","interfaceIndex":3,"flags":[],"deleted":false}],\
                        "created":"2026-01-01T12:00:00Z","updated":"2026-01-01T12:00:00Z","timeToLive":null,"stale":false,"forwarding":null}],"more":null}]}""");
    }

    @Test
    void routes_follow_the_ietf_routing_module_when_asked_for() throws Exception {
        try (NextHop first = rip.addNextHop(NextHopInfo.of("192.0.2.3", 3)).handle();
                NextHop second =
                        rip.addNextHop(NextHopInfo.onLink(AddressFamily.IPV4, 5)).handle()) {
            rip.addRoute(NetAddress.parse("11.0.0.0/8"), RouteInfo.via(first, second));
        }
        rip.addRoute(NetAddress.parse("12.0.0.0/8"), RouteInfo.via().flags(RouteFlags.BLACKHOLE));
        EntityRegistration bgp = router.register(AddressFamily.IPV6, ProtocolId.BGP, 1);
        TestRouter.add(bgp, "2001:db8::/32", "fe80::1", RouteInfo.via());

        Object json = Json.read(wholeSeconds(router.run("rtm:routes --json=rfc8349")));

        Object ribs = Json.at(json, "ietf-routing:routing");
        assertThat(Json.at(ribs, "ribs.rib.0.name")).isEqualTo("0-ipv4-unicast");
        assertThat(Json.at(ribs, "ribs.rib.0.address-family"))
                .isEqualTo("ietf-ipv4-unicast-routing:ipv4-unicast");
        assertThat(Json.at(ribs, "ribs.rib.0.routes.route"))
                .isEqualTo(
                        List.of(
                                Map.of(
                                        "ietf-ipv4-unicast-routing:destination-prefix",
                                        "10.0.0.0/8",
                                        "route-preference",
                                        120L,
                                        "next-hop",
                                        Map.of(
                                                "outgoing-interface",
                                                "3",
                                                "ietf-ipv4-unicast-routing:next-hop-address",
                                                "192.0.2.1"),
                                        "source-protocol",
                                        "ietf-rip:rip",
                                        "active",
                                        java.util.Collections.singletonList(null),
                                        "last-updated",
                                        "2026-01-01T12:00:00Z"),
                                ribRoute(
                                        "11.0.0.0/8",
                                        Map.of(
                                                "next-hop-list",
                                                Map.of(
                                                        "next-hop",
                                                        List.of(
                                                                Map.of(
                                                                        "outgoing-interface",
                                                                        "3",
                                                                        "ietf-ipv4-unicast-routing:address",
                                                                        "192.0.2.3"),
                                                                Map.of(
                                                                        "outgoing-interface",
                                                                        "5"))))),
                                ribRoute("12.0.0.0/8", Map.of("special-next-hop", "blackhole"))));
        assertThat(Json.at(ribs, "ribs.rib.1.routes.route.0.source-protocol")).isEqualTo("rtm:bgp");
        assertThat(
                        Json.at(
                                ribs,
                                "ribs.rib.1.routes.route.0.ietf-ipv6-unicast-routing:destination-prefix"))
                .isEqualTo("2001:db8::/32");
    }

    /** Changes of one moment differ by microseconds. */
    private static String wholeSeconds(String text) {
        return text.replaceAll("\\.\\d+Z", "Z");
    }

    private static Map<String, Object> ribRoute(String prefix, Map<String, Object> nextHop) {
        return Map.of(
                "ietf-ipv4-unicast-routing:destination-prefix",
                prefix,
                "route-preference",
                120L,
                "next-hop",
                nextHop,
                "source-protocol",
                "ietf-rip:rip",
                "active",
                java.util.Collections.singletonList(null),
                "last-updated",
                "2026-01-01T12:00:00Z");
    }

    @Test
    void scripts_get_the_answers_themselves() throws Exception {
        assertThat(router.session.execute("(rtm:lookup 10.0.0.1) address"))
                .hasToString("10.0.0.1/32");
        assertThat(router.session.execute("((rtm:routes --object) get 0) destination"))
                .hasToString("10.0.0.0/8");
        assertThat(router.session.execute("(rtm:routes --object) size")).hasToString("1");
    }

    @Test
    void on_a_narrow_terminal_the_widest_columns_of_text_are_cut_and_numbers_are_not()
            throws Exception {
        router.session.put("COLUMNS", 40);
        router.session.put("TERM", "dumb");

        String shown = router.run("rtm:instances -i 0");

        assertThat(shown.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(60));
        assertThat(router.run("rtm:lookup 10.0.0.1"))
                .contains("R>* 10.0.0.0/8 [120/2] via 192.0.2.1, i…");
        router.session.put("COLUMNS", 70);
        assertThat(router.run("rtm:instances -i 0"))
                .isEqualTo(
                        """
                        Instance  Family  Destinations  Routes  Entities  Views
                               0  IPv4               1       1         2  0 (unicast), 1 (mul…
                               0  IPv6               0       0         0  0 (unicast), 1 (mul…""");
    }

    @Test
    void a_terminal_that_has_colours_shows_headings_and_best_routes_by_them() throws Exception {
        router.session.put("COLUMNS", 80);
        router.session.put("TERM", "xterm");
        router.session.put("NO_COLOR", "");

        assertThat(router.run("rtm:instances -i 0")).startsWith(BOLD + "Instance  Family");
        assertThat(router.run("rtm:lookup 10.0.0.1"))
                .contains(GREEN + "R>*" + END + " 10.0.0.0/8 [120/2]");
    }

    @Test
    void there_is_no_colour_where_the_user_wants_none_and_none_in_a_pipe() throws Exception {
        router.session.put("COLUMNS", 80);
        router.session.put("TERM", "xterm");
        assertThat(router.run("rtm:lookup 10.0.0.1 | test:upper")).doesNotContain("\u001b");

        router.session.put("NO_COLOR", "1");
        assertThat(router.run("rtm:lookup 10.0.0.1")).doesNotContain("\u001b");
    }
}
