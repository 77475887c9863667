package org.rtm.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityRegistration;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteInfo;
import org.rtm.shell.answer.Summary;

class StatusCommandsTest {
    private final TestRouter router = new TestRouter();

    @AfterEach
    void stop() {
        router.close();
    }

    @Test
    void the_summary_counts_routes_by_source() throws Exception {
        EntityRegistration rip = router.register(AddressFamily.IPV4, ProtocolId.RIP, 1);
        TestRouter.add(rip, "10.0.0.0/8", "192.0.2.1", RouteInfo.via());
        TestRouter.add(rip, "172.16.0.0/12", "192.0.2.1", RouteInfo.via());
        EntityRegistration fixed = router.register(AddressFamily.IPV4, ProtocolId.NT_STATIC, 1);
        TestRouter.add(fixed, "10.0.0.0/8", "192.0.2.9", RouteInfo.via());

        String shown = router.run("rtm:summary");

        assertThat(shown)
                .isEqualTo(
                        """
                        Instance 0, IPv4: 2 destinations, 3 routes, 2 entities; views 0 (unicast), 1 (multicast)
                        Source    Name      Routes  Best
                        RIP-1     RIP-1          2     1
                        STATIC-1  STATIC-1       1     1
                        Total                    3     2

                        Instance 0, IPv6: 0 destinations, 0 routes, 0 entities; views 0 (unicast), 1 (multicast)

                        Total: 2 destinations, 3 routes in 2 tables""");
    }

    @Test
    void a_script_can_use_the_values_of_the_summary() throws Exception {
        Object answer = router.session.execute("rtm:summary -4");

        assertThat(answer).isInstanceOf(Summary.class);
        assertThat(router.run("((((rtm:summary -6) tables) get 0) status) destinations"))
                .isEqualTo("0");
    }

    @Test
    void the_summary_can_be_piped() throws Exception {
        assertThat(router.run("rtm:summary -4 | test:upper"))
                .startsWith("INSTANCE 0, IPV4: 0 DESTINATIONS");
    }

    @Test
    void the_instances_are_shown_with_their_tables_and_what_was_refused() throws Exception {
        router.configure(Map.of("instance", 7, "address.families", "ipv6"));
        router.tables.refuse(7, "max.routes: 'x' is not a number");
        router.tables.refuse(9, "families: none");

        String shown = router.run("rtm:instances");

        assertThat(shown)
                .isEqualTo(
                        """
                        Instance  Family  Destinations  Routes  Entities  Views
                               0  IPv4               0       0         0  0 (unicast), 1 (multicast)
                               0  IPv6               0       0         0  0 (unicast), 1 (multicast)
                               7  IPv6               0       0         0  0 (unicast), 1 (multicast)
                               9  none               -       -         -  -
                        Instance 7: its newest configuration was refused: max.routes: 'x' is not a number
                        Instance 9: its newest configuration was refused: families: none""");
    }

    @Test
    void the_entities_are_shown_with_what_they_have_in_the_table() throws Exception {
        EntityRegistration rip = router.register(AddressFamily.IPV4, ProtocolId.RIP, 1);
        TestRouter.add(rip, "10.0.0.0/8", "192.0.2.1", RouteInfo.via());
        router.clock.advance(Duration.ofSeconds(75));

        assertThat(router.run("rtm:entities -i 0 -4"))
                .isEqualTo(
                        """
                        Instance  Family  Entity  Name   Routes   Allowed  Best  Stale  Next hops  State        Bundle
                               0  IPv4    RIP-1   RIP-1       1  10000000     1      0          1  up 00:01:15  -""");
    }

    @Test
    void what_is_wrong_with_the_arguments_is_said_in_one_line() {
        refused(
                "rtm:summary all",
                "rtm:summary: it takes no argument, not 'all'; usage: rtm:summary [-i INSTANCE] [-4] [-6] [--json]");
        refused(
                "rtm:summary -x",
                "rtm:summary: '-x' is no option here, or lacks its value; usage: rtm:summary [-i INSTANCE] [-4] [-6] [--json]");
        refused("rtm:summary -i x", "rtm:summary: 'x' is not an instance; allowed are 0 to 65535");
        refused(
                "rtm:summary -i 70000",
                "rtm:summary: '70000' is not an instance; allowed are 0 to 65535");
    }

    @Test
    void an_instance_that_is_not_configured_is_named_with_those_that_are() {
        router.configure(Map.of("instance", 3));

        refused("rtm:summary -i 7", "rtm:summary: instance 7 is not configured; configured: 0, 3");
        refused(
                "rtm:instances -i 7",
                "rtm:instances: instance 7 is not configured; configured: 0, 3");
    }

    @Test
    void an_instance_without_a_valid_configuration_is_named_with_the_reason() {
        router.tables.refuse(9, "families: none");

        refused(
                "rtm:summary -i 9",
                "rtm:summary: instance 9 has never had a valid configuration: families: none");
    }

    @Test
    void a_family_that_an_instance_lacks_is_named_with_those_that_it_has() {
        router.configure(Map.of("instance", 3, "address.families", "ipv4"));

        refused("rtm:summary -i 3 -6", "rtm:summary: instance 3 has no IPv6 table; it has IPv4");
    }

    @Test
    void without_a_routing_table_manager_every_command_says_so() {
        router.entities.unsetMonitor(router.tables);

        refused(
                "rtm:summary",
                "rtm:summary: no routing table manager runs; its bundle is rtm-impl");
    }

    private void refused(String line, String reason) {
        assertThatThrownBy(() -> router.run(line)).hasMessage(reason).hasToString(reason);
    }
}
