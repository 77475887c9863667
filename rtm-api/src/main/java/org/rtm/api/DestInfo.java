package org.rtm.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What a destination was at one moment (RTM_DEST_INFO). Whoever received it owns the handles in it,
 * and gives them back by closing it. Its values stay readable afterwards.
 */
@ProviderType
public interface DestInfo extends AutoCloseable {
    /**
     * Returns the destination (DestHandle).
     *
     * @return a handle that is given back with this information
     */
    Destination destination();

    /**
     * Returns the prefix (DestAddress).
     *
     * @return the prefix
     */
    NetAddress address();

    /**
     * Returns when anything about the destination's routes last changed (LastChanged).
     *
     * @return the time; of a destination that never had a route, when it came to be
     */
    Instant lastChanged();

    /**
     * Returns the views that the destination is in (BelongsToViews).
     *
     * @return the views of its routes, held ones not counted
     */
    ViewSet belongsToViews();

    /**
     * Returns the information by view (ViewInfo): one element for each view asked for, ascending,
     * also for views that the destination is not in.
     *
     * @return the elements, unmodifiable; none where {@link ViewSet#ANY} was asked for
     */
    List<ViewInfo> views();

    /**
     * Returns the information for one view.
     *
     * @param id the number of the view
     * @return the element; empty if the view was not asked for
     */
    Optional<ViewInfo> view(int id);

    /**
     * Gives back what is still open of the handles in this information, leaving out one that was
     * given back or consumed by itself (RtmReleaseDestInfo; RtmReleaseChangedDests for one that was
     * fetched as changed). Does nothing after the registration has ended.
     *
     * @throws RtmException {@code INVALID_HANDLE} if it was given back before
     */
    @Override
    void close();
}
