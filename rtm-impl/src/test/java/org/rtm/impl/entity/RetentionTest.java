package org.rtm.impl.entity;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.rtm.api.NetAddress.parse;
import static org.rtm.impl.TestRouter.assertRefused;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rtm.api.AddRouteOptions;
import org.rtm.api.AddressFamily;
import org.rtm.api.Batch;
import org.rtm.api.DestInfo;
import org.rtm.api.Destination;
import org.rtm.api.DestinationLock;
import org.rtm.api.Entity;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityListener;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.EnumRange;
import org.rtm.api.ExpiryDecision;
import org.rtm.api.HandleKind;
import org.rtm.api.LockMode;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopFlags;
import org.rtm.api.NextHopInfo;
import org.rtm.api.PrefInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteCriteria;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteList;
import org.rtm.api.RouteLock;
import org.rtm.api.RouteQuery;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.RouteState;
import org.rtm.api.RtmStatus;
import org.rtm.api.TableEnumeration;
import org.rtm.api.View;
import org.rtm.api.ViewSet;
import org.rtm.api.monitor.EntityStatus;
import org.rtm.impl.Call;
import org.rtm.impl.RecordingListener;
import org.rtm.impl.RecordingObserver;
import org.rtm.impl.RecordingObserver.Report;
import org.rtm.impl.TestRouter;

/** What stays of a registration that asked for it, and who gets it. */
@Timeout(120)
class RetentionTest {
    private static final NetAddress TEN = parse("10.0.0.0/8");
    private static final NetAddress ELEVEN = parse("11.0.0.0/8");
    private static final NetAddress HOP = parse("192.0.2.1");
    private static final NetAddress OTHER_HOP = parse("192.0.2.2");
    private static final EntityOptions RETAINING =
            EntityOptions.NONE.retention(Duration.ofSeconds(60));

    private final TestRouter router = new TestRouter();
    private final EntityRegistration reader = router.register(ProtocolId.OSPF, 1);
    private final RecordingObserver observer = RecordingObserver.attachedTo(reader);

    @AfterEach
    void close() {
        router.close();
    }

    // Retained

    @Test
    void what_a_registration_asked_to_retain_stays_when_it_ends_and_nobody_is_told_of_a_change() {
        EntityRegistration rip = register();
        NextHop hop = hop(rip, HOP);
        rip.addRoute(TEN, RouteInfo.via(hop).metric(3));
        observer.take();

        rip.close();

        assertThat(observer.take()).isEmpty();
        assertThat(bestMetric(TEN)).contains(3L);
        assertThat(nextHopOfBest(TEN)).isEqualTo("192.0.2.1/32 CREATED");
        assertRefused(
                () -> rip.addRoute(TEN, RouteInfo.via()),
                RtmStatus.INVALID_HANDLE,
                "the registration of RIP-1 has ended");
    }

    @Test
    void retained_routes_are_stale_and_the_others_are_not() {
        reader.addRoute(ELEVEN, RouteInfo.via());
        EntityRegistration rip = register();
        rip.addRoute(TEN, RouteInfo.via());
        assertThat(isStale(TEN)).isFalse();

        rip.close();

        assertThat(isStale(TEN)).isTrue();
        assertThat(isStale(ELEVEN)).isFalse();
    }

    @Test
    void the_time_s_end_takes_out_what_nobody_came_back_for() {
        EntityRegistration rip = register();
        rip.addRoute(TEN, RouteInfo.via(hop(rip, HOP)));
        rip.close();
        observer.take();

        router.advance(Duration.ofMillis(59_999));
        assertThat(isStale(TEN)).isTrue();
        router.advance(Duration.ofMillis(1));

        List<Report> told = new ArrayList<>();
        Call.await(() -> told.addAll(observer.take()));
        Call.await(() -> statuses().keySet().equals(Set.of("OSPF-1")));
        assertThat(told)
                .containsExactly(
                        new Report(
                                TEN,
                                ViewSet.UNICAST,
                                ViewSet.UNICAST,
                                ViewSet.UNICAST,
                                ViewSet.UNICAST));
        assertThat(reader.mostSpecific(TEN)).isEmpty();
        assertThat(register().findNextHop(HOP, 1)).isEmpty();
    }

