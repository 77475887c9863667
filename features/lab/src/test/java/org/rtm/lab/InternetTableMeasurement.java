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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The whole Internet's IPv4 routes from a file into the kernel, in rounds, each beside {@code ip
 * -batch} with the same routes. Takes minutes, so it is run when asked for by its name.
 *
 * <p>The batch runs in a namespace of its own: in that of the router the kernel would tell the
 * router of each route. Before it and the import the same routes come and go once more, uncounted:
 * a kernel that has to get memory from a hypervisor first takes twice the time for them.
 */
@InLab
class InternetTableMeasurement {
    /** Data that comes beside the project; it is not part of it. */
    private static final Path TABLE =
            Path.of(System.getProperty("lab.router"))
                    .resolveSibling("../shared/data/internet-prefixes.txt.gz")
                    .normalize();

    /** As docs/linux.md advises for a table of that size. */
    private static final String JAVA_OPTIONS = "-Xms4g -Xmx4g -Xmn2g -XX:+AlwaysPreTouch";

    /** The first one is that of a router that has just started. */
    private static final int ROUNDS = 4;

    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(1);

    /** Near the end: a second would be a part of what is measured. */
    private static final Duration BETWEEN_LAST_QUESTIONS = Duration.ofMillis(100);

    private static final int LAST = 100_000;

    /** The first line is the IPv4 table's. */
    private static final Pattern FORWARDED =
            Pattern.compile("[^\\n]*, IPv4[^\\n]*\\n  (\\d+) installed, (\\d+) queued, 0 rejected");

    private static final int BATCH_TABLE = 20001;

    private Lab lab;
    private Namespace atOurs;
    private Namespace atBatch;
    private OurRouter ours;
    private Path folder;
    private Path importFile;
    private Path batchFile;
    private int routes;

    @BeforeAll
    void build() throws IOException {
        assertThat(TABLE).as("the routes that the measurement needs").exists();
        lab = Lab.open("internet");
        atOurs = lab.add("ours");
        Namespace neighbour = lab.add("neighbour");
        lab.join(atOurs, neighbour);
        atBatch = lab.add("batch");
        lab.join(atBatch, neighbour);
        folder = lab.folder("tables");
        importFile = folder.resolve("import.txt");
        batchFile = folder.resolve("batch.txt");
        write(neighbour.address("ours"), neighbour.address("batch"));
        ours = OurRouter.start(atOurs, lab.folder("ours"), JAVA_OPTIONS);
    }

    @AfterAll
    void end() {
        if (lab != null) {
            lab.close();
        }
    }

    private void write(String ofOurs, String ofBatch) throws IOException {
        int index = atOurs.index("neighbour");
        try (BufferedReader prefixes =
                        new BufferedReader(
                                new InputStreamReader(
                                        new GZIPInputStream(Files.newInputStream(TABLE))));
                var toImport = Files.newBufferedWriter(importFile);
                var batch = Files.newBufferedWriter(batchFile)) {
            for (String line = prefixes.readLine(); line != null; line = prefixes.readLine()) {
                String prefix = line.strip();
                if (prefix.contains(".")) {
                    toImport.write("%s via %s dev %d\n".formatted(prefix, ofOurs, index));
                    batch.write(
                            "route add %s via %s dev neighbour proto 211 metric 20 table %d\n"
                                    .formatted(prefix, ofBatch, BATCH_TABLE));
                    routes++;
                }
            }
        }
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void the_internets_routes_get_into_the_kernel_while_the_prompt_answers() throws Exception {
        ours.forward(FiveRouters.STALE_TIME);
        List<Double> ratios = new ArrayList<>();
        try (Prompt other = ours.attach()) {
            Waiting.forStart("forwards", () -> other.ask("rtm:fib").contains("0 queued"));
            for (int round = 1; round <= ROUNDS; round++) {
                runBatch();
                double batch = runBatch();
                ratios.add(runImport(other, round, batch));
                assertThat(other.ask("rtm:fib diff", LONGEST)).contains("IPv4", " 0 differences");
                ours.ask("rtm:delete --imported", LONGEST);
                awaitInstalled(other, 0, () -> {});
            }
            assertThat(ours.errors()).isEmpty();
        }
        List<Double> sorted = ratios.stream().sorted().toList();
        lab.note(
                "of ip -batch: %.2f to %.2f in %d rounds, the first %.2f, median %.2f",
                sorted.get(0),
                sorted.get(ROUNDS - 1),
                ROUNDS,
                ratios.get(0),
                (sorted.get((ROUNDS - 1) / 2) + sorted.get(ROUNDS / 2)) / 2);
    }

    /** Imports all routes, and returns how fast they got into the kernel, as a ratio. */
    private double runImport(Prompt other, int round, double batch) {
        List<Duration> lookUps = new ArrayList<>();
        List<Duration> summaries = new ArrayList<>();
        long start = System.nanoTime();
        CompletableFuture<String> imported =
                CompletableFuture.supplyAsync(
                        () -> ours.ask("rtm:import " + importFile, LONGEST),
                        task -> new Thread(task, "import").start());
        awaitInstalled(
                other,
                routes,
                () -> {
                    lookUps.add(time(other, "rtm:lookup 8.8.8.8"));
                    summaries.add(time(other, "rtm:summary"));
                });
        double rate = rate(start);

        lab.note("round %d: %s", round, imported.join().strip());
        lab.note(
                "%d routes: %.0f a second into the kernel; ip -batch %.0f, %.2f of it",
                routes, rate, batch, rate / batch);
        lab.note(
                "meanwhile: %d look-ups, %s; %d summaries, %s",
                lookUps.size(), show(lookUps), summaries.size(), show(summaries));
        return rate / batch;
    }

    private static void awaitInstalled(Prompt other, int number, Runnable meanwhile) {
        long end = System.nanoTime() + LONGEST.toNanos();
        for (int left = left(other, number); left > 0; left = left(other, number)) {
            assertThat(System.nanoTime()).as("%d are missing", left).isLessThan(end);
            meanwhile.run();
            // To count what is installed is work too.
            Waiting.pass(left > LAST ? BETWEEN_QUESTIONS : BETWEEN_LAST_QUESTIONS);
        }
    }

    /** How many routes the kernel has more or less than it should, or is still to be told of. */
    private static int left(Prompt other, int number) {
        Matcher forwarded = FORWARDED.matcher(other.ask("rtm:fib").strip());
        assertThat(forwarded.lookingAt()).isTrue();
        return Math.abs(number - Integer.parseInt(forwarded.group(1)))
                + Integer.parseInt(forwarded.group(2));
    }

    /** Adds all routes by ip alone, takes them away, and returns how many a second were added. */
    private double runBatch() throws IOException, InterruptedException {
        long start = System.nanoTime();
        runIp("-batch", batchFile.toString());
        double rate = rate(start);
        runIp("route", "flush", "table", Integer.toString(BATCH_TABLE));
        return rate;
    }

    private void runIp(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        Process ip =
                atBatch.process(command.toArray(String[]::new))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("ip.log").toFile())
                        .start();
        assertThat(ip.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(ip.exitValue()).isZero();
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
