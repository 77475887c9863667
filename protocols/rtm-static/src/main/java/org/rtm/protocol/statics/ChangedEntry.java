package org.rtm.protocol.statics;

/**
 * What a command did.
 *
 * @param deed what, in one word
 * @param entry to which static route; one that was removed as it was before
 */
public record ChangedEntry(Deed deed, StaticEntry entry) {
    /** What can be done. */
    public enum Deed {
        /** There is a new one. */
        ADDED,
        /** There is another one of the same name. */
        CHANGED,
        /** There is none any more. */
        REMOVED
    }
}
