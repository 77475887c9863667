package org.rtm.protocol.linux;

import java.util.List;
import org.rtm.api.NetAddress;

/** What is known of one destination. Written by the thread of its {@link Fib}, read by all. */
final class FibEntry {
    /** What the table asks for, with next hops that cannot be used now; null if nothing. */
    KernelRoute asked;

    /** What is in the kernel; null if nothing of ours is. */
    volatile KernelRoute installed;

    /** What the kernel refused; null if nothing. */
    KernelRoute refused;

    /** Why the kernel does not have what the table asks for; null if it does. */
    volatile String problem;

    /** Whether there is something to be done about it. */
    volatile boolean isQueued;

    /** Whether it was in the kernel before the table that is followed now asked for it. */
    volatile boolean isStale;

    /** The remote next hops that it depends on. */
    List<NetAddress> gateways = List.of();

    /** The last comparison that saw it, or that a command for it was given during. */
    int seen;

    /** Whether it goes through one of some interfaces, or would. */
    boolean isThrough(Iterable<Integer> interfaces) {
        return isThrough(asked, interfaces) || isThrough(installed, interfaces);
    }

    private static boolean isThrough(KernelRoute route, Iterable<Integer> interfaces) {
        if (route != null) {
            for (KernelRoute.Hop hop : route.hops()) {
                for (int each : interfaces) {
                    if (hop.interfaceIndex() == each) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Whether nothing is to be remembered. */
    boolean isNothing() {
        return asked == null && installed == null && problem == null && !isQueued;
    }
}
