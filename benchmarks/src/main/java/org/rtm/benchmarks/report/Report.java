package org.rtm.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.rtm.benchmarks.Row;

/** Writes what a run measured for people: a page of Markdown, with plots beside it. */
public final class Report {
    /** Why a target is not reached, and what the profile shows; written by hand, a file a row. */
    private static final Path REMARKS = Path.of("benchmarks/remarks");

    private final RunFacts facts;
    private final Results results;
    private final List<Row> rows;
    private final StringBuilder text = new StringBuilder();

    public Report(RunFacts facts, Results results, List<Row> rows) {
        this.facts = facts;
        this.results = results;
        this.rows = rows.stream().filter(row -> facts.rows().contains(row.number())).toList();
    }

    /** Writes the page, and its plots into a directory of its name. */
    public void write(Path file) throws IOException {
        String name = file.getFileName().toString();
        Path plots = file.resolveSibling(name.substring(0, name.lastIndexOf('.')));
        head();
        targets();
        for (Row row : rows) {
            row(row, plots);
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text);
    }

    private void head() {
        line("# Performance");
        line("");
        line("Written by `%s` from what it measured: a %s run.", facts.command(), facts.kind());
        line("");
        line("- Date: %s", facts.date());
        line("- Machine: %s", facts.machine());
        line("- Table: %s", facts.data());
        for (String missing : facts.missing()) {
            line("- Missing: %s", missing);
        }
        line("");
        line(
                "What is compared was measured in the same run, one shortly after the other, in rounds. A ratio is");
        line(
                "taken in each round by itself, and the median of the rounds counts: numbers of different runs or");
        line(
                "machines do not compare. In brackets: the least and the most. Rows 1 to 4 look up after a full");
        line(
                "collection of garbage, each structure's alike, and ask more different questions than the");
        line(
                "processor's caches hold. Rows 9 and 11 ask one question after the other, so a pause counts once.");
        line("");
        line(
                "To repeat it: `benchmarks/run` (whole, 90 minutes at the most), `benchmarks/run --quick`");
        line("(10 minutes at the most); rows by number: `benchmarks/run 1 4`.");
        line("");
    }

    private void targets() {
        line("## Targets");
        line("");
        line("| row | target | measured | |");
        line("|---|---|---|---|");
        for (Row row : rows) {
            for (Target target : row.targets()) {
                line("| %d | %s | %s |", row.number(), target.statement(), outcome(target));
            }
        }
        line("");
    }

    private String outcome(Target target) {
        Optional<Summary> outcome = target.outcome(results);
        if (outcome.isEmpty()) {
            return "– | not measured";
        }
        return number(outcome.get())
                + (target.isReached(outcome.get()) ? " | reached" : " | **not reached**");
    }

    private void row(Row row, Path plots) throws IOException {
        line("## %d. %s", row.number(), row.title());
        line("");
        Map<Quantity, Summary> summaries = new LinkedHashMap<>();
        for (Quantity quantity : results.quantities(row.number())) {
            results.summary(quantity).ifPresent(summary -> summaries.put(quantity, summary));
        }
        if (summaries.isEmpty()) {
            line("Not measured.");
            line("");
            return;
        }
        line("| measured | under | median | spread | samples |");
        line("|---|---|---|---|---|");
        summaries.forEach(
                (quantity, summary) ->
                        line(
                                "| %s | %s | %s %s | %s … %s | %d of %d processes |",
                                quantity.name(),
                                quantity.parameters(),
                                Numbers.format(summary.median()),
                                summary.unit(),
                                Numbers.format(summary.least()),
                                Numbers.format(summary.most()),
                                summary.samples(),
                                summary.processes()));
        line("");
        plots(row, summaries, plots);
        Path remark = REMARKS.resolve(row.number() + ".md");
        if (Files.exists(remark)) {
            line("%s", Files.readString(remark).strip());
            line("");
        }
    }

    /** A plot for each unit that more than one quantity of the row is measured in. */
    private void plots(Row row, Map<Quantity, Summary> summaries, Path directory)
            throws IOException {
        Map<String, Map<Quantity, Summary>> byUnit = new LinkedHashMap<>();
        summaries.forEach(
                (quantity, summary) ->
                        byUnit.computeIfAbsent(summary.unit(), unit -> new LinkedHashMap<>())
                                .put(quantity, summary));
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, Map<Quantity, Summary>> entry : byUnit.entrySet()) {
            Map<Quantity, Summary> shown = entry.getValue();
            if (shown.size() < 2) {
                continue;
            }
            String name = "row-%02d-%s.svg".formatted(row.number(), fileName(entry.getKey()));
            if (shown.keySet().stream().allMatch(Plot::isGrowth)) {
                Plot.growth(directory.resolve(name), shown);
            } else {
                Plot.bars(directory.resolve(name), shown);
            }
            names.add(name);
        }
        for (String name : names) {
            line("![%s](%s/%s)", row.title(), directory.getFileName(), name);
            line("");
        }
    }

    private static String fileName(String unit) {
        return unit.replace("µ", "u").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    private static String number(Summary ratio) {
        return "%s %s [%s … %s]"
                .formatted(
                        Numbers.format(ratio.median()),
                        ratio.unit(),
                        Numbers.format(ratio.least()),
                        Numbers.format(ratio.most()));
    }

    private void line(String format, Object... values) {
        text.append(format.formatted(values)).append('\n');
    }
}
