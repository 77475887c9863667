package org.rtm.impl.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rtm.api.AddRouteOptions;
import org.rtm.api.DestInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteList;
import org.rtm.api.ViewSet;
import org.rtm.api.provider.RegisteredEntity;
import org.rtm.impl.TestRouter;

/**
 * What an owner's bundle made is kept nowhere once the owner has ended: it would pin the bundle's
 * classes.
 */
class NothingKeptTest {
    private static final NetAddress TEN = NetAddress.parse("10.0.0.0/8");
    private static final int COLLECTIONS = 50;

    private final TestRouter router = new TestRouter();
    private final EntityRegistration reader = router.register(ProtocolId.OSPF, 1);

    /** What others still hold. */
    private final List<Object> held = new ArrayList<>();

    @AfterEach
    void close() {
        router.close();
    }

    @Test
    void of_a_route_that_was_deleted_while_its_time_to_live_ran() {
        assertCollected(deletedRoute(AddRouteOptions.NONE.timeToLive(Duration.ofDays(1)), false));
    }

    @Test
    void of_a_route_that_is_held_down() {
        assertCollected(deletedRoute(AddRouteOptions.NONE, true));
    }

    @Test
    void of_earlier_values_that_another_entity_still_reads() {
        assertCollected(updatedRoute());
        assertThat(held).hasSize(1);
    }

    @Test
    void of_a_deleted_next_hop_that_a_route_in_another_entitys_hands_lists() {
        assertCollected(deletedNextHop());
        assertThat(held).hasSize(1);
    }

    @Test
    void of_lists_whose_owner_another_entity_still_knows() {
        assertCollected(listedRoute());
        assertThat(held).hasSize(1);
    }

    @Test
    void of_a_client_in_whose_call_a_thread_was_made() throws Exception {
        assertCollected(loaderOfACaller());
    }

    private WeakReference<Object> deletedRoute(AddRouteOptions options, boolean hold) {
        EntityRegistration rip = router.register(ProtocolId.RIP, 1);
        Object info = new Object();
        Route route = rip.addRoute(TEN, RouteInfo.via().entitySpecificInfo(info), options).handle();
        if (hold) {
            try (DestInfo destination = rip.mostSpecific(TEN).orElseThrow()) {
                destination.destination().hold(ViewSet.UNICAST, Duration.ofSeconds(60));
            }
        }
        route.delete();
        rip.close();
        return new WeakReference<>(info);
    }

    private WeakReference<Object> updatedRoute() {
        EntityRegistration rip = router.register(ProtocolId.RIP, 1);
        Object info = new Object();
        rip.addRoute(TEN, RouteInfo.via().entitySpecificInfo(info));
        held.add(reader.mostSpecific(TEN).orElseThrow());
        rip.addRoute(TEN, RouteInfo.via().metric(7));
        rip.close();
        return new WeakReference<>(info);
    }

    private WeakReference<Object> deletedNextHop() {
        EntityRegistration rip = router.register(ProtocolId.RIP, 1);
        Object info = new Object();
        NextHop hop =
                rip.addNextHop(NextHopInfo.of("192.0.2.1", 1).entitySpecificInfo(info)).handle();
        rip.addRoute(TEN, RouteInfo.via(hop));
        held.add(
                reader.mostSpecific(TEN)
                        .orElseThrow()
                        .view(0)
                        .orElseThrow()
                        .bestRoute()
                        .orElseThrow());
        hop.delete();
        rip.close();
        return new WeakReference<>(info);
    }

    private WeakReference<Object> listedRoute() {
        EntityRegistration rip = router.register(ProtocolId.RIP, 1);
        RouteList list = rip.createRouteList();
        Route route = rip.addRoute(TEN, RouteInfo.via(), AddRouteOptions.NONE.list(list)).handle();
        held.add(
                reader.entities().stream()
                        .filter(entity -> entity.info().name().equals("RIP-1"))
                        .findFirst()
                        .orElseThrow());
        Object entry = ((RouteHandle) route).target();
        rip.close();
        return new WeakReference<>(entry);
    }

    /** What a client's bundle calls the RTM from. */
    public static final class Caller implements Runnable {
        private final Runnable call;

        public Caller(Runnable call) {
            this.call = call;
        }

        @Override
        public void run() {
            call.run();
        }
    }

    private static final class BundleLoader extends ClassLoader {
        Class<?> load(Class<?> type) throws IOException {
            String name = type.getName();
            byte[] code;
            try (InputStream in =
                    type.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
                code = in.readAllBytes();
            }
            return defineClass(name, code, 0, code.length);
        }
    }

    private WeakReference<ClassLoader> loaderOfACaller() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        Runnable submit = () -> RegisteredEntity.of(reader).submit(called::countDown);
        BundleLoader loader = new BundleLoader();
        Runnable caller =
                (Runnable)
                        loader.load(Caller.class)
                                .getConstructor(Runnable.class)
                                .newInstance(submit);
        caller.run();
        called.await();
        return new WeakReference<>(loader);
    }

    private static void assertCollected(WeakReference<?> reference) {
        for (int i = 0; i < COLLECTIONS && reference.get() != null; i++) {
            System.gc();
        }
        assertThat(reference.get()).isNull();
    }
}
