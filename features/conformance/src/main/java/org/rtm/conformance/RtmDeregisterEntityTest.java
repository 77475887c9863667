package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.Destination;
import org.rtm.api.DestinationLock;
import org.rtm.api.DestinationQuery;
import org.rtm.api.Entity;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.EnumRange;
import org.rtm.api.ExportedMethod;
import org.rtm.api.HandleKind;
import org.rtm.api.LockMode;
import org.rtm.api.MethodInput;
import org.rtm.api.MethodOutput;
import org.rtm.api.MethodResult;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.NextHopState;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteChange;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteQuery;
import org.rtm.api.RouteState;
import org.rtm.api.RtmStatus;

class RtmDeregisterEntityTest {
    private static final NetAddress TEN = NetAddress.parse("10.0.0.0/8");
    private static final NextHopInfo HOP = NextHopInfo.of("192.0.2.1", 1);
    private static final int LONG_SECONDS = 600;

    @RegisterExtension final Router router = new Router();

    private EntityRegistration registerOspf(ExportedMethod method) {
        return router.register(ProtocolId.OSPF, 1, EntityOptions.NONE.methods(List.of(method)));
    }

    @Test
    @ReturnCodes("NO_ERROR")
    void a_client_that_deregistered_is_there_no_more() {
        EntityRegistration rip = router.register();
        EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);

        ospf.close();

        assertThat(rip.entities()).hasSize(1);
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void a_second_deregistration_does_nothing() {
        EntityRegistration first = router.register();
        first.close();
        EntityRegistration second = router.register();

        first.close();

        assertThat(second.entity().isRegistered()).isTrue();
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void every_later_call_is_refused() {
        EntityRegistration rip = router.register();
        NextHop hop = rip.addNextHop(HOP).handle();
        RouteChange added = rip.addRoute(TEN, RouteInfo.via(hop));
        Route route = added.handle();
        Destination destination = Handles.destination(rip, TEN);
        Entity self = rip.entity();

        rip.close();

        Stream.<ThrowingCallable>of(
                        rip::entities,
                        () -> rip.addNextHop(HOP),
                        () -> rip.addRoute(TEN, RouteInfo.via()),
                        () -> rip.mostSpecific(TEN),
                        () -> rip.enumerateDestinations(DestinationQuery.ALL),
                        () -> rip.enumerateRoutes(RouteQuery.ALL),
                        () -> rip.enumerateNextHops(EnumRange.all()),
                        rip::createRouteList,
                        () -> rip.blockMethods(),
                        () -> rip.reference(List.of(route)),
                        () -> rip.release(List.of(route)),
                        added::handle,
                        hop::info,
                        route::info,
                        route::delete,
                        () -> destination.lock(LockMode.SHARED),
                        self::info)
                .forEach(call -> Router.assertRefused(RtmStatus.INVALID_HANDLE, call));
    }

    @Test
    void who_the_client_was_stays_readable() {
        EntityRegistration rip = router.register();

        rip.close();

        assertThat(rip.info().name()).isEqualTo("RIP-1");
        assertThat(rip.profile().maxHandlesInCall()).isPositive();
    }

    @Test
    void routes_and_next_hops_go_with_their_client() {
        EntityRegistration rip = router.register();
        EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);
        rip.addRoute(TEN, RouteInfo.via(rip.addNextHop(HOP).handle()));
        Route seen = Handles.route(ospf, TEN);
        NextHop seenHop = seen.info().nextHops().get(0);

        rip.close();

        assertThat(ospf.mostSpecific(TEN)).isEmpty();
        assertThat(seen.info().state()).isEqualTo(RouteState.DELETED);
        assertThat(seenHop.info().state()).isEqualTo(NextHopState.DELETED);
        assertThat(router.register().findNextHop(HOP.address(), HOP.interfaceIndex())).isEmpty();
    }

    @Test
    void locks_are_given_back() {
        EntityRegistration ospf =
                router.with("lock.longest", LONG_SECONDS).register(ProtocolId.OSPF, 1);
        ospf.addRoute(TEN, RouteInfo.via());
        EntityRegistration rip = router.register();
        Handles.destination(rip, TEN).lock(LockMode.EXCLUSIVE);
        Call<RouteChange> waiting =
                Call.begin(() -> ospf.addRoute(TEN, RouteInfo.via().metric(2))).untilItWaits();

        rip.close();

        assertThat(waiting.result().isNew()).isFalse();
    }

