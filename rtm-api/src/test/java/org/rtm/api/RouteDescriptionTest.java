package org.rtm.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.api.Refusals.assertInvalid;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RouteDescriptionTest {
    private final NextHop one = handle(NextHop.class);
    private final NextHop other = handle(NextHop.class);
    private final Entity owner = handle(Entity.class);

    /** A handle that is only carried, never used. */
    private static <H> H handle(Class<H> type) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) ->
                                switch (method.getName()) {
                                    case "equals" -> proxy == arguments[0];
                                    case "hashCode" -> System.identityHashCode(proxy);
                                    default -> type.getSimpleName();
                                }));
    }

    @Test
    void preference_counts_before_metric_and_the_lower_is_better() {
        assertThat(
                        Stream.of(
                                        new PrefInfo(2, 0),
                                        new PrefInfo(PrefInfo.MAX_VALUE, 0),
                                        new PrefInfo(1, 9),
                                        new PrefInfo(1, 2))
                                .sorted()
                                .map(PrefInfo::toString))
                .containsExactly("[1/2]", "[1/9]", "[2/0]", "[4294967295/0]");
    }

    @Test
    void preferences_and_metrics_out_of_range_are_refused() {
        assertInvalid(
                () -> new PrefInfo(-1, 0), "-1 is not a preference; allowed are 0 to 4294967295");
        assertInvalid(
                () -> new PrefInfo(0, 0x1_0000_0000L),
                "4294967296 is not a metric; allowed are 0 to 4294967295");
        assertInvalid(
                () -> RouteInfo.via().metric(-2),
                "-2 is not a metric; allowed are 0 to 4294967295");
        assertInvalid(
                () -> RouteInfo.via().preference(-2),
                "-2 is not a preference; allowed are 0 to 4294967295");
    }

    @Test
    void a_route_is_unicast_without_flags_and_takes_its_protocols_preference() {
        RouteInfo info = RouteInfo.via(one, other);

        assertThat(info.nextHops()).containsExactly(one, other);
        assertThat(info.views()).isEqualTo(ViewSet.UNICAST);
        assertThat(info.flags()).isEqualTo(RouteFlags.NONE);
        assertThat(info.prefInfo()).isEqualTo(new PrefInfo(0, 0));
        assertThat(info.tag()).isZero();
        assertThat(info.neighbour()).isEmpty();
        assertThat(info.entitySpecificInfo()).isEmpty();
    }

    @Test
    void each_member_of_a_route_is_changed_in_a_copy_that_keeps_the_others() {
        RouteInfo plain = RouteInfo.via(one);

        RouteInfo changed =
                plain.neighbour(other)
                        .flags(RouteFlags.DISCARD)
                        .preference(20)
                        .metric(7)
                        .views(ViewSet.MULTICAST)
                        .tag(42)
                        .entitySpecificInfo("mine")
                        .nextHops(List.of(other));

        assertThat(changed.neighbour()).contains(other);
        assertThat(changed.flags()).isEqualTo(RouteFlags.DISCARD);
        assertThat(changed.prefInfo()).isEqualTo(new PrefInfo(20, 7));
        assertThat(changed.views()).isEqualTo(ViewSet.MULTICAST);
        assertThat(changed.tag()).isEqualTo(42);
        assertThat(changed.entitySpecificInfo()).contains("mine");
        assertThat(changed.nextHops()).containsExactly(other);
        assertThat(plain)
                .usingRecursiveComparison()
                .comparingOnlyFields("prefInfo", "tag")
                .isEqualTo(RouteInfo.via(one));
        assertThat(plain.nextHops()).containsExactly(one);
        assertThat(plain.neighbour()).isEmpty();
    }

    @Test
    void the_next_hops_of_a_route_are_copied() {
        List<NextHop> hops = new ArrayList<>(List.of(one));
        RouteInfo info = RouteInfo.via().nextHops(hops);

        hops.add(other);

        assertThat(info.nextHops()).containsExactly(one).isUnmodifiable();
    }

    @Test
    void a_next_hop_is_described_by_address_and_interface() {
        NextHopInfo info = NextHopInfo.of("192.0.2.1", 3);
        Destination covering = handle(Destination.class);

        NextHopInfo changed =
                info.flags(NextHopFlags.REMOTE)
                        .entitySpecificInfo("mine")
                        .remoteDestination(covering);

        assertThat(info.address()).isEqualTo(NetAddress.parse("192.0.2.1/32"));
        assertThat(info.interfaceIndex()).isEqualTo(3);
        assertThat(info.flags()).isEqualTo(NextHopFlags.NONE);
        assertThat(changed.address()).isEqualTo(info.address());
        assertThat(changed.interfaceIndex()).isEqualTo(3);
        assertThat(changed.flags()).isEqualTo(NextHopFlags.REMOTE);
        assertThat(changed.entitySpecificInfo()).contains("mine");
        assertThat(changed.remoteDestination()).contains(covering);
        assertThat(NextHopInfo.onLink(AddressFamily.IPV6, 4).address())
                .isEqualTo(NetAddress.unspecified(AddressFamily.IPV6));
    }

    @Test
    void options_for_adding_are_set_one_by_one() {
        RouteList list =
                (RouteList)
                        Proxy.newProxyInstance(
                                RouteList.class.getClassLoader(),
                                new Class<?>[] {RouteList.class},
                                (proxy, method, arguments) -> null);
        Duration time = Duration.ofSeconds(30);

        AddRouteOptions options = AddRouteOptions.NONE.timeToLive(time).list(list).updateFirst();

        assertThat(options.timeToLive()).contains(time);
        assertThat(options.list().orElseThrow()).isSameAs(list);
        assertThat(options.isUpdateFirst()).isTrue();
        assertThat(options.isAlwaysNew()).isFalse();
        assertThat(options.alwaysNew().isAlwaysNew()).isTrue();
        assertThat(options.alwaysNew().timeToLive()).contains(time);
        assertThat(AddRouteOptions.NONE.timeToLive()).isEmpty();
        assertThat(AddRouteOptions.NONE.list()).isEmpty();
        assertThat(AddRouteOptions.NONE.isUpdateFirst()).isFalse();
    }

    @Test
    void options_of_an_entity_are_set_one_by_one() {
        EntityListener listener = new EntityListener() {};
        ExportedMethod method = (caller, callee, input) -> MethodResult.of();
        List<ExportedMethod> methods = new ArrayList<>(List.of(method));

        EntityOptions options =
                EntityOptions.NONE
                        .listener(listener)
                        .methods(methods)
                        .opaqueSlot()
                        .retention(Duration.ofMinutes(1));
        methods.clear();

        assertThat(options.listener()).contains(listener);
        assertThat(options.methods()).containsExactly(method);
        assertThat(options.hasOpaqueSlot()).isTrue();
        assertThat(options.retention()).contains(Duration.ofMinutes(1));
        assertThat(EntityOptions.NONE.listener()).isEmpty();
        assertThat(EntityOptions.NONE.methods()).isEmpty();
        assertThat(EntityOptions.NONE.hasOpaqueSlot()).isFalse();
        assertThat(EntityOptions.NONE.retention()).isEmpty();
    }

    @Test
    void criteria_compare_what_was_set_and_no_more() {
        RouteCriteria criteria =
                RouteCriteria.NONE
                        .owner(owner)
                        .prefInfo(new PrefInfo(1, 2))
                        .nextHops(List.of(one))
                        .neighbour(Optional.of(other));

        assertThat(criteria.flags())
                .isEqualTo(
                        RouteCriteria.MATCH_OWNER
                                | RouteCriteria.MATCH_PREF
                                | RouteCriteria.MATCH_NEXTHOP
                                | RouteCriteria.MATCH_NEIGHBOUR);
        assertThat(criteria.owner()).contains(owner);
        assertThat(criteria.route().prefInfo()).isEqualTo(new PrefInfo(1, 2));
        assertThat(criteria.route().nextHops()).containsExactly(one);
        assertThat(criteria.route().neighbour()).contains(other);
        assertThat(criteria.interfaceIndex()).isEmpty();
        assertThat(RouteCriteria.NONE.flags()).isZero();
    }

    @Test
    void criteria_can_want_no_neighbour() {
        RouteCriteria criteria =
                RouteCriteria.NONE.neighbour(Optional.of(one)).neighbour(Optional.empty());

        assertThat(criteria.flags()).isEqualTo(RouteCriteria.MATCH_NEIGHBOUR);
        assertThat(criteria.route().neighbour()).isEmpty();
    }

    @Test
    void full_criteria_compare_the_interface_only_if_one_is_named() {
        RouteInfo route = RouteInfo.via(one);

        assertThat(full(route, OptionalInt.empty()).flags()).isEqualTo(0x0F);
        assertThat(full(route, OptionalInt.of(2)).flags()).isEqualTo(0x1F);
        assertThat(full(route, OptionalInt.of(2)).interfaceIndex()).hasValue(2);
    }

    private RouteCriteria full(RouteInfo route, OptionalInt interfaceIndex) {
        return RouteCriteria.of(
                RouteCriteria.MATCH_FULL, Optional.of(owner), route, interfaceIndex);
    }

    @Test
    void criteria_that_lack_what_they_compare_are_refused() {
        assertInvalid(
                () -> criteria(RouteCriteria.MATCH_INTERFACE),
                "matching by interface needs an interface");
        assertInvalid(
                () -> criteria(RouteCriteria.MATCH_OWNER), "matching by owner needs an owner");
        assertInvalid(() -> criteria(RouteCriteria.MATCH_FULL), "matching by owner needs an owner");
        assertInvalid(
                () -> criteria(0x20),
                "0x20 are not match flags; allowed are bits of 0x1F, or 0xFFFF");
    }

    private static RouteCriteria criteria(int flags) {
        return RouteCriteria.of(flags, Optional.empty(), RouteInfo.via(), OptionalInt.empty());
    }

    @Test
    void a_range_is_all_from_somewhere_or_within_a_prefix() {
        NetAddress prefix = NetAddress.parse("10.0.0.0/8");

        assertThat(EnumRange.all().flags()).isEqualTo(EnumRange.START);
        assertThat(EnumRange.all().address()).isEmpty();
        assertThat(EnumRange.from(prefix).flags()).isEqualTo(EnumRange.NEXT);
        assertThat(EnumRange.from(prefix).address()).contains(prefix);
        assertThat(EnumRange.within(prefix).flags()).isEqualTo(EnumRange.RANGE);
        assertThat(EnumRange.of(EnumRange.RANGE, Optional.of(prefix)).address()).contains(prefix);
        assertThat(EnumRange.of(EnumRange.START, Optional.of(prefix)).address())
                .as("START ignores the address")
                .isEmpty();
    }

    @Test
    void next_and_range_together_or_without_an_address_are_refused() {
        NetAddress prefix = NetAddress.parse("10.0.0.0/8");

        assertInvalid(
                () -> EnumRange.of(EnumRange.NEXT | EnumRange.RANGE, Optional.of(prefix)),
                "0x3 is not a range; allowed are 0 (START), 1 (NEXT) and 2 (RANGE), one of them");
        assertInvalid(
                () -> EnumRange.of(4, Optional.of(prefix)),
                "0x4 is not a range; allowed are 0 (START), 1 (NEXT) and 2 (RANGE), one of them");
        assertInvalid(
                () -> EnumRange.of(EnumRange.NEXT, Optional.empty()), "NEXT needs an address");
        assertInvalid(
                () -> EnumRange.of(EnumRange.RANGE, Optional.empty()), "RANGE needs an address");
    }

    @Test
    void the_input_and_output_of_a_method_are_copied_both_ways() {
        byte[] data = {1, 2, 3};
        MethodInput input = new MethodInput(MethodType.RIP2_ROUTE_TAG, data);
        MethodResult result = MethodResult.withStatus(5, data);

        data[0] = 9;
        input.data()[1] = 9;
        result.data()[1] = 9;

        assertThat(input.methodType()).isEqualTo(4);
        assertThat(input.data()).containsExactly(1, 2, 3);
        assertThat(input).hasToString("MethodInput[4, [1, 2, 3]]");
        assertThat(result.status()).isEqualTo(5);
        assertThat(result.data()).containsExactly(1, 2, 3);
        assertThat(MethodResult.of().status()).isEqualTo(MethodResult.NO_ERROR);
        assertThat(new MethodInput(MethodType.ALL_METHODS).data()).isEmpty();
    }

    @Test
    void a_refusal_has_the_number_that_a_client_of_rtmv2_would_have_got() {
        RtmException refusal = RtmStatus.NOT_FOUND.because("%s is gone", "the route");

        assertThat(refusal).hasMessage("the route is gone");
        assertThat(refusal.status().number()).isEqualTo(1168);
        assertThat(RtmStatus.INVALID_HANDLE.because("100% gone")).hasMessage("100% gone");
    }
}
