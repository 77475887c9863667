package org.rtm.protocol.linux;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One run of {@code ip -json … show}, whose objects are read one after the other, while it prints
 * them.
 *
 * <p>For one thread.
 */
final class IpShow implements AutoCloseable {
    private static final JsonFactory JSON = new JsonFactory();

    private final Watchdog watchdog;
    private final Duration longest;
    private final Process process;

    /** Null until there is something to read, as it waits for that. */
    private JsonParser parser;

    private boolean isAtEnd;
    private Optional<Long> waitingSince = Optional.empty();

    /**
     * Starts it.
     *
     * @param command all of the command
     * @param longest how long it may take to print the next object
     */
    IpShow(List<String> command, Watchdog watchdog, Duration longest) throws IpFailure {
        this.watchdog = watchdog;
        this.longest = longest;
        try {
            process = new ProcessBuilder(command).start();
        } catch (IOException e) {
            throw new IpFailure(
                    "ip cannot be run (%s); it is part of iproute2".formatted(e.getMessage()));
        }
    }

    /** Whether the next object, or the end, may be read without waiting; true if that lasts. */
    boolean isReady() throws IpFailure {
        try {
            boolean isReady =
                    isAtEnd
                            || process.getInputStream().available() > 0
                            || !process.isAlive()
                            || left().isNegative();
            if (!isReady && waitingSince.isEmpty()) {
                waitingSince = Optional.of(System.nanoTime());
            }
            return isReady;
        } catch (IOException e) {
            throw failure(e.getMessage());
        }
    }

    private Duration left() {
        long waited = waitingSince.map(since -> System.nanoTime() - since).orElse(0L);
        return longest.minusNanos(waited);
    }

    /** Reads a member of the object that the reader is in. */
    interface Reader {
        /**
         * Reads the value that the parser is at, or skips it.
         *
         * @param name the name of the member
         */
        void read(String name, JsonParser value) throws IOException;
    }

    /**
     * Reads the members of the next object.
     *
     * @return false if there is none
     */
    boolean next(Reader reader) throws IpFailure {
        if (isAtEnd) {
            return false;
        }
        try (Watchdog.Alarm alarm = watchdog.watch(process, left())) {
            waitingSince = Optional.empty();
            try {
                if (parser == null) {
                    parser = JSON.createParser(process.getInputStream());
                }
                JsonToken token = parser.nextToken();
                if (token == JsonToken.START_ARRAY) {
                    token = parser.nextToken();
                }
                if (token == JsonToken.START_OBJECT) {
                    members(parser, reader);
                    return true;
                }
            } catch (IOException e) {
                throw alarm.hasRung()
                        ? new IpFailure(
                                "ip did not answer within %d ms".formatted(longest.toMillis()))
                        : failure(e.getMessage());
            }
            isAtEnd = true;
            int exit = process.onExit().join().exitValue();
            if (exit != 0) {
                throw failure("exit code " + exit);
            }
            return false;
        }
    }

    /** Reads the members of an object that the parser is at. */
    static void members(JsonParser parser, Reader reader) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            reader.read(name, parser);
            parser.skipChildren();
        }
    }

    /** Reads the elements of an array of texts that the parser is at. */
    static List<String> texts(JsonParser parser) throws IOException {
        List<String> texts = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            texts.add(parser.getText());
        }
        return texts;
    }

    private IpFailure failure(String reason) {
        String said;
        try {
            said =
                    new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8)
                            .strip()
                            .replace('\n', ';');
        } catch (IOException e) {
            said = "";
        }
        return new IpFailure(
                "ip does not show what is asked for: %s".formatted(said.isEmpty() ? reason : said));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
