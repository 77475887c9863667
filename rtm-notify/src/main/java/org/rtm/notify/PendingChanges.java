package org.rtm.notify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.rtm.api.provider.ObservedDestination;

/**
 * What is pending for one registration, which destinations it marked, and whether a signal is on
 * its way.
 *
 * <p>The table's observer comes here with the table's writers shut out, so every method is short
 * and calls nothing but the keys' own equality.
 */
final class PendingChanges {
    private static final long NANOS_IN_MILLI = 1_000_000;

    private final boolean markedOnly;
    private final LongSupplier nanoTime;
    private final Set<ObservedDestination> marks = new HashSet<>();

    /** With the milliseconds since which each is pending. */
    private PendingDestinations pending = new PendingDestinations();

    /** What was marked during a resync of marked destinations, and was not told of yet. */
    private final Set<ObservedDestination> newMarks = new LinkedHashSet<>();

    private boolean collectsNewMarks;
    private boolean signalled;
    private long signals;
    private boolean closed;

    PendingChanges(boolean markedOnly, boolean resyncing, LongSupplier nanoTime) {
        this.markedOnly = markedOnly;
        this.collectsNewMarks = markedOnly && resyncing;
        this.nanoTime = nanoTime;
    }

    /**
     * Records a change of a destination.
     *
     * @return whether the client has to be signalled
     */
    synchronized boolean record(ObservedDestination destination) {
        if (closed || !counts(destination)) {
            return false;
        }
        pending.putIfAbsent(destination, now());
        return requestSignal();
    }

    private boolean counts(ObservedDestination destination) {
        return !markedOnly || marks.contains(destination);
    }

    private long now() {
        return nanoTime.getAsLong() / NANOS_IN_MILLI;
    }

    /** Says whether a signal has to be sent: false while one is on its way. */
    synchronized boolean requestSignal() {
        boolean due = !signalled;
        signalled = true;
        return due;
    }

    /**
     * Begins a signal: what is recorded from now on needs another one.
     *
     * @return false if it is not wanted any more
     */
    synchronized boolean beginSignal() {
        if (closed) {
            return false;
        }
        signalled = false;
        signals++;
        return true;
    }

    /**
     * What was taken out.
     *
     * @param asked those that are told of in any case, as far as they were pending
     * @param others those that are told of because they were pending, in order of their first
     *     change
     */
    record Taken(Set<ObservedDestination> asked, List<ObservedDestination> others, long[] times) {}

    /**
     * Takes some destinations out as far as they are pending, then others in order of their first
     * change.
     *
     * @param some destinations that are told of in any case
     * @param most how many to tell of at the most, those included
     * @return what was taken out, for {@link #putBack} too
     */
    synchronized Taken take(Collection<ObservedDestination> some, int most) {
        Set<ObservedDestination> asked = new LinkedHashSet<>();
        int room = Math.max(0, most - some.size());
        long[] times = new long[some.size() + Math.min(room, pending.size())];
        for (ObservedDestination destination : some) {
            if (pending.contains(destination)) {
                times[asked.size()] = pending.time(destination);
                pending.remove(destination);
                asked.add(destination);
            }
        }
        List<ObservedDestination> others = new ArrayList<>(Math.min(room, pending.size()));
        pending.removeFirst(
                room,
                (destination, time) -> {
                    times[asked.size() + others.size()] = time;
                    others.add(destination);
                });
        return new Taken(asked, others, times);
    }

    /**
     * Takes out destinations that were marked during a resync of marked destinations.
     *
     * @param most how many at the most
     * @return the destinations in the order of their marks
     */
    synchronized List<ObservedDestination> takeNewMarks(int most) {
        List<ObservedDestination> taken = newMarks.stream().limit(most).toList();
        taken.forEach(newMarks::remove);
        return taken;
    }

    /**
     * Puts back in front what was taken out and could not be told.
     *
     * @param changed what {@link #take} returned
     * @param marked what {@link #takeNewMarks} returned
     */
    synchronized void putBack(Taken changed, Collection<ObservedDestination> marked) {
        if (closed) {
            return;
        }
        PendingDestinations later = pending;
        pending = new PendingDestinations();
        int place = 0;
        for (ObservedDestination destination : changed.asked()) {
            putBack(destination, changed.times()[place++]);
        }
        for (ObservedDestination destination : changed.others()) {
            putBack(destination, changed.times()[place++]);
        }
        later.forEach(pending::putIfAbsent);
        marked.stream().filter(marks::contains).forEach(newMarks::add);
    }

    private void putBack(ObservedDestination destination, long time) {
        if (counts(destination)) {
            pending.putIfAbsent(destination, time);
        }
    }

    /**
     * Ends a resync: marks that are made from now on are no part of it.
     *
     * @return false if there are marks that are, and that were not taken out yet
     */
    synchronized boolean endResync() {
        if (!newMarks.isEmpty()) {
            return false;
        }
        collectsNewMarks = false;
        return true;
    }

    synchronized void drop(Collection<ObservedDestination> destinations) {
        destinations.forEach(pending::remove);
    }

    synchronized boolean isPending(ObservedDestination destination) {
        return pending.contains(destination);
    }

    synchronized void mark(ObservedDestination destination) {
        if (!closed && marks.add(destination) && collectsNewMarks) {
            newMarks.add(destination);
        }
    }

    synchronized void unmark(ObservedDestination destination) {
        marks.remove(destination);
        newMarks.remove(destination);
        if (markedOnly) {
            pending.remove(destination);
        }
    }

    synchronized boolean isMarked(ObservedDestination destination) {
        return marks.contains(destination);
    }

    synchronized int size() {
        return pending.size();
    }

    /** Returns how long the oldest change has been pending. */
    synchronized Optional<Duration> oldest() {
        return pending.size() == 0
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(now() - pending.firstTime()));
    }

    /** Returns how often a signal began. */
    synchronized long signals() {
        return signals;
    }

    /** Drops everything, and takes nothing in any more. */
    synchronized void close() {
        closed = true;
        pending = new PendingDestinations();
        marks.clear();
        newMarks.clear();
    }
}
