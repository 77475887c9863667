/**
 * RIP without sockets and without a routing table: what comes in changes the routes, and what has
 * to go out goes to {@code RipOutput}.
 *
 * <p>{@code RipEngine} is a state machine with a clock that tests set; it starts no thread and is
 * for one thread at a time. {@code RipInterface} is what it knows of an interface, {@code
 * RouteEntry} what it knows of a destination.
 */
package org.rtm.protocol.rip.engine;
