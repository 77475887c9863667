package org.rtm.impl.table;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.rtm.api.EntityId;
import org.rtm.api.EntityInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.RtmStatus;

/** Whose routes and next hops they are. */
public final class Owner {
    private final EntityInfo info;
    private final NavigableMap<NextHopKey, NextHopEntry> nextHops = new ConcurrentSkipListMap<>();

    private final Contact contact;

    // What holds something that the owner's bundle made, wherever that is kept: in the table, held
    // down, or in snapshots. Used in the
    // table's turn only.
    private final Set<RouteVersion> versionsWithInfo =
            Collections.newSetFromMap(new WeakHashMap<>());
    private final Set<NextHopEntry> nextHopsWithInfo =
            Collections.newSetFromMap(new WeakHashMap<>());

    // Written under the table's lock, read by anyone.
    private volatile boolean ended;
    private volatile long routes;
    private volatile long bestRoutes;

    public Owner(EntityInfo info, Contact contact) {
        this.info = info;
        this.contact = contact;
    }

    /** Checks that nobody else wants to change what is this owner's. */
    void requireIs(Owner caller, Object what) {
        if (caller != this) {
            throw RtmStatus.ACCESS_DENIED.because(
                    "the %s belongs to %s, not to %s", what, info.name(), caller.info.name());
        }
    }

    Contact contact() {
        return contact;
    }

    public EntityInfo info() {
        return info;
    }

    public EntityId id() {
        return info.id();
    }

    public ProtocolId protocol() {
        return info.id().protocol();
    }

    /** The next hops that are not deleted. */
    public NavigableMap<NextHopKey, NextHopEntry> nextHops() {
        return nextHops;
    }

    public boolean hasEnded() {
        return ended;
    }

    /** How many routes are in the table. */
    public long routes() {
        return routes;
    }

    /** In how many destinations the best route of the unicast view is this owner's. */
    public long bestRoutes() {
        return bestRoutes;
    }

    void remember(RouteVersion version) {
        versionsWithInfo.add(version);
    }

    void remember(NextHopEntry nextHop) {
        nextHopsWithInfo.add(nextHop);
    }

    /**
     * Lets go of all that the owner keeps with routes and next hops: it would pin the classes of
     * its bundle.
     */
    void dropEntitySpecificInfo() {
        versionsWithInfo.forEach(RouteVersion::dropEntitySpecificInfo);
        nextHopsWithInfo.forEach(NextHopEntry::dropEntitySpecificInfo);
        versionsWithInfo.clear();
        nextHopsWithInfo.clear();
    }

    void end() {
        ended = true;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer at a time: the table's lock is held
    void countRoutes(int difference) {
        routes += difference;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    void countBestRoutes(int difference) {
        bestRoutes += difference;
    }
}
