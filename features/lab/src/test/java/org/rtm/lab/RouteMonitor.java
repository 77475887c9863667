package org.rtm.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What happens to the kernel's routes in a namespace. */
final class RouteMonitor implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofSeconds(30);

    /** A route for no packet, to see that the monitor sees. */
    private static final String PROBE = "203.0.113.113";

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private RouteMonitor(Process process) {
        this.process = process;
    }

    /** Starts one; it watches when this returns. */
    static RouteMonitor start(Namespace where) {
        try {
            RouteMonitor started =
                    new RouteMonitor(where.process("ip", "-ts", "-o", "monitor", "route").start());
            Thread reader = new Thread(started::read, "routes of " + where.role());
            reader.setDaemon(true);
            reader.start();
            Waiting.until(
                    LONGEST_START,
                    () -> {
                        where.ip("route", "replace", "blackhole", PROBE);
                        where.ip("route", "delete", "blackhole", PROBE);
                        assertThat(started.lines)
                                .anyMatch(line -> line.contains("Deleted blackhole " + PROBE));
                    });
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader reader = process.inputReader()) {
            reader.lines().filter(line -> !line.isBlank()).forEach(lines::add);
        } catch (IOException | UncheckedIOException ended) {
            // The end.
        }
    }

    /** What happened so far. */
    List<String> changes() {
        return lines.stream().filter(line -> !line.contains(PROBE)).toList();
    }

    /** Which of it were deletions. */
    List<String> deletions() {
        return changes().stream().filter(line -> line.contains("Deleted ")).toList();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
