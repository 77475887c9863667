package org.rtm.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BillOfMaterialsIT {
    private static final Path ASSEMBLY =
            RouterProcess.SCRIPT.resolveSibling("features/router/target/export");

    /** An artifact's name and version in a package address of Maven's. */
    private static final Pattern PACKAGE =
            Pattern.compile("\"purl\" : \"pkg:maven/[^/]+/([^@]+)@([^?]+)\\?type=jar\"");

    @Test
    void lists_what_the_router_is_made_of_and_nothing_else() throws IOException {
        Path file = ASSEMBLY.resolveSibling("bom.json");
        if (Files.notExists(file)) {
            System.out.println("BillOfMaterialsIT skipped: a build that is offline makes no bill");
        }
        assumeTrue(Files.exists(file));
        String bill = Files.readString(file);

        List<String> listed =
                PACKAGE.matcher(bill)
                        .results()
                        .map(match -> "%s-%s.jar".formatted(match.group(1), match.group(2)))
                        // The whole, and what bundles carry in them.
                        .filter(name -> !name.matches("rtm-(router|flight)-.*"))
                        .distinct()
                        .toList();

        assertThat(listed).containsExactlyInAnyOrderElementsOf(jarsOfTheAssembly());
    }

    private static List<String> jarsOfTheAssembly() throws IOException {
        try (Stream<Path> files = Files.walk(ASSEMBLY)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .distinct()
                    .toList();
        }
    }
}
