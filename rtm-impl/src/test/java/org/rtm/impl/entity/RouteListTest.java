package org.rtm.impl.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.impl.TestRouter.assertRefused;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rtm.api.AddRouteOptions;
import org.rtm.api.Batch;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteList;
import org.rtm.api.RtmStatus;
import org.rtm.api.TableEnumeration;
import org.rtm.impl.TestRouter;

/** Section 9 of the semantics, route lists. */
class RouteListTest {
    private final TestRouter router = new TestRouter();
    private final EntityRegistration rip = router.register(ProtocolId.RIP, 1);
    private final EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);

    @AfterEach
    void close() {
        router.close();
    }

    @Test
    void a_list_holds_routes_in_the_order_of_insertion() {
        RouteList list = rip.createRouteList();
        Route second = add("10.2.0.0/16");
        Route first = add("10.1.0.0/16");

        list.insert(List.of(second, first));
        list.insert(List.of(add("10.0.0.0/16")));

        assertThat(in(list)).containsExactly("10.2.0.0/16", "10.1.0.0/16", "10.0.0.0/16");
    }

    @Test
    void a_route_is_in_at_most_one_list_and_moving_takes_it_off_the_other() {
        RouteList one = rip.createRouteList();
        RouteList other = rip.createRouteList();
        Route route = add("10.0.0.0/8");
        one.insert(List.of(route));

        other.insert(List.of(route));

        assertThat(in(one)).isEmpty();
        assertThat(in(other)).containsExactly("10.0.0.0/8");
    }

    @Test
    void inserting_a_route_into_its_own_list_leaves_its_place() {
        RouteList list = rip.createRouteList();
        Route first = add("10.1.0.0/16");
        list.insert(List.of(first, add("10.2.0.0/16")));

        list.insert(List.of(first));

        assertThat(in(list)).containsExactly("10.1.0.0/16", "10.2.0.0/16");
    }

    @Test
    void adding_a_route_with_a_list_moves_it_there_and_updating_without_one_leaves_it_there() {
        RouteList list = rip.createRouteList();
        NetAddress ten = NetAddress.parse("10.0.0.0/8");

        rip.addRoute(ten, RouteInfo.via(), AddRouteOptions.NONE.list(list));
        rip.addRoute(ten, RouteInfo.via().metric(7));

        assertThat(in(list)).containsExactly("10.0.0.0/8");
    }

    @Test
    void updating_by_handle_with_a_list_moves_the_route_there() {
        RouteList list = rip.createRouteList();
        Route route = add("10.0.0.0/8");

        route.update(RouteInfo.via(), AddRouteOptions.NONE.list(list));

        assertThat(in(list)).containsExactly("10.0.0.0/8");
    }

    @Test
    void a_deleted_route_leaves_its_list() {
        RouteList list = rip.createRouteList();
        Route route = add("10.0.0.0/8");
        list.insert(List.of(route, add("11.0.0.0/8")));

        route.delete();

        assertThat(in(list)).containsExactly("11.0.0.0/8");
    }

    @Test
    void routes_can_be_taken_off_their_lists() {
        RouteList list = rip.createRouteList();
        Route route = add("10.0.0.0/8");
        list.insert(List.of(route, add("11.0.0.0/8")));

        rip.removeFromRouteLists(List.of(route));

        assertThat(in(list)).containsExactly("11.0.0.0/8");
    }

    @Test
    void deleting_a_list_leaves_the_routes_and_ends_its_enumerations() {
        RouteList list = rip.createRouteList();
        list.insert(List.of(add("10.0.0.0/8"), add("11.0.0.0/8")));
        TableEnumeration<Route> enumeration = list.enumerate();
        enumeration.next(1).close();

        list.close();

        assertThat(enumeration.next(10)).isEmpty();
        assertThat(rip.mostSpecific(NetAddress.parse("10.0.0.0/8"))).isPresent();
        assertRefused(
                list::enumerate, RtmStatus.INVALID_HANDLE, "the route list was deleted before");
        assertRefused(list::close, RtmStatus.INVALID_HANDLE, "the route list was deleted before");
        assertThat(rip.handleCounts()).containsEntry(HandleKind.ROUTE_LIST, 0L);
    }

    @Test
    void routes_can_move_to_another_list_while_the_first_is_enumerated() {
        RouteList one = rip.createRouteList();
        RouteList other = rip.createRouteList();
        for (int i = 0; i < 10; i++) {
            one.insert(List.of(add("10." + i + ".0.0/16")));
        }
        List<String> seen = new ArrayList<>();

        try (TableEnumeration<Route> enumeration = one.enumerate()) {
            for (Batch<Route> batch = enumeration.next(3);
                    !batch.isEmpty();
                    batch = enumeration.next(3)) {
                other.insert(batch.list());
                batch.forEach(route -> seen.add(route.destinationAddress().toString()));
                batch.close();
            }
        }

        assertThat(seen).hasSize(10).doesNotHaveDuplicates();
        assertThat(in(one)).isEmpty();
        assertThat(in(other)).isEqualTo(seen);
    }

    @Test
    void inserting_is_all_or_nothing() {
        RouteList list = rip.createRouteList();
        Route mine = add("10.0.0.0/8");
        Route deleted = add("11.0.0.0/8");
        Route deletedToo = deleted.reference();
        deleted.delete();
        Route others;
        ospf.addRoute(NetAddress.parse("12.0.0.0/8"), RouteInfo.via());
        try (var info = rip.mostSpecific(NetAddress.parse("12.0.0.0/8")).orElseThrow()) {
            others = info.view(0).orElseThrow().bestRoute().orElseThrow().reference();
        }

        assertRefused(
                () -> list.insert(List.of(mine, others)),
                RtmStatus.ACCESS_DENIED,
                "the route to 12.0.0.0/8 belongs to OSPF-1, not to RIP-1");
        assertRefused(
                () -> list.insert(List.of(mine, deletedToo)),
                RtmStatus.NOT_FOUND,
                "the route to 11.0.0.0/8 was deleted");

        assertThat(in(list)).isEmpty();
        list.insert(List.of());
    }

    @Test
    void a_list_of_another_registration_is_refused() {
        RouteList others = ospf.createRouteList();

        assertRefused(
                () ->
                        rip.addRoute(
                                NetAddress.parse("10.0.0.0/8"),
                                RouteInfo.via(),
                                AddRouteOptions.NONE.list(others)),
                RtmStatus.INVALID_HANDLE,
                "the route list belongs to another registration than RIP-1");
        assertThat(rip.mostSpecific(NetAddress.parse("10.0.0.0/8"))).isEmpty();
    }

    private Route add(String prefix) {
        return rip.addRoute(NetAddress.parse(prefix), RouteInfo.via()).handle();
    }

    private static List<String> in(RouteList list) {
        try (TableEnumeration<Route> enumeration = list.enumerate();
                Batch<Route> batch = enumeration.next(100)) {
            return batch.stream().map(route -> route.destinationAddress().toString()).toList();
        }
    }
}
