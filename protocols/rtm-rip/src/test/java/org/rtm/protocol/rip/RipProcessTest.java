package org.rtm.protocol.rip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.service.log.Logger;
import org.rtm.api.AddRouteOptions;
import org.rtm.api.DestInfo;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.View;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.ChangeType;
import org.rtm.notify.Notifier;
import org.rtm.protocol.rip.engine.InterfaceSettings;
import org.rtm.protocol.rip.engine.LearnedRoute;
import org.rtm.protocol.rip.engine.RipTimers;
import org.rtm.protocol.rip.engine.RouteStatus;
import org.rtm.protocol.rip.engine.SplitHorizon;

/** RIP as it runs, on interfaces that are not there. */
@Timeout(60)
class RipProcessTest {
    private static final NetAddress TEN = NetAddress.parse("10.0.0.0/8");
    private static final NetAddress ELEVEN = NetAddress.parse("11.0.0.0/8");

    private volatile Runnable onLog = () -> {};
    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Logger log =
            (Logger)
                    Proxy.newProxyInstance(
                            RipProcessTest.class.getClassLoader(),
                            new Class<?>[] {Logger.class},
                            (proxy, method, arguments) -> {
                                logged.add(line(method.getName(), arguments));
                                onLog.run();
                                return null;
                            });
    private final TestTable table = new TestTable();
    private RipProcess process;
    private RipInterfaces interfaces;

    private static String line(String level, Object[] arguments) {
        Object[] values =
                arguments.length == 2 && arguments[1] instanceof Object[] several
                        ? several
                        : Arrays.copyOfRange(arguments, 1, arguments.length);
        return level + " " + String.valueOf(arguments[0]).replace("{}", "%s").formatted(values);
    }

    @BeforeEach
    void start() {
        process = new RipProcess(table.manager(), log, redistribute("STATIC=2", "OSPF=99"));
        interfaces = new RipInterfaces(process, log);
    }

    @AfterEach
    void stop() {
        process.stop();
        table.close();
    }

    @Test
    void an_interface_that_is_not_there_is_reported_until_its_configuration_is_deleted() {
        interfaces.updated("pid-1", properties("no-such-interface", "1"));

        assertThat(interfaces.report().problems())
                .isEqualTo(Map.of("no-such-interface", "there is none"));
        interfaces.deleted("pid-1");
        assertThat(interfaces.report().problems()).isEmpty();
    }

    @Test
    void a_wrong_configuration_is_refused_with_its_reason_and_the_last_good_one_stays() {
        interfaces.updated("pid-1", properties("no-such-interface", "1"));

        interfaces.updated("pid-1", properties("no-such-interface", "16"));
        interfaces.updated("pid-2", properties("no-such-interface", "1"));

        assertThat(interfaces.report().refused())
                .containsExactly(
                        new RefusedConfiguration("pid-1", "16 is not a cost; allowed are 1 to 15"),
                        new RefusedConfiguration(
                                "pid-2",
                                "interface.name is 'no-such-interface', which another configuration has"));
        assertThat(interfaces.report().problems()).containsKey("no-such-interface");
    }

    @Test
    void a_notifier_brings_the_routes_to_redistribute_and_the_next_one_goes_on() {
        EntityRegistration statics = table.register(ProtocolId.NT_STATIC, EntityOptions.NONE);
        Notifier first = new Notifier();
        Notifier second = new Notifier();
        try (Route route = statics.addRoute(TEN, RouteInfo.via()).handle()) {
            process.addNotifier(first);
            await(routes -> hasOrigin(routes, RouteStatus.Origin.REDISTRIBUTED));

            process.addNotifier(second);
            process.removeNotifier(first);
            route.delete();

            // Without an interface there is nobody to tell that it is unreachable.
            await(List::isEmpty);
        }
    }

    @Test
    void other_protocols_are_redistributed_without_a_restart() {
        table.register(ProtocolId.NT_STATIC, EntityOptions.NONE).addRoute(TEN, RouteInfo.via());
        table.register(ProtocolId.OSPF, EntityOptions.NONE).addRoute(ELEVEN, RouteInfo.via());
        process.addNotifier(new Notifier());
        await(routes -> !routes.isEmpty());

        process.redistribute(redistribute("BGP=4, OSPF=3"));

        await(
                routes ->
                        routes.stream()
                                .map(route -> route.prefix() + " " + route.metric())
                                .toList()
                                .equals(List.of("11.0.0.0/8 3")));
    }