    @Test
    void a_longer_time_than_the_configured_longest_is_cut_to_it() {
        router.configure(Map.of("retention.longest", 10));
        EntityRegistration rip = register();
        rip.addRoute(TEN, RouteInfo.via());
        rip.close();

        router.advance(Duration.ofSeconds(10));

        Call.await(() -> reader.mostSpecific(TEN).isEmpty());
    }

    @Test
    void operators_see_how_long_routes_are_retained_and_how_many_are_stale() {
        EntityRegistration rip = register();
        rip.addRoute(TEN, RouteInfo.via(hop(rip, HOP)));
        rip.addRoute(ELEVEN, RouteInfo.via());
        rip.close();
        router.advance(Duration.ofSeconds(20));

        EntityStatus gone = statuses().get("RIP-1");
        assertThat(gone.retentionLeft()).contains(Duration.ofSeconds(40));
        assertThat(gone.staleRoutes()).isEqualTo(2);
        assertThat(gone.routes()).isEqualTo(2);
        assertThat(gone.bestRoutes()).isEqualTo(2);
        assertThat(gone.nextHops()).isEqualTo(1);
        assertThat(gone.handles().values()).containsOnly(0L);

        register().addRoute(TEN, RouteInfo.via());

        EntityStatus back = statuses().get("RIP-1");
        assertThat(back.retentionLeft()).isEmpty();
        assertThat(back.staleRoutes()).isEqualTo(1);
        assertThat(back.routes()).isEqualTo(2);
    }

    @Test
    void who_has_nothing_leaves_nothing() {
        register().close();

        assertThat(statuses()).containsOnlyKeys("OSPF-1");
    }

    @Test
    void without_retention_and_on_withdrawal_nothing_stays() {
        EntityRegistration plain = router.register(ProtocolId.RIP, 1);
        plain.addRoute(TEN, RouteInfo.via());
        plain.close();
        assertThat(reader.mostSpecific(TEN)).isEmpty();

        EntityRegistration rip = register();
        rip.addRoute(TEN, RouteInfo.via(hop(rip, HOP)));
        rip.withdraw();

        assertThat(reader.mostSpecific(TEN)).isEmpty();
        assertThat(statuses()).containsOnlyKeys("OSPF-1");
        assertThat(register().findNextHop(HOP, 1)).isEmpty();
    }

    @Test
    void the_removal_of_the_instance_retains_nothing() {
        router.configure(Map.of("instance", 7));
        EntityRegistration ended = inSeven(ProtocolId.RIP);
        EntityRegistration live = inSeven(ProtocolId.BGP);
        RecordingObserver sevenths = RecordingObserver.attachedTo(live);
        ended.addRoute(TEN, RouteInfo.via());
        live.addRoute(ELEVEN, RouteInfo.via());
        ended.close();
        sevenths.take();

        router.tables().remove(7);

        assertThat(sevenths.take())
                .extracting(Report::destination, Report::withdrawn)
                .containsExactlyInAnyOrder(
                        tuple(TEN, ViewSet.UNICAST), tuple(ELEVEN, ViewSet.UNICAST));
    }

    @Test
    void changing_the_views_retains_nothing() {
        EntityRegistration rip = register();
        rip.addRoute(TEN, RouteInfo.via());
        rip.close();

        router.configure(Map.of("views", "0=unicast, 4=voice"));

        EntityRegistration again = register();
        assertThat(again.profile().views()).extracting(View::name).contains("voice");
        assertThat(again.mostSpecific(TEN)).isEmpty();
    }

    @Test
    void all_but_routes_and_next_hops_goes() {
        EntityRegistration rip =
                router.register(AddressFamily.IPV4, ProtocolId.RIP, 1, RETAINING.opaqueSlot());
        RouteList list = rip.createRouteList();
        Route route = rip.addRoute(TEN, RouteInfo.via(), AddRouteOptions.NONE.list(list)).handle();
        DestInfo destination = rip.mostSpecific(TEN).orElseThrow();
        DestinationLock lock = destination.destination().lock(LockMode.EXCLUSIVE);

        rip.close();

        EntityRegistration again = register();
        again.addRoute(TEN, RouteInfo.via().metric(2));
        assertThat(bestMetric(TEN)).contains(2L);
        assertThat(again.handleCounts()).containsEntry(HandleKind.ROUTE_LIST, 0L);
        assertRefused(route::info, RtmStatus.INVALID_HANDLE, "the registration of RIP-1 has ended");
        lock.close();
    }

