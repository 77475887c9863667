package org.rtm.api;

import java.util.Objects;
import java.util.Optional;

/**
 * Which destinations to enumerate, and what to tell of them (the parameters of RtmCreateDestEnum).
 *
 * <p>Immutable; each method that changes something returns a changed copy.
 */
public final class DestinationQuery {
    /** The flag for destinations whose best route is the caller's (RTM_ENUM_OWN_DESTS). */
    public static final int OWN_DESTS = 0x0100_0000;

    /**
     * All destinations of whichever view, without information by view (RTM_ENUM_ALL_DESTS,
     * RTM_VIEW_MASK_ANY).
     */
    public static final DestinationQuery ALL =
            new DestinationQuery(ViewSet.ANY, EnumRange.all(), false, ProtocolId.BEST);

    private final ViewSet views;
    private final EnumRange range;
    private final boolean ownOnly;
    private final ProtocolId protocol;

    private DestinationQuery(ViewSet views, EnumRange range, boolean ownOnly, ProtocolId protocol) {
        this.views = views;
        this.range = range;
        this.ownOnly = ownOnly;
        this.protocol = protocol;
    }

    /**
     * Makes a query from the flags of RTMv2.
     *
     * @param flags {@link EnumRange#START}, {@link EnumRange#NEXT} or {@link EnumRange#RANGE}, and
     *     perhaps {@link #OWN_DESTS} (EnumFlags)
     * @param address the address for the latter two ranges; ignored by the first (NetAddress)
     * @return the query, for {@link ViewSet#ANY} and the best routes of all
     * @throws RtmException {@code INVALID_PARAMETER} if the flags are something else, or the
     *     address that they need is absent
     */
    public static DestinationQuery ofFlags(int flags, Optional<NetAddress> address) {
        return new DestinationQuery(
                ViewSet.ANY,
                EnumRange.of(flags & ~OWN_DESTS, address),
                (flags & OWN_DESTS) != 0,
                ProtocolId.BEST);
    }

    /**
     * Returns a copy for certain views (TargetViews).
     *
     * @param newViews only destinations in one of these, with information for each; {@link
     *     ViewSet#ANY} for all destinations, those that are only held down included
     * @return the copy
     */
    public DestinationQuery views(ViewSet newViews) {
        return new DestinationQuery(Objects.requireNonNull(newViews), range, ownOnly, protocol);
    }

    /**
     * Returns a copy for a part of the table (NetAddress, and RTM_ENUM_NEXT or RTM_ENUM_RANGE).
     *
     * @param newRange the part
     * @return the copy
     */
    public DestinationQuery range(EnumRange newRange) {
        return new DestinationQuery(views, Objects.requireNonNull(newRange), ownOnly, protocol);
    }

    /**
     * Returns a copy for destinations of which the caller owns the best route in a target view;
     * under {@link ViewSet#ANY}, in any view (RTM_ENUM_OWN_DESTS).
     *
     * @return the copy
     */
    public DestinationQuery ownOnly() {
        return new DestinationQuery(views, range, true, protocol);
    }

    /**
     * Returns a copy that reports the best route of a protocol (ProtocolId).
     *
     * @param newProtocol {@link ProtocolId#BEST}, {@link ProtocolId#THIS} or a protocol
     * @return the copy
     */
    public DestinationQuery protocol(ProtocolId newProtocol) {
        return new DestinationQuery(views, range, ownOnly, Objects.requireNonNull(newProtocol));
    }

    /**
     * Returns the views.
     *
     * @return the target views
     */
    public ViewSet views() {
        return views;
    }

    /**
     * Returns the part of the table.
     *
     * @return the range
     */
    public EnumRange range() {
        return range;
    }

    /**
     * Says whether only destinations whose best route is the caller's are wanted.
     *
     * @return true if so
     */
    public boolean isOwnOnly() {
        return ownOnly;
    }

    /**
     * Returns whose best route is reported.
     *
     * @return the protocol
     */
    public ProtocolId protocol() {
        return protocol;
    }
}
