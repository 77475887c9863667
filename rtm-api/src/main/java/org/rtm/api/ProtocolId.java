package org.rtm.api;

import java.util.Map;

/**
 * The number of a routing protocol, 32 bits, unsigned (the PROTO_IP_ constants and
 * EntityProtocolId). Which preference a protocol's routes have is configured by this number.
 *
 * @param number the number, as an unsigned int
 */
public record ProtocolId(int number) implements Comparable<ProtocolId> {
    /** The type of unicast protocols (PROTO_TYPE_UCAST). */
    public static final int PROTO_TYPE_UCAST = 0;

    /** The type of multicast protocols (PROTO_TYPE_MCAST). */
    public static final int PROTO_TYPE_MCAST = 1;

    /** A type for what is neither of the two (PROTO_TYPE_MS0). */
    public static final int PROTO_TYPE_MS0 = 2;

    /** A type that no protocol named here has (PROTO_TYPE_MS1). */
    public static final int PROTO_TYPE_MS1 = 3;

    /** The vendor number with which a number made of three is the plain one (PROTO_VENDOR_MS0). */
    public static final int PROTO_VENDOR_MS0 = 0x0000;

    /** Microsoft's vendor number (PROTO_VENDOR_MS1). */
    public static final int PROTO_VENDOR_MS1 = 0x137;

    /** The vendor number that no vendor has (PROTO_VENDOR_MS2). */
    public static final int PROTO_VENDOR_MS2 = 0x3FFF;

    /**
     * In a look-up: the best route, whichever its protocol (RTM_BEST_PROTOCOL). Nobody can register
     * with it.
     */
    public static final ProtocolId BEST = new ProtocolId(0);

    /**
     * In a look-up: the best route of the caller's own protocol (RTM_THIS_PROTOCOL). Nobody can
     * register with it.
     */
    public static final ProtocolId THIS = new ProtocolId(-1);

    /** None of the others (PROTO_IP_OTHER). */
    public static final ProtocolId OTHER = new ProtocolId(1);

    /** The router's own interfaces (PROTO_IP_LOCAL). */
    public static final ProtocolId LOCAL = new ProtocolId(2);

    /** Static routes set by network management (PROTO_IP_NETMGMT). */
    public static final ProtocolId NETMGMT = new ProtocolId(3);

    /** ICMP redirects (PROTO_IP_ICMP). */
    public static final ProtocolId ICMP = new ProtocolId(4);

    /** EGP (PROTO_IP_EGP). */
    public static final ProtocolId EGP = new ProtocolId(5);

    /** GGP (PROTO_IP_GGP). */
    public static final ProtocolId GGP = new ProtocolId(6);

    /** HELLO (PROTO_IP_HELLO). */
    public static final ProtocolId HELLO = new ProtocolId(7);

    /** RIP (PROTO_IP_RIP). */
    public static final ProtocolId RIP = new ProtocolId(8);

    /** IS-IS (PROTO_IP_IS_IS). */
    public static final ProtocolId IS_IS = new ProtocolId(9);

    /** ES-IS (PROTO_IP_ES_IS). */
    public static final ProtocolId ES_IS = new ProtocolId(10);

    /** Cisco IGRP (PROTO_IP_CISCO). */
    public static final ProtocolId CISCO = new ProtocolId(11);

    /** BBN SPF IGP (PROTO_IP_BBN). */
    public static final ProtocolId BBN = new ProtocolId(12);

    /** OSPF (PROTO_IP_OSPF). */
    public static final ProtocolId OSPF = new ProtocolId(13);

    /** BGP (PROTO_IP_BGP), routes from outside the autonomous system. */
    public static final ProtocolId BGP = new ProtocolId(14);

    /**
     * BGP, routes from inside the autonomous system. RTMv2 has no number for it, only a preference.
     */
    public static final ProtocolId BGP_INTERNAL = of(PROTO_TYPE_UCAST, PROTO_VENDOR_MS2, 14);

    /** IDPR (PROTO_IP_IDPR). */
    public static final ProtocolId IDPR = new ProtocolId(15);

    /** Cisco EIGRP (PROTO_IP_EIGRP). */
    public static final ProtocolId EIGRP = new ProtocolId(16);

    /** DVMRP (PROTO_IP_DVMRP). */
    public static final ProtocolId DVMRP = new ProtocolId(17);

    /** RPL (PROTO_IP_RPL). */
    public static final ProtocolId RPL = new ProtocolId(18);

    /** Routes that DHCP configured (PROTO_IP_DHCP). */
    public static final ProtocolId DHCP = new ProtocolId(19);

