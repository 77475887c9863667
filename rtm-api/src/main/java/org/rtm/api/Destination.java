package org.rtm.api;

import java.time.Duration;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A handle to a destination: a prefix with the routes to it (RTM_DEST_HANDLE). There is one
 * destination for a prefix; a handle sees the routes that come to it later too.
 */
@ProviderType
public interface Destination extends Handle<Destination> {
    /**
     * Returns the prefix.
     *
     * @return the prefix; readable also after this handle was given back
     */
    NetAddress address();

    /**
     * Tells what is known of this destination now (RtmGetDestInfo).
     *
     * @param protocol whose best route to report: {@link ProtocolId#BEST} for the best of all,
     *     {@link ProtocolId#THIS} for the best of the caller's protocol, or a protocol
     * @param views for which views to tell; {@link ViewSet#ANY} for no information by view
     * @return the information, owned by the caller; without routes where there are none
     * @throws RtmException {@code INVALID_HANDLE} if this handle was given back or its registration
     *     has ended; {@code NOT_SUPPORTED} if a view is not supported
     */
    DestInfo info(ProtocolId protocol, ViewSet views);

    /**
     * Finds the longest prefix that is shorter than this one and covers it
     * (RtmGetLessSpecificDestination). Repeated, it climbs to the default route.
     *
     * @param protocol whose best route to report, as in {@link #info}
     * @param views in which views to look, and for which to tell; {@link ViewSet#ANY} for all
     *     destinations
     * @return the information, owned by the caller; empty when no shorter prefix covers this one
     * @throws RtmException {@code INVALID_HANDLE} if this handle was given back or its registration
     *     has ended; {@code NOT_SUPPORTED} if a view is not supported
     */
    Optional<DestInfo> lessSpecific(ProtocolId protocol, ViewSet views);

    /**
     * Marks this destination, so that its last route in a view is held down when it goes
     * (RtmHoldDestination).
     *
     * <p>Marks combine: the views are united and the longest time counts for all of them. A view's
     * mark is used up when its hold begins. The mark belongs to the destination and outlives
     * whoever made it.
     *
     * @param views the views to hold the destination in
     * @param time how long to hold, more than zero; more than the configured longest is cut to it
     * @throws RtmException {@code INVALID_HANDLE} if this handle was given back or its registration
     *     has ended; {@code INVALID_PARAMETER} if the time is zero or negative or no view is named;
     *     {@code NOT_SUPPORTED} if a view is not supported
     */
    void hold(ViewSet views, Duration time);

    /**
     * Locks this destination and its routes (RtmLockDestination). Look-ups and enumerations go on
     * and see its last state; changes by anyone wait. Waits for conflicting locks of other
     * entities.
     *
     * @param mode shared or exclusive
     * @return the lock, owned by the caller
     * @throws RtmException {@code INVALID_HANDLE} if this handle was given back or its registration
     *     has ended, also while this waits; {@code POSSIBLE_DEADLOCK} if the same entity holds a
     *     conflicting lock
     */
    DestinationLock lock(LockMode mode);

    /**
     * Reads the caller's opaque slot in this destination (RtmGetOpaqueInformationPointer). Writing
     * takes a lock: {@link DestinationLock#setOpaque}.
     *
     * @return what the slot holds; empty when nothing was set
     * @throws RtmException {@code INVALID_HANDLE} if this handle was given back or its registration
     *     has ended; {@code NOT_FOUND} if the caller reserved no slot
     */
    Optional<Object> opaque();
}
