package org.rtm.protocol.rip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rtm.api.Batch;
import org.rtm.api.DestInfo;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.EnumRange;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.RtmException;
import org.rtm.api.TableEnumeration;
import org.rtm.api.View;
import org.rtm.api.ViewInfo;
import org.rtm.api.ViewSet;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.ChangeType;
import org.rtm.api.notify.ChangedDests;
import org.rtm.notify.Notifier;
import org.rtm.protocol.rip.engine.InterfaceSettings;
import org.rtm.protocol.rip.engine.LearnedRoute;
import org.rtm.protocol.rip.engine.LinkAddress;
import org.rtm.protocol.rip.engine.RipTimers;
import org.rtm.protocol.rip.engine.SplitHorizon;

class LearnedRoutesTest {
    private static final NetAddress DESTINATION = NetAddress.parse("10.1.0.0/16");
    private static final InterfaceSettings LAN =
            new InterfaceSettings(
                    "lan",
                    7,
                    List.of(LinkAddress.of(NetAddress.parse("192.0.2.1"), 24)),
                    1,
                    false,
                    RipTimers.STANDARD,
                    SplitHorizon.SIMPLE);

    private final TestTable table = new TestTable();
    private final EntityRegistration rip =
            table.register(
                    ProtocolId.RIP,
                    EntityOptions.NONE
                            .listener(LearnedRoutes.listener(() -> {}))
                            .retention(RipTimers.STANDARD.timeout()));
    private final LearnedRoutes routes = new LearnedRoutes(rip);

    @AfterEach
    void close() {
        assertThat(rip.handleCounts().values()).containsOnly(0L);
        table.close();
    }

    @Test
    void a_learned_route_is_in_the_table_with_next_hop_neighbour_metric_tag_and_time_to_live() {
        routes.reachable(route("192.0.2.2", "192.0.2.9", 3));

        try (DestInfo found = rip.mostSpecific(DESTINATION).orElseThrow();
                RouteSnapshot best = best(found).orElseThrow()) {
            assertThat(best.prefInfo().metric()).isEqualTo(3);
            assertThat(best.tag()).isEqualTo(5);
            assertThat(best.timeToLive()).contains(Duration.ofSeconds(185));
            NextHop neighbour = best.neighbour().orElseThrow();
            assertThat(neighbour.address()).hasToString("192.0.2.2/32");
            assertThat(best.nextHops())
                    .singleElement()
                    .satisfies(
                            hop -> {
                                assertThat(hop.address()).hasToString("192.0.2.9/32");
                                assertThat(hop.interfaceIndex()).isEqualTo(7);
                            });
        }
    }

    @Test
    void a_route_of_another_neighbour_takes_the_place_of_the_old_one() {
        routes.reachable(route("192.0.2.2", "192.0.2.2", 3));

        routes.reachable(route("192.0.2.3", "192.0.2.3", 2));

        try (DestInfo found = rip.mostSpecific(DESTINATION).orElseThrow();
                RouteSnapshot best = best(found).orElseThrow()) {
            assertThat(unicast(found).routeCount()).isEqualTo(1);
            assertThat(best.neighbour().orElseThrow().address()).hasToString("192.0.2.3/32");
        }
    }

    @Test
    void a_lost_route_leaves_the_table_and_its_destination_is_held_down_for_the_garbage_time() {
        routes.reachable(route("192.0.2.2", "192.0.2.2", 3));

        routes.unreachable(route("192.0.2.2", "192.0.2.2", 3));

        assertThat(rip.mostSpecific(DESTINATION)).isEmpty();
        assertThat(isHeld()).isTrue();
        table.pass(Duration.ofSeconds(120));
        assertThat(isHeld()).isFalse();
    }

    @Test
    void a_next_hop_that_the_table_has_swept_is_no_obstacle() {
        routes.reachable(route("192.0.2.2", "192.0.2.2", 3));
        rip.deleteNextHop(NetAddress.parse("192.0.2.2"), 7);

        routes.reachable(route("192.0.2.3", "192.0.2.3", 2));

        try (DestInfo found = rip.mostSpecific(DESTINATION).orElseThrow();
                RouteSnapshot best = best(found).orElseThrow()) {
            assertThat(best.neighbour().orElseThrow().address()).hasToString("192.0.2.3/32");
        }
    }

