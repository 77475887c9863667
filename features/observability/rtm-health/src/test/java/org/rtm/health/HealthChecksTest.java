package org.rtm.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.service.log.Logger;
import org.rtm.api.AddressFamily;
import org.rtm.api.DestInfo;
import org.rtm.api.Entity;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.LockMode;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteInfo;
import org.rtm.api.monitor.RtmMonitor;
import org.rtm.api.monitor.TableCheck;
import org.rtm.api.provider.RegisteredEntity;
import org.rtm.impl.InstanceSettings;
import org.rtm.impl.RoutingTables;

class HealthChecksTest {
    private static final NetAddress TEN = NetAddress.parse("10.0.0.0/8");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final RoutingTables tables = new RoutingTables(() -> now, silent());
    private EntityRegistration rip = register(Map.of());

    private static Logger silent() {
        return (Logger)
                Proxy.newProxyInstance(
                        HealthChecksTest.class.getClassLoader(),
                        new Class<?>[] {Logger.class},
                        (proxy, method, arguments) -> null);
    }

    private EntityRegistration register(Map<String, Object> configuration) {
        configure(configuration);
        return tables.manager(0, "rip-bundle")
                .register(EntityInfo.of(AddressFamily.IPV4, ProtocolId.RIP, 1).named("rip"));
    }

