package org.rtm.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.rtm.api.NetAddress;
import org.rtm.api.provider.ObservedDestination;

class PendingDestinationsTest {
    private static final int KEYS = 400;

    /**
     * Several keys share a hash, and the hashes lie side by side: so they get into each other's
     * way.
     */
    private record Key(int number) implements ObservedDestination {
        @Override
        public NetAddress address() {
            return NetAddress.ipv4(number << 8, 24);
        }

        @Override
        public int hashCode() {
            return number / 3;
        }
    }

    /**
     * Puts {@code count} keys from {@code key} on; or takes them out, the first ones if key < 0.
     */
    private record Step(boolean isPut, int key, int count) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Step> step =
                Arbitraries.integers()
                        .between(-1, KEYS - 1)
                        .flatMap(
                                key ->
                                        Arbitraries.integers()
                                                .between(1, 150)
                                                .flatMap(
                                                        count ->
                                                                Arbitraries.of(true, true, false)
                                                                        .map(
                                                                                isPut ->
                                                                                        new Step(
                                                                                                isPut,
                                                                                                key,
                                                                                                count))));
        return step.list().ofMinSize(1).ofMaxSize(40);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void is_a_map_in_the_order_of_the_first_changes(@ForAll("steps") List<Step> steps) {
        PendingDestinations pending = new PendingDestinations();
        Map<ObservedDestination, Long> naive = new LinkedHashMap<>();
        long time = 0;

        for (Step step : steps) {
            time++;
            if (step.key() < 0) {
                assertThat(first(pending, step.count())).isEqualTo(first(naive, step.count()));
                continue;
            }
            for (int i = 0; i < step.count(); i++) {
                Key key = new Key((step.key() + i) % KEYS);
                if (step.isPut()) {
                    pending.putIfAbsent(key, time);
                    naive.putIfAbsent(key, time);
                } else {
                    assertThat(pending.remove(key)).isEqualTo(naive.remove(key) != null);
                }
            }

            assertThat(content(pending)).isEqualTo(List.copyOf(naive.entrySet()));
            assertThat(pending.size()).isEqualTo(naive.size());
            for (int number = 0; number < KEYS; number++) {
                Key key = new Key(number);
                assertThat(pending.contains(key)).isEqualTo(naive.containsKey(key));
            }
        }
    }

    private static List<Map.Entry<ObservedDestination, Long>> content(PendingDestinations pending) {
        List<Map.Entry<ObservedDestination, Long>> content = new ArrayList<>();
        pending.forEach((destination, time) -> content.add(Map.entry(destination, time)));
        return content;
    }

    private static List<Map.Entry<ObservedDestination, Long>> first(
            PendingDestinations pending, int most) {
        List<Map.Entry<ObservedDestination, Long>> taken = new ArrayList<>();
        pending.removeFirst(most, (destination, time) -> taken.add(Map.entry(destination, time)));
        return taken;
    }

    private static List<Map.Entry<ObservedDestination, Long>> first(
            Map<ObservedDestination, Long> naive, int most) {
        List<Map.Entry<ObservedDestination, Long>> taken =
                naive.entrySet().stream().limit(most).map(Map.Entry::copyOf).toList();
        taken.forEach(entry -> naive.remove(entry.getKey()));
        return taken;
    }
}
