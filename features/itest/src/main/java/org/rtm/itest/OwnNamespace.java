package org.rtm.itest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A network namespace of a test's own, with a pair of interfaces. Needs root, and ip. */
final class OwnNamespace implements AutoCloseable {
    private final String name = "rtm-" + UUID.randomUUID().toString().substring(0, 8);

    private OwnNamespace() throws IOException {
        run("ip", "netns", "add", name);
    }

    static OwnNamespace open() throws IOException {
        OwnNamespace made = new OwnNamespace();
        try {
            made.ip("link add va type veth peer name vb");
            made.ip("link set va up");
            made.ip("link set vb up");
            made.ip("addr add 10.9.0.1/24 dev va");
            return made;
        } catch (IOException e) {
            made.close();
            throw e;
        }
    }

    /** Why there can be none here. */
    static Optional<String> problem() {
        try {
            new OwnNamespace().close();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(
                    "no network namespace can be made, which root may: " + e.getMessage());
        }
    }

    String name() {
        return name;
    }

    /** The number of the interface with an address. */
    int index() throws IOException {
        return Integer.parseInt(ip("-o link show va").split(":")[0]);
    }

    /** Has ip do something in here. */
    String ip(String arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip", "-n", name));
        command.addAll(Arrays.asList(arguments.split(" ")));
        return run(command.toArray(String[]::new));
    }

    /** What a table has, in lines; nothing if there is no such table. */
    List<String> routes(int table) throws IOException {
        return ip("route show table all")
                .lines()
                .filter(line -> line.contains(" table " + table + " "))
                .map(line -> line.replace(" table " + table, "").strip())
                .toList();
    }

    private static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(said.strip());
        }
        return said;
    }

    @Override
    public void close() throws IOException {
        run("ip", "netns", "del", name);
    }
}
