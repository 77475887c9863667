package org.rtm.benchmarks.report;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Properties;

/**
 * What the report tells of a run beside what was measured.
 *
 * @param date when it was started
 * @param kind quick or whole
 * @param machine what it was made on
 * @param data the table that was used
 * @param command how it was started
 * @param rows the rows that were run
 * @param missing what could not be measured
 */
public record RunFacts(
        String date,
        String kind,
        String machine,
        String data,
        String command,
        List<Integer> rows,
        Collection<String> missing) {

    public void write(Path file) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("date", date);
        properties.setProperty("kind", kind);
        properties.setProperty("machine", machine);
        properties.setProperty("data", data);
        properties.setProperty("command", command);
        properties.setProperty(
                "rows", String.join(",", rows.stream().map(String::valueOf).toList()));
        properties.setProperty("missing", String.join("\n", missing));
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
    }

    public static RunFacts read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return new RunFacts(
                properties.getProperty("date"),
                properties.getProperty("kind"),
                properties.getProperty("machine"),
                properties.getProperty("data"),
                properties.getProperty("command"),
                List.of(properties.getProperty("rows").split(",")).stream()
                        .map(Integer::valueOf)
                        .toList(),
                properties.getProperty("missing").lines().toList());
    }
}
