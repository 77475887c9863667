package org.rtm.precondition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * What Maven brings for a test, by a Maven of its own: what the build itself declares has to be
 * there, or the build fails.
 */
public final class Download {
    /** How Maven says that something cannot be had, whatever wanted it. */
    private static final Pattern MISSING =
            Pattern.compile(
                    "Could not find artifact|Could not transfer|Could not resolve dependencies"
                            + "|could not be resolved: |Cannot access \\S+ \\(|Unable to find/resolve artifact");

    private static final int LONGEST_MINUTES = 15;

    private Download() {}

    /**
     * Runs Maven as the build around this was run: with its local repository, its settings, and not
     * online where that is not.
     *
     * @param log where to keep what it prints
     * @param arguments goals and options
     * @return why something cannot be had; empty if it ended well
     * @throws IOException if it failed for another reason
     */
    public static Optional<String> byMaven(Path log, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(property("maven.home"), "bin", "mvn").toString());
        command.addAll(List.of("-B", "-ntp", "-N"));
        command.add("-Dmaven.repo.local=" + property("maven.local.repository"));
        Path settings = Path.of(property("maven.user.settings"));
        if (Files.exists(settings)) {
            command.addAll(List.of("-s", settings.toString()));
        }
        if (property("maven.network").equals("offline=true")) {
            command.add("-o");
        }
        command.addAll(List.of(arguments));
        Files.createDirectories(log.getParent());
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(log.getParent().toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // It is over before the second compiler pays, and outside of the project's own settings.
        builder.environment()
                .merge("MAVEN_OPTS", "-XX:TieredStopAtLevel=1", (set, ours) -> ours + " " + set);
        Process maven = builder.start();
        try {
            if (!maven.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
                throw new IOException(
                        "Maven did not end within %d minutes: %s"
                                .formatted(LONGEST_MINUTES, Files.readString(log)));
            }
        } finally {
            maven.destroyForcibly();
        }
        return maven.exitValue() == 0 ? Optional.empty() : Optional.of(reason(log));
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException(
                    "the system property %s is not set; the build sets it for this"
                            .formatted(name));
        }
        return value;
    }

    private static String reason(Path log) throws IOException {
        String printed = Files.readString(log);
        return printed.lines()
                .filter(line -> line.startsWith("[ERROR]"))
                .filter(line -> MISSING.matcher(line).find())
                .findFirst()
                .map(line -> line.replaceAll("^\\[ERROR] | -> \\[Help \\d+]$", ""))
                .orElseThrow(() -> new IOException("Maven failed: " + printed));
    }
}
