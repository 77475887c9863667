package org.rtm.protocol.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketException;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rtm.api.NetAddress;
import org.rtm.api.link.LinkEvents;
import org.rtm.impl.InstanceSettings;
import org.rtm.impl.RoutingTables;

/** When the interfaces are looked at, with and without somebody who tells of them. */
@Timeout(60)
class LocalProtocolTest {
    private static final Map<String, Object> SELDOM = Map.of("interval", "60000");
    private static final Map<String, Object> OFTEN = Map.of("interval", "100");
    private static final int DESTINATIONS_OF_ADDRESS = 2;

    private final LogLines logged = new LogLines();
    private final RoutingTables tables = new RoutingTables(Clock.systemUTC(), logged.log());
    private final Set<LocalRoute> present = new CopyOnWriteArraySet<>();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final ToldEvents events = new ToldEvents();
    private LocalProtocol protocol;

    /** Events of a host's interfaces, told by the test. */
    private static final class ToldEvents implements LinkEvents {
        private final Set<Runnable> listeners = new CopyOnWriteArraySet<>();

        @Override
        public void addListener(Runnable listener) {
            listeners.add(listener);
            listener.run();
        }

        @Override
        public void removeListener(Runnable listener) {
            listeners.remove(listener);
        }

        void tell() {
            listeners.forEach(Runnable::run);
        }
    }

    @BeforeEach
    void open() throws Exception {
        tables.configure(InstanceSettings.read(Map.of("instance", 0)));
    }

    @AfterEach
    void close() {
        protocol.stop();
        tables.close();
    }

    private void start(Map<String, Object> configuration) {
        protocol =
                new LocalProtocol(
                        tables.manager(0, ""), logged.log(), configuration, this::readInterfaces);
    }

    private Set<LocalRoute> readInterfaces() throws SocketException {
        reads.incrementAndGet();
        if (failures.getAndDecrement() > 0) {
            throw new SocketException("the interface has gone");
        }
        return Set.copyOf(present);
    }

    private void add(String address) {
        present.addAll(LocalRoute.of(2, NetAddress.parse(address), 24));
    }

    private long destinations() {
        return tables.instances().get(0).tables().stream()
                .mapToLong(table -> table.destinations())
                .sum();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @Test
    void who_is_told_of_a_change_looks_at_once() {
        start(SELDOM);
        protocol.addLinkEvents(events);
        add("192.0.2.7");

        events.tell();

        await(() -> destinations() == DESTINATIONS_OF_ADDRESS);
        present.clear();
        events.tell();
        await(() -> destinations() == 0);
    }

    @Test
    void what_changed_before_anybody_told_is_seen_when_somebody_begins_to() {
        start(SELDOM);
        add("192.0.2.7");

        protocol.addLinkEvents(events);

        await(() -> destinations() == DESTINATIONS_OF_ADDRESS);
    }

    @Test
    void a_table_that_comes_back_is_filled_without_another_look_at_the_interfaces()
            throws Exception {
        add("192.0.2.7");
        start(OFTEN);
        protocol.addLinkEvents(events);
        await(() -> reads.get() == 2);
        tables.configure(InstanceSettings.read(Map.of("instance", 0, "address.families", "ipv6")));
        await(() -> destinations() == 0);

        tables.configure(InstanceSettings.read(Map.of("instance", 0)));

        await(() -> destinations() == DESTINATIONS_OF_ADDRESS);
        assertThat(reads).hasValue(2);
    }

    @Test
    void without_anybody_who_tells_it_looks_again_and_again() {
        start(OFTEN);
        protocol.addLinkEvents(events);

        protocol.removeLinkEvents(events);
        add("192.0.2.7");

        await(() -> destinations() == DESTINATIONS_OF_ADDRESS);
        assertThat(events.listeners).isEmpty();
    }

    @Test
    void interfaces_that_could_not_be_read_are_read_again_without_a_word() {
        start(OFTEN);
        protocol.addLinkEvents(events);
        add("192.0.2.7");
        failures.set(1);

        events.tell();

        await(() -> destinations() == DESTINATIONS_OF_ADDRESS);
    }

    @Test
    void interfaces_that_cannot_be_read_are_logged_once_until_they_can() {
        add("192.0.2.7");
        failures.set(2);

        start(OFTEN);

        await(() -> destinations() == DESTINATIONS_OF_ADDRESS);
        assertThat(logged.lines())
                .containsExactly("warn the local routes do not follow the interfaces yet");
        failures.set(1);
        await(() -> logged.lines().size() == 2);
    }

    @Test
    void a_wrong_interval_is_refused_with_its_reason_and_it_goes_on_looking() {
        start(OFTEN);

        protocol.configure(Map.of("interval", "soon"));

        assertThat(logged.lines())
                .containsExactly(
                        "error the configuration org.rtm.protocol.local was refused: interval is 'soon'; allowed is a number of milliseconds from 100 to 60000");
        add("192.0.2.7");
        await(() -> destinations() == DESTINATIONS_OF_ADDRESS);
    }
}
