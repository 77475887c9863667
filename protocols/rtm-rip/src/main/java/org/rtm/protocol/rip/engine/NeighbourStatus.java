package org.rtm.protocol.rip.engine;

import java.time.Duration;
import org.rtm.api.NetAddress;

/**
 * A router that was heard of.
 *
 * @param address its address
 * @param heard how long ago it was heard of last
 * @param routes how many routes in use were learned from it
 * @param refusedDatagrams how many datagrams of it were refused
 * @param refusedEntries how many entries of it were refused in datagrams that were not
 */
public record NeighbourStatus(
        NetAddress address,
        Duration heard,
        int routes,
        long refusedDatagrams,
        long refusedEntries) {}
