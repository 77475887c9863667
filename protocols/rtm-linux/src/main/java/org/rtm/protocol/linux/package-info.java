/**
 * The forwarder on Linux: best routes on their way into a routing table of the kernel.
 *
 * <p>{@link org.rtm.protocol.linux.Fib} keeps one kernel table as the best routes of one routing
 * table are. It writes through {@link org.rtm.protocol.linux.IpBatch}, reads through {@link
 * org.rtm.protocol.linux.IpShow}, and hears through {@link org.rtm.protocol.linux.IpMonitor}, three
 * ways to use the program {@code ip}; {@link org.rtm.protocol.linux.BestRoutes} is its side of the
 * routing table.
 */
package org.rtm.protocol.linux;
