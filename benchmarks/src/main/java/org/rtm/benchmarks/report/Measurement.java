package org.rtm.benchmarks.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What one process measured of one quantity. Measurements of the same quantity are from different
 * processes, the first one from the first round, and so on.
 *
 * @param quantity what was measured
 * @param unit in which unit
 * @param samples what was measured again and again, at least one
 */
public record Measurement(Quantity quantity, String unit, List<Double> samples) {
    private static final int FIELDS = 5;

    public static Measurement of(
            int row, String name, String parameters, String unit, double... samples) {
        return new Measurement(
                new Quantity(row, name, parameters), unit, Arrays.stream(samples).boxed().toList());
    }

    public double median() {
        return Median.of(samples);
    }

    /** As a line: row, name, parameters, unit, and the samples with spaces between them. */
    public String toLine() {
        return "%d,%s,%s,%s,%s"
                .formatted(
                        quantity.row(),
                        quantity.name(),
                        quantity.parameters(),
                        unit,
                        samples.stream().map(String::valueOf).collect(Collectors.joining(" ")));
    }

    public static Measurement parse(String line) {
        String[] fields = line.split(",", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException(
                    "'%s' is no measurement: row,name,parameters,unit,samples".formatted(line));
        }
        return new Measurement(
                new Quantity(Integer.parseInt(fields[0]), fields[1], fields[2]),
                fields[3],
                Arrays.stream(fields[4].split(" ")).map(Double::valueOf).toList());
    }
}
