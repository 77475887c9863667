package org.rtm.notify;

import java.util.function.ObjLongConsumer;
import org.rtm.api.provider.ObservedDestination;

/**
 * Destinations in the order of their first change, each with the time of it.
 *
 * <p>A burst puts a whole table in here, and the collector would copy an object for each entry: so
 * the entries are in arrays, in their order, and a hash table of open addressing finds them there.
 */
final class PendingDestinations {
    /** What is kept when nothing is pending: a burst may have taken far more. */
    private static final int LEAST = 64;

    private ObservedDestination[] destinations; // null where it was taken out
    private int[] hashes;
    private long[] times;

    /** By hash: one more than an index of the arrays above, or 0; twice as large. */
    private int[] slots;

    private int head;
    private int tail;
    private int size;

    PendingDestinations() {
        allocate(LEAST);
    }

    private void allocate(int capacity) {
        destinations = new ObservedDestination[capacity];
        hashes = new int[capacity];
        times = new long[capacity];
        slots = new int[2 * capacity];
        head = 0;
        tail = 0;
        size = 0;
    }

    int size() {
        return size;
    }

    boolean contains(ObservedDestination destination) {
        return slots[slot(destination, hash(destination))] != 0;
    }

    /** Puts a destination last, unless it is there. */
    void putIfAbsent(ObservedDestination destination, long time) {
        int hash = hash(destination);
        int slot = slot(destination, hash);
        if (slots[slot] != 0) {
            return;
        }
        if (tail == destinations.length) {
            makeRoom();
            slot = slot(destination, hash);
        }
        append(destination, hash, time, slot);
    }

    private void append(ObservedDestination destination, int hash, long time, int slot) {
        destinations[tail] = destination;
        hashes[tail] = hash;
        times[tail] = time;
        tail++;
        slots[slot] = tail;
        size++;
    }

    /** Moves all together, in arrays that are half empty then or less. */
    private void makeRoom() {
        ObservedDestination[] before = destinations;
        int[] hashesBefore = hashes;
        long[] timesBefore = times;
        allocate(Math.max(LEAST, Integer.highestOneBit(Math.max(1, size - 1)) * 4));
        for (int i = 0; i < before.length; i++) {
            if (before[i] != null) {
                append(before[i], hashesBefore[i], timesBefore[i], freeSlot(hashesBefore[i]));
            }
        }
    }

    /** Takes a destination out, and says whether it was there. */
    boolean remove(ObservedDestination destination) {
        return removeAt(slot(destination, hash(destination)));
    }

    /**
     * Takes some out, the first ones first.
     *
     * @param most how many at the most
     */
    void removeFirst(int most, ObjLongConsumer<ObservedDestination> taken) {
        for (int rest = Math.min(most, size); rest > 0; rest--) {
            ObservedDestination first = destinations[head];
            long time = times[head];
            removeAt(slotOf(head));
            taken.accept(first, time);
        }
    }

    /** When the first one changed; there must be one. */
    long firstTime() {
        return times[head];
    }

    /** When this one changed, which must be there. */
    long time(ObservedDestination destination) {
        return times[slots[slot(destination, hash(destination))] - 1];
    }

    void forEach(ObjLongConsumer<ObservedDestination> action) {
        for (int i = head; i < tail; i++) {
            if (destinations[i] != null) {
                action.accept(destinations[i], times[i]);
            }
        }
    }

    private boolean removeAt(int slot) {
        if (slots[slot] == 0) {
            return false;
        }
        destinations[slots[slot] - 1] = null;
        free(slot);
        size--;
        if (size == 0) {
            forget();
        } else {
            while (destinations[head] == null) {
                head++;
            }
        }
        return true;
    }

    private void forget() {
        if (destinations.length > LEAST) {
            allocate(LEAST);
        } else {
            head = 0;
            tail = 0;
        }
    }

    /** Closes the gap: what comes after it and belongs before it moves there. */
    private void free(int slot) {
        int mask = slots.length - 1;
        int gap = slot;
        for (int next = gap + 1 & mask; slots[next] != 0; next = next + 1 & mask) {
            int wanted = hashes[slots[next] - 1] & mask;
            if ((next - wanted & mask) >= (next - gap & mask)) {
                slots[gap] = slots[next];
                gap = next;
            }
        }
        slots[gap] = 0;
    }

    /** The slot of a destination, or the free one for it. */
    private int slot(ObservedDestination destination, int hash) {
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != 0
                && !(hashes[slots[slot] - 1] == hash
                        && destinations[slots[slot] - 1].equals(destination))) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private int slotOf(int index) {
        int mask = slots.length - 1;
        int slot = hashes[index] & mask;
        while (slots[slot] != index + 1) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private int freeSlot(int hash) {
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != 0) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private static int hash(ObservedDestination destination) {
        int hash = destination.hashCode();
        return hash ^ hash >>> 16;
    }
}
