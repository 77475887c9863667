package org.rtm.api;

/** Where a next hop is in its life (RTM_NEXTHOP_STATE_). */
public enum NextHopState {
    /** The next hop can be found and entered into routes (RTM_NEXTHOP_STATE_CREATED). */
    CREATED(0),
    /**
     * The next hop was deleted; routes that list it keep it until they are updated
     * (RTM_NEXTHOP_STATE_DELETED).
     */
    DELETED(1);

    private final int number;

    NextHopState(int number) {
        this.number = number;
    }

    /**
     * Returns the number that RTMv2 uses.
     *
     * @return 0 or 1
     */
    public int number() {
        return number;
    }
}
