package org.rtm.protocol.linux;

import static java.util.stream.Collectors.joining;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A process {@code ip -force -batch -} that commands are written to. It is started when it is
 * needed, and again after it has failed.
 *
 * <p>A command that succeeds prints nothing. One that the kernel refuses prints why and {@code
 * Command failed -:N} with the number of its line, and the next one follows; one that ip itself
 * does not understand may end the process. So each slice of commands is followed by a line that
 * fails for sure: when its number is read, all before it is done.
 *
 * <p>For one thread.
 */
final class IpBatch implements AutoCloseable {
    /** How many commands one slice may have: what all of them can answer fits into a pipe. */
    static final int MOST_COMMANDS = 256;

    /** No object that ip knows, and no beginning of one. */
    private static final String BARRIER = "acknowledge";

    /** The first exit code that stands for a signal. */
    private static final int KILLED = 128;

    private static final String FAILED = "Command failed -:";

    private static final String FORBIDDEN = "Operation not permitted";

    /** Everything else means something to ip's reading of lines: quotes, comments, continuation. */
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9 ./:@_-]+");

    private final List<String> command;
    private final Watchdog watchdog;
    private Process process;
    private BufferedWriter in;
    private BufferedReader out;
    private final List<String> said = new ArrayList<>();
    private int line;

    /**
     * Starts nothing yet.
     *
     * @param command the program with its first arguments, for example {@code ip -4}
     */
    IpBatch(List<String> command, Watchdog watchdog) {
        this.command = new ArrayList<>(command);
        this.command.addAll(List.of("-force", "-batch", "-"));
        this.watchdog = watchdog;
    }

    /**
     * Has commands done, in their order.
     *
     * @param commands the commands, without {@code ip}
     * @param longest how long to wait
     * @return why commands were refused by the kernel, by their places
     * @throws IpFailure if some of the commands may not have been done: there is no ip, it lacks
     *     the right, it ended, or it did not answer in time
     */
    Map<Integer, String> run(List<String> commands, Duration longest) throws IpFailure {
        for (String each : commands) {
            if (!ALLOWED.matcher(each).matches()) {
                throw new IllegalArgumentException("'%s' is no command for ip".formatted(each));
            }
        }
        if (process == null) {
            start(longest);
        }
        Map<Integer, String> refused = exchange(commands, longest);
        if (refused.containsValue(FORBIDDEN)) {
            close();
            throw new IpFailure(
                    "ip may not change routes (%s); it needs root, or the capability NET_ADMIN"
                            .formatted(FORBIDDEN));
        }
        return refused;
    }

    private void start(Duration longest) throws IpFailure {
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new IpFailure(
                    "ip cannot be run (%s); it is part of iproute2".formatted(e.getMessage()));
        }
        in = process.outputWriter(StandardCharsets.UTF_8);
        out = process.inputReader(StandardCharsets.UTF_8);
        line = 0;
        exchange(List.of(), longest);
    }

    private Map<Integer, String> exchange(List<String> commands, Duration longest)
            throws IpFailure {
        int first = line + 1;
        line += commands.size() + 1;
        said.clear();
        try (Watchdog.Alarm alarm = watchdog.watch(process, longest)) {
            try {
                write(commands);
                return answers(first, line);
            } catch (IOException | NumberFormatException e) {
                throw failure(alarm.hasRung(), longest, !commands.isEmpty());
            }
        }
    }

    private void write(List<String> commands) throws IOException {
        for (String each : commands) {
            in.write(each);
            in.write('\n');
        }
        in.write(BARRIER);
        in.write('\n');
        in.flush();
    }

    private Map<Integer, String> answers(int first, int barrier) throws IOException {
        Map<Integer, String> refused = new HashMap<>();
        while (true) {
            String text = out.readLine();
            if (text == null) {
                throw new EOFException();
            }
            if (!text.startsWith(FAILED)) {
                said.add(text);
                continue;
            }
            int number = Integer.parseInt(text.substring(FAILED.length()));
            if (number == barrier) {
                return refused;
            }
            refused.put(number - first, reason());
            said.clear();
        }
    }

    /** What was said since the last command that failed, without what prefixes and warns only. */
    private String reason() {
        return said.stream()
                .filter(text -> !text.isBlank() && !text.startsWith("Warning:"))
                .map(text -> text.replaceFirst("^(RTNETLINK answers|Error): ", ""))
                .map(text -> text.strip().replaceFirst("\\.$", ""))
                .collect(joining("; "));
    }

    /** Ends the process, and tells why it is of no use. */
    private IpFailure failure(boolean isLate, Duration longest, boolean hasCommands) {
        process.destroyForcibly();
        try {
            out.lines().forEach(said::add);
        } catch (UncheckedIOException e) {
            // What it said before is all there is.
        }
        int exit = process.onExit().join().exitValue();
        close();
        if (isLate) {
            return new IpFailure("ip did not answer within %d ms".formatted(longest.toMillis()));
        }
        return new IpFailure(
                "ip ended with exit code %d: %s".formatted(exit, said.isEmpty() ? "-" : reason()),
                hasCommands && exit < KILLED);
    }

    /** Ends the process; the next commands start another one. */
    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
            process = null;
        }
    }
}
