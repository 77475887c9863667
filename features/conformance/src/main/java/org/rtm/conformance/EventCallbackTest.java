package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.AddRouteOptions;
import org.rtm.api.Entity;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityListener;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.ExpiryDecision;
import org.rtm.api.LockMode;
import org.rtm.api.NetAddress;
import org.rtm.api.PrefInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteLock;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.RouteState;
import org.rtm.api.RtmException;
import org.rtm.api.RtmStatus;
import org.rtm.api.notify.ChangeListener;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.ChangeType;
import org.rtm.api.notify.ChangedDests;

/** _EVENT_CALLBACK */
class EventCallbackTest {
    private static final NetAddress TEN = NetAddress.parse("10.0.0.0/8");
    private static final NetAddress TWENTY = NetAddress.parse("20.0.0.0/8");
    private static final AddRouteOptions SHORT =
            AddRouteOptions.NONE.timeToLive(Duration.ofMillis(10));

    @RegisterExtension final Router router = new Router();
    private final Events events = new Events();

    private EntityRegistration register(EntityListener listener) {
        return router.register(ProtocolId.RIP, 1, EntityOptions.NONE.listener(listener));
    }

    private static EntityListener answering(Function<Route, ExpiryDecision> answer) {
        return new EntityListener() {
            @Override
            public ExpiryDecision routeExpired(Route route) {
                return answer.apply(route);
            }
        };
    }

    private static void awaitDeleted(Route route) {
        Router.await("the route is deleted", () -> route.info().state() == RouteState.DELETED);
    }

    private static void awaitKept(Route route) {
        Router.await("the route is kept", () -> route.info().timeToLive().isEmpty());
    }

    // RTM_ENTITY_REGISTERED, RTM_ENTITY_DEREGISTERED

    @Test
    void a_client_hears_of_others_that_register_and_deregister_in_order() {
        register(events);

        router.register(ProtocolId.OSPF, 1).close();
        router.register(ProtocolId.BGP, 1);

        events.await("registered BGP-1");
        assertThat(events.seen())
                .containsExactly("registered OSPF-1", "deregistered OSPF-1", "registered BGP-1");
    }

    @Test
    void a_newcomer_hears_neither_of_itself_nor_of_those_before_it() {
        router.register(ProtocolId.OSPF, 1);

        register(events);

        router.register(ProtocolId.BGP, 1);
        events.await("registered BGP-1");
        assertThat(events.seen()).containsExactly("registered BGP-1");
    }

    @Test
    void what_a_client_is_told_of_an_entity_may_be_kept() {
        List<EntityInfo> infos = new CopyOnWriteArrayList<>();
        List<Entity> lent = new CopyOnWriteArrayList<>();
        List<Entity> kept = new CopyOnWriteArrayList<>();
        register(
                new EntityListener() {
                    @Override
                    public void entityDeregistered(Entity entity) {
                        infos.add(entity.info());
                        lent.add(entity);
                        kept.add(entity.reference());
                        router.register(ProtocolId.BGP, 1);
                    }

                    @Override
                    public void entityRegistered(Entity entity) {
                        events.entityRegistered(entity);
                    }
                });
        EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);

        ospf.close();

