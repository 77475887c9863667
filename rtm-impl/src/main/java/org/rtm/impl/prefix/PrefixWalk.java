package org.rtm.impl.prefix;

/**
 * A walk over the values of a snapshot, in order. It sees the snapshot that it was made from,
 * whatever happens to the map meanwhile. Who wants the newest starts again behind the last value
 * seen, on a new snapshot: that costs a few look-ups, wherever it is.
 *
 * <p>For one thread.
 *
 * @param <V> the values
 */
public final class PrefixWalk<V extends Prefixed> {
    private final int addressLength;

    /** The way down to where the walk is: the slots of each node, and which of them is next. */
    private final Object[][] slots;

    private final int[] next;
    private int level;

    private long withinHigh;
    private long withinLow;
    private int withinLength;

    PrefixWalk(Node root, int addressLength, long high, long low, int length, boolean inclusive) {
        int levels = Node.levels(addressLength);
        this.addressLength = addressLength;
        slots = new Object[levels][];
        next = new int[levels];
        seek(root, high & Bits.highMask(length), low & Bits.lowMask(length), length, inclusive);
    }

    private void seek(Node root, long high, long low, int length, boolean inclusive) {
        Node node = root;
        for (int offset = 0; ; offset += Node.STRIDE) {
            int rest = Math.min(length - offset, Node.STRIDE);
            int start = Node.bits(high, low, offset);
            slots[level] = node.slots();
            next[level] = node.slot(start, rest);
            Object there = node.get(start, rest);
            if (there == null) {
                return;
            }
            if (!(there instanceof Node)) {
                int order = Bits.compare((Prefixed) there, high, low, length);
                if (order < 0 || order == 0 && !inclusive) {
                    next[level]++;
                }
                return;
            }
            next[level]++;
            level++;
            node = (Node) there;
        }
    }

    /**
     * Lets the walk end before the first value that this prefix does not cover.
     *
     * @return this walk
     */
    public PrefixWalk<V> within(long high, long low, int length) {
        Bits.checkLength(length, addressLength);
        withinHigh = high;
        withinLow = low;
        withinLength = length;
        return this;
    }

    /**
     * Goes on to the next value.
     *
     * @return the value, or null at the end, again and again
     */
    public V next() {
        while (level >= 0) {
            Object[] here = slots[level];
            int slot = next[level];
            if (slot == here.length) {
                level--;
                continue;
            }
            next[level] = slot + 1;
            if (here[slot] instanceof Node node) {
                level++;
                slots[level] = node.slots();
                next[level] = 0;
                continue;
            }
            @SuppressWarnings("unchecked") // the snapshot holds nodes and values of V only
            V value = (V) here[slot];
            if (isWithin(value)) {
                return value;
            }
            level = -1;
        }
        return null;
    }

    private boolean isWithin(V value) {
        return value.length() >= withinLength
                && ((value.highBits() ^ withinHigh) & Bits.highMask(withinLength)) == 0
                && ((value.lowBits() ^ withinLow) & Bits.lowMask(withinLength)) == 0;
    }
}
