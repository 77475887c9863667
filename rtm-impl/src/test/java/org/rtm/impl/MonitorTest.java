package org.rtm.impl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rtm.api.AddressFamily;
import org.rtm.api.DestInfo;
import org.rtm.api.DestinationLock;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.LockMode;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteList;
import org.rtm.api.ViewSet;
import org.rtm.api.monitor.EntityStatus;
import org.rtm.api.monitor.HandleStatus;
import org.rtm.api.monitor.HoldStatus;
import org.rtm.api.monitor.LockStatus;
import org.rtm.api.monitor.TableStatus;
import org.rtm.api.provider.RegisteredEntity;

/** What operators see of holds, locks, lists, changes and handles. */
class MonitorTest {
    private static final NetAddress TEN = NetAddress.parse("10.0.0.0/8");

    private final TestRouter router = new TestRouter();
    private final EntityRegistration rip = router.register(ProtocolId.RIP, 1);

    @AfterEach
    void stop() {
        router.close();
    }

    @Test
    void a_mark_is_seen_with_its_time_and_a_hold_with_what_is_left_of_it() {
        Route route = rip.addRoute(TEN, RouteInfo.via()).handle();
        hold(TEN, Duration.ofSeconds(60));
        rip.addRoute(NetAddress.parse("11.0.0.0/8"), RouteInfo.via());
        hold(NetAddress.parse("11.0.0.0/8"), Duration.ofSeconds(20));
        route.delete();

        router.advance(Duration.ofSeconds(15));

        List<HoldStatus> holds = router.tables().holds(0, AddressFamily.IPV4);
        assertThat(holds).extracting(HoldStatus::isRunning).containsExactly(true, false);
        assertThat(holds.get(0).destination()).isEqualTo(TEN);
        assertThat(holds.get(0).views()).isEqualTo(ViewSet.UNICAST);
        assertThat(holds.get(0).time()).isEqualTo(Duration.ofSeconds(45));
        assertThat(holds.get(0).owner()).contains(rip.info());
        assertThat(holds.get(1).destination()).hasToString("11.0.0.0/8");
        assertThat(holds.get(1).time()).isEqualTo(Duration.ofSeconds(20));
        assertThat(holds.get(1).owner()).isEmpty();
    }

    @Test
    void who_asks_for_the_holds_keeps_no_writer_waiting() {
        Route route = rip.addRoute(TEN, RouteInfo.via()).handle();
        hold(TEN, Duration.ofSeconds(60));
        route.delete();
        Thread asking = Thread.currentThread();
        List<Object> written = new ArrayList<>();
        router.whenAskedForTheTime(
                () -> {
                    if (Thread.currentThread() == asking) {
                        written.add(addOnAnotherThread("11.0.0.0/8"));
                    }
                });

        List<HoldStatus> holds = router.tables().holds(0, AddressFamily.IPV4);

        router.whenAskedForTheTime(() -> {});
        assertThat(written).hasSize(1);
        assertThat(holds).hasSize(1);
    }

