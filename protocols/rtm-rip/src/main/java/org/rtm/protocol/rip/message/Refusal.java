package org.rtm.protocol.rip.message;

/** Why something received was refused: a whole datagram, or one entry while the others stand. */
public enum Refusal {
    /** A datagram that is no header with whole entries of 20 bytes. */
    LENGTH("wrong length"),
    /** A datagram with more entries than RIP allows. */
    TOO_MANY_ENTRIES("too many entries"),
    /** A datagram of another version than 2. */
    VERSION("wrong version"),
    /** A datagram that is neither a request nor a response. */
    COMMAND("unknown command"),
    /** A datagram with something in the header where zero must be. */
    RESERVED_BITS("reserved bits set"),
    /** A datagram without authentication, where it is required. */
    AUTHENTICATION_MISSING("authentication missing"),
    /** A datagram with authentication, where none is configured. */
    AUTHENTICATION_UNEXPECTED("authentication unexpected"),
    /** A datagram with another kind of authentication than the one configured. */
    AUTHENTICATION_TYPE("wrong authentication type"),
    /** A datagram whose fields of authentication contradict each other. */
    AUTHENTICATION_FORMAT("malformed authentication"),
    /** A datagram with another password than the one configured. */
    PASSWORD("wrong password"),
    /** A datagram that names a key that is not configured. */
    KEY("unknown key"),
    /** A datagram that was not signed with the key that it names, or was changed since. */
    DIGEST("wrong digest"),
    /** A datagram older than one that was received from the same neighbour. */
    SEQUENCE_NUMBER("sequence number gone back"),
    /** A response from another port than RIP's. */
    PORT("wrong port"),
    /** A datagram from outside the networks that the interface is on. */
    NOT_A_NEIGHBOUR("sender not on the network"),
    /** A datagram that came in while too many others waited. */
    NO_TIME("too many at once"),
    /** An entry of another address family than IPv4. */
    ADDRESS_FAMILY("unknown address family"),
    /** An entry with a mask that has gaps, or with none for an address that is not zero. */
    MASK("wrong mask"),
    /** An entry with bits set past its mask. */
    HOST_BITS("bits set past the mask"),
    /** An entry for what no packet is routed to: the networks 0, 127, and 224 upwards. */
    DESTINATION("unroutable destination"),
    /** An entry with a next hop that no neighbour can be: in the networks 0, 127, 224 upwards. */
    NEXT_HOP("impossible next hop"),
    /** An entry with a metric out of 1 to 16. */
    METRIC("metric out of range");

    private final String text;

    Refusal(String text) {
        this.text = text;
    }

    /** Says whether it concerns one entry, so that the rest of the message counts. */
    public boolean isOfEntry() {
        return compareTo(ADDRESS_FAMILY) >= 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