    /** VRRP (PROTO_IP_VRRP). */
    public static final ProtocolId VRRP = new ProtocolId(112);

    /** DHCP for IPv6 (PROTO_IPV6_DHCP). */
    public static final ProtocolId IPV6_DHCP = new ProtocolId(999);

    /** BOOTP (PROTO_IP_BOOTP). */
    public static final ProtocolId BOOTP = new ProtocolId(9999);

    /** The router manager itself (IPRTRMGR_PID). */
    public static final ProtocolId IPRTRMGR = new ProtocolId(10000);

    /** Routes learned by a protocol, then made static (PROTO_IP_NT_AUTOSTATIC). */
    public static final ProtocolId NT_AUTOSTATIC = new ProtocolId(10002);

    /** The DNS proxy (PROTO_IP_DNS_PROXY). */
    public static final ProtocolId DNS_PROXY = new ProtocolId(10003);

    /** The DHCP allocator (PROTO_IP_DHCP_ALLOCATOR). */
    public static final ProtocolId DHCP_ALLOCATOR = new ProtocolId(10004);

    /** Address translation (PROTO_IP_NAT). */
    public static final ProtocolId NAT = new ProtocolId(10005);

    /** Static routes (PROTO_IP_NT_STATIC). */
    public static final ProtocolId NT_STATIC = new ProtocolId(10006);

    /** Static routes that never start a dial-on-demand connection (PROTO_IP_NT_STATIC_NON_DOD). */
    public static final ProtocolId NT_STATIC_NON_DOD = new ProtocolId(10007);

    /** Differentiated services (PROTO_IP_DIFFSERV). */
    public static final ProtocolId DIFFSERV = new ProtocolId(10008);

    /** The multicast group manager (PROTO_IP_MGM). */
    public static final ProtocolId MGM = new ProtocolId(10009);

    /** The application gateway (PROTO_IP_ALG). */
    public static final ProtocolId ALG = new ProtocolId(10010);

    /** H.323 (PROTO_IP_H323). */
    public static final ProtocolId H323 = new ProtocolId(10011);

    /** FTP (PROTO_IP_FTP). */
    public static final ProtocolId FTP = new ProtocolId(10012);

    /** DTP (PROTO_IP_DTP). */
    public static final ProtocolId DTP = new ProtocolId(10013);

    /** BGP, by type and vendor (MS_IP_BGP). */
    public static final ProtocolId MS_IP_BGP = of(PROTO_TYPE_UCAST, PROTO_VENDOR_MS1, 14);

    /** MSDP, by type and vendor, whose plain number is that of IS-IS (MS_IP_MSDP). */
    public static final ProtocolId MS_IP_MSDP = of(PROTO_TYPE_MCAST, PROTO_VENDOR_MS1, 9);

    /** IGMP, by type and vendor, whose plain number is that of ES-IS (MS_IP_IGMP). */
    public static final ProtocolId MS_IP_IGMP = of(PROTO_TYPE_MCAST, PROTO_VENDOR_MS1, 10);

    /** BGMP, by type and vendor, whose plain number is that of IGRP (MS_IP_BGMP). */
    public static final ProtocolId MS_IP_BGMP = of(PROTO_TYPE_MCAST, PROTO_VENDOR_MS1, 11);

    /** VRRP, by type and vendor (MS_IP_VRRP). */
    public static final ProtocolId MS_IP_VRRP = of(PROTO_TYPE_MS0, PROTO_VENDOR_MS1, 112);

    /** The DNS proxy, by type and vendor (MS_IP_DNS_PROXY). */
    public static final ProtocolId MS_IP_DNS_PROXY = of(PROTO_TYPE_MS0, PROTO_VENDOR_MS1, 10003);

    /** The DHCP allocator, by type and vendor (MS_IP_DHCP_ALLOCATOR). */
    public static final ProtocolId MS_IP_DHCP_ALLOCATOR =
            of(PROTO_TYPE_MS0, PROTO_VENDOR_MS1, 10004);

    /** Address translation, by type and vendor (MS_IP_NAT). */
    public static final ProtocolId MS_IP_NAT = of(PROTO_TYPE_MS0, PROTO_VENDOR_MS1, 10005);

    /** Differentiated services, by type and vendor (MS_IP_DIFFSERV). */
    public static final ProtocolId MS_IP_DIFFSERV = of(PROTO_TYPE_MS0, PROTO_VENDOR_MS1, 10008);

    /** The multicast group manager, by type and vendor (MS_IP_MGM). */
    public static final ProtocolId MS_IP_MGM = of(PROTO_TYPE_MS0, PROTO_VENDOR_MS1, 10009);

