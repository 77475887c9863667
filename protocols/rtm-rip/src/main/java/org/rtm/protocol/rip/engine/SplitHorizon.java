package org.rtm.protocol.rip.engine;

/** What an interface is told of the routes that were learned from it (RFC 2453, 3.4.3). */
public enum SplitHorizon {
    /** That they are unreachable. */
    POISONED_REVERSE,
    /** Nothing. */
    SIMPLE,
    /** The same as every other interface. */
    NONE
}
