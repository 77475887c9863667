package org.rtm.shell.answer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * In how many prefixes a table differs from a file.
 *
 * @param file the file
 * @param onlyInTable how many prefixes only the table has
 * @param onlyInFile how many prefixes only the file has
 * @param different how many have another next hop or metric
 * @param same how many are the same
 * @param time how long the comparison took
 */
public record Differences(
        Path file, long onlyInTable, long onlyInFile, long different, long same, Duration time) {
    /**
     * A prefix that is not the same in both.
     *
     * @param kind {@code only-in-table}, {@code only-in-file} or {@code different}
     * @param table the table's route, as a line of a file
     * @param file the file's route
     */
    public record Difference(String kind, Optional<String> table, Optional<String> file) {}
}
