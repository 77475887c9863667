package org.rtm.protocol.rip.engine;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.rtm.api.NetAddress;
import org.rtm.protocol.rip.message.Authentication;
import org.rtm.protocol.rip.message.Refusal;

/** An interface that RIP runs on. */
final class RipInterface {
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

    boolean isOnLink(NetAddress host) {
        return settings.addresses().stream().anyMatch(address -> address.network().covers(host));
    }

    void count(Refusal refusal) {
        refusals.merge(refusal, 1L, Long::sum);
    }
}
