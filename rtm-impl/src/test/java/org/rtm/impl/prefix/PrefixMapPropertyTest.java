package org.rtm.impl.prefix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Random writes to a prefix map and to a naive one, after which both must answer the same. The
 * generated prefixes have edges enough of their own.
 */
class PrefixMapPropertyTest {

    /** One write: the entry is put, or what has its prefix is removed. */
    record Write(boolean put, Entry entry) {}

    /** Some writes to a map of addresses of this length, and prefixes to ask it for. */
    record Script(int addressLength, List<Write> writes, List<Entry> questions) {}

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void every_answer_is_that_of_a_naive_map(@ForAll("scripts") Script script) {
        PrefixMap<Entry> map = new PrefixMap<>(script.addressLength());
        NaiveMap naive = new NaiveMap();

        for (Write write : script.writes()) {
            assertThat(apply(write, map)).isSameAs(apply(write, naive));
            assertThat(map.size()).isEqualTo(naive.size());
        }

        assertSameAnswers(map.snapshot(), naive, script);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void a_snapshot_stays_as_it_was_while_the_map_changes(@ForAll("scripts") Script script) {
        PrefixMap<Entry> map = new PrefixMap<>(script.addressLength());
        NaiveMap naive = new NaiveMap();
        int half = script.writes().size() / 2;
        for (Write write : script.writes().subList(0, half)) {
            apply(write, map);
            apply(write, naive);
        }
        PrefixSnapshot<Entry> snapshot = map.snapshot();
        PrefixWalk<Entry> walk = snapshot.walk();

        for (Write write : script.writes().subList(half, script.writes().size())) {
            apply(write, map);
        }

        assertSameAnswers(snapshot, naive, script);
        assertThat(rest(walk)).isEqualTo(naive.all());
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void a_compacted_map_answers_as_before_and_takes_further_writes(
            @ForAll("scripts") Script script) {
        PrefixMap<Entry> map = new PrefixMap<>(script.addressLength());
        NaiveMap naive = new NaiveMap();
        for (Write write : script.writes()) {
            apply(write, map);
            apply(write, naive);
        }

        for (int part = 0; part < PrefixMap.PARTS; part++) {
            map.compact(part);
        }

        assertSameAnswers(map.snapshot(), naive, script);
        for (Write write : script.writes()) {
            assertThat(apply(write, map)).isSameAs(apply(write, naive));
        }
        assertSameAnswers(map.snapshot(), naive, script);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void nothing_is_left_in_the_trie_of_what_was_removed(@ForAll("scripts") Script script) {
        PrefixMap<Entry> map = new PrefixMap<>(script.addressLength());
        script.writes().forEach(write -> apply(write, map));
        PrefixMap<Entry> fresh = new PrefixMap<>(script.addressLength());
        rest(map.snapshot().walk()).forEach(fresh::put);

        assertThat(shape(map.snapshot().root())).isEqualTo(shape(fresh.snapshot().root()));

        rest(map.snapshot().walk())
                .forEach(entry -> map.remove(entry.highBits(), entry.lowBits(), entry.length()));

        assertThat(map.size()).isZero();
        assertThat(map.snapshot().root().slots()).isEmpty();
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void values_that_are_removed_together_leave_the_trie_that_their_absence_makes(
            @ForAll("scripts") Script script, @ForAll int chosen) {
        PrefixMap<Entry> map = new PrefixMap<>(script.addressLength());
        NaiveMap naive = new NaiveMap();
        for (Write write : script.writes()) {
            apply(write, map);
            apply(write, naive);
        }
        List<Entry> removed = new ArrayList<>();
        List<Entry> all = rest(map.snapshot().walk());
        for (int i = 0; i < all.size(); i++) {
            if ((chosen >>> i & 1) != 0) {
                removed.add(all.get(i));
            }
        }

        map.removeAll(removed);

        removed.forEach(naive::remove);
        assertSameAnswers(map.snapshot(), naive, script);
        PrefixMap<Entry> fresh = new PrefixMap<>(script.addressLength());
        naive.all().forEach(fresh::put);
        assertThat(shape(map.snapshot().root())).isEqualTo(shape(fresh.snapshot().root()));
    }

    private static Entry apply(Write write, PrefixMap<Entry> map) {
        Entry entry = write.entry();
        return write.put()
                ? map.put(entry)
                : map.remove(entry.highBits(), entry.lowBits(), entry.length());
    }

    private static Entry apply(Write write, NaiveMap naive) {
        return write.put() ? naive.put(write.entry()) : naive.remove(write.entry());
    }

    private static void assertSameAnswers(
            PrefixSnapshot<Entry> snapshot, NaiveMap naive, Script script) {
        assertThat(snapshot.size()).isEqualTo(naive.size());
        assertThat(rest(snapshot.walk())).isEqualTo(naive.all());
        List<Entry> questions = new ArrayList<>(script.questions());
        script.writes().forEach(write -> questions.add(write.entry()));
        Entry before = questions.get(0);
        for (Entry asked : questions) {
            long high = asked.highBits();
            long low = asked.lowBits();
            int length = asked.length();
            assertThat(snapshot.get(high, low, length)).isSameAs(naive.get(asked));
            assertThat(snapshot.longestMatch(high, low, length))
                    .isSameAs(naive.longestMatch(asked));
            assertThat(snapshot.nextLessSpecific(high, low, length))
                    .isSameAs(naive.nextLessSpecific(asked));
            assertThat(rest(snapshot.walkFrom(high, low, length))).isEqualTo(naive.from(asked));
            assertThat(rest(snapshot.walkAfter(high, low, length))).isEqualTo(naive.after(asked));
            assertThat(rest(snapshot.walkFrom(high, low, length).within(high, low, length)))
                    .isEqualTo(naive.within(asked));
            if (before.bits().startsWith(asked.bits())) {
                assertThat(
                                rest(
                                        snapshot.walkAfter(
                                                        before.highBits(),
                                                        before.lowBits(),
                                                        before.length())
                                                .within(high, low, length)))
                        .isEqualTo(naive.afterWithin(before, asked));
            }
            before = asked;
        }
    }

    private static List<Entry> rest(PrefixWalk<Entry> walk) {
        List<Entry> rest = new ArrayList<>();
        for (Entry entry = walk.next(); entry != null; entry = walk.next()) {
            rest.add(entry);
        }
        return rest;
    }

    private static List<Object> shape(Node node) {
        List<Object> shape = new ArrayList<>();
        for (Object slot : node.slots()) {
            shape.add(slot instanceof Node child ? shape(child) : slot);
        }
        return shape;
    }

    @Provide
    static Arbitrary<Script> scripts() {
        return Arbitraries.frequencyOf(
                        Tuple.of(4, Arbitraries.of(32, 128)),
                        Tuple.of(1, Arbitraries.integers().between(1, 128)))
                .flatMap(
                        addressLength ->
                                Combinators.combine(
                                                writes(addressLength).list().ofMaxSize(80),
                                                prefixes(addressLength).list().ofSize(20))
                                        .as(
                                                (writes, questions) ->
                                                        new Script(
                                                                addressLength, writes, questions)));
    }

    private static Arbitrary<Write> writes(int addressLength) {
        return Combinators.combine(
                        Arbitraries.frequency(Tuple.of(2, true), Tuple.of(1, false)),
                        prefixes(addressLength),
                        Arbitraries.integers().between(0, 1000))
                .as((put, prefix, version) -> new Write(put, prefix.version(version)));
    }

    /**
     * Prefixes close together: of a few addresses, with one bit turned over, mostly near the end of
     * the prefix, where it makes a neighbour.
     */
    private static Arbitrary<Entry> prefixes(int addressLength) {
        return Combinators.combine(
                        Arbitraries.of(0L, -1L, 0x2001_0DB8_A5A5_5A5AL),
                        lengths(addressLength),
                        Arbitraries.frequencyOf(
                                Tuple.of(2, Arbitraries.just(0)),
                                Tuple.of(3, Arbitraries.integers().between(1, 8)),
                                Tuple.of(1, Arbitraries.integers().between(1, addressLength))))
                .as(
                        (address, length, turned) -> {
                            int bit = length - turned;
                            boolean turns = turned > 0 && bit >= 0;
                            long high = turns && bit < 64 ? 1L << 63 - bit : 0;
                            long low = turns && bit >= 64 ? 1L << 127 - bit : 0;
                            return Entry.masked(address ^ high, address ^ low, length);
                        });
    }

    /** Any length, but more often those at the edges: of the address, and of the trie's nodes. */
    private static Arbitrary<Integer> lengths(int addressLength) {
        List<Integer> edges = new ArrayList<>(List.of(0, 1, addressLength - 1, addressLength));
        for (int edge = Node.STRIDE; edge < addressLength; edge += Node.STRIDE) {
            edges.addAll(List.of(edge - 1, edge, edge + 1));
        }
        return Arbitraries.oneOf(
                Arbitraries.integers().between(0, addressLength),
                Arbitraries.of(edges),
                Arbitraries.integers().between(Math.max(0, addressLength - 8), addressLength),
                Arbitraries.integers().between(0, Math.min(14, addressLength)));
    }
}
