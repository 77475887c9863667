package org.rtm.impl.table;

import java.util.function.Consumer;
import org.rtm.api.ExpiryDecision;

/**
 * How the table reaches whoever owns a route. Called within a change: nothing of a client may run
 * in it.
 */
public interface Contact {
    /** A route has left the table. */
    void left(RouteEntry route);

    /**
     * A route's time to live has ended.
     *
     * @param answer takes the decision, later
     * @return false if there is nobody to decide
     */
    boolean decide(RouteEntry route, Consumer<ExpiryDecision> answer);
}
