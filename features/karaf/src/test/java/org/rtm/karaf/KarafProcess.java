package org.rtm.karaf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.rtm.precondition.Download;

/** A Karaf without a console, on a folder of its own, that listens on the loopback only. */
final class KarafProcess implements AutoCloseable {
    private static final String VERSION = System.getProperty("karaf.version");
    private static final Path DOWNLOADED = Path.of(System.getProperty("karaf.folder"));
    private static final Path HOME = DOWNLOADED.resolve("apache-karaf-" + VERSION);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(180);

    private final Path base;
    private final int port = freePort();
    private final Process process;

    private KarafProcess(Path base, List<Path> repositories) throws IOException {
        this.base = base;
        configure(repositories);
        // As a daemon, the process is Karaf's own and not that of a script that waits for it.
        process = start("karaf", "daemon");
    }

    /** Returns why no Karaf can be had; empty if there is one. */
    static Optional<String> missing() throws Exception {
        return Download.byMaven(
                DOWNLOADED.resolve("karaf.log"),
                "org.apache.maven.plugins:maven-dependency-plugin:%s:unpack"
                        .formatted(System.getProperty("dependency.plugin.version")),
                "-Dartifact=org.apache.karaf:apache-karaf:%s:tar.gz".formatted(VERSION),
                "-DoutputDirectory=" + DOWNLOADED);
    }

    /** Starts a Karaf that finds artifacts in the given Maven repositories and nowhere else. */
    static KarafProcess start(Path base, List<Path> repositories) throws Exception {
        KarafProcess karaf = new KarafProcess(base, repositories);
        try {
            assertThat(karaf.run("shell:echo ready")).as(karaf::output).contains("ready");
            return karaf;
        } catch (AssertionError notReady) {
            karaf.close();
            throw notReady;
        }
    }

    private void configure(List<Path> repositories) throws IOException {
        copy(HOME.resolve("etc"), base.resolve("etc"));
        replace("etc/org.apache.karaf.shell.cfg", "sshHost = 0.0.0.0", "sshHost = 127.0.0.1");
        replace("etc/org.apache.karaf.shell.cfg", "sshPort = 8101", "sshPort = " + port);
        replace("etc/org.apache.karaf.management.cfg", "= 1099", "= " + freePort());
        replace("etc/org.apache.karaf.management.cfg", "= 44444", "= " + freePort());
        replace("etc/users.properties", "#karaf = karaf", "karaf = karaf");
        replace("etc/users.properties", "#_g_\\:admingroup", "_g_\\:admingroup");
        Files.writeString(base.resolve("settings.xml"), "<settings/>");
        Files.writeString(
                base.resolve("etc/org.ops4j.pax.url.mvn.cfg"),
                """
                org.ops4j.pax.url.mvn.useFallbackRepositories = false
                org.ops4j.pax.url.mvn.settings = %s
                org.ops4j.pax.url.mvn.localRepository = %s
                org.ops4j.pax.url.mvn.defaultRepositories = ${karaf.home.uri}${karaf.default.repository}@id=system
                org.ops4j.pax.url.mvn.repositories = %s
                """
                        .formatted(
                                base.resolve("settings.xml"),
                                base.resolve("m2"),
                                String.join(
                                        ", ",
                                        repositories.stream().map(this::withSnapshots).toList())));
    }

    private String withSnapshots(Path repository) {
        return repository.toUri() + "@snapshots@id=" + repository.getFileName();
    }

    /** Puts a configuration where Karaf reads it. */
    void configure(String pid, String text) throws IOException {
        Files.writeString(base.resolve("etc").resolve(pid + ".cfg"), text);
    }

    private void replace(String file, String old, String by) throws IOException {
        String text = Files.readString(base.resolve(file));
        assertThat(text).as(file).contains(old);
        Files.writeString(base.resolve(file), text.replace(old, by));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Process start(String program, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder();
        builder.command().add(HOME.resolve("bin").resolve(program).toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().put("KARAF_BASE", base.toString());
        // Its folder is shared with those that ran before, and may have been killed.
        builder.environment().put("CHECK_ROOT_INSTANCE_RUNNING", "false");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_MAX_MEM", "512m");
        return builder.redirectErrorStream(true)
                .redirectOutput(base.resolve(program + ".out").toFile())
                .start();
    }

    /** Runs commands by {@code bin/client}, and returns what it printed. */
    String run(String... commands) throws IOException, InterruptedException {
        Process client =
                start(
                        "client",
                        "-h",
                        "127.0.0.1",
                        "-a",
                        Integer.toString(port),
                        "-u",
                        "karaf",
                        "-p",
                        "karaf",
                        // Until Karaf answers, try once a second.
                        "-r",
                        Long.toString(LONGEST_WAIT.toSeconds()),
                        "-d",
                        "1",
                        "-b");
        try (var in = client.outputWriter()) {
            in.write(String.join("\n", commands) + "\n");
        } catch (IOException refused) {
            // It has ended already, and its output says why.
        }
        if (!client.waitFor(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS)) {
            client.destroyForcibly();
        }
        return read("client.out");
    }

    /** Runs a command until its answer is as expected: there is no event to wait for. */
    String await(String command, Predicate<String> expected) throws Exception {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        String answer = run(command);
        while (!expected.test(answer)) {
            assertThat(process.isAlive()).as(this::output).isTrue();
            assertThat(System.nanoTime()).as("%s: %s", command, answer).isLessThan(end);
            answer = run(command);
        }
        return answer;
    }

    private String output() {
        return "Karaf: " + read("karaf.out");
    }

    private String read(String file) {
        try {
            return Files.readString(base.resolve(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Stops as a service manager would; returns whether it ended in time. */
    boolean stop() throws InterruptedException {
        process.destroy();
        return process.waitFor(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
