package org.rtm.benchmarks;

import java.util.List;
import org.rtm.benchmarks.report.Quantity;
import org.rtm.benchmarks.report.Target;

/** The table of targets: what is measured, beside which rivals, and what is to be reached. */
final class Rows {
    private static final String OURS = "RTM";

    static final List<Row> ALL =
            List.of(
                    new Row(
                            1,
                            "Prefix map, longest match of random matching addresses, IPv4",
                            List.of(Jmh.of(1, LongestMatchIpv4.class)),
                            List.of(
                                    faster(1, "longestMatch", "IPAddress trie", 20),
                                    faster(1, "longestMatch", "ONOS's tree", 20),
                                    faster(1, "longestMatch", "TreeMap", 7),
                                    slower(1, "longestMatch", "DIR-24-8", 15))),
                    new Row(
                            2,
                            "Prefix map, longest match of random matching addresses, IPv6",
                            List.of(Jmh.of(2, LongestMatchIpv6.class)),
                            List.of(
                                    faster(2, "longestMatch", "IPAddress trie", 10),
                                    faster(2, "longestMatch", "ONOS's tree", 10),
                                    faster(2, "longestMatch", "TreeMap", 10))),
                    new Row(
                            4,
                            "Look-up through the API: mostSpecific to a closed DestInfo",
                            List.of(
                                    Jmh.of(4, LongestMatchIpv4.class, ApiLookUp.class)
                                            .with("structure", OURS)
                                            .withAllocation()),
                            List.of(
                                    Target.atMost(
                                            "mostSpecific: at most 4 × the time of the prefix map",
                                            Quantity.of(4, "mostSpecific"),
                                            of(4, "longestMatch", OURS),
                                            4))));

    private Rows() {}

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

    private static Quantity of(int row, String what, String structure) {
        return Quantity.of(row, what + ": " + structure);
    }
}
