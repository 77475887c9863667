package org.rtm.impl.prefix;

/**
 * A {@link PrefixMap} at one moment.
 *
 * <p>Where a method takes a prefix, bits past its length do not count: an address and a length say
 * which prefix is meant. Looking up allocates nothing. Immutable.
 *
 * @param <V> the values
 */
public final class PrefixSnapshot<V extends Prefixed> {
    private final int addressLength;
    private final Node root;
    private final int size;

    PrefixSnapshot(int addressLength, Node root, int size) {
        this.addressLength = addressLength;
        this.root = root;
        this.size = size;
    }

    /** How many values there are. */
    public int size() {
        return size;
    }

    /**
     * Finds the value of exactly this prefix.
     *
     * @return the value, or null
     */
    public V get(long high, long low, int length) {
        Bits.checkLength(length, addressLength);
        Node node = root;
        int offset = 0;
        for (; length - offset >= Node.STRIDE; offset += Node.STRIDE) {
            Object child = node.child(Node.bits(high, low, offset));
            if (!(child instanceof Node)) {
                V value = value(child);
                return value != null
                                && value.length() == length
                                && Bits.covers(value, high, low, length)
                        ? value
                        : null;
            }
            node = (Node) child;
        }
        int rest = length - offset;
        return value(node.get(Node.cut(Node.bits(high, low, offset), rest), rest));
    }

    /**
     * Finds the value of the longest prefix that covers this one; a prefix covers itself.
     *
     * @return the value, or null
     */
    public V longestMatch(long high, long low, int length) {
        Bits.checkLength(length, addressLength);
        Node node = root;
        Node matching = null;
        long matches = 0;
        int offset = 0;
        for (; length - offset >= Node.STRIDE; offset += Node.STRIDE) {
            int end = Node.bits(high, low, offset);
            long covering = node.covering(end);
            if (covering != 0) {
                matching = node;
                matches = covering;
            }
            Object child = node.child(end);
            if (!(child instanceof Node)) {
                V value = value(child);
                if (value != null && Bits.covers(value, high, low, length)) {
                    return value;
                }
                return matching == null ? null : value(matching.longest(matches));
            }
            node = (Node) child;
        }
        long covering = node.covering(Node.bits(high, low, offset), length - offset);
        if (covering != 0) {
            return value(node.longest(covering));
        }
        return matching == null ? null : value(matching.longest(matches));
    }

    /**
     * Finds the value of the longest prefix that covers this one and is shorter.
     *
     * @return the value, or null
     */
    public V nextLessSpecific(long high, long low, int length) {
        Bits.checkLength(length, addressLength);
        return length == 0 ? null : longestMatch(high, low, length - 1);
    }

    /** Goes over all values in order, by address bits, then the shorter length first. */
    public PrefixWalk<V> walk() {
        return walkFrom(0, 0, 0);
    }

    /** Goes over the values in order, from that of this prefix on, whether or not there is one. */
    public PrefixWalk<V> walkFrom(long high, long low, int length) {
        Bits.checkLength(length, addressLength);
        return new PrefixWalk<>(root, addressLength, high, low, length, true);
    }

    /** Goes over the values in order, from the first one after this prefix on. */
    public PrefixWalk<V> walkAfter(long high, long low, int length) {
        Bits.checkLength(length, addressLength);
        return new PrefixWalk<>(root, addressLength, high, low, length, false);
    }

    Node root() {
        return root;
    }

    /** What is in a trie is nodes and values of V: {@link PrefixMap#put} lets in nothing else. */
    @SuppressWarnings("unchecked")
    V value(Object slot) {
        return (V) slot;
    }
}
