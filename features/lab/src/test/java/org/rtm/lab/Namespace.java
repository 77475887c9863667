package org.rtm.lab;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A network namespace: interfaces, addresses, routes and processes that nobody else has. Its name
 * tells which process made it, so that what a dead one left behind is found.
 */
final class Namespace implements AutoCloseable {
    /** What the names of all that a lab makes begin with; the number of its process follows. */
    static final String PREFIX = "rtm-lab-";

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String role;
    private final String name;

    /** The addresses here, by interface. */
    private final Map<String, String> addresses = new ConcurrentHashMap<>();

    private Namespace(String role, String name) {
        this.role = role;
        this.name = name;
    }

    static Namespace create(String role) {
        String name =
                "%s%d-%d-%s"
                        .formatted(
                                PREFIX,
                                ProcessHandle.current().pid(),
                                NUMBER.incrementAndGet(),
                                role);
        Programs.run("ip", "netns", "add", name);
        Namespace created = new Namespace(role, name);
        try {
            created.ip("link", "set", "lo", "up");
            Programs.run(created.inside("sysctl", "-qw", "net.ipv4.ip_forward=1"));
            return created;
        } catch (RuntimeException e) {
            created.close();
            throw e;
        }
    }

    /** Removes what runs left behind that were killed. */
    static void removeLeftovers() {
        Programs.run("ip", "netns", "list")
                .lines()
                .map(line -> line.split(" ")[0])
                .filter(name -> name.startsWith(PREFIX))
                .filter(Namespace::isLeftover)
                .forEach(name -> new Namespace("leftover", name).close());
    }

    /** Whether the process is gone that gave something this name. */
    static boolean isLeftover(String name) {
        long maker = Long.parseLong(name.substring(PREFIX.length()).split("-")[0]);
        return ProcessHandle.of(maker).isEmpty();
    }

    /** What it is for. */
    String role() {
        return role;
    }

    /** The address of one of its interfaces. */
    String address(String interfaceName) {
        return addresses.get(interfaceName);
    }

    /** Plugs a cable in here and there. */
    void connect(Namespace other, String here, String there) {
        ip("link", "add", here, "type", "veth", "peer", "name", there, "netns", other.name);
    }

    /** Gives an interface its address, with the length of its network, and takes it into use. */
    void assign(String interfaceName, String address, int length) {
        ip("address", "add", address + "/" + length, "dev", interfaceName);
        ip("link", "set", interfaceName, "up");
        addresses.put(interfaceName, address);
    }

    /** Runs {@code ip} on what is in here. */
    String ip(String... arguments) {
        return Programs.run(
                Stream.concat(Stream.of("ip", "-n", name), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    /** Returns a command that runs in here; it replaces itself, so that its process is the one. */
    String[] inside(String... command) {
        return Stream.concat(
                        Stream.of("ip", "netns", "exec", name), Programs.command(command).stream())
                .toArray(String[]::new);
    }

    /** Prepares to start a process in here. */
    ProcessBuilder process(String... command) {
        return new ProcessBuilder(Programs.command(inside(command)));
    }

    /** Returns what runs in here. */
    List<ProcessHandle> processes() {
        return Programs.run("ip", "netns", "pids", name)
                .lines()
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid.strip())).stream())
                .toList();
    }

    /** Ends all that runs in here, and it. */
    @Override
    public void close() {
        List<ProcessHandle> processes = processes();
        processes.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle process : processes) {
            process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join();
        }
        Programs.run("ip", "netns", "delete", name);
    }
}
