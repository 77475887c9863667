package org.rtm.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Datagrams with numbers, one each millisecond, from one host to another. */
final class PacketStream {
    private static final int PORT = 4000;
    private static final String BUFFER_WAS_FULL = "Udp RcvbufErrors";

    private final Namespace receiver;
    private final Program source;
    private final Program sink;
    private long stream;
    private long bufferErrors;
    private long start;
    private boolean isRunning;

    /**
     * How a stream has fared.
     *
     * @param time for how long
     * @param sent how many datagrams were sent
     * @param received how many of them came
     * @param twice how many came more than once
     * @param late how many came after one with a higher number
     * @param longestGap the most in a row that did not come
     * @param outage how long after the last one before this gap the first one behind it was sent
     * @param longestPause the longest time between two that were sent: no outage that is much
     *     shorter is seen
     * @param unread how many came and found no room in the buffer of the program that counts
     */
    record Outcome(
            Duration time,
            long sent,
            long received,
            long twice,
            long late,
            long longestGap,
            Duration outage,
            Duration longestPause,
            long unread) {
        /** How many the network has lost. */
        long lost() {
            return sent - received - unread;
        }

        @Override
        public String toString() {
            String gap =
                    longestGap == 0
                            ? ""
                            : ", longest gap %d in %d ms".formatted(longestGap, outage.toMillis());
            return "%d packets in %.1f s, %d lost%s, %d twice, %d out of order; paused %d ms at most, %d unread"
                    .formatted(
                            sent,
                            time.toMillis() / 1000.0,
                            lost(),
                            gap,
                            twice,
                            late,
                            longestPause.toMillis(),
                            unread);
        }
    }

    private PacketStream(Namespace receiver, Program source, Program sink) {
        this.receiver = receiver;
        this.source = source;
        this.sink = sink;
    }

    /** Prepares two hosts, and sends nothing yet. */
    static PacketStream between(Namespace sender, Namespace receiver, String address, Path folder) {
        String port = Integer.toString(PORT);
        return new PacketStream(
                receiver,
                new Program(sender, folder, StreamSource.class, address, port),
                new Program(receiver, folder, StreamSink.class, port));
    }

    /**
     * Begins to send, and has sent when this returns. One that a failure has left running ends
     * before.
     */
    void begin() {
        if (isRunning) {
            end();
        }
        isRunning = true;
        stream++;
        bufferErrors = receiver.counters().get(BUFFER_WAS_FULL);
        sink.tell("begin " + stream);
        sink.answer();
        start = System.nanoTime();
        source.tell(Long.toString(stream));
        source.answer();
    }

    /** Ends it, when all that was sent has come or is lost. */
    Outcome end() {
        source.tell("end");
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        long[] sent = source.numbers();
        sink.tell("end " + sent[0]);
        long[] received = sink.numbers();
        isRunning = false;
        return new Outcome(
                time,
                sent[0],
                received[0],
                received[1],
                received[2],
                received[3],
                Duration.ofNanos(received[4]),
                Duration.ofNanos(sent[1]),
                receiver.counters().get(BUFFER_WAS_FULL) - bufferErrors);
    }

    /** A program on a host, which is told and answers by lines. */
    private static final class Program {
        private final String name;
        private final Writer orders;
        private final BufferedReader answers;

        Program(Namespace where, Path folder, Class<?> main, String... arguments) {
            name = main.getSimpleName();
            List<String> command =
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin/java").toString(),
                            "-Xmx64m",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            main.getName());
            try {
                Process process =
                        where.process(
                                        Stream.concat(command.stream(), Stream.of(arguments))
                                                .toArray(String[]::new))
                                .redirectError(folder.resolve(name + ".log").toFile())
                                .start();
                orders = process.outputWriter();
                answers = process.inputReader();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            answer();
        }

        void tell(String order) {
            try {
                orders.write(order + "\n");
                orders.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String answer() {
            try {
                String line = answers.readLine();
                if (line == null || line.startsWith("not sent")) {
                    throw new IllegalStateException("%s: %s".formatted(name, line));
                }
                return line;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        long[] numbers() {
            return Arrays.stream(answer().split(" ")).mapToLong(Long::parseLong).toArray();
        }
    }
}
