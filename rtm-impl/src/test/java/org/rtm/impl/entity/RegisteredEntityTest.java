package org.rtm.impl.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.api.NetAddress.parse;
import static org.rtm.impl.TestRouter.assertRefused;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rtm.api.DestInfo;
import org.rtm.api.Destination;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteInfo;
import org.rtm.api.RtmStatus;
import org.rtm.api.ViewInfo;
import org.rtm.api.ViewSet;
import org.rtm.api.provider.ObservedDestination;
import org.rtm.api.provider.ObservedTable;
import org.rtm.api.provider.RegisteredEntity;
import org.rtm.impl.TestRouter;
import org.rtm.impl.TestRouter.Logged;

/** What one provider does for another: reading, giving back, keys, and the end. */
class RegisteredEntityTest {
    private static final NetAddress PREFIX = parse("10.0.0.0/8");

    private final TestRouter router = new TestRouter();
    private final RegisteredEntity rip = RegisteredEntity.of(router.register(ProtocolId.RIP, 1));
    private final RegisteredEntity ospf = RegisteredEntity.of(router.register(ProtocolId.OSPF, 1));
    private final ObservedTable table = rip.table();
    private final Object origin = new Object();

    @AfterEach
    void close() {
        router.close();
    }

    @Test
    void only_an_open_registration_of_the_rtm_is_one() {
        EntityRegistration ended = router.register(ProtocolId.BGP, 1);
        ended.close();

        assertThat(RegisteredEntity.of(rip)).isSameAs(rip);
        assertRefused(
                () -> RegisteredEntity.of(ended),
                RtmStatus.INVALID_HANDLE,
                "the registration of BGP-1 has ended");
        assertRefused(
                () -> RegisteredEntity.of(null),
                RtmStatus.INVALID_HANDLE,
                "null is not a registration of the RTM");
    }

    @Test
    void keys_of_a_prefix_are_equal_whether_or_not_the_destination_exists() {
        ObservedDestination before = table.destination(PREFIX);
        Route route = rip.addRoute(PREFIX, RouteInfo.via()).handle();
        ObservedDestination during = table.destination(PREFIX);
        route.delete();
        ObservedDestination after = table.destination(PREFIX);

        assertThat(List.of(during, after)).containsOnly(before);
        assertThat(List.of(during, after))
                .extracting(Object::hashCode)
                .containsOnly(before.hashCode());
        assertThat(before.address()).isEqualTo(PREFIX);
        assertThat(table.destination(parse("10.0.0.0/9"))).isNotEqualTo(before);
        assertThat(table.destination(parse("11.0.0.0/8"))).isNotEqualTo(before);
        assertThat(rip.exactMatch(PREFIX, ProtocolId.BEST, ViewSet.ANY)).isEmpty();
    }

    @Test
    void a_key_of_another_family_is_refused() {
        assertRefused(
                () -> table.destination(parse("::/0")),
                RtmStatus.INVALID_PARAMETER,
                "::/0 is not an IPv4 prefix, as this table needs");
    }

    @Test
    void the_destinations_are_walked_in_order_from_the_last_one_seen() {
        for (String prefix : List.of("11.0.0.0/8", "10.0.0.0/8", "10.0.0.0/16", "0.0.0.0/0")) {
            rip.addRoute(parse(prefix), RouteInfo.via());
        }
        rip.addRoute(parse("10.128.0.0/9"), RouteInfo.via().views(ViewSet.MULTICAST));
        table.destination(parse("12.0.0.0/8"));

        List<ObservedDestination> first = table.destinations(Optional.empty(), ViewSet.UNICAST, 2);
        ospf.addRoute(parse("10.0.0.0/12"), RouteInfo.via());
        List<ObservedDestination> next =
                table.destinations(Optional.of(first.get(1)), ViewSet.UNICAST, 10);

        assertThat(addresses(first)).containsExactly("0.0.0.0/0", "10.0.0.0/8");
        assertThat(addresses(next)).containsExactly("10.0.0.0/12", "10.0.0.0/16", "11.0.0.0/8");
        assertThat(table.destinations(Optional.of(next.get(2)), ViewSet.UNICAST, 10)).isEmpty();
        assertThat(table.destinations(Optional.empty(), ViewSet.ANY, 10)).hasSize(6);
        assertThat(addresses(table.destinations(Optional.empty(), ViewSet.MULTICAST, 10)))
                .containsExactly("10.128.0.0/9");
    }

