package org.rtm.lab;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
            created.set("net.ipv4.ip_forward", 1);
            // A packet may come by another way than its answer would go.
            created.set("net.ipv4.conf.all.rp_filter", 0);
            created.set("net.ipv4.conf.default.rp_filter", 0);
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

    /** The number of one of its interfaces. */
    int index(String interfaceName) {
        return Integer.parseInt(ip("-o", "link", "show", interfaceName).split(":")[0]);
    }

    /** Sets a parameter of the kernel, for in here. */
    void set(String parameter, int value) {
        Programs.run(inside("sysctl", "-qw", parameter + "=" + value));
    }

    /** What the kernel has counted in here, by protocol and name as in {@code Ip InHdrErrors}. */
    Map<String, Long> counters() {
        Map<String, Long> counters = new TreeMap<>();
        String[] names = {};
        for (String line : Programs.run(inside("cat", "/proc/net/snmp")).lines().toList()) {
            // A line of names, and then one of values.
            String[] fields = line.split(":? ");
            if (names.length > 0 && fields[0].equals(names[0])) {
                for (int i = 1; i < fields.length; i++) {
                    counters.put(fields[0] + " " + names[i], Long.parseLong(fields[i]));
                }
            }
            names = fields;
        }
        return counters;
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
