package org.rtm.api.monitor;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;
import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;

/**
 * Tells operators what became of best routes on their way to what forwards packets: a service of
 * each forwarder.
 */
@ProviderType
public interface ForwardingMonitor {
    /**
     * Returns the instances that it forwards. Safe from any thread, and waits for nothing.
     *
     * @return a snapshot, unmodifiable
     */
    Set<Integer> instances();

    /**
     * Tells how a destination's best route in the unicast view fares. Safe from any thread, and
     * waits for nothing.
     *
     * @param instance the instance
     * @param destination the prefix
     * @return how it was at one moment; empty where this forwarder has nothing to do with it
     */
    Optional<ForwardingStatus> status(int instance, NetAddress destination);

    /**
     * Counts the destinations of a table by how their best routes fare. Safe from any thread, and
     * waits for nothing, but goes through all of them each time: the more there are the longer it
     * takes. The forwarder goes on meanwhile.
     *
     * @param instance the instance
     * @param family the address family
     * @return a count for every state, unmodifiable; empty where this forwarder has nothing to do
     *     with the table
     */
    Map<ForwardingStatus.State, Long> counts(int instance, AddressFamily family);
}
