package org.rtm.impl.table;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHopFlags;
import org.rtm.api.Resolution;
import org.rtm.api.Resolution.Outcome;
import org.rtm.api.RouteFlags;
import org.rtm.api.RtmStatus;
import org.rtm.impl.prefix.PrefixSnapshot;
import org.rtm.impl.prefix.PrefixWalk;

/** Follows next hops through a table to those that can be sent to directly. */
public final class Resolver {
    /** Routes can be laid so that the ways through them are beyond counting. */
    private static final int MOST_STEPS = 1_000;

    /** The better answer first. */
    private static final List<Outcome> MERIT =
            List.of(
                    Outcome.REACHABLE,
                    Outcome.BLACKHOLE,
                    Outcome.DISCARD,
                    Outcome.LOOP,
                    Outcome.DEAD_END);

    private final Destinations destinations;
    private final WriteTurn turn;

    Resolver(Destinations destinations, WriteTurn turn) {
        this.destinations = destinations;
        this.turn = turn;
    }

    /** Finds the way to an address. */
    public Resolution resolve(NetAddress address, int viewId) {
        destinations.requireFamily(address);
        if (!address.isHost()) {
            throw RtmStatus.INVALID_PARAMETER.because(
                    "%s is no address to resolve; allowed is a prefix of full length", address);
        }
        return atOneMoment(viewId, attempt -> attempt.resolve(address));
    }

    /** Finds the way along a route. */
    public Resolution resolve(RouteEntry route, int viewId) {
        return atOneMoment(viewId, attempt -> attempt.resolve(route));
    }

    private interface Question {
        Resolution put(Attempt attempt);
    }

    private Resolution atOneMoment(int viewId, Question question) {
        for (int restarts = 0; ; restarts++) {
            long moment = turn.lastMoment();
            Resolution answer = question.put(new Attempt(destinations.snapshot(), viewId));
            if (turn.lastMoment() == moment || restarts == Destinations.MOST_RESTARTS) {
                return answer;
            }
        }
    }

    private record Answer(
            NetAddress address,
            int viewId,
            Outcome outcome,
            List<ForwardingHop> forwarding,
            List<Step> steps,
            NetAddress validFor)
            implements Resolution {}

    private record Hop(NetAddress address, int interfaceIndex)
            implements Resolution.ForwardingHop {}

    private record LookUp(
            int depth, NetAddress address, Optional<NetAddress> destination, Outcome outcome)
            implements Resolution.Step {}

    private static final class Attempt {
        private final PrefixSnapshot<DestinationEntry> snapshot;
        private final int viewId;
        private final List<Resolution.Step> steps = new ArrayList<>();
        private final Set<Resolution.ForwardingHop> forwarding = new LinkedHashSet<>();

        /** The routes that led to where the search is. */
        private final Deque<RouteEntry> way = new ArrayDeque<>();

        Attempt(PrefixSnapshot<DestinationEntry> snapshot, int viewId) {
            this.snapshot = snapshot;
            this.viewId = viewId;
        }

        Resolution resolve(NetAddress address) {
            Outcome outcome = lookUp(address, 0);
            return answer(address, outcome, range(address));
        }

        Resolution resolve(RouteEntry route) {
            NetAddress prefix = route.destination().address();
            Outcome outcome = step(prefix, prefix, route.version(), 0);
            return answer(prefix, outcome, prefix);
        }

        private Resolution answer(NetAddress address, Outcome outcome, NetAddress validFor) {
            return new Answer(
                    address,
                    viewId,
                    outcome,
                    List.copyOf(forwarding),
                    List.copyOf(steps),
                    validFor);
        }

        /** Takes the longest prefix that covers an address and has a route that can be used. */
        private Outcome lookUp(NetAddress address, int depth) {
            int stepsBefore = steps.size();
            Outcome outcome = Outcome.DEAD_END;
            long high = address.highBits();
            long low = address.lowBits();
            DestinationEntry entry = snapshot.longestMatch(high, low, address.length());
            while (entry != null && !isFinal(outcome)) {
                RouteVersion best = entry.state().best(viewId);
                if (best != null) {
                    outcome = better(outcome, step(address, entry.address(), best, depth));
                }
                entry = snapshot.nextLessSpecific(high, low, entry.length());
            }
            if (steps.size() == stepsBefore) {
                steps.add(new LookUp(depth, address, Optional.empty(), outcome));
            }
            return outcome;
        }

