package org.rtm.shell;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rtm.api.AddressFamily;
import org.rtm.api.DestInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteFlags;
import org.rtm.api.RouteInfo;
import org.rtm.api.ViewSet;
import org.rtm.api.notify.ChangeListener;
import org.rtm.api.notify.ChangeNotifier;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.TrackingListener;
import org.rtm.notify.Notifier;

class WatchCommandTest {
    private static final long LONG_ENOUGH = 30;

    private TestRouter router = new TestRouter();
    private final Notifier notifier = new Notifier();
    private EntityRegistration rip = router.register(AddressFamily.IPV4, ProtocolId.RIP, 1);

    @BeforeEach
    void tell_of_changes() {
        router.watch.setNotifier(notifier);
    }

    /** Has watches remember of so many destinations what was before. */
    private void remember(long mostKnown) {
        router.close();
        router = new TestRouter(mostKnown);
        rip = router.register(AddressFamily.IPV4, ProtocolId.RIP, 1);
        tell_of_changes();
    }

    @AfterEach
    void stop() {
        router.close();
    }

    @Test
    void changes_are_shown_as_they_come_until_interrupted() throws Exception {
        EntityRegistration fixed = router.register(AddressFamily.IPV4, ProtocolId.NT_STATIC, 1);
        CompletableFuture<Void> watching = watch("rtm:watch");

        TestRouter.add(rip, "10.0.0.0/8", "192.0.2.1", RouteInfo.via().metric(2));
        awaitOutput("via 192.0.2.1, if 3");
        router.clock.advance(Duration.ofMillis(1500));
        TestRouter.add(fixed, "10.0.0.0/8", "192.0.2.9", RouteInfo.via());
        awaitOutput("(best of 2 routes)");
        fixed.close();
        rip.addRoute(NetAddress.parse("10.0.0.0/8"), RouteInfo.via().flags(RouteFlags.INACTIVE));
        awaitOutput("has no active route");
        rip.close();
        awaitOutput("withdrawn");
        interrupt(watching);

        assertThat(router.output())
                .startsWith(
                        """
                        Watching for changes, until interrupted
                        12:00:00.000 + 10.0.0.0/8 R [120/2] via 192.0.2.1, if 3
                        12:00:01.500 ! 10.0.0.0/8 R [120/2] via 192.0.2.1, if 3 -> S [3/0] via 192.0.2.9, if 3 (best of 2 routes)
                        """)
                .containsPattern("12:00:01.500 - 10.0.0.0/8 . .* -> has no active route\\n")
                .contains("12:00:01.500 . 10.0.0.0/8 withdrawn\n")
                .containsPattern(
                        "\\n[45] changes seen in 00:00:01: 1 new, [12] changed, 1 withdrawn$");
    }

    @Test
    void what_a_route_was_before_the_watch_is_shown_with_its_change() throws Exception {
        TestRouter.add(rip, "10.0.0.0/8", "192.0.2.1", RouteInfo.via().metric(2));
        CompletableFuture<Void> watching = watch("rtm:watch -4");

        TestRouter.add(rip, "10.0.0.0/8", "192.0.2.7", RouteInfo.via().metric(3));
        awaitOutput("[120/2] via 192.0.2.1, if 3 -> R [120/3] via 192.0.2.7, if 3");
        interrupt(watching);
    }

    @Test
    void only_changes_that_the_filter_lets_through_are_shown() throws Exception {
        TestRouter.add(rip, "10.9.0.0/16", "192.0.2.1", RouteInfo.via());
        CompletableFuture<Void> watching = watch("rtm:watch 10.0.0.0/8 longer via 192.0.2.1");

        TestRouter.add(rip, "11.0.0.0/8", "192.0.2.1", RouteInfo.via());
        TestRouter.add(rip, "10.1.0.0/16", "192.0.2.2", RouteInfo.via());
        TestRouter.add(rip, "10.9.0.0/16", "192.0.2.3", RouteInfo.via());
        TestRouter.add(rip, "10.2.0.0/16", "192.0.2.1", RouteInfo.via());
        awaitOutput("+ 10.2.0.0/16");
        interrupt(watching);

        assertThat(router.output())
                .contains("! 10.9.0.0/16 R [120/0] via 192.0.2.1, if 3 -> R [120/0] via 192.0.2.3")
                .doesNotContain("11.0.0.0/8", "10.1.0.0/16")
                .contains("2 changes seen in 00:00:00: 1 new, 1 changed, 0 withdrawn");
    }

