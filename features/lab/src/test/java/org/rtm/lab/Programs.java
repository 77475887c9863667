package org.rtm.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The programs of the system that a lab is made of. */
final class Programs {
    private static final long LONGEST_RUN_SECONDS = 30;

    /** Where Debian has them; users other than root need not have all of it on their path. */
    private static final List<String> FOLDERS =
            List.of("/usr/sbin", "/sbin", "/usr/bin", "/bin", "/usr/lib/frr");

    private Programs() {}

    /** Returns the file of a program. */
    static Optional<Path> find(String program) {
        Stream<String> path = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"));
        return Stream.concat(path, FOLDERS.stream())
                .map(folder -> Path.of(folder).resolve(program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Returns the command, with the program's file in its first place. */
    static List<String> command(String... command) {
        String file =
                find(command[0])
                        .orElseThrow(() -> new IllegalStateException("no " + command[0]))
                        .toString();
        return Stream.concat(Stream.of(file), Stream.of(command).skip(1)).toList();
    }

    /** Runs a program to its end and returns what it printed; one that fails is an error. */
    static String run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command(command)).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes());
            if (!process.waitFor(LONGEST_RUN_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        "%s did not end: %s".formatted(String.join(" ", command), output));
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException(
                        "%s ended with %d: %s"
                                .formatted(String.join(" ", command), process.exitValue(), output));
            }
            return output;
        } catch (IOException e) {
            throw new IllegalStateException("%s: %s".formatted(command[0], e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
