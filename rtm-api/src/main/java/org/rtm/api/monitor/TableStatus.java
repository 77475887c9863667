package org.rtm.api.monitor;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.rtm.api.AddressFamily;
import org.rtm.api.View;

/** How a table was at one moment. */
@ProviderType
public interface TableStatus {
    /**
     * Returns the address family.
     *
     * @return the family
     */
    AddressFamily family();

    /**
     * Returns the views that the table supports.
     *
     * @return the views, by number
     */
    List<View> views();

    /**
     * Returns how many destinations have a route.
     *
     * @return the number
     */
    long destinations();

    /**
     * Returns how many routes there are.
     *
     * @return the number
     */
    long routes();

    /**
     * Returns how many routes there may be.
     *
     * @return the configured number
     */
    long routeLimit();

    /**
     * Returns how many destinations are still to be looked at after a change of preferences.
     *
     * @return the number, 0 when all routes have the preferences as configured
     */
    long destinationsToReevaluate();

    /**
     * Returns how many changes of destinations there have been: how fast it grows is the table's
     * change rate.
     *
     * @return the number since the table came to be
     */
    long changes();

    /**
     * Returns how many locks were taken away because they were held for too long.
     *
     * @return the number since the table came to be
     */
    long locksTakenAway();

    /**
     * Returns when a lock was last taken away.
     *
     * @return the time; empty if none was
     */
    Optional<Instant> lastLockTakenAway();

    /**
     * Returns the entities that are registered, and those whose routes are retained.
     *
     * @return the entities by protocol and protocol instance
     */
    List<EntityStatus> entities();
}
