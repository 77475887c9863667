package org.rtm.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.notify.Router.assertRefused;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rtm.api.AddRouteOptions;
import org.rtm.api.AddressFamily;
import org.rtm.api.Batch;
import org.rtm.api.DestInfo;
import org.rtm.api.Destination;
import org.rtm.api.DestinationLock;
import org.rtm.api.DestinationQuery;
import org.rtm.api.Entity;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityListener;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.EnumRange;
import org.rtm.api.ExpiryDecision;
import org.rtm.api.ExportedMethod;
import org.rtm.api.LockMode;
import org.rtm.api.MethodInput;
import org.rtm.api.MethodOutput;
import org.rtm.api.MethodResult;
import org.rtm.api.MethodType;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.PrefInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteChange;
import org.rtm.api.RouteCriteria;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteList;
import org.rtm.api.RouteLock;
import org.rtm.api.RouteQuery;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.RouteState;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.RtmStatus;
import org.rtm.api.TableEnumeration;
import org.rtm.api.View;
import org.rtm.api.ViewInfo;
import org.rtm.api.ViewSet;
import org.rtm.api.notify.ChangeListener;
import org.rtm.api.notify.ChangeNotifier;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.ChangeType;
import org.rtm.api.notify.ChangedDests;

/**
 * The tasks of a protocol author, one by one, as docs/using-rtm.md tells them. The code there is
 * the code here; {@link UsingRtmDocumentTest} sees to it.
 */
class UsingRtmTest {
    private volatile Instant now = Instant.parse("2024-01-01T00:00:00Z");

    private Router router;
    private Notifier notification;
    private RoutingTableManager rtm;
    private ChangeNotifier notifier;
    private EntityRegistration rip;
    private EntityRegistration ospf;

    @BeforeEach
    void start() {
        router = new Router(() -> now);
        notification = new Notifier();
        rtm = router.manager();
        notifier = notification;
        rip = rtm.register(EntityInfo.of(AddressFamily.IPV4, ProtocolId.RIP, 1));
        ospf = rtm.register(EntityInfo.of(AddressFamily.IPV4, ProtocolId.OSPF, 1));
    }

    @AfterEach
    void stop() {
        notification.stop();
        router.close();
    }

    /** Lets time pass. */
    private void pass(Duration time) {
        now = now.plus(time);
        router.callDue();
    }

    // 1. Register

    @Test
    void a_protocol_registers_and_deregisters() {
        EntityInfo who = EntityInfo.of(AddressFamily.IPV4, ProtocolId.BGP, 1).named("bgp-core");

        try (EntityRegistration bgp = rtm.register(who)) {
            assertThat(bgp.info()).isEqualTo(who.inInstance(0));
            assertThat(bgp.profile().viewsSupported().contains(View.UNICAST.id())).isTrue();
            assertRefused(RtmStatus.ALREADY_EXISTS, () -> rtm.register(who));
        }

        try (EntityRegistration again = rtm.register(who)) {
            assertThat(again.info().name()).isEqualTo("bgp-core");
        }
    }

    // 2. Enumerate the entities

    @Test
    void an_entity_finds_out_who_else_is_registered() {
        List<String> names = new ArrayList<>();

        try (Batch<Entity> entities = rip.entities()) {
            for (Entity entity : entities) {
                names.add(entity.info().name());
            }
        }

        assertThat(names).containsExactly("RIP-1", "OSPF-1");
    }

    // 3. Obtain and call exported methods

