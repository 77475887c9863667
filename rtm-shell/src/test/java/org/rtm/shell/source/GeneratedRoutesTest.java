package org.rtm.shell.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;

class GeneratedRoutesTest {
    private static final long HASH_OF_100_000_WITH_SEED_42 = -3599250862566787122L;
    private static final int REAL_IPV4 = 901_899;
    private static final int REAL_IPV6 = 160_064;

    @Test
    void the_same_count_and_seed_give_the_same_routes_on_any_machine() {
        assertThat(lines(GeneratedRoutes.of(6, 1))).isEqualTo(lines(GeneratedRoutes.of(6, 1)));
        assertThat(hash(GeneratedRoutes.of(100_000, 42))).isEqualTo(HASH_OF_100_000_WITH_SEED_42);
    }

    @Test
    void another_seed_gives_other_routes() {
        Set<String> routes = new HashSet<>(lines(GeneratedRoutes.of(1000, 1)));

        assertThat(lines(GeneratedRoutes.of(1000, 2))).areAtMost(50, in(routes));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 10, 99, 1000, 20_000, 3_000_000})
    void as_many_routes_are_made_as_asked_for_each_prefix_once(int count) {
        GeneratedRoutes routes = GeneratedRoutes.of(count, 7);

        assertThat(ascending(routes)).isEqualTo(count);
        assertThat(routes.position()).isEqualTo(count).isEqualTo(routes.size());
    }

    @ParameterizedTest
    @EnumSource(AddressFamily.class)
    void one_family_alone_can_be_larger_than_it_is_in_the_internet(AddressFamily family) {
        assertThat(ascending(GeneratedRoutes.of(family, 2_500_000, 7))).isEqualTo(2_500_000);
    }

    @Test
    void the_families_have_their_shares_of_the_real_table() {
        int[] counts = new int[2];
        each(GeneratedRoutes.of(10_000, 1), route -> counts[route.prefix().family().ordinal()]++);

        assertThat(counts).containsExactly(8493, 1507);
    }

    @Test
    void ipv4_prefixes_have_the_lengths_of_the_real_table() {
        int[] counts = new int[33];
        each(
                GeneratedRoutes.of(AddressFamily.IPV4, REAL_IPV4, 1),
                route -> counts[route.prefix().length()]++);

        assertThat(counts[8]).isEqualTo(16);
        assertThat(counts[16]).isEqualTo(13_490);
        assertThat(counts[22]).isEqualTo(108_623);
        assertThat(counts[24]).isEqualTo(537_698);
        assertThat(counts[32]).isEqualTo(886);
    }

    @Test
    void ipv6_prefixes_have_the_lengths_of_the_real_table() {
        int[] counts = new int[65];
        each(
                GeneratedRoutes.of(AddressFamily.IPV6, REAL_IPV6, 1),
                route -> counts[route.prefix().length()]++);

        assertThat(counts[29]).isEqualTo(4371);
        assertThat(counts[32]).isEqualTo(22_548);
        assertThat(counts[48]).isEqualTo(75_488);
        assertThat(counts[64]).isEqualTo(184);
    }

    @ParameterizedTest
    @ValueSource(ints = {10_000, 100_000, REAL_IPV4})
    void ipv4_prefixes_are_nested_and_crowded_as_in_the_real_table(int count) {
        Shape shape = new Shape();

        each(GeneratedRoutes.of(AddressFamily.IPV4, count, 3), shape::add);

        // In the real table 50.7 % are nested, 36 % in one other prefix and 15 % in more.
        assertThat(shape.nested / (double) count).isCloseTo(0.507, within(0.1));
        if (count == REAL_IPV4) {
            assertThat(shape.nested / (double) count).isCloseTo(0.507, within(0.001));
            assertThat(shape.nestedTwice / (double) count).isCloseTo(0.148, within(0.07));
            // There 25,398 hold a longer prefix.
            assertThat(shape.crowded).isBetween(20_000, 32_000);
        }
    }

    @Test
    void ipv6_prefixes_are_nested_as_in_the_real_table() {
        Shape shape = new Shape();

        each(GeneratedRoutes.of(AddressFamily.IPV6, REAL_IPV6, 3), shape::add);

        assertThat(shape.nested / (double) REAL_IPV6).isCloseTo(0.569, within(0.001));
    }

    @Test
    void prefixes_are_global_unicast_addresses() {
        NetAddress ipv6 = NetAddress.parse("2000::/3");

        each(
                GeneratedRoutes.of(200_000, 5),
                route -> {
                    NetAddress prefix = route.prefix();
                    if (prefix.family() == AddressFamily.IPV6) {
                        assertThat(ipv6.covers(prefix)).isTrue();
                    } else {
                        assertThat(prefix.ipv4Address() >>> 24).isBetween(1, 223).isNotIn(10, 127);
                    }
                });
    }

    @Test
    void routes_go_to_a_few_next_hops_of_their_family() {
        Set<NetAddress> nextHops = new HashSet<>();

        each(
                GeneratedRoutes.of(1000, 5),
                route -> {
                    assertThat(route.nextHop().get().family()).isEqualTo(route.prefix().family());
                    assertThat(route.metric()).isBetween(1L, 6L);
                    nextHops.add(route.nextHop().get());
                });

        assertThat(nextHops).hasSize(16);
    }

    @ParameterizedTest
    @EnumSource(AddressFamily.class)
    void also_the_largest_table_has_each_prefix_once_and_in_order(AddressFamily family) {
        GeneratedRoutes routes = GeneratedRoutes.of(family, GeneratedRoutes.MOST, 1);

        NetAddress last = routes.next().orElseThrow().prefix();
        for (int i = 1; i < GeneratedRoutes.MOST; i++) {
            NetAddress next = routes.next().orElseThrow().prefix();
            if (last.compareTo(next) >= 0) {
                assertThat(next).isGreaterThan(last);
            }
            last = next;
        }
        assertThat(routes.next()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, GeneratedRoutes.MOST + 1})
    void a_count_out_of_range_is_refused(int count) {
        assertThatThrownBy(() -> GeneratedRoutes.of(count, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot generate " + count + " routes; allowed are 0 to 3000000");
        assertThatThrownBy(() -> GeneratedRoutes.of(AddressFamily.IPV6, count, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** How prefixes in the order of the table lie to each other. */
    private static final class Shape {
        private final Deque<NetAddress> around = new ArrayDeque<>();
        private int nested;
        private int nestedTwice;
        private int crowded;
        private int lastCrowded = -1;

        void add(SourceRoute route) {
            NetAddress prefix = route.prefix();
            while (!around.isEmpty() && !around.peek().covers(prefix)) {
                around.pop();
            }
            nested += around.isEmpty() ? 0 : 1;
            nestedTwice += around.size() > 1 ? 1 : 0;
            around.push(prefix);
            int block = (int) (prefix.highBits() >>> 48);
            if (prefix.length() > 16 && block != lastCrowded) {
                lastCrowded = block;
                crowded++;
            }
        }
    }

    private static Condition<String> in(Set<String> lines) {
        return new Condition<>(lines::contains, "one of the others");
    }

    private static long ascending(GeneratedRoutes routes) {
        long count = 0;
        NetAddress last = null;
        Optional<SourceRoute> route = routes.next();
        while (route.isPresent()) {
            NetAddress prefix = route.get().prefix();
            if (last != null && last.compareTo(prefix) >= 0) {
                throw new AssertionError(prefix + " follows " + last);
            }
            last = prefix;
            count++;
            route = routes.next();
        }
        return count;
    }

    private static long hash(GeneratedRoutes routes) {
        long hash = 0;
        for (String line : lines(routes)) {
            hash = hash * 31 + line.hashCode();
        }
        return hash;
    }

    private static List<String> lines(GeneratedRoutes routes) {
        List<String> lines = new ArrayList<>();
        each(routes, route -> lines.add(route.prefix() + " " + route.nextHop() + route.metric()));
        return lines;
    }

    private static void each(GeneratedRoutes routes, Consumer<SourceRoute> action) {
        Optional<SourceRoute> route = routes.next();
        while (route.isPresent()) {
            action.accept(route.get());
            route = routes.next();
        }
    }
}
