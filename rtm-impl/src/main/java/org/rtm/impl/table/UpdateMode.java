package org.rtm.impl.table;

/** Which route an owner means when it adds one. */
public enum UpdateMode {
    /** The best of its routes with the same neighbour, else a new one. */
    EQUAL,
    /** The best of its routes, whatever the neighbour, else a new one. */
    FIRST,
    /** A new one, whatever stands there. */
    ALWAYS_NEW
}
