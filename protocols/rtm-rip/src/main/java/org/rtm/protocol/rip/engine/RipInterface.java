package org.rtm.protocol.rip.engine;

import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.rtm.api.NetAddress;
import org.rtm.protocol.rip.message.Authentication;
import org.rtm.protocol.rip.message.Refusal;

/** An interface that RIP runs on. */
final class RipInterface {
    /** More than any network has, so that nobody fills the memory with made-up ones. */
    static final int MOST_NEIGHBOURS = 256;

    final Map<NetAddress, Neighbour> neighbours = new TreeMap<>();
    final Map<Refusal, Long> refusals = new EnumMap<>(Refusal.class);
    InterfaceSettings settings;
    Authentication authentication;
    Instant nextUpdate = Instant.MAX;

    /** No triggered update before this. */
    Instant quietUntil = Instant.MIN;

    /** The last change that was sent. */
    long sentChange;

    long updatesSent;
    long triggeredUpdatesSent;
    long requestsReceived;
    long responsesReceived;

    RipInterface(InterfaceSettings settings, Authentication authentication) {
        this.settings = settings;
        this.authentication = authentication;
    }

    /** Returns a neighbour; a new one may take the place of the one that is silent for longest. */
    Neighbour neighbour(NetAddress address) {
        if (neighbours.size() >= MOST_NEIGHBOURS && !neighbours.containsKey(address)) {
            neighbours.entrySet().stream()
                    .min(Comparator.comparing(each -> each.getValue().heard))
                    .map(Map.Entry::getKey)
                    .ifPresent(this::forget);
        }
        return neighbours.computeIfAbsent(address, key -> new Neighbour());
    }

    void forget(NetAddress neighbour) {
        neighbours.remove(neighbour);
        authentication.lose(neighbour);
    }

    boolean isOnLink(NetAddress host) {
        return settings.isOnLink(host);
    }

    void count(Refusal refusal, long times) {
        refusals.merge(refusal, times, Long::sum);
    }
}
