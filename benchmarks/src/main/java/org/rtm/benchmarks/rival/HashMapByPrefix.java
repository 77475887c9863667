package org.rtm.benchmarks.rival;

import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.List;
import org.rtm.benchmarks.data.Prefix;

/**
 * A hash map without boxes, from the 38 bits of an IPv4 prefix and its length: exact match only.
 */
final class HashMapByPrefix implements Structure {
    static final String NAME = "fastutil hash map";

    private final Long2ObjectOpenHashMap<Prefix> map = new Long2ObjectOpenHashMap<>();
    private final long[] questions;

    HashMapByPrefix(List<Prefix> table, Prefix[] questions) {
        for (Prefix prefix : table) {
            map.put(key(prefix), prefix);
        }
        this.questions = new long[questions.length];
        for (int i = 0; i < questions.length; i++) {
            this.questions[i] = key(questions[i]);
        }
    }

    /** An IPv4 address leaves the lower half of the word free for the length. */
    private static long key(Prefix prefix) {
        return prefix.highBits() | prefix.length();
    }

    @Override
    public Prefix exactMatch(int question) {
        return map.get(questions[question]);
    }
}
