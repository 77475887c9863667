package org.rtm.impl.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.rtm.impl.TestRouter.assertRefused;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rtm.api.Batch;
import org.rtm.api.DestInfo;
import org.rtm.api.Destination;
import org.rtm.api.DestinationQuery;
import org.rtm.api.Entity;
import org.rtm.api.EntityRegistration;
import org.rtm.api.EnumRange;
import org.rtm.api.Handle;
import org.rtm.api.HandleKind;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopFlags;
import org.rtm.api.NextHopInfo;
import org.rtm.api.NextHopSnapshot;
import org.rtm.api.NextHopState;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteChange;
import org.rtm.api.RouteCriteria;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteQuery;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.RouteState;
import org.rtm.api.RtmException;
import org.rtm.api.RtmStatus;
import org.rtm.api.TableEnumeration;
import org.rtm.api.ViewSet;
import org.rtm.impl.TestRouter;

@Timeout(60)
class HandleTest {
    private static final NetAddress TEN = NetAddress.parse("10.0.0.0/8");
    private static final NetAddress HOP = NetAddress.parse("192.0.2.1");
    private static final ViewSet BOTH = ViewSet.of(0, 1);

    private final TestRouter router = new TestRouter();
    private final EntityRegistration rip = router.register(ProtocolId.RIP, 1);
    private final EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);

    @AfterEach
    void close() {
        router.close();
    }

    private NextHop hop() {
        return rip.addNextHop(NextHopInfo.of(HOP, 1)).handle();
    }

    private Route route() {
        return rip.addRoute(TEN, RouteInfo.via()).handle();
    }

    private Destination destination() {
        try (DestInfo info = rip.exactMatch(TEN, ProtocolId.BEST, ViewSet.ANY).orElseThrow()) {
            return info.destination().reference();
        }
    }

    /** The counts that are not zero. */
    private static Map<HandleKind, Long> counts(EntityRegistration registration) {
        return registration.handleCounts().entrySet().stream()
                .filter(count -> count.getValue() != 0)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static void assertInvalid(ThrowingCallable call, String message) {
        assertRefused(call, RtmStatus.INVALID_HANDLE, message);
    }

    private static void assertGivenBack(ThrowingCallable call) {
        assertInvalidLike("the (handle to|information on) .+ was given back before", call);
    }

    private static void assertInvalidLike(String pattern, ThrowingCallable call) {
        assertThatExceptionOfType(RtmException.class)
                .isThrownBy(call)
                .withMessageMatching(pattern)
                .extracting(RtmException::status)
                .isEqualTo(RtmStatus.INVALID_HANDLE);
    }

    // Given back once

    @Test
    void giving_back_twice_gives_invalid_handle_and_changes_nothing() {
        Stream.<Handle<?>>of(rip.entity(), hop(), route(), destination())
                .forEach(
                        handle -> {
                            handle.close();

                            assertInvalid(
                                    handle::close,
                                    "the handle to " + handle + " was given back before");
                        });

        assertThat(counts(rip)).isEmpty();
    }

    @Test
    void using_after_giving_back_gives_invalid_handle_and_changes_nothing() {
        Entity entity = rip.entity();
        NextHop hop = hop();
        Route route = route();
        Destination destination = destination();
        List<Handle<?>> all = List.of(entity, hop, route, destination);
        all.forEach(Handle::close);

        Stream.<ThrowingCallable>of(
                        entity::info,
                        entity::isRegistered,
                        entity::methods,
                        () -> entity.invoke(new org.rtm.api.MethodInput(1)),
                        entity::reference,
                        hop::info,
                        hop::reference,
                        hop::delete,
                        () -> hop.update(NextHopInfo.of(HOP, 1).flags(NextHopFlags.DOWN)),
                        () -> hop.lock(org.rtm.api.LockMode.SHARED),
                        route::info,
                        route::bestInViews,
                        route::reference,
                        route::delete,
                        () -> route.update(RouteInfo.via().metric(9)),
                        () -> route.lock(org.rtm.api.LockMode.SHARED),
                        () -> route.resolve(0),
                        destination::reference,
                        destination::opaque,
                        () -> destination.info(ProtocolId.BEST, ViewSet.ANY),
                        () -> destination.lessSpecific(ProtocolId.BEST, ViewSet.ANY),
                        () -> destination.lock(org.rtm.api.LockMode.SHARED),
                        () -> destination.hold(ViewSet.UNICAST, java.time.Duration.ofSeconds(1)),
                        () -> rip.addRoute(TEN, RouteInfo.via(hop).metric(9)),
                        () -> rip.addRoute(TEN, RouteInfo.via().neighbour(hop).metric(9)),
                        () ->
                                rip.addNextHop(
                                        NextHopInfo.of(HOP, 1)
                                                .flags(NextHopFlags.REMOTE)
                                                .remoteDestination(destination)),
                        () ->
                                rip.exactMatchRoute(
                                        TEN, RouteCriteria.NONE.owner(entity), ViewSet.ANY),
                        () ->
                                rip.enumerateRoutes(
                                        RouteQuery.ALL.matching(
                                                RouteCriteria.NONE.nextHops(List.of(hop)))),
                        () -> rip.enumerateRoutes(RouteQuery.ALL.destination(destination)))
                .forEach(call -> assertInvalidLike("the handle to .+ was given back before", call));

        assertThat(rip.exactMatchRoute(TEN, RouteCriteria.NONE, ViewSet.ANY).orElseThrow().info())
                .satisfies(info -> assertThat(info.prefInfo().metric()).isZero());
        assertThat(rip.findNextHop(HOP, 1).orElseThrow().info().flags())
                .isEqualTo(NextHopFlags.NONE);
        assertThat(destination.address()).as("readable also afterwards").isEqualTo(TEN);
        assertThat(route.destinationAddress()).isEqualTo(TEN);
        assertThat(hop.address()).isEqualTo(HOP);
    }

    @Test
    void of_many_threads_that_give_back_one_succeeds() throws Exception {
        int threads = 4;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CyclicBarrier barrier = new CyclicBarrier(threads);
        for (int round = 0; round < 300; round++) {
            Route route = route();
            DestInfo info = rip.mostSpecific(TEN).orElseThrow();
            Callable<Integer> closing =
                    () -> {
                        barrier.await();
                        return closed(route::close) + closed(info::close);
                    };

            int closed = 0;
            for (Future<Integer> result :
                    pool.invokeAll(java.util.Collections.nCopies(threads, closing))) {
                closed += result.get();
            }

            assertThat(closed).isEqualTo(2);
            assertThat(counts(rip)).isEmpty();
        }
        pool.shutdown();
    }

    /** 1 if this went well, 0 if the handle was given back before. */
    private static int closed(Runnable close) {
        try {
            close.run();
            return 1;
        } catch (RtmException e) {
            assertThat(e.status()).isEqualTo(RtmStatus.INVALID_HANDLE);
            return 0;
        }
    }

    @Test
    void closing_after_the_registration_ended_does_nothing() {
        Route route = route();
        DestInfo info = rip.mostSpecific(TEN).orElseThrow();
        Batch<Entity> batch = rip.entities();
        TableEnumeration<Route> routes = rip.enumerateRoutes(RouteQuery.ALL);
        RouteSnapshot snapshot = route.info();

        rip.close();

        Stream.<AutoCloseable>of(route, info, batch, routes, snapshot)
                .forEach(
                        handle ->
                                org.assertj.core.api.Assertions.assertThatCode(
                                                () -> {
                                                    handle.close();
                                                    handle.close();
                                                })
                                        .doesNotThrowAnyException());
        assertThat(info.address()).isEqualTo(TEN);
        assertThat(batch.list()).hasSize(2);
    }

    @Test
    void a_handle_of_another_registration_gives_invalid_handle_and_stays_usable() {
        NextHop hop = hop();
        Route route = route();
        Entity entity = rip.entity();
        Destination destination = destination();
        DestInfo info = rip.mostSpecific(TEN).orElseThrow();

        assertInvalid(
                () -> ospf.addRoute(TEN, RouteInfo.via(hop)),
                "the handle to next hop 192.0.2.1 on interface 1 belongs to another registration than OSPF-1");
        Stream.<ThrowingCallable>of(
                        () -> ospf.addRoute(TEN, RouteInfo.via().neighbour(hop)),
                        () ->
                                ospf.addNextHop(
                                        NextHopInfo.of(HOP, 1)
                                                .flags(NextHopFlags.REMOTE)
                                                .remoteDestination(destination)),
                        () ->
                                ospf.exactMatchRoute(
                                        TEN, RouteCriteria.NONE.owner(entity), ViewSet.ANY),
                        () ->
                                ospf.exactMatchRoute(
                                        TEN,
                                        RouteCriteria.NONE.neighbour(Optional.of(hop)),
                                        ViewSet.ANY),
                        () -> ospf.enumerateRoutes(RouteQuery.ALL.destination(destination)),
                        () -> ospf.release(List.of(route)),
                        () -> ospf.reference(List.of(route)),
                        () -> ospf.releaseDestinations(List.of(info)))
                .forEach(
                        call ->
                                assertInvalidLike(
                                        "the (handle to .+ belongs to another registration than OSPF-1|information on .+ belongs to another registration)",
                                        call));

        assertThat(counts(ospf)).isEmpty();
        assertThat(ospf.findNextHop(HOP, 1)).isEmpty();
        rip.release(List.of(hop, route, entity, destination));
        info.close();
        assertThat(counts(rip)).isEmpty();
    }

    @Test
    void handles_to_one_object_are_equal_within_a_registration() {
        Route one = route();
        Route other = rip.exactMatchRoute(TEN, RouteCriteria.NONE, ViewSet.ANY).orElseThrow();
        Route foreign = ospf.exactMatchRoute(TEN, RouteCriteria.NONE, ViewSet.ANY).orElseThrow();

        other.close();

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other).isNotEqualTo(foreign);
        assertThat(destination()).isEqualTo(destination());
        assertThat(rip.entity()).isNotEqualTo(one);
    }

    // Deleting

    @Test
    void a_successful_delete_consumes_its_handle() {
        Route route = route();
        NextHop hop = hop();

        try (route;
                hop) {
            route.delete();
            hop.delete();

            assertInvalid(
                    route::info, "the handle to route to 10.0.0.0/8 was consumed by a delete");
            assertInvalid(
                    hop::delete,
                    "the handle to next hop 192.0.2.1 on interface 1 was consumed by a delete");
            assertInvalid(
                    () -> rip.release(List.of(route)),
                    "the handle to route to 10.0.0.0/8 was consumed by a delete");
        }

        assertThat(counts(rip)).isEmpty();
    }

    @Test
    void a_delete_that_fails_consumes_nothing() {
        Route first = route();
        Route second = route();
        NextHop hop = hop();
        NextHop again = hop.reference();
        first.delete();
        hop.delete();

        assertRefused(second::delete, RtmStatus.NOT_FOUND, "the route to 10.0.0.0/8 was deleted");
        assertRefused(
                again::delete,
                RtmStatus.NOT_FOUND,
                "next hop 192.0.2.1 on interface 1 was deleted");

        assertThat(counts(rip)).isEqualTo(Map.of(HandleKind.ROUTE, 1L, HandleKind.NEXT_HOP, 1L));
        second.close();
        again.close();
        assertThat(counts(rip)).isEmpty();
    }

    @Test
    void a_delete_through_an_information_consumes_that_handle_alone() {
        route().close();
        DestInfo info = rip.mostSpecific(TEN).orElseThrow();

        info.view(0).orElseThrow().bestRoute().orElseThrow().delete();

        assertThat(counts(rip))
                .isEqualTo(Map.of(HandleKind.DESTINATION, 1L, HandleKind.ENTITY, 1L));
        info.close();
        assertThat(counts(rip)).isEmpty();
    }

    @Test
    void a_deleted_route_stays_readable_with_its_last_values_and_changing_it_gives_not_found() {
        NextHop hop = hop();
        Route kept =
                rip.addRoute(TEN, RouteInfo.via(hop).metric(7).tag(3).entitySpecificInfo("mine"))
                        .handle();
        Route others = ospf.exactMatchRoute(TEN, RouteCriteria.NONE, ViewSet.ANY).orElseThrow();

        kept.reference().delete();

        try (RouteSnapshot last = kept.info()) {
            assertThat(last.state()).isEqualTo(RouteState.DELETED);
            assertThat(last.prefInfo().metric()).isEqualTo(7);
            assertThat(last.tag()).isEqualTo(3);
            assertThat(last.nextHops()).containsExactly(hop);
            assertThat(last.entitySpecificInfo()).contains("mine");
            assertThat(last.destination().address()).isEqualTo(TEN);
        }
        assertThat(others.info().state()).isEqualTo(RouteState.DELETED);
        assertThat(kept.bestInViews()).isEqualTo(ViewSet.ANY);
        assertRefused(
                () -> kept.update(RouteInfo.via()),
                RtmStatus.NOT_FOUND,
                "the route to 10.0.0.0/8 was deleted");
    }

    @Test
    void a_deleted_next_hop_stays_readable_and_changing_it_gives_not_found() {
        NextHop hop = hop();
        rip.deleteNextHop(HOP, 1);

        try (NextHopSnapshot last = hop.info()) {
            assertThat(last.state()).isEqualTo(NextHopState.DELETED);
            assertThat(last.address()).isEqualTo(HOP);
            assertThat(last.owner().info().name()).isEqualTo("RIP-1");
        }
        assertRefused(
                () -> hop.update(NextHopInfo.of(HOP, 1)),
                RtmStatus.NOT_FOUND,
                "next hop 192.0.2.1 on interface 1 was deleted");
    }

    @Test
    void an_old_handle_to_a_destination_sees_the_routes_that_join_it() {
        Route first = route();
        Destination destination = destination();
        first.delete();
        try (DestInfo without = destination.info(ProtocolId.BEST, ViewSet.UNICAST)) {
            assertThat(without.belongsToViews()).isEqualTo(ViewSet.ANY);
            assertThat(without.view(0).orElseThrow().bestRoute()).isEmpty();
        }
        assertThat(rip.exactMatch(TEN, ProtocolId.BEST, ViewSet.ANY)).isEmpty();

        Route second = ospf.addRoute(TEN, RouteInfo.via()).handle();

        try (DestInfo with = destination.info(ProtocolId.BEST, ViewSet.UNICAST)) {
            assertThat(with.view(0).orElseThrow().routeCount()).isEqualTo(1);
            assertThat(with.destination()).isEqualTo(destination).isEqualTo(destination());
        }
        try (TableEnumeration<Route> routes =
                        rip.enumerateRoutes(RouteQuery.ALL.destination(destination));
                Batch<Route> batch = routes.next(10)) {
            assertThat(batch.list()).hasSize(1);
        }
        second.close();
    }

    // Several at once

    @Test
    void releasing_several_is_all_or_nothing() {
        Route route = route();
        NextHop hop = hop();
        Route bad = route.reference();
        bad.close();
        Map<HandleKind, Long> before = counts(rip);

        assertInvalid(
                () -> rip.release(List.of(route, hop, bad)),
                "the handle to route to 10.0.0.0/8 was given back before");
        assertInvalid(
                () -> rip.release(List.of(hop, route, hop)),
                "next hop 192.0.2.1 on interface 1 is named twice");
        assertThat(counts(rip)).isEqualTo(before);
        assertThat(route.info().state()).isEqualTo(RouteState.CREATED);

        rip.release(List.of());
        assertThat(counts(rip)).containsEntry(HandleKind.NEXT_HOP, 1L);
        rip.release(List.of(route, route.reference(), hop));
        assertGivenBack(route::close);
        assertGivenBack(hop::close);
    }

    @Test
    void referencing_several_is_all_or_nothing() {
        Route route = route();
        Entity entity = rip.entity();
        Entity bad = entity.reference();
        bad.close();

        assertGivenBack(() -> rip.reference(List.of(route, entity, bad)));
        assertThat(counts(rip)).isEqualTo(Map.of(HandleKind.ROUTE, 1L, HandleKind.ENTITY, 1L));

        List<Handle<?>> copies = rip.reference(List.of(route, entity, route));

        assertThat(copies).containsExactly(route, entity, route);
        assertThat(counts(rip)).isEqualTo(Map.of(HandleKind.ROUTE, 3L, HandleKind.ENTITY, 2L));
        rip.release(copies);
        route.close();
        entity.close();
        assertThat(counts(rip)).isEmpty();
        assertThat(rip.reference(List.of())).isEmpty();
    }

    @Test
    void releasing_several_destinations_is_all_or_nothing() {
        route().close();
        DestInfo one = rip.mostSpecific(TEN).orElseThrow();
        DestInfo other = rip.mostSpecific(TEN).orElseThrow();
        DestInfo bad = rip.mostSpecific(TEN).orElseThrow();
        bad.close();
        Map<HandleKind, Long> before = counts(rip);

        assertInvalid(
                () -> rip.releaseDestinations(List.of(one, other, bad)),
                "the information on 10.0.0.0/8 was given back before");
        assertInvalid(
                () -> rip.releaseDestinations(List.of(one, other, one)),
                "the information on 10.0.0.0/8 is named twice");
        assertThat(counts(rip)).isEqualTo(before);

        rip.releaseDestinations(List.of());
        rip.releaseDestinations(List.of(one, other));
        assertThat(counts(rip)).isEmpty();
        assertGivenBack(one::close);
    }

    @Test
    void a_failing_release_of_several_is_not_seen_by_others_meanwhile() throws Exception {
        Route route = route();
        DestInfo info = rip.mostSpecific(TEN).orElseThrow();
        DestInfo badInfo = rip.mostSpecific(TEN).orElseThrow();
        badInfo.close();
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService pool = Executors.newSingleThreadExecutor();
        Future<?> releasing =
                pool.submit(
                        () -> {
                            while (!stop.get()) {
                                assertInvalid(
                                        () -> rip.release(List.of(route, route)),
                                        "route to 10.0.0.0/8 is named twice");
                                assertGivenBack(
                                        () -> rip.releaseDestinations(List.of(info, badInfo)));
                            }
                        });

        for (int i = 0; i < 20_000; i++) {
            route.bestInViews();
            info.destination().reference().close();
        }
        stop.set(true);
        releasing.get();
        pool.shutdown();

        route.close();
        info.close();
        assertThat(counts(rip)).isEmpty();
    }

    // Information objects

    @Test
    void adding_gives_a_handle_only_where_one_is_asked_for() {
        RouteChange change = rip.addRoute(TEN, RouteInfo.via());
        var hopChange = rip.addNextHop(NextHopInfo.of(HOP, 1));
        assertThat(counts(rip)).isEmpty();

        Route one = change.handle();
        Route other = change.handle();
        NextHop hop = hopChange.handle();

        assertThat(counts(rip)).isEqualTo(Map.of(HandleKind.ROUTE, 2L, HandleKind.NEXT_HOP, 1L));
        rip.release(List.of(one, other, hop));
        assertThat(counts(rip)).isEmpty();
    }

    @Test
    void an_information_on_a_destination_counts_all_its_handles_and_gives_back_every_one() {
        rip.addRoute(TEN, RouteInfo.via().views(ViewSet.UNICAST));

        DestInfo info = rip.exactMatch(TEN, ProtocolId.BEST, BOTH).orElseThrow();
        assertThat(counts(rip))
                .as("nothing is best in the multicast view")
                .isEqualTo(
                        Map.of(
                                HandleKind.DESTINATION, 1L,
                                HandleKind.ROUTE, 1L,
                                HandleKind.ENTITY, 1L));
        ospf.addRoute(TEN, RouteInfo.via().views(BOTH));
        DestInfo wider = rip.exactMatch(TEN, ProtocolId.BEST, BOTH).orElseThrow();
        assertThat(counts(rip))
                .isEqualTo(
                        Map.of(
                                HandleKind.DESTINATION, 2L,
                                HandleKind.ROUTE, 3L,
                                HandleKind.ENTITY, 3L));

        Destination destination = wider.destination();
        Route best = wider.view(1).orElseThrow().bestRoute().orElseThrow();
        Entity owner = wider.views().get(0).bestRouteOwner().orElseThrow();
        Route kept = best.reference();
        info.close();
        wider.close();

        assertThat(counts(rip)).isEqualTo(Map.of(HandleKind.ROUTE, 1L));
        assertThat(kept.info().owner().info().name()).isEqualTo("OSPF-1");
        assertGivenBack(() -> destination.info(ProtocolId.BEST, BOTH));
        assertGivenBack(best::info);
        assertGivenBack(owner::info);
        assertInvalid(wider::close, "the information on 10.0.0.0/8 was given back before");
        assertThat(wider.views()).as("values stay readable").hasSize(2);
    }

    @Test
    void an_information_leaves_out_what_was_given_back_by_itself() {
        route().close();
        DestInfo info = rip.mostSpecific(TEN).orElseThrow();
        Route best = info.view(0).orElseThrow().bestRoute().orElseThrow();
        assertThat(info.view(0).orElseThrow().bestRoute().orElseThrow())
                .as("the same handle each time")
                .isSameAs(best);

        best.close();
        info.destination().close();
        assertThat(counts(rip)).isEqualTo(Map.of(HandleKind.ENTITY, 1L));
        info.close();

        assertThat(counts(rip)).isEmpty();
        assertGivenBack(best::close);
    }

    @Test
    void a_handle_that_is_asked_for_after_its_information_was_given_back_is_given_back_too() {
        route().close();
        DestInfo info = rip.mostSpecific(TEN).orElseThrow();

        info.close();

        Destination late = info.destination();
        assertGivenBack(() -> late.info(ProtocolId.BEST, ViewSet.ANY));
        assertGivenBack(late::close);
        assertThat(late.address()).isEqualTo(TEN);
        assertThat(counts(rip)).isEmpty();
    }

    @Test
    void handles_asked_for_while_their_information_is_given_back_are_counted_right()
            throws Exception {
        route().close();
        ExecutorService pool = Executors.newSingleThreadExecutor();
        for (int round = 0; round < 3000; round++) {
            DestInfo info = rip.mostSpecific(TEN).orElseThrow();
            CyclicBarrier barrier = new CyclicBarrier(2);
            Future<List<Handle<?>>> asking =
                    pool.submit(
                            () -> {
                                barrier.await();
                                return List.of(
                                        info.destination(),
                                        info.view(0).orElseThrow().bestRoute().orElseThrow(),
                                        info.view(0).orElseThrow().bestRouteOwner().orElseThrow());
                            });
            barrier.await();
            info.close();

            assertThat(asking.get()).allSatisfy(handle -> assertGivenBack(handle::close));
            assertThat(counts(rip)).isEmpty();
        }
        pool.shutdown();
    }

    @Test
    void an_information_on_a_route_counts_all_its_handles_and_gives_back_every_one() {
        NextHop one = hop();
        NextHop other = rip.addNextHop(NextHopInfo.of(HOP, 2)).handle();
        Route route = rip.addRoute(TEN, RouteInfo.via(one, other).neighbour(one)).handle();
        rip.release(List.of(one, other));

        RouteSnapshot info = route.info();

        assertThat(counts(rip))
                .isEqualTo(
                        Map.of(
                                HandleKind.ROUTE, 1L,
                                HandleKind.DESTINATION, 1L,
                                HandleKind.ENTITY, 1L,
                                HandleKind.NEXT_HOP, 3L));
        info.nextHops().get(0).close();
        NextHop kept = info.neighbour().orElseThrow().reference();
        info.close();
        assertThat(counts(rip)).isEqualTo(Map.of(HandleKind.ROUTE, 1L, HandleKind.NEXT_HOP, 1L));
        assertThat(kept.info().address()).isEqualTo(HOP);
        assertThat(info.prefInfo().preference()).as("values stay readable").isEqualTo(120);
        assertInvalid(
                info::close, "the information on the route to 10.0.0.0/8 was given back before");
    }

    @Test
    void an_information_on_a_next_hop_counts_all_its_handles_and_gives_back_every_one() {
        route().close();
        NextHop remote =
                rip.addNextHop(NextHopInfo.of("10.1.1.1", 0).flags(NextHopFlags.REMOTE)).handle();

        NextHopSnapshot info = remote.info();

        assertThat(counts(rip))
                .isEqualTo(
                        Map.of(
                                HandleKind.NEXT_HOP, 1L,
                                HandleKind.DESTINATION, 1L,
                                HandleKind.ENTITY, 1L));
        assertThat(info.remoteDestination().orElseThrow().address()).isEqualTo(TEN);
        info.close();
        remote.close();
        assertThat(counts(rip)).isEmpty();
        assertInvalid(info::close, "the information on next hop 10.1.1.1 was given back before");
    }

    @Test
    void a_batch_gives_back_what_is_still_open_in_it_and_no_more() {
        Batch<Entity> batch = rip.entities();
        Entity kept = batch.list().get(1).reference();

        batch.list().get(0).close();
        assertThat(counts(rip)).isEqualTo(Map.of(HandleKind.ENTITY, 2L));
        batch.close();

        assertThat(counts(rip)).isEqualTo(Map.of(HandleKind.ENTITY, 1L));
        assertThat(kept.info().name()).isEqualTo("OSPF-1");
        assertInvalid(batch::close, "the batch of 2 was given back before");
        assertThat(batch.list()).as("readable also afterwards").hasSize(2);
    }

    @Test
    void a_batch_of_informations_gives_back_those_that_are_still_open() {
        for (int i = 0; i < 3; i++) {
            rip.addRoute(NetAddress.ipv4(i << 24, 8), RouteInfo.via());
        }
        try (TableEnumeration<DestInfo> destinations =
                rip.enumerateDestinations(DestinationQuery.ALL.views(ViewSet.UNICAST))) {
            Batch<DestInfo> batch = destinations.next(3);
            batch.list().get(0).close();
            batch.list().get(1).destination().close();
            assertThat(counts(rip))
                    .isEqualTo(
                            Map.of(
                                    HandleKind.ENUMERATION, 1L,
                                    HandleKind.DESTINATION, 1L,
                                    HandleKind.ROUTE, 2L,
                                    HandleKind.ENTITY, 2L));

            batch.close();
        }

        assertThat(counts(rip)).isEmpty();
    }

    @Test
    void the_end_of_an_enumeration_leaves_the_handles_that_it_gave_out() {
        Route route = route();
        TableEnumeration<Route> routes = rip.enumerateRoutes(RouteQuery.ALL);
        Batch<Route> batch = routes.next(10);

        routes.close();

        assertInvalid(routes::close, "the enumeration was closed before");
        assertInvalid(() -> routes.next(1), "the enumeration was closed before");
        assertThat(batch.list()).containsExactly(route);
        assertThat(batch.list().get(0).info().state()).isEqualTo(RouteState.CREATED);
        assertThat(rip.handleCounts()).containsEntry(HandleKind.ENUMERATION, 0L);
    }

    @Test
    void a_refused_enumeration_counts_for_nothing() {
        EnumRange wrong = EnumRange.from(NetAddress.parse("2001:db8::/32"));
        route().close();
        Destination closed = destination();
        closed.close();
        RouteCriteria bad = RouteCriteria.NONE.owner(closedEntity());

        Stream.<ThrowingCallable>of(
                        () -> rip.enumerateDestinations(DestinationQuery.ALL.range(wrong)),
                        () -> rip.enumerateRoutes(RouteQuery.ALL.range(wrong)),
                        () -> rip.enumerateRoutes(RouteQuery.ALL.destination(closed)),
                        () -> rip.enumerateRoutes(RouteQuery.ALL.matching(bad)),
                        () -> rip.enumerateNextHops(wrong))
                .forEach(call -> assertThatExceptionOfType(RtmException.class).isThrownBy(call));

        assertThat(counts(rip)).isEmpty();
    }

    private Entity closedEntity() {
        Entity entity = rip.entity();
        entity.close();
        return entity;
    }

    @Test
    void counts_are_exact_when_many_threads_open_and_close() throws Exception {
        route().close();
        hop().close();
        List<Callable<Void>> working = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            working.add(
                    () -> {
                        for (int n = 0; n < 500; n++) {
                            try (DestInfo info = rip.mostSpecific(TEN).orElseThrow();
                                    Batch<Entity> entities = rip.entities();
                                    TableEnumeration<Route> routes =
                                            rip.enumerateRoutes(RouteQuery.ALL);
                                    Batch<Route> batch = routes.next(5);
                                    NextHop hop = rip.findNextHop(HOP, 1).orElseThrow();
                                    NextHopSnapshot snapshot = hop.info()) {
                                batch.list().get(0).info().close();
                                entities.list().get(0).close();
                                info.destination().reference().close();
                                snapshot.owner().close();
                            }
                        }
                        return null;
                    });
        }
        ExecutorService pool = Executors.newFixedThreadPool(4);

        for (Future<Void> done : pool.invokeAll(working)) {
            done.get();
        }
        pool.shutdown();

        assertThat(counts(rip)).isEmpty();
        rip.close();
        assertThat(router.logged()).isEmpty();
    }
}
