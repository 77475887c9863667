package org.rtm.impl.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rtm.api.DestInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteInfo;
import org.rtm.api.ViewInfo;
import org.rtm.api.ViewSet;
import org.rtm.api.provider.ObservedDestination;
import org.rtm.api.provider.RegisteredEntity;
import org.rtm.api.provider.TableObserver;
import org.rtm.impl.TestRouter;

/** An observer that comes and goes while others write misses nothing, and is left alone after. */
@Tag("concurrency")
@Timeout(60)
class ObservedWhileWritingTest {
    private static final int PREFIXES = 200;

    private final TestRouter router = new TestRouter();
    private final RegisteredEntity reader =
            RegisteredEntity.of(router.register(ProtocolId.NETMGMT, 1));
    private final List<EntityRegistration> entities =
            List.of(router.register(ProtocolId.RIP, 1), router.register(ProtocolId.RIP, 2));
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final AtomicBoolean stop = new AtomicBoolean();
    private final List<Future<?>> writers = new ArrayList<>();

    @AfterEach
    void close() {
        stop.set(true);
        threads.shutdown();
        router.close();
    }

    @Test
    void a_walk_after_attaching_and_the_changes_since_are_the_whole_table() throws Exception {
        startWriters();

        for (int round = 0; round < 100; round++) {
            Set<ObservedDestination> changed = ConcurrentHashMap.newKeySet();
            TableObserver observer =
                    (destination, all, best, forwarding, withdrawn) -> changed.add(destination);
            Map<NetAddress, String> replica = new HashMap<>();

            reader.table().attach(observer);
            List<ObservedDestination> batch = walk(Optional.empty());
            while (!batch.isEmpty()) {
                batch.forEach(destination -> read(destination, replica));
                batch = walk(Optional.of(batch.get(batch.size() - 1)));
            }
            pauseWriters();
            reader.table().detach(observer);
            changed.forEach(destination -> read(destination, replica));

            Map<NetAddress, String> table = new HashMap<>();
            reader.table()
                    .destinations(Optional.empty(), ViewSet.UNICAST, PREFIXES)
                    .forEach(destination -> read(destination, table));
            assertThat(replica).isEqualTo(table);
            startWriters();
        }
        pauseWriters();
    }

    @Test
    void changes_come_one_at_a_time_and_none_after_detaching() throws Exception {
        startWriters();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger told = new AtomicInteger();
        List<String> mistakes = new ArrayList<>();

        for (int round = 0; round < 300; round++) {
            AtomicBoolean detached = new AtomicBoolean();
            TableObserver observer =
                    (destination, all, best, forwarding, withdrawn) -> {
                        if (inside.incrementAndGet() != 1) {
                            mistakes.add("two at a time");
                        }
                        if (detached.get()) {
                            mistakes.add("after the end");
                        }
                        told.incrementAndGet();
                        inside.decrementAndGet();
                    };
            int before = told.get();
            reader.table().attach(observer);
            while (told.get() == before) {
                Thread.onSpinWait();
            }
            reader.table().detach(observer);
            detached.set(true);
            assertThat(inside).hasValue(0);
        }

        pauseWriters();
        assertThat(mistakes).isEmpty();
    }

    private List<ObservedDestination> walk(Optional<ObservedDestination> after) {
        return reader.table().destinations(after, ViewSet.UNICAST, 16);
    }

    private void startWriters() {
        stop.set(false);
        for (EntityRegistration entity : entities) {
            writers.add(threads.submit(() -> write(entity)));
        }
    }

    private void pauseWriters() throws Exception {
        stop.set(true);
        for (Future<?> writer : writers) {
            writer.get();
        }
        writers.clear();
    }

    private void write(EntityRegistration writer) {
        Random random = new Random(4711);
        while (!stop.get()) {
            NetAddress prefix = NetAddress.ipv4(random.nextInt(PREFIXES) << 20, 12);
            try (Route route =
                    writer.addRoute(prefix, RouteInfo.via().metric(random.nextInt(100))).handle()) {
                if (random.nextInt(3) == 0) {
                    route.delete();
                }
            }
        }
    }

    private void read(ObservedDestination destination, Map<NetAddress, String> into) {
        try (DestInfo info = reader.read(destination, ViewSet.UNICAST, this)) {
            ViewInfo unicast = info.views().get(0);
            unicast.bestRoute()
                    .ifPresentOrElse(
                            best ->
                                    into.put(
                                            info.address(),
                                            unicast.bestRouteOwner().orElseThrow().info().name()
                                                    + best.info().prefInfo()),
                            () -> into.remove(info.address()));
        }
    }
}
