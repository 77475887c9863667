package org.rtm.jmx;

import java.util.Map;
import org.rtm.api.monitor.ForwardingStatus.State;

/** What JMX shows of how the best routes of a table fare on their way to what forwards packets. */
public final class ForwardingFigures {
    private final Map<State, Long> counts;

    ForwardingFigures(Map<State, Long> counts) {
        this.counts = counts;
    }

    /** How many destinations the forwarder has. */
    public long getInstalled() {
        return counts.get(State.INSTALLED);
    }

    /** How many wait for their turn. */
    public long getQueued() {
        return counts.get(State.QUEUED);
    }

    /** How many it does not have. */
    public long getRejected() {
        return counts.get(State.REJECTED);
    }
}
