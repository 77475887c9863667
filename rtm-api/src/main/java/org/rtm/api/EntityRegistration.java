package org.rtm.api;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An entity's own side of the table: all that starts from nothing starts here (the handle that
 * RtmRegisterEntity returns).
 *
 * <p>Every method but {@link #info()}, {@link #profile()}, {@link #handleCounts()} and {@link
 * #close()} gives {@code INVALID_HANDLE} after the registration has ended. It ends when it is
 * closed, when the bundle that registered stops, when its table or instance is removed from the
 * configuration, and when the provider of the table stops.
 */
@ProviderType
public interface EntityRegistration extends AutoCloseable {
    /** The number that RTMv2 gives to {@link #resumeMethods()} (RTM_RESUME_METHODS). */
    int RESUME_METHODS = 0;

    /** The number that RTMv2 gives to {@link #blockMethods()} (RTM_BLOCK_METHODS). */
    int BLOCK_METHODS = 1;

    /**
     * Tells who this entity is.
     *
     * @return the information, the instance always present
     */
    EntityInfo info();

    /**
     * Returns the limits that hold for this registration (RTM_REGN_PROFILE).
     *
     * @return the profile
     */
    RegistrationProfile profile();

    /**
     * Returns a handle to this entity itself.
     *
     * @return a new handle, owned by the caller
     */
    Entity entity();

    /**
     * Returns all entities of the table, this one included (RtmGetRegisteredEntities).
     *
     * @return the entities by protocol and protocol instance, owned by the caller
     */
    Batch<Entity> entities();

    /**
     * Adds a next hop, or updates the one with the same address and interface (RtmAddNextHop).
     *
     * @param info the next hop
     * @return what was done
     * @throws RtmException {@code INVALID_PARAMETER} if the address is not a host address of this
     *     family, or a destination is named for a next hop that is not remote; {@code
     *     INVALID_HANDLE} if that destination's handle was given back or belongs to another
     *     registration
     */
    NextHopChange addNextHop(NextHopInfo info);

    /**
     * Finds a next hop of this entity (RtmFindNextHop).
     *
     * @param address its address
     * @param interfaceIndex its interface
     * @return a handle, owned by the caller; empty if this entity has no such next hop
     */
    Optional<NextHop> findNextHop(NetAddress address, int interfaceIndex);

    /**
     * Deletes a next hop of this entity by its identity (RtmDeleteNextHop with information).
     * Handles to it stay the caller's.
     *
     * @param address its address
     * @param interfaceIndex its interface
     * @throws RtmException {@code NOT_FOUND} if this entity has no such next hop
     */
    void deleteNextHop(NetAddress address, int interfaceIndex);

    /**
     * Starts an enumeration of this entity's next hops, by address, then interface
     * (RtmCreateNextHopEnum).
     *
     * @param range which of them
     * @return the enumeration, owned by the caller
     * @throws RtmException {@code INVALID_PARAMETER} if the range is of another address family
     */
    TableEnumeration<NextHop> enumerateNextHops(EnumRange range);

    /**
     * Adds a route, or updates the one to the same destination with the same neighbour
     * (RtmAddRouteToDest).
     *
     * <p>An update replaces all that the owner says of the route, and its time to live. Where
     * several routes are equal, the best of them is updated. The change is pending for every
     * interested registration before this returns.
     *
     * @param destination the prefix
     * @param info what to say of the route
     * @param options time to live, list, and which route to update
     * @return what was done
     * @throws RtmException {@code INVALID_PARAMETER} if the prefix is of another address family,
     *     the views are none, the next hops are more than the profile allows, the time to live is
     *     zero or negative, or the two options about which route to update are both set; {@code
     *     NOT_SUPPORTED} if a view is not supported; {@code INVALID_HANDLE} if a handle was given
     *     back, belongs to another registration, or refers to a deleted next hop; {@code
     *     ACCESS_DENIED} if a next hop belongs to another entity; {@code ALREADY_EXISTS} if the
     *     update makes the route equal to another one of this entity; {@code NO_SYSTEM_RESOURCES}
     *     if a configured limit is reached
     */
    RouteChange addRoute(NetAddress destination, RouteInfo info, AddRouteOptions options);

    /**
     * Adds a route, or updates the equal one, to live until it is deleted.
     *
     * @param destination the prefix
     * @param info what to say of the route
     * @return what was done
     * @throws RtmException as {@link #addRoute(NetAddress, RouteInfo, AddRouteOptions)} says
     */
    default RouteChange addRoute(NetAddress destination, RouteInfo info) {
        return addRoute(destination, info, AddRouteOptions.NONE);
    }

    /**
     * Finds a route to a prefix (RtmGetExactMatchRoute). Of several that match, the best.
     *
     * @param destination the prefix
     * @param criteria which route
     * @param views only routes in one of these; {@link ViewSet#ANY} for all, held ones included
     * @return a handle, owned by the caller; empty if no route matches
     * @throws RtmException {@code INVALID_PARAMETER} if the prefix is of another address family;
     *     {@code NOT_SUPPORTED} if a view is not supported; {@code INVALID_HANDLE} if a handle in
     *     the criteria was given back or belongs to another registration
     */
    Optional<Route> exactMatchRoute(NetAddress destination, RouteCriteria criteria, ViewSet views);

    /**
     * Starts an enumeration of routes, by destination, best first (RtmCreateRouteEnum).
     *
     * @param query which of them
     * @return the enumeration, owned by the caller
     * @throws RtmException {@code INVALID_PARAMETER} if the range is of another address family;
     *     {@code NOT_SUPPORTED} if a view is not supported; {@code INVALID_HANDLE} if a handle in
     *     the query was given back or belongs to another registration
     */
    TableEnumeration<Route> enumerateRoutes(RouteQuery query);

    /**
     * Finds the destination of a prefix (RtmGetExactMatchDestination).
     *
     * @param destination the prefix
     * @param protocol whose best route to report, as {@link Destination#info} says
     * @param views in which views to look, and for which to tell; {@link ViewSet#ANY} for all
     *     destinations, those that are only held down included
     * @return the information, owned by the caller; empty if there is no such destination
     * @throws RtmException {@code INVALID_PARAMETER} if the prefix is of another address family;
     *     {@code NOT_SUPPORTED} if a view is not supported
     */
    Optional<DestInfo> exactMatch(NetAddress destination, ProtocolId protocol, ViewSet views);

    /**
     * Finds the longest prefix that covers a given one, itself included
     * (RtmGetMostSpecificDestination).
     *
     * @param destination an address or a prefix
     * @param protocol whose best route to report, as {@link Destination#info} says
     * @param views in which views to look, and for which to tell; {@link ViewSet#ANY} for all
     *     destinations
     * @return the information, owned by the caller; empty if nothing covers the prefix
     * @throws RtmException {@code INVALID_PARAMETER} if the prefix is of another address family;
     *     {@code NOT_SUPPORTED} if a view is not supported
     */
    Optional<DestInfo> mostSpecific(NetAddress destination, ProtocolId protocol, ViewSet views);

    /**
     * Finds the longest prefix that covers a given one in the unicast view, and its best route.
     *
     * @param destination an address or a prefix
     * @return the information, owned by the caller; empty if nothing covers the prefix
     * @throws RtmException as {@link #mostSpecific(NetAddress, ProtocolId, ViewSet)} says
     */
    default Optional<DestInfo> mostSpecific(NetAddress destination) {
        return mostSpecific(destination, ProtocolId.BEST, ViewSet.UNICAST);
    }

    /**
     * Starts an enumeration of destinations, in the order of {@link NetAddress}
     * (RtmCreateDestEnum).
     *
     * @param query which of them
     * @return the enumeration, owned by the caller
     * @throws RtmException {@code INVALID_PARAMETER} if the range is of another address family;
     *     {@code NOT_SUPPORTED} if a view is not supported
     */
    TableEnumeration<DestInfo> enumerateDestinations(DestinationQuery query);

    /**
     * Creates an empty list of routes (RtmCreateRouteList).
     *
     * @return the list, owned by the caller
     */
    RouteList createRouteList();

    /**
     * Takes routes off the lists that they are in, all of them or none (RtmInsertInRouteList
     * without a list).
     *
     * @param routes routes of the caller; the handles stay with the caller
     * @throws RtmException as {@link RouteList#insert} says
     */
    void removeFromRouteLists(Collection<? extends Route> routes);

    /**
     * Holds new invocations of this entity's methods, and waits for the running ones
     * (RtmBlockMethods with RTM_BLOCK_METHODS). A switch, not a counter.
     *
     * @throws RtmException {@code POSSIBLE_DEADLOCK} if this thread runs a method of this entity
     */
    void blockMethods();

    /**
     * Lets invocations of this entity's methods go on (RtmBlockMethods with RTM_RESUME_METHODS).
     */
    void resumeMethods();

    /**
     * Is refused: blocking the methods for one destination, route or next hop is not supported
     * (RtmBlockMethods with a target).
     *
     * @param target what to block the methods for
     * @throws RtmException {@code NOT_SUPPORTED} always
     */
    void blockMethods(Handle<?> target);

    /**
     * Finds what can forward packets to an address, following remote next hops through the table.
     * Beyond RTMv2.
     *
     * @param address the address, a host prefix
     * @param viewId the view to look in, 0 to 31
     * @return the answer, which says so where there is no way
     * @throws RtmException {@code INVALID_PARAMETER} if the address is of another address family or
     *     no host prefix, or no view has such a number; {@code NOT_SUPPORTED} if the view is not
     *     supported; {@code INVALID_HANDLE} if this registration has ended
     */
    Resolution resolve(NetAddress address, int viewId);

    /**
     * Makes a further handle to each of some objects, of any kinds, for all of them or none
     * (RtmReferenceHandles).
     *
     * @param handles the handles
     * @return the new handles in the same order, owned by the caller
     * @throws RtmException {@code INVALID_HANDLE} if a handle was given back or belongs to another
     *     registration
     */
    List<Handle<?>> reference(Collection<? extends Handle<?>> handles);

    /**
     * Gives handles back, of any kinds, all of them or none (RtmReleaseEntities, RtmReleaseRoutes,
     * RtmReleaseNextHops).
     *
     * @param handles the handles
     * @throws RtmException {@code INVALID_HANDLE} if a handle was given back before, is named
     *     twice, was consumed, or belongs to another registration
     */
    void release(Collection<? extends Handle<?>> handles);

    /**
     * Gives destination informations back, all of them or none (RtmReleaseDests). Those that were
     * fetched as changed are given back to their registration for changes.
     *
     * @param infos the informations
     * @throws RtmException {@code INVALID_HANDLE} if one was given back before, is named twice,
     *     belongs to another registration, or was fetched as changed
     */
    void releaseDestinations(Collection<? extends DestInfo> infos);

    /**
     * Says whether the registration stands. It may end at any time, as when its instance or its
     * table goes ({@link EntityListener#registrationEnded}). Beyond RTMv2.
     *
     * @return {@code false} once it is ending or has ended, and every other call is refused
     */
    boolean isOpen();

    /**
     * Says that all routes have been added again after a retained registration was taken up, so
     * what is still stale can be deleted: routes, and next hops that no route lists. Without
     * retained routes it does nothing. Beyond RTMv2.
     */
    void refreshComplete();

    /**
     * Ends the registration as {@link #close()} does, and takes the routes and next hops out of the
     * table even where retention was asked for. Beyond RTMv2.
     */
    void withdraw();

    /**
     * Counts the handles that were handed out to this registration and not given back.
     *
     * @return a count for every kind
     */
    Map<HandleKind, Long> handleCounts();

    /**
     * Ends the registration (RtmDeregisterEntity): refuses new calls, waits for a bounded time for
     * methods and call-backs that run on other threads, and gives back all that the entity held.
     * Where retention was asked for, routes and next hops stay for that time. Does nothing if the
     * registration has ended or another thread is ending it.
     */
    @Override
    void close();
}
