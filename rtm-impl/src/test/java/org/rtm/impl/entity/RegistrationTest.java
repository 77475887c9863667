package org.rtm.impl.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.rtm.impl.TestRouter.assertRefused;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rtm.api.AddressFamily;
import org.rtm.api.Batch;
import org.rtm.api.DestinationQuery;
import org.rtm.api.Entity;
import org.rtm.api.EntityId;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityListener;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.EnumRange;
import org.rtm.api.ExportedMethod;
import org.rtm.api.HandleKind;
import org.rtm.api.MethodResult;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteCriteria;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteQuery;
import org.rtm.api.RtmException;
import org.rtm.api.RtmStatus;
import org.rtm.api.ViewSet;
import org.rtm.api.provider.RegisteredEntity;
import org.rtm.impl.RecordingListener;
import org.rtm.impl.TestRouter;

@Timeout(60)
class RegistrationTest {
    private static final NetAddress TEN = NetAddress.parse("10.0.0.0/8");

    private final TestRouter router = new TestRouter();
    private final RecordingListener listener = new RecordingListener();

    @AfterEach
    void close() {
        router.close();
    }

    private EntityRegistration register(ProtocolId protocol, int number, EntityOptions options) {
        return router.register(AddressFamily.IPV4, protocol, number, options);
    }

    private EntityRegistration registerListening(ProtocolId protocol, int number) {
        return register(protocol, number, EntityOptions.NONE.listener(listener));
    }

    private static List<String> namesOf(Batch<Entity> entities) {
        try (entities) {
            return entities.stream().map(entity -> entity.info().name()).toList();
        }
    }

    private List<String> warnings() {
        return router.logged().stream()
                .filter(logged -> logged.level().equals("WARN"))
                .map(TestRouter.Logged::message)
                .toList();
    }

    // Registering

    @Test
    void a_live_identity_is_refused_a_second_time() {
        EntityRegistration rip = router.register(ProtocolId.RIP, 1);

        assertRefused(
                () -> router.register(ProtocolId.RIP, 1),
                RtmStatus.ALREADY_EXISTS,
                "RIP-1 is registered with the IPv4 table of instance 0 already");

        assertThat(namesOf(rip.entities())).containsExactly("RIP-1");
        assertThat(router.register(AddressFamily.IPV6, ProtocolId.RIP, 1)).isNotNull();
        assertThat(router.register(ProtocolId.RIP, 2)).isNotNull();
    }

    @Test
    void nobody_registers_with_a_pseudo_protocol() {
        assertRefused(
                () -> router.register(ProtocolId.BEST, 1),
                RtmStatus.INVALID_PARAMETER,
                "protocol 0 stands for others in look-ups; nobody can register with it");
        assertRefused(
                () -> router.register(ProtocolId.THIS, 1),
                RtmStatus.INVALID_PARAMETER,
                "protocol 4294967295 stands for others in look-ups; nobody can register with it");
    }

    @Test
    void up_to_32_methods_are_exported() {
        ExportedMethod method = (caller, callee, input) -> MethodResult.of();

        EntityRegistration most =
                register(
                        ProtocolId.RIP,
                        1,
                        EntityOptions.NONE.methods(Collections.nCopies(32, method)));
        EntityRegistration three =
                register(
                        ProtocolId.RIP,
                        2,
                        EntityOptions.NONE.methods(Collections.nCopies(3, method)));

        assertThat(most.entity().methods()).isEqualTo(-1);
        assertThat(three.entity().methods()).isEqualTo(7);
        assertRefused(
                () ->
                        register(
                                ProtocolId.RIP,
                                3,
                                EntityOptions.NONE.methods(Collections.nCopies(33, method))),
                RtmStatus.INVALID_PARAMETER,
                "RIP-3 cannot export 33 methods; allowed are 32");
    }