    private Object addOnAnotherThread(String prefix) {
        try {
            return Call.begin(() -> rip.addRoute(NetAddress.parse(prefix), RouteInfo.via()))
                    .result();
        } catch (Throwable failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void a_mark_that_becomes_a_hold_meanwhile_is_seen_all_the_same() throws Throwable {
        int destinations = 5_000;
        AtomicInteger marked = new AtomicInteger();
        Call<?> marking =
                Call.begin(
                        () -> {
                            for (int i = 0; i < destinations; i++) {
                                NetAddress prefix = NetAddress.ipv4(0x0A000000 + (i << 8), 24);
                                Route route = rip.addRoute(prefix, RouteInfo.via()).handle();
                                hold(prefix, Duration.ofSeconds(60));
                                marked.incrementAndGet();
                                route.delete();
                            }
                            return marked;
                        });

        while (marked.get() < destinations) {
            int least = marked.get();
            assertThat(
                            router.tables().holds(0, AddressFamily.IPV4).stream()
                                    .map(HoldStatus::destination)
                                    .distinct())
                    .hasSizeGreaterThanOrEqualTo(least);
        }
        marking.result();
    }

    @Test
    void a_hold_that_has_ended_is_seen_no_more() {
        Route route = rip.addRoute(TEN, RouteInfo.via()).handle();
        hold(TEN, Duration.ofSeconds(60));
        route.delete();

        router.advance(Duration.ofSeconds(61));

        assertThat(router.tables().holds(0, AddressFamily.IPV4)).isEmpty();
    }

    @Test
    void a_lock_is_seen_with_its_holder_and_what_is_left_of_its_time() {
        rip.addRoute(TEN, RouteInfo.via());
        try (DestInfo info = rip.mostSpecific(TEN).orElseThrow();
                DestinationLock lock = info.destination().lock(LockMode.EXCLUSIVE)) {
            router.advance(Duration.ofSeconds(2));

            assertThat(router.tables().locks(0, AddressFamily.IPV4))
                    .singleElement()
                    .satisfies(
                            seen -> {
                                assertThat(seen.holder()).isEqualTo(rip.info());
                                assertThat(seen.mode()).isEqualTo(lock.mode());
                                assertThat(seen.target()).isEqualTo("10.0.0.0/8");
                                assertThat(seen.left()).isEqualTo(Duration.ofSeconds(3));
                            });
        }
        assertThat(router.tables().locks(0, AddressFamily.IPV4)).isEmpty();
    }

    @Test
    void of_two_locks_the_one_that_ends_first_is_first() {
        NextHop nextHop = rip.addNextHop(NextHopInfo.of("192.0.2.1", 3)).handle();
        rip.addRoute(TEN, RouteInfo.via(nextHop));
        nextHop.lock(LockMode.SHARED);
        router.advance(Duration.ofSeconds(1));
        rip.mostSpecific(TEN).orElseThrow().destination().lock(LockMode.SHARED);

        assertThat(router.tables().locks(0, AddressFamily.IPV4))
                .extracting(LockStatus::left)
                .containsExactly(Duration.ofSeconds(4), Duration.ofSeconds(5));
    }

    @Test
    void locks_that_were_taken_away_are_counted_and_those_that_were_given_back_are_not() {
        rip.addRoute(TEN, RouteInfo.via());
        DestInfo info = rip.mostSpecific(TEN).orElseThrow();
        info.destination().lock(LockMode.EXCLUSIVE).close();
        assertThat(table().locksTakenAway()).isZero();
        assertThat(table().lastLockTakenAway()).isEmpty();

        info.destination().lock(LockMode.EXCLUSIVE);
        router.advance(Duration.ofSeconds(6));

        assertThat(table().locksTakenAway()).isEqualTo(1);
        assertThat(table().lastLockTakenAway()).contains(router.now());
    }

    @Test
    void a_call_back_that_runs_is_seen_with_those_that_wait_for_it() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        RegisteredEntity entity = RegisteredEntity.of(rip);
        entity.submit(
                () -> {
                    running.countDown();
                    awaitUninterrupted(goOn);
                });
        entity.submit(() -> {});
        running.await();

        assertThat(statusOfRip().runningCallback())
                .hasValueSatisfying(it -> assertThat(it).isPositive());
        assertThat(statusOfRip().waitingCallbacks()).isEqualTo(1);

        CountDownLatch settled = new CountDownLatch(1);
        entity.submit(settled::countDown);
        goOn.countDown();
        settled.await();
        assertThat(statusOfRip().waitingCallbacks()).isZero();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_table_that_works_is_consistent() {
        rip.addRoute(TEN, RouteInfo.via());

        assertThat(router.tables().check(0, AddressFamily.IPV4, 10))
                .hasValueSatisfying(
                        check -> {
                            assertThat(check.destinations()).isEqualTo(1);
                            assertThat(check.isCounted()).isTrue();
                            assertThat(check.faults()).isEmpty();
                        });
        assertThat(router.tables().check(7, AddressFamily.IPV4, 10)).isEmpty();
    }

    @Test
    void where_there_is_no_table_there_is_no_hold_lock_or_handle() {
        assertThat(router.tables().holds(7, AddressFamily.IPV4)).isEmpty();
        assertThat(router.tables().locks(7, AddressFamily.IPV4)).isEmpty();
        assertThat(router.tables().openHandles(rip.info().inInstance(7), 10)).isEmpty();
    }

    @Test
    void lists_are_seen_by_how_many_routes_they_have_until_they_are_deleted() {
        RouteList empty = rip.createRouteList();
        RouteList two = rip.createRouteList();
        two.insert(
                List.of(
                        rip.addRoute(TEN, RouteInfo.via()).handle(),
                        rip.addRoute(NetAddress.parse("11.0.0.0/8"), RouteInfo.via()).handle()));

        assertThat(statusOfRip().routeLists()).containsExactly(0, 2);

        empty.close();
        assertThat(statusOfRip().routeLists()).containsExactly(2);
    }

    @Test
    void that_methods_are_blocked_is_seen_until_they_are_resumed() {
        rip.blockMethods();
        assertThat(statusOfRip().isBlockingMethods()).isTrue();

        rip.resumeMethods();
        assertThat(statusOfRip().isBlockingMethods()).isFalse();
    }

    @Test
    void changes_of_destinations_are_counted_and_updates_that_change_nothing_are_not() {
        long before = table().changes();
        rip.addRoute(TEN, RouteInfo.via());
        rip.addRoute(TEN, RouteInfo.via());
        rip.addRoute(TEN, RouteInfo.via().metric(2));

        assertThat(table().changes() - before).isEqualTo(2);
    }

    @Test
    void handles_are_tracked_only_where_that_is_configured() {
        Route before = rip.addRoute(TEN, RouteInfo.via()).handle();
        router.configure(Map.of("handle.tracking", true));
        Route after = rip.addRoute(TEN, RouteInfo.via().metric(2)).handle();

        assertThat(open())
                .singleElement()
                .satisfies(
                        handle -> {
                            assertThat(handle.kind()).isEqualTo(HandleKind.ROUTE);
                            assertThat(handle.since()).isEqualTo(router.now());
                            assertThat(handle.target()).contains("10.0.0.0/8");
                            assertThat(handle.takenAt())
                                    .extracting(StackTraceElement::getMethodName)
                                    .contains("invoke");
                        });
        after.close();
        before.close();
        assertThat(open()).isEmpty();
    }

    @Test
    void tracked_handles_come_the_oldest_first_and_no_more_than_asked_for() {
        router.configure(Map.of("handle.tracking", true));
        rip.entity();
        router.advance(Duration.ofSeconds(1));
        rip.enumerateRoutes(org.rtm.api.RouteQuery.ALL);
        router.advance(Duration.ofSeconds(1));
        rip.createRouteList();

        assertThat(open())
                .extracting(HandleStatus::kind)
                .containsExactly(HandleKind.ENTITY, HandleKind.ENUMERATION, HandleKind.ROUTE_LIST);
        assertThat(open()).extracting(HandleStatus::target).contains("enumeration of routes");
        assertThat(router.tables().openHandles(rip.info(), 2)).hasSize(2);
    }

    @Test
    void an_information_is_tracked_by_kind_and_a_handle_of_it_by_itself_once_it_is_made() {
        router.configure(Map.of("handle.tracking", true));
        rip.addRoute(TEN, RouteInfo.via());
        DestInfo info = rip.mostSpecific(TEN).orElseThrow();

        assertThat(open())
                .extracting(HandleStatus::kind)
                .containsExactlyInAnyOrder(
                        HandleKind.DESTINATION, HandleKind.ROUTE, HandleKind.ENTITY);

        info.views().get(0).bestRoute().map(Route::destinationAddress);
        info.views().get(0).bestRoute().orElseThrow().close();
        assertThat(open())
                .extracting(HandleStatus::kind)
                .containsExactlyInAnyOrder(HandleKind.DESTINATION, HandleKind.ENTITY);

        info.close();
        assertThat(open()).isEmpty();
    }

    @Test
    void what_a_registration_that_has_ended_left_open_is_tracked_no_more() {
        router.configure(Map.of("handle.tracking", true));
        rip.entity();

        rip.close();

        assertThat(open()).isEmpty();
        assertThat(Optional.of(rip.handleCounts().get(HandleKind.ENTITY))).contains(0L);
    }

    private void hold(NetAddress destination, Duration time) {
        try (DestInfo info =
                rip.exactMatch(destination, ProtocolId.BEST, ViewSet.ANY).orElseThrow()) {
            info.destination().hold(ViewSet.UNICAST, time);
        }
    }

    private List<HandleStatus> open() {
        return router.tables().openHandles(rip.info(), 10);
    }

    private TableStatus table() {
        return router.tables().instances().get(0).tables().get(0);
    }

    private EntityStatus statusOfRip() {
        return table().entities().get(0);
    }
}
