package org.rtm.api;

/** Where a route is in its life (RTM_ROUTE_STATE_). */
public enum RouteState {
    /** The route is in the table (RTM_ROUTE_STATE_CREATED). */
    CREATED(0),
    /** The route has left the table and is held down in a view (RTM_ROUTE_STATE_DELETING). */
    DELETING(1),
    /** The route has left the table (RTM_ROUTE_STATE_DELETED). */
    DELETED(2);

    private final int number;

    RouteState(int number) {
        this.number = number;
    }

    /**
     * Returns the number that RTMv2 uses.
     *
     * @return 0 to 2
     */
    public int number() {
        return number;
    }
}
