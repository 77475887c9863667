package org.rtm.benchmarks.report;

import java.util.Collection;
import java.util.List;

/**
 * The samples of a quantity, or the ratios of two, in short.
 *
 * @param unit the unit
 * @param median the median of all samples
 * @param least the least sample
 * @param most the greatest sample
 * @param samples how many samples there are
 * @param processes from how many processes they are
 */
record Summary(String unit, double median, double least, double most, int samples, int processes) {
    static Summary of(List<Measurement> measurements) {
        return of(
                measurements.get(0).unit(),
                measurements.stream().flatMap(each -> each.samples().stream()).toList(),
                measurements.size());
    }

    static Summary of(String unit, Collection<Double> samples, int processes) {
        return new Summary(
                unit,
                Median.of(samples),
                samples.stream().min(Double::compare).orElseThrow(),
                samples.stream().max(Double::compare).orElseThrow(),
                samples.size(),
                processes);
    }
}
