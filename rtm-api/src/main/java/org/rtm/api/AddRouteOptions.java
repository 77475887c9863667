package org.rtm.api;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How to add or update a route (TimeToLive, RouteListHandle and the input of ChangeFlags in
 * RtmAddRouteToDest).
 *
 * <p>Immutable; each method that changes something returns a changed copy.
 */
public final class AddRouteOptions {
    /** The flag for {@link #updateFirst()} (RTM_ROUTE_CHANGE_FIRST). */
    public static final int CHANGE_FIRST = 0x01;

    /** The flag for {@link #alwaysNew()} (RTM_ROUTE_CHANGE_NEW as input). */
    public static final int CHANGE_NEW = 0x02;

    /** No time to live, no list, update the equal route if there is one. */
    public static final AddRouteOptions NONE = new AddRouteOptions(null, null, false, false);

    private final Duration timeToLive;
    private final RouteList list;
    private final boolean alwaysNew;
    private final boolean updateFirst;

    private AddRouteOptions(
            Duration timeToLive, RouteList list, boolean alwaysNew, boolean updateFirst) {
        this.timeToLive = timeToLive;
        this.list = list;
        this.alwaysNew = alwaysNew;
        this.updateFirst = updateFirst;
    }

    /**
     * Makes options from the flags of RTMv2.
     *
     * @param flags {@link #CHANGE_FIRST}, {@link #CHANGE_NEW} or 0 (ChangeFlags as input)
     * @return the options, without time to live and list
     * @throws RtmException {@code INVALID_PARAMETER} if a bit has no meaning
     */
    public static AddRouteOptions ofFlags(int flags) {
        if ((flags & ~(CHANGE_FIRST | CHANGE_NEW)) != 0) {
            throw RtmStatus.INVALID_PARAMETER.because(
                    "0x%X are not flags for adding a route; allowed are 1 (FIRST) and 2 (NEW)",
                    flags);
        }
        return new AddRouteOptions(
                null, null, (flags & CHANGE_NEW) != 0, (flags & CHANGE_FIRST) != 0);
    }

    /**
     * Returns a copy with a time to live (TimeToLive).
     *
     * @param time how long the route lives unless it is added or updated again; more than zero
     * @return the copy
     */
    public AddRouteOptions timeToLive(Duration time) {
        return new AddRouteOptions(Objects.requireNonNull(time), list, alwaysNew, updateFirst);
    }

    /**
     * Returns a copy with a list to move the route to (RouteListHandle).
     *
     * @param newList a list of the caller
     * @return the copy
     */
    public AddRouteOptions list(RouteList newList) {
        return new AddRouteOptions(
                timeToLive, Objects.requireNonNull(newList), alwaysNew, updateFirst);
    }

    /**
     * Returns a copy that adds a new route whatever stands there (RTM_ROUTE_CHANGE_NEW as input).
     *
     * @return the copy
     */
    public AddRouteOptions alwaysNew() {
        return new AddRouteOptions(timeToLive, list, true, updateFirst);
    }

    /**
     * Returns a copy that updates the caller's best route to the destination, whatever its
     * neighbour (RTM_ROUTE_CHANGE_FIRST). Does not go with {@link #alwaysNew()}.
     *
     * @return the copy
     */
    public AddRouteOptions updateFirst() {
        return new AddRouteOptions(timeToLive, list, alwaysNew, true);
    }

    /**
     * Returns how long the route lives.
     *
     * @return the time; empty if it never expires (INFINITE)
     */
    public Optional<Duration> timeToLive() {
        return Optional.ofNullable(timeToLive);
    }

    /**
     * Returns the list to move the route to.
     *
     * @return the list; empty to leave the route where it is
     */
    public Optional<RouteList> list() {
        return Optional.ofNullable(list);
    }

    /**
     * Says whether a new route is to be added whatever stands there.
     *
     * @return true if so
     */
    public boolean isAlwaysNew() {
        return alwaysNew;
    }

    /**
     * Says whether the caller's best route is to be updated whatever its neighbour.
     *
     * @return true if so
     */
    public boolean isUpdateFirst() {
        return updateFirst;
    }
}