    @Test
    void an_entity_calls_a_method_that_another_one_exports() {
        ExportedMethod routeType = (caller, callee, input) -> MethodResult.of((byte) 'E');
        ExportedMethod routeMetric = (caller, callee, input) -> MethodResult.of((byte) 20);
        List<MethodOutput> outputs = new ArrayList<>();

        try (EntityRegistration area =
                        rtm.register(
                                EntityInfo.of(AddressFamily.IPV4, ProtocolId.OSPF, 2),
                                EntityOptions.NONE.methods(List.of(routeType, routeMetric)));
                Batch<Entity> entities = rip.entities()) {
            for (Entity entity : entities) {
                if ((entity.methods() & MethodType.OSPF_ROUTE_METRIC) != 0) {
                    byte[] prefix = {10, 1, 0, 0, 16};
                    MethodInput question = new MethodInput(MethodType.OSPF_ROUTE_METRIC, prefix);
                    outputs.addAll(entity.invoke(question));
                }
            }
            area.blockMethods(); // waits for those that run, and holds new ones
            area.resumeMethods();
        }

        assertThat(outputs)
                .singleElement()
                .satisfies(
                        output -> {
                            assertThat(output.result().status()).isEqualTo(MethodResult.NO_ERROR);
                            assertThat(output.result().data()).containsExactly(20);
                        });
    }

    // 4. Register for change notification

    @Test
    void a_client_asks_to_be_told_of_best_routes_and_fetches_what_changed() {
        ChangeRequest request = ChangeRequest.of(ChangeType.BEST).views(ViewSet.UNICAST);

        try (ChangeRegistration changes = notifier.register(ospf, request, Optional.empty())) {
            rip.addRoute(NetAddress.parse("10.1.0.0/16"), RouteInfo.via().metric(2));

            try (ChangedDests batch = changes.fetch(10)) {
                DestInfo changed = batch.list().get(0);
                assertThat(changed.address()).hasToString("10.1.0.0/16");
                assertThat(changed.view(View.UNICAST.id()).orElseThrow().bestRoute()).isPresent();
            }
            try (ChangedDests nothingMore = changes.fetch(10)) {
                assertThat(nothingMore.isEmpty()).isTrue();
            }
        }
    }

    // 5. Add and update routes

    @Test
    void adding_an_equal_route_updates_it_and_a_handle_updates_or_deletes_one() {
        NetAddress lan = NetAddress.parse("10.1.0.0/16");

        try (NextHop gateway = rip.addNextHop(NextHopInfo.of("192.0.2.1", 3)).handle()) {
            RouteInfo learned = RouteInfo.via(gateway).neighbour(gateway).metric(2);

            RouteChange added = rip.addRoute(lan, learned);
            RouteChange updated = rip.addRoute(lan, learned.metric(3));

            assertThat(added.isNew()).isTrue();
            assertThat(updated.isNew()).isFalse();
            assertThat(updated.bestChanged()).isTrue();

            try (Route route = updated.handle()) {
                route.update(learned.metric(4));
                route.delete(); // consumes the handle: closing it does nothing any more
            }
        }

        assertThat(rip.mostSpecific(lan)).isEmpty();
    }

    // 6. Update a route in place

    @Test
    void an_update_in_place_becomes_true_all_at_once() {
        NetAddress lan = NetAddress.parse("10.1.0.0/16");

        try (Route route = rip.addRoute(lan, RouteInfo.via().metric(2)).handle()) {
            try (RouteLock lock = route.lock(LockMode.EXCLUSIVE)) {
                lock.prefInfo(new PrefInfo(0, 16)).entitySpecificInfo(Optional.of("poisoned"));
                try (RouteSnapshot before = route.info()) {
                    assertThat(before.prefInfo().metric()).isEqualTo(2);
                }
                lock.commit(AddRouteOptions.NONE);
            }

            try (RouteSnapshot after = route.info()) {
                assertThat(after.prefInfo().metric()).isEqualTo(16);
                assertThat(after.entitySpecificInfo()).contains("poisoned");
            }
        }
    }

    // 7. Use hold-down

