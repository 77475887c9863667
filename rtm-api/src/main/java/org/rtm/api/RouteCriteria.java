package org.rtm.api;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which of a destination's routes are meant (RTM_MATCH_FLAGS with the members of RTM_ROUTE_INFO
 * that they compare). A route matches if it satisfies every criterion that was set.
 *
 * <p>Immutable; each method that sets a criterion returns a changed copy. The handles in it stay
 * with the caller, and are read when the criteria are used.
 */
public final class RouteCriteria {
    /** Compares nothing (RTM_MATCH_NONE). */
    public static final int MATCH_NONE = 0;

    /** Compares owners (RTM_MATCH_OWNER). */
    public static final int MATCH_OWNER = 1;

    /** Compares neighbours (RTM_MATCH_NEIGHBOUR). */
    public static final int MATCH_NEIGHBOUR = 2;

    /** Compares preference and metric (RTM_MATCH_PREF). */
    public static final int MATCH_PREF = 4;

    /** Looks for a common next hop (RTM_MATCH_NEXTHOP). */
    public static final int MATCH_NEXTHOP = 8;

    /** Looks for a next hop on an interface (RTM_MATCH_INTERFACE). */
    public static final int MATCH_INTERFACE = 0x10;

    /** Compares everything, the interface only if one is named (RTM_MATCH_FULL). */
    public static final int MATCH_FULL = 0xFFFF;

    /** Matches every route. */
    public static final RouteCriteria NONE =
            new RouteCriteria(MATCH_NONE, null, RouteInfo.via(), OptionalInt.empty());

    private static final int DEFINED =
            MATCH_OWNER | MATCH_NEIGHBOUR | MATCH_PREF | MATCH_NEXTHOP | MATCH_INTERFACE;

    private final int flags;
    private final Entity owner;
    private final RouteInfo route;
    private final OptionalInt interfaceIndex;

    private RouteCriteria(int flags, Entity owner, RouteInfo route, OptionalInt interfaceIndex) {
        this.flags = flags;
        this.owner = owner;
        this.route = route;
        this.interfaceIndex = interfaceIndex;
    }

    /**
     * Makes criteria from the flags of RTMv2.
     *
     * @param flags which of the following to compare, {@code MATCH_} bits
     * @param owner the owner to compare with (RouteOwner)
     * @param route the route to compare with: neighbour, preference and metric, next hops; one
     *     without neighbour, or without next hops, matches routes without
     * @param interfaceIndex the interface to compare with
     * @return the criteria
     * @throws RtmException {@code INVALID_PARAMETER} if the flags have other bits, or ask for an
     *     owner or an interface that is absent
     */
    public static RouteCriteria of(
            int flags, Optional<Entity> owner, RouteInfo route, OptionalInt interfaceIndex) {
        int wanted = flags;
        if (flags == MATCH_FULL) {
            wanted = interfaceIndex.isPresent() ? DEFINED : DEFINED & ~MATCH_INTERFACE;
        }
        if ((wanted & ~DEFINED) != 0) {
            throw RtmStatus.INVALID_PARAMETER.because(
                    "0x%X are not match flags; allowed are bits of 0x1F, or 0xFFFF", flags);
        }
        if ((wanted & MATCH_INTERFACE) != 0 && interfaceIndex.isEmpty()) {
            throw RtmStatus.INVALID_PARAMETER.because("matching by interface needs an interface");
        }
        if ((wanted & MATCH_OWNER) != 0 && owner.isEmpty()) {
            throw RtmStatus.INVALID_PARAMETER.because("matching by owner needs an owner");
        }
        return new RouteCriteria(
                wanted, owner.orElse(null), Objects.requireNonNull(route), interfaceIndex);
    }

    /**
     * Returns a copy that wants an owner.
     *
     * @param newOwner the owner
     * @return the copy
     */
    public RouteCriteria owner(Entity newOwner) {
        return new RouteCriteria(
                flags | MATCH_OWNER, Objects.requireNonNull(newOwner), route, interfaceIndex);
    }

    /**
     * Returns a copy that wants a neighbour.
     *
     * @param neighbour the neighbour, compared by address and interface; empty for routes without
     *     one
     * @return the copy
     */
    public RouteCriteria neighbour(Optional<NextHop> neighbour) {
        RouteInfo newRoute = RouteInfo.via().prefInfo(route.prefInfo()).nextHops(route.nextHops());
        return new RouteCriteria(
                flags | MATCH_NEIGHBOUR,
                owner,
                neighbour.map(newRoute::neighbour).orElse(newRoute),
                interfaceIndex);
    }

    /**
     * Returns a copy that wants a preference and a metric.
     *
     * @param prefInfo the two, as they count
     * @return the copy
     */
    public RouteCriteria prefInfo(PrefInfo prefInfo) {
        return new RouteCriteria(
                flags | MATCH_PREF, owner, route.prefInfo(prefInfo), interfaceIndex);
    }

    /**
     * Returns a copy that wants one of some next hops.
     *
     * @param nextHops the next hops, compared by address and interface; none for routes without one
     * @return the copy
     */
    public RouteCriteria nextHops(List<? extends NextHop> nextHops) {
        return new RouteCriteria(
                flags | MATCH_NEXTHOP, owner, route.nextHops(nextHops), interfaceIndex);
    }

    /**
     * Returns a copy that wants a next hop on an interface.
     *
     * @param newInterfaceIndex the interface
     * @return the copy
     */
    public RouteCriteria onInterface(int newInterfaceIndex) {
        return new RouteCriteria(
                flags | MATCH_INTERFACE, owner, route, OptionalInt.of(newInterfaceIndex));
    }

    /**
     * Returns what is compared.
     *
     * @return {@code MATCH_} bits, never {@link #MATCH_FULL}
     */
    public int flags() {
        return flags;
    }

    /**
     * Returns the owner to compare with.
     *
     * @return the owner, if there is one
     */
    public Optional<Entity> owner() {
        return Optional.ofNullable(owner);
    }

    /**
     * Returns the route to compare with.
     *
     * @return neighbour, preference and metric, next hops
     */
    public RouteInfo route() {
        return route;
    }

    /**
     * Returns the interface to compare with.
     *
     * @return the interface, if there is one
     */
    public OptionalInt interfaceIndex() {
        return interfaceIndex;
    }
}
