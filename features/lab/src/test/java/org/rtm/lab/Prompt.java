package org.rtm.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A prompt of our router, as somebody who types at it sees it. */
final class Prompt implements AutoCloseable {
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(60);
    private static final String END_OF_ANSWER = "-- end of answer --";

    private final Process process;
    private final Writer input;
    private final BlockingQueue<String> output = new LinkedBlockingQueue<>();

    /** Starts the process that has the prompt, which answers when this returns. */
    Prompt(ProcessBuilder command, String name) throws IOException {
        process = command.redirectErrorStream(true).start();
        input = process.outputWriter();
        Thread reader = new Thread(this::read, "output of " + name);
        reader.setDaemon(true);
        reader.start();
        ask("rtm:rip");
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            lines.lines().forEach(output::add);
        } catch (IOException | UncheckedIOException ended) {
            output.add("(ended: %s)".formatted(ended.getMessage()));
        }
    }

    /** Types a line, and returns what is answered. */
    String ask(String commands) {
        return ask(commands, LONGEST_ANSWER);
    }

    /** Types a line, and returns what is answered. */
    synchronized String ask(String commands, Duration longestAnswer) {
        try {
            input.write("%s\necho '%s'\n".formatted(commands, END_OF_ANSWER));
            input.flush();
            StringBuilder answer = new StringBuilder();
            while (true) {
                String line = output.poll(longestAnswer.toMillis(), TimeUnit.MILLISECONDS);
                if (line == null) {
                    throw new IllegalStateException(
                            "no end of the answer to %s: %s".formatted(commands, answer));
                } else if (line.equals(END_OF_ANSWER)) {
                    return answer.toString();
                }
                answer.append(line).append('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Ends the process at once. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
