package org.rtm.protocol.linux;

import static java.util.stream.Collectors.joining;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A process {@code ip -force -batch -} that commands are written to. It is started when it is
 * needed, and again after it has failed.
 *
 * <p>A command that succeeds prints nothing. One that the kernel refuses prints why and {@code
 * Command failed -:N} with the number of its line, and the next one follows; one that ip itself
 * does not understand may end the process. So each slice of commands is followed by a line that
 * fails for sure: when its number is read, all before it is done.
 *
 * <p>The next slice may be sent before the answer to the last one has come, so that ip never waits
 * for commands. Answers are read by a thread of their own, lest both sides wait for each other to
 * read. Otherwise for one thread.
 */
final class IpBatch implements AutoCloseable {
    /** No object that ip knows, and no beginning of one. */
    private static final String BARRIER = "acknowledge";

    /** Exit codes that stand for a signal are greater; ip itself ends with 1, 2 or 255. */
    private static final int SIGNALLED = 128;

    private static final int LAST_SIGNAL = 64;

    private static final String FAILED = "Command failed -:";

    private static final String FORBIDDEN = "Operation not permitted";

    /**
     * What takes a route away is not to wait for a router that computes. Where that is not
     * permitted, or there is no such program, it goes on as everything else does.
     */
    private static final List<String> FIRST = List.of("renice", "-n", "-10", "-p");

    private final List<String> command;
    private final Watchdog watchdog;
    private Run run;

    /** How long a process that has closed its output may take to end. */
    private static final long LONGEST_END_SECONDS = 1;

    /**
     * What was answered to a slice.
     *
     * @param refused why commands were refused, by their places
     * @param lastWords what was said before the end; null unless nothing more can come
     */
    private record Answer(Map<Integer, String> refused, String lastWords) {}

    /** One life of the process. */
    private static final class Run {
        private final Process process;
        private final BufferedWriter in;
        private final Queue<Integer> barriers = new ConcurrentLinkedQueue<>();

        private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();

        private final List<String> said = new ArrayList<>();
        private int line;
        private boolean hasCommands;

        Run(Process process) {
            this.process = process;
            in = process.outputWriter(StandardCharsets.UTF_8);
            Thread reader = new Thread(this::read, "rtm linux answers");
            reader.setDaemon(true);
            reader.start();
        }

        void write(List<String> commands) throws IOException {
            line += commands.size() + 1;
            barriers.add(line);
            hasCommands |= !commands.isEmpty();
            for (String each : commands) {
                in.write(each);
                in.write('\n');
            }
            in.write(BARRIER);
            in.write('\n');
            in.flush();
        }

        private void read() {
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                Map<Integer, String> refused = new HashMap<>();
                int first = 1;
                for (String text = out.readLine(); text != null; text = out.readLine()) {
                    if (!text.startsWith(FAILED)) {
                        said.add(text);
                        continue;
                    }
                    int number = Integer.parseInt(text.substring(FAILED.length()));
                    if (barriers.peek() == number) {
                        barriers.remove();
                        answers.add(new Answer(refused, null));
                        refused = new HashMap<>();
                        first = number + 1;
                    } else {
                        refused.put(number - first, reason());
                    }
                    said.clear();
                }
            } catch (IOException | NumberFormatException e) {
                // It ended, or is no ip: what it said before is all there is.
            } finally {
                answers.add(new Answer(Map.of(), reason()));
            }
        }

