package org.rtm.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Our router as {@code ./rtm} starts it, with a home of its own; tests type at its prompt. */
final class OurRouter implements LabRouter {
    private static final String SCRIPT = System.getProperty("lab.router");
    private static final Path BUNDLES = Path.of(System.getProperty("lab.bundles"));

    /** For quick starts beside others. */
    private static final String JAVA_OPTIONS = "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1";

    private static final Pattern LEARNED =
            Pattern.compile("(?m)^R>\\* (\\S+) +\\[\\d+/(\\d+)\\] +via ([^,\\s]+)");

    /** A line of {@code lb -s}, with the symbolic name as group. */
    private static final Pattern BUNDLE = Pattern.compile("[\\d ]+\\|[^|]+\\|[^|]+\\|(\\S+) .*");

    private final Namespace where;
    private final Path home;
    private final Prompt prompt;

    private OurRouter(Namespace where, Path folder, String options) throws IOException {
        this.where = where;
        home = folder;
        Files.createDirectories(home.resolve("deploy"));
        ProcessBuilder builder = where.process(SCRIPT, "--home", home.toString());
        builder.environment().put("RTM_JAVA_OPTIONS", options);
        prompt = new Prompt(builder, where.role());
    }

    /** Starts one: with what the folder has of an earlier run, else without any configuration. */
    static OurRouter start(Namespace where, Path folder) {
        return start(where, folder, JAVA_OPTIONS);
    }

    /**
     * Starts one.
     *
     * @param options of its Java
     */
    static OurRouter start(Namespace where, Path folder, String options) {
        try {
            return new OurRouter(where, folder, options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Types a line at the prompt, and returns what is answered. */
    String ask(String commands) {
        return prompt.ask(commands);
    }

    /** Types a line at the prompt whose answer may take long. */
    String ask(String commands, Duration longestAnswer) {
        return prompt.ask(commands, longestAnswer);
    }

    /** Opens another prompt. */
    Prompt attach() {
        try {
            return new Prompt(
                    where.process(SCRIPT, "attach", "--home", home.toString()),
                    "a prompt of " + where.role());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs RIP on an interface, or changes how it runs. */
    void runRip(String interfaceName, Timers timers, Key key) {
        runRip(interfaceName, timers, key, 1);
    }

    /**
     * Runs RIP on an interface, or changes how it runs.
     *
     * @param cost what is added to metrics that come in
     */
    void runRip(String interfaceName, Timers timers, Key key, int cost) {
        String authentication =
                switch (key.kind()) {
                    case NONE -> "";
                    case PASSWORD -> "authentication=password\nkeys=%s\n".formatted(key.secret());
                    case MD5 -> "authentication=md5\nkeys=1=%s\n".formatted(key.secret());
                    case SHA_256 ->
                            "authentication=hmac-sha-256\nkeys=1=%s\n".formatted(key.secret());
                };
        deploy(
                "org.rtm.protocol.rip.interface-%s.cfg".formatted(interfaceName),
                """
                interface.name=%s
                cost=%d
                timer.update=%d
                timer.timeout=%d
                timer.garbage=%d
                %s"""
                        .formatted(
                                interfaceName,
                                cost,
                                timers.update(),
                                timers.timeout(),
                                timers.garbage(),
                                authentication));
    }

    /** Has RIP tell the neighbours of the best routes of other protocols. */
    void redistribute(String protocols) {
        deploy("org.rtm.protocol.rip.cfg", "redistribute=%s\n".formatted(protocols));
    }

    /** Takes the best routes on to the kernel's main table. */
    void forward(Duration staleTime) {
        deploy(
                "org.rtm.protocol.linux-main.cfg",
                "instance=0\ntable=main\nstale.time=%d\n".formatted(staleTime.toSeconds()));
    }

    private void deploy(String name, String content) {
        try {
            // Appears at once and whole, as a careful operator's copy does.
            Path whole = Files.writeString(home.resolve(name), content);
            Files.move(whole, home.resolve("deploy").resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code lb} shows of all bundles: number, state, level, name and version of each. */
    Map<String, String> bundles() {
        Map<String, String> bundles = new TreeMap<>();
        ask("lb -s")
                .lines()
                .map(BUNDLE::matcher)
                .filter(Matcher::matches)
                .forEach(bundle -> bundles.put(bundle.group(1), bundle.group().strip()));
        return bundles;
    }

    /** The command that replaces a bundle by its {@code n}th next version. */
    String updateCommand(String bundle, int version) {
        return "update %s file:%s"
                .formatted(
                        bundles().get(bundle).split("\\|")[0],
                        newVersion(bundle, version, version));
    }

    /**
     * Replaces a bundle by a copy into the folder {@code deploy}: at first by one of the version
     * that runs, which File Install takes for the same, and from then on by any.
     */
    void deployVersion(String bundle, int version, int build) {
        try {
            Files.move(
                    newVersion(bundle, version, build),
                    home.resolve("deploy").resolve(bundle + ".jar"),
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code lb} shows a bundle as that was made here. */
    static String build(String bundle, int version, int build) {
        return "%s, build %d (1.0.%d)".formatted(bundle, build, version);
    }

    /** Makes a bundle that differs in nothing but its name and version. */
    private Path newVersion(String bundle, int version, int build) {
        Path made = home.resolve("%s-build%d.jar".formatted(bundle, build));
        try (JarFile jar = new JarFile(jar(bundle).toFile())) {
            Manifest manifest = new Manifest(jar.getManifest());
            manifest.getMainAttributes().putValue("Bundle-Name", bundle + ", build " + build);
            manifest.getMainAttributes().putValue("Bundle-Version", "1.0." + version);
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(made), manifest)) {
                for (JarEntry entry : Collections.list(jar.entries())) {
                    if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                        out.putNextEntry(new JarEntry(entry.getName()));
                        jar.getInputStream(entry).transferTo(out);
                    }
                }
            }
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path jar(String bundle) throws IOException {
        try (Stream<Path> jars = Files.list(BUNDLES)) {
            return jars.filter(jar -> jar.getFileName().toString().startsWith(bundle + "-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** What {@code rtm:rip} shows. */
    String rip() {
        return ask("rtm:rip");
    }

    @Override
    public Map<String, Learned> learned() {
        return learned(ask("rtm:routes -4"));
    }

    /** The routes that RIP has learned, in what {@code rtm:routes} has shown. */
    static Map<String, Learned> learned(String shown) {
        return Learned.read(LEARNED, shown);
    }

    @Override
    public void announce(String prefix) {
        ask("rtm:static add %s blackhole".formatted(prefix));
    }

    /** Has it tell the neighbours of a route by way of a gateway, with metric 1. */
    void announce(String prefix, String gateway, String interfaceName) {
        ask("rtm:static add %s via %s dev %s".formatted(prefix, gateway, interfaceName));
    }

    @Override
    public void withdraw(String prefix) {
        ask("rtm:static remove %s".formatted(prefix));
    }

    @Override
    public void kill() {
        prompt.close();
    }

    /** The lines of its log that tell of a defect. */
    Optional<String> errors() {
        Path log = home.resolve("log/router.log");
        if (!Files.exists(log)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(" ERROR "))
                    .reduce((one, next) -> one + "\n" + next);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
