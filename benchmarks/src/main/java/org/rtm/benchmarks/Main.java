package org.rtm.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.rtm.benchmarks.data.Prefixes;
import org.rtm.benchmarks.report.Machine;
import org.rtm.benchmarks.report.Report;
import org.rtm.benchmarks.report.Results;
import org.rtm.benchmarks.report.RunFacts;

/** Runs rows of the table of targets, and writes the report. Started by {@code benchmarks/run}. */
public final class Main {
    private static final Path RESULTS = Path.of("benchmarks/target/results/results.csv");
    private static final Path FACTS = Path.of("benchmarks/target/results/run.properties");
    private static final Path PUBLISHED = Path.of("docs/performance.md");
    private static final Path PARTIAL = Path.of("benchmarks/target/performance.md");

    private Main() {}

    public static void main(String[] arguments) throws IOException {
        Locale.setDefault(Locale.ROOT);
        System.setProperty("java.awt.headless", "true");
        Set<String> options =
                Stream.of(arguments)
                        .filter(each -> each.startsWith("-"))
                        .collect(Collectors.toSet());
        if (!options.contains("--report")) {
            List<String> named =
                    Stream.of(arguments).filter(each -> !each.startsWith("-")).toList();
            run(options.contains("--quick"), rows(named), String.join(" ", arguments));
        }
        report();
    }

    private static List<Row> rows(List<String> named) {
        List<String> known = Rows.ALL.stream().map(row -> String.valueOf(row.number())).toList();
        for (String name : named) {
            if (!known.contains(name)) {
                System.err.printf(
                        "benchmarks/run: '%s' is no row; there are %s%n",
                        name, String.join(", ", known));
                System.exit(2);
            }
        }
        return Rows.ALL.stream()
                .filter(row -> named.isEmpty() || named.contains(String.valueOf(row.number())))
                .toList();
    }

    private static void run(boolean isQuick, List<Row> rows, String arguments) throws IOException {
        String date =
                ZonedDateTime.now().format(DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm z"));
        Run run = new Run(isQuick, Results.begin(RESULTS));
        for (Row row : rows) {
            System.out.printf("%d. %s%n", row.number(), row.title());
            for (Row.Measuring measuring : row.measuring()) {
                try {
                    measuring.measure(run);
                } catch (Exception e) {
                    System.err.printf("benchmarks/run: row %d: %s%n", row.number(), e);
                    run.missing(
                            "row %d: ended by %s"
                                    .formatted(row.number(), e.getClass().getSimpleName()));
                }
            }
            new RunFacts(
                            date,
                            isQuick ? "quick" : "whole",
                            Machine.describe(),
                            Prefixes.source(),
                            ("benchmarks/run " + arguments).strip(),
                            rows.stream().map(Row::number).toList(),
                            run.missing())
                    .write(FACTS);
        }
    }

    /** Only a run of all rows is for everyone to read. */
    private static void report() throws IOException {
        if (!Files.exists(FACTS)) {
            System.err.println("benchmarks/run: nothing was measured yet");
            System.exit(2);
        }
        RunFacts facts = RunFacts.read(FACTS);
        Path file = facts.rows().size() == Rows.ALL.size() ? PUBLISHED : PARTIAL;
        new Report(facts, Results.read(RESULTS), Rows.ALL).write(file);
        System.out.println("The report: " + file);
    }
}