        /** What was said since the last command that failed, without prefixes and warnings. */
        private String reason() {
            return said.stream()
                    .filter(text -> !text.isBlank() && !text.startsWith("Warning:"))
                    .map(text -> text.replaceFirst("^(RTNETLINK answers|Error): ", ""))
                    .map(text -> text.strip().replaceFirst("\\.$", ""))
                    .collect(joining("; "));
        }
    }

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
     * Has commands done, in their order, and waits until they are.
     *
     * @param commands the commands, without {@code ip}
     * @param longest how long to wait
     * @return why commands were refused by the kernel, by their places
     * @throws IpFailure if some of the commands may not have been done: there is no ip, it lacks
     *     the right, it ended, or it did not answer in time
     */
    Map<Integer, String> run(List<String> commands, Duration longest)
            throws IpFailure, InterruptedException {
        send(commands, longest);
        return answer(longest);
    }

    /**
     * Sends commands, to be done in their order after those sent before.
     *
     * @param commands the commands, without {@code ip}
     * @param longest how long to wait until they can be sent
     * @throws IpFailure if some of all that is not answered yet may not have been done
     */
    void send(List<String> commands, Duration longest) throws IpFailure, InterruptedException {
        commands.forEach(IpBatch::requireCommand);
        if (run == null) {
            start(longest);
        }
        try (Watchdog.Alarm alarm = watchdog.watch(run.process, longest)) {
            try {
                run.write(commands);
            } catch (IOException e) {
                throw failure(alarm.hasRung(), longest);
            }
        }
    }

    /** Everything else means something to ip's reading of lines: quotes, comments, continuation. */
    private static void requireCommand(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= 'a' && c <= 'z'
                    || c >= '-' && c <= ':' // the digits, and - . / :
                    || c >= '@' && c <= 'Z'
                    || c == ' '
                    || c == '_')) {
                throw new IllegalArgumentException("'%s' is no command for ip".formatted(text));
            }
        }
        if (text.isEmpty()) {
            throw new IllegalArgumentException("'' is no command for ip");
        }
    }

    private void start(Duration longest) throws IpFailure, InterruptedException {
        try {
            run = new Run(new ProcessBuilder(command).redirectErrorStream(true).start());
            putFirst(run.process);
            run.write(List.of());
        } catch (IOException e) {
            if (run != null) {
                throw failure(false, longest);
            }
            throw new IpFailure(
                    "ip cannot be run (%s); it is part of iproute2".formatted(e.getMessage()));
        }
        answer(longest);
    }

    private static void putFirst(Process process) {
        List<String> renice = new ArrayList<>(FIRST);
        renice.add(Long.toString(process.pid()));
        try {
            new ProcessBuilder(renice)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            // Then it does not come first.
        }
    }

    /** Whether an answer can be had without waiting. */
    boolean isAnswerReady() {
        return run != null && !run.answers.isEmpty();
    }

    /**
     * Waits for the answer to the commands that were sent first of those that have none.
     *
     * @param longest how long to wait
     * @return why commands were refused by the kernel, by their places
     * @throws IpFailure if some of all that is not answered yet may not have been done
     */
    Map<Integer, String> answer(Duration longest) throws IpFailure, InterruptedException {
        Answer answer = run.answers.poll(longest.toNanos(), TimeUnit.NANOSECONDS);
        if (answer == null) {
            throw failure(true, longest);
        }
        if (answer.lastWords != null) {
            throw ended(answer.lastWords);
        }
        if (answer.refused.containsValue(FORBIDDEN)) {
            close();
            throw new IpFailure(
                    "ip may not change routes (%s); it needs root, or the capability NET_ADMIN"
                            .formatted(FORBIDDEN));
        }
        return answer.refused;
    }

    /** Nothing can be written to it any more. */
    private IpFailure failure(boolean isLate, Duration longest) throws InterruptedException {
        if (isLate) {
            close();
            return new IpFailure("ip did not answer within %d ms".formatted(longest.toMillis()));
        }
        Answer last;
        do {
            last = run.answers.poll(LONGEST_END_SECONDS, TimeUnit.SECONDS);
        } while (last != null && last.lastWords == null);
        return ended(last == null ? "" : last.lastWords);
    }

    private IpFailure ended(String lastWords) throws InterruptedException {
        Run ended = run;
        ended.process.waitFor(LONGEST_END_SECONDS, TimeUnit.SECONDS);
        close();
        int exit = ended.process.onExit().join().exitValue();
        boolean isSignal = exit > SIGNALLED && exit <= SIGNALLED + LAST_SIGNAL;
        return new IpFailure(
                "ip ended with exit code %d: %s"
                        .formatted(exit, lastWords.isEmpty() ? "-" : lastWords),
                ended.hasCommands && !isSignal);
    }

    /** Ends the process; the next commands start another one. */
    @Override
    public void close() {
        if (run != null) {
            run.process.destroyForcibly();
            run = null;
        }
    }
}
