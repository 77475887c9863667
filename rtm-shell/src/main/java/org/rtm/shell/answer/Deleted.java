package org.rtm.shell.answer;

/**
 * What deleting routes did.
 *
 * @param what the prefix, or which routes
 * @param instance the instance
 * @param routes how many routes were deleted
 */
public record Deleted(String what, int instance, long routes) {}