    @Test
    void the_last_route_of_a_marked_destination_is_held_down_for_a_time() {
        NetAddress lan = NetAddress.parse("10.1.0.0/16");
        try (Route route = rip.addRoute(lan, RouteInfo.via().metric(2)).handle();
                RouteSnapshot info = route.info()) {
            info.destination().hold(ViewSet.UNICAST, Duration.ofSeconds(120));

            route.delete();
        }

        assertThat(ospf.mostSpecific(lan)).isEmpty();
        try (DestInfo found = ospf.exactMatch(lan, ProtocolId.BEST, ViewSet.ANY).orElseThrow();
                DestInfo unicast = found.destination().info(ProtocolId.BEST, ViewSet.UNICAST)) {
            ViewInfo view = unicast.view(View.UNICAST.id()).orElseThrow();
            assertThat(view.bestRoute()).isEmpty();
            assertThat(view.heldRoute()).isPresent();
        }

        pass(Duration.ofSeconds(120));

        assertThat(ospf.exactMatch(lan, ProtocolId.BEST, ViewSet.ANY)).isEmpty();
    }

    // 8. Enumerate destinations

    @Test
    void an_enumeration_of_destinations_goes_in_batches_until_an_empty_one() {
        rip.addRoute(NetAddress.parse("10.2.0.0/16"), RouteInfo.via());
        rip.addRoute(NetAddress.parse("10.1.0.0/16"), RouteInfo.via());
        rip.addRoute(NetAddress.parse("192.168.0.0/16"), RouteInfo.via());
        EnumRange range = EnumRange.within(NetAddress.parse("10.0.0.0/8"));
        DestinationQuery query = DestinationQuery.ALL.views(ViewSet.UNICAST).range(range);
        List<String> found = new ArrayList<>();

        try (TableEnumeration<DestInfo> destinations = ospf.enumerateDestinations(query)) {
            boolean more = true;
            while (more) {
                try (Batch<DestInfo> batch = destinations.next(100)) {
                    for (DestInfo destination : batch) {
                        found.add(destination.address().toString());
                    }
                    more = !batch.isEmpty();
                }
            }
        }

        assertThat(found).containsExactly("10.1.0.0/16", "10.2.0.0/16");
    }

    // 9. Enumerate routes

    @Test
    void an_enumeration_of_routes_may_want_those_over_one_interface_only() {
        NetAddress lan = NetAddress.parse("10.1.0.0/16");
        try (NextHop left = rip.addNextHop(NextHopInfo.of("192.0.2.1", 3)).handle();
                NextHop right = rip.addNextHop(NextHopInfo.of("198.51.100.1", 4)).handle()) {
            rip.addRoute(lan, RouteInfo.via(left).neighbour(left).metric(7));
            rip.addRoute(lan, RouteInfo.via(right).neighbour(right).metric(5));
        }
        RouteQuery query =
                RouteQuery.ALL.views(ViewSet.UNICAST).matching(RouteCriteria.NONE.onInterface(3));

        try (TableEnumeration<Route> routes = ospf.enumerateRoutes(query);
                Batch<Route> batch = routes.next(100);
                RouteSnapshot route = batch.list().get(0).info()) {
            assertThat(batch.size()).isEqualTo(1);
            assertThat(route.prefInfo().metric()).isEqualTo(7);
        }
    }

    // 10. Find the best route

    @Test
    void the_best_route_is_the_one_with_the_lowest_preference_and_metric() {
        NetAddress lan = NetAddress.parse("10.1.0.0/16");
        rip.addRoute(lan, RouteInfo.via().metric(2));
        ospf.addRoute(lan, RouteInfo.via().metric(20));

        try (DestInfo destination =
                rip.exactMatch(lan, ProtocolId.BEST, ViewSet.UNICAST).orElseThrow()) {
            ViewInfo view = destination.view(View.UNICAST.id()).orElseThrow();

            Route best = view.bestRoute().orElseThrow();
            Entity owner = view.bestRouteOwner().orElseThrow();

            assertThat(view.routeCount()).isEqualTo(2);
            assertThat(owner.info().id().protocol()).isEqualTo(ProtocolId.OSPF);
            assertThat(best.bestInViews()).isEqualTo(ViewSet.UNICAST);
        }
    }

    // 11. Climb the prefix tree

