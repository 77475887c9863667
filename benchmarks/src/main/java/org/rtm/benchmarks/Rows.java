package org.rtm.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.rtm.benchmarks.report.Quantity;
import org.rtm.benchmarks.report.Target;

/** The table of targets: what is measured, beside which rivals, and what is to be reached. */
final class Rows {
    private static final String OURS = "RTM";

    static final List<Row> ALL =
            Stream.concat(
                            Stream.of(
                                    longestMatchIpv4(),
                                    longestMatchIpv6(),
                                    exactLessSpecificWalk(),
                                    apiLookUp(),
                                    growth()),
                            ProcessRows.ALL.stream())
                    .sorted(Comparator.comparingInt(Row::number))
                    .toList();

    private Rows() {}

    private static Row longestMatchIpv4() {
        return new Row(
                1,
                "Prefix map, longest match of random matching addresses, IPv4",
                List.of(Jmh.of(1, LongestMatchIpv4.class)),
                List.of(
                        faster(1, "longestMatch", "IPAddress trie", 20),
                        faster(1, "longestMatch", "ONOS's tree", 20),
                        faster(1, "longestMatch", "TreeMap", 7),
                        slower(1, "longestMatch", "DIR-24-8", 15)));
    }

    private static Row longestMatchIpv6() {
        return new Row(
                2,
                "Prefix map, longest match of random matching addresses, IPv6",
                List.of(Jmh.of(2, LongestMatchIpv6.class)),
                List.of(
                        faster(2, "longestMatch", "IPAddress trie", 10),
                        faster(2, "longestMatch", "ONOS's tree", 10),
                        faster(2, "longestMatch", "TreeMap", 10)));
    }

    private static Row exactLessSpecificWalk() {
        return new Row(
                3,
                "Prefix map, exact match, next less specific, ordered walk",
                List.of(Jmh.of(3, ExactMatch.class, NextLessSpecific.class, OrderedWalk.class)),
                List.of(
                        faster(3, "exactMatch", "IPAddress trie", 15),
                        slower(3, "exactMatch", "fastutil hash map", 2),
                        faster(3, "nextLessSpecific", "IPAddress trie", 10),
                        faster(3, "orderedWalk", "IPAddress trie", 3)));
    }

    private static Row apiLookUp() {
        return new Row(
                4,
                "Look-up through the API: mostSpecific to a closed DestInfo",
                List.of(
                        Jmh.of(4, LongestMatchIpv4.class, ApiLookUp.class)
                                .with("structure", OURS)
                                .withAllocation(),
                        ApiLookUp::measureResult),
                List.of(
                        Target.atMost(
                                "mostSpecific: at most 4 × the time of the prefix map",
                                Quantity.of(4, "mostSpecific"),
                                of(4, "longestMatch", OURS),
                                4),
                        // The profiler counts bytes. A 50th is left for what it sees of others.
                        Target.atMost(
                                "mostSpecific: allocates the DestInfo and its Optional, no more",
                                Quantity.of(4, "mostSpecific allocates"),
                                Quantity.of(4, ApiLookUp.RESULT_SIZE),
                                1.02)));
    }

    private static Row growth() {
        List<Target> targets = new ArrayList<>();
        for (String name : List.of("longestMatch: " + OURS, "mostSpecific")) {
            targets.add(grows(name, 10_000, 1_000_000, 10));
            targets.add(grows(name, 1_000_000, 4_000_000, 2));
        }
        targets.addAll(ProcessRows.growthTargets());
        return new Row(
                12,
                "How rows 1, 4, 5 and 7 grow with the table",
                List.of(
                        Jmh.of(12, LongestMatchGrowth.class, ApiLookUpGrowth.class),
                        ProcessRows.growth()),
                targets);
    }

    /** The rival is to take so many times as long as ours. */
    private static Target faster(int row, String what, String rival, int times) {
        return Target.atLeast(
                "%s: at least %d × faster than %s".formatted(what, times, rival),
                of(row, what, rival),
                of(row, what, OURS),
                times);
    }

    /** Ours is to take so many times as long as the rival at the most. */
    private static Target slower(int row, String what, String rival, int times) {
        return Target.atMost(
                "%s: at most %d × the time of %s".formatted(what, times, rival),
                of(row, what, OURS),
                of(row, what, rival),
                times);
    }

    /** With more prefixes, it is to take so many times as long at the most. */
    private static Target grows(String name, int few, int many, int times) {
        return Target.atMost(
                "%s: at most %d × from %,d to %,d prefixes".formatted(name, times, few, many),
                new Quantity(12, name, "prefixes=" + many),
                new Quantity(12, name, "prefixes=" + few),
                times);
    }

    private static Quantity of(int row, String what, String structure) {
        return Quantity.of(row, what + ": " + structure);
    }
}
