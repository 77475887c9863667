package org.rtm.api;

/** How a lock goes with others (the parameter Exclusive of RTMv2). */
public enum LockMode {
    /** Goes with other shared locks: nobody changes what all of them read. */
    SHARED,
    /** Goes with no other lock: for a change. */
    EXCLUSIVE
}
