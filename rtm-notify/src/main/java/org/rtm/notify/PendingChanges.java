package org.rtm.notify;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.rtm.api.provider.ObservedDestination;

/**
 * What is pending for one registration, which destinations it marked, and whether a signal is on
 * its way.
 *
 * <p>The table's observer comes here with the table's writers shut out, so every method is short
 * and calls nothing but the keys' own equality. A destination costs one entry of the map: the time
 * is one object for all changes of the same millisecond.
 */
final class PendingChanges {
    private static final long NANOS_IN_MILLI = 1_000_000;

    private final boolean markedOnly;
    private final LongSupplier nanoTime;
    private final Set<ObservedDestination> marks = new HashSet<>();

    /** Since when, in milliseconds, each destination is pending, in order of its first change. */
    private Map<ObservedDestination, Long> pending = new LinkedHashMap<>();

    /** What was marked during a resync of marked destinations, and was not told of yet. */
    private final Set<ObservedDestination> newMarks = new LinkedHashSet<>();

    private boolean collectsNewMarks;
    private Long now = 0L;
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

    private Long now() {
        long millis = nanoTime.getAsLong() / NANOS_IN_MILLI;
        if (now != millis) {
            now = millis;
        }
        return now;
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
     * Takes some destinations out as far as they are pending, then others in order of their first
     * change.
     *
     * @param some destinations that are told of in any case
     * @param most how many to tell of at the most, those included
     * @return what was taken out, with the times that {@link #putBack} needs
     */
    synchronized Map<ObservedDestination, Long> take(
            Collection<ObservedDestination> some, int most) {
        Map<ObservedDestination, Long> taken = new LinkedHashMap<>();
        for (ObservedDestination destination : some) {
            Long since = pending.remove(destination);
            if (since != null) {
                taken.put(destination, since);
            }
        }
        Iterator<Map.Entry<ObservedDestination, Long>> oldest = pending.entrySet().iterator();
        for (int room = most - some.size(); room > 0 && oldest.hasNext(); room--) {
            Map.Entry<ObservedDestination, Long> entry = oldest.next();
            taken.put(entry.getKey(), entry.getValue());
            oldest.remove();
        }
        forgetCapacity();
        return taken;
    }

    /** A map never shrinks, and a burst may have made it large. */
    private void forgetCapacity() {
        if (pending.isEmpty()) {
            pending = new LinkedHashMap<>();
        }
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
    synchronized void putBack(
            Map<ObservedDestination, Long> changed, Collection<ObservedDestination> marked) {
        if (closed) {
            return;
        }
        Map<ObservedDestination, Long> later = pending;
        pending = new LinkedHashMap<>(changed);
        pending.keySet().removeIf(destination -> !counts(destination));
        later.forEach(pending::putIfAbsent);
        marked.stream().filter(marks::contains).forEach(newMarks::add);
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
        forgetCapacity();
    }

    synchronized boolean isPending(ObservedDestination destination) {
        return pending.containsKey(destination);
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
        return pending.values().stream().findFirst().map(since -> Duration.ofMillis(now() - since));
    }

    /** Returns how often a signal began. */
    synchronized long signals() {
        return signals;
    }

    /** Drops everything, and takes nothing in any more. */
    synchronized void close() {
        closed = true;
        pending = new LinkedHashMap<>();
        marks.clear();
        newMarks.clear();
    }
}
