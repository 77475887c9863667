package org.rtm.api;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What can forward packets to an address or along a route: the end of the way from next hop to next
 * hop through the table, at one moment. Beyond RTMv2, where each client looks remote next hops up
 * by itself. Holds nothing that is to be given back.
 *
 * <p>A next hop that is not remote ends the way. A remote one is looked up by its address; what
 * cannot be used, such as a route that leads back, is passed over for the next less specific one. A
 * next hop that is down ends nowhere. Of each destination the best route counts, and destinations
 * without one are not there.
 *
 * <p>Two resolutions are equal if all that they say is; likewise steps and forwarding hops.
 */
@ProviderType
public interface Resolution {
    /** How a resolution, or a branch of it, ends. */
    enum Outcome {
        /** At least one next hop can be sent to directly. */
        REACHABLE,
        /** The best route says that packets are dropped silently, or is martian. */
        BLACKHOLE,
        /** The best route says that packets are dropped and the sender is told. */
        DISCARD,
        /** Nothing covers the address, what does cannot be used, or the way is without end. */
        DEAD_END,
        /** The way leads back to a route that it came through. */
        LOOP
    }

    /** A next hop that can be sent to directly. */
    @ProviderType
    interface ForwardingHop {
        /**
         * Returns the address to send to.
         *
         * @return a host prefix: that of the next hop, or a remote next hop that is on the link;
         *     the unspecified address where the packet's own destination is on the link
         */
        NetAddress address();

        /**
         * Returns the outgoing interface.
         *
         * @return an unsigned int
         */
        int interfaceIndex();
    }

    /** One look-up on the way, those that were passed over included. */
    @ProviderType
    interface Step {
        /**
         * Returns how many look-ups led to this one.
         *
         * @return 0 for the first
         */
        int depth();

        /**
         * Returns what was looked up.
         *
         * @return an address, or the prefix of the route that was asked for
         */
        NetAddress address();

        /**
         * Returns the destination that was found for it.
         *
         * @return its prefix; empty if nothing covers the address
         */
        Optional<NetAddress> destination();

        /**
         * Returns how this branch ends.
         *
         * @return the outcome
         */
        Outcome outcome();
    }

    /**
     * Returns what was resolved.
     *
     * @return an address, or the prefix of a route
     */
    NetAddress address();

    /**
     * Returns the view in which it was resolved.
     *
     * @return 0 to 31
     */
    int viewId();

    /**
     * Returns whether and how it can be reached.
     *
     * @return the outcome
     */
    Outcome outcome();

    /**
     * Returns the next hops that can be sent to directly.
     *
     * @return each once, in the order in which they were found, unmodifiable
     */
    List<ForwardingHop> forwarding();

    /**
     * Returns the way there.
     *
     * @return each step followed by what it leads to, one deeper, unmodifiable
     */
    List<Step> steps();

    /**
     * Returns for which addresses this answer holds.
     *
     * @return a prefix that covers what was resolved
     */
    NetAddress validFor();
}