    @Test
    void entity_specific_information_goes_with_its_owner() {
        WeakReference<Object> info = retainedInformation();

        for (int i = 0; i < 50 && info.get() != null; i++) {
            System.gc();
        }

        assertThat(info.get()).isNull();
        assertThat(isStale(TEN)).isTrue();
    }

    private WeakReference<Object> retainedInformation() {
        Object info = new Object();
        EntityRegistration rip = register();
        NextHop hop =
                rip.addNextHop(NextHopInfo.of("192.0.2.1", 1).entitySpecificInfo(info)).handle();
        rip.addRoute(TEN, RouteInfo.via(hop).entitySpecificInfo(info));
        rip.close();
        return new WeakReference<>(info);
    }

    @Test
    void a_change_of_preferences_reaches_stale_routes() {
        EntityRegistration rip = register();
        rip.addRoute(TEN, RouteInfo.via().entitySpecificInfo(new Object()));
        rip.close();

        router.configure(Map.of("preferences", "RIP=33"));

        assertThat(best(TEN).orElseThrow().prefInfo().preference()).isEqualTo(33);
        assertThat(isStale(TEN)).isTrue();
    }

    // Time to live

    @Test
    void time_to_live_runs_on_and_expiry_while_the_owner_is_absent_deletes() {
        EntityRegistration rip =
                router.register(
                        AddressFamily.IPV4,
                        ProtocolId.RIP,
                        1,
                        RETAINING.listener(
                                new EntityListener() {
                                    @Override
                                    public ExpiryDecision routeExpired(Route route) {
                                        return ExpiryDecision.KEEP;
                                    }
                                }));
        rip.addRoute(TEN, RouteInfo.via(), living(30));
        router.advance(Duration.ofSeconds(20));
        rip.close();

        router.advance(Duration.ofMillis(9_999));
        assertThat(isStale(TEN)).isTrue();
        router.advance(Duration.ofMillis(1));

        assertThat(reader.mostSpecific(TEN)).isEmpty();
    }

    @Test
    void refreshing_restarts_the_time_to_live() {
        EntityRegistration rip = register();
        rip.addRoute(TEN, RouteInfo.via(), living(30));
        router.advance(Duration.ofSeconds(20));
        rip.close();

        register().addRoute(TEN, RouteInfo.via(), living(30));
        router.advance(Duration.ofSeconds(29));

        assertThat(isStale(TEN)).isFalse();
        router.advance(Duration.ofSeconds(1));
        assertThat(reader.mostSpecific(TEN)).isEmpty();
    }

    // Who hears of it

    @Test
    void others_hear_of_the_deregistration_and_of_the_registration() {
        RecordingListener heard = new RecordingListener();
        router.register(AddressFamily.IPV4, ProtocolId.BGP, 1, EntityOptions.NONE.listener(heard));
        EntityRegistration rip = register();
        rip.addRoute(TEN, RouteInfo.via());
        rip.close();
        heard.await("-RIP-1");

        register();
        Call.await(() -> heard.heard().size() == 3);

        assertThat(heard.heard()).containsExactly("+RIP-1", "-RIP-1", "+RIP-1");
    }

    @Test
    void the_owner_s_handle_reads_as_deregistered_and_after_its_return_a_new_one_does_not() {
        EntityRegistration rip = register();
        rip.addRoute(TEN, RouteInfo.via());
        Entity before = ownerOf(TEN);
        assertThat(before.isRegistered()).isTrue();

        rip.close();

        assertThat(before.isRegistered()).isFalse();
        assertThat(ownerOf(TEN).isRegistered()).isFalse();
        assertThat(ownerOf(TEN)).isEqualTo(before);
        assertThat(namesOf(reader.entities())).containsExactly("OSPF-1");
        register();
        assertThat(before.isRegistered()).isFalse();
        assertThat(ownerOf(TEN).isRegistered()).isTrue();
    }