        events.await("registered BGP-1");
        assertThat(infos).containsExactly(ospf.info());
        assertThat(kept.get(0).info()).isEqualTo(ospf.info());
        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> lent.get(0).info());
    }

    @Test
    void a_client_may_register_enumerate_and_deregister_in_the_call_back() {
        EntityRegistration[] self = new EntityRegistration[1];
        self[0] =
                register(
                        new EntityListener() {
                            @Override
                            public void entityRegistered(Entity entity) {
                                EntityRegistration another = router.register(ProtocolId.BGP, 1);
                                events.see(self[0].entities().size() + " entities");
                                another.close();
                                self[0].close();
                                events.see("closed");
                            }
                        });

        router.register(ProtocolId.OSPF, 1);

        events.await("closed");
        assertThat(events.seen()).containsExactly("3 entities", "closed");
    }

    // RTM_ROUTE_EXPIRED

    @Test
    void the_owner_is_asked_when_its_route_has_timed_out_and_reads_it() {
        List<RouteSnapshot> read = new CopyOnWriteArrayList<>();
        EntityRegistration rip =
                register(
                        answering(
                                route -> {
                                    read.add(route.info());
                                    return ExpiryDecision.DELETE;
                                }));
        Route route = rip.addRoute(TEN, RouteInfo.via().metric(7), SHORT).handle();

        awaitDeleted(route);

        assertThat(read).hasSize(1);
        assertThat(read.get(0).state()).isEqualTo(RouteState.CREATED);
        assertThat(read.get(0).prefInfo().metric()).isEqualTo(7);
        assertThat(rip.mostSpecific(TEN)).isEmpty();
    }

    @Test
    void nobody_but_the_owner_is_asked() {
        AtomicInteger asked = new AtomicInteger();
        register(
                answering(
                        route -> {
                            asked.incrementAndGet();
                            return ExpiryDecision.KEEP;
                        }));
        EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);

        awaitDeleted(ospf.addRoute(TEN, RouteInfo.via(), SHORT).handle());

        assertThat(asked).hasValue(0);
    }

    @Test
    void a_route_that_the_owner_keeps_stays_and_is_not_asked_for_again() {
        List<NetAddress> asked = new CopyOnWriteArrayList<>();
        EntityRegistration rip =
                register(
                        answering(
                                route -> {
                                    asked.add(route.destinationAddress());
                                    return ExpiryDecision.KEEP;
                                }));
        Route route = rip.addRoute(TEN, RouteInfo.via(), SHORT).handle();
        awaitKept(route);

        awaitKept(rip.addRoute(TWENTY, RouteInfo.via(), SHORT).handle());

        assertThat(asked).containsExactly(TEN, TWENTY);
        assertThat(route.info().state()).isEqualTo(RouteState.CREATED);
    }

    @Test
    void an_update_gives_a_kept_route_a_new_time() {
        AtomicInteger asked = new AtomicInteger();
        EntityRegistration rip =
                register(
                        answering(
                                route ->
                                        asked.incrementAndGet() == 1
                                                ? ExpiryDecision.KEEP
                                                : ExpiryDecision.DELETE));
        Route route = rip.addRoute(TEN, RouteInfo.via(), SHORT).handle();
        awaitKept(route);

        route.update(RouteInfo.via(), SHORT);

        awaitDeleted(route);
        assertThat(asked).hasValue(2);
    }

    @Test
    void the_owner_locks_and_updates_the_expired_route_in_the_call_back() {
        EntityRegistration rip =
                register(
                        answering(
                                route -> {
                                    RouteLock lock = route.lock(LockMode.EXCLUSIVE);
                                    lock.prefInfo(new PrefInfo(0, 15));
                                    lock.commit(AddRouteOptions.NONE);
                                    return ExpiryDecision.KEEP;
                                }));
        Route route = rip.addRoute(TEN, RouteInfo.via().metric(1), SHORT).handle();

        Router.await("it is updated", () -> route.info().prefInfo().metric() == 15);

        assertThat(route.info().state()).isEqualTo(RouteState.CREATED);
    }

    @Test
    void an_answer_to_delete_means_nothing_for_a_route_that_was_updated_since() {
        EntityRegistration rip =
                register(
                        answering(
                                route -> {
                                    if (route.destinationAddress().equals(TEN)) {
                                        route.update(RouteInfo.via().metric(15));
                                    }
                                    return ExpiryDecision.DELETE;
                                }));
        Route updated = rip.addRoute(TEN, RouteInfo.via(), SHORT).handle();
        Router.await("it is updated", () -> updated.info().prefInfo().metric() == 15);

        awaitDeleted(rip.addRoute(TWENTY, RouteInfo.via(), SHORT).handle());

        assertThat(updated.info().state()).isEqualTo(RouteState.CREATED);
    }

    @Test
    void a_call_back_that_throws_lets_the_route_be_deleted() {
        EntityRegistration rip =
                register(
                        answering(
                                route -> {
                                    throw new IllegalStateException("no answer");
                                }));

        awaitDeleted(rip.addRoute(TEN, RouteInfo.via(), SHORT).handle());
    }

    @Test
    void a_call_back_that_says_nothing_of_expired_routes_lets_them_be_deleted() {
        awaitDeleted(register(events).addRoute(TEN, RouteInfo.via(), SHORT).handle());
    }

    @Test
    void without_a_call_back_an_expired_route_is_deleted() {
        awaitDeleted(router.register().addRoute(TEN, RouteInfo.via(), SHORT).handle());
    }

    @Test
    void an_answer_that_does_not_come_lets_the_route_be_deleted() {
        CountDownLatch goOn = new CountDownLatch(1);
        router.with("expiry.answer", 1);
        EntityRegistration rip =
                register(
                        answering(
                                route -> {
                                    awaitLatch(goOn);
                                    return ExpiryDecision.KEEP;
                                }));

        awaitDeleted(rip.addRoute(TEN, RouteInfo.via(), SHORT).handle());

        goOn.countDown();
    }

    @Test
    void the_handle_to_the_expired_route_is_the_rtms_until_the_call_back_returns() {
        List<Route> lent = new CopyOnWriteArrayList<>();
        List<Route> kept = new CopyOnWriteArrayList<>();
        EntityRegistration rip =
                register(
                        answering(
                                route -> {
                                    lent.add(route);
                                    kept.add(route.reference());
                                    return ExpiryDecision.DELETE;
                                }));

        awaitDeleted(rip.addRoute(TEN, RouteInfo.via(), SHORT).handle());

        assertThat(kept.get(0).info().state()).isEqualTo(RouteState.DELETED);
        Router.await("it was given back", () -> isInvalid(lent.get(0)));
    }

    private static boolean isInvalid(Route route) {
        try {
            route.info();
            return false;
        } catch (RtmException e) {
            return e.status() == RtmStatus.INVALID_HANDLE;
        }
    }

    // RTM_CHANGE_NOTIFICATION

    @Test
    @Tag(Router.NOTIFICATION)
    void a_client_is_told_with_its_registration_and_context_and_fetches_until_there_is_no_more() {
        EntityRegistration rip = router.register();
        List<NetAddress> changed = new CopyOnWriteArrayList<>();
        ChangeListener fetching =
                changes -> {
                    events.see("with " + changes.request().context().orElseThrow());
                    for (ChangedDests some = changes.fetch(1);
                            !some.isEmpty();
                            some = changes.fetch(1)) {
                        some.forEach(info -> changed.add(info.address()));
                        some.close();
                    }
                };
        router.notifier()
                .register(
                        rip,
                        ChangeRequest.of(ChangeType.BEST).context("my context"),
                        Optional.of(fetching));

        rip.addRoute(TEN, RouteInfo.via());
        rip.addRoute(TWENTY, RouteInfo.via());

        Router.await("both were fetched", () -> changed.size() == 2);
        assertThat(changed).containsExactly(TEN, TWENTY);
        assertThat(events.seen()).containsOnly("with my context");
    }

    @Test
    @Tag(Router.NOTIFICATION)
    void a_client_may_register_for_further_changes_in_the_call_back() {
        EntityRegistration rip = router.register();
        List<ChangeRegistration> further = new CopyOnWriteArrayList<>();
        router.notifier()
                .register(
                        rip,
                        ChangeRequest.of(ChangeType.BEST),
                        Optional.of(
                                changes ->
                                        further.add(
                                                router.notifier()
                                                        .register(
                                                                rip,
                                                                ChangeRequest.of(ChangeType.ALL),
                                                                Optional.empty()))));

        rip.addRoute(TEN, RouteInfo.via());

        Router.await("it is registered", () -> !further.isEmpty());
        rip.addRoute(TWENTY, RouteInfo.via());
        assertThat(further.get(0).fetch(10)).hasSize(1);
    }

    // All events

    @Test
    void call_backs_of_a_client_come_one_at_a_time() {
        CountDownLatch goOn = new CountDownLatch(1);
        register(
                new EntityListener() {
                    @Override
                    public void entityRegistered(Entity entity) {
                        events.entityRegistered(entity);
                        awaitLatch(goOn);
                        events.see("done");
                    }

                    @Override
                    public void entityDeregistered(Entity entity) {
                        events.entityDeregistered(entity);
                    }
                });

        EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);
        events.await("registered OSPF-1");
        ospf.close();
        goOn.countDown();

        events.await("deregistered OSPF-1");
        assertThat(events.seen())
                .containsExactly("registered OSPF-1", "done", "deregistered OSPF-1");
    }

    @Test
    void one_that_blocks_delays_no_other_client() {
        CountDownLatch goOn = new CountDownLatch(1);
        register(
                new EntityListener() {
                    @Override
                    public void entityRegistered(Entity entity) {
                        awaitLatch(goOn);
                    }
                });

        router.register(ProtocolId.OSPF, 1, EntityOptions.NONE.listener(events));
        router.register(ProtocolId.BGP, 1);

        events.await("registered BGP-1");
        goOn.countDown();
    }

    @Test
    void one_that_throws_is_called_again_for_the_next_event() {
        register(
                new EntityListener() {
                    @Override
                    public void entityRegistered(Entity entity) {
                        events.entityRegistered(entity);
                        throw new IllegalStateException("fails");
                    }
                });

        router.register(ProtocolId.OSPF, 1);
        router.register(ProtocolId.BGP, 1);

        events.await("registered BGP-1");
    }

    @Test
    void none_begins_after_the_deregistration() {
        EntityRegistration rip = register(events);
        Events others = new Events();
        router.register(ProtocolId.OSPF, 1, EntityOptions.NONE.listener(others));
        events.await("registered OSPF-1");

        rip.close();
        router.register(ProtocolId.BGP, 1);

        others.await("registered BGP-1");
        assertThat(events.seen()).containsExactly("registered OSPF-1");
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