    @Test
    void a_retention_has_to_be_positive() {
        assertRefused(
                () -> register(ProtocolId.RIP, 1, EntityOptions.NONE.retention(Duration.ZERO)),
                RtmStatus.INVALID_PARAMETER,
                "a retention of PT0S is not more than zero");
        assertRefused(
                () ->
                        register(
                                ProtocolId.RIP,
                                1,
                                EntityOptions.NONE.retention(Duration.ofSeconds(-1))),
                RtmStatus.INVALID_PARAMETER,
                "a retention of PT-1S is not more than zero");
    }

    @Test
    void no_opaque_slot_left_gives_no_system_resources_until_one_is_given_back() {
        router.configure(Map.of("opaque.slots", 1));
        EntityOptions slot = EntityOptions.NONE.opaqueSlot();
        EntityRegistration rip = register(ProtocolId.RIP, 1, slot);

        assertRefused(
                () -> register(ProtocolId.RIP, 2, slot),
                RtmStatus.NO_SYSTEM_RESOURCES,
                "all 1 opaque slots of the IPv4 table of instance 0 are taken");
        assertThat(router.register(ProtocolId.RIP, 3)).as("without a slot").isNotNull();

        rip.close();

        assertThat(register(ProtocolId.RIP, 2, slot)).isNotNull();
    }

    @Test
    void fewer_opaque_slots_bind_new_registrations_whichever_slots_are_free() {
        EntityOptions slot = EntityOptions.NONE.opaqueSlot();
        register(ProtocolId.RIP, 1, slot);
        EntityRegistration second = register(ProtocolId.RIP, 2, slot);
        register(ProtocolId.RIP, 3, slot);
        second.close();

        router.configure(Map.of("opaque.slots", 2));

        assertRefused(
                () -> register(ProtocolId.RIP, 4, slot),
                RtmStatus.NO_SYSTEM_RESOURCES,
                "all 2 opaque slots of the IPv4 table of instance 0 are taken");
    }

    @Test
    void a_refused_registration_leaves_nothing_behind() {
        router.configure(Map.of("opaque.slots", 2));
        EntityOptions slot = EntityOptions.NONE.opaqueSlot();
        EntityRegistration rip = register(ProtocolId.RIP, 1, slot.listener(listener));

        Stream.<ThrowingCallable>of(
                        () -> register(ProtocolId.RIP, 1, slot),
                        () -> register(ProtocolId.THIS, 1, slot),
                        () -> register(ProtocolId.OSPF, 1, slot.retention(Duration.ZERO)),
                        () ->
                                register(
                                        ProtocolId.OSPF,
                                        1,
                                        slot.methods(Collections.nCopies(33, (a, b, c) -> null))))
                .forEach(call -> assertThatExceptionOfType(RtmException.class).isThrownBy(call));

        assertThat(namesOf(rip.entities())).containsExactly("RIP-1");
        assertThat(register(ProtocolId.BGP, 1, slot)).as("the second slot is free").isNotNull();
        listener.await("+BGP-1");
        assertThat(listener.heard()).containsExactly("+BGP-1");
    }

    @Test
    void a_registration_may_carry_a_name_for_operators() {
        EntityInfo info = EntityInfo.of(AddressFamily.IPV4, ProtocolId.RIP, 1).named("rip-lan");

        EntityRegistration rip = router.manager().register(info);
        EntityRegistration ospf = router.register(ProtocolId.OSPF, 7);

        assertThat(rip.info()).isEqualTo(info.inInstance(0));
        assertThat(ospf.info().name()).isEqualTo("OSPF-7");
        assertThat(rip.entity().info().name()).isEqualTo("rip-lan");
    }

    @Test
    void entities_are_enumerated_with_the_caller_in_order_of_their_identities() {
        router.register(ProtocolId.OSPF, 1);
        router.register(ProtocolId.RIP, -1);
        EntityRegistration caller = router.register(ProtocolId.RIP, 2);
        router.register(new ProtocolId(0x8000_0000), 0);
        router.register(ProtocolId.RIP, 1);
        router.register(AddressFamily.IPV6, ProtocolId.RIP, 3);

        assertThat(namesOf(caller.entities()))
                .containsExactly("RIP-1", "RIP-2", "RIP-4294967295", "OSPF-1", "2147483648-0");
    }

