package org.rtm.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.rtm.benchmarks.report.Measurement;
import org.rtm.benchmarks.report.Results;

/** One run of the benchmarks, as those who measure see it. */
public final class Run {
    private final boolean isQuick;
    private final Results results;
    private final Set<String> missing = new LinkedHashSet<>();

    Run(boolean isQuick, Results results) {
        this.isQuick = isQuick;
        this.results = results;
    }

    /** Whether this is the quick run: all rows together take ten minutes at the most. */
    public boolean isQuick() {
        return isQuick;
    }

    public void add(Measurement measurement) throws IOException {
        results.add(measurement);
        System.out.printf(
                "  %-70s %,15.2f %s%n",
                measurement.quantity(), measurement.median(), measurement.unit());
    }

    /** Notes that something could not be measured, for the report. */
    public void missing(String what) {
        missing.add(what);
        System.out.println("  missing: " + what);
    }

    Set<String> missing() {
        return missing;
    }

    /**
     * Measures in a Java process of its own. Each line that its {@code main} writes to the standard
     * output is a measurement ({@link Measurement#toLine}); the standard error is for people.
     */
    public void java(Class<?> main, List<String> options, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(javaCommand());
        command.addAll(options);
        command.add(main.getName());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                add(Measurement.parse(line));
            }
        } finally {
            process.destroy();
        }
        int status = process.waitFor();
        if (status != 0) {
            throw new IOException("%s ended with status %d".formatted(main.getName(), status));
        }
    }

    private static List<String> javaCommand() {
        String home = System.getProperty("java.home");
        return List.of(
                home + "/bin/java",
                "-Dfile.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"));
    }
}
