package org.rtm.impl.entity;

import java.time.Duration;

/**
 * The limits that new objects of a table are bound by.
 *
 * @param nextHopsInRoute most next hops that a route may have
 * @param handlesInCall most elements that one call returns
 * @param opaqueSlots how many entities may have a slot in each destination
 * @param changeRegistrations how many registrations for changes the table may have
 * @param deregistrationWait how long a deregistration waits for call-backs that run
 * @param longestHold the longest hold-down
 * @param longestLock how long a lock is held at the most
 * @param longestRetention the longest retention
 * @param expiryAnswer how long an owner may take to decide about an expired route
 * @param handleTracking whether to note where handles are taken
 */
public record Limits(
        int nextHopsInRoute,
        int handlesInCall,
        int opaqueSlots,
        int changeRegistrations,
        Duration deregistrationWait,
        Duration longestHold,
        Duration longestLock,
        Duration longestRetention,
        Duration expiryAnswer,
        boolean handleTracking) {}
