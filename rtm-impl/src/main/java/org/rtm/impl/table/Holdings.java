package org.rtm.impl.table;

import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What an entity has in the table. It is passed on from a registration that has ended to the next
 * one of the same identity, and no route has to be touched for it.
 */
final class Holdings {
    private final NavigableMap<NextHopKey, NextHopEntry> nextHops = new ConcurrentSkipListMap<>();

    // Written under the table's lock, read by anyone.
    private volatile long routes;
    private volatile long bestRoutes;
    private volatile long staleRoutes;

    /** Whoever registered last, also when that has ended. */
    private volatile Owner owner;

    Owner owner() {
        return owner;
    }

    void passTo(Owner next) {
        owner = next;
    }

    NavigableMap<NextHopKey, NextHopEntry> nextHops() {
        return nextHops;
    }

    long routes() {
        return routes;
    }

    long bestRoutes() {
        return bestRoutes;
    }

    long staleRoutes() {
        return staleRoutes;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer at a time: the table's lock is held
    void countRoutes(int difference) {
        routes += difference;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    void countBestRoutes(int difference) {
        bestRoutes += difference;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    void countStaleRoutes(int difference) {
        staleRoutes += difference;
    }

    /** The owner has ended: nothing is as it said any more. */
    void becomeStale() {
        staleRoutes = routes;
    }
}
