package org.rtm.impl.table;

/** A route as an identity, which updates leave as it is: what a handle refers to. */
public final class RouteEntry {
    private final DestinationEntry destination;
    private final long created;

    /** Who said last that the route is there; written in the table's turn. */
    private volatile Owner refresher;

    /** The last values, set before the route leaves the table. */
    private volatile RouteVersion last;

    RouteEntry(DestinationEntry destination, Owner owner, long created) {
        this.destination = destination;
        this.created = created;
        this.refresher = owner;
    }

    public DestinationEntry destination() {
        return destination;
    }

    public Owner owner() {
        return refresher.holdings().owner();
    }

    /** Whether whoever said last that the route is there has ended. */
    public boolean isStale() {
        return refresher.hasEnded();
    }

    /** Whether nobody after this owner said that the route is there. */
    boolean isLeftBy(Owner last) {
        return refresher.isNotAfter(last);
    }

    /** The owner says that the route is there. */
    void refresh(Owner by) {
        if (refresher != by) {
            by.holdings().countStaleRoutes(-1);
            refresher = by;
        }
    }

    /**
     * When the route was added, in microseconds since 1970; no two routes of a table have the same.
     */
    public long created() {
        return created;
    }

    /** The values of now, or the last ones if the route has left the table. */
    public RouteVersion version() {
        RouteVersion version = destination.state().find(this);
        return version != null ? version : last;
    }

    public boolean isDeleted() {
        return last != null && destination.state().find(this) == null;
    }

    void leave(RouteVersion lastVersion) {
        last = lastVersion;
    }

    /** Names it for messages. */
    @Override
    public String toString() {
        return "route to " + destination;
    }
}