    @Test
    void a_walk_goes_on_behind_a_destination_that_has_gone() {
        Route gone = rip.addRoute(PREFIX, RouteInfo.via()).handle();
        rip.addRoute(parse("11.0.0.0/8"), RouteInfo.via());
        ObservedDestination last = table.destinations(Optional.empty(), ViewSet.ALL, 1).get(0);
        gone.delete();

        assertThat(addresses(table.destinations(Optional.of(last), ViewSet.ALL, 1)))
                .containsExactly("11.0.0.0/8");
    }

    @Test
    void the_table_tells_how_many_registrations_for_changes_it_may_have() {
        router.configure(Map.of("change.registrations", 3));

        assertThat(table.maxChangeRegistrations()).isEqualTo(3);
    }

    @Test
    void reading_gives_an_information_counted_for_the_registration_with_the_best_of_all() {
        rip.addRoute(PREFIX, RouteInfo.via());
        ospf.addRoute(PREFIX, RouteInfo.via());

        DestInfo info = rip.read(table.destination(PREFIX), ViewSet.of(0, 1), origin);

        assertThat(info.address()).isEqualTo(PREFIX);
        assertThat(info.views()).extracting(ViewInfo::routeCount).containsExactly(2, 0);
        assertThat(info.views().get(0).bestRouteOwner().orElseThrow().info().name())
                .isEqualTo("OSPF-1");
        assertThat(counts()).containsExactly(1L, 1L, 1L);
        rip.release(List.of(info), origin);
        assertThat(counts()).containsExactly(0L, 0L, 0L);
    }

    @Test
    void reading_a_destination_that_is_not_there_gives_an_information_without_routes() {
        ObservedDestination key = table.destination(PREFIX);

        try (DestInfo info = rip.read(key, ViewSet.UNICAST, origin)) {
            assertThat(info.address()).isEqualTo(PREFIX);
            assertThat(info.belongsToViews()).isEqualTo(ViewSet.ANY);
            assertThat(info.views().get(0).bestRoute()).isEmpty();
            assertThat(counts()).containsExactly(1L, 0L, 0L);
        }
        assertThat(counts()).containsExactly(0L, 0L, 0L);
    }

