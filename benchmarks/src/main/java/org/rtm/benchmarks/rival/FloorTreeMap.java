package org.rtm.benchmarks.rival;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.rtm.benchmarks.data.Prefix;

/**
 * The JDK's sorted map, in the order of the address bits, then the shorter length first. The entry
 * at or before an address is its longest match, or shares with it all bits that the longest match
 * has: the search goes on with these.
 */
final class FloorTreeMap implements Structure {
    static final String NAME = "TreeMap";

    private static final Comparator<Prefix> ORDER =
            (one, other) -> {
                int order = Long.compareUnsigned(one.highBits(), other.highBits());
                if (order == 0) {
                    order = Long.compareUnsigned(one.lowBits(), other.lowBits());
                }
                return order != 0 ? order : Integer.compare(one.length(), other.length());
            };

    private final TreeMap<Prefix, Prefix> map = new TreeMap<>(ORDER);
    private final Prefix[] questions;

    FloorTreeMap(List<Prefix> table, Prefix[] questions) {
        for (Prefix prefix : table) {
            map.put(prefix, prefix);
        }
        this.questions = questions;
    }

    @Override
    public Prefix longestMatch(int question) {
        Prefix wanted = questions[question];
        while (true) {
            Map.Entry<Prefix, Prefix> floor = map.floorEntry(wanted);
            if (floor == null) {
                return null;
            }
            Prefix found = floor.getValue();
            int common = found.commonLength(wanted);
            if (common >= found.length()) {
                return found;
            }
            wanted = wanted.cut(common);
        }
    }
}
