package org.rtm.api;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * Who an entity is and to which table it belongs (RTM_ENTITY_INFO). Holds no handle: nothing is to
 * be given back (RtmReleaseEntityInfo has no counterpart).
 *
 * @param instance the virtual router, 0 to 65535 (RtmInstanceId); absent in a registration means
 *     that of the service called
 * @param family the address family (AddressFamily)
 * @param id the identity within the table
 * @param name what operators see
 */
public record EntityInfo(OptionalInt instance, AddressFamily family, EntityId id, String name) {
    /** The highest number that an instance can have. */
    public static final int MAX_INSTANCE = 65535;

    /**
     * Makes an information.
     *
     * @param instance the virtual router
     * @param family the address family
     * @param id the identity within the table
     * @param name what operators see
     * @throws RtmException {@code INVALID_PARAMETER} if the instance is out of range or the name is
     *     blank
     */
    public EntityInfo {
        Objects.requireNonNull(family);
        Objects.requireNonNull(id);
        if (instance.isPresent()
                && (instance.getAsInt() < 0 || instance.getAsInt() > MAX_INSTANCE)) {
            throw RtmStatus.INVALID_PARAMETER.because(
                    "%d is not an instance; allowed are 0 to %d",
                    instance.getAsInt(), MAX_INSTANCE);
        }
        if (name.isBlank()) {
            throw RtmStatus.INVALID_PARAMETER.because("the name of entity %s is blank", id);
        }
    }

    /**
     * Describes an entity of the instance whose service is called, named by its protocol and
     * protocol instance.
     *
     * @param family the address family
     * @param protocol the protocol
     * @param protocolInstance the instance of the protocol
     * @return the information
     */
    public static EntityInfo of(AddressFamily family, ProtocolId protocol, int protocolInstance) {
        EntityId id = new EntityId(protocol, protocolInstance);
        return new EntityInfo(OptionalInt.empty(), family, id, id.toString());
    }

    /**
     * Returns a copy for a certain instance.
     *
     * @param number the virtual router, 0 to 65535
     * @return the copy
     * @throws RtmException {@code INVALID_PARAMETER} if the number is out of range
     */
    public EntityInfo inInstance(int number) {
        return new EntityInfo(OptionalInt.of(number), family, id, name);
    }

    /**
     * Returns a copy with a name for operators.
     *
     * @param newName the name, for example {@code rip-lan}
     * @return the copy
     * @throws RtmException {@code INVALID_PARAMETER} if the name is blank
     */
    public EntityInfo named(String newName) {
        return new EntityInfo(instance, family, id, newName);
    }
}
