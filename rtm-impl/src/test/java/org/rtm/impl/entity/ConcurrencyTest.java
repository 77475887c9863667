package org.rtm.impl.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rtm.api.Batch;
import org.rtm.api.DestInfo;
import org.rtm.api.DestinationQuery;
import org.rtm.api.Entity;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.PrefInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteCriteria;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteQuery;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.TableEnumeration;
import org.rtm.api.ViewInfo;
import org.rtm.api.ViewSet;
import org.rtm.api.monitor.EntityStatus;
import org.rtm.api.monitor.TableStatus;
import org.rtm.api.provider.RegisteredEntity;
import org.rtm.impl.TestRouter;

@Tag("concurrency")
@Timeout(120)
class ConcurrencyTest {
    private static final NetAddress TEN = NetAddress.parse("10.0.0.0/8");

    private final TestRouter router = new TestRouter();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        router.close();
    }

    @Test
    void readers_and_registrations_never_wait_for_a_writer() throws Exception {
        EntityRegistration writer = router.register(ProtocolId.RIP, 1);
        EntityRegistration reader = router.register(ProtocolId.OSPF, 1);
        writer.addRoute(TEN, RouteInfo.via());
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        RegisteredEntity.of(writer)
                .table()
                .attach(
                        (destination, all, best, forwarding, withdrawn) -> {
                            inside.countDown();
                            try {
                                letGo.await();
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        Future<?> writing = threads.submit(() -> writer.addRoute(TEN, RouteInfo.via().metric(5)));
        inside.await();

        Callable<String> reading =
                () -> {
                    DestInfo info = reader.mostSpecific(NetAddress.parse("10.1.1.1")).orElseThrow();
                    Route route = info.view(0).orElseThrow().bestRoute().orElseThrow();
                    route.info().close();
                    info.close();
                    reader.exactMatchRoute(TEN, RouteCriteria.NONE, ViewSet.ANY)
                            .orElseThrow()
                            .close();
                    countRoutes(reader);
                    reader.entities().close();
                    reader.findNextHop(NetAddress.parse("192.0.2.1"), 1);
                    router.tables().instances();
                    RegisteredEntity.of(reader)
                            .table()
                            .destinations(Optional.empty(), ViewSet.ANY, 10);
                    return router.register(ProtocolId.BGP, 1).info().name();
                };
        String done = threads.submit(reading).get(20, TimeUnit.SECONDS);

        assertThat(done).isEqualTo("BGP-1");
        assertThat(writing.isDone()).isFalse();
        letGo.countDown();
        writing.get();
    }

    private static int countRoutes(EntityRegistration reader) {
        int count = 0;
        try (TableEnumeration<Route> routes = reader.enumerateRoutes(RouteQuery.ALL)) {
            for (int last = -1; last != 0; count += last) {
                try (Batch<Route> batch = routes.next(100)) {
                    last = batch.size();
                }
            }
        }
        return count;
    }

    @Test
    void a_change_is_visible_to_every_read_that_starts_after_the_call_returned() throws Exception {
        int count = 20_000;
        EntityRegistration writer = router.register(ProtocolId.RIP, 1);
        EntityRegistration reader = router.register(ProtocolId.OSPF, 1);
        AtomicInteger added = new AtomicInteger(-1);
        Future<?> writing =
                threads.submit(
                        () -> {
                            for (int i = 0; i < count; i++) {
                                writer.addRoute(NetAddress.ipv4(i << 8, 24), RouteInfo.via());
                                added.set(i);
                            }
                        });

        for (int last = 0; last < count - 1; ) {
            last = Math.max(0, added.get());
            if (added.get() >= 0) {
                NetAddress prefix = NetAddress.ipv4(last << 8, 24);
                try (DestInfo exact =
                                reader.exactMatch(prefix, ProtocolId.BEST, ViewSet.UNICAST)
                                        .orElseThrow();
                        DestInfo covering = reader.mostSpecific(prefix).orElseThrow()) {
                    assertThat(covering.address()).isEqualTo(exact.address());
                    assertThat(exact.view(0).orElseThrow().bestRoute()).isPresent();
                }
            }
        }
        writing.get();
    }

    @Test
    void a_look_up_finds_one_of_two_prefixes_of_which_one_is_always_there() throws Exception {
        EntityRegistration writer = router.register(ProtocolId.RIP, 1);
        EntityRegistration reader = router.register(ProtocolId.OSPF, 1);
        NetAddress shorter = NetAddress.parse("10.1.0.0/16");
        NetAddress longer = NetAddress.parse("10.1.1.0/24");
        NetAddress host = NetAddress.parse("10.1.1.1");
        writer.addRoute(shorter, RouteInfo.via());
        AtomicBoolean stop = new AtomicBoolean();
        Future<?> writing =
                threads.submit(
                        () -> {
                            while (!stop.get()) {
                                move(writer, shorter, longer);
                                move(writer, longer, shorter);
                            }
                        });

        for (int i = 0; i < 50_000; i++) {
            Optional<DestInfo> found = reader.mostSpecific(host);
            assertThat(found).isPresent();
            found.get().close();
        }
        stop.set(true);
        writing.get();
    }

    @Test
    void a_look_up_in_a_view_finds_one_of_two_prefixes_that_take_turns_in_it() throws Exception {
        EntityRegistration writer = router.register(ProtocolId.RIP, 1);
        EntityRegistration reader = router.register(ProtocolId.OSPF, 1);
        NetAddress shorter = NetAddress.parse("10.1.0.0/16");
        NetAddress longer = NetAddress.parse("10.1.1.0/24");
        NetAddress host = NetAddress.parse("10.1.1.1");
        RouteInfo inBoth = RouteInfo.via().views(ViewSet.of(0, 1));
        RouteInfo inMulticast = RouteInfo.via().views(ViewSet.MULTICAST);
        writer.addRoute(shorter, inBoth);
        writer.addRoute(longer, inMulticast);
        AtomicBoolean stop = new AtomicBoolean();
        Future<?> writing =
                threads.submit(
                        () -> {
                            while (!stop.get()) {
                                writer.addRoute(longer, inBoth);
                                writer.addRoute(shorter, inMulticast);
                                writer.addRoute(shorter, inBoth);
                                writer.addRoute(longer, inMulticast);
                            }
                        });

        for (int i = 0; i < 4_000_000; i++) {
            Optional<DestInfo> found = reader.mostSpecific(host);
            assertThat(found.isPresent()).isTrue();
            found.get().close();
        }
        stop.set(true);
        writing.get();
    }

    /** Adds the one before it deletes the other. */
    private static void move(EntityRegistration writer, NetAddress from, NetAddress to) {
        writer.addRoute(to, RouteInfo.via());
        writer.exactMatchRoute(from, RouteCriteria.NONE, ViewSet.ANY).orElseThrow().delete();
    }

    // Everything at once

    private static final long STRESS_SECONDS = 6;
    private static final int PREFIXES = 3000;

    private final AtomicBoolean stressed = new AtomicBoolean();

    @Test
    void writers_readers_enumerations_and_registrations_do_not_disturb_each_other()
            throws Exception {
        List<NetAddress> prefixes = prefixes();
        List<NetAddress> staying = prefixes.subList(0, PREFIXES / 3);
        List<NetAddress> changing = prefixes.subList(PREFIXES / 3, PREFIXES);
        EntityRegistration keeper = router.register(ProtocolId.NT_STATIC, 1);
        staying.forEach(prefix -> keeper.addRoute(prefix, info(7)));
        EntityRegistration one = router.register(ProtocolId.RIP, 1);
        EntityRegistration other = router.register(ProtocolId.OSPF, 1);
        EntityRegistration reader = router.register(ProtocolId.BGP, 1);

        List<Future<?>> running =
                List.of(
                        threads.submit(() -> write(one, prefixes, new Random(1))),
                        threads.submit(() -> write(other, changing, new Random(2))),
                        threads.submit(() -> comeAndGo(changing, new Random(3))),
                        threads.submit(() -> enumerateDestinations(reader, staying)),
                        threads.submit(() -> enumerateRoutes(reader, staying)),
                        threads.submit(() -> lookUp(reader, staying, new Random(4))),
                        threads.submit(this::reconfigure));
        CompletableFuture<Void> end = new CompletableFuture<>();
        end.completeOnTimeout(null, STRESS_SECONDS, TimeUnit.SECONDS).join();
        stressed.set(true);
        for (Future<?> done : running) {
            done.get();
        }

        assertCountersAreExact(reader);
        List.of(keeper, one, other).forEach(EntityRegistration::close);
        TableStatus empty = status();
        assertThat(empty.routes()).isZero();
        assertThat(empty.destinations()).isZero();
        assertThat(reader.handleCounts()).allSatisfy((kind, count) -> assertThat(count).isZero());
        assertThat(router.logged()).allSatisfy(it -> assertThat(it.level()).isEqualTo("INFO"));
    }

    /** Different prefixes, many of them within others. */
    private static List<NetAddress> prefixes() {
        Random random = new Random(5);
        return random.ints()
                .mapToObj(
                        bits -> {
                            int length = 9 + random.nextInt(24);
                            int address = 10 << 24 | bits & 0x00FF_0F0F;
                            return NetAddress.ipv4(
                                    address & NetAddress.ipv4MaskFromLength(length), length);
                        })
                .distinct()
                .limit(PREFIXES)
                .toList();
    }

    /** A route whose values belong together: metric, tag and preference are functions of one. */
    private static RouteInfo info(int number) {
        return RouteInfo.via().metric(number).tag(number).preference(1000 + number);
    }

    private static void assertWhole(RouteSnapshot route) {
        long number = route.prefInfo().metric();
        assertThat(route.prefInfo()).isEqualTo(new PrefInfo(1000 + number, number));
        assertThat(route.tag()).isEqualTo((int) number);
    }

    private void write(EntityRegistration owner, List<NetAddress> prefixes, Random random) {
        while (!stressed.get()) {
            NetAddress prefix = prefixes.get(random.nextInt(prefixes.size()));
            if (random.nextInt(3) > 0) {
                owner.addRoute(prefix, info(random.nextInt(20)));
            } else {
                try (Entity self = owner.entity()) {
                    RouteCriteria own = RouteCriteria.NONE.owner(self);
                    owner.exactMatchRoute(prefix, own, ViewSet.ANY).ifPresent(Route::delete);
                }
            }
        }
    }

    private void comeAndGo(List<NetAddress> prefixes, Random random) {
        for (int i = 0; !stressed.get(); i++) {
            try (EntityRegistration guest = router.register(ProtocolId.VRRP, i % 3)) {
                for (int n = 0; n < 200; n++) {
                    guest.addRoute(
                            prefixes.get(random.nextInt(prefixes.size())), info(random.nextInt(9)));
                }
            }
        }
    }

    private void reconfigure() {
        for (int i = 0; !stressed.get(); i++) {
            router.configure(Map.of("preferences", "rip=" + (100 + i % 2), "opaque.slots", i % 8));
            Thread.yield();
        }
    }

    private void enumerateDestinations(EntityRegistration reader, List<NetAddress> staying) {
        while (!stressed.get()) {
            List<NetAddress> seen = new ArrayList<>();
            try (TableEnumeration<DestInfo> all =
                    reader.enumerateDestinations(DestinationQuery.ALL.views(ViewSet.UNICAST))) {
                for (boolean more = true; more; ) {
                    try (Batch<DestInfo> batch = all.next(64)) {
                        more = !batch.isEmpty();
                        for (DestInfo info : batch) {
                            seen.add(info.address());
                            ViewInfo unicast = info.view(0).orElseThrow();
                            assertThat(unicast.routeCount()).isPositive();
                            assertThat(unicast.bestRoute()).isPresent();
                        }
                    }
                }
            }
            assertOnceAndInOrder(seen, staying);
        }
    }

    private void enumerateRoutes(EntityRegistration reader, List<NetAddress> staying) {
        while (!stressed.get()) {
            List<NetAddress> kept = new ArrayList<>();
            NetAddress last = NetAddress.parse("0.0.0.0/0");
            try (TableEnumeration<Route> all = reader.enumerateRoutes(RouteQuery.ALL)) {
                for (boolean more = true; more; ) {
                    try (Batch<Route> batch = all.next(50)) {
                        more = !batch.isEmpty();
                        for (Route route : batch) {
                            assertThat(route.destinationAddress()).isGreaterThanOrEqualTo(last);
                            last = route.destinationAddress();
                            try (RouteSnapshot info = route.info()) {
                                assertWhole(info);
                                if (info.owner()
                                        .info()
                                        .id()
                                        .protocol()
                                        .equals(ProtocolId.NT_STATIC)) {
                                    kept.add(last);
                                }
                            }
                        }
                    }
                }
            }
            assertThat(kept).isSorted().hasSameSizeAs(staying);
            assertOnceAndInOrder(kept, staying);
        }
    }

    private static void assertOnceAndInOrder(List<NetAddress> seen, List<NetAddress> staying) {
        TreeSet<NetAddress> inOrder = new TreeSet<>(seen);
        assertThat(List.copyOf(inOrder).equals(seen)).as("in order, each once").isTrue();
        assertThat(inOrder.containsAll(staying)).as("all that stay").isTrue();
    }

    private void lookUp(EntityRegistration reader, List<NetAddress> staying, Random random) {
        while (!stressed.get()) {
            NetAddress prefix = staying.get(random.nextInt(staying.size()));
            NetAddress host = NetAddress.host(prefix.toInetAddress());
            try (DestInfo found = reader.mostSpecific(host).orElseThrow();
                    RouteSnapshot best =
                            found.view(0).orElseThrow().bestRoute().orElseThrow().info()) {
                assertThat(found.address().covers(host)).isTrue();
                assertThat(found.address().length()).isGreaterThanOrEqualTo(prefix.length());
                assertWhole(best);
            }
            try (DestInfo exact =
                    reader.exactMatch(prefix, ProtocolId.NT_STATIC, ViewSet.UNICAST)
                            .orElseThrow()) {
                assertThat(exact.view(0).orElseThrow().bestRouteOwner().orElseThrow().info().name())
                        .isEqualTo("STATIC-1");
            }
        }
    }

    private TableStatus status() {
        return router.tables().instances().get(0).tables().get(0);
    }

    /** Compares the counters with what is there. */
    private void assertCountersAreExact(EntityRegistration reader) {
        Map<String, Long> routes = new HashMap<>();
        Map<String, Long> best = new HashMap<>();
        long destinations = 0;
        try (TableEnumeration<Route> all = reader.enumerateRoutes(RouteQuery.ALL)) {
            NetAddress last = null;
            for (boolean more = true; more; ) {
                try (Batch<Route> batch = all.next(1000)) {
                    more = !batch.isEmpty();
                    for (Route route : batch) {
                        try (RouteSnapshot info = route.info()) {
                            String owner = info.owner().info().name();
                            routes.merge(owner, 1L, Long::sum);
                            if (route.bestInViews().contains(0)) {
                                best.merge(owner, 1L, Long::sum);
                            }
                        }
                        destinations += route.destinationAddress().equals(last) ? 0 : 1;
                        last = route.destinationAddress();
                    }
                }
            }
        }
        TableStatus status = status();
        assertThat(status.destinations()).isEqualTo(destinations);
        assertThat(status.routes())
                .isEqualTo(routes.values().stream().mapToLong(Long::longValue).sum());
        assertThat(best.values().stream().mapToLong(Long::longValue).sum())
                .as("each destination has one best route")
                .isEqualTo(destinations);
        for (EntityStatus entity : status.entities()) {
            String name = entity.info().name();
            assertThat(entity.routes()).as(name).isEqualTo(routes.getOrDefault(name, 0L));
            assertThat(entity.bestRoutes()).as(name).isEqualTo(best.getOrDefault(name, 0L));
        }
    }
}