    @Test
    void a_change_to_what_the_filter_wants_tells_what_was_there_before() throws Exception {
        TestRouter.add(rip, "10.1.0.0/16", "192.0.2.3", RouteInfo.via());
        CompletableFuture<Void> watching = watch("rtm:watch via 192.0.2.1");

        TestRouter.add(rip, "10.1.0.0/16", "192.0.2.1", RouteInfo.via());
        TestRouter.add(rip, "10.2.0.0/16", "192.0.2.3", RouteInfo.via());
        TestRouter.add(rip, "10.3.0.0/16", "192.0.2.1", RouteInfo.via());
        awaitOutput("10.3.0.0/16");
        interrupt(watching);

        assertThat(router.output())
                .contains("! 10.1.0.0/16 R [120/0] via 192.0.2.3, if 3 -> R [120/0] via 192.0.2.1")
                .contains("+ 10.3.0.0/16 R [120/0] via 192.0.2.1")
                .contains("2 changes seen in 00:00:00: 1 new, 1 changed, 0 withdrawn");
    }

    @Test
    void of_too_many_destinations_those_are_remembered_that_the_filter_wants() throws Exception {
        remember(2);
        for (int i = 1; i <= 6; i++) {
            String gateway = i % 3 == 0 ? "192.0.2.1" : "192.0.2.2";
            TestRouter.add(rip, "10.%d.0.0/16".formatted(i), gateway, RouteInfo.via());
        }
        CompletableFuture<Void> watching = watch("rtm:watch -4 via 192.0.2.1");

        delete("10.1.0.0/16");
        delete("10.3.0.0/16");
        TestRouter.add(rip, "10.2.0.0/16", "192.0.2.1", RouteInfo.via());
        awaitOutput("10.2.0.0/16");
        interrupt(watching);

        assertThat(router.output())
                .contains(
                        "Instance 0, IPv4, unicast view: more than 2 destinations: ? stands for what was before, where that is not known\n")
                .contains("- 10.3.0.0/16 R [120/0] via 192.0.2.1, if 3 -> withdrawn")
                .contains("! 10.2.0.0/16 ? -> R [120/0] via 192.0.2.1")
                .doesNotContain("10.1.0.0/16")
                .contains("2 changes seen in 00:00:00: 0 new, 1 changed, 1 withdrawn");
    }

    @Test
    void no_withdrawal_is_hidden_where_too_many_are_wanted_to_be_remembered() throws Exception {
        remember(1);
        for (int i = 1; i <= 3; i++) {
            TestRouter.add(
                    rip, "10.%d.0.0/16".formatted(i), "192.0.2.1", RouteInfo.via().metric(i));
        }
        CompletableFuture<Void> watching = watch("rtm:watch -4 via 192.0.2.1");

        rip.close();
        awaitOutput("10.3.0.0/16");
        interrupt(watching);

        assertThat(router.output())
                .contains("- 10.1.0.0/16 R [120/1] via 192.0.2.1, if 3 -> withdrawn")
                .contains("- 10.2.0.0/16 ? -> withdrawn")
                .contains("- 10.3.0.0/16 ? -> withdrawn")
                .contains("3 changes seen in 00:00:00: 0 new, 0 changed, 3 withdrawn");
    }

    @Test
    void what_is_remembered_of_a_route_is_all_that_was_to_be_seen_of_it() throws Exception {
        TestRouter.add(rip, "10.0.0.0/8", "192.0.2.1", RouteInfo.via().metric(2));
        String shown = router.run("rtm:routes 10.0.0.0/8 --json");
        String route = shown.substring(shown.indexOf("{\"destination"), shown.indexOf("],\"more"));
        CompletableFuture<Void> watching = watchAsJson();

        delete("10.0.0.0/8");
        awaitOutput("withdrawn");
        interrupt(watching);

        assertThat(router.output()).contains("\"oldKnown\":true,\"old\":" + route);
    }