    // Adopted

    @Test
    void
            the_same_identity_gets_its_routes_and_next_hops_back_and_finds_them_by_the_ordinary_ways() {
        EntityRegistration rip = register();
        rip.addRoute(TEN, RouteInfo.via(hop(rip, HOP)).metric(3));
        rip.close();
        observer.take();

        EntityRegistration again = register();

        assertThat(observer.take()).isEmpty();
        assertThat(addresses(again.enumerateNextHops(EnumRange.all()))).containsExactly(HOP);
        NextHop found = again.findNextHop(HOP, 1).orElseThrow();
        found.update(NextHopInfo.of("192.0.2.1", 1).flags(NextHopFlags.DOWN));
        assertThat(prefixes(again.enumerateRoutes(RouteQuery.ALL.ownOnly()))).containsExactly(TEN);
        Route route = again.exactMatchRoute(TEN, RouteCriteria.NONE, ViewSet.UNICAST).orElseThrow();
        try (RouteSnapshot snapshot = route.info()) {
            assertThat(snapshot.isStale()).isTrue();
            assertThat(snapshot.owner()).isEqualTo(again.entity());
        }
        route.update(RouteInfo.via(found).metric(4));
        assertThat(bestMetric(TEN)).contains(4L);
        assertThat(isStale(TEN)).isFalse();
        route.delete();
        assertThat(reader.mostSpecific(TEN)).isEmpty();
    }

    @Test
    void another_identity_gets_nothing() {
        EntityRegistration rip = register();
        rip.addRoute(TEN, RouteInfo.via(hop(rip, HOP)));
        rip.close();

        EntityRegistration other =
                router.register(AddressFamily.IPV4, ProtocolId.RIP, 2, RETAINING);

        assertThat(other.findNextHop(HOP, 1)).isEmpty();
        assertThat(prefixes(other.enumerateRoutes(RouteQuery.ALL.ownOnly()))).isEmpty();
        other.refreshComplete();
        assertThat(isStale(TEN)).isTrue();
    }

    @Test
    void a_locked_stale_route_is_refreshed_by_an_update_in_place() {
        EntityRegistration rip = register();
        rip.addRoute(TEN, RouteInfo.via());
        rip.close();
        EntityRegistration again = register();
        Route route = again.exactMatchRoute(TEN, RouteCriteria.NONE, ViewSet.UNICAST).orElseThrow();

        route.lock(LockMode.EXCLUSIVE).prefInfo(new PrefInfo(0, 9)).commit(AddRouteOptions.NONE);
        again.refreshComplete();

        assertThat(bestMetric(TEN)).contains(9L);
        assertThat(isStale(TEN)).isFalse();
    }

    @Test
    void stale_routes_go_on_counting_for_the_limit() {
        router.configure(Map.of("routes.in.entity", 1));
        EntityRegistration rip = register();
        rip.addRoute(TEN, RouteInfo.via());
        rip.close();
        EntityRegistration again = register();

        assertRefused(
                () -> again.addRoute(ELEVEN, RouteInfo.via()),
                RtmStatus.NO_SYSTEM_RESOURCES,
                "RIP-1 has 1 routes, and routes.in.entity allows 1");

        again.refreshComplete();
        again.addRoute(ELEVEN, RouteInfo.via());
        assertThat(isStale(ELEVEN)).isFalse();
    }

    // Refreshed

    @Test
    void refreshing_without_a_difference_is_no_change() {
        EntityRegistration rip = register();
        rip.addRoute(
                TEN,
                RouteInfo.via(hop(rip, HOP), hop(rip, OTHER_HOP)).neighbour(hop(rip, HOP)).tag(7));
        rip.close();
        router.advance(Duration.ofSeconds(1));
        EntityRegistration again = register();
        observer.take();

        boolean isNew =
                again.addRoute(
                                TEN,
                                RouteInfo.via(hop(again, HOP), hop(again, OTHER_HOP))
                                        .neighbour(hop(again, HOP))
                                        .tag(7)
                                        .entitySpecificInfo("mine"))
                        .isNew();

        assertThat(isNew).isFalse();
        assertThat(observer.take()).isEmpty();
        assertThat(isStale(TEN)).isFalse();
        try (RouteSnapshot mine =
                again.exactMatchRoute(TEN, RouteCriteria.NONE, ViewSet.UNICAST)
                        .orElseThrow()
                        .info()) {
            assertThat(mine.entitySpecificInfo()).contains("mine");
        }
    }

