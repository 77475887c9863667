package org.rtm.precondition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a program in the place of Maven, which says what Maven does. */
class DownloadTest {
    private final Map<String, String> properties = new HashMap<>();

    @TempDir Path folder;

    @BeforeEach
    void configure() {
        set("maven.home", folder.toString());
        set("maven.local.repository", "/repository");
        set("maven.user.settings", folder.resolve("no-settings.xml").toString());
        set("maven.network", "offline=false");
    }

    private void set(String name, String value) {
        properties.put(name, System.getProperty(name));
        System.setProperty(name, value);
    }

    @AfterEach
    void restore() {
        properties.forEach(
                (name, value) -> {
                    if (value == null) {
                        System.clearProperty(name);
                    } else {
                        System.setProperty(name, value);
                    }
                });
    }

    @Test
    void what_can_be_had_is_fetched_as_the_build_does_it() throws Exception {
        assertThat(run("echo \"$@\"")).isEmpty();
        assertThat(printed()).isEqualTo("-B -ntp -N -Dmaven.repo.local=/repository goal\n");

        set("maven.network", "offline=true");
        set(
                "maven.user.settings",
                Files.writeString(folder.resolve("settings.xml"), "<settings/>").toString());
        assertThat(run("echo \"$@\"")).isEmpty();
        assertThat(printed()).contains("-s " + folder.resolve("settings.xml") + " -o goal");
    }

    @Test
    void what_cannot_be_had_is_said_with_the_reason() throws Exception {
        for (String reason :
                new String[] {
                    "Could not find artifact org.example:absent:zip:1 in central",
                    "Cannot access central (https://repo.example.org) in offline mode and the artifact has not been downloaded from it before",
                    "Failed to execute goal on project x: The following artifacts could not be resolved: org.example:absent:zip:1"
                }) {
            assertThat(
                            run(
                                    "echo '[INFO] looking'; echo '[ERROR] %s -> [Help 1]'; exit 1"
                                            .formatted(reason)))
                    .contains(reason);
        }
    }

    @Test
    void another_failure_is_none_of_what_is_missing() {
        assertThatIOException()
                .isThrownBy(() -> run("echo '[ERROR] The archive is broken'; exit 1"))
                .withMessageContaining("The archive is broken");
    }

    private Optional<String> run(String script) throws Exception {
        Path maven = Files.createDirectories(folder.resolve("bin")).resolve("mvn");
        Files.writeString(maven, "#!/bin/sh\n" + script + "\n");
        assertThat(maven.toFile().setExecutable(true)).isTrue();
        return Download.byMaven(folder.resolve("log"), "goal");
    }

    private String printed() throws Exception {
        return Files.readString(folder.resolve("log"));
    }
}
