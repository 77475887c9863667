package org.rtm.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rtm.api.AddressFamily;
import org.rtm.api.DestInfo;
import org.rtm.api.DestinationLock;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.LockMode;
import org.rtm.api.MethodResult;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteList;
import org.rtm.api.ViewSet;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.ChangeType;
import org.rtm.notify.Notifier;
import org.rtm.shell.answer.Statistics;

/** What is under way, and the methods of entities. */
class StateCommandsTest {
    private static final NetAddress TEN = NetAddress.parse("10.0.0.0/8");

    private final TestRouter router = new TestRouter();
    private final EntityRegistration rip = router.register(AddressFamily.IPV4, ProtocolId.RIP, 1);

    @AfterEach
    void stop() {
        router.close();
    }

    @Test
    void who_has_waited_longest_to_fetch_changes_is_shown_first() throws Exception {
        Notifier notifier = new Notifier();
        router.state.setNotifier(notifier);
        EntityRegistration ospf = router.register(AddressFamily.IPV4, ProtocolId.OSPF, 1);
        try (ChangeRegistration quick = watch(notifier, rip, ChangeType.BEST);
                ChangeRegistration slow = watch(notifier, ospf, ChangeType.ALL)) {
            rip.addRoute(TEN, RouteInfo.via());
            quick.fetch(10).close();

            assertThat(router.run("rtm:notifications").lines())
                    .satisfiesExactly(
                            headings -> assertThat(headings).startsWith("Instance  Family  Entity"),
                            first ->
                                    assertThat(first)
                                            .matches(
                                                    " +0  IPv4    OSPF-1  OSPF-1  all      0 +1  \\d+\\.\\d s +0 +0"),
                            second ->
                                    assertThat(second)
                                            .matches(
                                                    " +0  IPv4    RIP-1   RIP-1   best     0 +0  - +0 +1"));
            assertThat(router.run("rtm:notifications -6")).isEqualTo("nobody is told of changes");
            assertThat(slow.request().types()).containsExactly(ChangeType.ALL);
        }
    }

    private static ChangeRegistration watch(
            Notifier notifier, EntityRegistration entity, ChangeType type) {
        return notifier.register(
                entity, ChangeRequest.of(type).views(ViewSet.UNICAST), Optional.empty());
    }

    @Test
    void without_change_notification_that_is_said() {
        assertThatThrownBy(() -> router.run("rtm:notifications"))
                .hasMessage(
                        "rtm:notifications: nobody tells of changes; the change notification's bundle is rtm-notify");
    }

    @Test
    void a_destination_is_marked_and_then_held_with_what_is_left() throws Exception {
        assertThat(router.run("rtm:holds")).isEqualTo("nothing is held down or marked for it");
        Route route = rip.addRoute(TEN, RouteInfo.via()).handle();

        assertThat(router.run("rtm:hold 10.0.0.0/8 60"))
                .isEqualTo(
                        "marked 10.0.0.0/8 in the unicast view of instance 0: when its last route goes, it is held for 60 seconds");
        assertThat(router.run("rtm:holds"))
                .isEqualTo(
                        """
                        Instance  Family  Destination  Views  State               Held route of
                               0  IPv4    10.0.0.0/8   0      marked, for 60.0 s  -""");

        route.delete();
        router.clock.advance(Duration.ofSeconds(20));
        assertThat(router.run("rtm:holds")).endsWith("0      held for 40.0 s more  RIP-1");
    }

    @Test
    void a_hold_without_a_time_is_as_long_as_configured_and_a_longer_one_is_refused()
            throws Exception {
        rip.addRoute(TEN, RouteInfo.via());

        assertThat(router.run("rtm:hold 10.0.0.0/8")).endsWith("it is held for 240 seconds");
        assertThatThrownBy(() -> router.run("rtm:hold 10.0.0.0/8 241"))
                .hasMessage("rtm:hold: '241' is not a number of seconds; allowed are 1 to 240");
        assertThatThrownBy(() -> router.run("rtm:hold 11.0.0.0/8"))
                .hasMessageContaining("11.0.0.0/8 is no destination of instance 0");
    }

    @Test
    void a_lock_is_shown_with_its_holder_until_it_ends() throws Exception {
        rip.addRoute(TEN, RouteInfo.via());
        try (DestInfo info = rip.mostSpecific(TEN).orElseThrow();
                DestinationLock lock = info.destination().lock(LockMode.EXCLUSIVE)) {
            assertThat(lock.mode()).isEqualTo(LockMode.EXCLUSIVE);
            assertThat(router.run("rtm:locks"))
                    .isEqualTo(
                            """
                            Instance  Family  Locked      Mode       By     Ends in
                                   0  IPv4    10.0.0.0/8  exclusive  RIP-1  5.0 s""");
        }
        assertThat(router.run("rtm:locks")).isEqualTo("nothing is locked");
    }

