package org.rtm.impl.table;

/** A route as an identity, which updates leave as it is: what a handle refers to. */
public final class RouteEntry {
    private final DestinationEntry destination;
    private final Owner owner;
    private final long created;

    /** The last values, set before the route leaves the table. */
    private volatile RouteVersion last;

    RouteEntry(DestinationEntry destination, Owner owner, long created) {
        this.destination = destination;
        this.owner = owner;
        this.created = created;
    }

    public DestinationEntry destination() {
        return destination;
    }

    public Owner owner() {
        return owner;
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
