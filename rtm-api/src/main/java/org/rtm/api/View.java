package org.rtm.api;

import java.util.Objects;

/**
 * A view of the table: a set of routes with a best route of its own in each destination, such as
 * those for unicast forwarding.
 *
 * @param id the number of the view (RTM_VIEW_ID), 0 to 31
 * @param name the name that operators use
 */
public record View(int id, String name) {
    /** Most views that a table can have (RTM_MAX_VIEWS, RTM_VIEW_MASK_SIZE). */
    public static final int MAX_VIEWS = 32;

    /** The view for unicast forwarding (RTM_VIEW_ID_UCAST). */
    public static final View UNICAST = new View(0, "unicast");

    /** The view for reverse path checks of multicast (RTM_VIEW_ID_MCAST). */
    public static final View MULTICAST = new View(1, "multicast");

    /**
     * Makes a view.
     *
     * @param id the number of the view
     * @param name the name that operators use
     * @throws RtmException {@code INVALID_PARAMETER} if the number is out of range
     */
    public View {
        Objects.requireNonNull(name);
        checkId(id);
    }

    static int checkId(int id) {
        if (id < 0 || id >= MAX_VIEWS) {
            throw RtmStatus.INVALID_PARAMETER.because("%d is not a view; allowed are 0 to 31", id);
        }
        return id;
    }
}
