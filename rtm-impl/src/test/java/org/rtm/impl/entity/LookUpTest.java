package org.rtm.impl.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.api.NetAddress.parse;
import static org.rtm.impl.TestRouter.assertRefused;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rtm.api.AddressFamily;
import org.rtm.api.DestInfo;
import org.rtm.api.Destination;
import org.rtm.api.Entity;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteFlags;
import org.rtm.api.RouteInfo;
import org.rtm.api.RtmStatus;
import org.rtm.api.ViewInfo;
import org.rtm.api.ViewSet;
import org.rtm.impl.TestRouter;

/** What look-ups find, and what they tell of it. */
class LookUpTest {
    private static final NetAddress PREFIX = parse("10.0.0.0/8");

    private final TestRouter router = new TestRouter();
    private final EntityRegistration rip = router.register(ProtocolId.RIP, 1);
    private final EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);

    @AfterEach
    void close() {
        router.close();
    }

    @Test
    void a_destination_belongs_to_the_views_of_its_routes() {
        rip.addRoute(PREFIX, RouteInfo.via());
        assertThat(exact(rip, "10.0.0.0/8").belongsToViews()).isEqualTo(ViewSet.UNICAST);

        ospf.addRoute(PREFIX, RouteInfo.via().views(ViewSet.MULTICAST));

        assertThat(exact(rip, "10.0.0.0/8").belongsToViews()).isEqualTo(ViewSet.of(0, 1));
    }

    @Test
    void an_exact_match_compares_address_and_length() {
        rip.addRoute(PREFIX, RouteInfo.via());

        assertThat(rip.exactMatch(PREFIX, ProtocolId.BEST, ViewSet.ANY)).isPresent();
        assertThat(rip.exactMatch(parse("10.0.0.0/9"), ProtocolId.BEST, ViewSet.ANY)).isEmpty();
        assertThat(rip.exactMatch(parse("10.0.0.0/7"), ProtocolId.BEST, ViewSet.ANY)).isEmpty();
        assertThat(rip.exactMatch(parse("11.0.0.0/8"), ProtocolId.BEST, ViewSet.ANY)).isEmpty();
    }

    @Test
    void an_exact_match_with_views_finds_only_destinations_in_at_least_one_of_them() {
        rip.addRoute(PREFIX, RouteInfo.via().views(ViewSet.MULTICAST));

        assertThat(rip.exactMatch(PREFIX, ProtocolId.BEST, ViewSet.UNICAST)).isEmpty();
        assertThat(rip.exactMatch(PREFIX, ProtocolId.BEST, ViewSet.MULTICAST)).isPresent();
        assertThat(rip.exactMatch(PREFIX, ProtocolId.BEST, ViewSet.of(0, 1))).isPresent();
        assertThat(rip.exactMatch(PREFIX, ProtocolId.BEST, ViewSet.ALL)).isPresent();
    }

    @Test
    void most_specific_is_the_longest_prefix_that_covers_the_given_one_itself_included() {
        add("0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24", "10.1.2.3/32");

        assertThat(mostSpecific("10.1.2.3")).contains("10.1.2.3/32");
        assertThat(mostSpecific("10.1.2.4")).contains("10.1.2.0/24");
        assertThat(mostSpecific("10.1.2.0/24")).contains("10.1.2.0/24");
        assertThat(mostSpecific("10.1.2.0/23")).contains("10.1.0.0/16");
        assertThat(mostSpecific("11.0.0.0/8")).contains("0.0.0.0/0");
        assertThat(mostSpecific("0.0.0.0/0")).contains("0.0.0.0/0");
    }

    @Test
    void nothing_that_covers_the_address_is_an_ordinary_answer() {
        add("10.0.0.0/8");

        assertThat(mostSpecific("11.0.0.1")).isEmpty();
        assertThat(mostSpecific("10.0.0.0/7")).isEmpty();
    }

    @Test
    void most_specific_ipv6_destinations_are_found_to_the_last_bit() {
        EntityRegistration entity = router.register(AddressFamily.IPV6, ProtocolId.RIP, 1);
        for (String prefix : List.of("::/0", "2001:db8::/32", "2001:db8::2/127", "2001:db8::3")) {
            entity.addRoute(parse(prefix), RouteInfo.via());
        }

        assertThat(entity.mostSpecific(parse("2001:db8::3")).map(DestInfo::address))
                .contains(parse("2001:db8::3"));
        assertThat(entity.mostSpecific(parse("2001:db8::2")).map(DestInfo::address))
                .contains(parse("2001:db8::2/127"));
        assertThat(entity.mostSpecific(parse("2001:db8::4")).map(DestInfo::address))
                .contains(parse("2001:db8::/32"));
        assertThat(entity.mostSpecific(parse("2001:db9::")).map(DestInfo::address))
                .contains(parse("::/0"));
    }

    @Test
    void the_most_specific_unicast_destination_skips_multicast_only_prefixes() {
        add("10.0.0.0/8");
        rip.addRoute(parse("10.1.0.0/16"), RouteInfo.via().views(ViewSet.MULTICAST));

        assertThat(mostSpecific("10.1.0.1", ViewSet.UNICAST)).contains("10.0.0.0/8");
        assertThat(mostSpecific("10.1.0.1", ViewSet.MULTICAST)).contains("10.1.0.0/16");
        assertThat(mostSpecific("10.1.0.1", ViewSet.of(0, 1))).contains("10.1.0.0/16");
        assertThat(mostSpecific("10.1.0.1", ViewSet.ANY)).contains("10.1.0.0/16");
    }

    @Test
    void less_specific_is_the_longest_strictly_shorter_one_up_to_the_shortest() {
        add("0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24", "11.0.0.0/8");

        assertThat(climb("10.1.2.3", ViewSet.ANY))
                .containsExactly("10.1.2.0/24", "10.1.0.0/16", "10.0.0.0/8", "0.0.0.0/0");
    }

    @Test
    void past_the_shortest_there_is_no_less_specific_one() {
        add("10.0.0.0/8", "10.1.0.0/16");

        assertThat(climb("10.1.2.3", ViewSet.ANY)).containsExactly("10.1.0.0/16", "10.0.0.0/8");
    }

    @Test
    void less_specific_looks_in_the_views_that_it_is_asked_for() {
        add("0.0.0.0/0", "10.1.2.0/24");
        rip.addRoute(parse("10.1.0.0/16"), RouteInfo.via().views(ViewSet.MULTICAST));
        rip.addRoute(PREFIX, RouteInfo.via().views(ViewSet.of(0, 1)));

        assertThat(climb("10.1.2.3", ViewSet.UNICAST))
                .containsExactly("10.1.2.0/24", "10.0.0.0/8", "0.0.0.0/0");
        assertThat(climb("10.1.2.3", ViewSet.MULTICAST))
                .containsExactly("10.1.0.0/16", "10.0.0.0/8");
    }

    @Test
    void less_specific_starts_also_from_a_destination_that_has_gone() {
        add("10.0.0.0/8");
        Route route = rip.addRoute(parse("10.1.0.0/16"), RouteInfo.via()).handle();
        Destination destination = exact(rip, "10.1.0.0/16").destination();
        route.delete();

        assertThat(
                        destination
                                .lessSpecific(ProtocolId.BEST, ViewSet.UNICAST)
                                .map(DestInfo::address))
                .contains(PREFIX);
    }

    @Test
    void there_is_an_element_for_each_view_asked_for_ascending_also_for_those_it_is_not_in() {
        try (TestRouter many =
                new TestRouter(Map.of("views", "0=unicast,1=multicast,5=voice,31=management"))) {
            EntityRegistration entity = many.register(ProtocolId.RIP, 1);
            Route route =
                    entity.addRoute(
                                    PREFIX,
                                    RouteInfo.via().flags(RouteFlags.LOCAL).views(ViewSet.of(5)))
                            .handle();

            DestInfo info =
                    entity.exactMatch(PREFIX, ProtocolId.BEST, ViewSet.of(31, 0, 5)).orElseThrow();

            assertThat(info.views()).extracting(ViewInfo::viewId).containsExactly(0, 5, 31);
            assertThat(info.views()).extracting(ViewInfo::routeCount).containsExactly(0, 1, 0);
            assertThat(info.views())
                    .extracting(ViewInfo::bestRoute)
                    .containsExactly(Optional.empty(), Optional.of(route), Optional.empty());
            assertThat(info.views())
                    .extracting(ViewInfo::bestRouteOwner)
                    .containsExactly(
                            Optional.empty(), Optional.of(entity.entity()), Optional.empty());
            assertThat(info.views())
                    .extracting(ViewInfo::flags)
                    .containsExactly(RouteFlags.NONE, RouteFlags.LOCAL, RouteFlags.NONE);
            assertThat(info.views()).extracting(ViewInfo::heldRoute).containsOnly(Optional.empty());
            assertThat(info.view(5).orElseThrow().bestRoute()).contains(route);
            assertThat(info.view(1)).isEmpty();
            assertThat(info.view(32)).isEmpty();
            assertThat(info.view(-1)).isEmpty();
        }
    }

    @Test
    void the_mask_of_all_views_asks_for_all_supported_ones() {
        rip.addRoute(PREFIX, RouteInfo.via());

        DestInfo info = rip.exactMatch(PREFIX, ProtocolId.BEST, ViewSet.ALL).orElseThrow();

        assertThat(info.views()).extracting(ViewInfo::viewId).containsExactly(0, 1);
    }

    @Test
    void any_view_finds_every_destination_and_tells_nothing_by_view() {
        rip.addRoute(PREFIX, RouteInfo.via().views(ViewSet.MULTICAST));

        DestInfo info = rip.exactMatch(PREFIX, ProtocolId.BEST, ViewSet.ANY).orElseThrow();

        assertThat(info.views()).isEmpty();
        assertThat(info.view(0)).isEmpty();
        assertThat(info.belongsToViews()).isEqualTo(ViewSet.MULTICAST);
    }

    @Test
    void the_protocol_id_selects_which_route_is_reported() {
        EntityRegistration otherRip = router.register(ProtocolId.RIP, 2);
        ospf.addRoute(PREFIX, RouteInfo.via());
        rip.addRoute(PREFIX, RouteInfo.via().metric(9));
        otherRip.addRoute(PREFIX, RouteInfo.via().metric(5));

        assertThat(reported(rip, ProtocolId.BEST)).isEqualTo("OSPF-1 of 3");
        assertThat(reported(rip, ProtocolId.THIS)).isEqualTo("RIP-2 of 3");
        assertThat(reported(rip, ProtocolId.RIP)).isEqualTo("RIP-2 of 3");
        assertThat(reported(rip, ProtocolId.OSPF)).isEqualTo("OSPF-1 of 3");
        assertThat(reported(ospf, ProtocolId.THIS)).isEqualTo("OSPF-1 of 3");
        assertThat(reported(ospf, ProtocolId.BGP)).isEqualTo("none of 3");
    }

    @Test
    void an_inactive_route_is_counted_and_never_reported_as_best_of_its_protocol() {
        rip.addRoute(PREFIX, RouteInfo.via().flags(RouteFlags.INACTIVE));

        assertThat(reported(rip, ProtocolId.THIS)).isEqualTo("none of 1");
        assertThat(mostSpecific("10.0.0.1")).contains("10.0.0.0/8");
    }

    @Test
    void the_route_count_counts_all_routes_in_the_view() {
        rip.addRoute(PREFIX, RouteInfo.via().views(ViewSet.of(0, 1)));
        ospf.addRoute(PREFIX, RouteInfo.via());

        assertThat(exact(rip, "10.0.0.0/8").views())
                .extracting(ViewInfo::routeCount)
                .containsExactly(2, 1);
    }

    @Test
    void a_destination_tells_when_anything_about_its_routes_last_changed() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via()).handle();
        router.advance(Duration.ofSeconds(1));
        ospf.addRoute(PREFIX, RouteInfo.via());
        assertThat(exact(rip, "10.0.0.0/8").lastChanged()).isEqualTo(router.now());
        router.advance(Duration.ofSeconds(1));
        route.update(RouteInfo.via().tag(1));
        assertThat(exact(rip, "10.0.0.0/8").lastChanged()).isEqualTo(router.now());
        router.advance(Duration.ofSeconds(1));

        route.update(RouteInfo.via().tag(1));

        assertThat(exact(rip, "10.0.0.0/8").lastChanged()).isEqualTo(router.now().minusSeconds(1));
        router.advance(Duration.ofSeconds(1));
        route.delete();
        assertThat(exact(rip, "10.0.0.0/8").lastChanged()).isEqualTo(router.now());
    }

    @Test
    void a_destination_without_routes_is_invisible_to_look_ups_and_readable_by_handle() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via()).handle();
        Destination destination = exact(rip, "10.0.0.0/8").destination();
        router.advance(Duration.ofSeconds(1));
        route.delete();

        assertThat(rip.exactMatch(PREFIX, ProtocolId.BEST, ViewSet.ANY)).isEmpty();
        assertThat(rip.mostSpecific(PREFIX)).isEmpty();
        try (DestInfo info = destination.info(ProtocolId.BEST, ViewSet.UNICAST)) {
            assertThat(info.address()).isEqualTo(PREFIX);
            assertThat(info.belongsToViews()).isEqualTo(ViewSet.ANY);
            assertThat(info.lastChanged()).isEqualTo(router.now());
            assertThat(info.views()).extracting(ViewInfo::routeCount).containsExactly(0);
            assertThat(info.views())
                    .extracting(ViewInfo::bestRoute)
                    .containsExactly(Optional.empty());
        }
    }

    @Test
    void there_is_one_destination_for_a_prefix_and_old_handles_see_new_routes() {
        Route route = rip.addRoute(PREFIX, RouteInfo.via()).handle();
        Destination old = exact(rip, "10.0.0.0/8").destination();
        route.delete();
        Route again = ospf.addRoute(PREFIX, RouteInfo.via().metric(7)).handle();

        assertThat(exact(rip, "10.0.0.0/8").destination()).isEqualTo(old);
        try (DestInfo info = old.info(ProtocolId.BEST, ViewSet.UNICAST)) {
            assertThat(info.belongsToViews()).isEqualTo(ViewSet.UNICAST);
            assertThat(info.views().get(0).bestRoute().orElseThrow().info().prefInfo().metric())
                    .isEqualTo(7);
        }
        assertThat(again.info().destination().address()).isEqualTo(PREFIX);
    }

    @Test
    void an_information_stays_as_it_was_while_the_destination_changes() {
        rip.addRoute(PREFIX, RouteInfo.via());
        DestInfo before = exact(rip, "10.0.0.0/8");

        ospf.addRoute(PREFIX, RouteInfo.via().views(ViewSet.of(0, 1)));

        assertThat(before.belongsToViews()).isEqualTo(ViewSet.UNICAST);
        assertThat(before.views()).extracting(ViewInfo::routeCount).containsExactly(1, 0);
        assertThat(before.views().get(0).bestRouteOwner().orElseThrow().info().name())
                .isEqualTo("RIP-1");
    }

    @Test
    void views_that_are_not_supported_are_refused_by_every_look_up() {
        add("10.0.0.0/8");
        Destination destination = exact(rip, "10.0.0.0/8").destination();
        String message =
                "the IPv4 table does not support view {7}; it supports 0 (unicast), 1 (multicast)";

        assertRefused(
                () -> rip.exactMatch(PREFIX, ProtocolId.BEST, ViewSet.of(0, 7)),
                RtmStatus.NOT_SUPPORTED,
                message);
        assertRefused(
                () -> rip.mostSpecific(PREFIX, ProtocolId.BEST, ViewSet.of(7)),
                RtmStatus.NOT_SUPPORTED,
                message);
        assertRefused(
                () -> destination.lessSpecific(ProtocolId.BEST, ViewSet.of(7)),
                RtmStatus.NOT_SUPPORTED,
                message);
        assertRefused(
                () -> destination.info(ProtocolId.BEST, ViewSet.of(7)),
                RtmStatus.NOT_SUPPORTED,
                message);
    }

    @Test
    void a_prefix_of_another_family_is_refused_by_every_look_up() {
        assertRefused(
                () -> rip.exactMatch(parse("::/0"), ProtocolId.BEST, ViewSet.ANY),
                RtmStatus.INVALID_PARAMETER,
                "::/0 is not an IPv4 prefix, as this table needs");
        assertRefused(
                () -> rip.mostSpecific(parse("2001:db8::1")),
                RtmStatus.INVALID_PARAMETER,
                "2001:db8::1/128 is not an IPv4 prefix, as this table needs");
    }

    private void add(String... prefixes) {
        for (String prefix : prefixes) {
            rip.addRoute(parse(prefix), RouteInfo.via());
        }
    }

    private static DestInfo exact(EntityRegistration reader, String prefix) {
        return reader.exactMatch(parse(prefix), ProtocolId.BEST, ViewSet.of(0, 1)).orElseThrow();
    }

    private Optional<String> mostSpecific(String address) {
        return mostSpecific(address, ViewSet.ANY);
    }

    private Optional<String> mostSpecific(String address, ViewSet views) {
        return rip.mostSpecific(parse(address), ProtocolId.BEST, views)
                .map(info -> info.address().toString());
    }

    private List<String> climb(String address, ViewSet views) {
        List<String> found = new ArrayList<>();
        Optional<DestInfo> info = rip.mostSpecific(parse(address), ProtocolId.BEST, views);
        while (info.isPresent()) {
            try (DestInfo step = info.get()) {
                found.add(step.address().toString());
                info = step.destination().lessSpecific(ProtocolId.BEST, views);
            }
        }
        return found;
    }

    private static String reported(EntityRegistration reader, ProtocolId protocol) {
        try (DestInfo info = reader.exactMatch(PREFIX, protocol, ViewSet.UNICAST).orElseThrow()) {
            ViewInfo view = info.views().get(0);
            String owner =
                    view.bestRouteOwner().map(Entity::info).map(who -> who.name()).orElse("none");
            return owner + " of " + view.routeCount();
        }
    }
}
