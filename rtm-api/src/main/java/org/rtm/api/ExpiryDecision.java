package org.rtm.api;

/** What becomes of a route whose time to live has ended. */
public enum ExpiryDecision {
    /** The RTM deletes the route (the answer ERROR_NOT_SUPPORTED of RTMv2). */
    DELETE,
    /** The route stays, without a timer until it is updated (any other answer in RTMv2). */
    KEEP
}
