package org.rtm.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** A bundle of the router, and how the different kinds of repositories call it. */
record RouterBundle(Path file, String symbolicName, String version, String mavenId) {
    /** The prompt of {@code ./rtm} with what it runs on: elsewhere there are other prompts. */
    private static final Set<String> PROMPT =
            Set.of("rtm-console", "org.apache.felix.gogo.jline", "org.jline");

    /** First what the others log to and are configured by, last what reads commands. */
    private static final Map<String, Integer> START_LEVELS =
            Map.of(
                    "org.apache.felix.log", 1,
                    "org.apache.felix.configadmin", 2,
                    "org.apache.felix.gogo.shell", 20);

    private static final int USUAL_START_LEVEL = 10;

    /** Those in the given folder that run in any router, in the order of their names. */
    static List<RouterBundle> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted()
                    .map(RouterBundle::read)
                    .filter(bundle -> !PROMPT.contains(bundle.symbolicName))
                    .toList();
        }
    }

    private static RouterBundle read(Path file) {
        try (JarFile jar = new JarFile(file.toFile())) {
            Attributes headers = jar.getManifest().getMainAttributes();
            return new RouterBundle(
                    file,
                    headers.getValue("Bundle-SymbolicName").replaceFirst(";.*", ""),
                    headers.getValue("Bundle-Version"),
                    mavenId(jar));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** From what Maven leaves in a jar that it builds. */
    private static String mavenId(JarFile jar) throws IOException {
        ZipEntry entry =
                jar.stream()
                        .filter(each -> each.getName().endsWith("/pom.properties"))
                        .findFirst()
                        .orElseThrow(
                                () -> new IOException("no pom.properties in " + jar.getName()));
        Properties coordinates = new Properties();
        try (InputStream in = jar.getInputStream(entry)) {
            coordinates.load(in);
        }
        return String.join(
                ":",
                coordinates.getProperty("groupId"),
                coordinates.getProperty("artifactId"),
                coordinates.getProperty("version"));
    }

    String fileName() {
        return file.getFileName().toString();
    }

    int startLevel() {
        return START_LEVELS.getOrDefault(symbolicName, USUAL_START_LEVEL);
    }
}
