package org.rtm.shell.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rtm.api.NetAddress;
import org.rtm.api.View;

/**
 * Which way packets to an address take, and why.
 *
 * @param address the address or prefix
 * @param instance the instance
 * @param view the view
 * @param destinations what covers the address, the most specific first
 * @param nextHops the way from there on; none where there is none
 */
public record Explanation(
        NetAddress address,
        int instance,
        View view,
        List<Considered> destinations,
        List<Hop> nextHops) {
    /** Scripts can call only what is in public classes: no unmodifiable list is of one. */
    public Explanation {
        destinations = new ArrayList<>(destinations);
        nextHops = new ArrayList<>(nextHops);
    }

    /**
     * A destination that covers the address.
     *
     * @param destination the prefix
     * @param used whether packets follow it
     * @param why why it is used, or is not
     * @param routes its routes in order of preference
     */
    public record Considered(
            NetAddress destination, boolean used, String why, List<Judged> routes) {
        /** As above. */
        public Considered {
            routes = new ArrayList<>(routes);
        }
    }

    /**
     * A route, and what came of it.
     *
     * @param route the route
     * @param why why it is the best, or is not
     */
    public record Judged(RouteEntry route, String why) {}

    /**
     * A next hop, and where it leads.
     *
     * @param nextHop the next hop
     * @param outcome what it means for packets
     * @param by the route that leads to it, where it is not directly reachable
     * @param next the next hops of that route
     */
    public record Hop(
            NextHopEntry nextHop, String outcome, Optional<RouteEntry> by, List<Hop> next) {
        /** As above. */
        public Hop {
            next = new ArrayList<>(next);
        }
    }
}