    private void configure(Map<String, Object> configuration) {
        Map<String, Object> all = new HashMap<>(configuration);
        all.put("instance", 0);
        try {
            tables.configure(InstanceSettings.read(all));
        } catch (InstanceSettings.WrongValue e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void stop() {
        tables.close();
    }

    // Tables

    @Test
    void tables_that_are_consistent_are_healthy() {
        rip.addRoute(TEN, RouteInfo.via());

        Result result = new TableConsistency(tables).execute();

        assertThat(result.getStatus()).isEqualTo(Result.Status.OK);
        assertThat(messages(result))
                .containsExactly(
                        "IPv4 table of instance 0: 1 destinations walked, counts compared",
                        "IPv6 table of instance 0: 0 destinations walked, counts compared");
    }

    @Test
    void a_table_with_a_fault_is_critical() {
        Result result =
                new TableConsistency(
                                withCheck(
                                        new Found(
                                                7,
                                                true,
                                                false,
                                                List.of("10.0.0.0/8 comes after 11.0.0.0/8"))))
                        .execute();

        assertThat(result.getStatus()).isEqualTo(Result.Status.CRITICAL);
        assertThat(messages(result))
                .contains(
                        "IPv4 table of instance 0: 10.0.0.0/8 comes after 11.0.0.0/8",
                        "IPv4 table of instance 0: 7 destinations walked, counts not compared, as it changed meanwhile");
    }

    @Test
    void a_table_that_is_too_large_for_a_whole_walk_says_so() {
        Result result =
                new TableConsistency(withCheck(new Found(7, false, false, List.of()))).execute();

        assertThat(result.getStatus()).isEqualTo(Result.Status.OK);
        assertThat(messages(result))
                .contains(
                        "IPv4 table of instance 0: 7 destinations walked, counts not compared, as there are more");
    }

    private record Found(long destinations, boolean isWhole, boolean isCounted, List<String> faults)
            implements TableCheck {}

    /** The tables of the router with another result: no client can break them. */
    private RtmMonitor withCheck(TableCheck check) {
        return (RtmMonitor)
                Proxy.newProxyInstance(
                        HealthChecksTest.class.getClassLoader(),
                        new Class<?>[] {RtmMonitor.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("check")) {
                                return Optional.of(check);
                            }
                            try {
                                return method.invoke(tables, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    // Call-backs

    @Test
    void a_call_back_that_does_not_return_is_critical_until_it_does() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        RegisteredEntity entity = RegisteredEntity.of(rip);
        entity.submit(
                () -> {
                    running.countDown();
                    awaitQuietly(goOn);
                });
        running.await();
        entity.submit(done::countDown);

        Result stuck = new StuckLanes(tables, Duration.ZERO).execute();
        Result notYet = new StuckLanes(tables).execute();
        goOn.countDown();
        done.await();

        assertThat(stuck.getStatus()).isEqualTo(Result.Status.CRITICAL);
        assertThat(messages(stuck))
                .contains(
                        "rip (instance 0, IPv4, bundle rip-bundle): a call-back has been running for 0 s, and 1 wait for it");
        assertThat(notYet.getStatus()).isEqualTo(Result.Status.OK);
        assertThat(messages(notYet)).containsExactly("1 entities looked at");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    // Locks

    @Test
    void a_lock_that_was_taken_away_is_a_warning_for_an_hour() {
        BrokenLocks check = new BrokenLocks(tables, () -> now);
        rip.addRoute(TEN, RouteInfo.via());
        DestInfo info = rip.mostSpecific(TEN).orElseThrow();
        info.destination().lock(LockMode.EXCLUSIVE).close();
        assertThat(check.execute().getStatus()).isEqualTo(Result.Status.OK);

        info.destination().lock(LockMode.EXCLUSIVE);
        advance(Duration.ofSeconds(6));
        advance(Duration.ofMinutes(30));
        Result warning = check.execute();
        advance(Duration.ofMinutes(30));
        Result later = check.execute();

        assertThat(warning.getStatus()).isEqualTo(Result.Status.WARN);
        assertThat(messages(warning))
                .contains(
                        "IPv4 table of instance 0: a lock was taken away 1800 s ago; the log names its holder");
        assertThat(later.getStatus()).isEqualTo(Result.Status.OK);
        assertThat(messages(later)).containsExactly("1 locks taken away since the start");
    }

    // Handles

    @Test
    void handles_that_are_never_given_back_are_a_warning_after_a_quarter_of_an_hour() {
        HealthCheck check = new GrowingLeaks(tables, () -> now);

        Result result = null;
        for (int minute = 0; minute <= 15; minute++) {
            take(20);
            result = check.execute();
            if (minute < 10) {
                assertThat(result.getStatus()).as("minute %d", minute).isEqualTo(Result.Status.OK);
            }
            advance(MINUTE);
        }

        assertThat(result.getStatus()).isEqualTo(Result.Status.WARN);
        assertThat(messages(result).get(0))
                .startsWith(
                        "rip (instance 0, IPv4, bundle rip-bundle) has 320 open handles of kind ENTITY, ")
                .endsWith("handle.tracking=true in the instance's configuration tells where");
    }

    @Test
    void where_handles_are_tracked_it_says_where_the_oldest_was_taken() {
        configure(Map.of("handle.tracking", "true"));
        HealthCheck check = new GrowingLeaks(tables, () -> now);

        Result result = null;
        for (int minute = 0; minute <= 15; minute++) {
            take(20);
            result = check.execute();
            advance(MINUTE);
        }

        assertThat(messages(result).get(0))
                .contains("was taken at " + HealthChecksTest.class.getName());
    }

    @Test
    void handles_that_are_taken_at_once_and_kept_are_no_leak() {
        HealthCheck check = new GrowingLeaks(tables, () -> now);

        for (int minute = 0; minute <= 30; minute++) {
            if (minute == 8) {
                take(1000);
            }
            assertThat(check.execute().getStatus()).isEqualTo(Result.Status.OK);
            advance(MINUTE);
        }
    }

    @Test
    void handles_that_come_and_go_are_no_leak() {
        HealthCheck check = new GrowingLeaks(tables, () -> now);

        for (int minute = 0; minute <= 30; minute++) {
            List<Entity> taken = take(1 + minute * 250 % 700);
            assertThat(check.execute().getStatus()).isEqualTo(Result.Status.OK);
            taken.forEach(Entity::close);
            advance(MINUTE);
        }
    }

    @Test
    void a_new_registration_starts_afresh() {
        HealthCheck check = new GrowingLeaks(tables, () -> now);
        for (int minute = 0; minute <= 15; minute++) {
            take(20);
            check.execute();
            advance(MINUTE);
        }

        rip.close();
        rip = register(Map.of());
        take(500);

        assertThat(check.execute().getStatus()).isEqualTo(Result.Status.OK);
    }

    private List<Entity> take(int handles) {
        return Stream.generate(rip::entity).limit(handles).toList();
    }

    private void advance(Duration time) {
        now = now.plus(time);
        tables.callDue();
    }

    private static List<String> messages(Result result) {
        return StreamSupport.stream(result.spliterator(), false)
                .map(ResultLog.Entry::getMessage)
                .toList();
    }
}
