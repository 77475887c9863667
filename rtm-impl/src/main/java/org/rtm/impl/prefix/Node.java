package org.rtm.impl.prefix;

/**
 * A node of the trie: six bits of the address, and what the prefixes under it do with these six.
 *
 * <p>A node is the binary tree of its six bits, kept in two bitmaps and an array. A prefix that
 * ends within the six bits has its place inside the tree, at depth 0 to 5; whatever is longer is
 * below one of the 64 ends. Drawn for two bits instead of six:
 *
 * <pre>
 *   length 0            p0                 bitmap prefixes: p0 p1 p2, one bit each
 *                    /      \              bitmap children: c0 c1 c2 c3, one bit each
 *   length 1       p1        p2
 *                 /  \      /  \           slots, where all are present:
 *   length 2     c0   c1   c2   c3         p0 p1 c0 c1 p2 c2 c3
 * </pre>
 *
 * <p>The slots hold what is present, without gaps, in the order of the whole map: what covers
 * before what is covered, left before right. A walk just goes along them. The prefixes are numbered
 * in that order too. A place is named by its {@code start}, the leftmost end under it as a number
 * of six bits, and its {@code length} in bits; an end has length 6. Before a place there are {@code
 * start + length - bitCount(start)} prefix places and {@code start} ends, so its slot is found by
 * counting the ones before it in the two bitmaps.
 *
 * <p>The slot of a prefix holds its value. The slot of a child holds the node below, or, while only
 * one prefix is below, the value of that prefix itself, whatever its length: every node but the
 * root has two prefixes or more under it. So the shape of the trie depends on what is in it, not on
 * how that came about.
 *
 * <p>Immutable.
 */
final class Node {
    /** How many address bits a node takes. */
    static final int STRIDE = 6;

    static final Node EMPTY = new Node(0, 0, new Object[0]);

    /** By end: the prefix places on the way to it. */
    private static final long[] COVERING = new long[1 << STRIDE];

    /** By prefix place: where it starts. */
    private static final byte[] STARTS = new byte[(1 << STRIDE) - 1];

    static {
        for (int end = 0; end < COVERING.length; end++) {
            for (int length = 0; length < STRIDE; length++) {
                int start = cut(end, length);
                COVERING[end] |= 1L << prefixesBefore(start, length);
                STARTS[prefixesBefore(start, length)] = (byte) start;
            }
        }
    }

    private final long prefixes;
    private final long children;
    private final Object[] slots;

    private Node(long prefixes, long children, Object[] slots) {
        this.prefixes = prefixes;
        this.children = children;
        this.slots = slots;
    }

    /** How many levels of nodes there are at most for addresses of this many bits. */
    static int levels(int addressLength) {
        return addressLength / STRIDE + 1;
    }

    /** The six address bits of a node that has {@code offset} bits above it. */
    static int bits(long high, long low, int offset) {
        long word =
                offset < Long.SIZE
                        ? high << offset | low >>> 1 >>> (Long.SIZE - 1 - offset)
                        : low << (offset - Long.SIZE);
        return (int) (word >>> (Long.SIZE - STRIDE));
    }

    /** Clears the bits past the length: the start of the place that has these bits. */
    static int cut(int bits, int length) {
        return bits & -(1 << STRIDE >> length);
    }

    /** The values and nodes present, in order. Not to be written to. */
    Object[] slots() {
        return slots;
    }

    /** Where in the slots this place is, or would be. */
    int slot(int start, int length) {
        return Long.bitCount(prefixes & below(prefixesBefore(start, length)))
                + Long.bitCount(children & below(start));
    }

    boolean has(int start, int length) {
        return length < STRIDE
                ? (prefixes >>> prefixesBefore(start, length) & 1) != 0
                : (children >>> start & 1) != 0;
    }

    /** The node or value at this place, or null. */
    Object get(int start, int length) {
        return has(start, length) ? slots[slot(start, length)] : null;
    }

    /** The node or value at this end, or null. */
    Object child(int end) {
        return (children >>> end & 1) != 0 ? slots[slot(end, STRIDE)] : null;
    }

    /** The prefixes present that cover this end and have at most this length, as a bitmap. */
    long covering(int end, int length) {
        return prefixes & COVERING[end] & below(prefixesBefore(cut(end, length), length + 1));
    }

    /** The prefixes present that cover this end, as a bitmap. */
    long covering(int end) {
        return prefixes & COVERING[end];
    }

    /** The value of the longest of some covering prefixes, which must not be none. */
    Object longest(long covering) {
        int place = Long.SIZE - 1 - Long.numberOfLeadingZeros(covering);
        return slots[
                Long.bitCount(prefixes & below(place))
                        + Long.bitCount(children & below(STARTS[place]))];
    }

    /** A node with this value or node at this place, instead of what is there or in addition. */
    Node with(int start, int length, Object value) {
        int slot = slot(start, length);
        if (has(start, length)) {
            Object[] replaced = slots.clone();
            replaced[slot] = value;
            return new Node(prefixes, children, replaced);
        }
        Object[] more = new Object[slots.length + 1];
        System.arraycopy(slots, 0, more, 0, slot);
        more[slot] = value;
        System.arraycopy(slots, slot, more, slot + 1, slots.length - slot);
        return flip(start, length, more);
    }

    /** A node without this place, at which there must be something. */
    Node without(int start, int length) {
        int slot = slot(start, length);
        Object[] fewer = new Object[slots.length - 1];
        System.arraycopy(slots, 0, fewer, 0, slot);
        System.arraycopy(slots, slot + 1, fewer, slot, fewer.length - slot);
        return flip(start, length, fewer);
    }

    /** This node and all below it, made anew one shortly after the other. */
    Node copy() {
        Object[] copies = slots.clone();
        Node copy = new Node(prefixes, children, copies);
        for (int slot = 0; slot < copies.length; slot++) {
            if (copies[slot] instanceof Node below) {
                copies[slot] = below.copy();
            }
        }
        return copy;
    }

    private Node flip(int start, int length, Object[] slots) {
        return length < STRIDE
                ? new Node(prefixes ^ 1L << prefixesBefore(start, length), children, slots)
                : new Node(prefixes, children ^ 1L << start, slots);
    }

    /**
     * How many prefix places come before this place: each bit on the way down leads past the place
     * above, and a one also past all places of the left half.
     */
    private static int prefixesBefore(int start, int length) {
        return start + length - Integer.bitCount(start);
    }

    private static long below(int bit) {
        return (1L << bit) - 1;
    }
}