    // Hearing of each other

    @Test
    void others_hear_of_each_registration_and_deregistration_in_order() {
        registerListening(ProtocolId.RIP, 1);

        EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);
        EntityRegistration bgp = router.register(ProtocolId.BGP, 1);
        ospf.close();
        router.register(ProtocolId.OSPF, 1);
        bgp.close();

        listener.await("-BGP-1");
        assertThat(listener.heard())
                .containsExactly("+OSPF-1", "+BGP-1", "-OSPF-1", "+OSPF-1", "-BGP-1");
    }

    @Test
    void a_newcomer_hears_of_nobody_who_was_there_before_nor_of_itself() {
        router.register(ProtocolId.OSPF, 1);

        EntityRegistration newcomer = registerListening(ProtocolId.RIP, 1);

        router.register(ProtocolId.BGP, 1);
        listener.await("+BGP-1");
        assertThat(listener.heard()).containsExactly("+BGP-1");
        assertThat(namesOf(newcomer.entities())).containsExactly("RIP-1", "OSPF-1", "BGP-1");
    }

    @Test
    void whoever_hears_of_a_registration_finds_the_entity_and_after_a_deregistration_does_not() {
        List<EntityRegistration> self = new ArrayList<>();
        RecordingListener seen = new RecordingListener();
        EntityListener looking =
                new EntityListener() {
                    @Override
                    public void entityRegistered(Entity entity) {
                        seen.hear(entity.isRegistered() + " " + namesOf(self.get(0).entities()));
                    }

                    @Override
                    public void entityDeregistered(Entity entity) {
                        seen.hear("-" + entity.info().name() + " " + entity.isRegistered());
                    }
                };
        self.add(register(ProtocolId.RIP, 1, EntityOptions.NONE.listener(looking)));

        for (int i = 0; i < 200; i++) {
            EntityRegistration ospf = router.register(ProtocolId.OSPF, i);
            seen.await("true [RIP-1, OSPF-" + i + "]");
            ospf.close();
            seen.await("-OSPF-" + i + " false");
        }
    }

    @Test
    void of_any_two_that_register_at_once_the_first_hears_of_the_second_and_not_the_reverse()
            throws Exception {
        int count = 24;
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(count);
        List<RecordingListener> listeners = new ArrayList<>();
        List<Future<EntityRegistration>> registering = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RecordingListener own = new RecordingListener();
            listeners.add(own);
            int number = i;
            registering.add(
                    threads.submit(
                            () -> {
                                start.await();
                                return register(
                                        ProtocolId.RIP, number, EntityOptions.NONE.listener(own));
                            }));
        }

        start.countDown();
        for (Future<EntityRegistration> registered : registering) {
            registered.get();
        }
        threads.shutdown();

        router.register(ProtocolId.BGP, 0);
        listeners.forEach(own -> own.await("+BGP-0"));
        for (int one = 0; one < count; one++) {
            for (int other = 0; other < count; other++) {
                boolean heard = listeners.get(one).heard().contains("+RIP-" + other);
                boolean heardBack = listeners.get(other).heard().contains("+RIP-" + one);
                assertThat(heard ^ heardBack).as("%d and %d", one, other).isEqualTo(one != other);
            }
        }
        assertThat(listeners.stream().mapToInt(own -> own.heard().size() - 1).sum())
                .as("each pair is told once")
                .isEqualTo(count * (count - 1) / 2);
    }

    // Deregistering

    @Test
    void the_end_gives_back_all_that_the_entity_had() {
        EntityRegistration rip = router.register(ProtocolId.RIP, 1);
        EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);
        NetAddress alone = NetAddress.parse("20.0.0.0/8");
        NextHop hop = ospf.addNextHop(NextHopInfo.of("192.0.2.1", 1)).handle();
        ospf.addRoute(TEN, RouteInfo.via(hop));
        ospf.addRoute(alone, RouteInfo.via(hop));
        rip.addRoute(TEN, RouteInfo.via());
        List<String> changes = new ArrayList<>();
        RegisteredEntity.of(rip)
                .table()
                .attach(
                        (destination, all, best, forwarding, withdrawn) ->
                                changes.add(destination.address() + " " + best + " " + withdrawn));

        ospf.close();

        assertThat(rip.exactMatch(alone, ProtocolId.BEST, ViewSet.ANY)).isEmpty();
        assertThat(
                        rip.exactMatch(TEN, ProtocolId.BEST, ViewSet.UNICAST)
                                .orElseThrow()
                                .view(0)
                                .orElseThrow()
                                .bestRouteOwner()
                                .orElseThrow()
                                .info()
                                .name())
                .isEqualTo("RIP-1");
        assertThat(changes).containsExactly("10.0.0.0/8 {0} any", "20.0.0.0/8 {0} {0}");
        assertThat(router.tables().instances().get(0).tables().get(0).routes()).isEqualTo(1);
        EntityRegistration again = router.register(ProtocolId.OSPF, 1);
        assertThat(again.findNextHop(NetAddress.parse("192.0.2.1"), 1)).isEmpty();
        assertThat(again.handleCounts()).allSatisfy((kind, count) -> assertThat(count).isZero());
    }

    @Test
    void a_handle_to_an_entity_that_has_gone_stays_readable_and_is_not_its_successor() {
        EntityRegistration rip = router.register(ProtocolId.RIP, 1);
        EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);
        Entity before = rip.entities().list().get(1);

        ospf.close();
        router.register(ProtocolId.OSPF, 1);

        assertThat(before.info().id()).isEqualTo(new EntityId(ProtocolId.OSPF, 1));
        assertThat(before.isRegistered()).isFalse();
        assertThat(before.methods()).isZero();
        assertThat(rip.entities().list().get(1)).isNotEqualTo(before);
    }

    @Test
    void every_later_call_gives_invalid_handle() {
        EntityRegistration rip = router.register(ProtocolId.RIP, 1);
        NextHop hop = rip.addNextHop(NextHopInfo.of("192.0.2.1", 1)).handle();
        Route route = rip.addRoute(TEN, RouteInfo.via(hop)).handle();
        Entity entity = rip.entity();
        var nextHopChange = rip.addNextHop(NextHopInfo.of("192.0.2.1", 1));
        var routeChange = rip.addRoute(TEN, RouteInfo.via(hop));
        var destinations = rip.enumerateDestinations(DestinationQuery.ALL);
        var info = rip.mostSpecific(TEN).orElseThrow();

        rip.close();

        Stream.<ThrowingCallable>of(
                        rip::entity,
                        rip::entities,
                        () -> rip.addNextHop(NextHopInfo.of("192.0.2.1", 1)),
                        () -> rip.findNextHop(NetAddress.parse("192.0.2.1"), 1),
                        () -> rip.deleteNextHop(NetAddress.parse("192.0.2.1"), 1),
                        () -> rip.enumerateNextHops(EnumRange.all()),
                        () -> rip.addRoute(TEN, RouteInfo.via()),
                        () -> rip.exactMatchRoute(TEN, RouteCriteria.NONE, ViewSet.ANY),
                        () -> rip.enumerateRoutes(RouteQuery.ALL),
                        () -> rip.exactMatch(TEN, ProtocolId.BEST, ViewSet.ANY),
                        () -> rip.mostSpecific(TEN),
                        () -> rip.enumerateDestinations(DestinationQuery.ALL),
                        rip::createRouteList,
                        () -> rip.removeFromRouteLists(List.of()),
                        rip::blockMethods,
                        rip::resumeMethods,
                        () -> rip.blockMethods(route),
                        () -> rip.resolve(TEN, 0),
                        () -> rip.reference(List.of()),
                        () -> rip.reference(List.of(route)),
                        () -> rip.release(List.of()),
                        () -> rip.release(List.of(route)),
                        () -> rip.releaseDestinations(List.of()),
                        () -> rip.releaseDestinations(List.of(info)),
                        rip::refreshComplete,
                        rip::withdraw,
                        () -> RegisteredEntity.of(rip),
                        () -> ((RegisteredEntity) rip).handleOpened(HandleKind.LOCK),
                        nextHopChange::handle,
                        routeChange::handle,
                        () -> destinations.next(1),
                        hop::info,
                        hop::reference,
                        hop::delete,
                        () -> hop.update(NextHopInfo.of("192.0.2.1", 1)),
                        route::info,
                        route::reference,
                        route::bestInViews,
                        route::delete,
                        () -> route.update(RouteInfo.via()),
                        entity::info,
                        entity::isRegistered,
                        entity::methods,
                        entity::reference,
                        () -> info.destination().info(ProtocolId.BEST, ViewSet.ANY))
                .forEach(
                        call ->
                                assertRefused(
                                        call,
                                        RtmStatus.INVALID_HANDLE,
                                        "the registration of RIP-1 has ended"));
        rip.close();
        assertThat(rip.info().name()).isEqualTo("RIP-1");
        assertThat(rip.profile().maxHandlesInCall()).isEqualTo(1024);
    }

    @Test
    void a_registration_is_open_until_it_is_closed_or_its_table_goes() {
        EntityRegistration closed = register(ProtocolId.RIP, 1, EntityOptions.NONE);
        EntityRegistration left = register(ProtocolId.RIP, 2, EntityOptions.NONE);
        assertThat(List.of(closed.isOpen(), left.isOpen())).containsExactly(true, true);

        closed.close();

        assertThat(List.of(closed.isOpen(), left.isOpen())).containsExactly(false, true);

        router.close();

        assertThat(left.isOpen()).isFalse();
    }

    @Test
    void leaks_are_counted_and_logged_once() {
        EntityRegistration rip = router.register(ProtocolId.RIP, 1);
        rip.entity();
        rip.addRoute(TEN, RouteInfo.via()).handle();
        rip.mostSpecific(TEN);
        rip.enumerateRoutes(RouteQuery.ALL);
        rip.addNextHop(NextHopInfo.of("192.0.2.1", 1)).handle();
        RegisteredEntity.of(rip).handleOpened(HandleKind.LOCK);
        RegisteredEntity.of(rip).handleOpened(HandleKind.CHANGE_REGISTRATION);

        rip.close();
        rip.close();

        assertThat(warnings())
                .containsExactly(
                        "RIP-1 ended without giving back: 2 ENTITY, 1 DESTINATION, 2 ROUTE,"
                                + " 1 NEXT_HOP, 1 ENUMERATION, 1 LOCK");
        assertThat(rip.handleCounts())
                .as("given back by the end")
                .allSatisfy((kind, count) -> assertThat(count).isZero());
    }

    @Test
    void routes_next_hops_and_change_registrations_left_are_normal() {
        EntityRegistration rip = router.register(ProtocolId.RIP, 1);
        try (NextHop hop = rip.addNextHop(NextHopInfo.of("192.0.2.1", 1)).handle()) {
            rip.addRoute(TEN, RouteInfo.via(hop));
        }
        RegisteredEntity.of(rip).handleOpened(HandleKind.CHANGE_REGISTRATION);
        RegisteredEntity.of(rip).handleOpened(HandleKind.ROUTE_LIST);

        rip.withdraw();

        assertThat(router.logged()).isEmpty();
    }

    @Test
    void entity_specific_info_is_dropped_with_its_owner_whoever_still_holds_handles() {
        EntityRegistration rip = router.register(ProtocolId.RIP, 1);
        EntityRegistration reader = router.register(ProtocolId.OSPF, 1);
        Object ofRoute = new Object();
        Object ofHop = new Object();
        List<WeakReference<Object>> held =
                List.of(new WeakReference<>(ofRoute), new WeakReference<>(ofHop));
        try (NextHop hop =
                rip.addNextHop(NextHopInfo.of("192.0.2.1", 1).entitySpecificInfo(ofHop)).handle()) {
            rip.addRoute(TEN, RouteInfo.via(hop).entitySpecificInfo(ofRoute));
        }
        var destination = reader.mostSpecific(TEN).orElseThrow();
        Route route = destination.view(0).orElseThrow().bestRoute().orElseThrow();
        var snapshot = route.info();
        var hopSnapshot = snapshot.nextHops().get(0).info();
        ofRoute = null;
        ofHop = null;

        rip.close();

        assertThat(held).allSatisfy(RegistrationTest::assertCollected);
        assertThat(route.info().nextHops()).isEqualTo(snapshot.nextHops());
        assertThat(hopSnapshot.address()).isEqualTo(NetAddress.parse("192.0.2.1"));
    }

    private static void assertCollected(WeakReference<Object> reference) {
        for (int i = 0; i < 50 && reference.get() != null; i++) {
            System.gc();
        }
        assertThat(reference.get()).isNull();
    }

    @Test
    void a_failing_end_action_does_not_keep_the_registration_alive() {
        EntityRegistration rip = router.register(ProtocolId.RIP, 1);
        RegisteredEntity provided = RegisteredEntity.of(rip);
        List<String> ran = new ArrayList<>();
        provided.onEnd(
                () -> {
                    throw new NoClassDefFoundError("of a bundle that has gone");
                });
        provided.onEnd(() -> ran.add("other"));
        provided.onEnd(() -> ran.add("taken back")).run();

        rip.close();

        assertThat(ran).containsExactly("other");
        assertThat(router.logged())
                .singleElement()
                .satisfies(
                        logged -> {
                            assertThat(logged.level()).isEqualTo("ERROR");
                            assertThat(logged.thrown()).isInstanceOf(NoClassDefFoundError.class);
                        });
        assertThat(router.register(ProtocolId.RIP, 1)).as("the identity is free").isNotNull();
        provided.onEnd(() -> ran.add("at once"));
        assertThat(ran).containsExactly("other", "at once");
    }

    // Waiting for call-backs

    /** A call-back that runs until it is let go. */
    private static final class Blocking implements Runnable {
        private final CountDownLatch began = new CountDownLatch(1);
        private final CountDownLatch letGo = new CountDownLatch(1);

        static Blocking on(EntityRegistration registration) throws InterruptedException {
            Blocking blocking = new Blocking();
            RegisteredEntity.of(registration).submit(blocking);
            assertThat(blocking.began.await(10, TimeUnit.SECONDS)).isTrue();
            return blocking;
        }

        @Override
        public void run() {
            began.countDown();
            try {
                letGo.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void a_call_back_that_runs_elsewhere_is_waited_for() throws Exception {
        EntityRegistration rip = router.register(ProtocolId.RIP, 1);
        Blocking blocking = Blocking.on(rip);
        CountDownLatch closed = new CountDownLatch(1);
        Thread closing =
                new Thread(
                        () -> {
                            rip.close();
                            closed.countDown();
                        });
        closing.start();
        awaitGate(rip);

        rip.close(); // returns at once: the first is in progress
        assertThat(closed.getCount()).isEqualTo(1);
        assertRefused(
                () -> router.register(ProtocolId.RIP, 1),
                RtmStatus.ALREADY_EXISTS,
                "RIP-1 is registered with the IPv4 table of instance 0 already");
        blocking.letGo.countDown();

        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(router.register(ProtocolId.RIP, 1)).isNotNull();
        assertThat(router.logged()).isEmpty();
    }

    private static void awaitGate(EntityRegistration registration) {
        for (; ; Thread.onSpinWait()) {
            try {
                registration.blockMethods(null);
            } catch (RtmException e) {
                if (e.status() == RtmStatus.INVALID_HANDLE) {
                    return;
                }
            }
        }
    }

    @Test
    void a_call_back_that_runs_for_too_long_is_logged_with_its_stack_and_left() throws Exception {
        router.configure(Map.of("deregistration.wait", 1));
        EntityRegistration rip = router.register(ProtocolId.RIP, 1);
        Blocking blocking = Blocking.on(rip);
        long begin = System.nanoTime();

        rip.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(warnings())
                .singleElement()
                .asString()
                .startsWith("RIP-1 ends while its call-back still runs after 1000 ms, in rtm-lane-")
                .contains("RegistrationTest$Blocking.run(RegistrationTest.java:");
        assertThat(router.register(ProtocolId.RIP, 1)).isNotNull();
        blocking.letGo.countDown();
    }

    @Test
    void a_call_back_that_ends_its_own_registration_does_not_wait_for_itself() {
        router.configure(Map.of("deregistration.wait", 3600));
        EntityRegistration rip = router.register(ProtocolId.RIP, 1);

        RegisteredEntity.of(rip)
                .submit(
                        () -> {
                            rip.close();
                            listener.hear("closed");
                        });

        listener.await("closed");
        assertThat(router.register(ProtocolId.RIP, 1)).isNotNull();
        assertThat(router.logged()).isEmpty();
    }

    @Test
    void an_interrupt_does_not_cut_the_wait_short_and_is_kept() throws Exception {
        EntityRegistration rip = router.register(ProtocolId.RIP, 1);
        Blocking blocking = Blocking.on(rip);
        List<Boolean> interrupted = new ArrayList<>();
        Thread closing =
                new Thread(
                        () -> {
                            rip.close();
                            interrupted.add(Thread.currentThread().isInterrupted());
                        });
        closing.start();
        awaitGate(rip);

        closing.interrupt();
        closing.join(50);
        boolean waits = closing.isAlive();
        blocking.letGo.countDown();
        closing.join();

        assertThat(waits).isTrue();
        assertThat(interrupted).containsExactly(true);
    }

    @Test
    void the_reason_of_an_end_by_others_comes_last_and_after_what_still_runs() throws Exception {
        router.configure(Map.of("instance", 5, "deregistration.wait", 0));
        EntityRegistration rip =
                router.manager()
                        .register(
                                EntityInfo.of(AddressFamily.IPV4, ProtocolId.RIP, 1).inInstance(5),
                                EntityOptions.NONE.listener(listener));
        Blocking blocking = Blocking.on(rip);
        RegisteredEntity.of(rip).submit(() -> listener.hear("queued before the end"));

        router.tables().remove(5);
        EntityRegistration other = router.register(ProtocolId.OSPF, 1);
        Blocking.on(other).letGo.countDown();
        assertThat(listener.heard()).as("one at a time").isEmpty();
        blocking.letGo.countDown();

        listener.await("end: instance 5 was removed from the configuration");
        assertThat(listener.heard())
                .containsExactly("end: instance 5 was removed from the configuration");
    }

    @Test
    void an_entity_that_ends_its_own_registration_is_not_told_why() {
        EntityRegistration rip = registerListening(ProtocolId.RIP, 1);

        rip.close();

        router.close();
        assertThat(listener.heard()).isEmpty();
    }

    @Test
    void optional_answers_of_a_registration_are_empty_not_null() {
        EntityRegistration rip = router.register(ProtocolId.RIP, 1);

        assertThat(
                        List.of(
                                rip.mostSpecific(TEN),
                                rip.exactMatchRoute(TEN, RouteCriteria.NONE, ViewSet.ANY),
                                rip.findNextHop(TEN, 0)))
                .allMatch(Optional::isEmpty);
    }
}
