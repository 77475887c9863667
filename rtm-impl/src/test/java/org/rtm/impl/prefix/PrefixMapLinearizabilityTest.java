package org.rtm.impl.prefix;

import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.util.LoggingLevel;
import org.junit.jupiter.api.Test;

/**
 * That reads and writes of a prefix map, whatever the threads do to each other, give answers that
 * one thread could have got: Lincheck tries the interleavings of many small programs.
 */
class PrefixMapLinearizabilityTest {
    private static final int PROGRAMS = 40;
    private static final int INTERLEAVINGS_OF_EACH =
            Integer.getInteger("rtm.linearizability.interleavings", 30);

    @Test
    void every_answer_is_that_of_one_moment_between_call_and_return() {
        new ModelCheckingOptions()
                .logLevel(LoggingLevel.ERROR)
                .threads(3)
                .actorsBefore(4)
                .actorsPerThread(3)
                .actorsAfter(2)
                .iterations(PROGRAMS)
                .invocationsPerIteration(INTERLEAVINGS_OF_EACH)
                .sequentialSpecification(OneThread.class)
                .check(ManyThreads.class);
    }

    /** Each within the one before. */
    private static final List<Entry> PREFIXES =
            List.of(
                    Entry.parse("0.0.0.0/0"),
                    Entry.parse("10.0.0.0/8"),
                    Entry.parse("10.1.0.0/16"),
                    Entry.parse("10.1.1.0/24"),
                    Entry.parse("10.1.1.128/25"));

    /** The map as the table uses it: writers take turns, readers wait for nobody. */
    @Param(name = "prefix", gen = IntGen.class, conf = "0:4")
    @Param(name = "version", gen = IntGen.class, conf = "1:3")
    public static class ManyThreads {
        private final PrefixMap<Entry> map = new PrefixMap<>(32);
        private final Object turn = new Object();

        @Operation
        public String put(
                @Param(name = "prefix") int prefix, @Param(name = "version") int version) {
            Entry entry = PREFIXES.get(prefix).version(version);
            synchronized (turn) {
                return show(map.put(entry));
            }
        }

        @Operation
        public String remove(@Param(name = "prefix") int prefix) {
            Entry entry = PREFIXES.get(prefix);
            synchronized (turn) {
                return show(map.remove(entry.highBits(), entry.lowBits(), entry.length()));
            }
        }

        @Operation
        public String get(@Param(name = "prefix") int prefix) {
            Entry entry = PREFIXES.get(prefix);
            return show(map.snapshot().get(entry.highBits(), entry.lowBits(), entry.length()));
        }

        @Operation
        public String longestMatch(@Param(name = "prefix") int prefix) {
            Entry entry = PREFIXES.get(prefix);
            return show(map.snapshot().longestMatch(entry.highBits(), entry.lowBits(), 32));
        }

        @Operation
        public String nextLessSpecific(@Param(name = "prefix") int prefix) {
            Entry entry = PREFIXES.get(prefix);
            return show(
                    map.snapshot()
                            .nextLessSpecific(entry.highBits(), entry.lowBits(), entry.length()));
        }

        @Operation
        public String walk() {
            PrefixWalk<Entry> walk = map.snapshot().walk();
            List<Entry> walked = new ArrayList<>();
            for (Entry entry = walk.next(); entry != null; entry = walk.next()) {
                walked.add(entry);
            }
            return show(walked);
        }

        @Operation
        public String walkWithin(@Param(name = "prefix") int prefix) {
            Entry entry = PREFIXES.get(prefix);
            PrefixWalk<Entry> walk =
                    map.snapshot()
                            .walkFrom(entry.highBits(), entry.lowBits(), entry.length())
                            .within(entry.highBits(), entry.lowBits(), entry.length());
            List<Entry> walked = new ArrayList<>();
            for (Entry each = walk.next(); each != null; each = walk.next()) {
                walked.add(each);
            }
            return show(walked);
        }

        @Operation
        public int size() {
            return map.size();
        }
    }

    /** The same answers, the obvious way. */
    public static class OneThread {
        private final NaiveMap map = new NaiveMap();

        public String put(int prefix, int version) {
            return show(map.put(PREFIXES.get(prefix).version(version)));
        }

        public String remove(int prefix) {
            return show(map.remove(PREFIXES.get(prefix)));
        }

        public String get(int prefix) {
            return show(map.get(PREFIXES.get(prefix)));
        }

        public String longestMatch(int prefix) {
            Entry entry = PREFIXES.get(prefix);
            return show(map.longestMatch(Entry.masked(entry.highBits(), entry.lowBits(), 32)));
        }

        public String nextLessSpecific(int prefix) {
            return show(map.nextLessSpecific(PREFIXES.get(prefix)));
        }

        public String walk() {
            return show(map.all());
        }

        public String walkWithin(int prefix) {
            return show(map.within(PREFIXES.get(prefix)));
        }

        public int size() {
            return map.size();
        }
    }

    private static String show(Entry entry) {
        return entry == null ? "none" : "/" + entry.length() + " version " + entry.version();
    }

    private static String show(List<Entry> entries) {
        StringBuilder shown = new StringBuilder();
        for (Entry entry : entries) {
            shown.append(show(entry)).append(' ');
        }
        return shown.toString();
    }
}