    @Test
    void the_table_is_followed_only_for_what_is_redistributed() {
        table.register(ProtocolId.NT_STATIC, EntityOptions.NONE).addRoute(TEN, RouteInfo.via());
        Notifier notifier = new Notifier();
        process.addNotifier(notifier);
        await(routes -> hasOrigin(routes, RouteStatus.Origin.REDISTRIBUTED));

        process.redistribute(redistribute());

        await(List::isEmpty);
        assertThat(notifier.registrations()).isEmpty();
    }

    /** A RIP before has learned a route. */
    private void retainRoute() throws IOException {
        int loopback =
                NetworkInterface.getByInetAddress(InetAddress.getByName("127.0.0.1")).getIndex();
        try (EntityRegistration before =
                        table.register(
                                ProtocolId.RIP,
                                EntityOptions.NONE.retention(Duration.ofMinutes(3)));
                NextHop neighbour =
                        before.addNextHop(NextHopInfo.of("127.0.0.2", loopback)).handle()) {
            before.addRoute(
                    TEN,
                    RouteInfo.via(neighbour).neighbour(neighbour).metric(4).tag(7),
                    AddRouteOptions.NONE.timeToLive(Duration.ofSeconds(100)));
        }
    }

    @Test
    void learned_routes_outlive_the_process_and_the_next_one_goes_on_with_them() throws Exception {
        process.stop();
        retainRoute();

        process = new RipProcess(table.manager(), log, redistribute());

        await(routes -> hasOrigin(routes, RouteStatus.Origin.LEARNED));
        assertThat(process.report().routes())
                .singleElement()
                .satisfies(
                        route -> {
                            assertThat(route.metric()).isEqualTo(4);
                            assertThat(route.tag()).isEqualTo(7);
                            assertThat(route.timeLeft().orElseThrow())
                                    .isBetween(Duration.ofSeconds(40), Duration.ofSeconds(100));
                        });
        process.stop();
        try (DestInfo found =
                        table.register(ProtocolId.OTHER, EntityOptions.NONE)
                                .mostSpecific(TEN)
                                .orElseThrow();
                RouteSnapshot kept =
                        found.view(View.UNICAST.id())
                                .orElseThrow()
                                .bestRoute()
                                .orElseThrow()
                                .info()) {
            assertThat(kept.isStale()).isTrue();
            assertThat(kept.prefInfo().metric()).isEqualTo(4);
        }
    }

    @Test
    void what_is_wrong_is_logged_with_its_reason() {
        interfaces.updated("pid-1", properties("no-such-interface", "1"));
        interfaces.updated("pid-2", properties("eth0", "16"));
        interfaces.report();

        assertThat(logged)
                .containsOnlyOnce(
                        "warn RIP does not redistribute 'OSPF=99': 99 is not the metric of a route; allowed are 1 to 15; allowed is protocol=metric with 1 to 15",
                        "warn RIP does not run on no-such-interface: there is none",
                        "warn configuration pid-2 is refused: 16 is not a cost; allowed are 1 to 15");
    }

    private static LearnedRoute route(NetAddress prefix) {
        return new LearnedRoute(
                prefix,
                new InterfaceSettings(
                        "lan", 7, List.of(), 1, false, RipTimers.STANDARD, SplitHorizon.SIMPLE),
                NetAddress.parse("192.0.2.2"),
                NetAddress.parse("192.0.2.2"),
                3,
                0);
    }

    @Test
    void what_the_table_refuses_is_not_used_and_logged_once() {
        table.configure(Map.of("routes.in.entity", 1));
        process.report();
        logged.clear();

        assertThat(process.reachable(route(TEN))).isTrue();
        assertThat(process.reachable(route(ELEVEN))).isFalse();
        assertThat(process.reachable(route(ELEVEN))).isFalse();

        assertThat(logged)
                .containsExactly(
                        "warn RIP does not use what it hears of 11.0.0.0/8: rip has 1 routes, and routes.in.entity allows 1");
    }

