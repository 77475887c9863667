package org.rtm.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A p2 repository with one feature, and every bundle that it needs beside the framework. */
final class UpdateSite {
    private static final String FEATURE = "org.rtm.feature";

    private final List<RouterBundle> bundles;
    private final String version;

    UpdateSite(List<RouterBundle> bundles) {
        this.bundles = bundles;
        version =
                bundles.stream()
                        .filter(bundle -> bundle.symbolicName().equals("rtm-api"))
                        .map(RouterBundle::version)
                        .findFirst()
                        .orElseThrow();
    }

    void publish(Path source, Path site, P2 p2) throws IOException, InterruptedException {
        Path feature = Files.createDirectories(source.resolve("features").resolve(FEATURE));
        Files.writeString(feature.resolve("feature.xml"), feature());
        Files.writeString(source.resolve("category.xml"), category());
        Distribution.copy(bundles, Files.createDirectories(source.resolve("plugins")));
        String repository = site.toUri().toString();
        p2.run(
                source.resolve("publish.log"),
                "publisher.FeaturesAndBundlesPublisher",
                "-source",
                source.toString(),
                "-metadataRepository",
                repository,
                "-artifactRepository",
                repository,
                "-publishArtifacts",
                "-compress");
        p2.run(
                source.resolve("category.log"),
                "publisher.CategoryPublisher",
                "-metadataRepository",
                repository,
                "-categoryDefinition",
                source.resolve("category.xml").toUri().toString(),
                "-categoryQualifier",
                "org.rtm",
                "-compress");
    }

    private String feature() {
        return """
        <?xml version="1.0" encoding="UTF-8"?>
        <feature id="%s" label="RTM for OSGi" version="%s" provider-name="RTM for OSGi">
          <description>The routing table manager of a modular router, with its shell and its protocols</description>
          <license url="https://www.apache.org/licenses/LICENSE-2.0">Apache License, Version 2.0</license>
        %s
        </feature>
        """
                .formatted(
                        FEATURE,
                        version,
                        bundles.stream()
                                .map(
                                        bundle ->
                                                "  <plugin id=\"%s\" version=\"%s\" unpack=\"false\"/>"
                                                        .formatted(
                                                                bundle.symbolicName(),
                                                                bundle.version()))
                                .collect(Collectors.joining("\n")));
    }

    private String category() {
        return """
        <?xml version="1.0" encoding="UTF-8"?>
        <site>
          <feature id="%s" version="%s">
            <category name="rtm"/>
          </feature>
          <category-def name="rtm" label="RTM for OSGi"/>
        </site>
        """
                .formatted(FEATURE, version);
    }
}
