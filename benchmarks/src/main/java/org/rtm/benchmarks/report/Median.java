package org.rtm.benchmarks.report;

import java.util.Collection;

/** The middle of some values, which a few wild ones do not move. */
final class Median {
    private Median() {}

    static double of(Collection<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
