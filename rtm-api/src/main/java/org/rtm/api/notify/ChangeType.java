package org.rtm.api.notify;

/** Which changes of a destination count (RTM_CHANGE_TYPE_). */
public enum ChangeType {
    /** Anything about the destination's routes in the view (RTM_CHANGE_TYPE_ALL). */
    ALL(1),
    /**
     * Another best route, or the best route's preference, metric, next hops or flags
     * (RTM_CHANGE_TYPE_BEST).
     */
    BEST(2),
    /**
     * As {@link #BEST}, except where only flags that do not decide about forwarding changed
     * (RTM_CHANGE_TYPE_FORWARDING).
     */
    FORWARDING(4);

    private final int flag;

    ChangeType(int flag) {
        this.flag = flag;
    }

    /**
     * Returns the flag that RTMv2 uses.
     *
     * @return 1, 2 or 4
     */
    public int flag() {
        return flag;
    }
}