    @Test
    void what_changes_while_the_table_is_read_is_told_and_never_said_to_be_as_it_was()
            throws Exception {
        for (String prefix : List.of("10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/16")) {
            TestRouter.add(rip, prefix, "192.0.2.1", RouteInfo.via());
        }
        onceRegistered(
                () -> {
                    delete("10.1.0.0/16");
                    TestRouter.add(rip, "10.2.0.0/16", "192.0.2.3", RouteInfo.via());
                    TestRouter.add(rip, "10.4.0.0/16", "192.0.2.1", RouteInfo.via());
                });
        CompletableFuture<Void> watching = watch("rtm:watch -4 via 192.0.2.1");
        assertThat(router.output()).contains("10.4.0.0/16");

        TestRouter.add(rip, "10.2.0.0/16", "192.0.2.1", RouteInfo.via());
        delete("10.3.0.0/16");
        awaitOutput("10.3.0.0/16");
        interrupt(watching);

        assertThat(router.output())
                .contains("- 10.1.0.0/16 ? -> withdrawn")
                .contains("! 10.2.0.0/16 ? -> R [120/0] via 192.0.2.3")
                .contains("! 10.4.0.0/16 ? -> R [120/0] via 192.0.2.1")
                .contains("! 10.2.0.0/16 R [120/0] via 192.0.2.3, if 3 -> R [120/0] via 192.0.2.1")
                .contains("- 10.3.0.0/16 R [120/0] via 192.0.2.1, if 3 -> withdrawn")
                .contains("5 changes seen in 00:00:00: 0 new, 3 changed, 2 withdrawn");
    }

    @Test
    void what_was_before_is_known_of_the_second_change_also_where_changes_never_cease()
            throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        NetAddress[] prefixes = {NetAddress.parse("10.1.0.0/16"), NetAddress.parse("10.2.0.0/16")};
        Thread churn =
                new Thread(
                        () -> {
                            for (int i = 0; !isOver.get(); i++) {
                                rip.addRoute(prefixes[i % 2], RouteInfo.via().metric(i));
                            }
                        });
        onceRegistered(churn::start);
        CompletableFuture<Void> watching = watch("rtm:watch -4");

        awaitOutput("! 10.2.0.0/16 R [120/");
        interrupt(watching);
        isOver.set(true);
        churn.join();

