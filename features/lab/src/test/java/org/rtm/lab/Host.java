package org.rtm.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;

/** A host that sends what no router would. */
final class Host {
    private final Writer orders;
    private final BufferedReader answers;

    private Host(Process process) {
        orders = process.outputWriter();
        answers = process.inputReader();
    }

    static Host start(Namespace where, Path folder) {
        try {
            String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
            return new Host(
                    where.process(
                                    java,
                                    "-Xmx64m",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    DatagramSource.class.getName())
                            .redirectError(folder.resolve("host.log").toFile())
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends bytes, given in hexadecimal, to the port of RIP; returns when they are sent. */
    void send(String source, int port, String destination, String bytes) {
        try {
            orders.write("%s %d %s %s\n".formatted(source, port, destination, bytes));
            orders.flush();
            if (!"sent".equals(answers.readLine())) {
                throw new IllegalStateException("not sent: " + bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
