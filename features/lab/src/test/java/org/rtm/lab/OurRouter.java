package org.rtm.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Our router as {@code ./rtm} starts it, with a home of its own; tests type at its prompt. */
final class OurRouter implements LabRouter {
    private static final String SCRIPT = System.getProperty("lab.router");
    private static final Path RIP = Path.of(System.getProperty("lab.rip"));
    private static final String RIP_NAME = "RTM RIP";
    private static final long LONGEST_ANSWER_SECONDS = 60;
    private static final String END_OF_ANSWER = "-- end of answer --";

    /** For quick starts beside others. */
    private static final String JAVA_OPTIONS = "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1";

    private static final Pattern LEARNED =
            Pattern.compile("(?m)^R>\\* (\\S+) \\[\\d+/(\\d+)\\] via ([^,\\s]+)");

    private final Path home;
    private final Process process;
    private final Writer prompt;
    private final BlockingQueue<String> output = new LinkedBlockingQueue<>();

    private OurRouter(Namespace where, Path folder) throws IOException {
        home = folder;
        Files.createDirectories(home.resolve("deploy"));
        ProcessBuilder builder = where.process(SCRIPT, "--home", home.toString());
        builder.environment().put("RTM_JAVA_OPTIONS", JAVA_OPTIONS);
        process = builder.redirectErrorStream(true).start();
        prompt = process.outputWriter();
        Thread reader = new Thread(this::read, "output of " + where.role());
        reader.setDaemon(true);
        reader.start();
        ask("rtm:rip");
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            lines.lines().forEach(output::add);
        } catch (IOException | UncheckedIOException ended) {
            output.add("(ended: %s)".formatted(ended.getMessage()));
        }
    }

    /** Starts one, without any configuration. */
    static OurRouter start(Namespace where, Path folder) {
        try {
            return new OurRouter(where, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Types a line at the prompt, and returns what is answered. */
    synchronized String ask(String commands) {
        try {
            prompt.write("%s\necho '%s'\n".formatted(commands, END_OF_ANSWER));
            prompt.flush();
            StringBuilder answer = new StringBuilder();
            while (true) {
                String line = output.poll(LONGEST_ANSWER_SECONDS, TimeUnit.SECONDS);
                if (line == null) {
                    throw new IllegalStateException(
                            "no end of the answer to %s: %s".formatted(commands, answer));
                } else if (line.equals(END_OF_ANSWER)) {
                    return answer.toString();
                }
                answer.append(line).append('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Runs RIP on an interface, or changes how it runs. */
    void runRip(String interfaceName, Timers timers, Key key) {
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
                timer.update=%d
                timer.timeout=%d
                timer.garbage=%d
                %s"""
                        .formatted(
                                interfaceName,
                                timers.update(),
                                timers.timeout(),
                                timers.garbage(),
                                authentication));
    }

    /** Has RIP tell the neighbours of the best routes of other protocols. */
    void redistribute(String protocols) {
        deploy("org.rtm.protocol.rip.cfg", "redistribute=%s\n".formatted(protocols));
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

    /** What {@code lb} shows of the bundle of RIP: its number, state, level, name and version. */
    String ripBundle() {
        return ask("lb '%s'".formatted(RIP_NAME))
                .lines()
                .reduce((heading, bundle) -> bundle)
                .orElseThrow()
                .strip();
    }

    /** Replaces RIP by its {@code n}th next version, with the command for it. */
    String updateRip(int version) {
        return ask(
                "update %s file:%s; rtm:routes -4"
                        .formatted(ripBundle().split("\\|")[0], newRip(version, version)));
    }

    /**
     * Replaces RIP by a copy into the folder {@code deploy}: at first by a bundle of the version
     * that runs, which File Install takes for the same, and from then on by any.
     */
    void deployRip(int version, int build) {
        try {
            Files.move(
                    newRip(version, build),
                    home.resolve("deploy/rtm-rip.jar"),
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a version and build of RIP is shown as. */
    static String ripBuild(int version, int build) {
        return "%s, build %d (1.0.%d)".formatted(RIP_NAME, build, version);
    }

    /** Makes a bundle of RIP that differs in nothing but its name and version. */
    private Path newRip(int version, int build) {
        Path made = home.resolve("rtm-rip-build%d.jar".formatted(build));
        try (JarFile jar = new JarFile(RIP.toFile())) {
            Manifest manifest = new Manifest(jar.getManifest());
            manifest.getMainAttributes().putValue("Bundle-Name", RIP_NAME + ", build " + build);
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

    @Override
    public void withdraw(String prefix) {
        ask("rtm:static remove %s".formatted(prefix));
    }

    @Override
    public void kill() {
        process.destroyForcibly().onExit().join();
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
