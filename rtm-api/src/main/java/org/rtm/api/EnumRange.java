package org.rtm.api;

import java.util.Objects;
import java.util.Optional;

/**
 * Which part of an ordered table to enumerate (RTM_ENUM_START, RTM_ENUM_NEXT and RTM_ENUM_RANGE
 * with their address).
 *
 * <p>Immutable.
 */
public final class EnumRange {
    /** The flag for the whole table (RTM_ENUM_START). */
    public static final int START = 0;

    /** The flag for the table from an address on (RTM_ENUM_NEXT). */
    public static final int NEXT = 1;

    /** The flag for a prefix and all below it (RTM_ENUM_RANGE). */
    public static final int RANGE = 2;

    private static final EnumRange ALL = new EnumRange(START, null);

    private final int flags;
    private final NetAddress address;

    private EnumRange(int flags, NetAddress address) {
        this.flags = flags;
        this.address = address;
    }

    /**
     * Returns the range of the whole table.
     *
     * @return the range
     */
    public static EnumRange all() {
        return ALL;
    }

    /**
     * Returns the range from a prefix to the end of the table.
     *
     * @param start the first prefix, included
     * @return the range
     */
    public static EnumRange from(NetAddress start) {
        return new EnumRange(NEXT, Objects.requireNonNull(start));
    }

    /**
     * Returns the range of a prefix and all that it covers.
     *
     * @param prefix the prefix, included
     * @return the range
     */
    public static EnumRange within(NetAddress prefix) {
        return new EnumRange(RANGE, Objects.requireNonNull(prefix));
    }

    /**
     * Makes a range from the flags of RTMv2.
     *
     * @param flags {@link #START}, {@link #NEXT} or {@link #RANGE}
     * @param address the address for the last two; ignored by the first
     * @return the range
     * @throws RtmException {@code INVALID_PARAMETER} if the flags are something else, or the
     *     address that they need is absent
     */
    public static EnumRange of(int flags, Optional<NetAddress> address) {
        if (flags == START) {
            return ALL;
        }
        if (flags != NEXT && flags != RANGE) {
            throw RtmStatus.INVALID_PARAMETER.because(
                    "0x%X is not a range; allowed are 0 (START), 1 (NEXT) and 2 (RANGE), one of them",
                    flags);
        }
        return new EnumRange(
                flags,
                address.orElseThrow(
                        () ->
                                RtmStatus.INVALID_PARAMETER.because(
                                        "%s needs an address", flags == NEXT ? "NEXT" : "RANGE")));
    }

    /**
     * Returns the flags of RTMv2.
     *
     * @return {@link #START}, {@link #NEXT} or {@link #RANGE}
     */
    public int flags() {
        return flags;
    }

    /**
     * Returns the address.
     *
     * @return the address; empty for the whole table
     */
    public Optional<NetAddress> address() {
        return Optional.ofNullable(address);
    }
}
