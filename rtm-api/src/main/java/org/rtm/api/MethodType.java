package org.rtm.api;

/**
 * The method types that RTMv2 names. They are bits; those of different protocols overlap. The lower
 * 16 bits are reserved for these.
 */
public final class MethodType {
    /** All methods that there are (METHOD_TYPE_ALL_METHODS). */
    public static final int ALL_METHODS = -1;

    /** The neighbour's address (METHOD_RIP2_NEIGHBOUR_ADDR). */
    public static final int RIP2_NEIGHBOUR_ADDR = 1;

    /** The outbound interface (METHOD_RIP2_OUTBOUND_INTF). */
    public static final int RIP2_OUTBOUND_INTF = 2;

    /** The route tag (METHOD_RIP2_ROUTE_TAG). */
    public static final int RIP2_ROUTE_TAG = 4;

    /** The time of a route (METHOD_RIP2_ROUTE_TIMESTAMP). */
    public static final int RIP2_ROUTE_TIMESTAMP = 8;

    /** The type of a route (METHOD_OSPF_ROUTE_TYPE). */
    public static final int OSPF_ROUTE_TYPE = 1;

    /** The metric of a route (METHOD_OSPF_ROUTE_METRIC). */
    public static final int OSPF_ROUTE_METRIC = 2;

    /** The type in the link-state database (METHOD_OSPF_LSDB_TYPE). */
    public static final int OSPF_LSDB_TYPE = 4;

    /** The route tag (METHOD_OSPF_ROUTE_TAG). */
    public static final int OSPF_ROUTE_TAG = 8;

    /** The area of a route (METHOD_OSPF_ROUTE_AREA). */
    public static final int OSPF_ROUTE_AREA = 0x10;

    /** The forwarding address (METHOD_OSPF_FWD_ADDRESS). */
    public static final int OSPF_FWD_ADDRESS = 0x20;

    /** The path of autonomous systems (METHOD_BGP4_AS_PATH). */
    public static final int BGP4_AS_PATH = 1;

    /** The peer (METHOD_BGP4_PEER_ID). */
    public static final int BGP4_PEER_ID = 2;

    /** The origin (METHOD_BGP4_PA_ORIGIN). */
    public static final int BGP4_PA_ORIGIN = 4;

    /** The next hop (METHOD_BGP4_NEXTHOP_ATTR). */
    public static final int BGP4_NEXTHOP_ATTR = 8;

    private MethodType() {}
}