    @Test
    void an_old_key_reads_what_the_prefix_is_now() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via()).handle();
        ObservedDestination key = table.destination(PREFIX);
        route.delete();
        rip.addRoute(PREFIX, RouteInfo.via().metric(7));

        try (DestInfo info = rip.read(key, ViewSet.UNICAST, origin)) {
            assertThat(info.views().get(0).bestRoute().orElseThrow().info().prefInfo().metric())
                    .isEqualTo(7);
        }
    }

    @Test
    void giving_back_is_refused_for_another_origin_and_changes_nothing() {
        DestInfo asChanged = rip.read(table.destination(PREFIX), ViewSet.UNICAST, origin);
        rip.addRoute(PREFIX, RouteInfo.via());
        DestInfo asked = rip.exactMatch(PREFIX, ProtocolId.BEST, ViewSet.ANY).orElseThrow();
        DestInfo second = rip.read(table.destination(PREFIX), ViewSet.ANY, origin);

        assertRefused(
                () -> rip.release(List.of(second, asked), origin),
                RtmStatus.INVALID_HANDLE,
                "the information on 10.0.0.0/8 was fetched by a question, not as changed");
        assertRefused(
                () -> rip.release(List.of(second), new Object()),
                RtmStatus.INVALID_HANDLE,
                "the information on 10.0.0.0/8 was fetched as changed, and is given back to the registration it came from");
        assertRefused(
                () -> rip.releaseDestinations(List.of(asked, asChanged)),
                RtmStatus.INVALID_HANDLE,
                "the information on 10.0.0.0/8 was fetched as changed, and is given back to the registration it came from");
        assertThat(counts()).containsExactly(3L, 0L, 0L);
        rip.release(List.of(asChanged, second), origin);
        rip.releaseDestinations(List.of(asked));
        assertThat(counts()).containsExactly(0L, 0L, 0L);
    }

    @Test
    void giving_back_twice_or_naming_one_twice_is_refused_for_all() {
        DestInfo one = rip.read(table.destination(PREFIX), ViewSet.ANY, origin);
        DestInfo two = rip.read(table.destination(PREFIX), ViewSet.ANY, origin);
        DestInfo given = rip.read(table.destination(PREFIX), ViewSet.ANY, origin);
        given.close();

        assertRefused(
                () -> rip.release(List.of(one, two, one), origin),
                RtmStatus.INVALID_HANDLE,
                "the information on 10.0.0.0/8 is named twice");
        assertRefused(
                () -> rip.release(List.of(one, given), origin),
                RtmStatus.INVALID_HANDLE,
                "the information on 10.0.0.0/8 was given back before");
        assertRefused(
                () -> ospf.release(List.of(one), origin),
                RtmStatus.INVALID_HANDLE,
                "the information on 10.0.0.0/8 belongs to another registration");
        assertThat(counts()).containsExactly(2L, 0L, 0L);
        rip.release(List.of(), origin);
        rip.release(List.of(one, two), origin);
        assertThat(counts()).containsExactly(0L, 0L, 0L);
    }

    @Test
    void reading_with_views_that_are_not_supported_is_refused() {
        assertRefused(
                () -> rip.read(table.destination(PREFIX), ViewSet.of(6), origin),
                RtmStatus.NOT_SUPPORTED,
                "the IPv4 table does not support view {6}; it supports 0 (unicast), 1 (multicast)");
        assertThat(counts()).containsExactly(0L, 0L, 0L);
    }

    @Test
    void the_key_of_a_handle_is_that_of_its_prefix() {
        rip.addRoute(PREFIX, RouteInfo.via());
        Destination destination =
                rip.exactMatch(PREFIX, ProtocolId.BEST, ViewSet.ANY).orElseThrow().destination();

        assertThat(rip.observed(destination)).isEqualTo(table.destination(PREFIX));
        assertRefused(
                () -> ospf.observed(destination),
                RtmStatus.INVALID_HANDLE,
                "the handle to destination 10.0.0.0/8 belongs to another registration than OSPF-1");
        destination.close();
        assertRefused(
                () -> rip.observed(destination),
                RtmStatus.INVALID_HANDLE,
                "the handle to destination 10.0.0.0/8 was given back before");
    }

    @Test
    void end_actions_run_after_the_gate_closed_before_close_returns() {
        List<String> done = new ArrayList<>();
        rip.addRoute(PREFIX, RouteInfo.via());
        rip.onEnd(
                () -> {
                    assertRefused(
                            rip::requireOpen,
                            RtmStatus.INVALID_HANDLE,
                            "the registration of RIP-1 has ended");
                    done.add("ended");
                });

        rip.close();

        assertThat(done).containsExactly("ended");
        rip.close();
        assertThat(done).hasSize(1);
    }

    @Test
    void an_end_action_that_was_taken_back_is_not_run() {
        List<String> done = new ArrayList<>();
        Runnable takeBack = rip.onEnd(() -> done.add("ended"));

        takeBack.run();
        rip.close();

        assertThat(done).isEmpty();
    }

    @Test
    void an_end_action_of_an_ended_registration_runs_at_once() {
        List<String> done = new ArrayList<>();
        rip.close();

        Runnable takeBack = rip.onEnd(() -> done.add("ended"));

        assertThat(done).containsExactly("ended");
        takeBack.run();
    }

    @Test
    void an_end_action_that_throws_is_logged_and_the_others_run() {
        List<String> done = new ArrayList<>();
        IllegalStateException failure = new IllegalStateException("broken");
        NoClassDefFoundError gone = new NoClassDefFoundError("its bundle has gone");
        rip.onEnd(
                () -> {
                    throw failure;
                });
        rip.onEnd(
                () -> {
                    throw gone;
                });
        rip.onEnd(() -> done.add("ended"));

        rip.close();

        assertThat(done).containsExactly("ended");
        assertThat(router.logged())
                .containsExactlyInAnyOrder(
                        new Logged("ERROR", "ending a registration, an action failed", failure),
                        new Logged("ERROR", "ending a registration, an action failed", gone));
        assertThat(router.register(ProtocolId.RIP, 1).info().name()).isEqualTo("RIP-1");
    }

    @Test
    void reading_and_giving_back_through_an_ended_registration_is_refused() {
        DestInfo info = rip.read(table.destination(PREFIX), ViewSet.ANY, origin);
        rip.close();

        assertRefused(
                () -> rip.read(table.destination(PREFIX), ViewSet.ANY, origin),
                RtmStatus.INVALID_HANDLE,
                "the registration of RIP-1 has ended");
        assertRefused(
                () -> rip.release(List.of(info), origin),
                RtmStatus.INVALID_HANDLE,
                "the registration of RIP-1 has ended");
        assertThat(info.address()).isEqualTo(PREFIX);
        info.close();
    }

    private static List<String> addresses(List<ObservedDestination> destinations) {
        return destinations.stream().map(found -> found.address().toString()).toList();
    }

    /** The open handles to destinations, routes and entities. */
    private List<Long> counts() {
        Map<HandleKind, Long> counts = rip.handleCounts();
        return List.of(
                counts.get(HandleKind.DESTINATION),
                counts.get(HandleKind.ROUTE),
                counts.get(HandleKind.ENTITY));
    }
}
