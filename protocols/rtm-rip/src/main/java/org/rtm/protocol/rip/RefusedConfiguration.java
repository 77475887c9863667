package org.rtm.protocol.rip;

/**
 * A configuration that was refused.
 *
 * @param pid which
 * @param reason why
 */
public record RefusedConfiguration(String pid, String reason) {}
