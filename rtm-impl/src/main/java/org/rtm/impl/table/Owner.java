package org.rtm.impl.table;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.Set;
import java.util.WeakHashMap;
import org.rtm.api.EntityId;
import org.rtm.api.EntityInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.RtmStatus;

/**
 * Whose routes and next hops they are: an entity, for as long as one registration lasts. The next
 * one of the same identity may take up what is left.
 */
public final class Owner {
    private final EntityInfo info;
    private final Contact contact;
    private final Holdings holdings;

    /** How many registrations had the holdings before this one. */
    private final int generation;

    // What holds something that the owner's bundle made, wherever that is kept: in the table, held
    // down, or in snapshots. Used in the table's turn only, and after the end.
    private final Set<RouteVersion> versionsWithInfo =
            Collections.newSetFromMap(new WeakHashMap<>());
    private final Set<NextHopEntry> nextHopsWithInfo =
            Collections.newSetFromMap(new WeakHashMap<>());

    // Written under the table's lock, read by anyone.
    private volatile boolean ended;

    public Owner(EntityInfo info, Contact contact) {
        this(info, contact, new Holdings(), 0);
    }

    private Owner(EntityInfo info, Contact contact, Holdings holdings, int generation) {
        this.info = info;
        this.contact = contact;
        this.holdings = holdings;
        this.generation = generation;
        holdings.passTo(this);
    }

    /** Makes the owner of what this one, which has ended, has left. */
    public Owner successor(EntityInfo nextInfo, Contact nextContact) {
        return new Owner(nextInfo, nextContact, holdings, generation + 1);
    }

    /** Whether there may be something that is left from others. */
    boolean isSuccessor() {
        return generation > 0;
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

    Holdings holdings() {
        return holdings;
    }

    /** Whether this is another owner or came before it. */
    boolean isNotAfter(Owner other) {
        return holdings == other.holdings && generation <= other.generation;
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
        return holdings.nextHops();
    }

    public boolean hasEnded() {
        return ended;
    }

    /** How many routes are in the table. */
    public long routes() {
        return holdings.routes();
    }

    /** In how many destinations the best route of the unicast view is this owner's. */
    public long bestRoutes() {
        return holdings.bestRoutes();
    }

    /** How many routes are left over from registrations that have ended. */
    public long staleRoutes() {
        return holdings.staleRoutes();
    }

    void remember(RouteVersion version) {
        versionsWithInfo.add(version);
    }

    void remember(NextHopEntry nextHop) {
        nextHopsWithInfo.add(nextHop);
    }

    void end() {
        ended = true;
        holdings.becomeStale();
        nextHopsWithInfo.forEach(NextHopEntry::dropEntitySpecificInfo);
        nextHopsWithInfo.clear();
    }

    /**
     * Lets go, after the end, of what the owner keeps with its routes: it would pin the classes of
     * its bundle. Nobody writes to it any more, so it needs no turn, which it would hold for long.
     */
    void dropEntitySpecificInfo() {
        versionsWithInfo.forEach(RouteVersion::dropEntitySpecificInfo);
        versionsWithInfo.clear();
    }
}
