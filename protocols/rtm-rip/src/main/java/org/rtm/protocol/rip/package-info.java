/**
 * RIP, version 2, as an entity of the routing table: what a third party would write, with the API
 * and nothing else.
 *
 * <p>{@code RipProcess} runs the engine on a thread of its own, between the sockets and the table.
 * {@code RipInterfaces} takes the configurations of interfaces and refuses the wrong ones. {@code
 * LearnedRoutes} puts what neighbours tell into the table, {@code Redistribution} finds there what
 * they are to hear of. {@code RipCommand} shows it all.
 *
 * <p>The rooms below know nothing of this one, nor of each other, but that the engine speaks in
 * messages: {@code message}, {@code engine}, {@code transport}.
 */
package org.rtm.protocol.rip;