    @Test
    void a_route_that_is_told_of_again_lives_on_and_another_one_ages_out_and_is_held_down() {
        routes.reachable(route("192.0.2.2", "192.0.2.2", 3));
        table.pass(Duration.ofSeconds(170));
        routes.reachable(route("192.0.2.2", "192.0.2.2", 3));

        table.pass(Duration.ofSeconds(184));
        rip.mostSpecific(DESTINATION).orElseThrow().close();

        table.pass(Duration.ofSeconds(2));
        TestTable.settle(rip);
        table.pass(Duration.ofSeconds(1));
        assertThat(rip.mostSpecific(DESTINATION)).isEmpty();
        assertThat(isHeld()).isTrue();
    }

    @Test
    void what_an_earlier_registration_left_goes_on_as_it_was_with_the_time_it_has_left() {
        routes.reachable(route("192.0.2.2", "192.0.2.9", 3));
        table.pass(Duration.ofSeconds(100));
        assertThat(rip.handleCounts().values()).containsOnly(0L);
        rip.close();
        EntityRegistration next = table.register(ProtocolId.RIP, EntityOptions.NONE);
        Map<LearnedRoute, Duration> goesOn = new HashMap<>();
        ChangeRegistration changes =
                new Notifier()
                        .register(
                                table.register(ProtocolId.OTHER, EntityOptions.NONE),
                                ChangeRequest.of(ChangeType.ALL),
                                Optional.empty());

        new LearnedRoutes(next).takeUp(index -> Optional.of(LAN), goesOn::put);

        assertThat(goesOn)
                .containsExactly(
                        Map.entry(route("192.0.2.2", "192.0.2.9", 3), Duration.ofSeconds(80)));
        try (ChangedDests changed = changes.fetch(1)) {
            assertThat(changed.isEmpty()).isTrue();
        }
        try (DestInfo found = next.mostSpecific(DESTINATION).orElseThrow();
                RouteSnapshot best = best(found).orElseThrow()) {
            assertThat(best.isStale()).isFalse();
            assertThat(best.timeToLive()).contains(Duration.ofSeconds(85));
        }
        assertThat(next.handleCounts().values()).containsOnly(0L);
    }

    @Test
    void what_was_left_of_an_interface_or_network_that_is_gone_is_taken_away() {
        routes.reachable(route("192.0.2.2", "192.0.2.2", 3));
        assertThat(rip.handleCounts().values()).containsOnly(0L);
        rip.close();
        EntityRegistration next = table.register(ProtocolId.RIP, EntityOptions.NONE);
        InterfaceSettings renumbered =
                new InterfaceSettings(
                        "lan",
                        7,
                        List.of(LinkAddress.of(NetAddress.parse("198.51.100.1"), 24)),
                        1,
                        false,
                        RipTimers.STANDARD,
                        SplitHorizon.SIMPLE);

        new LearnedRoutes(next).takeUp(index -> Optional.of(renumbered), (route, left) -> {});

        assertThat(next.mostSpecific(DESTINATION)).isEmpty();
    }

    @Test
    void what_nobody_takes_up_again_ages_out_as_it_would_have() {
        routes.reachable(route("192.0.2.2", "192.0.2.2", 3));
        table.pass(Duration.ofSeconds(100));
        assertThat(rip.handleCounts().values()).containsOnly(0L);
        rip.close();
        EntityRegistration reader = table.register(ProtocolId.OTHER, EntityOptions.NONE);

        table.pass(Duration.ofSeconds(84));
        reader.mostSpecific(DESTINATION).orElseThrow().close();

        table.pass(Duration.ofSeconds(1));
        assertThat(reader.mostSpecific(DESTINATION)).isEmpty();
    }

    @Test
    void a_route_whose_time_to_live_ends_is_held_down_for_the_garbage_time_of_its_interface() {
        InterfaceSettings quick =
                new InterfaceSettings(
                        "lan",
                        7,
                        LAN.addresses(),
                        1,
                        false,
                        new RipTimers(
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(20)),
                        SplitHorizon.SIMPLE);
        NetAddress neighbour = NetAddress.parse("192.0.2.2");
        routes.reachable(new LearnedRoute(DESTINATION, quick, neighbour, neighbour, 3, 5));

        table.pass(Duration.ofSeconds(36));
        TestTable.settle(rip);
        table.pass(Duration.ofSeconds(1));

        assertThat(rip.mostSpecific(DESTINATION)).isEmpty();
        assertThat(isHeld()).isTrue();
        table.pass(Duration.ofSeconds(20));
        assertThat(isHeld()).isFalse();
    }

