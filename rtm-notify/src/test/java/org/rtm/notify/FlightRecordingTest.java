package org.rtm.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rtm.api.AddressFamily;
import org.rtm.api.DestInfo;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.LockMode;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.ViewSet;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.ChangeType;

/** What a router writes into a recording of Java Flight Recorder. */
class FlightRecordingTest {
    private static final NetAddress TEN = NetAddress.parse("10.0.0.0/8");

    private final Router router = new Router(() -> this.now);
    private final Recording recording = new Recording();
    private volatile Instant now = Instant.parse("2024-01-01T00:00:00Z");

    @TempDir Path folder;

    @BeforeEach
    void record() {
        recording.enable("org.rtm.RouteChange");
        recording.enable("org.rtm.Notification").withThreshold(Duration.ZERO);
        recording.start();
    }

    @AfterEach
    void close() {
        recording.close();
        router.close();
    }

    @Test
    void that_an_entity_comes_and_goes_is_recorded() throws Exception {
        EntityRegistration rip = register("rip", Optional.empty());
        rip.close();

        List<RecordedEvent> came = events("Registration");
        assertThat(came).singleElement().extracting(it -> it.getString("entity")).isEqualTo("rip");
        assertThat(came.get(0).getLong("instance")).isZero();
        assertThat(came.get(0).getString("table")).isEqualTo("IPv4");
        assertThat(events("Deregistration"))
                .singleElement()
                .satisfies(
                        went -> {
                            assertThat(went.getString("entity")).isEqualTo("rip");
                            assertThat(went.getLong("retainedRoutes")).isZero();
                            assertThat(went.getString("reason")).isEmpty();
                        });
    }

    @Test
    void a_change_is_recorded_with_the_views_it_shows_in() throws Exception {
        EntityRegistration rip = register("rip", Optional.empty());
        Route better = rip.addRoute(TEN, Router.metric(1)).handle();
        better.delete();

        List<RecordedEvent> changes = events("RouteChange");
        assertThat(changes)
                .extracting(
                        it -> it.getString("destination"),
                        it -> it.getString("bestViews"),
                        it -> it.getString("withdrawnViews"),
                        it -> it.getLong("routes"))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("10.0.0.0/8", "unicast", "", 1L),
                        org.assertj.core.groups.Tuple.tuple(
                                "10.0.0.0/8", "unicast", "unicast", 0L));
    }

    @Test
    void a_notification_is_recorded_with_how_long_the_call_back_took_and_what_was_pending()
            throws Exception {
        Notifier notifier = new Notifier();
        EntityRegistration rip = register("rip", Optional.empty());
        notifier.register(
                rip, ChangeRequest.of(ChangeType.BEST), Optional.of(changes -> changes.fetch(10)));
        rip.addRoute(TEN, Router.metric(1));
        Router.settle(rip);

        assertThat(events("Notification"))
                .singleElement()
                .satisfies(
                        event -> {
                            assertThat(event.getString("entity")).isEqualTo("rip");
                            assertThat(event.getLong("pending")).isEqualTo(1);
                            assertThat(event.getDuration()).isPositive();
                        });
    }

    @Test
    void a_hold_is_recorded_with_its_time() throws Exception {
        EntityRegistration rip = register("rip", Optional.empty());
        Route route = rip.addRoute(TEN, Router.metric(1)).handle();
        try (DestInfo info = rip.mostSpecific(TEN).orElseThrow()) {
            info.destination().hold(ViewSet.UNICAST, Duration.ofSeconds(60));
        }
        route.delete();

        assertThat(events("Hold"))
                .singleElement()
                .satisfies(
                        hold -> {
                            assertThat(hold.getString("destination")).isEqualTo("10.0.0.0/8");
                            assertThat(hold.getString("entity")).isEqualTo("rip");
                            assertThat(hold.getDuration("time")).isEqualTo(Duration.ofSeconds(60));
                        });
    }

    @Test
    void a_lock_that_is_taken_away_is_recorded() throws Exception {
        EntityRegistration rip = register("rip", Optional.empty());
        rip.addRoute(TEN, Router.metric(1));
        DestInfo info = rip.mostSpecific(TEN).orElseThrow();
        info.destination().lock(LockMode.EXCLUSIVE);

        advance(Duration.ofSeconds(6));

        assertThat(events("LockTakenAway"))
                .singleElement()
                .satisfies(
                        lock -> {
                            assertThat(lock.getString("entity")).isEqualTo("rip");
                            assertThat(lock.getString("target")).isEqualTo("10.0.0.0/8");
                            assertThat(lock.getBoolean("exclusive")).isTrue();
                        });
    }

    @Test
    void a_swap_of_an_entity_is_recorded_with_the_time_it_was_away() throws Exception {
        EntityRegistration before = register("rip", Optional.of(Duration.ofMinutes(1)));
        before.addRoute(TEN, Router.metric(1));
        before.close();
        advance(Duration.ofSeconds(3));
        register("rip again", Optional.empty());

        assertThat(events("Deregistration"))
                .singleElement()
                .satisfies(event -> assertThat(event.getLong("retainedRoutes")).isEqualTo(1));
        assertThat(events("EntitySwap"))
                .singleElement()
                .satisfies(
                        swap -> {
                            assertThat(swap.getString("entity")).isEqualTo("rip again");
                            assertThat(swap.getLong("routes")).isEqualTo(1);
                            assertThat(swap.getDuration("away")).isEqualTo(Duration.ofSeconds(3));
                        });
    }

    @Test
    void a_swap_of_the_notifier_is_recorded_from_its_stop_to_its_start() throws Exception {
        Notifier before = new Notifier();
        EntityRegistration rip = register("rip", Optional.empty());
        before.register(rip, ChangeRequest.of(ChangeType.BEST), Optional.empty());

        before.stop();
        new Notifier();

        assertThat(events("NotifierStop"))
                .singleElement()
                .satisfies(stop -> assertThat(stop.getLong("registrations")).isEqualTo(1));
        assertThat(events("NotifierStart")).hasSize(2);
    }

    private EntityRegistration register(String name, Optional<Duration> retention) {
        EntityInfo info = EntityInfo.of(AddressFamily.IPV4, ProtocolId.RIP, 1).named(name);
        return router.manager()
                .register(
                        info,
                        retention.map(EntityOptions.NONE::retention).orElse(EntityOptions.NONE));
    }

    private void advance(Duration time) {
        now = now.plus(time);
        router.callDue();
    }

    /** What was recorded so far, of one kind. */
    private List<RecordedEvent> events(String name) throws IOException {
        Path file = folder.resolve(name + ".jfr");
        recording.dump(file);
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals("org.rtm." + name))
                .toList();
    }
}