    @Test
    void more_routes_than_are_configured_are_not_learned() {
        process.redistribute(configuration("1"));
        process.redistribute(configuration("none"));
        process.report();

        assertThat(process.reachable(route(TEN))).isTrue();
        assertThat(process.reachable(route(ELEVEN))).isFalse();
        assertThat(process.reachable(route(TEN))).isTrue();
        process.unreachable(route(TEN));
        assertThat(process.reachable(route(ELEVEN))).isTrue();

        assertThat(logged)
                .endsWith(
                        "warn RIP learns 1 routes at the most: learned.routes is 'none'; allowed is a number from 1 to 2147483647",
                        "warn RIP does not use what it hears of 11.0.0.0/8: learned.routes allows 1");
    }

    @Test
    void what_cannot_be_followed_is_taken_back_logged_once_and_tried_again() {
        EntityRegistration statics = table.register(ProtocolId.NT_STATIC, EntityOptions.NONE);
        statics.addRoute(TEN, RouteInfo.via());
        Notifier notifier = new Notifier();
        process.addNotifier(notifier);
        await(routes -> hasOrigin(routes, RouteStatus.Origin.REDISTRIBUTED));
        ChangeRegistration other =
                notifier.register(statics, ChangeRequest.of(ChangeType.ALL), Optional.empty());
        table.configure(Map.of("change.registrations", 1));

        process.addNotifier(notifier);
        process.addNotifier(notifier);

        await(List::isEmpty);
        other.close();
        await(routes -> hasOrigin(routes, RouteStatus.Origin.REDISTRIBUTED));
        assertThat(logged)
                .containsOnlyOnce(
                        "warn RIP redistributes nothing: the IPv4 table has as many registrations for changes as are configured: 1");
    }

    @Test
    void with_other_views_the_new_table_gets_what_was_learned_and_its_routes_are_redistributed()
            throws Exception {
        process.stop();
        retainRoute();
        process = new RipProcess(table.manager(), log, redistribute("STATIC=2"));
        process.addNotifier(new Notifier());
        await(routes -> hasOrigin(routes, RouteStatus.Origin.LEARNED));
        logged.clear();

        table.configure(Map.of("views", "0=unicast, 2=blue"));
        EntityRegistration statics = table.register(ProtocolId.NT_STATIC, EntityOptions.NONE);
        statics.addRoute(ELEVEN, RouteInfo.via());

        await(routes -> hasOrigin(routes, RouteStatus.Origin.REDISTRIBUTED));
        assertThat(process.report().routes())
                .extracting(route -> route.prefix() + " " + route.metric())
                .containsExactly("10.0.0.0/8 4", "11.0.0.0/8 2");
        statics.mostSpecific(TEN).orElseThrow().close();
        assertThat(logged).isEmpty();
    }

    @Test
    void without_a_table_nothing_of_it_is_told_any_more_until_there_is_one_again()
            throws Exception {
        process.stop();
        retainRoute();
        table.register(ProtocolId.NT_STATIC, EntityOptions.NONE).addRoute(ELEVEN, RouteInfo.via());
        process = new RipProcess(table.manager(), log, redistribute("STATIC=2"));
        process.addNotifier(new Notifier());
        await(routes -> routes.size() == 2);
        logged.clear();

        table.configure(Map.of("address.families", "ipv6"));

        // Without an interface there is nobody to tell that they are unreachable.
        await(List::isEmpty);
        assertThat(process.reachable(route(TEN))).isFalse();
        table.configure(Map.of());
        table.register(ProtocolId.NT_STATIC, EntityOptions.NONE).addRoute(ELEVEN, RouteInfo.via());
        await(routes -> hasOrigin(routes, RouteStatus.Origin.REDISTRIBUTED));
        assertThat(process.reachable(route(TEN))).isTrue();
        assertThat(logged)
                .containsExactly(
                        "warn RIP has no routing table: instance 0 has no IPv4 table",
                        "info RIP has a routing table now");
    }

