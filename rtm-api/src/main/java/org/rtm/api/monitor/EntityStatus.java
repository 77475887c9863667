package org.rtm.api.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.rtm.api.EntityInfo;
import org.rtm.api.HandleKind;

/** How an entity was at one moment. */
@ProviderType
public interface EntityStatus {
    /**
     * Tells who the entity is.
     *
     * @return the information, the instance always present
     */
    EntityInfo info();

    /**
     * Returns the symbolic name of the bundle that registered it.
     *
     * @return the name; empty outside a framework
     */
    String bundle();

    /**
     * Returns since when the entity has been registered.
     *
     * @return the time of registration
     */
    Instant since();

    /**
     * Returns how many routes it has in the table.
     *
     * @return the number
     */
    long routes();

    /**
     * Returns how many routes it may have.
     *
     * @return the configured number
     */
    long routeLimit();

    /**
     * Returns in how many destinations it has the best route in the unicast view.
     *
     * @return the number
     */
    long bestRoutes();

    /**
     * Returns how many of its routes are stale.
     *
     * @return the number
     */
    long staleRoutes();

    /**
     * Returns how many next hops it has.
     *
     * @return the number
     */
    long nextHops();

    /**
     * Returns the handles that were handed out to it and not given back.
     *
     * @return a count for every kind
     */
    Map<HandleKind, Long> handles();

    /**
     * Returns the lists of routes that it has.
     *
     * @return how many routes each one has, in the order in which they were created, unmodifiable
     */
    List<Integer> routeLists();

    /**
     * Says whether it blocks its exported methods now.
     *
     * @return true if invocations wait
     */
    boolean isBlockingMethods();

    /**
     * Returns how many of its call-backs have run.
     *
     * @return the number
     */
    long callbacks();

    /**
     * Returns how many of its call-backs threw.
     *
     * @return the number
     */
    long failedCallbacks();

    /**
     * Returns how long the call-back that runs now has been running: the next one waits for it.
     *
     * @return the time since it began; empty if none runs
     */
    Optional<Duration> runningCallback();

    /**
     * Returns how many call-backs wait for their turn.
     *
     * @return the number
     */
    int waitingCallbacks();

    /**
     * Returns how long its routes are still retained.
     *
     * @return what is left of the time; empty while the entity is registered
     */
    Optional<Duration> retentionLeft();
}
