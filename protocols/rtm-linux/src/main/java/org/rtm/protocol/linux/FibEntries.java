package org.rtm.protocol.linux;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.rtm.api.NetAddress;

/**
 * The destinations of a {@link Fib}, and which of them wait for their turn: each at most once, so
 * what waits cannot outgrow the table.
 *
 * <p>For one thread, except that all may look.
 */
final class FibEntries {
    private final Map<NetAddress, FibEntry> entries = new ConcurrentHashMap<>();

    /** By urgency. */
    private final List<FibQueue> queues =
            Stream.of(Urgency.values()).map(urgency -> new FibQueue()).toList();

    private boolean isComparing;
    private int comparisons;

    /** Whose turn comes first. */
    enum Urgency {
        /** One of them ended ip: they go one by one, before anything else is sent. */
        SUSPECT,
        /** What is in the kernel leads where it should not any more, or was lost. */
        LOSS,
        CHANGE
    }

    /** Finds what is known of a destination. */
    Optional<FibEntry> find(NetAddress prefix) {
        return Optional.ofNullable(entries.get(prefix));
    }

    FibEntry of(NetAddress prefix) {
        return entries.computeIfAbsent(prefix, FibEntry::new);
    }

    void forEach(Consumer<FibEntry> action) {
        entries.values().forEach(action);
    }

    /** Has a destination wait for its turn; one that waits already is only moved forward. */
    void queue(FibEntry entry, Urgency urgency) {
        entry.isQueued = true;
        if (entry.isSent) {
            // What is to be done depends on the answer.
            entry.again =
                    entry.again == null || urgency.compareTo(entry.again) < 0
                            ? urgency
                            : entry.again;
            return;
        }
        FibQueue queue = queues.get(urgency.ordinal());
        if (entry.queue == null) {
            queue.add(entry);
        } else if (queues.indexOf(entry.queue) > urgency.ordinal()) {
            entry.queue.remove(entry);
            queue.add(entry);
        }
    }

    boolean hasQueued() {
        for (FibQueue queue : queues) {
            if (!queue.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** How many wait for their turn. */
    int queued() {
        return queues.stream().mapToInt(FibQueue::size).sum();
    }

    boolean hasSuspects() {
        return !queues.get(Urgency.SUSPECT.ordinal()).isEmpty();
    }

    /** Takes the destination whose turn it is; null if none waits. */
    FibEntry poll() {
        FibEntry entry = null;
        for (int i = 0; entry == null && i < queues.size(); i++) {
            entry = queues.get(i).poll();
        }
        return entry;
    }

    /** Nothing is to be done about a destination now. */
    void settled(FibEntry entry) {
        entry.isQueued = false;
        forget(entry);
    }

    private void forget(FibEntry entry) {
        // What a comparison finds may be older than the last command.
        if (entry.isNothing() && !(isComparing && entry.seen == comparisons)) {
            entries.remove(entry.prefix, entry);
        }
    }

    /** Forgets what a table asked for that is no longer followed; nothing may be sent. */
    void leaveTable() {
        for (FibEntry waiting = poll(); waiting != null; waiting = poll()) {
            settled(waiting);
        }
        forEach(
                entry -> {
                    entry.asked = null;
                    entry.deadEnd = null;
                    entry.problem = null;
                    entry.refused = null;
                    entry.gateways = List.of();
                    entry.isStale = entry.installed != null;
                    settled(entry);
                });
    }

    /** From now on destinations are seen by a comparison; nothing may be sent and not answered. */
    void comparisonBegins() {
        isComparing = true;
        comparisons++;
    }

    /** How many comparisons have begun. */
    int comparisons() {
        return comparisons;
    }

    /** The comparison sees a destination, or need not any more: a command for it is given. */
    void see(FibEntry entry) {
        entry.seen = comparisons;
    }

    /** Whether the comparison saw a destination, or the last one did. */
    boolean isSeen(FibEntry entry) {
        return entry.seen == comparisons;
    }

    /** Nothing more will be seen. */
    void comparisonEnds() {
        isComparing = false;
        forEach(this::forget);
    }
}
