package org.rtm.api;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What can forward packets to an address: the end of the way from next hop to next hop through the
 * table. Beyond RTMv2, where each client looks remote next hops up by itself.
 *
 * @param address the address that was resolved
 * @param viewId the view in which it was
 * @param outcome whether and how the address can be reached
 * @param forwarding the next hops that can be sent to directly, each once, in the order in which
 *     they were found
 * @param steps the way there, each step followed by what it leads to, one deeper
 * @param validFor a range of addresses around the one asked for, for all of which this answer holds
 */
public record Resolution(
        NetAddress address,
        int viewId,
        Outcome outcome,
        List<ForwardingHop> forwarding,
        List<Step> steps,
        NetAddress validFor) {

    /** How a resolution, or a branch of it, ends. */
    public enum Outcome {
        /** At least one next hop can be sent to directly. */
        REACHABLE,
        /** The best route says that packets are dropped. */
        BLACKHOLE,
        /** Nothing covers the address, or what does cannot be used. */
        DEAD_END,
        /** The way leads back to a destination that it came through. */
        LOOP
    }

    /**
     * A next hop that can be sent to directly.
     *
     * @param address its address
     * @param interfaceIndex the outgoing interface
     */
    public record ForwardingHop(NetAddress address, int interfaceIndex) {
        /**
         * Makes a next hop.
         *
         * @param address its address
         * @param interfaceIndex the outgoing interface
         */
        public ForwardingHop {
            Objects.requireNonNull(address);
        }
    }

    /**
     * One look-up on the way.
     *
     * @param depth how many look-ups led to this one
     * @param address what was looked up
     * @param destination the prefix that was found for it, if any
     * @param outcome how this branch ends
     */
    public record Step(
            int depth, NetAddress address, Optional<NetAddress> destination, Outcome outcome) {
        /**
         * Makes a step.
         *
         * @param depth how many look-ups led to this one
         * @param address what was looked up
         * @param destination the prefix that was found for it
         * @param outcome how this branch ends
         */
        public Step {
            Objects.requireNonNull(address);
            Objects.requireNonNull(destination);
            Objects.requireNonNull(outcome);
        }
    }

    /**
     * Makes an answer.
     *
     * @param address the address that was resolved
     * @param viewId the view in which it was
     * @param outcome whether and how the address can be reached
     * @param forwarding the next hops that can be sent to directly
     * @param steps the way there
     * @param validFor a range of addresses around the one asked for
     */
    public Resolution {
        Objects.requireNonNull(address);
        Objects.requireNonNull(outcome);
        forwarding = List.copyOf(forwarding);
        steps = List.copyOf(steps);
        Objects.requireNonNull(validFor);
    }
}
