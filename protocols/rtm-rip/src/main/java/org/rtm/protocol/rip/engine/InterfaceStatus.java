package org.rtm.protocol.rip.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rtm.protocol.rip.message.Refusal;

/**
 * How RIP runs on an interface, with the counters of RFC 1724.
 *
 * @param settings how it is to run
 * @param nextUpdate the time to the next update; empty if it is passive
 * @param updatesSent how many whole tables were sent unasked
 * @param triggeredUpdatesSent how many changes were sent in between
 * @param requestsReceived how many requests were accepted
 * @param responsesReceived how many responses were accepted
 * @param refusals how many datagrams and entries were refused, by reason
 * @param neighbours who was heard of
 */
public record InterfaceStatus(
        InterfaceSettings settings,
        Optional<Duration> nextUpdate,
        long updatesSent,
        long triggeredUpdatesSent,
        long requestsReceived,
        long responsesReceived,
        Map<Refusal, Long> refusals,
        List<NeighbourStatus> neighbours) {
    public InterfaceStatus {
        refusals = Map.copyOf(refusals);
        neighbours = List.copyOf(neighbours);
    }
}
