package org.rtm.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rtm.router.RouterProcess.Result;

/** What {@code ./rtm} does in a fresh clone: Maven is played by a script. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BuildIT {
    @TempDir private Path top;
    private Path tools;
    private Path script;

    @BeforeEach
    void copyScript() throws IOException {
        script = Files.copy(RouterProcess.SCRIPT, top.resolve("rtm"));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        tools = Files.createDirectory(top.resolve("tools"));
    }

    @Test
    void the_first_start_builds_and_says_so_the_second_does_not() throws Exception {
        mavenThatBuilds();

        Result first = rtm("-c", "echo one");
        Result second = rtm("-c", "echo two");

        assertThat(first.status()).isZero();
        assertThat(first.out()).isEqualTo("one\n");
        assertThat(first.err())
                .startsWith("rtm: nothing is built yet")
                .contains("target/rtm-build.log");
        assertThat(top.resolve("target/rtm-build.log")).content().contains("Building RTM router");
        assertThat(second).isEqualTo(new Result(0, "two\n", ""));
    }

    @Test
    void a_build_that_fails_shows_its_reason_and_the_end_of_its_log() throws Exception {
        mavenThat("echo lines; echo '[ERROR] Failed to execute goal: no route to host'; exit 1");

        Result result = rtm("-c", "echo one");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("lines\n")
                .endsWith(
                        "rtm: the build failed: Failed to execute goal: no route to host; the whole log: %s\n"
                                .formatted(top.resolve("target/rtm-build.log")));
    }

    @Test
    void without_maven_there_is_nothing_to_build_with() throws Exception {
        Result result = rtm("-c", "echo one");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .isEqualTo(
                        "rtm: nothing is built yet, and there is no 'mvn' (Maven) on the PATH to build with\n");
    }

    @Test
    void sources_newer_than_the_build_are_pointed_out() throws Exception {
        mavenThatBuilds();
        rtm("-c", "echo one");
        Files.setLastModifiedTime(
                top.resolve("features/router/target/export/router.properties"),
                FileTime.from(Instant.now().minusSeconds(60)));
        Files.writeString(
                Files.createDirectories(top.resolve("rtm-api/src")).resolve("Route.java"),
                "changed");

        Result result = rtm("-c", "echo two");

        assertThat(result.out()).isEqualTo("two\n");
        assertThat(result.err())
                .contains("sources are newer", "rtm-api/src/Route.java")
                .hasLineCount(1);
    }

    @Test
    void a_java_that_is_missing_or_too_old_is_named() throws Exception {
        Path old = Files.createDirectories(top.resolve("old/bin"));
        executable(old.resolve("java"), "exit 1");
        Files.writeString(top.resolve("old/release"), "JAVA_VERSION=\"11.0.2\"\n");

        assertThat(rtmOn(top.resolve("none")).err())
                .isEqualTo(
                        "rtm: needs Java 17 or newer, and there is no '%s'; set JAVA_HOME or PATH\n"
                                .formatted(top.resolve("none/bin/java")));
        assertThat(rtmOn(top.resolve("old")).err())
                .isEqualTo(
                        "rtm: needs Java 17 or newer, and '%s' is 11.0.2; set JAVA_HOME or PATH\n"
                                .formatted(old.resolve("java")));
    }

    private void mavenThatBuilds() throws IOException {
        mavenThat(
                """
                echo '[INFO] Building RTM router 1.0.0  [1/1]'
                mkdir -p features/router/target
                cp -r '%s' features/router/target/
                """
                        .formatted(
                                RouterProcess.SCRIPT.resolveSibling(
                                        "features/router/target/export")));
    }

    private void mavenThat(String does) throws IOException {
        executable(tools.resolve("mvn"), "cd '%s'\n%s".formatted(top, does));
    }

    private static void executable(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private Result rtm(String... arguments) throws Exception {
        return rtmOn(Path.of(System.getProperty("java.home")), arguments);
    }

    /**
     * Finds only the tools that the script may use: a Maven that is installed is not among them.
     */
    private Result rtmOn(Path java, String... arguments) throws Exception {
        for (String tool :
                List.of(
                        "cp",
                        "dirname",
                        "find",
                        "head",
                        "mkdir",
                        "readlink",
                        "sed",
                        "sleep",
                        "stty",
                        "tail")) {
            executable(tools.resolve(tool), "exec '%s' \"$@\"".formatted(installed(tool)));
        }
        ProcessBuilder builder = new ProcessBuilder();
        builder.environment().put("PATH", tools.toString());
        builder.environment().put("JAVA_HOME", java.toString());
        try (RouterProcess router = RouterProcess.start(builder, top, script, arguments)) {
            return router.result();
        }
    }

    private static Path installed(String tool) {
        for (String folder : System.getenv("PATH").split(":")) {
            Path file = Path.of(folder, tool);
            if (Files.isExecutable(file)) {
                return file;
            }
        }
        throw new AssertionError("there is no " + tool + " on the PATH");
    }
}
