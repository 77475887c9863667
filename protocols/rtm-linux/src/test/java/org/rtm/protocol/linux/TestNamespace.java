package org.rtm.protocol.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.rtm.api.AddressFamily;
import org.rtm.precondition.Precondition;

/** A network namespace of a test's own, with two pairs of interfaces. Needs root, and ip. */
final class TestNamespace implements AutoCloseable {
    private static final int LONGEST_SECONDS = 60;

    private final String name = "rtm-" + UUID.randomUUID().toString().substring(0, 8);

    /** What a program said, and how it ended. */
    record Answer(int exit, String text) {}

    TestNamespace() {
        // Fails for a name that nobody knows, before there is anything to clear away.
        Precondition.NAMESPACE.require(Optional.empty());
        Precondition.NAMESPACE.require(add());
        ip("link set lo up");
        ip("link add va type veth peer name vb");
        ip("link add vc type veth peer name vd");
        for (String each : List.of("va", "vb", "vc", "vd")) {
            ip("link set " + each + " up");
        }
        ip("addr add 10.9.0.1/24 dev va");
        ip("addr add 10.8.0.1/24 dev vc");
        ip("addr add 2001:db8:9::1/64 dev va nodad");
    }

    /** Why there can be none here. */
    private Optional<String> add() {
        try {
            Answer answer = run(List.of("ip", "netns", "add", name));
            return answer.exit == 0 ? Optional.empty() : missing(answer.text);
        } catch (IOException e) {
            return missing(e.getMessage());
        }
    }

    private static Optional<String> missing(String reason) {
        return Optional.of("no network namespace can be made, which root may: " + reason);
    }

    String name() {
        return name;
    }

    KernelTable table(AddressFamily family) {
        return table("ip", family);
    }

    KernelTable table(String program, AddressFamily family) {
        return new KernelTable(program, name, family, 10_000, 210, 20);
    }

    int index(String interfaceName) {
        try (Watchdog watchdog = new Watchdog()) {
            return Links.read(table(AddressFamily.IPV4), watchdog, Fib.Pace.USUAL.answer())
                    .index(interfaceName);
        } catch (IpFailure e) {
            throw new AssertionError(e);
        }
    }

    /** Has ip do something in the namespace. */
    String ip(String arguments) {
        List<String> command = new ArrayList<>(List.of("ip", "-n", name));
        command.addAll(List.of(arguments.split(" ")));
        try {
            Answer answer = run(command);
            if (answer.exit != 0) {
                throw new AssertionError(arguments + ": " + answer.text);
            }
            return answer.text;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The routes of table 10000, and of all protocols, as ip prints them. */
    List<String> routes() {
        return routes("-4", "10000");
    }

    List<String> routes(String family, String table) {
        try {
            Answer answer = run(List.of("ip", "-n", name, family, "route", "show", "table", table));
            return answer.exit == 0
                    ? answer.text
                            .replaceAll("\\s*\\n\\s+", " ")
                            .lines()
                            .map(String::strip)
                            .map(line -> line.replaceAll(" +", " "))
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Answer run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(command + " takes too long");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return new Answer(process.exitValue(), text.strip());
    }

    @Override
    public void close() {
        try {
            run(List.of("ip", "netns", "del", name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
