package org.rtm.api.notify;

import java.util.Collection;
import org.osgi.annotation.versioning.ProviderType;
import org.rtm.api.DestInfo;
import org.rtm.api.Destination;
import org.rtm.api.NetAddress;
import org.rtm.api.RtmException;

/**
 * What is pending for a client that asked to be told of changes (RTM_NOTIFY_HANDLE).
 *
 * <p>A destination that changed is pending once, in the order of its first change, and before the
 * call that changed it returns. Fetching takes it out, and reads what it is at that moment; a later
 * change puts it back.
 *
 * <p>Every method but {@link #request()} gives {@code INVALID_HANDLE} after this was closed, its
 * entity's registration has ended, or the notifier has stopped; {@link #close()} only after it was
 * closed itself.
 */
@ProviderType
public interface ChangeRegistration extends AutoCloseable {
    /**
     * Returns what was asked for, the context included.
     *
     * @return the request
     */
    ChangeRequest request();

    /**
     * Takes pending destinations out (RtmGetChangedDests). Works with and without a signal. A
     * destination that was withdrawn comes too, without a best route.
     *
     * @param most how many at the most: 1 to what the profile says
     * @return the destinations with the best routes of all in the views asked for, owned by the
     *     caller; empty when nothing is pending and no resync is under way. The batch that
     *     completes a resync may be empty
     * @throws RtmException {@code INVALID_PARAMETER} if the number is out of range
     */
    ChangedDests fetch(int most);

    /**
     * Gives fetched informations back, all of them or none (RtmReleaseChangedDests).
     *
     * @param infos informations that this registration returned
     * @throws RtmException {@code INVALID_HANDLE} if one was given back before, is named twice, or
     *     came from elsewhere
     */
    void release(Collection<? extends DestInfo> infos);

    /**
     * Drops what is pending for some destinations, and nothing later (RtmIgnoreChangedDests).
     *
     * @param destinations the destinations; the handles stay with the caller
     * @throws RtmException {@code INVALID_HANDLE} if a handle was given back or belongs to another
     *     registration; then nothing is dropped
     */
    void ignore(Collection<? extends Destination> destinations);

    /**
     * Says whether a change is pending (RtmGetChangeStatus).
     *
     * @param destination the destination
     * @return true until the change is fetched or ignored
     * @throws RtmException {@code INVALID_HANDLE} if the handle was given back or belongs to
     *     another registration
     */
    boolean isPending(Destination destination);

    /**
     * Marks a destination (RtmMarkDestForChangeNotification). A mark belongs to this registration
     * and the prefix: it outlives the destination, and counts again when that returns. Without
     * effect where all destinations count.
     *
     * @param destination the destination
     * @throws RtmException {@code INVALID_HANDLE} if the handle was given back or belongs to
     *     another registration
     */
    void mark(Destination destination);

    /**
     * Marks a prefix, whether or not there is a destination. Beyond RTMv2.
     *
     * @param destination the prefix
     * @throws RtmException {@code INVALID_PARAMETER} if it is of another address family
     */
    void mark(NetAddress destination);

    /**
     * Removes a mark, and drops what is pending for the destination if only marked ones count.
     *
     * @param destination the destination
     * @throws RtmException {@code INVALID_HANDLE} if the handle was given back or belongs to
     *     another registration
     */
    void unmark(Destination destination);

    /**
     * Removes a mark by prefix. Beyond RTMv2.
     *
     * @param destination the prefix
     * @throws RtmException {@code INVALID_PARAMETER} if it is of another address family
     */
    void unmark(NetAddress destination);

    /**
     * Says whether a destination is marked (RtmIsMarkedForChangeNotification).
     *
     * @param destination the destination
     * @return true if it is
     * @throws RtmException {@code INVALID_HANDLE} if the handle was given back or belongs to
     *     another registration
     */
    boolean isMarked(Destination destination);

    /**
     * Says whether a prefix is marked. Beyond RTMv2.
     *
     * @param destination the prefix
     * @return true if it is
     * @throws RtmException {@code INVALID_PARAMETER} if it is of another address family
     */
    boolean isMarked(NetAddress destination);

    /**
     * Ends the registration (RtmDeregisterFromChangeNotification). What is pending is dropped; what
     * was fetched stays readable until it is given back. Does nothing after the entity's
     * registration has ended or the notifier has stopped.
     *
     * @throws RtmException {@code INVALID_HANDLE} if it was closed before
     */
    @Override
    void close();
}
