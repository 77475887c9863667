package org.rtm.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** FRR, with RIP on all interfaces; it gives the kernel what it learns. */
final class Frr implements LabRouter {
    /** Who FRR's daemons run as. */
    private static final String USER = "frr";

    private static final Pattern LEARNED =
            Pattern.compile("(?m)^R>\\* (\\S+) \\[\\d+/(\\d+)\\] via ([^,\\s]+)");

    private final Namespace where;
    private final Path folder;
    private final List<Process> daemons = new ArrayList<>();

    private Frr(Namespace where, Path folder, Timers timers, Map<String, Key> keys)
            throws IOException {
        this.where = where;
        this.folder = folder;
        UserPrincipal user =
                folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER);
        Files.setOwner(folder, user);
        start("zebra", "");
        // The others look for it once, and then not for a while.
        Waiting.forStart("zebra answers", () -> Files.exists(folder.resolve("zserv.api")));
        start("staticd", "");
        start("ripd", configuration(timers, keys));
        for (String daemon : List.of("zebra", "staticd", "ripd")) {
            Waiting.forStart(
                    daemon + " answers", () -> Files.exists(folder.resolve(daemon + ".vty")));
        }
    }

    /**
     * Starts one.
     *
     * @param keys the interfaces, with how neighbours know each other there
     */
    static Frr start(Namespace where, Path folder, Timers timers, Map<String, Key> keys) {
        try {
            return new Frr(where, folder, timers, keys);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void start(String daemon, String configuration) throws IOException {
        Path file = Files.writeString(folder.resolve(daemon + ".conf"), configuration);
        daemons.add(
                where.process(
                                daemon,
                                "--user",
                                USER,
                                "--group",
                                USER,
                                "--config_file",
                                file.toString(),
                                "--vty_socket",
                                folder.toString(),
                                "--vty_port",
                                "0",
                                "--socket",
                                folder.resolve("zserv.api").toString(),
                                "--pid_file",
                                folder.resolve(daemon + ".pid").toString(),
                                "--log",
                                "file:" + folder.resolve(daemon + ".log"))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve(daemon + "-console.log").toFile())
                        .start());
    }

    private static String configuration(Timers timers, Map<String, Key> keys) {
        String interfaces =
                keys.entrySet().stream()
                        .map(each -> onInterface(each.getKey(), each.getValue()))
                        .collect(Collectors.joining());
        String networks =
                keys.keySet().stream()
                        .map(" network %s\n"::formatted)
                        .collect(Collectors.joining());
        return """
        debug rip events
        debug rip zebra
        %srouter rip
         version 2
         timers basic %d %d %d
         redistribute connected
         redistribute static
        %s"""
                .formatted(
                        interfaces, timers.update(), timers.timeout(), timers.garbage(), networks);
    }

    private static String onInterface(String name, Key key) {
        return switch (key.kind()) {
            case NONE -> "";
            case PASSWORD ->
                    """
                    interface %s
                     ip rip authentication mode text
                     ip rip authentication string %s
                    !
                    """
                            .formatted(name, key.secret());
            case MD5 ->
                    """
                    key chain %s
                     key 1
                      key-string %s
                    !
                    interface %s
                     ip rip authentication mode md5
                     ip rip authentication key-chain %s
                    !
                    """
                            .formatted(name, key.secret(), name, name);
            case SHA_256 -> throw new IllegalArgumentException("FRR signs RIP with MD5 alone");
        };
    }

    /** Runs a command of FRR's shell. */
    String ask(String command) {
        return Programs.run("vtysh", "--vty_socket", folder.toString(), "-c", command);
    }

    @Override
    public Map<String, Learned> learned() {
        return Learned.read(LEARNED, ask("show ip route rip"));
    }

    @Override
    public void announce(String prefix) {
        configure("ip route %s Null0".formatted(prefix));
    }

    @Override
    public void withdraw(String prefix) {
        configure("no ip route %s Null0".formatted(prefix));
    }

    /** Has it tell the neighbours of a route by way of a gateway, with metric 1. */
    void announce(String prefix, String gateway) {
        configure("ip route %s %s".formatted(prefix, gateway));
    }

    /** Adds this to metrics that come in on an interface, and not 1. */
    void setCost(String interfaceName, int cost) {
        configure(
                "access-list everything seq 1 permit any",
                "router rip",
                "offset-list everything in %d %s".formatted(cost - 1, interfaceName));
    }

    private void configure(String... lines) {
        Stream<String> commands =
                Stream.concat(Stream.of("configure terminal"), Stream.of(lines))
                        .flatMap(line -> Stream.of("-c", line));
        Programs.run(
                Stream.concat(Stream.of("vtysh", "--vty_socket", folder.toString()), commands)
                        .toArray(String[]::new));
    }

    @Override
    public void kill() {
        for (Process daemon : daemons) {
            daemon.destroyForcibly().onExit().join();
        }
    }

    /** What its RIP has logged. */
    String log() {
        try {
            return Files.readString(folder.resolve("ripd.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
