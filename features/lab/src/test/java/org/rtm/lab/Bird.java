package org.rtm.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** BIRD 2, with RIP on all interfaces; it gives the kernel what it learns. */
final class Bird implements LabRouter {
    private static final Pattern LEARNED =
            Pattern.compile(
                    "(?m)^(\\S+) +unicast \\[learned [^]]*] \\* \\(\\d+/(\\d+)\\)[^\n]*\n\\s+via (\\S+) on");

    private final Path folder;
    private final Timers timers;
    private final Map<String, Key> keys;
    private final Set<String> announced = new TreeSet<>();
    private final Process process;

    private Bird(Namespace where, Path folder, Timers timers, Map<String, Key> keys)
            throws IOException {
        this.folder = folder;
        this.timers = timers;
        this.keys = new TreeMap<>(keys);
        configure();
        process =
                where.process(
                                "bird",
                                "-f",
                                "-c",
                                configuration().toString(),
                                "-s",
                                control(),
                                "-P",
                                folder.resolve("pid").toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("bird-console.log").toFile())
                        .start();
        Waiting.forStart("BIRD answers", () -> Files.exists(Path.of(control())));
    }

    /**
     * Starts one.
     *
     * @param keys the interfaces, with how neighbours know each other there
     */
    static Bird start(Namespace where, Path folder, Timers timers, Map<String, Key> keys) {
        try {
            return new Bird(where, folder, timers, keys);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path configuration() {
        return folder.resolve("bird.conf");
    }

    private String control() {
        return folder.resolve("ctl").toString();
    }

    private void configure() throws IOException {
        String routes =
                announced.stream()
                        .map("  route %s blackhole;\n"::formatted)
                        .collect(Collectors.joining());
        String interfaces =
                keys.entrySet().stream()
                        .map(each -> onInterface(each.getKey(), each.getValue()))
                        .collect(Collectors.joining());
        Files.writeString(
                configuration(),
                """
                log "%s" all;
                router id 192.0.2.1;
                protocol device { scan time 1; }
                protocol direct { ipv4; interface "*"; }
                protocol kernel { ipv4 { import none; export where source = RTS_RIP; }; }
                protocol static announced {
                  ipv4;
                %s}
                protocol rip learned {
                  debug { states, routes, events };
                  ipv4 { import all; export all; };
                %s}
                """
                        .formatted(folder.resolve("bird.log"), routes, interfaces));
    }

    private String onInterface(String name, Key key) {
        String authentication =
                switch (key.kind()) {
                    case NONE -> "";
                    case PASSWORD ->
                            "authentication plaintext; password \"%s\";".formatted(key.secret());
                    case MD5 -> cryptographic(key, "keyed md5");
                    case SHA_256 -> cryptographic(key, "hmac sha256");
                };
        return "  interface \"%s\" { update time %d; timeout time %d; garbage time %d; %s };\n"
                .formatted(
                        name, timers.update(), timers.timeout(), timers.garbage(), authentication);
    }

    private static String cryptographic(Key key, String algorithm) {
        return "authentication cryptographic; password \"%s\" { id 1; algorithm %s; };"
                .formatted(key.secret(), algorithm);
    }

    /** Runs a command of BIRD's. */
    String ask(String command) {
        return Programs.run("birdc", "-s", control(), command);
    }

    @Override
    public Map<String, Learned> learned() {
        return Learned.read(LEARNED, ask("show route protocol learned"));
    }

    @Override
    public void announce(String prefix) {
        announced.add(prefix);
        reconfigure();
    }

    @Override
    public void withdraw(String prefix) {
        announced.remove(prefix);
        reconfigure();
    }

    private void reconfigure() {
        try {
            configure();
            ask("configure");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** What it has logged. */
    String log() {
        try {
            return Files.readString(folder.resolve("bird.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
