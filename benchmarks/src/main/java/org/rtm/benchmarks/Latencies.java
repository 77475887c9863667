package org.rtm.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.rtm.benchmarks.report.Measurement;

/** Percentiles of times, from several windows. */
final class Latencies {
    private static final double[] PERCENTILES = {50, 99, 99.9};

    private final int row;
    private final String unit;
    private final double nanosInUnit;
    private final Map<String, List<Double>> samples = new LinkedHashMap<>();

    Latencies(int row, String unit, double nanosInUnit) {
        this.row = row;
        this.unit = unit;
        this.nanosInUnit = nanosInUnit;
    }

    static String name(String what, double percentile) {
        return "%s: p%s"
                .formatted(what, percentile == 99.9 ? "99.9" : String.valueOf((int) percentile));
    }

    void add(String what, Histogram times) {
        for (double percentile : PERCENTILES) {
            samples.computeIfAbsent(name(what, percentile), name -> new ArrayList<>())
                    .add(times.getValueAtPercentile(percentile) / nanosInUnit);
        }
    }

    void print(String parameters) {
        samples.forEach(
                (name, values) ->
                        System.out.println(
                                Measurement.of(
                                                row,
                                                name,
                                                parameters,
                                                unit,
                                                values.stream()
                                                        .mapToDouble(Double::doubleValue)
                                                        .toArray())
                                        .toLine()));
    }
}
