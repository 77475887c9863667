package org.rtm.api;

import java.util.Objects;
import java.util.Optional;

/**
 * What an owner says of a next hop (the members of RTM_NEXTHOP_INFO that a client may set). Address
 * and interface are its identity within the owner's next hops, and never change.
 *
 * <p>Immutable; each method with an argument returns a changed copy.
 */
public final class NextHopInfo {
    private final NetAddress address;
    private final int interfaceIndex;
    private final NextHopFlags flags;
    private final Object entitySpecificInfo;
    private final Destination remoteDestination;

    private NextHopInfo(
            NetAddress address,
            int interfaceIndex,
            NextHopFlags flags,
            Object entitySpecificInfo,
            Destination remoteDestination) {
        this.address = address;
        this.interfaceIndex = interfaceIndex;
        this.flags = flags;
        this.entitySpecificInfo = entitySpecificInfo;
        this.remoteDestination = remoteDestination;
    }

    /**
     * Describes a next hop without flags.
     *
     * @param address the address (NextHopAddress)
     * @param interfaceIndex the outgoing interface (InterfaceIndex), an unsigned int; 0 where it is
     *     not known
     * @return the description
     */
    public static NextHopInfo of(NetAddress address, int interfaceIndex) {
        return new NextHopInfo(
                Objects.requireNonNull(address), interfaceIndex, NextHopFlags.NONE, null, null);
    }

    /**
     * Describes a next hop without flags.
     *
     * @param address the address, for example {@code 192.0.2.1}
     * @param interfaceIndex the outgoing interface, an unsigned int; 0 where it is not known
     * @return the description
     * @throws RtmException {@code INVALID_PARAMETER} if the text is not an address
     */
    public static NextHopInfo of(String address, int interfaceIndex) {
        return of(NetAddress.parse(address), interfaceIndex);
    }

    /**
     * Describes a next hop that is every address on a link: packets go to their own destination
     * there. Its address is the unspecified one.
     *
     * @param family the address family
     * @param interfaceIndex the outgoing interface, an unsigned int
     * @return the description
     */
    public static NextHopInfo onLink(AddressFamily family, int interfaceIndex) {
        return of(NetAddress.unspecified(family), interfaceIndex);
    }

    /**
     * Returns a copy with flags.
     *
     * @param newFlags the flags (Flags)
     * @return the copy
     */
    public NextHopInfo flags(NextHopFlags newFlags) {
        return new NextHopInfo(
                address,
                interfaceIndex,
                Objects.requireNonNull(newFlags),
                entitySpecificInfo,
                remoteDestination);
    }

    /**
     * Returns a copy with what the owner keeps with the next hop.
     *
     * @param value the owner's own (EntitySpecificInfo); the RTM only hands it back, to the owner
     *     alone
     * @return the copy
     */
    public NextHopInfo entitySpecificInfo(Object value) {
        return new NextHopInfo(
                address, interfaceIndex, flags, Objects.requireNonNull(value), remoteDestination);
    }

    /**
     * Returns a copy of a remote next hop with the destination that covers it.
     *
     * @param destination a handle of the owner (RemoteNextHop); it stays with the caller
     * @return the copy
     */
    public NextHopInfo remoteDestination(Destination destination) {
        return new NextHopInfo(
                address,
                interfaceIndex,
                flags,
                entitySpecificInfo,
                Objects.requireNonNull(destination));
    }

    /**
     * Returns the address.
     *
     * @return a host prefix
     */
    public NetAddress address() {
        return address;
    }

    /**
     * Returns the outgoing interface.
     *
     * @return an unsigned int; 0 where it is not known
     */
    public int interfaceIndex() {
        return interfaceIndex;
    }

    /**
     * Returns the flags.
     *
     * @return the flags
     */
    public NextHopFlags flags() {
        return flags;
    }

    /**
     * Returns what the owner keeps with the next hop.
     *
     * @return the owner's own, if there is something
     */
    public Optional<Object> entitySpecificInfo() {
        return Optional.ofNullable(entitySpecificInfo);
    }

    /**
     * Returns the destination that covers a remote next hop, as the owner gave it.
     *
     * @return the handle, if the owner gave one
     */
    public Optional<Destination> remoteDestination() {
        return Optional.ofNullable(remoteDestination);
    }
}
