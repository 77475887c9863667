package org.rtm.impl.prefix;

import java.util.List;

/**
 * A map from prefixes to values, made for look-ups by the prefixes that cover an address.
 *
 * <p>Reads go to a {@link #snapshot()}, from any thread, and wait for nobody. One thread writes at
 * a time: callers see to that. A write is in every snapshot taken after it returned.
 *
 * @param <V> the values
 */
public final class PrefixMap<V extends Prefixed> {
    /** How many parts a map is compacted in. */
    public static final int PARTS = 1 << 2 * Node.STRIDE;

    private final int addressLength;
    private volatile PrefixSnapshot<V> snapshot;

    /** What the put under way replaces, or null. */
    private Object replaced;

    /**
     * Makes an empty map.
     *
     * @param addressLength how many bits an address has: 1 to 128, so 32 for IPv4, 128 for IPv6
     */
    public PrefixMap(int addressLength) {
        if (addressLength < 1 || addressLength > 2 * Long.SIZE) {
            throw new IllegalArgumentException(
                    "an address has 1 to 128 bits, not " + addressLength);
        }
        this.addressLength = addressLength;
        this.snapshot = new PrefixSnapshot<>(addressLength, Node.EMPTY, 0);
    }

    /** The map as it is now, which later writes leave as it is. Costs one volatile read. */
    public PrefixSnapshot<V> snapshot() {
        return snapshot;
    }

    /** How many values there are. */
    public int size() {
        return snapshot.size();
    }

    /**
     * Puts a value at its prefix.
     *
     * @return the value that it replaces, or null
     * @throws IllegalArgumentException if the value's prefix is longer than an address or has bits
     *     past its length
     */
    public V put(V value) {
        check(value);
        PrefixSnapshot<V> before = snapshot;
        replaced = null;
        Node root = put(before.root(), value, 0);
        snapshot =
                new PrefixSnapshot<>(
                        addressLength, root, replaced == null ? before.size() + 1 : before.size());
        return before.value(replaced);
    }

    /**
     * Removes the value of exactly this prefix.
     *
     * @return the removed value, or null if there was none
     */
    public V remove(long high, long low, int length) {
        PrefixSnapshot<V> before = snapshot;
        V removed = before.get(high, low, length);
        if (removed != null) {
            Node root = (Node) remove(before.root(), removed, 0);
            snapshot = new PrefixSnapshot<>(addressLength, root, before.size() - 1);
        }
        return removed;
    }

    /**
     * Removes some values. The nodes above those that hold them are made anew once for all.
     *
     * @param removed values in the map, each once, in the order of the map
     */
    public void removeAll(List<V> removed) {
        if (removed.isEmpty()) {
            return;
        }
        PrefixSnapshot<V> before = snapshot;
        Node root = (Node) remove(before.root(), removed, 0);
        snapshot =
                new PrefixSnapshot<>(
                        addressLength,
                        root == null ? Node.EMPTY : root,
                        before.size() - removed.size());
    }

    /** As {@link #remove(Node, Prefixed, int)} for several values; null if nothing is left. */
    private static Object remove(Node node, List<? extends Prefixed> removed, int offset) {
        Node left = node;
        for (int from = 0, to; from < removed.size(); from = to) {
            Prefixed first = removed.get(from);
            int length = Math.min(first.length() - offset, Node.STRIDE);
            int start = start(first, offset, length);
            to = from + 1;
            Object below = null;
            if (node.get(start, length) instanceof Node child) {
                while (to < removed.size() && isBelow(removed.get(to), offset, start)) {
                    to++;
                }
                below = remove(child, removed.subList(from, to), offset + Node.STRIDE);
            }
            left = below == null ? left.without(start, length) : left.with(start, length, below);
        }
        Object[] slots = left.slots();
        if (slots.length == 0) {
            return null;
        }
        return offset > 0 && slots.length == 1 && !(slots[0] instanceof Node) ? slots[0] : left;
    }

    private static boolean isBelow(Prefixed value, int offset, int end) {
        return value.length() - offset >= Node.STRIDE && start(value, offset, Node.STRIDE) == end;
    }

    /**
     * Moves a part of the map together in memory, as writes scatter it: a look-up then misses the
     * processor's caches less often. To be called for each part after many writes.
     *
     * @param part 0 to {@link #PARTS} - 1
     */
    public void compact(int part) {
        PrefixSnapshot<V> before = snapshot;
        int end = part >>> Node.STRIDE;
        int endBelow = endBelow(part);
        if (before.root().child(end) instanceof Node node
                && node.child(endBelow) instanceof Node below) {
            Node compacted = node.with(endBelow, Node.STRIDE, below.copy());
            snapshot =
                    new PrefixSnapshot<>(
                            addressLength,
                            before.root().with(end, Node.STRIDE, compacted),
                            before.size());
        }
    }

    /** Whether there is anything to compact in a part now. For any thread. */
    public boolean hasNodes(int part) {
        return snapshot.root().child(part >>> Node.STRIDE) instanceof Node node
                && node.child(endBelow(part)) instanceof Node;
    }

    private static int endBelow(int part) {
        return part & (1 << Node.STRIDE) - 1;
    }

    private void check(Prefixed value) {
        int length = value.length();
        Bits.checkLength(length, addressLength);
        if ((value.highBits() & ~Bits.highMask(length)) != 0
                || (value.lowBits() & ~Bits.lowMask(length)) != 0) {
            throw new IllegalArgumentException(
                    "the prefix %016x %016x has bits past its length of %d"
                            .formatted(value.highBits(), value.lowBits(), length));
        }
    }

    /** A node, with {@code offset} address bits above it, and this value under it. */
    private Node put(Node node, Prefixed value, int offset) {
        int length = Math.min(value.length() - offset, Node.STRIDE);
        int start = start(value, offset, length);
        Object there = node.get(start, length);
        boolean isValue = there != null && !(there instanceof Node);
        if (there == null || isValue && samePrefix((Prefixed) there, value)) {
            replaced = there;
            return node.with(start, length, value);
        }
        int below = offset + Node.STRIDE;
        Node child = isValue ? put(Node.EMPTY, (Prefixed) there, below) : (Node) there;
        return node.with(start, length, put(child, value, below));
    }

    /**
     * What is left of a node without this value, which must be under it: a node, or the one value
     * left, which needs none, except at the root.
     */
    private static Object remove(Node node, Prefixed value, int offset) {
        int length = Math.min(value.length() - offset, Node.STRIDE);
        int start = start(value, offset, length);
        Node left =
                node.get(start, length) instanceof Node child
                        ? node.with(start, length, remove(child, value, offset + Node.STRIDE))
                        : node.without(start, length);
        Object[] slots = left.slots();
        return offset > 0 && slots.length == 1 && !(slots[0] instanceof Node) ? slots[0] : left;
    }

    private static int start(Prefixed value, int offset, int length) {
        return Node.cut(Node.bits(value.highBits(), value.lowBits(), offset), length);
    }

    private static boolean samePrefix(Prefixed one, Prefixed other) {
        return Bits.compare(one, other.highBits(), other.lowBits(), other.length()) == 0;
    }
}
