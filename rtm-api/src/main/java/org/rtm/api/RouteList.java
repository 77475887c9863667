package org.rtm.api;

import java.util.Collection;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A list of routes of its owner, in order of insertion (RTM_ROUTE_LIST_HANDLE). A route is in at
 * most one list. It leaves the list when it is deleted.
 */
@ProviderType
public interface RouteList extends AutoCloseable {
    /**
     * Moves routes to the end of this list, all of them or none (RtmInsertInRouteList). A route
     * that is in this list already keeps its place.
     *
     * @param routes routes of the caller; the handles stay with the caller
     * @throws RtmException {@code INVALID_HANDLE} if this list was deleted, its registration has
     *     ended, or a handle was given back or belongs to another registration; {@code
     *     ACCESS_DENIED} if a route belongs to another entity; {@code NOT_FOUND} if a route was
     *     deleted
     */
    void insert(Collection<? extends Route> routes);

    /**
     * Starts an enumeration of the list (RtmCreateRouteListEnum). It ends with an empty batch when
     * the list is deleted.
     *
     * @return the enumeration, owned by the caller
     * @throws RtmException {@code INVALID_HANDLE} if this list was deleted or its registration has
     *     ended
     */
    TableEnumeration<Route> enumerate();

    /**
     * Deletes the list (RtmDeleteRouteList). Its routes stay in the table. Does nothing after the
     * registration has ended.
     *
     * @throws RtmException {@code INVALID_HANDLE} if it was deleted before
     */
    @Override
    void close();
}
