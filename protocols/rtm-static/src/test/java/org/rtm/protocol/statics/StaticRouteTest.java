package org.rtm.protocol.statics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rtm.api.NetAddress;
import org.rtm.api.PrefInfo;

/** What a configuration says, and what is refused. */
class StaticRouteTest {
    @Test
    void all_properties_are_read_from_text_as_a_file_has_it() throws Exception {
        StaticRoute route =
                StaticRoute.read(
                        Map.of(
                                "instance", "7",
                                "prefix", " 10.0.0.0/8 ",
                                "next.hops", "192.0.2.1%eth0, 192.0.2.2",
                                "interface", "3",
                                "metric", "5",
                                "preference", "200",
                                "views", "unicast, 1",
                                "tag", "4294967295"));

        assertThat(route.instance()).isEqualTo(7);
        assertThat(route.prefix()).hasToString("10.0.0.0/8");
        assertThat(route.target()).isEqualTo("via 192.0.2.1 dev eth0, via 192.0.2.2 dev 3");
        assertThat(route.prefInfo()).isEqualTo(new PrefInfo(200, 5));
        assertThat(route.views()).containsExactly("unicast", "1");
        assertThat(Integer.toUnsignedString(route.tag())).isEqualTo("4294967295");
    }

    @Test
    void typed_values_are_read_as_well() throws Exception {
        StaticRoute route =
                StaticRoute.read(
                        Map.of(
                                "prefix",
                                "2001:db8::/32",
                                "next.hops",
                                new String[] {"fe80::1%eth0", "2001:db8:1::1"},
                                "metric",
                                5L,
                                "views",
                                List.of("multicast"),
                                "blackhole",
                                false));

        assertThat(route.target()).isEqualTo("via fe80::1 dev eth0, via 2001:db8:1::1");
        assertThat(route.prefInfo().metric()).isEqualTo(5);
        assertThat(route.views()).containsExactly("multicast");
    }

    @Test
    void what_is_not_set_or_empty_has_its_default() throws Exception {
        StaticRoute route =
                StaticRoute.read(
                        Map.of("prefix", "10.0.0.0/8", "interface", "eth0", "metric", " "));

        assertThat(route)
                .isEqualTo(
                        new StaticRoute(
                                0,
                                NetAddress.parse("10.0.0.0/8"),
                                List.of(new StaticRoute.Hop(NetAddress.parse("0.0.0.0"), "eth0")),
                                new PrefInfo(0, 0),
                                List.of("unicast"),
                                0));
        assertThat(route.target()).isEqualTo("dev eth0");
    }

    @Test
    void a_black_hole_has_no_next_hop() throws Exception {
        StaticRoute route = StaticRoute.read(Map.of("prefix", "10.0.0.0/8", "blackhole", true));

        assertThat(route.nextHops()).isEmpty();
        assertThat(route.target()).isEqualTo("blackhole");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prefix | | prefix is not set; allowed is one like 10.0.0.0/8 or 2001:db8::/32",
                "prefix | 300.1.1.1/8 | prefix: '300.1.1.1/8' is not an IPv4 or IPv6 address or prefix",
                "prefix | 10.0.0.1/8 | prefix: 10.0.0.1/8 has bits set past its length of 8; without them it is 10.0.0.0/8",
                "next.hops | | next.hops is not set; a route has next hops, an interface, or blackhole 'true'",
                "next.hops | router | next.hops: 'router' is not an IPv4 or IPv6 address or prefix",
                "next.hops | 192.0.2.0/24 | next.hops: '192.0.2.0/24' is a prefix; allowed are addresses",
                "next.hops | 2001:db8::1 | next.hops: 2001:db8::1 is IPv6, but 10.0.0.0/8 is IPv4",
                "next.hops | 0.0.0.0 | next.hops: '0.0.0.0' is no router's address; for a destination on a link set interface only",
                "next.hops | 192.0.2.1% | next.hops: '192.0.2.1%' lacks an interface's name, or its index from 1, after the %",
                "next.hops | 192.0.2.1, 192.0.2.1 | next.hops is '192.0.2.1, 192.0.2.1'; each is allowed once",
                "interface | 0 | interface is '0'; allowed is an interface's name or its index from 1",
                "blackhole | true | blackhole is 'true' beside next.hops '192.0.2.1'; a black hole has no next hop and no interface",
                "blackhole | yes | blackhole is 'yes'; allowed are true and false",
                "metric | -1 | metric is '-1'; allowed is a number from 0 to 4294967295",
                "preference | low | preference is 'low'; allowed is a number from 0 to 4294967295",
                "tag | 4294967296 | tag is '4294967296'; allowed is a number from 0 to 4294967295",
                "instance | 65536 | instance is '65536'; allowed is a number from 0 to 65535",
            })
    void a_wrong_value_is_refused_with_what_is_allowed(
            String property, String value, String reason) {
        Map<String, String> properties = new HashMap<>();
        properties.put("prefix", "10.0.0.0/8");
        properties.put("next.hops", "192.0.2.1");
        properties.put(property, value);

        assertThatThrownBy(() -> StaticRoute.read(properties))
                .isInstanceOf(WrongValue.class)
                .hasMessage(reason);
    }

    @Test
    void a_link_local_next_hop_needs_its_interface() {
        assertThatThrownBy(
                        () ->
                                StaticRoute.read(
                                        Map.of("prefix", "2001:db8::/32", "next.hops", "fe80::1")))
                .hasMessage("next.hops: 'fe80::1' is on every link; it needs its interface");
    }
}
