package org.rtm.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.rtm.api.AddressFamily;
import org.rtm.benchmarks.data.Prefix;
import org.rtm.benchmarks.data.Prefixes;
import org.rtm.benchmarks.report.Measurement;
import org.rtm.benchmarks.rival.Bird;

/** Row 14: the program that operators start, and what they type, timed from outside. */
final class Shell {
    static final String PROMPT = "start to prompt";
    static final String IMPORT = "rtm:import";
    static final String ROUTES = "rtm:routes > /dev/null";
    static final String BIRDC = "birdc show route >/dev/null";

    private static final String PROGRAM = "./rtm";
    private static final String SIGN = "rtm> ";
    private static final int LISTINGS = 3;
    private static final long LONGEST_END = 30;

    private final Run run;
    private final Path home;

    private Shell(Run run, Path home) {
        this.run = run;
        this.home = home;
    }

    static void measure(Run run) throws IOException, InterruptedException {
        List<Prefix> table = Prefixes.table(AddressFamily.IPV4);
        Path folder = Files.createTempDirectory("rtm");
        try {
            Path file = folder.resolve("table.txt");
            Files.write(
                    file, table.stream().map(prefix -> prefix.toNetAddress().toString()).toList());
            Shell shell = new Shell(run, folder.resolve("home"));
            int rounds = run.isQuick() ? 1 : 5;
            for (int round = 0; round < rounds; round++) {
                shell.prompt();
                shell.commands(file, table.size());
                if (Bird.isInstalled()) {
                    try (Bird bird = new Bird(table)) {
                        double[] seconds = new double[LISTINGS];
                        for (int i = 0; i < LISTINGS; i++) {
                            seconds[i] = bird.list();
                        }
                        run.add(Measurement.of(14, BIRDC, "", "s", seconds));
                    }
                } else {
                    run.missing("BIRD: row 14 has nothing to compare rtm:routes with");
                }
            }
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    /** On a terminal, which script of util-linux makes. */
    private void prompt() throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(
                                "script",
                                "-qefc",
                                "stty rows 40 columns 120; exec %s --home %s"
                                        .formatted(PROGRAM, home),
                                "/dev/null")
                        .redirectErrorStream(true);
        builder.environment().put("TERM", "xterm");
        long start = System.nanoTime();
        Process process = builder.start();
        try (Writer keys = process.outputWriter()) {
            awaitSign(process.getInputStream());
            double seconds = secondsSince(start);
            keys.write("exit\r");
            keys.flush();
            process.getInputStream().readAllBytes();
            end(process);
            run.add(Measurement.of(14, PROMPT, "", "s", seconds));
        } finally {
            process.destroy();
        }
    }

    private static void awaitSign(InputStream out) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(SIGN) < 0) {
            int character = out.read();
            if (character < 0) {
                throw new IOException("there was no prompt: " + text);
            }
            text.append((char) character);
        }
    }

    /** Without a terminal, a line for each command. */
    private void commands(Path file, int routes) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(PROGRAM, "--home", home.toString())
                        .redirectError(Redirect.INHERIT)
                        .start();
        try (BufferedReader answers = process.inputReader(StandardCharsets.UTF_8);
                Writer commands = process.outputWriter(StandardCharsets.UTF_8)) {
            seconds(commands, answers, "echo ready", "");
            double importing =
                    seconds(
                            commands,
                            answers,
                            IMPORT + " " + file + "; echo ready",
                            "added " + routes + ",");
            double[] listing = new double[LISTINGS];
            for (int i = 0; i < LISTINGS; i++) {
                listing[i] = seconds(commands, answers, ROUTES + "; echo ready", "");
            }
            commands.write("exit\n");
            commands.flush();
            end(process);
            run.add(Measurement.of(14, IMPORT, "", "s", importing));
            run.add(Measurement.of(14, ROUTES, "", "s", listing));
        } finally {
            process.destroy();
        }
    }

    /**
     * Times a line of commands.
     *
     * @param expected what its answer has to contain: a refusal would be a fast one
     */
    private static double seconds(
            Writer commands, BufferedReader answers, String line, String expected)
            throws IOException {
        long start = System.nanoTime();
        commands.write(line + "\n");
        commands.flush();
        StringBuilder text = new StringBuilder();
        String answer;
        do {
            answer = answers.readLine();
            if (answer == null) {
                throw new IOException("the router ended at '%s'".formatted(line));
            }
            text.append(answer).append('\n');
        } while (!answer.equals("ready"));
        double seconds = secondsSince(start);
        if (text.indexOf("rtm:") >= 0 || text.indexOf(expected) < 0) {
            throw new IOException("'%s' was answered:%n%s".formatted(line, text));
        }
        return seconds;
    }

    private static void end(Process process) throws IOException, InterruptedException {
        if (!process.waitFor(LONGEST_END, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(PROGRAM + " does not end well");
        }
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
