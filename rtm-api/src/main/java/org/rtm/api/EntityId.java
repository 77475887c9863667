package org.rtm.api;

import java.util.Objects;

/**
 * Which protocol an entity is, and which instance of it (RTM_ENTITY_ID).
 *
 * @param protocol the protocol (EntityProtocolId)
 * @param protocolInstance the instance of the protocol, as an unsigned int (EntityInstanceId)
 */
public record EntityId(ProtocolId protocol, int protocolInstance) implements Comparable<EntityId> {
    /**
     * Makes an identifier.
     *
     * @param protocol the protocol
     * @param protocolInstance the instance of the protocol
     */
    public EntityId {
        Objects.requireNonNull(protocol);
    }

    /**
     * Makes an identifier from one number.
     *
     * @param number protocol in the lower, instance in the upper 32 bits
     * @return the identifier
     */
    public static EntityId of(long number) {
        return new EntityId(new ProtocolId((int) number), (int) (number >>> 32));
    }

    /**
     * Returns both parts as one number (the member EntityId of the union).
     *
     * @return protocol in the lower, instance in the upper 32 bits
     */
    public long number() {
        return Integer.toUnsignedLong(protocolInstance) << 32
                | Integer.toUnsignedLong(protocol.number());
    }

    @Override
    public int compareTo(EntityId other) {
        int order = protocol.compareTo(other.protocol);
        return order != 0
                ? order
                : Integer.compareUnsigned(protocolInstance, other.protocolInstance);
    }

    /**
     * Returns protocol and instance.
     *
     * @return for example {@code RIP-1}
     */
    @Override
    public String toString() {
        return protocol + "-" + Integer.toUnsignedString(protocolInstance);
    }
}
