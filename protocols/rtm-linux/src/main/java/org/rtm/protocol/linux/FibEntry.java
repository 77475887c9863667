package org.rtm.protocol.linux;

import java.util.List;
import org.rtm.api.NetAddress;

/** What is known of one destination. Written by the thread of its {@link Fib}, read by all. */
final class FibEntry {
    final NetAddress prefix;

    /** What the table asks for, with next hops that cannot be used now; null if nothing. */
    KernelRoute asked;

    /**
     * Why the table asks for nothing although it has a best route; null if it does, or has none.
     */
    String deadEnd;

    /** The remote next hops that it depends on. */
    List<NetAddress> gateways = List.of();

    /** What is in the kernel, or will be when what was sent is done; null if nothing of ours is. */
    volatile KernelRoute installed;

    /** What the kernel refused; null if nothing. */
    KernelRoute refused;

    /** Why the kernel does not have what the table asks for; null if it does. */
    volatile String problem;

    /** Whether there is something to be done about it, or it is being done. */
    volatile boolean isQueued;

    /** Whether it was in the kernel before the table that is followed now asked for it. */
    volatile boolean isStale;

    /** Whether a command for it was sent and is not answered. */
    boolean isSent;

    /** How it is to be queued again when the answer has come; null if it is not. */
    FibEntries.Urgency again;

    /** In which queue it waits, and between which others; null if in none. */
    FibQueue queue;

    FibEntry previous;
    FibEntry next;

    /** The last comparison that saw it, or that a command for it was given during. */
    int seen;

    FibEntry(NetAddress prefix) {
        this.prefix = prefix;
    }

    /** Whether the kernel sends packets to where the table does not want them any more. */
    boolean isLosing() {
        return installed != null
                && !isStale
                && (asked == null || !asked.hops().containsAll(installed.hops()));
    }

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
