package org.rtm.impl.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.api.NetAddress.parse;
import static org.rtm.impl.TestRouter.assertRefused;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rtm.api.AddRouteOptions;
import org.rtm.api.AddressFamily;
import org.rtm.api.Batch;
import org.rtm.api.DestinationLock;
import org.rtm.api.EntityListener;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.ExpiryDecision;
import org.rtm.api.HandleKind;
import org.rtm.api.LockMode;
import org.rtm.api.NetAddress;
import org.rtm.api.PrefInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteList;
import org.rtm.api.RouteLock;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.RouteState;
import org.rtm.api.RtmStatus;
import org.rtm.api.TableEnumeration;
import org.rtm.api.ViewSet;
import org.rtm.api.monitor.EntityStatus;
import org.rtm.api.provider.RegisteredEntity;
import org.rtm.impl.Call;
import org.rtm.impl.RecordingObserver;
import org.rtm.impl.RecordingObserver.Report;
import org.rtm.impl.TestRouter;

/** How long routes live, and who decides what becomes of them then. */
@Timeout(60)
class TimeToLiveTest {
    private static final NetAddress PREFIX = parse("10.0.0.0/8");
    private static final Duration MICROSECOND = Duration.ofNanos(1_000);
    private static final Duration ANSWER_TIME = Duration.ofSeconds(30);

