package org.rtm.impl.table;

import java.util.Map;
import java.util.TreeMap;
import org.rtm.api.EntityId;
import org.rtm.api.ProtocolId;

/**
 * Which preference the routes of a protocol have unless they bring one.
 *
 * @param byProtocol the preferences that differ from the defaults, unsigned ints greater than 0
 */
public record Preferences(Map<ProtocolId, Integer> byProtocol) {
    private static final int OF_OTHER_PROTOCOLS = 250;

    private static final Map<ProtocolId, Integer> BY_DEFAULT =
            Map.of(
                    ProtocolId.LOCAL, 1,
                    ProtocolId.NT_STATIC, 3,
                    ProtocolId.NT_STATIC_NON_DOD, 5,
                    ProtocolId.NT_AUTOSTATIC, 7,
                    ProtocolId.NETMGMT, 10,
                    ProtocolId.BGP, 15,
                    ProtocolId.BGP_INTERNAL, 200,
                    ProtocolId.OSPF, 110,
                    ProtocolId.RIP, 120);

    /** Makes preferences. */
    public Preferences {
        byProtocol = Map.copyOf(byProtocol);
    }

    /** The preference of an entity's routes, an unsigned int. */
    public int of(EntityId entity) {
        Integer preference = byProtocol.get(entity.protocol());
        if (preference == null) {
            preference = BY_DEFAULT.getOrDefault(entity.protocol(), OF_OTHER_PROTOCOLS);
        }
        return preference;
    }

    /** The preferences of all protocols that have one of their own, by protocol. */
    public Map<ProtocolId, Integer> all() {
        Map<ProtocolId, Integer> all = new TreeMap<>(BY_DEFAULT);
        all.putAll(byProtocol);
        return all;
    }
}
