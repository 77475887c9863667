package org.rtm.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.rtm.precondition.Download;

/**
 * The applications of Eclipse's provisioning platform: publishers, and the director that installs.
 *
 * <p>Tycho releases them as an archive, which is a p2 repository itself.
 */
final class P2 {
    private final Path folder;
    private final Path launcher;

    /**
     * Fetches the applications, and returns why they cannot be had; empty if they are there.
     *
     * @param folder where they are to be
     */
    static Optional<String> fetch(Path folder) throws IOException, InterruptedException {
        return Download.byMaven(
                folder.resolveSibling("p2.log"),
                "org.apache.maven.plugins:maven-dependency-plugin:%s:unpack"
                        .formatted(System.getProperty("dependency.plugin.version")),
                "-Dartifact=org.eclipse.tycho:tycho-bundles-external:2.7.5:zip",
                "-DoutputDirectory=" + folder);
    }

    P2(Path folder) throws IOException {
        this.folder = folder;
        EquinoxInstallation platform = new EquinoxInstallation(folder);
        List<Path> plugins = list(folder.resolve("plugins"));
        launcher =
                plugins.stream()
                        .filter(file -> name(file).startsWith("org.eclipse.equinox.launcher_"))
                        .findFirst()
                        .orElseThrow();
        plugins.stream()
                .map(P2::name)
                .filter(P2::isStarted)
                .forEach(name -> platform.bundle(name, startLevel(name)));
        platform.configure(List.of("osgi.bundles.defaultStartLevel=4"));
    }

    /** Neither what starts them, nor a console, which would wait for commands. */
    private static boolean isStarted(String name) {
        return Stream.of(
                        "org.eclipse.equinox.launcher_",
                        "org.eclipse.osgi_",
                        "org.eclipse.equinox.console_",
                        "org.apache.felix.gogo.")
                .noneMatch(name::startsWith);
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static int startLevel(String name) {
        if (name.startsWith("org.apache.felix.scr_")) {
            return 1;
        }
        if (name.startsWith("org.eclipse.equinox.common_")) {
            return 2;
        }
        return name.startsWith("org.eclipse.core.runtime_") ? 4 : 0;
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** The repository that the applications came in: it knows the packages of a JDK, too. */
    Path repository() {
        return folder;
    }

    /** Runs an application; what it prints is the message of what is thrown when it fails. */
    void run(Path log, String application, String... arguments)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-jar",
                                launcher.toString(),
                                "-consoleLog",
                                "-nosplash",
                                "-application",
                                "org.eclipse.equinox.p2." + application));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (process.waitFor() != 0) {
            throw new IOException(application + ": " + Files.readString(log));
        }
    }
}
