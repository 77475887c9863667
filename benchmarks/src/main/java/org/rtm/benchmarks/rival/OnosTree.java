package org.rtm.benchmarks.rival;

import com.googlecode.concurrenttrees.radix.node.concrete.DefaultByteArrayNodeFactory;
import com.googlecode.concurrenttrees.radixinverted.ConcurrentInvertedRadixTree;
import java.util.ArrayList;
import java.util.List;
import org.rtm.benchmarks.data.Prefix;

/**
 * What the route service of ONOS keeps its routes in: the inverted radix tree of concurrent-trees.
 * The key of a prefix is its bits as a string of {@code 0} and {@code 1}, with a {@code 0} before
 * them, as a key must not be empty. The longest match is the last of the keys that are the
 * beginning of an address's own.
 */
public final class OnosTree implements Structure {
    static final String NAME = "ONOS's tree";

    private final ConcurrentInvertedRadixTree<Prefix> tree =
            new ConcurrentInvertedRadixTree<>(new DefaultByteArrayNodeFactory());
    private final List<String> questions = new ArrayList<>();

    OnosTree(List<Prefix> table, Prefix[] questions) {
        for (Prefix prefix : table) {
            tree.put(key(prefix), prefix);
        }
        for (Prefix question : questions) {
            this.questions.add(key(question));
        }
    }

    /** The key of a prefix. */
    public static String key(Prefix prefix) {
        char[] key = new char[1 + prefix.length()];
        key[0] = '0';
        for (int bit = 0; bit < prefix.length(); bit++) {
            long word = bit < Long.SIZE ? prefix.highBits() : prefix.lowBits();
            key[1 + bit] = (char) ('0' + (word >>> Long.SIZE - 1 - bit % Long.SIZE & 1));
        }
        return new String(key);
    }

    @Override
    public Prefix longestMatch(int question) {
        Prefix longest = null;
        for (Prefix prefix : tree.getValuesForKeysPrefixing(questions.get(question))) {
            longest = prefix;
        }
        return longest;
    }
}
