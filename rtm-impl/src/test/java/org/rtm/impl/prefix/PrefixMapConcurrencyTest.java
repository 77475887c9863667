package org.rtm.impl.prefix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("concurrency")
@Timeout(60)
class PrefixMapConcurrencyTest {
    private static final int ROUNDS = 300;
    private static final int READERS = 2;

    private final ExecutorService readers = Executors.newFixedThreadPool(READERS);
    private final PrefixMap<Entry> map = new PrefixMap<>(32);

    @AfterEach
    void stop() throws InterruptedException {
        readers.shutdownNow();
        assertThat(readers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void every_snapshot_is_whole_while_the_map_changes() throws Exception {
        List<Entry> staying = prefixes(new Random(1), 500);
        staying.forEach(map::put);
        List<Entry> changing = prefixes(new Random(2), 2000);
        changing.removeAll(staying);

        Callable<Integer> reading = () -> read(staying);
        List<Future<Integer>> results = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            results.add(readers.submit(reading));
        }
        Random random = new Random(3);
        while (!results.stream().allMatch(Future::isDone)) {
            Entry entry = changing.get(random.nextInt(changing.size()));
            if (random.nextBoolean()) {
                map.put(entry);
            } else {
                map.remove(entry.highBits(), entry.lowBits(), entry.length());
            }
        }

        for (Future<Integer> result : results) {
            assertThat(result.get()).as("rounds that saw another size").isGreaterThan(1);
        }
    }

    /** Checks one snapshot after the other, and says how often the size had changed. */
    private int read(List<Entry> staying) {
        Random random = new Random(4);
        int changes = 0;
        int size = 0;
        for (int round = 0; round < ROUNDS; round++) {
            PrefixSnapshot<Entry> snapshot = map.snapshot();
            if (snapshot.size() != size) {
                changes++;
                size = snapshot.size();
            }
            assertWalkIsInOrderAndWhole(snapshot);
            for (Entry entry : staying) {
                assertThat(snapshot.get(entry.highBits(), 0, entry.length())).isSameAs(entry);
                Entry host = Entry.masked(entry.highBits() | random.nextInt(1 << 20), 0, 32);
                Entry match = snapshot.longestMatch(host.highBits(), 0, 32);
                assertThat(host.bits()).startsWith(match.bits());
                assertThat(match.length()).isGreaterThanOrEqualTo(entry.length());
            }
        }
        return changes;
    }

    private static void assertWalkIsInOrderAndWhole(PrefixSnapshot<Entry> snapshot) {
        PrefixWalk<Entry> walk = snapshot.walk();
        int count = 0;
        Entry last = null;
        for (Entry entry = walk.next(); entry != null; entry = walk.next()) {
            if (last != null) {
                assertThat(Bits.compare(last, entry.highBits(), entry.lowBits(), entry.length()))
                        .isNegative();
            }
            last = entry;
            count++;
        }
        assertThat(count).isEqualTo(snapshot.size());
    }

    /** Different prefixes, many of them within others. */
    private static List<Entry> prefixes(Random random, int count) {
        return random.ints()
                .mapToObj(
                        bits ->
                                Entry.masked(
                                        (10L << 56) | (bits & 0x00FF_F0F0L) << 32,
                                        0,
                                        8 + random.nextInt(25)))
                .distinct()
                .limit(count)
                .collect(Collectors.toCollection(ArrayList::new));
    }
}
