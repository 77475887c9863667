package org.rtm.api.provider;

import java.util.Collection;
import org.osgi.annotation.versioning.ProviderType;
import org.rtm.api.DestInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.Handle;
import org.rtm.api.HandleKind;
import org.rtm.api.RtmException;
import org.rtm.api.RtmStatus;
import org.rtm.api.ViewSet;

/**
 * An entity as another provider serves it: what every {@link EntityRegistration} of the RTM can do
 * besides.
 */
@ProviderType
public interface RegisteredEntity extends EntityRegistration {
    /**
     * Returns the provider's side of a registration that a client passed in.
     *
     * @param registration the client's side
     * @return the same registration
     * @throws RtmException {@code INVALID_HANDLE} if the RTM did not make it, or it has ended
     */
    static RegisteredEntity of(EntityRegistration registration) {
        if (registration instanceof RegisteredEntity entity) {
            entity.requireOpen();
            return entity;
        }
        throw RtmStatus.INVALID_HANDLE.because("%s is not a registration of the RTM", registration);
    }

    /**
     * Returns the table that the entity is registered with: the same object for all entities of it.
     *
     * @return the table
     */
    ObservedTable table();

    /**
     * Checks that the registration has not ended.
     *
     * @throws RtmException {@code INVALID_HANDLE} if it has
     */
    void requireOpen();

    /**
     * Runs something on the entity's lane: in order, one at a time with the entity's other
     * call-backs, with no lock held. What it throws is logged and counted.
     *
     * @param callback what to run; one that is queued is still referred to until it was run or the
     *     registration ends, and not begun once the registration has ended
     */
    void submit(Runnable callback);

    /**
     * Counts a handle that the caller hands out to the entity itself.
     *
     * @param kind its kind
     * @throws RtmException {@code INVALID_HANDLE} if the registration has ended
     */
    void handleOpened(HandleKind kind);

    /**
     * Counts a handle that was given back.
     *
     * @param kind its kind
     */
    void handleClosed(HandleKind kind);

    /**
     * Checks that handles can be used by this registration.
     *
     * @param handles handles that a client passed in
     * @throws RtmException {@code INVALID_HANDLE} if one was given back or belongs to another
     *     registration
     */
    void requireOwn(Collection<? extends Handle<?>> handles);

    /**
     * Returns the key of the destination that a handle refers to.
     *
     * @param destination a handle that a client passed in
     * @return the key
     * @throws RtmException {@code INVALID_HANDLE} if the handle was given back or belongs to
     *     another registration
     */
    ObservedDestination observed(org.rtm.api.Destination destination);

    /**
     * Reads a destination for the entity: an information that the entity owns, counted for this
     * registration, with the best routes of all.
     *
     * @param destination the destination; where there is none, the information has no routes
     * @param views for which views to tell
     * @param origin on whose behalf it was read: {@link #release} takes it back, and the array form
     *     for other informations refuses it
     * @return the information
     * @throws RtmException {@code INVALID_HANDLE} if the registration has ended
     */
    DestInfo read(ObservedDestination destination, ViewSet views, Object origin);

    /**
     * Gives informations back, all of them or none.
     *
     * @param infos the informations
     * @param origin on whose behalf they were read
     * @throws RtmException {@code INVALID_HANDLE} if one was given back before, is named twice, or
     *     is of another origin
     */
    void release(Collection<? extends DestInfo> infos, Object origin);

    /**
     * Runs something when the registration ends: after its gate closed, before {@code close()}
     * returns. At once if it has ended.
     *
     * @param action what to run; may not block
     * @return takes the action back when it is run, so that the registration no longer refers to it
     */
    Runnable onEnd(Runnable action);
}
