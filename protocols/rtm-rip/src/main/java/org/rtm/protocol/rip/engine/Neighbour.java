package org.rtm.protocol.rip.engine;

import java.time.Instant;

/** A router that was heard of on an interface. */
final class Neighbour {
    Instant heard = Instant.MIN;
    long refusedDatagrams;
    long refusedEntries;
}
