package org.rtm.impl.table;

/**
 * What an owner says of a route, checked and translated to entries.
 *
 * @param neighbour who told of the route, or null
 * @param preference an unsigned int, 0 for the one configured for the owner's protocol
 * @param metric an unsigned int
 * @param views a mask of supported views, not 0
 * @param flags 16 bits
 * @param tag a number that goes with the route, 0 for none
 * @param entitySpecificInfo the owner's own, or null
 * @param nextHops the next hops; not to be changed by anyone
 */
public record RouteValues(
        NextHopEntry neighbour,
        int preference,
        int metric,
        int views,
        int flags,
        int tag,
        Object entitySpecificInfo,
        NextHopEntry[] nextHops) {}
