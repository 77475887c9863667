package org.rtm.protocol.rip.engine;

import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.rtm.api.NetAddress;
import org.rtm.protocol.rip.message.RipEntry;

/** All that is known of the ways to a destination. The neighbours hear of the best one. */
final class RouteEntry {
    /** Interfaces that are on this network, by name. */
    final Map<String, InterfaceSettings> connected = new LinkedHashMap<>();

    /** Interfaces that were last told that this is reachable, by name. */
    final Set<String> believing = new HashSet<>();

    final NetAddress prefix;
    Optional<ExternalRoute> external = Optional.empty();
    Optional<LearnedRoute> learned = Optional.empty();

    /** When the learned route times out, or when an unreachable destination is forgotten. */
    Instant deadline = Instant.MAX;

    /** The number of the last change that the neighbours have to hear of. */
    long change;

    /** The soonest time that this is queued for. */
    Instant queuedFor = Instant.MAX;

    /** Since when the destination is unreachable, if it is. */
    Instant lost = Instant.MIN;

    RouteEntry(NetAddress prefix) {
        this.prefix = prefix;
    }

    boolean isReachable() {
        return !connected.isEmpty() || external.isPresent() || learned.isPresent();
    }

    /** What is told in answer to a question for this route, on whichever interface. */
    RipEntry answer() {
        RipEntry best = told();
        return new RipEntry(prefix, best.tag(), RipEntry.SENDER, best.metric());
    }

    /** The best way. */
    RipEntry told() {
        if (!connected.isEmpty()) {
            return RipEntry.of(prefix, 1);
        } else if (external.isPresent()) {
            ExternalRoute route = external.get();
            return new RipEntry(
                    prefix, route.tag(), route.nextHop().orElse(RipEntry.SENDER), route.metric());
        } else if (learned.isPresent()) {
            LearnedRoute route = learned.get();
            return new RipEntry(prefix, route.tag(), RipEntry.SENDER, route.metric());
        }
        return RipEntry.of(prefix, RipEntry.INFINITY);
    }

    /**
     * The interfaces that the best way leads through, and that hear of it otherwise than others.
     */
    Set<String> from() {
        if (!connected.isEmpty()) {
            return Set.copyOf(connected.keySet());
        }
        return external.isPresent() || learned.isEmpty()
                ? Set.of()
                : Set.of(learned.get().through().name());
    }

    /** What an interface is told, if anything. */
    Optional<RipEntry> told(InterfaceSettings to) {
        RipEntry entry = told();
        boolean isHidden = to.splitHorizon() != SplitHorizon.NONE;
        if (isHidden && from().contains(to.name())) {
            return to.splitHorizon() == SplitHorizon.SIMPLE || !connected.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new RipEntry(prefix, entry.tag(), RipEntry.SENDER, RipEntry.INFINITY));
        }
        boolean isOnLink =
                to.addresses().stream()
                        .anyMatch(
                                address ->
                                        address.network().covers(entry.nextHop())
                                                && !address.address().equals(entry.nextHop()));
        return Optional.of(isOnLink ? entry : answer());
    }
}
