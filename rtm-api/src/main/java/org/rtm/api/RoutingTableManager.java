package org.rtm.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The routing table manager of one instance: a service, one for each configured virtual router. The
 * first thing that an entity does is to register.
 *
 * <p>Registrations belong to the bundle that got the service, and end when that bundle stops.
 * Instance 0 has the highest service ranking: it is what a client gets that asks for no instance.
 */
@ProviderType
public interface RoutingTableManager {
    /** The service property with the number of the instance, an {@code Integer}. */
    String INSTANCE = "rtm.instance";

    /**
     * Returns the number of the instance.
     *
     * @return 0 to 65535
     */
    int instance();

    /**
     * Registers an entity with the table of its address family (RtmRegisterEntity). The other
     * entities of that table are told.
     *
     * @param info who registers; with an instance, in that instance, whichever service is called
     * @param options what the entity brings
     * @return the registration, owned by the caller
     * @throws RtmException {@code ALREADY_EXISTS} if the identity is registered; {@code
     *     INVALID_PARAMETER} if the instance lacks the address family, the protocol is {@link
     *     ProtocolId#BEST} or {@link ProtocolId#THIS}, there are more than 32 methods, or the
     *     retention is zero or negative; {@code NO_SYSTEM_RESOURCES} if there is no opaque slot
     *     left; {@code FILE_NOT_FOUND} if the instance is not configured; {@code BAD_CONFIGURATION}
     *     if it never had a valid configuration; {@code INVALID_HANDLE} if this service has ended
     */
    EntityRegistration register(EntityInfo info, EntityOptions options);

    /**
     * Registers an entity that brings nothing but its identity.
     *
     * @param info who registers
     * @return the registration, owned by the caller
     * @throws RtmException as {@link #register(EntityInfo, EntityOptions)} says
     */
    default EntityRegistration register(EntityInfo info) {
        return register(info, EntityOptions.NONE);
    }
}
