package org.rtm.benchmarks.rival;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.rtm.benchmarks.data.Prefix;

/**
 * BIRD, from its package, with static routes to the prefixes of a table: no network, no kernel, all
 * it writes in a temporary folder. It is talked to over its control socket.
 */
public final class Bird implements AutoCloseable {
    private static final String PROGRAM = "bird";
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
    private static final int PAUSE_MILLIS = 2;
    private static final Pattern IMPORTED = Pattern.compile("Routes:\\s+(\\d+) imported");
    private static final Pattern TABLES =
            Pattern.compile("Routing tables:\\s+([\\d.]+) +(k?M?G?)B");

    private final Path folder;
    private final int routes;
    private Process process;
    private SocketChannel channel;
    private BufferedReader answers;

    /** Starts BIRD, and waits until it has the table. */
    public Bird(List<Prefix> table) throws IOException, InterruptedException {
        routes = table.size();
        folder = Files.createTempDirectory("bird");
        boolean isStarted = false;
        try {
            configure(table);
            process =
                    new ProcessBuilder(
                                    PROGRAM, "-f", "-c", "bird.conf", "-s", "control", "-P", "pid")
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.to(folder.resolve("log").toFile()))
                            .start();
            connect();
            awaitRoutes(routes);
            isStarted = true;
        } finally {
            if (!isStarted) {
                close();
            }
        }
    }

    /** Whether BIRD's programs are on the PATH. */
    public static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, PROGRAM)));
    }

    private void configure(List<Prefix> table) throws IOException {
        try (BufferedWriter file = Files.newBufferedWriter(folder.resolve("bird.conf"))) {
            file.write("router id 192.0.2.1;\nprotocol static statics {\n  ipv4;\n");
            for (Prefix prefix : table) {
                file.write("  route " + prefix.toNetAddress() + " blackhole;\n");
            }
            file.write("}\n");
        }
    }

    private void connect() throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        Path socket = folder.resolve("control");
        while (!isConnected(socket)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IOException(
                        "BIRD did not start: " + Files.readString(folder.resolve("log")).strip());
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        answers =
                new BufferedReader(
                        new InputStreamReader(
                                Channels.newInputStream(channel), StandardCharsets.US_ASCII));
        answer();
    }

    /** The socket is there before BIRD listens on it. */
    private boolean isConnected(Path socket) throws IOException {
        if (!Files.exists(socket)) {
            return false;
        }
        SocketChannel candidate = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            candidate.connect(UnixDomainSocketAddress.of(socket));
        } catch (ConnectException notYet) {
            candidate.close();
            return false;
        }
        channel = candidate;
        return true;
    }

    /** An answer's last line has a space after the four digits of its code, others a hyphen. */
    private String answer() throws IOException {
        List<String> lines = new ArrayList<>();
        while (true) {
            String line = answers.readLine();
            if (line == null) {
                throw new IOException("BIRD has closed its control socket");
            }
            lines.add(line);
            if (line.matches("\\d{4} .*")) {
                return String.join("\n", lines);
            }
        }
    }

    private String command(String command) throws IOException {
        channel.write(StandardCharsets.US_ASCII.encode(command + "\n"));
        return answer();
    }

    /** Adds all routes again, which {@link #disable} took away, and returns the seconds it took. */
    public double enable() throws IOException, InterruptedException {
        long start = System.nanoTime();
        command("enable statics");
        awaitRoutes(routes);
        return (System.nanoTime() - start) / 1e9;
    }

    /** Takes all routes away, and returns the seconds it took. */
    public double disable() throws IOException, InterruptedException {
        long start = System.nanoTime();
        command("disable statics");
        awaitRoutes(0);
        return (System.nanoTime() - start) / 1e9;
    }

    /** Asks the protocol, which knows the number; the table would have to count. */
    private void awaitRoutes(int wanted) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (imported() != wanted) {
            if (System.nanoTime() > end) {
                throw new IOException("BIRD does not come to have %d routes".formatted(wanted));
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private int imported() throws IOException {
        Matcher matcher = IMPORTED.matcher(command("show protocols all statics"));
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    /** How many bytes its tables take for a route. */
    public double bytesForRoute() throws IOException {
        String answer = command("show memory");
        Matcher matcher = TABLES.matcher(answer);
        if (!matcher.find()) {
            throw new IOException("BIRD does not tell of its tables' memory: " + answer);
        }
        int power = List.of("", "k", "M", "G").indexOf(matcher.group(2));
        return Double.parseDouble(matcher.group(1)) * Math.pow(1024, power) / routes;
    }

    /** Lists all routes into nothing, by a process, and returns the seconds it took. */
    public double list() throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process client =
                new ProcessBuilder("birdc", "-s", "control", "show", "route")
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(Redirect.DISCARD)
                        .start();
        int status = client.waitFor();
        if (status != 0) {
            throw new IOException("birdc ended with status " + status);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
        if (process != null) {
            process.destroy();
            try {
                if (!process.waitFor(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