    @Test
    void a_destination_that_others_reach_is_not_held_down_when_the_last_of_them_goes_later() {
        EntityRegistration ospf = table.register(ProtocolId.OSPF, EntityOptions.NONE);
        try (Route other = ospf.addRoute(DESTINATION, RouteInfo.via()).handle()) {
            routes.reachable(route("192.0.2.2", "192.0.2.2", 3));
            routes.unreachable(route("192.0.2.2", "192.0.2.2", 3));
            routes.reachable(route("192.0.2.2", "192.0.2.2", 3));
            table.pass(Duration.ofSeconds(186));
            TestTable.settle(rip);
            table.pass(Duration.ofSeconds(1));

            other.delete();
        }

        assertThat(isHeld()).isFalse();
    }

    @Test
    void a_next_hop_leaves_the_table_with_its_last_route() {
        NetAddress other = NetAddress.parse("10.2.0.0/16");
        routes.reachable(route("192.0.2.2", "192.0.2.9", 3));
        routes.reachable(route(other, "192.0.2.2", "192.0.2.2", 3));
        assertThat(nextHops(rip)).containsExactly("192.0.2.2", "192.0.2.9");

        routes.unreachable(route("192.0.2.2", "192.0.2.9", 3));
        assertThat(nextHops(rip)).containsExactly("192.0.2.2");

        routes.reachable(route(other, "192.0.2.3", "192.0.2.3", 3));
        assertThat(nextHops(rip)).containsExactly("192.0.2.3");
        assertThat(routes.count()).isEqualTo(1);
    }

    @Test
    void a_refused_route_leaves_no_next_hop_and_one_that_is_taken_up_goes_with_its_own() {
        routes.reachable(route("192.0.2.2", "192.0.2.9", 3));
        assertThat(rip.handleCounts().values()).containsOnly(0L);
        rip.close();
        EntityRegistration next = table.register(ProtocolId.RIP, EntityOptions.NONE);
        LearnedRoutes goneOn = new LearnedRoutes(next);
        goneOn.takeUp(index -> Optional.of(LAN), (route, left) -> {});
        table.configure(Map.of("routes.in.entity", 1));
        LearnedRoute refused = route(NetAddress.parse("10.2.0.0/16"), "192.0.2.3", "192.0.2.2", 3);

        assertThatExceptionOfType(RtmException.class).isThrownBy(() -> goneOn.reachable(refused));

        assertThat(nextHops(next)).containsExactly("192.0.2.2", "192.0.2.9");
        goneOn.unreachable(route("192.0.2.2", "192.0.2.9", 3));
        assertThat(nextHops(next)).isEmpty();
        assertThat(next.handleCounts().values()).containsOnly(0L);
    }

    private static List<String> nextHops(EntityRegistration of) {
        try (TableEnumeration<NextHop> all = of.enumerateNextHops(EnumRange.all());
                Batch<NextHop> some = all.next(100)) {
            return some.stream().map(each -> each.address().addressText()).toList();
        }
    }

    @Test
    void losing_a_route_that_has_aged_out_before_does_nothing() {
        routes.unreachable(route("192.0.2.2", "192.0.2.2", 3));

        assertThat(rip.exactMatch(DESTINATION, ProtocolId.BEST, ViewSet.ANY)).isEmpty();
    }

    private boolean isHeld() {
        Optional<DestInfo> found = rip.exactMatch(DESTINATION, ProtocolId.BEST, ViewSet.ANY);
        if (found.isEmpty()) {
            return false;
        }
        try (DestInfo any = found.get();
                DestInfo info = any.destination().info(ProtocolId.BEST, ViewSet.UNICAST)) {
            return unicast(info).heldRoute().isPresent();
        }
    }

    private static Optional<RouteSnapshot> best(DestInfo found) {
        return unicast(found).bestRoute().map(route -> route.info());
    }

    private static ViewInfo unicast(DestInfo found) {
        return found.view(View.UNICAST.id()).orElseThrow();
    }

    private static LearnedRoute route(String neighbour, String nextHop, int metric) {
        return route(DESTINATION, neighbour, nextHop, metric);
    }

    private static LearnedRoute route(
            NetAddress prefix, String neighbour, String nextHop, int metric) {
        return new LearnedRoute(
                prefix, LAN, NetAddress.parse(neighbour), NetAddress.parse(nextHop), metric, 5);
    }
}