    @Test
    void refreshing_with_next_hops_made_anew_is_no_change_and_the_route_has_the_new_ones() {
        EntityRegistration rip = register();
        rip.addRoute(TEN, RouteInfo.via(hop(rip, HOP)).neighbour(hop(rip, OTHER_HOP)));
        rip.close();
        router.advance(Duration.ofSeconds(1));
        EntityRegistration again = register();
        again.deleteNextHop(HOP, 1);
        again.deleteNextHop(OTHER_HOP, 1);
        assertThat(nextHopOfBest(TEN)).isEqualTo("192.0.2.1/32 DELETED");
        RouteInfo info = RouteInfo.via(hop(again, HOP)).neighbour(hop(again, OTHER_HOP));
        observer.take();

        boolean isNew = again.addRoute(TEN, info).isNew();

        assertThat(isNew).isFalse();
        assertThat(nextHopOfBest(TEN)).isEqualTo("192.0.2.1/32 CREATED");
        router.advance(Duration.ofSeconds(1));
        again.addRoute(TEN, info);
        assertThat(observer.take()).isEmpty();
    }

    @Test
    void refreshing_with_another_value_is_a_change() {
        EntityRegistration rip = register();
        rip.addRoute(TEN, RouteInfo.via(hop(rip, HOP)));
        rip.addRoute(ELEVEN, RouteInfo.via(hop(rip, HOP)));
        rip.close();
        router.advance(Duration.ofSeconds(1));
        EntityRegistration again = register();
        observer.take();

        again.addRoute(TEN, RouteInfo.via(hop(again, OTHER_HOP)));
        again.addNextHop(NextHopInfo.of("192.0.2.1", 1).flags(NextHopFlags.DOWN));
        again.addRoute(ELEVEN, RouteInfo.via(hop(again, HOP)));

        assertThat(observer.take())
                .containsExactly(
                        new Report(
                                TEN,
                                ViewSet.UNICAST,
                                ViewSet.UNICAST,
                                ViewSet.UNICAST,
                                ViewSet.ANY),
                        new Report(
                                ELEVEN,
                                ViewSet.UNICAST,
                                ViewSet.UNICAST,
                                ViewSet.UNICAST,
                                ViewSet.ANY));
    }

    @Test
    void a_next_hop_made_anew_with_other_flags_is_a_change() {
        EntityRegistration rip = register();
        rip.addRoute(TEN, RouteInfo.via(hop(rip, HOP)));
        rip.close();
        EntityRegistration again = register();
        again.deleteNextHop(HOP, 1);
        NextHop down =
                again.addNextHop(NextHopInfo.of("192.0.2.1", 1).flags(NextHopFlags.DOWN)).handle();
        observer.take();

        again.addRoute(TEN, RouteInfo.via(down));

        assertThat(observer.take()).extracting(Report::forwarding).containsExactly(ViewSet.UNICAST);
    }

    // Swept

    @Test
    void refresh_complete_takes_out_what_is_still_stale() {
        EntityRegistration rip = register();
        rip.addRoute(TEN, RouteInfo.via());
        rip.addRoute(ELEVEN, RouteInfo.via());
        rip.close();
        EntityRegistration again = register();
        again.addRoute(TEN, RouteInfo.via());
        observer.take();

        again.refreshComplete();

        assertThat(observer.take()).extracting(Report::destination).containsExactly(ELEVEN);
        assertThat(reader.mostSpecific(ELEVEN)).isEmpty();
        assertThat(statuses().get("RIP-1").routes()).isEqualTo(1);
        assertThat(statuses().get("RIP-1").staleRoutes()).isZero();
        router.advance(Duration.ofSeconds(60));
        again.refreshComplete();
        assertThat(isStale(TEN)).isFalse();
    }

