package org.rtm.protocol.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;
import org.rtm.protocol.linux.KernelRoute.Hop;
import org.rtm.protocol.linux.KernelRoute.Type;
import org.rtm.protocol.linux.Links.Link;

class KernelTableTest {
    private static final NetAddress TEN = NetAddress.parse("10.0.0.0/8");
    private static final NetAddress GATEWAY = NetAddress.parse("192.0.2.1");
    private static final NetAddress ON_LINK = NetAddress.unspecified(AddressFamily.IPV4);
    private static final Links LINKS =
            new Links(
                    List.of(
                            new Link(2, "eth0", true, true),
                            new Link(3, "od\"d", true, true),
                            new Link(4, "eth1", false, false),
                            new Link(5, "eth2", true, false)));

    private final KernelTable table =
            new KernelTable("ip", "", AddressFamily.IPV4, 10_000, 210, 20);

    @Test
    void a_route_is_told_with_its_place_and_where_packets_go() {
        assertThat(table.add(TEN, unicast(new Hop(GATEWAY, 2)), LINKS))
                .isEqualTo(
                        "route add 10.0.0.0/8 table 10000 proto 210 metric 20 via 192.0.2.1 dev eth0");
        assertThat(table.add(TEN, unicast(new Hop(ON_LINK, 2)), LINKS))
                .endsWith(" metric 20 dev eth0");
        assertThat(table.add(TEN, unicast(new Hop(GATEWAY, 0)), LINKS))
                .endsWith(" metric 20 via 192.0.2.1");
        assertThat(table.replace(TEN, unicast(new Hop(GATEWAY, 2), new Hop(ON_LINK, 3)), LINKS))
                .isEqualTo(
                        "route replace 10.0.0.0/8 table 10000 proto 210 metric 20 nexthop dev if3 nexthop via 192.0.2.1 dev eth0");
        assertThat(table.delete(TEN, 7))
                .isEqualTo("route del 10.0.0.0/8 table 10000 proto 210 metric 7");
    }

    @Test
    void the_preferred_source_comes_before_the_next_hops() {
        KernelRoute route =
                new KernelRoute(
                        Type.UNICAST, List.of(new Hop(GATEWAY, 2)), Optional.of(GATEWAY), 20);

        assertThat(table.add(TEN, route, LINKS))
                .endsWith(" metric 20 src 192.0.2.1 via 192.0.2.1 dev eth0");
    }

    @Test
    void a_namespace_is_part_of_every_command_line() {
        KernelTable other = new KernelTable("ip", "blue", AddressFamily.IPV6, 254, 210, 20);

        assertThat(other.ip("link")).containsExactly("ip", "-n", "blue", "-6", "link");
        assertThat(KernelTable.monitor("ip", "blue", "link", "route"))
                .containsExactly("ip", "-n", "blue", "-N", "-o", "monitor", "link", "route");
        assertThat(table.show())
                .containsExactly(
                        "ip", "-4", "-json", "route", "show", "table", "10000", "proto", "210");
    }

    @Test
    void routes_that_are_lost_are_told_from_all_the_others_in_the_monitors_lines() {
        assertThat(
                        table.lost(
                                "Deleted 10.0.0.0/8 via 10.9.0.2 dev va table 10000 proto 210 metric 20 "))
                .contains(TEN);
        assertThat(table.lost("Deleted 7 10.0.0.0/8 table 10000 proto 210 metric 20 "))
                .contains(TEN);
        assertThat(
                        table.lost(
                                "Deleted default via 10.9.0.2 dev va table 10000 proto 210 metric 20 "))
                .contains(NetAddress.all(AddressFamily.IPV4));
        // Another one, where ours may have been.
        assertThat(table.lost("10.0.0.0/8 via 10.9.0.9 dev va table 10000 proto 4 metric 20 "))
                .contains(TEN);

        assertThat(table.lost("10.0.0.0/8 via 10.9.0.2 dev va table 10000 proto 210 metric 20 "))
                .isEmpty();
        assertThat(table.lost("Deleted 10.0.0.0/8 via 10.9.0.9 dev va table 10000 proto 4 "))
                .isEmpty();
        assertThat(table.lost("Deleted 10.0.0.0/8 via 10.9.0.2 dev va proto 210 metric 20 "))
                .isEmpty();
        assertThat(table.lost("Deleted 2001:db8::/32 via fe80::1 dev va table 10000 proto 210 "))
                .isEmpty();
        assertThat(table.lost("Deleted nonsense table 10000 proto 210 ")).isEmpty();
    }

    @Test
    void in_the_main_table_lines_name_no_table() {
        KernelTable main = new KernelTable("ip", "", AddressFamily.IPV4, 254, 210, 20);

        assertThat(main.lost("Deleted 10.0.0.0/8 via 10.9.0.2 dev va proto 210 metric 20 "))
                .contains(TEN);
        assertThat(main.lost("Deleted 10.0.0.0/8 dev va table 10000 proto 210 metric 20 "))
                .isEmpty();
    }

    @Test
    void a_route_is_the_one_that_was_found_whatever_the_order_of_its_next_hops() {
        Hop one = new Hop(GATEWAY, 2);
        Hop other = new Hop(NetAddress.parse("192.0.2.2"), 3);

        assertThat(unicast(one, other).isThatOf(unicast(other, one))).isTrue();
        assertThat(unicast(one).isThatOf(unicast(one, other))).isFalse();
        assertThat(unicast(new Hop(GATEWAY, 0)).isThatOf(unicast(one))).isTrue();
        assertThat(unicast(one).isThatOf(unicast(new Hop(GATEWAY, 3)))).isFalse();
    }

    @Test
    void interfaces_tell_why_nothing_goes_through_them() {
        assertThat(LINKS.problem(2)).isEmpty();
        assertThat(LINKS.problem(0)).isEmpty();
        assertThat(LINKS.problem(4)).contains("eth1 is down");
        assertThat(LINKS.problem(5)).contains("eth2 has no carrier");
        assertThat(LINKS.problem(9)).contains("there is no interface 9");
    }

    @Test
    void interfaces_are_compared_with_those_of_before() {
        Links later =
                new Links(
                        List.of(
                                new Link(2, "eth0", true, false),
                                new Link(3, "od\"d", true, true),
                                new Link(6, "eth1", true, true)));

        assertThat(later.changedSince(LINKS)).containsExactlyInAnyOrder(2, 4, 5, 6);
        assertThat(later.hasNamesOf(LINKS)).isFalse();
        assertThat(LINKS.hasNamesOf(LINKS)).isTrue();
        assertThat(LINKS.hasNamesOf(Links.NONE)).isTrue();
    }

    private static KernelRoute unicast(Hop... hops) {
        return new KernelRoute(Type.UNICAST, List.of(hops), Optional.empty(), 20);
    }
}
