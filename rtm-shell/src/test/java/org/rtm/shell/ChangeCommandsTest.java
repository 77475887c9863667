package org.rtm.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityRegistration;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteInfo;

class ChangeCommandsTest {
    private final TestRouter router = new TestRouter();

    @AfterEach
    void stop() {
        router.close();
    }

    @Test
    void a_route_is_added_with_gateway_interface_and_metric() throws Exception {
        assertThat(router.run("rtm:add 10.0.0.0/8 via 192.0.2.1 dev 3 metric 5"))
                .isEqualTo("added N>* 10.0.0.0/8 [10/5] via 192.0.2.1, if 3");
        assertThat(router.run("rtm:add 2001:db8::/32 via fe80::1 dev 3"))
                .isEqualTo("added N>* 2001:db8::/32 [10/0] via fe80::1, if 3");
        assertThat(router.run("rtm:add 172.16.0.0/12 dev 4"))
                .isEqualTo("added N>* 172.16.0.0/12 [10/0] is directly connected, if 4");
        assertThat(router.run("rtm:add 192.168.0.0/16"))
                .isEqualTo("added N>  192.168.0.0/16 [10/0] unspecified");
        assertThat(router.run("rtm:lookup 10.1.2.3")).contains("N>* 10.0.0.0/8 [10/5]");
    }

    @Test
    void a_route_that_is_added_again_is_updated() throws Exception {
        router.run("rtm:add 10.0.0.0/8 via 192.0.2.1 dev 3");

        assertThat(router.run("rtm:add 10.0.0.0/8 via 192.0.2.9"))
                .isEqualTo("updated N>* 10.0.0.0/8 [10/0] via 192.0.2.9");
        assertThat(router.run("rtm:route 10.0.0.0/8")).contains(": 1 route\n");
    }

    @Test
    void a_route_is_added_to_another_view_and_another_instance() throws Exception {
        router.configure(Map.of("instance", 3));

        router.run("rtm:add -i 3 -v multicast 10.0.0.0/8 via 192.0.2.1");

        assertThat(router.run("rtm:lookup -i 3 -v multicast 10.1.2.3"))
                .contains("in the multicast view of instance 3", "N>* 10.0.0.0/8");
        assertThat(router.run("rtm:lookup 10.1.2.3")).startsWith("nothing covers");
        assertThat(router.run("rtm:delete -i 3 10.0.0.0/8"))
                .isEqualTo("deleted 1 route: 10.0.0.0/8 of instance 3");
    }

    @Test
    void a_route_that_was_added_is_deleted_and_others_stay() throws Exception {
        EntityRegistration rip = router.register(AddressFamily.IPV4, ProtocolId.RIP, 1);
        TestRouter.add(rip, "10.0.0.0/8", "192.0.2.2", RouteInfo.via());
        router.run("rtm:add 10.0.0.0/8 via 192.0.2.1");

        assertThat(router.run("rtm:delete 10.0.0.0/8"))
                .isEqualTo("deleted 1 route: 10.0.0.0/8 of instance 0");
        assertThat(router.run("rtm:lookup 10.1.2.3")).contains("R>* 10.0.0.0/8 [120/0]");
        refused(
                "rtm:delete 10.0.0.0/8",
                "rtm:delete: the shell has no route to 10.0.0.0/8 in instance 0; those that there are belong to others");
        refused(
                "rtm:delete 10.9.0.0/16",
                "rtm:delete: the shell has no route to 10.9.0.0/16 in instance 0");
    }

    @Test
    void a_wrong_route_is_refused_in_one_line_and_nothing_is_added() throws Exception {
        String usage =
                "; usage: rtm:add [-i INSTANCE] [-v VIEW] [--json] PREFIX [via ADDRESS] [dev INDEX] [metric N]";
        refused("rtm:add", "rtm:add: it takes a PREFIX, not none" + usage);
        refused(
                "rtm:add -4 10.0.0.0/8",
                "rtm:add: '-4' is no option here, or lacks its value" + usage);
        refused(
                "rtm:add 10.0.0.1/8",
                "rtm:add: 10.0.0.1/8 has bits set past its length of 8; without them it is 10.0.0.0/8");
        refused(
                "rtm:add 10.0.0.0/8 192.0.2.1",
                "rtm:add: after PREFIX come via, dev and metric, not '10.0.0.0/8' '192.0.2.1'"
                        + usage);
        refused("rtm:add 10.0.0.0/8 via", "rtm:add: via lacks its value");
        refused("rtm:add 10.0.0.0/8 dev 1 dev 2", "rtm:add: dev is there twice");
        refused(
                "rtm:add 10.0.0.0/8 via 192.0.2.0/24",
                "rtm:add: '192.0.2.0/24' is a prefix; via takes an address");
        refused(
                "rtm:add 10.0.0.0/8 via 2001:db8::1",
                "rtm:add: via 2001:db8::1 is IPv6, but 10.0.0.0/8 is IPv4");
        refused(
                "rtm:add 10.0.0.0/8 dev eth0",
                "rtm:add: 'eth0' is not an interface index; allowed are 0 to 4294967295");
        refused(
                "rtm:add 10.0.0.0/8 metric -1",
                "rtm:add: '-1' is not a metric; allowed are 0 to 4294967295");
        refused(
                "rtm:add 10.0.0.0/8 metric 4294967296",
                "rtm:add: '4294967296' is not a metric; allowed are 0 to 4294967295");
        refused(
                "rtm:add -v mpls 10.0.0.0/8",
                "rtm:add: 'mpls' is not a view of instance 0, IPv4; its views: 0 (unicast), 1 (multicast)");
        assertThat(router.run("rtm:summary")).contains("IPv4: 0 destinations, 0 routes");
    }

    @Test
    void wrong_arguments_of_delete_are_refused_in_one_line() {
        String usage = "; usage: rtm:delete [-i INSTANCE] [-4] [-6] [--json] PREFIX | --imported";
        refused("rtm:delete", "rtm:delete: it takes one PREFIX, or --imported, not none" + usage);
        refused(
                "rtm:delete --imported 10.0.0.0/8",
                "rtm:delete: it takes no PREFIX with --imported, not '10.0.0.0/8'" + usage);
        refused("rtm:delete -6 10.0.0.0/8", "rtm:delete: 10.0.0.0/8 is IPv4, but -6 was given");
    }

    private void refused(String line, String reason) {
        assertThatThrownBy(() -> router.run(line)).hasMessage(reason).hasToString(reason);
    }
}
