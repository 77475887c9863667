package org.rtm.webconsole;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.service.log.Logger;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.monitor.RtmMonitor;
import org.rtm.notify.Notifier;
import org.rtm.webconsole.RecentChanges.Change;

/** What is seen of tables over time. */
class ObservationTest {
    private final TestTables rtm = new TestTables();
    private final Observation observation = rtm.observation;
    private final EntityRegistration rip = rtm.register(ProtocolId.RIP);

    @AfterEach
    void close() {
        rtm.close();
    }

    @Test
    void a_change_is_told_to_who_looked_before_it() {
        look();

        TestTables.add(rip, "10.0.0.0/8", "192.0.2.1");
        observation.observe();

        assertThat(observation.changesAfter(0))
                .singleElement()
                .satisfies(
                        change -> {
                            assertThat(change.destination()).contains("10.0.0.0/8");
                            assertThat(change.now()).isEqualTo("RIP-1 [120/0] via 192.0.2.1, if 3");
                            assertThat(change.time()).isEqualTo(rtm.clock.instant());
                        });
    }

    @Test
    void a_withdrawal_is_told() {
        TestTables.add(rip, "10.0.0.0/8", "192.0.2.1");
        look();

        rip.withdraw();
        observation.observe();

        assertThat(observation.changesAfter(0))
                .singleElement()
                .extracting(Change::now)
                .isEqualTo("withdrawn");
    }

    @Test
    void while_nobody_looks_nobody_is_registered_for_changes() {
        assertThat(rtm.notifier.registrations()).isEmpty();
        look();
        assertThat(rtm.notifier.registrations()).hasSize(2);

        rtm.clock.advance(Duration.ofMinutes(1));
        observation.observe();

        assertThat(rtm.notifier.registrations()).isEmpty();
    }

    @Test
    void of_too_many_changes_at_once_some_are_shown_and_the_rest_is_said_to_be_left_out() {
        look();
        for (int i = 0; i < 1000; i++) {
            TestTables.add(rip, NetAddress.ipv4(i << 8, 24).toString(), "192.0.2.1");
        }

        observation.observe();

        assertThat(observation.changesAfter(0))
                .hasSize(RecentChanges.TAKEN_AT_ONCE + 1)
                .last()
                .extracting(Change::now)
                .asString()
                .startsWith("too many changes at once");
        observation.observe();
        assertThat(observation.changesAfter(0)).hasSize(RecentChanges.TAKEN_AT_ONCE + 1);
    }

    @Test
    void no_more_changes_are_kept_than_a_bound() {
        look();
        for (int i = 0; i < 10; i++) {
            for (int j = 0; j < 100; j++) {
                TestTables.add(
                        rip, NetAddress.ipv4((i * 100 + j) << 8, 24).toString(), "192.0.2.1");
            }
            observation.observe();
        }

        assertThat(observation.changesAfter(0))
                .hasSize(RecentChanges.KEPT)
                .last()
                .extracting(Change::number)
                .isEqualTo(1000L);
        assertThat(observation.changesAfter(999)).hasSize(1);
    }

    @Test
    void samples_tell_size_and_changes_of_a_table_and_no_more_are_kept_than_a_bound() {
        TestTables.add(rip, "10.0.0.0/8", "192.0.2.1");
        for (int i = 0; i < Samples.KEPT + 5; i++) {
            observation.observe();
            rtm.clock.advance(Duration.ofSeconds(1));
        }

        assertThat(observation.samplesAfter(0, 0, AddressFamily.IPV4)).hasSize(Samples.KEPT);
        assertThat(observation.samplesAfter(Samples.KEPT + 4, 0, AddressFamily.IPV4))
                .singleElement()
                .satisfies(
                        sample -> {
                            assertThat(sample.routes()).isEqualTo(1);
                            assertThat(sample.destinations()).isEqualTo(1);
                            assertThat(sample.changes()).isEqualTo(1);
                        });
        assertThat(observation.samplesAfter(0, 7, AddressFamily.IPV4)).isEmpty();
    }

    @Test
    void changes_are_followed_again_after_the_notifier_was_away() {
        look();
        rtm.tables.unsetNotifier(rtm.notifier);
        observation.observe();

        Notifier next = new Notifier();
        rtm.tables.setNotifier(next);
        observation.observe();
        TestTables.add(rip, "10.0.0.0/8", "192.0.2.1");
        observation.observe();

        assertThat(observation.changesAfter(0))
                .extracting(change -> change.destination().orElse(""))
                .containsExactly("10.0.0.0/8");
    }

    @Test
    void tables_that_cannot_be_looked_at_are_logged_once_until_they_can() {
        List<String> warnings = new ArrayList<>();
        AtomicBoolean fails = new AtomicBoolean(true);
        Tables tables = new Tables();
        tables.setMonitor(
                proxy(
                        RtmMonitor.class,
                        (monitor, method, arguments) -> {
                            if (fails.get()) {
                                throw new IllegalStateException("no heap left");
                            }
                            return List.of();
                        }));
        Logger log =
                proxy(
                        Logger.class,
                        (logger, method, arguments) -> {
                            warnings.add(((String) arguments[0]).replace("{}", "" + arguments[1]));
                            return null;
                        });
        Observation failing = new Observation(tables, log, rtm.clock);

        failing.observe();
        failing.observe();
        fails.set(false);
        failing.observe();
        assertThat(warnings)
                .containsExactly("the web console cannot look at the tables: no heap left");

        fails.set(true);
        failing.observe();
        assertThat(warnings).hasSize(2);
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private void look() {
        observation.changesAfter(0);
    }
}
