package org.rtm.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Is told of what happens in the table of a registered entity (RTM_EVENT_CALLBACK). Changes of
 * destinations come to the listener of a registration for changes instead
 * (RTM_CHANGE_NOTIFICATION).
 *
 * <p>All call-backs of one entity come one at a time, in order, on the entity's lane, with no lock
 * held: they may call anything. One that blocks delays only its own entity; one that throws is
 * logged and counted. None begins after the registration has ended, but {@link #registrationEnded}.
 *
 * <p>A handle that is passed in belongs to the RTM and is valid until the call-back returns; {@link
 * Handle#reference()} keeps it.
 */
@ConsumerType
public interface EntityListener {
    /** The number that RTMv2 gives to {@link #entityRegistered} (RTM_EVENT_TYPE). */
    int ENTITY_REGISTERED = 0;

    /** The number that RTMv2 gives to {@link #entityDeregistered} (RTM_EVENT_TYPE). */
    int ENTITY_DEREGISTERED = 1;

    /** The number that RTMv2 gives to {@link #routeExpired} (RTM_EVENT_TYPE). */
    int ROUTE_EXPIRED = 2;

    /**
     * Another entity has registered with the same table (RTM_ENTITY_REGISTERED). A newcomer hears
     * of nobody who was there before: it enumerates.
     *
     * @param entity who registered
     */
    default void entityRegistered(Entity entity) {}

    /**
     * Another entity of the same table has gone (RTM_ENTITY_DEREGISTERED).
     *
     * @param entity who has gone; its information can still be read
     */
    default void entityDeregistered(Entity entity) {}

    /**
     * A route of this entity has reached the end of its time to live (RTM_ROUTE_EXPIRED). Asked
     * once for each expiry. The route is deleted also if this throws or takes longer than is
     * configured; never if the route was updated since it expired.
     *
     * @param route the route
     * @return what becomes of it; unless overridden {@link ExpiryDecision#DELETE}
     */
    default ExpiryDecision routeExpired(Route route) {
        return ExpiryDecision.DELETE;
    }

    /**
     * The registration was ended by somebody else: its table or instance was removed from the
     * configuration, or the provider of the table stops. The last call-back, and the only one that
     * comes after the end. Not called when the entity itself or the stop of its bundle ends the
     * registration.
     *
     * @param reason why, for people
     */
    default void registrationEnded(String reason) {}
}
