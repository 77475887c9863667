package org.rtm.impl.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.rtm.api.NetAddress.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rtm.api.AddRouteOptions;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteCriteria;
import org.rtm.api.RouteFlags;
import org.rtm.api.RouteInfo;
import org.rtm.api.RtmException;
import org.rtm.api.ViewSet;
import org.rtm.api.provider.ObservedDestination;
import org.rtm.api.provider.ObservedTable;
import org.rtm.api.provider.RegisteredEntity;
import org.rtm.api.provider.TableObserver;
import org.rtm.impl.RecordingObserver;
import org.rtm.impl.RecordingObserver.Report;
import org.rtm.impl.TestRouter;
import org.rtm.impl.TestRouter.Logged;

/** Which views an observer is told of, for each kind of change, and from when until when. */
@Timeout(60)
class TableObserverTest {
    private static final NetAddress PREFIX = parse("10.0.0.0/8");
    private static final ViewSet NONE = ViewSet.ANY;
    private static final ViewSet UNICAST = ViewSet.UNICAST;
    private static final ViewSet MULTICAST = ViewSet.MULTICAST;
    private static final ViewSet BOTH = ViewSet.of(0, 1);

    private final TestRouter router = new TestRouter();
    private final EntityRegistration rip = router.register(ProtocolId.RIP, 1);
    private final EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);
    private final NextHop hop = rip.addNextHop(NextHopInfo.of("192.0.2.1", 1)).handle();
    private final NextHop otherHop = rip.addNextHop(NextHopInfo.of("192.0.2.2", 1)).handle();
    private final ObservedTable table = RegisteredEntity.of(rip).table();
    private final RecordingObserver observer = RecordingObserver.attachedTo(rip);

    @AfterEach
    void close() {
        router.close();
    }

    @Test
    void a_first_route_is_another_best_route_in_its_views() {
        rip.addRoute(PREFIX, RouteInfo.via().views(BOTH));

        assertTold(BOTH, BOTH, BOTH, NONE);
    }

    @Test
    void a_better_route_is_another_best_route() {
        rip.addRoute(PREFIX, RouteInfo.via().views(BOTH));
        observer.take();

        ospf.addRoute(PREFIX, RouteInfo.via());

        assertTold(UNICAST, UNICAST, UNICAST, NONE);
    }

    @Test
    void another_best_route_with_the_same_values_is_another_best_route() {
        rip.addRoute(PREFIX, RouteInfo.via().preference(9));
        observer.take();

        router.register(ProtocolId.LOCAL, 1).addRoute(PREFIX, RouteInfo.via().preference(9));

        assertTold(UNICAST, UNICAST, UNICAST, NONE);
    }

    @Test
    void a_worse_route_is_a_change_of_all_only() {
        ospf.addRoute(PREFIX, RouteInfo.via());
        observer.take();

        rip.addRoute(PREFIX, RouteInfo.via());

        assertTold(UNICAST, NONE, NONE, NONE);
    }

    @Test
    void a_route_may_be_best_in_one_view_and_not_in_another() {
        ospf.addRoute(PREFIX, RouteInfo.via());
        observer.take();

        rip.addRoute(PREFIX, RouteInfo.via().views(BOTH));

        assertTold(BOTH, MULTICAST, MULTICAST, NONE);
    }

    @Test
    void an_inactive_route_is_a_change_of_all_only() {
        rip.addRoute(PREFIX, RouteInfo.via().flags(RouteFlags.INACTIVE));

        assertTold(UNICAST, NONE, NONE, NONE);
    }

    @Test
    void preference_metric_and_next_hops_of_the_best_route_are_changes_of_best_and_forwarding() {
        List<RouteInfo> changes =
                List.of(
                        RouteInfo.via(hop).metric(1),
                        RouteInfo.via(hop).metric(1).preference(9),
                        RouteInfo.via(hop, otherHop).metric(1).preference(9),
                        RouteInfo.via(otherHop, hop).metric(1).preference(9),
                        RouteInfo.via().metric(1).preference(9),
                        RouteInfo.via(otherHop).metric(1).preference(9));
        rip.addRoute(PREFIX, RouteInfo.via(hop));
        observer.take();

        for (RouteInfo change : changes) {
            rip.addRoute(PREFIX, change);

            assertTold(UNICAST, UNICAST, UNICAST, NONE);
        }
    }

    @Test
    void flags_that_decide_about_forwarding_are_changes_of_best_and_forwarding() {
        rip.addRoute(PREFIX, RouteInfo.via());
        observer.take();

        for (RouteFlags flags :
                List.of(RouteFlags.MARTIAN, RouteFlags.BLACKHOLE, RouteFlags.DISCARD)) {
            rip.addRoute(PREFIX, RouteInfo.via().flags(flags));

            assertTold(UNICAST, UNICAST, UNICAST, NONE);
        }
    }

    @Test
    void flags_outside_forwarding_are_changes_of_best_and_not_of_forwarding() {
        rip.addRoute(PREFIX, RouteInfo.via());
        observer.take();

        for (RouteFlags flags :
                List.of(
                        RouteFlags.LOCAL,
                        RouteFlags.LOOPBACK,
                        RouteFlags.of(0x0800),
                        RouteFlags.ONES_SUBNETBC)) {
            rip.addRoute(PREFIX, RouteInfo.via().flags(flags));

            assertTold(UNICAST, UNICAST, NONE, NONE);
        }
    }

    @Test
    void tag_and_neighbour_of_the_best_route_are_changes_of_all_only() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via()).handle();
        observer.take();

        route.update(RouteInfo.via().tag(7));
        assertTold(UNICAST, NONE, NONE, NONE);

        route.update(RouteInfo.via().tag(7).neighbour(hop));
        assertTold(UNICAST, NONE, NONE, NONE);
    }

    @Test
    void a_changed_route_that_is_not_best_is_a_change_of_all_only() {
        ospf.addRoute(PREFIX, RouteInfo.via());
        Route route = rip.addRoute(PREFIX, RouteInfo.via()).handle();
        observer.take();

        route.update(RouteInfo.via(hop).metric(4));
        assertTold(UNICAST, NONE, NONE, NONE);

        route.delete();
        assertTold(UNICAST, NONE, NONE, NONE);
    }

    @Test
    void an_update_that_changes_nothing_is_no_change() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via(hop).neighbour(hop).metric(2)).handle();
        observer.take();

        rip.addRoute(PREFIX, RouteInfo.via(hop).neighbour(hop).metric(2).preference(120));
        route.update(RouteInfo.via(hop).neighbour(hop).metric(2).entitySpecificInfo("private"));

        assertThat(observer.take()).isEmpty();
    }

    @Test
    void a_best_route_that_becomes_worse_than_another_one_is_replaced() {
        ospf.addRoute(PREFIX, RouteInfo.via());
        Route route = rip.addRoute(PREFIX, RouteInfo.via().preference(1)).handle();
        observer.take();

        route.update(RouteInfo.via());

        assertTold(UNICAST, UNICAST, UNICAST, NONE);
    }

    @Test
    void a_route_that_leaves_a_view_is_withdrawn_there() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via().views(BOTH)).handle();
        observer.take();

        route.update(RouteInfo.via().views(UNICAST));

        assertTold(BOTH, MULTICAST, MULTICAST, MULTICAST);
    }

    @Test
    void a_route_that_enters_a_view_is_another_best_route_there() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via()).handle();
        observer.take();

        route.update(RouteInfo.via().views(BOTH));

        assertTold(BOTH, MULTICAST, MULTICAST, NONE);
    }

    @Test
    void a_route_that_moves_to_another_view_is_withdrawn_from_the_first() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via()).handle();
        observer.take();

        route.update(RouteInfo.via().views(MULTICAST));

        assertTold(BOTH, BOTH, BOTH, UNICAST);
    }

    @Test
    void an_only_route_that_becomes_inactive_is_withdrawn_and_comes_back_when_active() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via()).handle();
        observer.take();

        route.update(RouteInfo.via().flags(RouteFlags.INACTIVE));
        assertTold(UNICAST, UNICAST, UNICAST, UNICAST);

        route.update(RouteInfo.via().flags(RouteFlags.INACTIVE).metric(3));
        assertTold(UNICAST, NONE, NONE, NONE);

        route.update(RouteInfo.via());
        assertTold(UNICAST, UNICAST, UNICAST, NONE);
    }

    @Test
    void a_deleted_best_route_gives_way_to_the_next_or_is_withdrawn() {
        Route best = rip.addRoute(PREFIX, RouteInfo.via().preference(1).views(BOTH)).handle();
        ospf.addRoute(PREFIX, RouteInfo.via());
        observer.take();

        best.delete();

        assertTold(BOTH, BOTH, BOTH, MULTICAST);
    }

    @Test
    void the_last_inactive_route_that_goes_is_a_change_of_all_only() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via().flags(RouteFlags.INACTIVE)).handle();
        observer.take();

        route.delete();

        assertTold(UNICAST, NONE, NONE, NONE);
    }

    @Test
    void a_deregistration_is_told_once_for_each_destination_concerned() {
        rip.addRoute(PREFIX, RouteInfo.via().preference(1));
        rip.addRoute(
                PREFIX,
                RouteInfo.via().views(MULTICAST).neighbour(hop),
                AddRouteOptions.NONE.alwaysNew());
        ospf.addRoute(PREFIX, RouteInfo.via());
        rip.addRoute(parse("11.0.0.0/8"), RouteInfo.via());
        ospf.addRoute(parse("12.0.0.0/8"), RouteInfo.via());
        observer.take();

        rip.close();

        assertThat(observer.take())
                .containsExactly(
                        new Report(PREFIX, BOTH, BOTH, BOTH, MULTICAST),
                        new Report(parse("11.0.0.0/8"), UNICAST, UNICAST, UNICAST, UNICAST));
    }

    @Test
    void changed_preferences_are_told_for_each_destination_concerned() {
        rip.addRoute(PREFIX, RouteInfo.via());
        ospf.addRoute(PREFIX, RouteInfo.via().preference(1));
        rip.addRoute(parse("11.0.0.0/8"), RouteInfo.via());
        observer.take();

        router.configure(Map.of("preferences", "RIP=130"));

        assertThat(observer.take())
                .containsExactly(
                        new Report(PREFIX, UNICAST, NONE, NONE, NONE),
                        new Report(parse("11.0.0.0/8"), UNICAST, UNICAST, UNICAST, NONE));
    }

    @Test
    void a_refused_call_is_no_change() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via()).handle();
        rip.addRoute(PREFIX, RouteInfo.via().neighbour(hop));
        Route seen = ospf.exactMatchRoute(PREFIX, RouteCriteria.NONE, ViewSet.ANY).orElseThrow();
        observer.take();

        List<Runnable> calls =
                List.of(
                        () -> rip.addRoute(parse("::/0"), RouteInfo.via()),
                        () -> rip.addRoute(PREFIX, RouteInfo.via().metric(2).views(NONE)),
                        () -> route.update(RouteInfo.via().neighbour(hop)),
                        () -> seen.update(RouteInfo.via().metric(3)),
                        seen::delete);

        for (Runnable call : calls) {
            assertThat(catchThrowable(call::run)).isInstanceOf(RtmException.class);
        }
        assertThat(observer.take()).isEmpty();
    }

    @Test
    void a_table_with_all_32_views_is_told_by_their_mask() {
        StringBuilder views = new StringBuilder("0=unicast,1=multicast");
        for (int id = 2; id < 32; id++) {
            views.append(',').append(id).append("=v").append(id);
        }
        try (TestRouter many = new TestRouter(Map.of("views", views.toString()))) {
            EntityRegistration entity = many.register(ProtocolId.RIP, 1);
            RecordingObserver all = RecordingObserver.attachedTo(entity);

            Route route = entity.addRoute(PREFIX, RouteInfo.via().views(ViewSet.ALL)).handle();
            route.update(RouteInfo.via().views(ViewSet.of(31)));

            ViewSet allBut31 = ViewSet.ofMask(0x7FFF_FFFF);
            assertThat(all.take())
                    .containsExactly(
                            new Report(PREFIX, ViewSet.ALL, ViewSet.ALL, ViewSet.ALL, NONE),
                            new Report(PREFIX, ViewSet.ALL, allBut31, allBut31, allBut31));
        }
    }

    @Test
    void an_observer_is_told_of_one_table_only() {
        EntityRegistration ipv6 = router.register(AddressFamily.IPV6, ProtocolId.RIP, 1);

        ipv6.addRoute(parse("2001:db8::/32"), RouteInfo.via());

        assertThat(observer.take()).isEmpty();
        assertThat(RegisteredEntity.of(ospf).table()).isSameAs(table);
        assertThat(RegisteredEntity.of(ipv6).table()).isNotSameAs(table);
    }

    @Test
    void an_observer_that_throws_is_logged_and_the_change_stands_and_others_are_told() {
        table.detach(observer);
        IllegalStateException failure = new IllegalStateException("broken");
        NoClassDefFoundError gone = new NoClassDefFoundError("its bundle has gone");
        table.attach(
                (destination, all, best, forwarding, withdrawn) -> {
                    throw failure;
                });
        table.attach(
                (destination, all, best, forwarding, withdrawn) -> {
                    throw gone;
                });
        table.attach(observer);

        rip.addRoute(PREFIX, RouteInfo.via());

        assertTold(UNICAST, UNICAST, UNICAST, NONE);
        assertThat(rip.mostSpecific(PREFIX)).isPresent();
        String message = "an observer of the IPv4 table failed at 10.0.0.0/8";
        assertThat(router.logged())
                .containsExactly(
                        new Logged("ERROR", message, failure), new Logged("ERROR", message, gone));
    }

    @Test
    void attaching_twice_tells_once() {
        table.attach(observer);

        rip.addRoute(PREFIX, RouteInfo.via());

        assertTold(UNICAST, UNICAST, UNICAST, NONE);
    }

    @Test
    void after_detaching_an_observer_is_told_of_nothing_more() {
        table.detach(observer);
        table.detach(observer);

        rip.addRoute(PREFIX, RouteInfo.via());

        assertThat(observer.take()).isEmpty();
    }

    @Test
    void an_observer_may_detach_itself_and_others_from_within_a_call() {
        table.detach(observer);
        table.attach(
                new TableObserver() {
                    @Override
                    public void changed(
                            ObservedDestination destination,
                            ViewSet all,
                            ViewSet best,
                            ViewSet forwarding,
                            ViewSet withdrawn) {
                        table.detach(this);
                        table.detach(observer);
                    }
                });
        table.attach(observer);

        rip.addRoute(PREFIX, RouteInfo.via());
        rip.addRoute(PREFIX, RouteInfo.via().metric(1));

        assertThat(observer.take()).isEmpty();
    }

    @Test
    void a_change_is_visible_when_its_observer_is_called() {
        List<Boolean> visible = new ArrayList<>();
        table.attach(
                (destination, all, best, forwarding, withdrawn) ->
                        visible.add(rip.mostSpecific(destination.address()).isPresent()));

        rip.addRoute(PREFIX, RouteInfo.via()).handle().delete();

        assertThat(visible).containsExactly(true, false);
    }

    @Test
    void detaching_waits_for_the_call_that_is_under_way() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        TableObserver slow =
                (destination, all, best, forwarding, withdrawn) -> {
                    inside.countDown();
                    await(goOn);
                };
        table.attach(slow);
        Thread writer = started(() -> rip.addRoute(PREFIX, RouteInfo.via()));
        await(inside);

        Thread detaching = started(() -> table.detach(slow));

        awaitWaiting(detaching);
        goOn.countDown();
        join(detaching);
        join(writer);
    }

    @Test
    void attaching_waits_for_a_change_that_is_under_way_untold() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        table.attach(
                (destination, all, best, forwarding, withdrawn) -> {
                    inside.countDown();
                    await(goOn);
                });
        Thread writer = started(() -> rip.addRoute(PREFIX, RouteInfo.via()));
        await(inside);
        RecordingObserver late = new RecordingObserver();

        Thread attaching = started(() -> table.attach(late));

        awaitWaiting(attaching);
        goOn.countDown();
        join(attaching);
        assertThat(rip.mostSpecific(PREFIX)).isPresent();
        join(writer);
        rip.addRoute(PREFIX, RouteInfo.via().metric(1));
        assertThat(late.take()).hasSize(1);
    }

    private void assertTold(ViewSet all, ViewSet best, ViewSet forwarding, ViewSet withdrawn) {
        assertThat(observer.take())
                .containsExactly(new Report(PREFIX, all, best, forwarding, withdrawn));
    }

    private static Thread started(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            assertThat(thread.getState()).isNotEqualTo(Thread.State.TERMINATED);
            Thread.onSpinWait();
        }
    }

    private static void join(Thread thread) throws InterruptedException {
        thread.join(30_000);
        assertThat(thread.isAlive()).isFalse();
    }
}
