package org.rtm.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** All that a run measured, kept in a file from the moment on that it is known. */
public final class Results {
    private final Path file;
    private final List<Measurement> measurements = new ArrayList<>();

    private Results(Path file) {
        this.file = file;
    }

    /** The results of a run that starts. What the file held before is gone. */
    public static Results begin(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        Files.createFile(file);
        return new Results(file);
    }

    /** The results of a run that is over. */
    public static Results read(Path file) throws IOException {
        Results results = new Results(file);
        for (String line : Files.readAllLines(file)) {
            results.measurements.add(Measurement.parse(line));
        }
        return results;
    }

    public void add(Measurement measurement) throws IOException {
        measurements.add(measurement);
        Files.writeString(file, measurement.toLine() + "\n", StandardOpenOption.APPEND);
    }

    /** The quantities of a row, in the order in which they were measured first. */
    Set<Quantity> quantities(int row) {
        Set<Quantity> quantities = new LinkedHashSet<>();
        for (Measurement measurement : measurements) {
            if (measurement.quantity().row() == row) {
                quantities.add(measurement.quantity());
            }
        }
        return quantities;
    }

    /** What was measured of a quantity, by unit, if anything was. */
    Optional<Summary> summary(Quantity quantity) {
        List<Measurement> found =
                measurements.stream().filter(each -> each.quantity().equals(quantity)).toList();
        return found.isEmpty() ? Optional.empty() : Optional.of(Summary.of(found));
    }

    /** The median of each round, by round: to compare with another quantity's of the same round. */
    Map<Integer, Double> byRound(Quantity quantity) {
        Map<Integer, Double> medians = new TreeMap<>();
        for (Measurement measurement : measurements) {
            if (measurement.quantity().equals(quantity)) {
                medians.put(medians.size(), measurement.median());
            }
        }
        return medians;
    }
}