    private final TestRouter router = new TestRouter();
    private final EntityRegistration rip = router.register(ProtocolId.RIP, 1);
    private final EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);

    @AfterEach
    void close() {
        router.close();
    }

    @Test
    void a_time_to_live_that_is_not_more_than_zero_is_refused() {
        Route route = add(rip, seconds(10));

        assertRefused(
                () -> rip.addRoute(PREFIX, RouteInfo.via().metric(2), forTime(Duration.ZERO)),
                RtmStatus.INVALID_PARAMETER,
                "a time to live of PT0S is not more than zero");
        assertRefused(
                () -> route.update(RouteInfo.via().metric(2), forTime(seconds(-1))),
                RtmStatus.INVALID_PARAMETER,
                "a time to live of PT-1S is not more than zero");
        try (RouteLock lock = route.lock(LockMode.EXCLUSIVE)) {
            assertRefused(
                    () -> lock.prefInfo(new PrefInfo(0, 2)).commit(forTime(Duration.ZERO)),
                    RtmStatus.INVALID_PARAMETER,
                    "a time to live of PT0S is not more than zero");
        }
        assertThat(route.info().prefInfo().metric()).isZero();
        assertThat(timeToLive(route)).contains(seconds(10));
    }

    @Test
    void without_a_time_to_live_a_route_never_expires() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via()).handle();

        router.advance(Duration.ofDays(10_000));

        assertThat(state(route)).isEqualTo(RouteState.CREATED);
        assertThat(timeToLive(route)).isEmpty();
    }

    @Test
    void a_time_to_live_beyond_all_measure_is_as_good_as_for_ever() {
        Route route = add(rip, Duration.ofSeconds(Long.MAX_VALUE));

        router.advance(Duration.ofDays(10_000));

        assertThat(state(route)).isEqualTo(RouteState.CREATED);
    }

    @Test
    void a_route_tells_everybody_how_long_it_has_to_live() {
        add(rip, seconds(10));

        router.advance(seconds(4));

        assertThat(timeToLive(bestRoute(ospf))).contains(seconds(6));
    }

    @Test
    void a_change_and_its_time_to_live_are_read_as_one() {
        Route route = add(rip, seconds(10));
        List<String> seen = new ArrayList<>();
        RegisteredEntity.of(rip)
                .table()
                .attach((destination, all, best, forwarding, withdrawn) -> seen.add(read(route)));

        route.update(RouteInfo.via().metric(1), forTime(seconds(20)));
        route.update(RouteInfo.via().metric(2));
        route.update(RouteInfo.via().metric(3), forTime(seconds(5)));

        assertThat(seen)
                .containsExactly(
                        "1 for Optional[PT20S]", "2 for Optional.empty", "3 for Optional[PT5S]");
    }

    @Test
    void a_refresh_that_says_nothing_new_begins_and_ends_a_time_to_live_too() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via()).handle();

        route.update(RouteInfo.via(), forTime(seconds(10)));
        assertThat(timeToLive(route)).contains(seconds(10));

        route.update(RouteInfo.via());
        assertThat(timeToLive(route)).isEmpty();
    }

    private static String read(Route route) {
        try (RouteSnapshot info = route.info()) {
            return info.prefInfo().metric() + " for " + info.timeToLive();
        }
    }

    @Test
    void without_a_listener_an_expired_route_is_deleted_at_once_and_never_early() {
        Route route = add(rip, seconds(10));

        router.advance(seconds(10).minus(MICROSECOND));
        assertThat(state(route)).isEqualTo(RouteState.CREATED);

        router.advance(MICROSECOND);
        assertThat(state(route)).isEqualTo(RouteState.DELETED);
        assertThat(timeToLive(route)).isEmpty();
        assertThat(rip.mostSpecific(PREFIX)).isEmpty();
    }

    @Test
    void a_fraction_of_a_microsecond_does_not_make_it_expire_early() {
        Route route = add(rip, Duration.ofNanos(1_500));

        router.advance(MICROSECOND);
        assertThat(state(route)).isEqualTo(RouteState.CREATED);

        router.advance(MICROSECOND);
        assertThat(state(route)).isEqualTo(RouteState.DELETED);
    }

    @Test
    void each_of_many_routes_expires_at_its_time() {
        IntStream.rangeClosed(1, 10_000)
                .forEach(
                        i ->
                                rip.addRoute(
                                        NetAddress.ipv4(i << 8, 24),
                                        RouteInfo.via(),
                                        forTime(Duration.ofMillis(i))));

        router.advance(Duration.ofMillis(2_500));
        assertThat(status(rip).routes()).isEqualTo(7_500);

        router.advance(Duration.ofMillis(7_500));
        assertThat(status(rip).routes()).isZero();
    }

    @Test
    void adding_an_equal_route_restarts_its_time_to_live() {
        Route route = add(rip, seconds(10));
        router.advance(seconds(9));

        add(rip, seconds(10));

        router.advance(seconds(9));
        assertThat(state(route)).isEqualTo(RouteState.CREATED);
        router.advance(seconds(1));
        assertThat(state(route)).isEqualTo(RouteState.DELETED);
    }

    @Test
    void an_update_by_handle_or_in_place_restarts_it_too_and_may_make_it_shorter() {
        Route route = add(rip, seconds(100));

        route.update(RouteInfo.via(), forTime(seconds(20)));
        assertThat(timeToLive(route)).contains(seconds(20));

        route.lock(LockMode.EXCLUSIVE).commit(forTime(seconds(5)));
        assertThat(timeToLive(route)).contains(seconds(5));

        router.advance(seconds(5));
        assertThat(state(route)).isEqualTo(RouteState.DELETED);
    }

    @Test
    void an_update_without_a_time_to_live_lets_the_route_live_for_ever() {
        Route route = add(rip, seconds(10));

        rip.addRoute(PREFIX, RouteInfo.via());

        router.advance(seconds(1_000));
        assertThat(state(route)).isEqualTo(RouteState.CREATED);
    }

    @Test
    void a_refused_update_leaves_the_time_to_live() {
        Route route = add(rip, seconds(10));
        router.advance(seconds(4));

        assertRefused(
                () -> rip.addRoute(PREFIX, RouteInfo.via().views(ViewSet.ANY), forTime(seconds(9))),
                RtmStatus.INVALID_PARAMETER,
                "a route is in at least one view, not in none");

        assertThat(timeToLive(route)).contains(seconds(6));
    }

    @Test
    void a_deleted_route_takes_its_time_to_live_with_it() {
        add(rip, seconds(10)).delete();
        Route next = rip.addRoute(PREFIX, RouteInfo.via()).handle();

        router.advance(seconds(10));

        assertThat(state(next)).isEqualTo(RouteState.CREATED);
    }

    @Test
    void expiry_is_a_change_like_a_deletion() {
        RouteList list = ospf.createRouteList();
        ospf.addRoute(PREFIX, RouteInfo.via(), forTime(seconds(10)).list(list));
        Route next = rip.addRoute(PREFIX, RouteInfo.via()).handle();
        RecordingObserver observer = RecordingObserver.attachedTo(rip);

        router.advance(seconds(10));

        assertThat(observer.take())
                .containsExactly(
                        new Report(
                                PREFIX,
                                ViewSet.UNICAST,
                                ViewSet.UNICAST,
                                ViewSet.UNICAST,
                                ViewSet.ANY));
        assertThat(next.bestInViews()).isEqualTo(ViewSet.UNICAST);
        try (TableEnumeration<Route> listed = list.enumerate();
                Batch<Route> batch = listed.next(10)) {
            assertThat(batch.list()).isEmpty();
        }
    }

    @Test
    void the_owner_is_asked_on_its_lane_never_early() {
        Owner owner = new Owner().answering(ExpiryDecision.DELETE);
        Route route = add(owner.registration, seconds(10));

        router.advance(seconds(10).minus(MICROSECOND));
        assertThat(owner.threads()).isEmpty();

        router.advance(MICROSECOND);
        Call.await(() -> state(route) == RouteState.DELETED);
        assertThat(owner.threads())
                .singleElement()
                .satisfies(thread -> assertThat(thread).startsWith("rtm-lane-"));
    }

    @Test
    void nobody_but_the_owner_is_asked() {
        Owner other = new Owner().answering(ExpiryDecision.KEEP);
        Route route = add(rip, seconds(10));

        router.advance(seconds(10));

        assertThat(state(route)).isEqualTo(RouteState.DELETED);
        assertThat(other.threads()).isEmpty();
    }

    @Test
    void unless_overridden_a_listener_lets_the_route_be_deleted() {
        EntityRegistration bgp = register(new EntityListener() {});
        Route route = add(bgp, seconds(10));

        router.advance(seconds(10));

        Call.await(() -> state(route) == RouteState.DELETED);
    }

    @Test
    void a_route_that_is_kept_has_no_timer_until_it_is_updated_and_its_owner_is_asked_once() {
        Owner owner = new Owner().answering(ExpiryDecision.KEEP).answering(ExpiryDecision.DELETE);
        Route route = add(owner.registration, seconds(10));

        router.advance(seconds(10));
        Call.await(() -> timeToLive(route).isEmpty());
        router.advance(seconds(1_000));
        assertThat(state(route)).isEqualTo(RouteState.CREATED);
        assertThat(owner.threads()).hasSize(1);

        route.update(RouteInfo.via(), forTime(seconds(5)));
        router.advance(seconds(5));
        Call.await(() -> state(route) == RouteState.DELETED);
        assertThat(owner.threads()).hasSize(2);
    }

    @Test
    void an_exception_instead_of_an_answer_deletes_the_route_and_is_logged_and_counted() {
        IllegalStateException failure = new IllegalStateException("no idea");
        EntityRegistration bgp =
                register(
                        new EntityListener() {
                            @Override
                            public ExpiryDecision routeExpired(Route route) {
                                throw failure;
                            }
                        });
        Route route = add(bgp, seconds(10));

        router.advance(seconds(10));

        Call.await(() -> state(route) == RouteState.DELETED);
        Call.await(() -> status(bgp).failedCallbacks() == 1);
        assertThat(router.logged())
                .containsExactly(
                        new TestRouter.Logged("ERROR", "a call-back of BGP-1 failed", failure));
    }

    @Test
    void without_an_answer_in_the_configured_time_the_route_is_deleted() throws Exception {
        CountDownLatch letGo = new CountDownLatch(1);
        Owner owner =
                new Owner()
                        .answering(
                                route -> {
                                    awaitLatch(letGo);
                                    return ExpiryDecision.KEEP;
                                });
        Route route = add(owner.registration, seconds(10));
        router.advance(seconds(10));
        assertThat(timeToLive(route)).contains(Duration.ZERO);

        router.advance(ANSWER_TIME.minus(MICROSECOND));
        assertThat(state(route)).isEqualTo(RouteState.CREATED);

        router.advance(MICROSECOND);
        assertThat(state(route)).isEqualTo(RouteState.DELETED);
        letGo.countDown();
        Call.await(() -> status(owner.registration).callbacks() == 1);
        assertThat(state(route)).isEqualTo(RouteState.DELETED);
    }

    @Test
    void the_time_to_answer_is_configured() {
        router.configure(Map.of("expiry.answer", 7));
        CountDownLatch letGo = new CountDownLatch(1);
        Owner owner =
                new Owner()
                        .answering(
                                route -> {
                                    awaitLatch(letGo);
                                    return ExpiryDecision.KEEP;
                                });
        Route route = add(owner.registration, seconds(10));
        router.advance(seconds(10));

        router.advance(seconds(7).minus(MICROSECOND));
        assertThat(state(route)).isEqualTo(RouteState.CREATED);

        router.advance(MICROSECOND);
        assertThat(state(route)).isEqualTo(RouteState.DELETED);
        letGo.countDown();
    }

    @Test
    void a_renewal_takes_the_time_to_answer_that_is_configured_then() {
        CountDownLatch letGo = new CountDownLatch(1);
        Owner owner =
                new Owner()
                        .answering(
                                route -> {
                                    awaitLatch(letGo);
                                    return ExpiryDecision.KEEP;
                                });
        Route route = add(owner.registration, seconds(10));
        router.configure(Map.of("expiry.answer", 7));
        add(owner.registration, seconds(10));
        router.advance(seconds(10));

        router.advance(seconds(7));

        assertThat(state(route)).isEqualTo(RouteState.DELETED);
        letGo.countDown();
    }

    @Test
    void an_answer_to_delete_means_nothing_for_a_route_that_was_updated_since_it_expired() {
        CountDownLatch letGo = new CountDownLatch(1);
        Owner owner =
                new Owner()
                        .answering(
                                route -> {
                                    awaitLatch(letGo);
                                    return ExpiryDecision.DELETE;
                                });
        Route route = add(owner.registration, seconds(10));
        router.advance(seconds(10));

        add(owner.registration, seconds(50));
        letGo.countDown();

        Call.await(() -> status(owner.registration).callbacks() == 1);
        assertThat(state(route)).isEqualTo(RouteState.CREATED);
        router.advance(ANSWER_TIME);
        assertThat(timeToLive(route)).contains(seconds(20));
    }

    @Test
    void an_answer_to_delete_means_nothing_for_a_route_that_was_updated_to_live_for_ever() {
        Owner owner =
                new Owner()
                        .answering(
                                route -> {
                                    route.update(RouteInfo.via());
                                    return ExpiryDecision.DELETE;
                                });
        Route route = add(owner.registration, seconds(10));

        router.advance(seconds(10));

        Call.await(() -> status(owner.registration).callbacks() == 1);
        router.advance(seconds(1_000));
        assertThat(state(route)).isEqualTo(RouteState.CREATED);
    }

    @Test
    void an_answer_to_keep_leaves_the_time_to_live_that_an_update_in_the_call_back_gave() {
        Owner owner =
                new Owner()
                        .answering(
                                route -> {
                                    RouteLock lock = route.lock(LockMode.EXCLUSIVE);
                                    lock.prefInfo(new PrefInfo(0, 15)).commit(forTime(seconds(7)));
                                    return ExpiryDecision.KEEP;
                                })
                        .answering(ExpiryDecision.DELETE);
        Route route = add(owner.registration, seconds(10));

        router.advance(seconds(10));
        Call.await(() -> status(owner.registration).callbacks() == 1);
        assertThat(timeToLive(route)).contains(seconds(7));
        assertThat(route.info().prefInfo().metric()).isEqualTo(15);

        router.advance(seconds(7));
        Call.await(() -> state(route) == RouteState.DELETED);
    }

    @Test
    void the_handle_that_a_call_back_gets_is_given_back_when_it_returns() {
        Queue<Route> passed = new ArrayDeque<>();
        Owner owner =
                new Owner()
                        .answering(
                                route -> {
                                    passed.add(route);
                                    return ExpiryDecision.KEEP;
                                });
        Route route = add(owner.registration, seconds(10));

        router.advance(seconds(10));

        Call.await(() -> status(owner.registration).callbacks() == 1);
        assertThat(owner.registration.handleCounts()).containsEntry(HandleKind.ROUTE, 1L);
        assertThat(passed).containsExactly(route);
        assertRefused(
                () -> passed.element().info(),
                RtmStatus.INVALID_HANDLE,
                "the handle to route to 10.0.0.0/8 was given back before");
    }

    @Test
    void a_locked_destination_keeps_its_expired_route_until_it_is_unlocked() {
        Route route = add(rip, seconds(10));
        router.advance(seconds(8));
        DestinationLock lock = lockDestination(LockMode.SHARED);

        router.advance(seconds(3));
        assertThat(state(route)).isEqualTo(RouteState.CREATED);
        assertThat(timeToLive(route)).contains(Duration.ZERO);

        lock.close();
        assertThat(state(route)).isEqualTo(RouteState.DELETED);
    }

    @Test
    void the_owner_of_an_expired_route_is_asked_when_its_destination_is_unlocked() {
        Owner owner = new Owner().answering(ExpiryDecision.DELETE);
        Route route = add(owner.registration, seconds(10));
        router.advance(seconds(8));
        lockDestination(LockMode.EXCLUSIVE);

        router.advance(seconds(4));
        assertThat(owner.threads()).isEmpty();

        router.advance(seconds(1)); // the lock is taken away
        Call.await(() -> state(route) == RouteState.DELETED);
        assertThat(owner.threads()).hasSize(1);
    }

    @Test
    void a_commit_saves_a_route_that_expired_under_the_lock() {
        Route route = add(rip, seconds(10));
        router.advance(seconds(8));
        RouteLock lock = route.lock(LockMode.EXCLUSIVE);
        router.advance(seconds(3));

        lock.commit(forTime(seconds(20)));

        assertThat(state(route)).isEqualTo(RouteState.CREATED);
        assertThat(timeToLive(route)).contains(seconds(20));
    }

    @Test
    void an_answer_waits_for_the_end_of_a_lock_and_for_what_is_committed_under_it() {
        CountDownLatch letGo = new CountDownLatch(1);
        Function<Route, ExpiryDecision> delete =
                route -> {
                    awaitLatch(letGo);
                    return ExpiryDecision.DELETE;
                };
        Owner owner = new Owner().answering(delete).answering(delete);
        Route updated = add(owner.registration, seconds(10));
        Route left =
                owner.registration
                        .addRoute(parse("11.0.0.0/8"), RouteInfo.via(), forTime(seconds(10)))
                        .handle();
        router.advance(seconds(10));
        RouteLock updating = updated.lock(LockMode.EXCLUSIVE);
        RouteLock leaving = left.lock(LockMode.EXCLUSIVE);

        letGo.countDown();
        Call.await(() -> status(owner.registration).callbacks() == 2);
        assertThat(state(updated)).isEqualTo(RouteState.CREATED);
        assertThat(state(left)).isEqualTo(RouteState.CREATED);

        updating.commit(AddRouteOptions.NONE);
        leaving.close();
        assertThat(state(updated)).isEqualTo(RouteState.CREATED);
        assertThat(state(left)).isEqualTo(RouteState.DELETED);
    }

    @Test
    void the_end_of_a_registration_leaves_no_question_open() {
        CountDownLatch letGo = new CountDownLatch(1);
        Owner owner =
                new Owner()
                        .answering(
                                route -> {
                                    awaitLatch(letGo);
                                    return ExpiryDecision.KEEP;
                                });
        router.configure(Map.of("deregistration.wait", 0));
        add(owner.registration, seconds(10));
        router.advance(seconds(10));
        Call.await(() -> owner.threads().size() == 1);

        owner.registration.close();
        letGo.countDown();
        router.advance(ANSWER_TIME);

        assertThat(rip.mostSpecific(PREFIX)).isEmpty();
        assertThat(owner.threads()).hasSize(1);
    }

    /** An entity that answers as the test says. */
    private final class Owner implements EntityListener {
        private final EntityRegistration registration = register(this);
        private final Queue<Function<Route, ExpiryDecision>> answers = new ArrayDeque<>();
        private final Queue<String> askedOn = new ArrayDeque<>();

        Owner answering(ExpiryDecision decision) {
            return answering(route -> decision);
        }

        synchronized Owner answering(Function<Route, ExpiryDecision> answer) {
            answers.add(answer);
            return this;
        }

        @Override
        public ExpiryDecision routeExpired(Route route) {
            Function<Route, ExpiryDecision> answer;
            synchronized (this) {
                askedOn.add(Thread.currentThread().getName());
                answer = answers.remove();
            }
            return answer.apply(route);
        }

        /** On which threads it was asked. */
        synchronized List<String> threads() {
            return List.copyOf(askedOn);
        }
    }

    private EntityRegistration register(EntityListener listener) {
        return router.register(
                AddressFamily.IPV4, ProtocolId.BGP, 1, EntityOptions.NONE.listener(listener));
    }

    private DestinationLock lockDestination(LockMode mode) {
        return ospf.exactMatch(PREFIX, ProtocolId.BEST, ViewSet.ANY)
                .orElseThrow()
                .destination()
                .lock(mode);
    }

    private EntityStatus status(EntityRegistration entity) {
        return router.tables().instances().get(0).tables().get(0).entities().stream()
                .filter(status -> status.info().equals(entity.info()))
                .findFirst()
                .orElseThrow();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Route add(EntityRegistration owner, Duration timeToLive) {
        return owner.addRoute(PREFIX, RouteInfo.via(), forTime(timeToLive)).handle();
    }

    private static AddRouteOptions forTime(Duration timeToLive) {
        return AddRouteOptions.NONE.timeToLive(timeToLive);
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static Route bestRoute(EntityRegistration reader) {
        return reader.mostSpecific(PREFIX).orElseThrow().views().get(0).bestRoute().orElseThrow();
    }

    private static RouteState state(Route route) {
        try (RouteSnapshot info = route.info()) {
            return info.state();
        }
    }

    private static Optional<Duration> timeToLive(Route route) {
        try (RouteSnapshot info = route.info()) {
            return info.timeToLive();
        }
    }
}