    @Test
    void rip_waits_for_a_table_that_is_not_there_when_it_starts() {
        process.stop();
        table.configure(Map.of("address.families", "ipv6"));
        process = new RipProcess(table.manager(), log, redistribute("STATIC=2"));
        process.addNotifier(new Notifier());
        assertThat(process.report().routes()).isEmpty();

        table.configure(Map.of());
        table.register(ProtocolId.NT_STATIC, EntityOptions.NONE).addRoute(ELEVEN, RouteInfo.via());

        await(routes -> hasOrigin(routes, RouteStatus.Origin.REDISTRIBUTED));
    }

    @Test
    void a_defect_is_logged_and_rip_goes_on() {
        process.configure(null);

        assertThat(process.report().problems()).isEmpty();
        assertThat(logged).anyMatch(line -> line.startsWith("error RIP goes on after a defect"));
    }

    @Test
    void to_be_stopped_in_the_middle_of_its_work_is_no_defect() throws Exception {
        process.stop();
        retainRoute();
        process = new RipProcess(table.manager(), log, redistribute());
        await(routes -> hasOrigin(routes, RouteStatus.Origin.LEARNED));
        CountDownLatch stopped = new CountDownLatch(1);
        Thread stopper =
                new Thread(
                        () -> {
                            process.stop();
                            stopped.countDown();
                        });
        onLog =
                () -> {
                    onLog = () -> {};
                    stopper.start();
                    while (!Thread.interrupted()) {
                        LockSupport.park();
                    }
                };

        interfaces = new RipInterfaces(process, log);
        interfaces.updated("pid-1", properties("no-such-interface", "1"));

        stopped.await();
        assertThat(logged).noneMatch(line -> line.startsWith("error"));
    }

    @Test
    void who_waits_for_a_report_holds_up_nobody_and_is_told_that_rip_stops() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        onLog =
                () -> {
                    onLog = () -> {};
                    busy.countDown();
                    while (!Thread.interrupted()) {
                        LockSupport.park();
                    }
                };
        interfaces.updated("pid-1", properties("no-such-interface", "1"));
        busy.await();
        List<String> answers = new CopyOnWriteArrayList<>();
        Thread asker =
                new Thread(
                        () -> {
                            try {
                                answers.add(interfaces.report().toString());
                            } catch (IllegalStateException e) {
                                answers.add(e.getMessage());
                            }
                        });
        asker.start();
        while (asker.getState() != Thread.State.TIMED_WAITING) {
            LockSupport.parkNanos(1_000_000);
        }

        interfaces.deleted("pid-1");
        process.stop();

        asker.join();
        assertThat(answers).containsExactly("RIP is stopping");
    }

    @Test
    void the_text_says_that_nothing_is_configured_and_shows_the_routes() {
        EntityRegistration statics = table.register(ProtocolId.NT_STATIC, EntityOptions.NONE);
        statics.addRoute(TEN, RouteInfo.via());
        process.addNotifier(new Notifier());
        await(routes -> !routes.isEmpty());

        String text = RipReportFormat.format(interfaces.report());

        assertThat(text)
                .isEqualTo(
                        """
                        RIP runs on no interface: none is configured
                        Destination         Origin         Metric  Left      Next hop         Interface
                        10.0.0.0/8          redistributed       2  -         -                -""");
    }

    private void await(Predicate<List<RouteStatus>> condition) {
        while (!condition.test(process.report().routes())) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static boolean hasOrigin(List<RouteStatus> routes, RouteStatus.Origin origin) {
        return routes.stream().anyMatch(route -> route.origin() == origin);
    }

    private static Dictionary<String, ?> properties(String name, String cost) {
        return new Hashtable<>(Map.of("interface.name", name, "cost", cost));
    }

    private static RipConfiguration redistribute(String... texts) {
        return configuration("100000", texts);
    }

    private static RipConfiguration configuration(String learnedRoutes, String... texts) {
        return new RipConfiguration() {
            @Override
            public String learned_routes() {
                return learnedRoutes;
            }

            @Override
            public String[] redistribute() {
                return texts;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return RipConfiguration.class;
            }
        };
    }
}
