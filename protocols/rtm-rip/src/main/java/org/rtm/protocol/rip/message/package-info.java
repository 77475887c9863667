/**
 * RIP messages: what two routers say to each other, as values, and as bytes on the wire.
 *
 * <p>{@code RipMessage} is a message, {@code RipEntry} a route in it. {@code MessageFormat} turns
 * messages into bytes and back, and {@code Authentication} seals those bytes for a neighbour and
 * opens what a neighbour sealed: neither knows of the other. Whatever cannot be understood is
 * refused with a {@code Refusal}, never with anything else.
 */
package org.rtm.protocol.rip.message;
