package org.rtm.impl.table;

/**
 * A destination that a look-up found, in the state in which it was found.
 *
 * @param entry the destination
 * @param state what it was when the look-up decided for it
 */
public record Visible(DestinationEntry entry, DestinationState state) {}
