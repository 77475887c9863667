package org.rtm.protocol.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;
import org.rtm.api.RouteInfo;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.monitor.ForwardingStatus;
import org.rtm.api.monitor.ForwardingStatus.State;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class LinuxForwardingTest {
    private final TestRouter router = new TestRouter(AddressFamily.IPV4);
    private final LinuxForwarding forwarding = new LinuxForwarding(router.log());

    @AfterEach
    void close() {
        forwarding.stop();
        router.close();
    }

    @Test
    void without_a_configuration_nothing_runs() {
        assertThat(forwarding.forwarders()).isEmpty();
        assertThat(forwarding.status(0, NetAddress.parse("10.0.0.0/8"))).isEmpty();
        assertThat(forwarding.counts(0, AddressFamily.IPV4)).isEmpty();
    }

    @Test
    void a_wrong_configuration_is_refused_with_its_reason() {
        forwarding.updated("lab", new Hashtable<>(Map.of("metric", "0")));

        assertThat(forwarding.refusals())
                .containsEntry("lab", "metric is '0'; allowed is a number from 1 to 4294967295");
        assertThat(router.logged())
                .containsExactly(
                        "configuration lab is refused: metric is '0'; allowed is a number from 1 to 4294967295");
    }

    @Test
    void a_configuration_starts_forwarding_and_its_end_takes_the_routes_away() {
        try (TestNamespace namespace = new TestNamespace()) {
            forwarding.addManager(
                    router.manager().orElseThrow(), Map.of(RoutingTableManager.INSTANCE, 0));
            forwarding.addNotifier(router.notifier().orElseThrow());
            forwarding.updated("lab", new Hashtable<>(Map.of("namespace", namespace.name())));
            router.put("10.1.0.0/16", RouteInfo.via(router.hop("10.9.0.2", namespace.index("va"))));

            awaitInstalled("10.1.0.0/16");
            FibCommand command = new FibCommand(forwarding);
            assertThat(FibFormat.format((FibDifferences) command.fib("", "diff")))
                    .contains("IPv4: kernel table 10000 of namespace " + namespace.name())
                    .contains(": 0 differences");
            assertThat(((FibReport) command.fib("0", "reconcile")).fibs())
                    .anyMatch(fib -> fib.installed() == 1);
            assertThatExceptionOfType(CommandException.class)
                    .isThrownBy(() -> command.fib("", "now"))
                    .withMessageStartingWith(
                            "rtm:fib: it takes reconcile, diff or nothing, not 'now'");

            forwarding.deleted("lab");
            assertThat(namespace.routes()).isEmpty();
        }
    }

    @Test
    void destinations_are_counted_by_how_they_fare_where_there_is_forwarding() {
        try (TestNamespace namespace = new TestNamespace()) {
            forwarding.addManager(
                    router.manager().orElseThrow(), Map.of(RoutingTableManager.INSTANCE, 0));
            forwarding.addNotifier(router.notifier().orElseThrow());
            forwarding.updated("lab", new Hashtable<>(Map.of("namespace", namespace.name())));
            int index = namespace.index("va");

            router.put("10.1.0.0/16", RouteInfo.via(router.hop("10.9.0.2", index)));
            router.put("10.2.0.0/16", RouteInfo.via(router.hop("10.9.0.2", index)));
            router.put("10.3.0.0/16", RouteInfo.via(router.hop("192.0.2.1", index)));

            Waiting.awaitEquals(
                    Map.of(State.INSTALLED, 2L, State.QUEUED, 0L, State.REJECTED, 1L),
                    () -> forwarding.counts(0, AddressFamily.IPV4));
            assertThat(forwarding.counts(0, AddressFamily.IPV6))
                    .containsOnlyKeys(State.values())
                    .allSatisfy((state, count) -> assertThat(count).isZero());
            assertThat(forwarding.counts(1, AddressFamily.IPV4)).isEmpty();
        }
    }

    @Test
    void two_configurations_do_not_share_an_instance_or_a_table() {
        try (TestNamespace namespace = new TestNamespace()) {
            forwarding.updated("one", new Hashtable<>(Map.of("namespace", namespace.name())));

            forwarding.updated("two", new Hashtable<>(Map.of("table", "77")));
            forwarding.updated(
                    "three",
                    new Hashtable<>(
                            Map.of(
                                    "namespace",
                                    namespace.name(),
                                    "instance",
                                    "1",
                                    "table",
                                    "10000")));

            assertThat(forwarding.refusals())
                    .containsEntry("two", "instance is 0, which another configuration has")
                    .containsEntry("three", "table is 10000, which another configuration has");
        }
    }

    @Test
    void a_configuration_that_comes_after_the_end_starts_nothing() {
        forwarding.stop();

        forwarding.updated("lab", new Hashtable<>(Map.of("namespace", "rtm-there-is-none")));

        assertThat(forwarding.forwarders()).isEmpty();
    }

    @Test
    void a_configuration_that_is_deleted_after_the_end_is_no_defect() {
        try (TestNamespace namespace = new TestNamespace()) {
            forwarding.updated("lab", new Hashtable<>(Map.of("namespace", namespace.name())));
            forwarding.stop();

            assertThatCode(() -> forwarding.deleted("lab")).doesNotThrowAnyException();
        }
    }

    private void awaitInstalled(String prefix) {
        Waiting.await(() -> isInstalled(prefix));
    }

    private boolean isInstalled(String prefix) {
        return forwarding
                .status(0, NetAddress.parse(prefix))
                .map(ForwardingStatus::state)
                .filter(State.INSTALLED::equals)
                .isPresent();
    }
}
