package org.rtm.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import biz.aQute.resolve.Bndrun;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.service.feature.Feature;
import org.osgi.service.feature.FeatureService;
import org.rtm.precondition.Download;
import org.rtm.precondition.Precondition;

/** Each form of the router's bundles, taken by those that it is for. */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class DistributionIT {
    private static final Path TARGET = Path.of(System.getProperty("rtm.target"));
    private static final Path ROUTER = Path.of(System.getProperty("rtm.router"));
    private static final Path APPLICATIONS = Path.of(System.getProperty("rtm.p2"));

    /** Those of users who take something of this. */
    private static final Path PROJECTS = Path.of(System.getProperty("rtm.it"));

    private static final Path FEATURE = TARGET.resolve("rtm.feature.json");
    private static final String ADD_AND_LOOK_UP =
            "rtm:add 10.0.0.0/8 via 192.0.2.1 dev 3\nrtm:lookup 10.1.2.3\nlb -s\n";
    private static final String FOUND = "N>* 10.0.0.0/8 [10/0] via 192.0.2.1, if 3";

    @TempDir private Path folder;

    @Test
    void every_bundle_of_ours_says_what_a_registry_asks() throws IOException {
        for (RouterBundle bundle : bundles()) {
            if (!bundle.symbolicName().startsWith("rtm-")) {
                continue;
            }
            try (JarFile jar = new JarFile(bundle.file().toFile())) {
                Attributes headers = jar.getManifest().getMainAttributes();
                assertThat(headers.getValue("Bundle-Name")).startsWith("RTM ");
                assertThat(headers.getValue("Bundle-Description")).isNotBlank();
                assertThat(headers.getValue("Bundle-Vendor")).isEqualTo("RTM for OSGi");
                assertThat(headers.getValue("Bundle-License")).startsWith("Apache-2.0;link=");
                assertThat(jar.getEntry("META-INF/LICENSE")).isNotNull();
                assertThat(jar.getEntry(headers.getValue("Bundle-Icon").replaceFirst(";.*", "")))
                        .as("icon of %s", bundle.symbolicName())
                        .isNotNull();
            }
        }
    }

    @Test
    void a_resolver_finds_the_table_and_what_it_needs_by_the_service_that_is_required()
            throws Exception {
        // Its addresses are relative: the folder can be copied.
        Path repository = Files.createDirectory(folder.resolve("repository"));
        for (String name : names(TARGET.resolve("repository"))) {
            Files.copy(TARGET.resolve("repository").resolve(name), repository.resolve(name));
        }
        Path bndrun =
                Files.writeString(
                        folder.resolve("application.bndrun"),
                        """
                        -standalone: repository/index.xml
                        -runfw: org.eclipse.osgi
                        -runee: JavaSE-17
                        -resolve.effective: active
                        -runrequires: \\
                            osgi.service;filter:='(objectClass=org.rtm.api.RoutingTableManager)';effective:=active,\\
                            bnd.identity;id=rtm-static
                        """);

        String found;
        try (Bndrun application = Bndrun.createBndrun(null, bndrun.toFile())) {
            found = application.resolve(false, false);
        }

        assertThat(found)
                .contains("rtm-api", "rtm-impl", "rtm-static", "org.apache.felix.scr")
                .doesNotContain("rtm-shell", "rtm-local", "commons");
    }

    @Test
    void the_feature_service_of_felix_reads_the_feature() throws IOException {
        FeatureService features =
                ServiceLoader.load(FeatureService.class).findFirst().orElseThrow();

        Feature feature;
        try (Reader in = Files.newBufferedReader(FEATURE)) {
            feature = features.readFeature(in);
        }

        assertThat(feature.getID().getClassifier()).contains("rtm");
        assertThat(feature.getLicense()).contains("Apache-2.0");
        assertThat(feature.getBundles().stream().map(bundle -> bundle.getID().toString()))
                .containsExactlyElementsOf(bundles().stream().map(RouterBundle::mavenId).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "felix, org.apache.felix:org.apache.felix.framework",
        "equinox, org.eclipse.platform:org.eclipse.osgi"
    })
    void the_launcher_of_sling_starts_the_feature(String framework, String mavenId)
            throws Exception {
        Path launcher = TARGET.resolve("sling-launcher");
        Precondition.SLING.require(
                Download.byMaven(
                        TARGET.resolve("sling-launcher.log"),
                        "-f",
                        PROJECTS.resolve("sling-launcher/pom.xml").toString(),
                        "dependency:copy-dependencies",
                        "-DoutputDirectory=" + launcher));
        Path maven = folder.resolve("maven");
        for (RouterBundle bundle : bundles()) {
            addTo(maven, bundle.mavenId(), bundle.file());
        }
        Path jar;
        try (Stream<Path> files = Files.list(ROUTER.resolve("framework").resolve(framework))) {
            jar = files.findFirst().orElseThrow();
        }
        String version = jar.getFileName().toString().replaceFirst(".*-(\\d.*)\\.jar", "$1");
        addTo(maven, mavenId + ":" + version, jar);

        String printed =
                java(
                        "-cp",
                        launcher.resolve("*").toString(),
                        "org.apache.sling.feature.launcher.impl.Main",
                        "-f",
                        FEATURE.toString(),
                        "-fa",
                        mavenId + ":" + version,
                        "-u",
                        maven.toUri().toString(),
                        "-c",
                        folder.resolve("cache").toString(),
                        "-p",
                        folder.resolve("home").toString(),
                        "-D",
                        "gosh.args=--login");

        assertThat(printed).contains(FOUND, mavenId.replaceFirst(".*:", ""));
    }

    @Test
    void the_director_installs_the_feature_from_the_update_site() throws Exception {
        Precondition.P2.require(P2.fetch(APPLICATIONS));
        Path installation = folder.resolve("installation");
        P2 p2 = new P2(APPLICATIONS);

        p2.run(
                folder.resolve("log"),
                "director",
                "-repository",
                // A framework and a JDK, as any Eclipse has them, come from the second one.
                TARGET.resolve("site").toUri() + "," + p2.repository().toUri(),
                "-installIU",
                "org.rtm.feature.feature.group",
                "-destination",
                installation.toString(),
                "-bundlepool",
                installation.toString(),
                "-profile",
                "rtm");

        assertThat(names(installation.resolve("plugins"))).containsAll(pluginNames());
    }

    @Test
    void tycho_mirrors_the_update_site() throws Exception {
        Precondition.P2.require(P2.fetch(APPLICATIONS));
        Path mirror = folder.resolve("mirror");
        Precondition.TYCHO.require(
                Download.byMaven(
                        TARGET.resolve("mirror.log"),
                        "-f",
                        PROJECTS.resolve("mirror/pom.xml").toString(),
                        "org.eclipse.tycho.extras:tycho-p2-extras-plugin:mirror",
                        "-Dsite=" + TARGET.resolve("site").toUri(),
                        "-Ddestination=" + mirror));

        assertThat(names(mirror.resolve("plugins"))).containsAll(pluginNames());
        assertThat(names(mirror.resolve("features")))
                .allMatch(name -> name.startsWith("org.rtm.feature_"))
                .hasSize(1);
    }

    @Test
    void equinox_runs_from_its_plugins() throws Exception {
        Path equinox = TARGET.resolve("equinox");

        String printed =
                java(
                        "-jar",
                        equinox.resolve("org.eclipse.osgi.jar").toString(),
                        "-configuration",
                        copyOf(equinox.resolve("configuration/config.ini")).toString());

        assertThat(printed).contains(FOUND, "org.eclipse.osgi (");
    }

    /** Equinox keeps there what it installed: each test has one of its own. */
    private Path copyOf(Path configuration) throws IOException {
        Path copy = Files.createDirectory(folder.resolve("configuration"));
        Files.copy(configuration, copy.resolve("config.ini"));
        return copy;
    }

    private static List<RouterBundle> bundles() throws IOException {
        return RouterBundle.in(ROUTER.resolve("router"));
    }

    private static List<String> pluginNames() throws IOException {
        return bundles().stream()
                .map(bundle -> "%s_%s.jar".formatted(bundle.symbolicName(), bundle.version()))
                .toList();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static void addTo(Path maven, String id, Path jar) throws IOException {
        String[] parts = id.split(":");
        Path place = maven.resolve(parts[0].replace('.', '/')).resolve(parts[1]).resolve(parts[2]);
        Files.createDirectories(place);
        Files.copy(jar, place.resolve("%s-%s.jar".formatted(parts[1], parts[2])));
    }

    /** Runs a shell on the commands, and returns what it printed up to its end. */
    private String java(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out");
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectInput(
                                Files.writeString(folder.resolve("in"), ADD_AND_LOOK_UP).toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS))
                    .as(() -> "ended in time; so far: " + read(out))
                    .isTrue();
            return read(out);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