        /** Goes along a route that a look-up has found. */
        private Outcome step(
                NetAddress address, NetAddress destination, RouteVersion route, int depth) {
            int place = steps.size();
            steps.add(null); // what it leads to comes after it, and decides
            Outcome outcome = Outcome.DEAD_END;
            if (way.contains(route.route())) {
                outcome = Outcome.LOOP;
            } else if (place < MOST_STEPS) {
                way.push(route.route());
                outcome = along(route, address, depth);
                way.pop();
            }
            steps.set(place, new LookUp(depth, address, Optional.of(destination), outcome));
            return outcome;
        }

        private Outcome along(RouteVersion route, NetAddress address, int depth) {
            RouteFlags flags = RouteFlags.of(route.flags());
            if (flags.intersects(RouteFlags.BLACKHOLE.plus(RouteFlags.MARTIAN))) {
                return Outcome.BLACKHOLE;
            }
            if (flags.contains(RouteFlags.DISCARD)) {
                return Outcome.DISCARD;
            }
            Outcome outcome = Outcome.DEAD_END;
            for (int i = 0; i < route.nextHopCount(); i++) {
                outcome = better(outcome, hop(route.nextHop(i), flags, address, depth));
            }
            return outcome;
        }

        private Outcome hop(NextHopEntry hop, RouteFlags flags, NetAddress address, int depth) {
            NextHopFlags said = NextHopFlags.of(hop.state().flags());
            NetAddress gateway = hop.key().address();
            if (said.contains(NextHopFlags.DOWN)) {
                return Outcome.DEAD_END;
            }
            if (said.contains(NextHopFlags.REMOTE)) {
                return lookUp(gateway, depth + 1);
            }
            NetAddress anyOnLink = NetAddress.unspecified(gateway.family());
            boolean isOnLink = gateway.equals(anyOnLink) || flags.contains(RouteFlags.LOCAL);
            // A remote next hop on the link is whom to send to; the packet's own destination is
            // another one each time.
            NetAddress neighbour = depth > 0 ? address : anyOnLink;
            forwarding.add(new Hop(isOnLink ? neighbour : gateway, hop.key().interfaceIndex()));
            return Outcome.REACHABLE;
        }

        private static Outcome better(Outcome one, Outcome other) {
            return MERIT.indexOf(one) <= MERIT.indexOf(other) ? one : other;
        }

        /** Whether a route with this outcome decides, and no less specific one is asked. */
        private static boolean isFinal(Outcome outcome) {
            return outcome != Outcome.LOOP && outcome != Outcome.DEAD_END;
        }

        /** The largest prefix around an address that is looked up alike everywhere. */
        private NetAddress range(NetAddress address) {
            int match = longestMatch(address);
            int shortest = match;
            int longest = address.length();
            while (shortest < longest) {
                int length = (shortest + longest) >>> 1;
                if (hasLonger(match, cut(address, length))) {
                    shortest = length + 1;
                } else {
                    longest = length;
                }
            }
            return cut(address, longest);
        }

        /** The length of the longest prefix that covers an address, 0 if there is none. */
        private int longestMatch(NetAddress address) {
            long high = address.highBits();
            long low = address.lowBits();
            DestinationEntry entry = snapshot.longestMatch(high, low, address.length());
            while (entry != null && entry.state().best(viewId) == null) {
                entry = snapshot.nextLessSpecific(high, low, entry.length());
            }
            return entry == null ? 0 : entry.length();
        }

        /** Whether a longer prefix than a match is in a range. */
        private boolean hasLonger(int match, NetAddress range) {
            PrefixWalk<DestinationEntry> walk =
                    snapshot.walkFrom(range.highBits(), range.lowBits(), range.length())
                            .within(range.highBits(), range.lowBits(), range.length());
            DestinationEntry entry = walk.next();
            while (entry != null
                    && (entry.length() <= match || entry.state().best(viewId) == null)) {
                entry = walk.next();
            }
            return entry != null;
        }

        private static NetAddress cut(NetAddress address, int length) {
            return NetAddress.masked(address.family(), address.bytes(), length);
        }
    }
}
