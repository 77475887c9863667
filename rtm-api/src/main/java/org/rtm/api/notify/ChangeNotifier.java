package org.rtm.api.notify;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.Resolution;
import org.rtm.api.RtmException;

/**
 * Tells registered entities what changes in their table: a service, for all instances. When it
 * stops, its registrations end; a client that registers with the next one and asks for a resync
 * misses no change.
 */
@ProviderType
public interface ChangeNotifier {
    /**
     * Registers for changes (RtmRegisterForChangeNotification). Counts changes from its return on.
     *
     * @param entity who wants to be told
     * @param request what of
     * @param listener whom to signal; empty for a client that fetches without being told
     * @return the registration, owned by the caller
     * @throws RtmException {@code INVALID_HANDLE} if the entity's registration or this notifier has
     *     ended; {@code NOT_SUPPORTED} if a view is not supported; {@code NO_SYSTEM_RESOURCES} if
     *     the table has as many registrations as are configured
     */
    ChangeRegistration register(
            EntityRegistration entity, ChangeRequest request, Optional<ChangeListener> listener);

    /**
     * Asks to be told when the way to an address changes, as {@link EntityRegistration#resolve}
     * finds it. Beyond RTMv2.
     *
     * @param entity who wants to be told
     *     <p>The answer holds for a whole range, so one tracking serves all addresses in it: when
     *     other routes come to be within, the range is another one, and the listener is told. Like
     *     changes, a change of a next hop alone is not told of until its owner updates its routes.
     * @param address the address, a host prefix
     * @param viewId the view to look in, 0 to 31
     * @param listener whom to tell: at once on the entity's lane, then whenever the answer changed
     * @return the tracking, owned by the caller
     * @throws RtmException {@code INVALID_HANDLE} if the entity's registration or this notifier has
     *     ended; {@code INVALID_PARAMETER} if the address is of another address family or no host
     *     prefix, or no view has such a number; {@code NOT_SUPPORTED} if the view is not supported
     */
    NextHopTracking track(
            EntityRegistration entity, NetAddress address, int viewId, TrackingListener listener);

    /** A tracked address. */
    @ProviderType
    interface NextHopTracking extends AutoCloseable {
        /**
         * Returns the answer that holds now, with the range of addresses for which it holds.
         *
         * @return the answer
         * @throws RtmException {@code INVALID_HANDLE} if this was closed, its entity's registration
         *     has ended, or the notifier has stopped
         */
        Resolution resolution();

        /**
         * Ends the tracking. Does nothing after the entity's registration has ended or the notifier
         * has stopped.
         *
         * @throws RtmException {@code INVALID_HANDLE} if it was closed before
         */
        @Override
        void close();
    }
}