    @Test
    void lists_are_shown_with_how_many_routes_they_have() throws Exception {
        assertThat(router.run("rtm:lists")).isEqualTo("no entity has a list of routes");
        RouteList list = rip.createRouteList();
        list.insert(List.of(rip.addRoute(TEN, RouteInfo.via()).handle()));

        assertThat(router.run("rtm:lists -4"))
                .isEqualTo(
                        """
                        Instance  Family  Entity  Name   List  Routes
                               0  IPv4    RIP-1   RIP-1     1       1""");
    }

    @Test
    void handles_are_counted_and_where_they_were_taken_is_shown_when_that_is_noted()
            throws Exception {
        rip.addRoute(TEN, RouteInfo.via()).handle();
        assertThat(router.run("rtm:handles"))
                .isEqualTo(
                        """
                        Instance  Family  Entity  Name   Kind   Handles
                               0  IPv4    RIP-1   RIP-1  route        1

                        Where they were taken is not noted; the property handle.tracking of the instance has it noted.""");

        router.configure(Map.of("instance", 0, "handle.tracking", true));
        rip.entity();
        router.clock.advance(Duration.ofSeconds(75));
        assertThat(router.run("rtm:handles RIP-1"))
                .contains(
                        "0  IPv4    RIP-1   RIP-1  entity        1",
                        "The oldest of RIP-1, IPv4:\n  entity RIP-1, for 00:01:15\n    at org.rtm.shell.StateCommandsTest.handles_are_counted");
        assertThatThrownBy(() -> router.run("rtm:handles RIB-1"))
                .hasMessageStartingWith(
                        "rtm:handles: 'RIB-1' is no entity; did you mean RIP-1?; those that there are:");
    }

    @Test
    void methods_are_shown_and_invoked_with_input_and_output_in_hexadecimal_digits()
            throws Exception {
        EntityRegistration bgp =
                router.manager(0)
                        .register(
                                EntityInfo.of(AddressFamily.IPV4, ProtocolId.BGP, 1),
                                EntityOptions.NONE.methods(
                                        List.of(
                                                (caller, callee, input) ->
                                                        MethodResult.of(input.data()),
                                                (caller, callee, input) -> {
                                                    throw new IllegalStateException("refused");
                                                })));

        assertThat(router.run("rtm:methods"))
                .isEqualTo(
                        """
                        Instance  Family  Entity  Name   Methods  Bits  State
                               0  IPv4    BGP-1   BGP-1        2  0x3   open""");
        assertThat(router.run("rtm:invoke BGP-1 0x7 c0ffee"))
                .isEqualTo(
                        """
                        Method  Status              Output
                        0x1     0 (done)            c0ffee
                        0x2     31 (GEN_FAILURE)    -
                        0x4     50 (NOT_SUPPORTED)  -""");
        assertThat(router.run("rtm:invoke bgp-1 all").lines()).hasSize(3);

        bgp.blockMethods();
        assertThat(router.run("rtm:methods")).endsWith("blocked");
    }

    @Test
    void what_cannot_be_invoked_is_refused() {
        assertThatThrownBy(() -> router.run("rtm:invoke RIP-1 0"))
                .hasMessage(
                        "rtm:invoke: '0' names no methods; allowed are all, or a bit for each one: 1 to 0xFFFFFFFF");
        assertThatThrownBy(() -> router.run("rtm:invoke RIP-1 1 xyz"))
                .hasMessage(
                        "rtm:invoke: 'xyz' is not input; allowed are pairs of hexadecimal digits");
        assertThatThrownBy(() -> router.run("rtm:invoke RIP-1"))
                .hasMessageStartingWith("rtm:invoke: it takes ENTITY METHODS [DATA], not 'RIP-1'");
        router.register(AddressFamily.IPV6, ProtocolId.RIP, 1);
        assertThatThrownBy(() -> router.run("rtm:invoke RIP-1 1"))
                .hasMessage("rtm:invoke: RIP-1 is in the tables [IPv4, IPv6]; say -4 or -6");
    }

    @Test
    void rates_are_measured_over_the_time_asked_for() throws Exception {
        router.meanwhile = () -> rip.addRoute(TEN, RouteInfo.via());

        assertThat(router.run("rtm:stats -4 2"))
                .startsWith(
                        """
                        Instance  Family  Destinations  Routes  Entities  Handles  Changes  per second  Call-backs  per second
                               0  IPv4               1       1         1        0        1         0.5           0         0.0

                        Rates are of 2.0 s. Heap:""");
        Statistics statistics = (Statistics) router.session.execute("rtm:stats");
        assertThat(statistics.memory().heapUsed()).isPositive();
        assertThat(statistics.memory().threads()).isPositive();
    }

    @Test
    void the_configuration_is_shown_with_what_was_refused() throws Exception {
        router.tables.refuse(0, "views is 'x'");

        assertThat(router.run("rtm:config -i 0"))
                .startsWith(
                        """
                        Instance 0:
                        its newest configuration was refused: views is 'x'
                        Property              Value
                        instance              0
                        address.families      ipv4, ipv6
                        """)
                .contains("handle.tracking       false");
    }
}
