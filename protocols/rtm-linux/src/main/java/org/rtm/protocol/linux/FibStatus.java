package org.rtm.protocol.linux;

import java.util.Map;
import java.util.Optional;
import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;

/**
 * How the forwarding of one instance and address family stands.
 *
 * @param instance the instance
 * @param family the address family
 * @param namespace the network namespace; empty for that of the router
 * @param table the number of the kernel's table
 * @param protocol the number by which the kernel knows our routes
 * @param installed how many destinations the kernel has
 * @param queued how many wait for their turn
 * @param rejected how many it does not have
 * @param stale how many of the routes in the kernel nobody has asked for yet
 * @param reasons why it does not have those that it does not have
 * @param isFollowing whether it hears of the instance's best routes
 * @param problem why nothing goes on now; empty if it does
 * @param comparison what the last comparison found
 */
public record FibStatus(
        int instance,
        AddressFamily family,
        String namespace,
        long table,
        int protocol,
        long installed,
        long queued,
        long rejected,
        long stale,
        Map<NetAddress, String> reasons,
        boolean isFollowing,
        String problem,
        Optional<FibComparison> comparison) {}
