package org.rtm.protocol.linux;

import java.util.List;

/**
 * What the kernel has and should not, or lacks and should have.
 *
 * @param fibs the differences, by instance and address family
 */
public record FibDifferences(List<OfFib> fibs) {
    /**
     * The differences in one table of the kernel.
     *
     * @param fib which one
     * @param differences the differences, by destination
     */
    public record OfFib(FibStatus fib, List<FibDifference> differences) {}
}