        assertThat(router.output().lines().filter(line -> line.contains("10.2.0.0/16 ?")))
                .hasSizeLessThanOrEqualTo(1);
    }

    /** What happens between the registration of a watch and its reading of the table. */
    private void onceRegistered(Runnable meanwhile) {
        router.watch.setNotifier(
                new ChangeNotifier() {
                    @Override
                    public ChangeRegistration register(
                            EntityRegistration entity,
                            ChangeRequest request,
                            Optional<ChangeListener> listener) {
                        ChangeRegistration changes = notifier.register(entity, request, listener);
                        meanwhile.run();
                        return changes;
                    }

                    @Override
                    public NextHopTracking track(
                            EntityRegistration entity,
                            NetAddress address,
                            int viewId,
                            TrackingListener listener) {
                        return notifier.track(entity, address, viewId, listener);
                    }
                });
    }

    private void delete(String prefix) {
        try (DestInfo info =
                rip.exactMatch(NetAddress.parse(prefix), ProtocolId.BEST, ViewSet.UNICAST)
                        .orElseThrow()) {
            info.view(0).orElseThrow().bestRoute().orElseThrow().delete();
        }
    }

    @Test
    void it_ends_when_interrupted_while_changes_never_cease() throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        Thread churn =
                new Thread(
                        () -> {
                            for (int i = 0; !isOver.get(); i++) {
                                rip.addRoute(
                                        NetAddress.ipv4(0x0A000000 + (i % 5_000 << 8), 24),
                                        RouteInfo.via().metric(i));
                            }
                        });
        CompletableFuture<Void> watching = watch("rtm:watch");
        churn.start();
        awaitOutput("+ 10.0.0.0/24");

        interrupt(watching);

        isOver.set(true);
        churn.join();
    }

    @Test
    void as_json_each_change_is_an_object_in_a_line_of_its_own() throws Exception {
        CompletableFuture<Void> watching = watchAsJson();

        TestRouter.add(rip, "10.0.0.0/8", "192.0.2.1", RouteInfo.via());
        awaitOutput("\"destination\":\"10.0.0.0/8\"");
        interrupt(watching);

        assertThat(router.output().lines().skip(1))
                .satisfiesExactly(
                        line ->
                                assertThat(line)
                                        .startsWith("{\"time\":\"2026-01-01T12:00:00Z\"")
                                        .contains("\"destination\":\"10.0.0.0/8\"")
                                        .contains(
                                                "\"kind\":\"added\",\"oldKnown\":true,\"old\":null"),
                        line -> assertThat(line).startsWith("{\"changes\":2,"));
    }

    @Test
    void only_the_family_and_the_view_asked_for_are_watched() throws Exception {
        CompletableFuture<Void> watching = watch("rtm:watch -4 -v multicast");

        assertThat(notifier.registrations())
                .singleElement()
                .satisfies(
                        status -> {
                            assertThat(status.entity().family()).isEqualTo(AddressFamily.IPV4);
                            assertThat(status.request().views().ids()).containsExactly(1);
                        });

        interrupt(watching);
        assertThat(router.output())
                .endsWith("0 changes seen in 00:00:00: 0 new, 0 changed, 0 withdrawn");
    }

    @Test
    void the_watch_ends_when_the_table_goes() throws Exception {
        CompletableFuture<Void> watching = watch("rtm:watch -4");

        router.configure(Map.of("instance", 0, "address.families", "ipv6"));

        assertThatThrownBy(() -> watching.get(LONG_ENOUGH, SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .hasMessage(
                        "rtm:watch: the change notification or the table has gone; 0 changes seen in 00:00:00: 0 new, 0 changed, 0 withdrawn");
    }

    @Test
    void without_change_notification_the_watch_says_so() {
        router.watch.unsetNotifier(notifier);

        assertThatThrownBy(() -> router.run("rtm:watch"))
                .hasMessage(
                        "rtm:watch: nobody tells of changes; the change notification's bundle is rtm-notify");
    }

    @Test
    void wrong_arguments_are_refused_in_one_line() {
        assertThatThrownBy(() -> router.run("rtm:watch --josn"))
                .hasMessageStartingWith(
                        "rtm:watch: '--josn' is no option here, or lacks its value; did you mean --json?; usage: rtm:watch [-i INSTANCE]");
        assertThatThrownBy(() -> router.run("rtm:watch 10.0.0.0/8 lnoger"))
                .hasMessageStartingWith(
                        "rtm:watch: 'lnoger' is no word of a filter; did you mean longer?; usage: rtm:watch");
        assertThatThrownBy(() -> router.run("rtm:watch -v x"))
                .hasMessageStartingWith("rtm:watch: 'x' is not a view of instance 0, IPv4;");
        assertThat(notifier.registrations()).isEmpty();
    }

    /** Starts a watch, and returns once it would see a change. */
    private CompletableFuture<Void> watch(String line) {
        CompletableFuture<Void> watching = start(line);
        awaitOutput("Watching");
        return watching;
    }

    /** The same where no line says that it watches: it has shown a first change. */
    private CompletableFuture<Void> watchAsJson() {
        CompletableFuture<Void> watching = start("rtm:watch -4 --json");
        await(() -> !notifier.registrations().isEmpty(), "registration");
        TestRouter.add(rip, "11.0.0.0/8", "192.0.2.1", RouteInfo.via());
        awaitOutput("11.0.0.0/8");
        return watching;
    }

    private CompletableFuture<Void> start(String line) {
        CompletableFuture<Void> watching = new CompletableFuture<>();
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                router.run(line);
                                watching.complete(null);
                            } catch (Exception failure) {
                                watching.completeExceptionally(failure);
                            }
                        });
        thread.setDaemon(true);
        thread.start();
        return watching;
    }

    /** As Ctrl-C does: who waits for the command waits no longer, and the command ends. */
    private void interrupt(CompletableFuture<Void> watching) {
        router.session.foregroundJob().interrupt();
        assertThatThrownBy(() -> watching.get(LONG_ENOUGH, SECONDS))
                .hasRootCauseInstanceOf(InterruptedException.class);
        await(() -> router.output().matches("(?s).*(\\d changes? seen|\"changes\":).*"), "summary");
        await(() -> notifier.registrations().isEmpty(), "registrations");
    }

    private void awaitOutput(String text) {
        await(() -> router.output().contains(text), text);
    }

    private static void await(BooleanSupplier condition, String what) {
        long end = System.nanoTime() + SECONDS.toNanos(LONG_ENOUGH);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("still waiting: %s", what).isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