    /** The application gateway, by type and vendor (MS_IP_ALG). */
    public static final ProtocolId MS_IP_ALG = of(PROTO_TYPE_MS0, PROTO_VENDOR_MS1, 10010);

    /** H.323, by type and vendor (MS_IP_H323). */
    public static final ProtocolId MS_IP_H323 = of(PROTO_TYPE_MS0, PROTO_VENDOR_MS1, 10011);

    /** FTP, by type and vendor (MS_IP_FTP). */
    public static final ProtocolId MS_IP_FTP = of(PROTO_TYPE_MS0, PROTO_VENDOR_MS1, 10012);

    /** DTP, by type and vendor (MS_IP_DTP). */
    public static final ProtocolId MS_IP_DTP = of(PROTO_TYPE_MS0, PROTO_VENDOR_MS1, 10013);

    private static final Map<Integer, String> NAMES =
            Map.ofEntries(
                    Map.entry(1, "OTHER"),
                    Map.entry(2, "LOCAL"),
                    Map.entry(3, "NETMGMT"),
                    Map.entry(4, "ICMP"),
                    Map.entry(5, "EGP"),
                    Map.entry(6, "GGP"),
                    Map.entry(7, "HELLO"),
                    Map.entry(8, "RIP"),
                    Map.entry(9, "IS-IS"),
                    Map.entry(10, "ES-IS"),
                    Map.entry(11, "CISCO"),
                    Map.entry(12, "BBN"),
                    Map.entry(13, "OSPF"),
                    Map.entry(14, "BGP"),
                    Map.entry(BGP_INTERNAL.number, "BGP-INTERNAL"),
                    Map.entry(15, "IDPR"),
                    Map.entry(16, "EIGRP"),
                    Map.entry(17, "DVMRP"),
                    Map.entry(18, "RPL"),
                    Map.entry(19, "DHCP"),
                    Map.entry(112, "VRRP"),
                    Map.entry(9999, "BOOTP"),
                    Map.entry(10002, "AUTOSTATIC"),
                    Map.entry(10006, "STATIC"),
                    Map.entry(10007, "STATIC-NON-DOD"));

    /**
     * Makes a number from type, vendor and protocol (PROTOCOL_ID). Bits that do not fit are left
     * out, as RTMv2 does.
     *
     * @param type the type, 2 bits (PROTO_TYPE_)
     * @param vendor the vendor, 14 bits (PROTO_VENDOR_)
     * @param protocol the protocol, 16 bits
     * @return the number made of the three
     */
    public static ProtocolId of(int type, int vendor, int protocol) {
        return new ProtocolId((type & 3) << 30 | (vendor & 0x3FFF) << 16 | protocol & 0xFFFF);
    }

    /**
     * Finds a protocol by its name or number, as operators and configurations write it.
     *
     * @param text a name, in any case, such as {@code rip}, or an unsigned number
     * @return the protocol
     * @throws RtmException {@code INVALID_PARAMETER}, quoting the text, if it is neither
     */
    public static ProtocolId parse(String text) {
        for (Map.Entry<Integer, String> entry : NAMES.entrySet()) {
            if (entry.getValue().equalsIgnoreCase(text)) {
                return new ProtocolId(entry.getKey());
            }
        }
        try {
            return new ProtocolId(Integer.parseUnsignedInt(text));
        } catch (NumberFormatException e) {
            throw RtmStatus.INVALID_PARAMETER.because(
                    "'%s' is not a protocol: neither a number nor one of %s",
                    text, NAMES.values().stream().sorted().toList());
        }
    }

    /**
     * Returns the type in a number made of three parts (TYPE_FROM_PROTO_ID).
     *
     * @return 0 to 3
     */
    public int type() {
        return number >>> 30;
    }

    /**
     * Returns the vendor in a number made of three parts (VENDOR_FROM_PROTO_ID).
     *
     * @return 0 to 16383
     */
    public int vendor() {
        return number >>> 16 & 0x3FFF;
    }

    /**
     * Returns the protocol in a number made of three parts (PROTO_FROM_PROTO_ID).
     *
     * @return 0 to 65535
     */
    public int protocol() {
        return number & 0xFFFF;
    }

    @Override
    public int compareTo(ProtocolId other) {
        return Integer.compareUnsigned(number, other.number);
    }

    /**
     * Returns the name of a known protocol, else the number.
     *
     * @return for example {@code RIP}
     */
    @Override
    public String toString() {
        String name = NAMES.get(number);
        return name != null ? name : Integer.toUnsignedString(number);
    }
}