    @Test
    void refresh_complete_takes_out_next_hops_that_were_neither_added_again_nor_put_into_a_route() {
        EntityRegistration rip = register();
        NextHop[] hops =
                Stream.of("192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4")
                        .map(address -> hop(rip, parse(address)))
                        .toArray(NextHop[]::new);
        rip.addRoute(TEN, RouteInfo.via(hops));
        rip.close();
        EntityRegistration again = register();
        hop(again, HOP);
        again.addRoute(
                TEN,
                RouteInfo.via(again.findNextHop(OTHER_HOP, 1).orElseThrow())
                        .neighbour(again.findNextHop(parse("192.0.2.3"), 1).orElseThrow()));

        again.refreshComplete();

        assertThat(addresses(again.enumerateNextHops(EnumRange.all())))
                .containsExactly(HOP, OTHER_HOP, parse("192.0.2.3"));
        assertThat(again.findNextHop(parse("192.0.2.4"), 1)).isEmpty();
    }

    @Test
    void without_retained_routes_refresh_complete_does_nothing() {
        EntityRegistration rip = register();
        rip.addRoute(TEN, RouteInfo.via());
        hop(rip, HOP);

        rip.refreshComplete();

        assertThat(isStale(TEN)).isFalse();
        assertThat(rip.findNextHop(HOP, 1)).isPresent();
    }

    @Test
    void the_time_s_end_takes_out_what_an_owner_that_came_back_has_not_refreshed() {
        EntityRegistration rip = register();
        rip.addRoute(TEN, RouteInfo.via());
        rip.addRoute(ELEVEN, RouteInfo.via());
        rip.close();
        router.advance(Duration.ofSeconds(59));
        EntityRegistration again = register();
        again.addRoute(TEN, RouteInfo.via());

        router.advance(Duration.ofSeconds(1));

        Call.await(() -> reader.mostSpecific(ELEVEN).isEmpty());
        assertThat(isStale(TEN)).isFalse();
    }

    @Test
    void
            an_owner_that_ends_again_before_it_has_refreshed_all_leaves_all_and_the_time_starts_anew() {
        EntityRegistration rip = register();
        rip.addRoute(TEN, RouteInfo.via());
        rip.addRoute(ELEVEN, RouteInfo.via());
        rip.close();
        router.advance(Duration.ofSeconds(50));
        EntityRegistration second = register();
        second.addRoute(TEN, RouteInfo.via());
        second.close();
        router.advance(Duration.ofSeconds(50));

        EntityRegistration third = register();
        assertThat(statuses().get("RIP-1").staleRoutes()).isEqualTo(2);
        third.addRoute(ELEVEN, RouteInfo.via());
        third.refreshComplete();

        assertThat(reader.mostSpecific(TEN)).isEmpty();
        assertThat(isStale(ELEVEN)).isFalse();
    }

    @Test
    void who_came_back_without_asking_for_retention_leaves_nothing() {
        EntityRegistration rip = register();
        rip.addRoute(TEN, RouteInfo.via(hop(rip, HOP)));
        rip.addRoute(ELEVEN, RouteInfo.via());
        rip.close();
        EntityRegistration again = router.register(ProtocolId.RIP, 1);
        again.addRoute(TEN, RouteInfo.via());

        again.close();

        assertThat(reader.mostSpecific(TEN)).isEmpty();
        assertThat(reader.mostSpecific(ELEVEN)).isEmpty();
        assertThat(statuses()).containsOnlyKeys("OSPF-1");
        assertThat(router.tables().instances().get(0).tables().get(0).routes()).isZero();
    }

    @Test
    void a_swept_route_leaves_its_list() {
        EntityRegistration rip = register();
        rip.addRoute(TEN, RouteInfo.via());
        rip.close();
        EntityRegistration again = register();
        RouteList list = again.createRouteList();
        Route route = again.exactMatchRoute(TEN, RouteCriteria.NONE, ViewSet.UNICAST).orElseThrow();
        list.insert(List.of(route));

        again.refreshComplete();

        assertThat(prefixes(list.enumerate())).isEmpty();
        try (RouteSnapshot last = route.info()) {
            assertThat(last.state()).isEqualTo(RouteState.DELETED);
            assertThat(last.isStale()).isFalse();
        }
    }

