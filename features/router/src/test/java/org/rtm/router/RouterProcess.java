package org.rtm.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The script {@code rtm}, run as its users run it. */
final class RouterProcess implements AutoCloseable {
    static final Path SCRIPT = Path.of(System.getProperty("rtm.script"));
    private static final int SIGINT = 2;

    /** These tests measure nothing. */
    private static final String QUICK_START = "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1";

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final Process process;
    private final Path out;
    private final Path err;

    private RouterProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static RouterProcess start(Path folder, String... arguments) throws IOException {
        return start(folder, SCRIPT, arguments);
    }

    static RouterProcess start(Path folder, Path script, String... arguments) throws IOException {
        return start(new ProcessBuilder(), folder, script, arguments);
    }

    /** Starts a jar that runs by itself. */
    static RouterProcess startJar(Path folder, Path jar, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(QUICK_START.split(" ")));
        all.addAll(List.of("-jar", jar.toString()));
        all.addAll(List.of(arguments));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return start(folder, java, all.toArray(String[]::new));
    }

    /** Starts with what the given builder has set already: environment, input. */
    static RouterProcess start(
            ProcessBuilder builder, Path folder, Path script, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        builder.environment().putIfAbsent("RTM_JAVA_OPTIONS", QUICK_START);
        Process process =
                builder.command(command)
                        .directory(folder.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        return new RouterProcess(process, out, err);
    }

    /** Starts, waits for the end, and returns the result. */
    static Result run(Path folder, String... arguments) throws Exception {
        try (RouterProcess router = start(folder, arguments)) {
            return router.result();
        }
    }

    /** What a process has left behind. */
    record Result(int status, String out, String err) {}

    Process process() {
        return process;
    }

    /** Writes to the standard input, and ends it. */
    RouterProcess input(String text) throws IOException {
        try (var in = process.outputWriter()) {
            in.write(text);
        }
        return this;
    }

    /** Interrupts it, as a terminal does; a build that runs in the background cannot. */
    void interrupt() throws Exception {
        assumeThat(isInterruptIgnored())
                .as("the build ignores interrupts, as what it starts does")
                .isFalse();
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    }

    /** A shell has what it starts in the background ignore them, and all that comes of it. */
    private boolean isInterruptIgnored() throws IOException {
        Path status = Path.of("/proc/%d/status".formatted(process.pid()));
        if (!Files.exists(status)) {
            return false;
        }
        try (Stream<String> lines = Files.lines(status)) {
            String ignored =
                    lines.filter(line -> line.startsWith("SigIgn:")).findFirst().orElseThrow();
            return (Long.parseUnsignedLong(ignored.split("\\s+")[1], 16) & 1 << SIGINT - 1) != 0;
        }
    }

    Result result() throws Exception {
        assertThat(process.waitFor(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS))
                .as("ended in time; so far: %s %s", out(), err())
                .isTrue();
        return new Result(process.exitValue(), out(), err());
    }

    String out() {
        return read(out);
    }

    String err() {
        return read(err);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Waits for what another process does: there is no event to wait for. */
    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain until %s", what).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
