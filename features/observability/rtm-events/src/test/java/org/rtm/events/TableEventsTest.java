package org.rtm.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.log.Logger;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteInfo;
import org.rtm.api.RtmStatus;
import org.rtm.api.monitor.EntityStatus;
import org.rtm.api.notify.ChangeNotifier;
import org.rtm.api.provider.RegisteredEntity;
import org.rtm.impl.InstanceSettings;
import org.rtm.impl.RoutingTables;
import org.rtm.notify.Notifier;

class TableEventsTest {
    private static final NetAddress TEN = NetAddress.parse("10.0.0.0/8");

    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final List<Event> sent = new CopyOnWriteArrayList<>();
    private final RoutingTables tables = new RoutingTables(InstantSource.system(), logger());
    private final Notifier notifier = new Notifier();
    private TableEvents events;

    private Logger logger() {
        return (Logger)
                Proxy.newProxyInstance(
                        TableEventsTest.class.getClassLoader(),
                        new Class<?>[] {Logger.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("warn")) {
                                warnings.add(message(arguments));
                            }
                            return null;
                        });
    }

    private static String message(Object[] arguments) {
        Object[] values =
                arguments[1] instanceof Object[] several
                        ? several
                        : Arrays.copyOfRange(arguments, 1, arguments.length);
        String message = (String) arguments[0];
        for (Object value : values) {
            message = message.replaceFirst("\\{}", String.valueOf(value));
        }
        return message;
    }

    @BeforeEach
    void start() {
        configure(Map.of());
        events = events(1000);
        events.follow();
    }

    private TableEvents events(int rate) {
        return events(rate, notifier);
    }

    private TableEvents events(int rate, ChangeNotifier told) {
        return new TableEvents(
                tables.manager(0, ""),
                tables,
                told,
                new EventAdmin() {
                    @Override
                    public void postEvent(Event event) {
                        throw new AssertionError("nothing may queue up with the Event Admin");
                    }

                    @Override
                    public void sendEvent(Event event) {
                        sent.add(event);
                    }
                },
                logger(),
                rate);
    }

    private void configure(Map<String, Object> configuration) {
        Map<String, Object> all = new HashMap<>(configuration);
        all.putIfAbsent("instance", 0);
        try {
            tables.configure(InstanceSettings.read(all));
        } catch (InstanceSettings.WrongValue e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void stop() throws Exception {
        events.stop();
        tables.close();
    }

    @Test
    void who_comes_and_goes_is_told() {
        EntityRegistration rip = register("rip", 1);
        rip.close();

        send();

        assertThat(sent)
                .extracting(Event::getTopic)
                .containsExactly("org/rtm/entity/REGISTERED", "org/rtm/entity/DEREGISTERED");
        assertThat(sent)
                .allSatisfy(
                        event -> {
                            assertThat(event.getProperty("instance")).isEqualTo(0);
                            assertThat(event.getProperty("family")).isEqualTo("IPv4");
                            assertThat(event.getProperty("entity")).isEqualTo("rip");
                            assertThat(event.getProperty("identity")).isEqualTo("RIP-1");
                        });
    }

    @Test
    void a_best_route_is_told_and_that_there_is_none_any_more() {
        EntityRegistration rip = register("rip", 1);
        Route route = rip.addRoute(TEN, RouteInfo.via().metric(5)).handle();
        send();
        route.delete();
        send();

        List<Event> destinations = of("org/rtm/destination/*");
        assertThat(destinations)
                .extracting(Event::getTopic)
                .containsExactly("org/rtm/destination/CHANGED", "org/rtm/destination/WITHDRAWN");
        assertThat(destinations.get(0).getProperty("destination")).isEqualTo("10.0.0.0/8");
        assertThat(destinations.get(0).getProperty("views")).isEqualTo(new String[] {"unicast"});
        assertThat(destinations.get(0).getProperty("entity")).isEqualTo("rip");
        assertThat(destinations.get(0).getProperty("preference")).isEqualTo(120L);
        assertThat(destinations.get(0).getProperty("metric")).isEqualTo(5L);
        assertThat(destinations.get(1).getProperty("destination")).isEqualTo("10.0.0.0/8");
    }

    @Test
    void what_changes_often_is_told_once_as_it_is() {
        EntityRegistration rip = register("rip", 1);
        for (int metric = 1; metric <= 500; metric++) {
            rip.addRoute(TEN, RouteInfo.via().metric(metric));
        }

        send();

        assertThat(of("org/rtm/destination/*"))
                .singleElement()
                .satisfies(event -> assertThat(event.getProperty("metric")).isEqualTo(500L));
    }

    @Test
    void no_more_events_are_sent_than_the_rate_allows_and_the_others_later() throws Exception {
        events.stop();
        sent.clear();
        events = events(100);
        events.follow();
        EntityRegistration rip = register("rip", 1);
        for (int i = 0; i < 25; i++) {
            rip.addRoute(NetAddress.ipv4(0x0A000000 | i << 8, 24), RouteInfo.via());
        }

        settle();
        events.send();
        assertThat(sent).hasSize(10);
        events.send();
        assertThat(sent).hasSize(20);
        events.send();
        assertThat(sent).hasSize(26);
    }

    @Test
    void after_a_pause_a_second_has_no_more_events_than_the_rate() throws Exception {
        for (int rate : new int[] {1, 15, 100}) {
            EntityRegistration rip = register("rip", 1);
            startAnew(rate);
            for (int ticks = 0; ticks < 100; ticks++) {
                events.send();
            }
            for (int i = 0; i < 300; i++) {
                rip.addRoute(NetAddress.ipv4(0x0A000000 | i << 8, 24), RouteInfo.via());
            }
            settle();

            for (int ticks = 0; ticks < 10; ticks++) {
                events.send();
            }

            assertThat(sent).hasSize(rate);
            for (int ticks = 0; ticks < 10; ticks++) {
                events.send();
            }
            assertThat(sent).hasSize(2 * rate);
            rip.close();
        }
    }

    @Test
    void a_table_that_is_always_busy_keeps_no_other_waiting() throws Exception {
        for (int rate : new int[] {1, 100}) {
            EntityRegistration rip = register("rip", 1);
            EntityRegistration six =
                    tables.manager(0, "")
                            .register(EntityInfo.of(AddressFamily.IPV6, ProtocolId.RIP, 2));
            startAnew(rate);
            for (int i = 0; i < 300; i++) {
                rip.addRoute(NetAddress.ipv4(0x0A000000 | i << 8, 24), RouteInfo.via());
                six.addRoute(NetAddress.parse("2001:db8:%x::/48".formatted(i)), RouteInfo.via());
            }
            settle();

            for (int ticks = 0; ticks < 20; ticks++) {
                events.send();
            }

            assertThat(sent).hasSize(2 * rate);
            assertThat(sent)
                    .filteredOn(event -> event.getProperty("family").equals("IPv6"))
                    .hasSize(rate);
            rip.close();
            six.close();
        }
    }

    /** Sends at another rate, and from now on only. */
    private void startAnew(int rate) throws Exception {
        events.stop();
        events = events(rate);
        events.follow();
        sent.clear();
    }

    @Test
    void a_table_that_comes_is_followed_and_one_that_goes_is_not() {
        configure(Map.of("instance", 7, "address.families", "ipv4"));
        events.follow();
        EntityInfo info =
                EntityInfo.of(AddressFamily.IPV4, ProtocolId.RIP, 1).inInstance(7).named("far");
        tables.manager(7, "").register(info);
        send();

        assertThat(of("org/rtm/entity/REGISTERED"))
                .singleElement()
                .satisfies(event -> assertThat(event.getProperty("instance")).isEqualTo(7));

        tables.remove(7);
        events.follow();
        send();
        assertThat(warnings).isEmpty();
    }

    @Test
    void a_table_that_is_made_anew_is_followed_again() {
        configure(Map.of("views", "0=unicast,1=multicast,5=lab"));
        awaitFollowed();
        register("rip", 1);
        send();

        assertThat(of("org/rtm/entity/REGISTERED")).hasSize(1);
    }

    @Test
    void registrations_that_nobody_takes_are_dropped_and_that_is_logged_once() {
        for (int i = 0; i < 600; i++) {
            register("rip", 1).close();
        }
        settle();
        assertThat(warnings)
                .containsExactly(
                        "1000 registrations with the IPv4 table of instance 0 wait to be sent as events: dropping others");

        for (int ticks = 0; ticks < 20; ticks++) {
            events.send();
        }

        assertThat(sent).hasSize(1000);
    }

    @Test
    void a_table_that_cannot_be_followed_is_told_of_once() throws Exception {
        events.stop();
        events =
                events(
                        1000,
                        (ChangeNotifier)
                                Proxy.newProxyInstance(
                                        TableEventsTest.class.getClassLoader(),
                                        new Class<?>[] {ChangeNotifier.class},
                                        (proxy, method, arguments) -> {
                                            throw RtmStatus.INVALID_HANDLE.because(
                                                    "this notifier has stopped");
                                        }));

        events.follow();
        events.follow();

        assertThat(warnings)
                .containsExactly("events of a table are not sent yet: this notifier has stopped");
        assertThat(tables.instances().get(0).tables().get(0).entities()).isEmpty();
    }

    @Test
    void nothing_is_kept_of_what_was_sent() {
        EntityRegistration rip = register("rip", 1);
        rip.addRoute(TEN, RouteInfo.via());
        send();

        assertThat(own().handles().values().stream().mapToLong(Long::longValue).sum())
                .as("the registration for changes alone")
                .isEqualTo(1);
    }

    @Test
    void a_rate_out_of_range_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> events(0))
                .withMessage(
                        "rate is '0'; allowed is a number of events a second from 1 to 100000");
        assertThatIllegalArgumentException().isThrownBy(() -> events(100_001));
    }

    @Test
    void when_it_stops_its_entities_go() throws Exception {
        events.stop();

        assertThat(tables.instances().get(0).tables())
                .allSatisfy(table -> assertThat(table.entities()).isEmpty());
    }

    private EntityRegistration register(String name, int number) {
        return tables.manager(0, "")
                .register(EntityInfo.of(AddressFamily.IPV4, ProtocolId.RIP, number).named(name));
    }

    /** Looks again and again until both new tables are followed: an end is told on a lane. */
    private void awaitFollowed() {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (tables.instances().get(0).tables().stream()
                .anyMatch(table -> table.entities().isEmpty())) {
            assertThat(System.nanoTime()).isLessThan(end);
            events.follow();
        }
    }

    /** Sends what has come up, once the entities' lanes have told of it. */
    private void send() {
        settle();
        events.send();
    }

    private void settle() {
        events.registrations()
                .forEach(
                        entity -> {
                            CountDownLatch settled = new CountDownLatch(1);
                            RegisteredEntity.of(entity).submit(settled::countDown);
                            try {
                                settled.await();
                            } catch (InterruptedException e) {
                                throw new AssertionError(e);
                            }
                        });
    }

    private EntityStatus own() {
        return tables.instances().get(0).tables().get(0).entities().stream()
                .filter(entity -> entity.info().name().equals("events"))
                .findFirst()
                .orElseThrow();
    }

    private List<Event> of(String topic) {
        String start = topic.replace("*", "");
        return sent.stream().filter(event -> event.getTopic().startsWith(start)).toList();
    }
}
