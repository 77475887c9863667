package org.rtm.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rtm.router.RouterProcess.Result;

/**
 * What a router is for, as the README shows it: a whole routing table, look-ups, a protocol that
 * comes and goes.
 */
class MainJobIT {
    private static final Path REFERENCE =
            RouterProcess.SCRIPT.resolveSibling("../shared/data").normalize();
    private static final Path TABLE = REFERENCE.resolve("internet-prefixes.txt.gz");
    private static final Path CUT_OFF = REFERENCE.resolve("rib.20140523.0600_firstMB.bz2");

    /** As many as the real table has. */
    private static final int PREFIXES = 1_062_046;

    @TempDir Path folder;

    @Test
    void the_whole_internet_is_imported_and_looked_up_in_two_gigabytes() throws Exception {
        boolean isReal = Files.exists(TABLE);
        if (!isReal) {
            System.out.println(
                    "MainJobIT: no shared/data/internet-prefixes.txt.gz beside the project; generated prefixes instead");
        }
        String fill = isReal ? "rtm:import " + TABLE : "rtm:generate " + PREFIXES;
        String ask =
                isReal
                        ? "rtm:lookup 8.8.8.8; rtm:lookup 2001:4860:4860::8888"
                        : "rtm:lookup 203.0.113.9";

        Result result = runInTwoGigabytes(fill + "; rtm:summary; " + ask);

        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .contains("read %d, added %d, refused 0".formatted(PREFIXES, PREFIXES));
        assertThat(importedRoutes(result.out())).isEqualTo(PREFIXES);
        if (isReal) {
            assertThat(result.out()).contains("X>  8.8.8.0/24 ", "X>  2001:4860::/32 ");
        } else {
            assertThat(result.out()).contains("X>* 203.0.");
        }
    }

    /** Of both families; beside them are the routes of the host's own interfaces. */
    private static long importedRoutes(String summary) {
        return Pattern.compile("OTHER-1 +import +(\\d+)")
                .matcher(summary)
                .results()
                .mapToLong(row -> Long.parseLong(row.group(1)))
                .sum();
    }

    @Test
    void a_table_that_is_cut_off_says_so_and_what_was_read() throws Exception {
        if (!Files.exists(CUT_OFF)) {
            System.out.println("MainJobIT skipped: no shared/data beside the project");
            return;
        }

        Result result = runInTwoGigabytes("rtm:import " + CUT_OFF);

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .startsWith("rtm:import: rib.20140523.0600_firstMB.bz2: truncated: ")
                .contains("what was added stays: read 270005, added 9072, refused 0");
    }

    @Test
    void the_protocol_of_one_page_comes_and_goes_with_its_bundle() throws Exception {
        try (RouterProcess daemon = RouterProcess.start(folder, "--daemon", "--home", "home")) {
            RouterProcess.await("it runs", () -> daemon.err().contains("runs on"));
            Path deployed = folder.resolve("home/deploy/hello-route.jar");
            Files.copy(helloRoute(), deployed);

            awaitAnswer("X>* 198.51.100.0/24 [250/5] via 192.0.2.1, if 3");
            Files.delete(deployed);
            awaitAnswer("nothing covers 198.51.100.7/32 in the unicast view of instance 0");
        }
    }

    private void awaitAnswer(String text) throws InterruptedException {
        RouterProcess.await(
                "the answer is " + text,
                () -> {
                    try {
                        return RouterProcess.run(
                                        folder,
                                        "attach",
                                        "--home",
                                        "home",
                                        "-c",
                                        "rtm:lookup 198.51.100.7")
                                .out()
                                .contains(text);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    private Result runInTwoGigabytes(String commands) throws Exception {
        ProcessBuilder builder = new ProcessBuilder();
        builder.environment().put("RTM_JAVA_OPTIONS", "-XX:MaxRAM=2g");
        try (RouterProcess router =
                RouterProcess.start(
                        builder, folder, RouterProcess.SCRIPT, "--home", "home", "-c", commands)) {
            return router.result();
        }
    }

    /** The example's bundle, which this module depends on so that it is built before. */
    private static Path helloRoute() {
        Optional<String> jar =
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(path -> path.contains("hello-route"))
                        .findFirst();
        return Path.of(jar.orElseThrow());
    }
}