    @Test
    void from_the_most_specific_destination_one_climbs_to_the_default_route() {
        rip.addRoute(NetAddress.parse("0.0.0.0/0"), RouteInfo.via());
        rip.addRoute(NetAddress.parse("10.0.0.0/8"), RouteInfo.via());
        rip.addRoute(NetAddress.parse("10.1.0.0/16"), RouteInfo.via());
        List<String> climbed = new ArrayList<>();

        Optional<DestInfo> step =
                ospf.mostSpecific(NetAddress.parse("10.1.2.3"), ProtocolId.BEST, ViewSet.UNICAST);
        while (step.isPresent()) {
            try (DestInfo covering = step.get()) {
                climbed.add(covering.address().toString());
                step = covering.destination().lessSpecific(ProtocolId.BEST, ViewSet.UNICAST);
            }
        }

        assertThat(climbed).containsExactly("10.1.0.0/16", "10.0.0.0/8", "0.0.0.0/0");
    }

    // 12. Use the opaque slot

    @Test
    void an_entity_keeps_something_of_its_own_with_a_destination() {
        NetAddress lan = NetAddress.parse("10.1.0.0/16");
        rip.addRoute(lan, RouteInfo.via());
        EntityInfo who = EntityInfo.of(AddressFamily.IPV4, ProtocolId.BGP, 1);

        try (EntityRegistration bgp = rtm.register(who, EntityOptions.NONE.opaqueSlot());
                DestInfo info = bgp.mostSpecific(lan).orElseThrow()) {
            Destination destination = info.destination();
            assertThat(destination.opaque()).isEmpty();

            try (DestinationLock lock = destination.lock(LockMode.EXCLUSIVE)) {
                lock.setOpaque(Optional.of("suppressed"));
            }

            assertThat(destination.opaque()).contains("suppressed");
        }
    }

    // 13. Use a client-specific route list

    @Test
    void a_protocol_deletes_all_routes_of_a_neighbour_that_it_kept_in_a_list() {
        RouteInfo plain = RouteInfo.via();
        try (RouteList ofNeighbour = rip.createRouteList();
                Route second = rip.addRoute(NetAddress.parse("10.2.0.0/16"), plain).handle()) {
            AddRouteOptions intoList = AddRouteOptions.NONE.list(ofNeighbour);
            rip.addRoute(NetAddress.parse("10.1.0.0/16"), plain, intoList);
            ofNeighbour.insert(List.of(second));
            rip.addRoute(NetAddress.parse("10.3.0.0/16"), plain);

            try (TableEnumeration<Route> routes = ofNeighbour.enumerate();
                    Batch<Route> batch = routes.next(100)) {
                for (Route route : batch) {
                    route.delete();
                }
            }
        }

        assertThat(rip.mostSpecific(NetAddress.parse("10.1.0.0/16"))).isEmpty();
        assertThat(rip.mostSpecific(NetAddress.parse("10.2.0.0/16"))).isEmpty();
        try (DestInfo left = rip.mostSpecific(NetAddress.parse("10.3.0.0/16")).orElseThrow()) {
            assertThat(left.belongsToViews()).isEqualTo(ViewSet.UNICAST);
        }
    }

    // 14. Use the event call-back

