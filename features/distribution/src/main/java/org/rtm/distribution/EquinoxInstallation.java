package org.rtm.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What Equinox starts, written to the folder {@code configuration} of an installation. */
final class EquinoxInstallation {
    private final Map<String, Integer> startLevels = new LinkedHashMap<>();
    private final Path folder;

    EquinoxInstallation(Path folder) {
        this.folder = folder;
    }

    /** Starts a bundle, seen from the framework's jar; with level 0, it is there to be used. */
    void bundle(String path, int startLevel) {
        startLevels.put(path, startLevel);
    }

    void configure(List<String> settings) throws IOException {
        String bundles =
                startLevels.entrySet().stream()
                        .map(bundle -> reference(bundle.getKey(), bundle.getValue()))
                        .collect(Collectors.joining(",\\\n  ", "osgi.bundles=", "\n"));
        Files.writeString(
                Files.createDirectories(folder.resolve("configuration")).resolve("config.ini"),
                String.join("\n", settings) + "\n" + bundles);
    }

    private static String reference(String path, int startLevel) {
        String reference = "reference\\:file\\:" + path;
        return startLevel == 0 ? reference : reference + "@" + startLevel + "\\:start";
    }
}
