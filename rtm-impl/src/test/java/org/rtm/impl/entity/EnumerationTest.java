package org.rtm.impl.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.api.NetAddress.parse;
import static org.rtm.impl.TestRouter.assertRefused;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rtm.api.Batch;
import org.rtm.api.DestInfo;
import org.rtm.api.Destination;
import org.rtm.api.DestinationQuery;
import org.rtm.api.EntityRegistration;
import org.rtm.api.EnumRange;
import org.rtm.api.HandleKind;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteFlags;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteQuery;
import org.rtm.api.RtmStatus;
import org.rtm.api.TableEnumeration;
import org.rtm.api.ViewInfo;
import org.rtm.api.ViewSet;
import org.rtm.impl.TestRouter;

/** Enumerations of destinations, routes and next hops. */
class EnumerationTest {
    private final TestRouter router = new TestRouter(Map.of("handles.in.call", 100));
    private final EntityRegistration rip = router.register(ProtocolId.RIP, 1);
    private final EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);

    @AfterEach
    void close() {
        router.close();
    }

    @Test
    void destinations_come_in_address_order_the_shorter_length_first() {
        add(rip, "192.0.2.0/24", "10.128.0.0/9", "10.0.0.0/16", "10.0.0.0/8", "0.0.0.0/0");

        assertThat(destinations(DestinationQuery.ALL))
                .containsExactly(
                        "0.0.0.0/0", "10.0.0.0/8", "10.0.0.0/16", "10.128.0.0/9", "192.0.2.0/24");
    }

    @Test
    void next_includes_the_prefix_given_and_goes_to_the_end_of_the_table() {
        add(rip, "10.0.0.0/8", "10.0.0.0/16", "10.1.0.0/16", "11.0.0.0/8");

        assertThat(destinations(from("10.0.0.0/16")))
                .containsExactly("10.0.0.0/16", "10.1.0.0/16", "11.0.0.0/8");
        assertThat(destinations(from("10.0.1.0/24"))).containsExactly("10.1.0.0/16", "11.0.0.0/8");
        assertThat(destinations(from("12.0.0.0/8"))).isEmpty();
        assertThat(routes(RouteQuery.ALL.range(EnumRange.from(parse("10.1.0.0/16")))))
                .containsExactly("10.1.0.0/16 RIP-1", "11.0.0.0/8 RIP-1");
    }

    @Test
    void range_includes_the_prefix_and_all_below_it() {
        add(rip, "0.0.0.0/0", "10.0.0.0/7", "10.0.0.0/8", "10.0.0.0/16", "10.255.255.255/32");
        add(rip, "11.0.0.0/8");

        assertThat(destinations(within("10.0.0.0/8")))
                .containsExactly("10.0.0.0/8", "10.0.0.0/16", "10.255.255.255/32");
        assertThat(destinations(within("10.0.0.0/15"))).containsExactly("10.0.0.0/16");
        assertThat(destinations(within("12.0.0.0/8"))).isEmpty();
        assertThat(destinations(within("0.0.0.0/0"))).hasSize(6);
        assertThat(routes(RouteQuery.ALL.range(EnumRange.within(parse("10.0.0.0/8")))))
                .containsExactly(
                        "10.0.0.0/8 RIP-1", "10.0.0.0/16 RIP-1", "10.255.255.255/32 RIP-1");
    }

    @Test
    void next_and_range_together_or_either_without_an_address_are_refused() {
        assertRefused(
                () -> EnumRange.of(3, Optional.of(parse("10.0.0.0/8"))),
                RtmStatus.INVALID_PARAMETER,
                "0x3 is not a range; allowed are 0 (START), 1 (NEXT) and 2 (RANGE), one of them");
        assertRefused(
                () -> EnumRange.of(EnumRange.NEXT, Optional.empty()),
                RtmStatus.INVALID_PARAMETER,
                "NEXT needs an address");
        assertRefused(
                () -> EnumRange.of(EnumRange.RANGE, Optional.empty()),
                RtmStatus.INVALID_PARAMETER,
                "RANGE needs an address");
    }

    @Test
    void start_ignores_the_address() {
        add(rip, "10.0.0.0/8", "11.0.0.0/8");

        EnumRange range = EnumRange.of(EnumRange.START, Optional.of(parse("11.0.0.0/8")));

        assertThat(destinations(DestinationQuery.ALL.range(range))).hasSize(2);
        assertThat(
                        destinations(
                                DestinationQuery.ALL.range(
                                        EnumRange.of(EnumRange.START, Optional.of(parse("::/0"))))))
                .hasSize(2);
    }

    @Test
    void the_routes_of_a_destination_come_best_first() {
        add(rip, "10.0.0.0/8", "11.0.0.0/8");
        add(ospf, "10.0.0.0/8", "11.0.0.0/8");
        router.register(ProtocolId.LOCAL, 1)
                .addRoute(parse("10.0.0.0/8"), RouteInfo.via().flags(RouteFlags.INACTIVE));

        assertThat(routes(RouteQuery.ALL))
                .containsExactly(
                        "10.0.0.0/8 OSPF-1",
                        "10.0.0.0/8 RIP-1",
                        "10.0.0.0/8 LOCAL-1",
                        "11.0.0.0/8 OSPF-1",
                        "11.0.0.0/8 RIP-1");
    }

    @Test
    void a_route_enumeration_goes_on_within_a_destination_where_the_last_batch_ended() {
        add(rip, "10.0.0.0/8", "11.0.0.0/8");
        add(ospf, "10.0.0.0/8", "11.0.0.0/8");

        try (TableEnumeration<Route> enumeration = rip.enumerateRoutes(RouteQuery.ALL)) {
            assertThat(described(enumeration.next(1))).containsExactly("10.0.0.0/8 OSPF-1");
            assertThat(described(enumeration.next(2)))
                    .containsExactly("10.0.0.0/8 RIP-1", "11.0.0.0/8 OSPF-1");
            assertThat(described(enumeration.next(100))).containsExactly("11.0.0.0/8 RIP-1");
            assertThat(enumeration.next(100).list()).isEmpty();
        }
    }

    @Test
    void own_routes_are_the_callers() {
        add(rip, "10.0.0.0/8", "11.0.0.0/8");
        add(ospf, "10.0.0.0/8");

        assertThat(routes(RouteQuery.ALL.ownOnly()))
                .containsExactly("10.0.0.0/8 RIP-1", "11.0.0.0/8 RIP-1");
    }

    @Test
    void a_destination_handle_restricts_routes_to_that_destination_and_overrides_the_range() {
        add(rip, "10.0.0.0/8", "10.1.0.0/16");
        add(ospf, "10.0.0.0/8");
        Destination destination =
                rip.exactMatch(parse("10.0.0.0/8"), ProtocolId.BEST, ViewSet.ANY)
                        .orElseThrow()
                        .destination();
        List<EnumRange> ranges =
                List.of(
                        EnumRange.all(),
                        EnumRange.from(parse("11.0.0.0/8")),
                        EnumRange.within(parse("12.0.0.0/8")));

        for (EnumRange range : ranges) {
            assertThat(routes(RouteQuery.ALL.range(range).destination(destination)))
                    .containsExactly("10.0.0.0/8 OSPF-1", "10.0.0.0/8 RIP-1");
        }
        assertThat(routes(RouteQuery.ALL.destination(destination).ownOnly()))
                .containsExactly("10.0.0.0/8 RIP-1");
        assertThat(routes(RouteQuery.ALL.destination(destination).views(ViewSet.MULTICAST)))
                .isEmpty();
    }

    @Test
    void own_destinations_are_those_where_the_caller_owns_the_best_route_in_a_target_view() {
        add(rip, "10.0.0.0/8", "11.0.0.0/8");
        add(ospf, "11.0.0.0/8");
        rip.addRoute(parse("12.0.0.0/8"), RouteInfo.via().views(ViewSet.MULTICAST));
        rip.addRoute(parse("13.0.0.0/8"), RouteInfo.via().flags(RouteFlags.INACTIVE));
        DestinationQuery own = DestinationQuery.ALL.ownOnly();

        assertThat(destinations(own.views(ViewSet.UNICAST))).containsExactly("10.0.0.0/8");
        assertThat(destinations(own.views(ViewSet.MULTICAST))).containsExactly("12.0.0.0/8");
        assertThat(destinations(own.views(ViewSet.of(0, 1))))
                .containsExactly("10.0.0.0/8", "12.0.0.0/8");
        assertThat(destinations(own)).containsExactly("10.0.0.0/8", "12.0.0.0/8");
    }

    @Test
    void only_destinations_in_a_target_view_come_with_an_element_for_each() {
        add(rip, "10.0.0.0/8");
        rip.addRoute(parse("11.0.0.0/8"), RouteInfo.via().views(ViewSet.MULTICAST));

        try (TableEnumeration<DestInfo> enumeration =
                rip.enumerateDestinations(DestinationQuery.ALL.views(ViewSet.UNICAST))) {
            assertThat(enumeration.next(10).list())
                    .singleElement()
                    .satisfies(
                            info -> {
                                assertThat(info.address()).isEqualTo(parse("10.0.0.0/8"));
                                assertThat(info.views())
                                        .extracting(ViewInfo::viewId)
                                        .containsExactly(0);
                            });
        }
        assertThat(destinations(DestinationQuery.ALL.views(ViewSet.ALL))).hasSize(2);
        assertThat(destinations(DestinationQuery.ALL)).hasSize(2);
    }

    @Test
    void the_protocol_of_a_query_selects_the_route_that_is_reported_not_the_destinations() {
        add(rip, "10.0.0.0/8");
        add(ospf, "10.0.0.0/8", "11.0.0.0/8");
        DestinationQuery query =
                DestinationQuery.ALL.views(ViewSet.UNICAST).protocol(ProtocolId.THIS);

        try (TableEnumeration<DestInfo> enumeration = rip.enumerateDestinations(query)) {
            assertThat(enumeration.next(10).list())
                    .extracting(info -> info.views().get(0).bestRouteOwner().isPresent())
                    .containsExactly(true, false);
        }
    }

    @Test
    void next_hops_are_the_callers_own_by_address_then_interface() {
        hops(rip, "192.0.2.2:1", "192.0.2.1:4294967295", "192.0.2.1:2", "10.0.0.1:9");
        hops(ospf, "10.0.0.2:1");

        assertThat(nextHops(EnumRange.all()))
                .containsExactly(
                        "10.0.0.1:9", "192.0.2.1:2", "192.0.2.1:4294967295", "192.0.2.2:1");
        assertThat(nextHops(EnumRange.from(parse("192.0.2.1"))))
                .containsExactly("192.0.2.1:2", "192.0.2.1:4294967295", "192.0.2.2:1");
        assertThat(nextHops(EnumRange.from(parse("11.0.0.0/8")))).hasSize(3);
        assertThat(nextHops(EnumRange.within(parse("10.0.0.0/8")))).containsExactly("10.0.0.1:9");
        assertThat(nextHops(EnumRange.within(parse("192.0.2.1"))))
                .containsExactly("192.0.2.1:2", "192.0.2.1:4294967295");
        assertThat(nextHops(EnumRange.within(parse("11.0.0.0/8")))).isEmpty();
    }

    @Test
    void a_next_hop_enumeration_goes_on_where_the_last_batch_ended_though_that_was_deleted() {
        hops(rip, "192.0.2.1:1", "192.0.2.1:2", "192.0.2.2:1");

        try (TableEnumeration<NextHop> enumeration = rip.enumerateNextHops(EnumRange.all())) {
            assertThat(enumeration.next(2).list()).hasSize(2);
            rip.deleteNextHop(parse("192.0.2.1"), 2);

            assertThat(enumeration.next(2).list())
                    .extracting(NextHop::address)
                    .containsExactly(parse("192.0.2.2"));
        }
    }

    @Test
    void more_than_the_profiles_maximum_zero_or_fewer_at_a_time_are_refused() {
        add(rip, "10.0.0.0/8");
        hops(rip, "192.0.2.1:1");
        List<TableEnumeration<?>> enumerations =
                List.of(
                        rip.enumerateDestinations(DestinationQuery.ALL),
                        rip.enumerateRoutes(RouteQuery.ALL),
                        rip.enumerateNextHops(EnumRange.all()));

        for (TableEnumeration<?> enumeration : enumerations) {
            for (int most : new int[] {101, 0, -1}) {
                assertRefused(
                        () -> enumeration.next(most),
                        RtmStatus.INVALID_PARAMETER,
                        most + " elements cannot be fetched at a time; allowed are 1 to 100");
            }
            assertThat(enumeration.next(100).list()).hasSize(1);
        }
    }

    @Test
    void the_end_is_an_empty_batch_again_and_again_also_when_more_is_added_behind_it() {
        add(rip, "10.0.0.0/8");
        hops(rip, "192.0.2.1:1");
        List<TableEnumeration<?>> enumerations =
                List.of(
                        rip.enumerateDestinations(DestinationQuery.ALL),
                        rip.enumerateRoutes(RouteQuery.ALL),
                        rip.enumerateNextHops(EnumRange.all()));
        for (TableEnumeration<?> enumeration : enumerations) {
            assertThat(enumeration.next(1).list()).hasSize(1);
            assertThat(enumeration.next(1).list()).isEmpty();
        }

        add(rip, "11.0.0.0/8");
        hops(rip, "192.0.2.2:1");

        for (TableEnumeration<?> enumeration : enumerations) {
            assertThat(enumeration.next(1).list()).isEmpty();
            assertThat(enumeration.next(1).list()).isEmpty();
        }
    }

    @Test
    void ending_an_enumeration_leaves_the_handles_it_gave_out() {
        add(rip, "10.0.0.0/8");
        TableEnumeration<Route> enumeration = rip.enumerateRoutes(RouteQuery.ALL);
        Route route = enumeration.next(1).list().get(0);

        enumeration.close();

        assertThat(route.info().prefInfo().preference()).isEqualTo(120);
        assertThat(rip.handleCounts()).containsEntry(HandleKind.ENUMERATION, 0L);
        assertRefused(
                () -> enumeration.next(1),
                RtmStatus.INVALID_HANDLE,
                "the enumeration was closed before");
        assertRefused(
                enumeration::close, RtmStatus.INVALID_HANDLE, "the enumeration was closed before");
    }

    @Test
    void a_refused_enumeration_leaves_nothing_behind() {
        add(rip, "10.0.0.0/8");
        DestInfo info =
                rip.exactMatch(parse("10.0.0.0/8"), ProtocolId.BEST, ViewSet.ANY).orElseThrow();
        Destination closed = info.destination();
        info.close();
        EnumRange ipv6 = EnumRange.within(parse("2001:db8::/32"));
        String otherFamily = "2001:db8::/32 is not an IPv4 prefix, as this table needs";
        String otherView =
                "the IPv4 table does not support view {9}; it supports 0 (unicast), 1 (multicast)";

        assertRefused(
                () -> rip.enumerateDestinations(DestinationQuery.ALL.range(ipv6)),
                RtmStatus.INVALID_PARAMETER,
                otherFamily);
        assertRefused(
                () -> rip.enumerateRoutes(RouteQuery.ALL.range(ipv6)),
                RtmStatus.INVALID_PARAMETER,
                otherFamily);
        assertRefused(() -> rip.enumerateNextHops(ipv6), RtmStatus.INVALID_PARAMETER, otherFamily);
        assertRefused(
                () -> rip.enumerateDestinations(DestinationQuery.ALL.views(ViewSet.of(9))),
                RtmStatus.NOT_SUPPORTED,
                otherView);
        assertRefused(
                () -> rip.enumerateRoutes(RouteQuery.ALL.views(ViewSet.of(9))),
                RtmStatus.NOT_SUPPORTED,
                otherView);
        assertRefused(
                () -> rip.enumerateRoutes(RouteQuery.ALL.destination(closed)),
                RtmStatus.INVALID_HANDLE,
                "the handle to destination 10.0.0.0/8 was given back before");
        assertThat(rip.handleCounts()).containsEntry(HandleKind.ENUMERATION, 0L);
    }

    @Test
    @Timeout(60)
    void while_others_write_every_entry_that_stays_comes_exactly_once_and_in_order()
            throws Exception {
        List<String> staying = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            NetAddress prefix = NetAddress.ipv4(0x0A00_0000 + (i << 12), 20);
            ospf.addRoute(prefix, RouteInfo.via());
            staying.add(prefix.toString());
        }
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger written = new AtomicInteger();
        ExecutorService writer = Executors.newSingleThreadExecutor();
        Future<?> writing = writer.submit(() -> writeUntil(stop, written));
        try {
            for (int round = 0; round < 40 || written.get() < 100; round++) {
                List<String> destinations = destinations(DestinationQuery.ALL, 7);
                List<String> routes = routes(RouteQuery.ALL, 7);

                assertThat(destinations).containsSubsequence(staying);
                assertThat(destinations).doesNotHaveDuplicates();
                assertThat(destinations)
                        .isSortedAccordingTo((one, two) -> parse(one).compareTo(parse(two)));
                assertThat(routes)
                        .containsSubsequence(
                                staying.stream().map(prefix -> prefix + " OSPF-1").toList());
                assertThat(routes).doesNotHaveDuplicates();
            }
        } finally {
            stop.set(true);
            writer.shutdown();
        }
        writing.get();
    }

    /** Adds and deletes at the staying prefixes, above, below and between them. */
    private void writeUntil(AtomicBoolean stop, AtomicInteger written) {
        Random random = new Random(4711);
        while (!stop.get()) {
            int length = 18 + random.nextInt(5);
            int bits = 0x0A00_0000 + random.nextInt(310 << 12);
            NetAddress prefix = NetAddress.ipv4(bits & -1 << 32 - length, length);
            Route route = rip.addRoute(prefix, RouteInfo.via()).handle();
            if (random.nextBoolean()) {
                route.delete();
            } else {
                route.close();
            }
            written.incrementAndGet();
        }
    }

    private static void add(EntityRegistration owner, String... prefixes) {
        for (String prefix : prefixes) {
            owner.addRoute(parse(prefix), RouteInfo.via());
        }
    }

    /** Adds next hops, each written as address and interface. */
    private static void hops(EntityRegistration owner, String... hops) {
        for (String hop : hops) {
            String[] parts = hop.split(":");
            owner.addNextHop(NextHopInfo.of(parts[0], Integer.parseUnsignedInt(parts[1])));
        }
    }

    private static DestinationQuery from(String prefix) {
        return DestinationQuery.ALL.range(EnumRange.from(parse(prefix)));
    }

    private static DestinationQuery within(String prefix) {
        return DestinationQuery.ALL.range(EnumRange.within(parse(prefix)));
    }

    private List<String> destinations(DestinationQuery query) {
        return destinations(query, 2);
    }

    private List<String> destinations(DestinationQuery query, int most) {
        List<String> all = new ArrayList<>();
        try (TableEnumeration<DestInfo> enumeration = rip.enumerateDestinations(query)) {
            for (Batch<DestInfo> batch = enumeration.next(most);
                    !batch.isEmpty();
                    batch = enumeration.next(most)) {
                batch.forEach(info -> all.add(info.address().toString()));
                batch.close();
            }
        }
        return all;
    }

    private List<String> routes(RouteQuery query) {
        return routes(query, 2);
    }

    private List<String> routes(RouteQuery query, int most) {
        List<String> all = new ArrayList<>();
        try (TableEnumeration<Route> enumeration = rip.enumerateRoutes(query)) {
            for (Batch<Route> batch = enumeration.next(most);
                    !batch.isEmpty();
                    batch = enumeration.next(most)) {
                all.addAll(described(batch));
                batch.close();
            }
        }
        return all;
    }

    private static List<String> described(Batch<Route> batch) {
        return batch.stream()
                .map(route -> route.destinationAddress() + " " + route.info().owner().info().name())
                .toList();
    }

    private List<String> nextHops(EnumRange range) {
        List<String> all = new ArrayList<>();
        try (TableEnumeration<NextHop> enumeration = rip.enumerateNextHops(range)) {
            for (Batch<NextHop> batch = enumeration.next(2);
                    !batch.isEmpty();
                    batch = enumeration.next(2)) {
                for (NextHop hop : batch) {
                    all.add(
                            hop.address().addressText()
                                    + ":"
                                    + Integer.toUnsignedString(hop.interfaceIndex()));
                }
                batch.close();
            }
        }
        return all;
    }
}
