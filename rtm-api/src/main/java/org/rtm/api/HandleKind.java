package org.rtm.api;

/** The kinds of handles that the RTM hands out and counts. */
public enum HandleKind {
    /** An {@link Entity} (RTM_ENTITY_HANDLE). */
    ENTITY,
    /** A {@link Destination} (RTM_DEST_HANDLE). */
    DESTINATION,
    /** A {@link Route} (RTM_ROUTE_HANDLE). */
    ROUTE,
    /** A {@link NextHop} (RTM_NEXTHOP_HANDLE). */
    NEXT_HOP,
    /** A {@link TableEnumeration} (RTM_ENUM_HANDLE). */
    ENUMERATION,
    /** A {@link RouteList} (RTM_ROUTE_LIST_HANDLE). */
    ROUTE_LIST,
    /** A registration for changes (RTM_NOTIFY_HANDLE). */
    CHANGE_REGISTRATION,
    /** A tracked address. RTMv2 has no handle for it. */
    TRACKING,
    /** A lock on a destination, route or next hop. RTMv2 has no handle for it. */
    LOCK
}