    @Test
    void a_hold_begins_when_a_sweep_removes_the_last_route() {
        EntityRegistration rip = register();
        rip.addRoute(TEN, RouteInfo.via().metric(3));
        try (DestInfo info = reader.mostSpecific(TEN).orElseThrow()) {
            info.destination().hold(ViewSet.UNICAST, Duration.ofSeconds(30));
        }
        rip.close();
        assertThat(isStale(TEN)).isTrue();

        register().refreshComplete();

        assertThat(reader.mostSpecific(TEN)).isEmpty();
        try (DestInfo held = reader.exactMatch(TEN, ProtocolId.BEST, ViewSet.ANY).orElseThrow()) {
            assertThat(held.address()).isEqualTo(TEN);
        }
        router.advance(Duration.ofSeconds(30));
        assertThat(reader.exactMatch(TEN, ProtocolId.BEST, ViewSet.ANY)).isEmpty();
    }

    @Test
    void a_locked_destination_is_swept_when_the_lock_ends() {
        EntityRegistration rip = register();
        rip.addRoute(TEN, RouteInfo.via());
        rip.close();
        EntityRegistration again = register();
        DestInfo info = reader.mostSpecific(TEN).orElseThrow();
        Destination destination = info.destination();
        DestinationLock lock = destination.lock(LockMode.SHARED);

        again.refreshComplete();
        assertThat(isStale(TEN)).isTrue();
        lock.close();

        assertThat(reader.mostSpecific(TEN)).isEmpty();
    }

    @Test
    void the_sweep_does_not_run_before_the_refresh_has_been_processed() throws Throwable {
        EntityRegistration rip = register();
        rip.addRoute(TEN, RouteInfo.via());
        rip.addRoute(ELEVEN, RouteInfo.via());
        rip.close();
        EntityRegistration again = register();
        DestinationLock lock =
                reader.mostSpecific(TEN).orElseThrow().destination().lock(LockMode.SHARED);
        observer.take();

        Call<?> refresh =
                Call.thatWaits(
                        () -> {
                            again.addRoute(TEN, RouteInfo.via());
                            again.refreshComplete();
                            return null;
                        });
        assertThat(isStale(ELEVEN)).isTrue();
        lock.close();
        refresh.result();

        assertThat(isStale(TEN)).isFalse();
        assertThat(observer.take()).extracting(Report::destination).containsExactly(ELEVEN);
    }

    @Test
    void a_sweep_that_a_lock_puts_off_finds_what_was_refreshed_meanwhile() {
        EntityRegistration rip = register();
        rip.addRoute(TEN, RouteInfo.via());
        rip.close();
        EntityRegistration again = register();
        Route route = again.exactMatchRoute(TEN, RouteCriteria.NONE, ViewSet.UNICAST).orElseThrow();
        RouteLock lock = route.lock(LockMode.EXCLUSIVE);
        again.refreshComplete();
        observer.take();

        lock.commit(AddRouteOptions.NONE);

        assertThat(isStale(TEN)).isFalse();
        assertThat(observer.take()).isEmpty();
    }

    @Test
    void what_is_refreshed_while_the_time_s_end_sweeps_is_there_in_the_end() throws Throwable {
        EntityRegistration rip = register();
        int routes = 50_000;
        for (int i = 0; i < routes; i++) {
            rip.addRoute(NetAddress.ipv4(0x0A000000 + (i << 8), 24), RouteInfo.via());
        }
        rip.close();
        EntityRegistration again = register();

        Call<?> refresh =
                Call.begin(
                        () -> {
                            for (int i = routes - 1; i >= 0; i--) {
                                again.addRoute(
                                        NetAddress.ipv4(0x0A000000 + (i << 8), 24),
                                        RouteInfo.via());
                            }
                            return null;
                        });
        router.advance(Duration.ofSeconds(60));
        refresh.result();

        Call.await(() -> statuses().get("RIP-1").staleRoutes() == 0);
        assertThat(statuses().get("RIP-1").routes()).isEqualTo(routes);
    }