    @Test
    void the_opaque_pointer_is_emptied_and_goes_to_the_next() {
        router.with("opaque.slots", 1);
        router.register(ProtocolId.OSPF, 1).addRoute(TEN, RouteInfo.via());
        EntityRegistration first =
                router.register(ProtocolId.RIP, 1, EntityOptions.NONE.opaqueSlot());
        try (DestinationLock lock = Handles.destination(first, TEN).lock(LockMode.EXCLUSIVE)) {
            lock.setOpaque(Optional.of("mine"));
        }

        first.close();

        EntityRegistration next =
                router.register(ProtocolId.BGP, 1, EntityOptions.NONE.opaqueSlot());
        assertThat(Handles.destination(next, TEN).opaque()).isEmpty();
    }

    @Test
    void handles_that_the_client_did_not_give_back_are_given_back() {
        EntityRegistration rip = router.register();
        rip.addRoute(TEN, RouteInfo.via()).handle();
        rip.entity();

        rip.close();

        assertThat(Handles.count(rip, HandleKind.ROUTE)).isZero();
        assertThat(Handles.count(rip, HandleKind.ENTITY)).isZero();
    }

    @Test
    void closing_what_the_end_gave_back_does_nothing() {
        EntityRegistration rip = router.register();
        Route route = rip.addRoute(TEN, RouteInfo.via()).handle();
        DestinationLock lock = Handles.destination(rip, TEN).lock(LockMode.SHARED);

        rip.close();

        route.close();
        lock.close();
    }

    @Test
    void others_hear_of_it() {
        Events events = new Events();
        router.register(ProtocolId.RIP, 1, EntityOptions.NONE.listener(events));

        router.register(ProtocolId.OSPF, 1).close();

        events.await("deregistered OSPF-1");
    }

    @Test
    void it_waits_for_a_method_that_runs_and_a_second_one_meanwhile_does_not() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        router.with("deregistration.wait", LONG_SECONDS);
        EntityRegistration ospf =
                registerOspf(
                        (caller, callee, input) -> {
                            running.countDown();
                            goOn.await();
                            return MethodResult.of();
                        });
        Entity seen = Handles.entity(router.register(), ospf);
        Call<List<MethodOutput>> invocation = Call.begin(() -> seen.invoke(new MethodInput(1)));
        running.await();

        Call<Void> deregistration = Call.begin(ospf::close).untilItWaits();
        ospf.close();

        assertThat(deregistration.isDone()).isFalse();
        goOn.countDown();
        deregistration.result();
        assertThat(invocation.result()).hasSize(1);
    }

    @Test
    void it_waits_no_longer_than_configured() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        router.with("deregistration.wait", 0);
        EntityRegistration ospf =
                registerOspf(
                        (caller, callee, input) -> {
                            running.countDown();
                            goOn.await();
                            return MethodResult.of();
                        });
        Entity seen = Handles.entity(router.register(), ospf);
        Call<List<MethodOutput>> invocation = Call.begin(() -> seen.invoke(new MethodInput(1)));
        running.await();

        ospf.close();

        assertThat(invocation.isDone()).isFalse();
        goOn.countDown();
        invocation.result();
    }

    @Test
    void callers_that_its_blocked_methods_hold_are_refused() {
        EntityRegistration ospf = registerOspf((caller, callee, input) -> MethodResult.of());
        Entity seen = Handles.entity(router.register(), ospf);
        ospf.blockMethods();
        Call<List<MethodOutput>> held =
                Call.begin(() -> seen.invoke(new MethodInput(1))).untilItWaits();

        ospf.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, held::result);
    }

    @Test
    void a_client_deregisters_in_its_own_method_without_waiting_for_itself() {
        router.with("deregistration.wait", LONG_SECONDS);
        EntityRegistration[] self = new EntityRegistration[1];
        self[0] =
                registerOspf(
                        (caller, callee, input) -> {
                            self[0].close();
                            return MethodResult.of();
                        });
        Entity seen = Handles.entity(router.register(), self[0]);

        seen.invoke(new MethodInput(1));

        assertThat(seen.isRegistered()).isFalse();
    }

    @Test
    void the_removal_of_the_instance_deregisters_its_clients_and_tells_them() {
        Events events = new Events();
        EntityRegistration rip =
                router.register(ProtocolId.RIP, 1, EntityOptions.NONE.listener(events));

        router.stop();

        events.await("ended");
        Router.assertRefused(RtmStatus.INVALID_HANDLE, rip::entities);
    }
}
