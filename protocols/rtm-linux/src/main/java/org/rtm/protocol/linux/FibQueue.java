package org.rtm.protocol.linux;

/**
 * Destinations in the order in which their turns come. Each is in one queue at the most, which its
 * entry knows, so a million of them are queued and taken out without being looked for.
 */
final class FibQueue {
    private FibEntry first;
    private FibEntry last;
    private int size;

    boolean isEmpty() {
        return first == null;
    }

    int size() {
        return size;
    }

    /** Puts one that is in no queue at the end. */
    void add(FibEntry entry) {
        entry.queue = this;
        entry.previous = last;
        if (last == null) {
            first = entry;
        } else {
            last.next = entry;
        }
        last = entry;
        size++;
    }

    void remove(FibEntry entry) {
        if (entry.previous == null) {
            first = entry.next;
        } else {
            entry.previous.next = entry.next;
        }
        if (entry.next == null) {
            last = entry.previous;
        } else {
            entry.next.previous = entry.previous;
        }
        entry.queue = null;
        entry.previous = null;
        entry.next = null;
        size--;
    }

    /** Takes the first; null if there is none. */
    FibEntry poll() {
        FibEntry entry = first;
        if (entry != null) {
            remove(entry);
        }
        return entry;
    }
}