    @Test
    void a_sweep_lets_others_write_in_between() throws Throwable {
        EntityRegistration rip = register();
        int routes = 50_000;
        for (int i = 0; i < routes; i++) {
            rip.addRoute(NetAddress.ipv4(0x0A000000 + (i << 8), 24), RouteInfo.via());
        }
        rip.close();
        EntityRegistration again = register();
        observer.take();

        AtomicBoolean isSwept = new AtomicBoolean();
        Call<?> sweep =
                Call.begin(
                        () -> {
                            again.refreshComplete();
                            isSwept.set(true);
                            return null;
                        });
        List<NetAddress> written = new ArrayList<>();
        while (!isSwept.get()) {
            NetAddress address = NetAddress.ipv4(0x0B000000 + (written.size() << 8), 24);
            reader.addRoute(address, RouteInfo.via());
            written.add(address);
        }
        sweep.result();

        List<NetAddress> told = observer.take().stream().map(Report::destination).toList();
        int lastSwept = told.size() - 1;
        while (!TEN.covers(told.get(lastSwept))) {
            lastSwept--;
        }
        assertThat(told.subList(0, lastSwept)).containsAnyElementsOf(written);
        assertThat(told).filteredOn(TEN::covers).hasSize(routes);
    }

    @Test
    void a_retention_that_was_cancelled_as_its_time_ended_takes_nothing_from_the_next_one() {
        Registration first = (Registration) register();
        Roster roster = first.roster();
        Retention late = roster.retention(first, Duration.ofSeconds(60));
        first.addRoute(TEN, RouteInfo.via());
        first.close();
        register().close();
        EntityRegistration other =
                router.register(AddressFamily.IPV4, ProtocolId.OSPF, 2, RETAINING);
        other.addRoute(ELEVEN, RouteInfo.via());
        other.close();

        roster.retentionIsOver(late);
        router.register(ProtocolId.OSPF, 2).refreshComplete();

        Call.await(() -> reader.mostSpecific(ELEVEN).isEmpty());
        assertThat(isStale(TEN)).isTrue();
    }

    private EntityRegistration register() {
        return router.register(AddressFamily.IPV4, ProtocolId.RIP, 1, RETAINING);
    }

    private EntityRegistration inSeven(ProtocolId protocol) {
        return router.tables()
                .manager(7, "")
                .register(EntityInfo.of(AddressFamily.IPV4, protocol, 1), RETAINING);
    }

    private static NextHop hop(EntityRegistration owner, NetAddress address) {
        return owner.addNextHop(NextHopInfo.of(address, 1)).handle();
    }

    private static AddRouteOptions living(int seconds) {
        return AddRouteOptions.NONE.timeToLive(Duration.ofSeconds(seconds));
    }

    /** The best route of a destination, if there is one. */
    private Optional<RouteSnapshot> best(NetAddress prefix) {
        return reader.exactMatch(prefix, ProtocolId.BEST, ViewSet.UNICAST)
                .flatMap(info -> info.view(0).orElseThrow().bestRoute())
                .map(Route::info);
    }

    private Optional<Long> bestMetric(NetAddress prefix) {
        return best(prefix).map(route -> route.prefInfo().metric());
    }

    private boolean isStale(NetAddress prefix) {
        return best(prefix).orElseThrow().isStale();
    }

    private Entity ownerOf(NetAddress prefix) {
        return best(prefix).orElseThrow().owner();
    }

    private String nextHopOfBest(NetAddress prefix) {
        NextHop hop = best(prefix).orElseThrow().nextHops().get(0);
        return hop.address() + " " + hop.info().state();
    }

    private Map<String, EntityStatus> statuses() {
        return router.tables().instances().get(0).tables().get(0).entities().stream()
                .collect(toMap(status -> status.info().name(), status -> status));
    }

    private static List<String> namesOf(Batch<Entity> entities) {
        return entities.stream().map(entity -> entity.info().name()).toList();
    }

    private static List<NetAddress> prefixes(TableEnumeration<Route> routes) {
        return routes.next(100).stream().map(Route::destinationAddress).toList();
    }

    private static List<NetAddress> addresses(TableEnumeration<NextHop> hops) {
        return hops.next(100).stream().map(NextHop::address).toList();
    }
}
