package org.rtm.api;

import java.util.List;

/**
 * The limits that hold for a registration as long as it lasts (RTM_REGN_PROFILE).
 *
 * @param maxNextHopsInRoute most next hops that a route may have (MaxNextHopsInRoute)
 * @param maxHandlesInCall most elements that one call returns (MaxHandlesInEnum)
 * @param views the views of the table, by ascending number (ViewsSupported, NumberOfViews)
 */
public record RegistrationProfile(int maxNextHopsInRoute, int maxHandlesInCall, List<View> views) {
    /**
     * Makes a profile.
     *
     * @param maxNextHopsInRoute most next hops that a route may have
     * @param maxHandlesInCall most elements that one call returns
     * @param views the views of the table
     */
    public RegistrationProfile {
        views = List.copyOf(views);
    }

    /**
     * Returns the views of the table as a set (ViewsSupported).
     *
     * @return the supported views
     */
    public ViewSet viewsSupported() {
        return ViewSet.of(views.stream().mapToInt(View::id).toArray());
    }
}
