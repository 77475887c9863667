package org.rtm.karaf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The features in a real Karaf, from a repository in a folder: what the KAR has in it. */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class KarafIT {
    private static final Path KAR = Path.of(System.getProperty("rtm.kar"));
    private static final Path CENTRAL = Path.of(System.getProperty("karaf.central"));
    private static final String VERSION = System.getProperty("rtm.version");
    private static final String LOOK_UP = "rtm:lookup 10.1.2.3";

    @TempDir private Path folder;

    @Test
    void the_features_are_installed_used_updated_and_stopped() throws Exception {
        Path repository = unpack(KAR, "/repository", folder.resolve("repository"));
        try (KarafProcess karaf =
                KarafProcess.start(
                        Files.createDirectory(folder.resolve("karaf")),
                        List.of(repository, CENTRAL))) {

            String installed =
                    karaf.run(
                            "feature:repo-add mvn:org.rtm/rtm-karaf/%s/xml/features"
                                    .formatted(VERSION),
                            "feature:install rtm-shell rtm-protocols rtm-observability",
                            "feature:list -i --no-format");
            assertThat(installed)
                    .containsPattern("rtm +\t.*\tStarted")
                    .containsPattern("rtm-shell +\t.*\tStarted")
                    .containsPattern("rtm-protocols *\t.*\tStarted")
                    .containsPattern("rtm-observability *\t.*\tStarted");

            String used =
                    karaf.run(
                            "rtm:add 10.0.0.0/8 via 192.0.2.1 dev 3 metric 5",
                            "rtm:static add 10.1.0.0/16 via 192.0.2.2",
                            LOOK_UP,
                            // A failure ends what a client runs.
                            "rtm:lookup 300.1.1.1",
                            LOOK_UP);
            assertThat(used)
                    .contains("N>* 10.0.0.0/8 [10/5] via 192.0.2.1, if 3")
                    .containsPattern("S>\\* 10.1.0.0/16 +\\[3/0\\] +via 192.0.2.2")
                    .contains("'300.1.1.1' is not an IPv4 or IPv6 address or prefix");

            String updated =
                    karaf.run("bundle:update rtm-notify " + jar(repository, "rtm-notify"), LOOK_UP);
            assertThat(updated).contains("N>* 10.0.0.0/8", "S>* 10.1.0.0/16");
            karaf.run("bundle:update rtm-static " + jar(repository, "rtm-static"));
            String back = karaf.await(LOOK_UP, answer -> answer.contains("S>* 10.1.0.0/16"));
            assertThat(back).contains("N>* 10.0.0.0/8");

            assertThat(karaf.stop()).as("stopped").isTrue();
        }
    }

    @Test
    void every_bundle_of_the_router_is_in_a_feature_or_comes_with_karaf() throws IOException {
        String features = Files.readString(Path.of(System.getProperty("rtm.features")));

        try (Stream<Path> bundles = Files.list(Path.of(System.getProperty("rtm.bundles")))) {
            assertThat(bundles.map(bundle -> bundle.getFileName().toString()))
                    // Karaf has its own of these, and of what rtm-console serves: the prompt.
                    .filteredOn(
                            name ->
                                    !name.matches(
                                            "(org\\.apache\\.felix|org\\.osgi|jline|slf4j)\\b.*"))
                    .filteredOn(name -> !name.startsWith("rtm-console-"))
                    .isNotEmpty()
                    .allSatisfy(
                            name ->
                                    assertThat(features)
                                            .containsPattern(
                                                    name.replaceFirst("-(\\d.*)\\.jar", "/$1<")));
        }
    }

    private static URI jar(Path repository, String bundle) {
        return repository
                .resolve("org/rtm/%s/%s/%s-%s.jar".formatted(bundle, VERSION, bundle, VERSION))
                .toUri();
    }

    private static Path unpack(Path archive, String root, Path folder) throws IOException {
        try (FileSystem content = FileSystems.newFileSystem(archive)) {
            Path packed = content.getPath(root);
            try (Stream<Path> files = Files.walk(packed)) {
                for (Path file : files.toList()) {
                    Files.copy(file, folder.resolve(packed.relativize(file).toString()));
                }
            }
        }
        return folder;
    }
}
