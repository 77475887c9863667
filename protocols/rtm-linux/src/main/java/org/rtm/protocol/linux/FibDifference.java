package org.rtm.protocol.linux;

import org.rtm.api.NetAddress;

/**
 * A destination whose route in the kernel is not what it should be.
 *
 * @param prefix the destination
 * @param found what the kernel has; empty if nothing
 * @param expected what it should have; empty if nothing
 */
public record FibDifference(NetAddress prefix, String found, String expected) {}
