/**
 * The routing table as its clients see it: registration, destinations, routes, next hops, look-ups,
 * enumerations, lists, locks and methods. What tells clients of changes is in {@code
 * org.rtm.api.notify}; what operators read is in {@code org.rtm.api.monitor}; what lets one
 * provider serve another is in {@code org.rtm.api.provider}. Only types that a client of the table
 * names may enter.
 *
 * <h2>Rules that hold for every type here</h2>
 *
 * <ul>
 *   <li>Every method may be called from any thread, and inside any call-back, unless it says
 *       otherwise.
 *   <li>Nothing returns or accepts {@code null}; a {@code null} argument gives {@link
 *       java.lang.NullPointerException}. What may be absent is an {@link java.util.Optional} or an
 *       empty {@link org.rtm.api.Batch}.
 *   <li>A refusal is an {@link org.rtm.api.RtmException} with an {@link org.rtm.api.RtmStatus}. A
 *       refused call changed nothing.
 *   <li>Whoever is given a {@link org.rtm.api.Handle}, a snapshot or a batch owns it and closes it,
 *       once. Closing what is closed gives {@link org.rtm.api.RtmStatus#INVALID_HANDLE}, and so
 *       does using it. Closing what belongs to a registration that has ended does nothing, so
 *       try-with-resources is always safe.
 *   <li>A call may have to wait: a change for the end of a lock on its destination, the lock
 *       holder's other calls included; an invocation for methods that are blocked; the end of a
 *       registration for its call-backs. All but the invocation wait for a configured time at the
 *       most. Interrupting a waiting thread does not end the wait; the thread stays interrupted.
 * </ul>
 */
@Export
@Version("1.1.0")
package org.rtm.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