    @Test
    void an_owner_is_asked_when_a_route_expires_and_told_who_comes_and_goes() {
        List<String> events = new CopyOnWriteArrayList<>();
        EntityListener listener =
                new EntityListener() {
                    @Override
                    public void entityRegistered(Entity entity) {
                        events.add(entity.info().name() + " came");
                    }

                    @Override
                    public void entityDeregistered(Entity entity) {
                        events.add(entity.info().name() + " went");
                    }

                    @Override
                    public ExpiryDecision routeExpired(Route route) {
                        try (RouteSnapshot expired = route.info();
                                RouteLock lock = route.lock(LockMode.EXCLUSIVE)) {
                            events.add("expired at metric " + expired.prefInfo().metric());
                            if (expired.prefInfo().metric() == 16) {
                                return ExpiryDecision.DELETE;
                            }
                            lock.prefInfo(new PrefInfo(0, 16));
                            lock.commit(AddRouteOptions.NONE.timeToLive(Duration.ofSeconds(120)));
                            return ExpiryDecision.KEEP;
                        }
                    }
                };
        EntityInfo who = EntityInfo.of(AddressFamily.IPV4, ProtocolId.RIP, 2);
        EntityRegistration lan = rtm.register(who, EntityOptions.NONE.listener(listener));
        lan.addRoute(
                NetAddress.parse("10.1.0.0/16"),
                RouteInfo.via().metric(2),
                AddRouteOptions.NONE.timeToLive(Duration.ofSeconds(180)));

        pass(Duration.ofSeconds(180));
        Router.settle(lan);
        pass(Duration.ofSeconds(120));
        Router.settle(lan);
        rtm.register(EntityInfo.of(AddressFamily.IPV4, ProtocolId.BGP, 1)).close();
        Router.settle(lan);

        assertThat(events)
                .containsExactly(
                        "expired at metric 2", "expired at metric 16", "BGP-1 came", "BGP-1 went");
        assertThat(lan.mostSpecific(NetAddress.parse("10.1.0.0/16"))).isEmpty();
    }

    @Test
    void a_client_that_is_signalled_fetches_until_nothing_is_pending() {
        Set<String> reachable = new ConcurrentSkipListSet<>();
        ChangeListener listener =
                changes -> {
                    boolean more = true;
                    while (more) {
                        try (ChangedDests batch = changes.fetch(100)) {
                            for (DestInfo changed : batch) {
                                ViewInfo view = changed.view(View.UNICAST.id()).orElseThrow();
                                if (view.bestRoute().isPresent()) {
                                    reachable.add(changed.address().toString());
                                } else {
                                    reachable.remove(changed.address().toString());
                                }
                            }
                            more = !batch.isEmpty();
                        }
                    }
                };
        ChangeRequest request = ChangeRequest.of(ChangeType.FORWARDING).views(ViewSet.UNICAST);
        try (ChangeRegistration changes = notifier.register(ospf, request, Optional.of(listener));
                Route first =
                        rip.addRoute(NetAddress.parse("10.1.0.0/16"), RouteInfo.via()).handle()) {
            assertThat(changes.request()).isSameAs(request);
            rip.addRoute(NetAddress.parse("10.2.0.0/16"), RouteInfo.via());
            Router.settle(ospf);
            assertThat(reachable).containsExactly("10.1.0.0/16", "10.2.0.0/16");

            first.delete();
            Router.settle(ospf);

            assertThat(reachable).containsExactly("10.2.0.0/16");
        }
    }

    // 15. Follow the programming rules

    @Test
    void whoever_receives_a_handle_gives_it_back_once() {
        NetAddress lan = NetAddress.parse("10.1.0.0/16");
        NextHop gateway = rip.addNextHop(NextHopInfo.of("192.0.2.1", 3)).handle();
        RouteChange added = rip.addRoute(lan, RouteInfo.via(gateway));
        gateway.close(); // what was given in stays the caller's: the route has its own reference

        Route route = added.handle(); // a change holds nothing; asking makes a new handle
        RouteSnapshot info = route.info();
        NextHop kept = info.nextHops().get(0).reference();
        Entity owner = info.owner();
        info.close(); // gives back every handle in it, and no other

        assertThat(kept.address()).hasToString("192.0.2.1/32");
        assertRefused(RtmStatus.INVALID_HANDLE, owner::info);
        assertRefused(RtmStatus.INVALID_HANDLE, info::close);

        Route witness = route.reference();
        route.delete(); // consumes this handle, and no other
        route.close(); // so this does nothing
        try (RouteSnapshot deleted = witness.info()) {
            assertThat(deleted.state()).isEqualTo(RouteState.DELETED);
        }
        witness.close();
        kept.close();

        assertThat(rip.handleCounts().values()).containsOnly(0L);
    }
}
