package org.rtm.benchmarks.rival;

import java.util.List;
import org.rtm.benchmarks.data.Prefix;

/**
 * A structure that is filled with a table, and has the questions at hand in the form that it takes
 * them in: turning them into that form is not measured. What it finds is the table's own {@link
 * Prefix} objects, the same for all structures.
 *
 * <p>A structure implements what it is measured with.
 */
public interface Structure {
    /** The longest prefix that covers the address of a question, or null. */
    default Prefix longestMatch(int question) {
        throw new UnsupportedOperationException();
    }

    /** The prefix of a question. */
    default Prefix exactMatch(int question) {
        throw new UnsupportedOperationException();
    }

    /** The longest prefix that covers the one of a question and is shorter, or null. */
    default Prefix nextLessSpecific(int question) {
        throw new UnsupportedOperationException();
    }

    /** Goes over all prefixes in order, and adds up their lengths. */
    default long walk() {
        throw new UnsupportedOperationException();
    }

    /** Fills the structure of a name. */
    static Structure of(String name, List<Prefix> table, Prefix[] questions) {
        return switch (name) {
            case RtmPrefixMap.NAME -> new RtmPrefixMap(table, questions);
            case IpAddressTrie.NAME -> IpAddressTrie.of(table, questions);
            case OnosTree.NAME -> new OnosTree(table, questions);
            case FloorTreeMap.NAME -> new FloorTreeMap(table, questions);
            case Dir24.NAME -> new Dir24(table, questions);
            case HashMapByPrefix.NAME -> new HashMapByPrefix(table, questions);
            default -> throw new IllegalArgumentException("'" + name + "' is no structure");
        };
    }
}
