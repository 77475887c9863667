package org.rtm.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The whole Internet's IPv4 routes from a file into the kernel, twice, beside {@code ip -batch}
 * with the same routes. Takes minutes, so it is run when asked for by its name.
 */
@InLab
class InternetTableMeasurement {
    /** Data that comes beside the project; it is not part of it. */
    private static final Path TABLE =
            Path.of(System.getProperty("lab.router"))
                    .resolveSibling("../shared/data/internet-prefixes.txt.gz")
                    .normalize();

    private static final String JAVA_OPTIONS = "-Xmx2g";
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(1);
    private static final int BEFORE = 20001;
    private static final int AFTER = 20002;

    private Lab lab;
    private Namespace atOurs;
    private OurRouter ours;
    private Path folder;
    private Path importFile;
    private int routes;

    @BeforeAll
    void build() throws IOException {
        assertThat(TABLE).as("the routes that the measurement needs").exists();
        lab = Lab.open("internet");
        atOurs = lab.add("ours");
        Namespace neighbour = lab.add("neighbour");
        lab.join(atOurs, neighbour);
        folder = lab.folder("tables");
        importFile = folder.resolve("import.txt");
        write(neighbour.address("ours"));
        ours = OurRouter.start(atOurs, lab.folder("ours"), JAVA_OPTIONS);
    }

    @AfterAll
    void end() {
        if (lab != null) {
            lab.close();
        }
    }

    private void write(String gateway) throws IOException {
        int index = atOurs.index("neighbour");
        try (BufferedReader prefixes =
                        new BufferedReader(
                                new InputStreamReader(
                                        new GZIPInputStream(Files.newInputStream(TABLE))));
                var toImport = Files.newBufferedWriter(importFile);
                var before = Files.newBufferedWriter(batch(BEFORE));
                var after = Files.newBufferedWriter(batch(AFTER))) {
            for (String line = prefixes.readLine(); line != null; line = prefixes.readLine()) {
                String prefix = line.strip();
                if (prefix.contains(".")) {
                    toImport.write("%s via %s dev %d\n".formatted(prefix, gateway, index));
                    String route =
                            "route add %s via %s dev neighbour proto 211 metric 20 table "
                                    .formatted(prefix, gateway);
                    before.write(route + BEFORE + "\n");
                    after.write(route + AFTER + "\n");
                    routes++;
                }
            }
        }
    }

    private Path batch(int table) {
        return folder.resolve("batch-%d.txt".formatted(table));
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void the_internets_routes_get_into_the_kernel_while_the_prompt_answers() throws Exception {
        double before = runBatch(BEFORE);
        ours.forward(FiveRouters.STALE_TIME);
        try (Prompt other = ours.attach()) {
            Waiting.forStart("forwards", () -> other.ask("rtm:fib").contains("0 queued"));
            measure("a router that has just started", other, before);

            ours.ask("rtm:delete --imported", LONGEST);
            awaitInstalled(0, other, () -> {});
            measure("one that had them before", other, before);

            assertThat(other.ask("rtm:fib diff", LONGEST)).contains("IPv4", " 0 differences");
            assertThat(ours.errors()).isEmpty();
        }
        ours.kill();
        lab.note("ip -batch again, without the router: %.0f a second", runBatch(AFTER));
    }

    private void measure(String which, Prompt other, double batch) throws Exception {
        List<Duration> lookUps = new ArrayList<>();
        List<Duration> summaries = new ArrayList<>();
        long start = System.nanoTime();
        CompletableFuture<String> imported =
                CompletableFuture.supplyAsync(
                        () -> ours.ask("rtm:import " + importFile, LONGEST),
                        task -> new Thread(task, "import").start());
        awaitInstalled(
                routes,
                other,
                () -> {
                    lookUps.add(time(other, "rtm:lookup 8.8.8.8"));
                    summaries.add(time(other, "rtm:summary"));
                });
        double rate = rate(start);

        lab.note("%s: %s", which, imported.join().strip());
        lab.note(
                "%d routes: %.0f a second into the kernel; ip -batch %.0f, %.2f of it",
                routes, rate, batch, rate / batch);
        lab.note(
                "meanwhile: %d look-ups, %s; %d summaries, %s",
                lookUps.size(), show(lookUps), summaries.size(), show(summaries));
    }

    private static void awaitInstalled(int number, Prompt other, Runnable meanwhile) {
        // The first line is the IPv4 table's.
        String installed =
                "(?s)[^\\n]*, IPv4[^\\n]*\\n  %d installed, 0 queued, 0 rejected.*"
                        .formatted(number);
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!other.ask("rtm:fib").strip().matches(installed)) {
            assertThat(System.nanoTime()).as("waiting for %s", installed).isLessThan(end);
            meanwhile.run();
            // To count what is installed is work too.
            Waiting.pass(BETWEEN_QUESTIONS);
        }
    }

    /** Adds all routes to a table by ip alone, and returns how many a second that were. */
    private double runBatch(int table) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process batch =
                atOurs.process("ip", "-batch", batch(table).toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("ip.log").toFile())
                        .start();
        assertThat(batch.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(batch.exitValue()).isZero();
        return rate(start);
    }

    private double rate(long start) {
        return routes / ((System.nanoTime() - start) / 1e9);
    }

    private static Duration time(Prompt prompt, String command) {
        long start = System.nanoTime();
        assertThat(prompt.ask(command)).isNotEmpty();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static String show(List<Duration> times) {
        List<Duration> sorted = times.stream().sorted().toList();
        return "median %d ms, longest %d ms"
                .formatted(
                        sorted.get(sorted.size() / 2).toMillis(),
                        sorted.get(sorted.size() - 1).toMillis());
    }
}
