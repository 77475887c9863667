package org.rtm.karaf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rtm.precondition.Precondition;

/** The features in a real Karaf, from a repository in a folder: what the KAR has in it. */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class KarafIT {
    private static final Path KAR = Path.of(System.getProperty("rtm.kar"));
    private static final Path CENTRAL = Path.of(System.getProperty("karaf.central"));
    private static final String VERSION = System.getProperty("rtm.version");
    private static final String LOOK_UP = "rtm:lookup 10.1.2.3";

    private static final String PASSWORD = "a password: of tests";

    /** As {@code openssl passwd -6} prints it for the password. */
    private static final String HASH =
            "$6$Xh2vQ9pLmN4r$LtFSLw1z55wxVsKDSm3stSUsfWNfIqhlOqzvdefIkAcynK3Aj5GX/jz.lAxUNeMKVHH/zPDcqmSejkDSkJlZQ.";

    @TempDir private Path folder;

    @Test
    void the_features_are_installed_used_updated_and_stopped() throws Exception {
        Precondition.KARAF.require(KarafProcess.missing());
        Path repository = unpack(KAR, "/repository", folder.resolve("repository"));
        try (KarafProcess karaf =
                KarafProcess.start(
                        Files.createDirectory(folder.resolve("karaf")),
                        List.of(repository, CENTRAL))) {

            String installed =
                    karaf.run(
                            "feature:repo-add mvn:org.rtm/rtm-karaf/%s/xml/features"
                                    .formatted(VERSION),
                            "feature:install rtm-shell rtm-protocols rtm-observability rtm-health",
                            "feature:list -i --no-format");
            assertThat(installed)
                    .containsPattern("rtm +\t.*\tStarted")
                    .containsPattern("rtm-shell +\t.*\tStarted")
                    .containsPattern("rtm-protocols *\t.*\tStarted")
                    .containsPattern("rtm-observability *\t.*\tStarted")
                    .containsPattern("rtm-health *\t.*\tStarted");

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

            assertThat(
                            karaf.run(
                                    "service:list org.apache.felix.hc.api.HealthCheck",
                                    "service:list org.apache.felix.hc.api.execution.HealthCheckExecutor"))
                    .contains(
                            "RTM tables are consistent",
                            "RTM call-backs return",
                            "RTM locks are given back",
                            "RTM handles are given back",
                            "Apache Felix Health Check Core (");

            useWebConsole(karaf);

            String updated =
                    karaf.run("bundle:update rtm-notify " + jar(repository, "rtm-notify"), LOOK_UP);
            assertThat(updated).contains("N>* 10.0.0.0/8", "S>* 10.1.0.0/16");
            karaf.run("bundle:update rtm-static " + jar(repository, "rtm-static"));
            String back = karaf.await(LOOK_UP, answer -> answer.contains("S>* 10.1.0.0/16"));
            assertThat(back).contains("N>* 10.0.0.0/8");

            assertThat(karaf.stop()).as("stopped").isTrue();
        }
    }

    /** As docs/web-console.md has it, on a port that is free. */
    private static void useWebConsole(KarafProcess karaf) throws Exception {
        int port = KarafProcess.freePort();
        karaf.configure(
                "org.apache.felix.http",
                "org.apache.felix.http.host=127.0.0.1\norg.osgi.service.http.port=" + port);
        assertThat(
                        karaf.run(
                                "feature:install rtm-webconsole",
                                "feature:list -i --no-format",
                                "config:property-get -p org.apache.felix.webconsole.internal.servlet.OsgiManager password"))
                .containsPattern("rtm-webconsole *\t.*\tStarted")
                .contains("{sha-256}AAAA");
        karaf.await(
                "shell:echo asked",
                answer -> answered(port, "rtm", "").contains("no password yet"));
        assertThat(answered(port, "admin", "admin")).contains("no password yet");

        karaf.configure("org.rtm.webconsole", "password.hash=" + HASH);
        karaf.await(
                "shell:echo asked",
                answer -> answered(port, "rtm", PASSWORD).contains("\"destination\":\"10.0.0.0"));
        assertThat(answered(port, "admin", "admin")).contains("wants its user and password");

        // Without RTM's provider of security the Web Console has none that lets anybody in.
        karaf.run("bundle:stop rtm-webconsole");
        assertThat(status(port, "/bundles", "admin", "admin")).isNotEqualTo(200);
        karaf.run("feature:uninstall rtm-webconsole");
    }

    private static String answered(int port, String user, String password) {
        try {
            return get(port, "/rtm/routes?prefix=10.0.0.0/8", user, password).body();
        } catch (IOException notYet) {
            return notYet.toString();
        }
    }

    private static int status(int port, String page, String user, String password)
            throws IOException {
        return get(port, page, user, password).statusCode();
    }

    private static HttpResponse<String> get(int port, String page, String user, String password)
            throws IOException {
        String credentials =
                Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:%d/system/console%s"
                                                .formatted(port, page)))
                        .header("Authorization", "Basic " + credentials)
                        .timeout(Duration.ofSeconds(30))
                        .build();
        try {
            return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        } catch (InterruptedException interrupted) {
            throw new InterruptedIOException();
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
