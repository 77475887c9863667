package org.rtm.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes of the router's bundles what each kind of user takes: a folder for a resolver's index, an
 * OSGi feature, a p2 update site, an Equinox installation.
 */
public final class Distribution {
    private Distribution() {}

    /**
     * Writes to the folder {@code arguments[1]} what it makes of the assembled router in {@code
     * arguments[0]}, whose Maven version is {@code arguments[2]}, with the p2 applications in
     * {@code arguments[3]}. Where these cannot be had, there is no update site.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path router = Path.of(arguments[0]);
        Path target = Path.of(arguments[1]);
        List<RouterBundle> bundles = RouterBundle.in(router.resolve("router"));
        Path repository = empty(target.resolve("repository"));
        copy(bundles, repository);
        for (String framework : List.of("felix", "equinox")) {
            Path jar = framework(router, framework);
            Files.copy(jar, repository.resolve(jar.getFileName()));
        }
        Files.writeString(target.resolve("rtm.feature.json"), feature(bundles, arguments[2]));
        installEquinox(framework(router, "equinox"), bundles, empty(target.resolve("equinox")));
        publish(bundles, target, Path.of(arguments[3]));
    }

    private static void publish(List<RouterBundle> bundles, Path target, Path p2)
            throws IOException, InterruptedException {
        Path source = empty(target.resolve("source"));
        Path site = empty(target.resolve("site"));
        Optional<String> missing = P2.fetch(p2);
        if (missing.isPresent()) {
            Files.delete(site);
            System.out.println("SKIPPED the update site: " + missing.get());
            return;
        }
        new UpdateSite(bundles).publish(source, site, new P2(p2));
    }

    private static Path empty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        return Files.createDirectories(folder);
    }

    private static Path framework(Path router, String name) throws IOException {
        try (Stream<Path> files = Files.list(router.resolve("framework").resolve(name))) {
            return files.findFirst().orElseThrow();
        }
    }

    static void copy(List<RouterBundle> bundles, Path folder) throws IOException {
        for (RouterBundle bundle : bundles) {
            Files.copy(bundle.file(), folder.resolve(bundle.fileName()));
        }
    }

    /**
     * Without the keys of the specification that Sling's launcher refuses: feature-resource-version
     * and name.
     */
    private static String feature(List<RouterBundle> bundles, String version) {
        return """
        {
          "id": "org.rtm:rtm-distribution:osgifeature:rtm:%s",
          "description": "The routing table manager of a modular router, with its shell and its protocols",
          "license": "Apache-2.0",
          "vendor": "RTM for OSGi",
          "bundles": [
        %s
          ]
        }
        """
                .formatted(
                        version,
                        bundles.stream()
                                .map(
                                        bundle ->
                                                "    {\"id\": \"%s\", \"start-order\": %d}"
                                                        .formatted(
                                                                bundle.mavenId(),
                                                                bundle.startLevel()))
                                .collect(Collectors.joining(",\n")));
    }

    private static void installEquinox(Path framework, List<RouterBundle> bundles, Path folder)
            throws IOException {
        Files.copy(framework, folder.resolve("org.eclipse.osgi.jar"));
        copy(bundles, Files.createDirectories(folder.resolve("plugins")));
        EquinoxInstallation equinox = new EquinoxInstallation(folder);
        bundles.forEach(
                bundle -> equinox.bundle("plugins/" + bundle.fileName(), bundle.startLevel()));
        equinox.configure(
                List.of(
                        "# The shell's level is the last: what it reads finds all else started.",
                        "osgi.startLevel=20",
                        "# No Eclipse application, but a shell on the standard input.",
                        "eclipse.ignoreApp=true",
                        "osgi.noShutdown=true",
                        "gosh.args=--login"));
    }
}
