package org.rtm.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.router.RouterProcess.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rtm.router.RouterProcess.Result;

/** The frameworks that a router runs on: by an option of the script, or in a jar that has one. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class FrameworkIT {
    private static final String ADD_AND_LOOK_UP =
            "rtm:add 10.0.0.0/8 via 192.0.2.1 dev 3; rtm:lookup 10.1.2.3; lb -s";
    private static final String FOUND = "N>* 10.0.0.0/8 [10/0] via 192.0.2.1, if 3";

    @TempDir private Path folder;

    @Test
    void the_script_takes_felix_unless_another_framework_is_asked_for() throws Exception {
        Result usual = RouterProcess.run(folder, "--home", "a", "-c", ADD_AND_LOOK_UP);
        Result equinox =
                RouterProcess.run(
                        folder, "--home", "b", "--framework", "equinox", "-c", ADD_AND_LOOK_UP);

        assertThat(usual.out()).contains(FOUND, "org.apache.felix.framework");
        assertThat(equinox.err()).isEmpty();
        assertThat(equinox.status()).isZero();
        assertThat(equinox.out())
                .contains(FOUND, "org.eclipse.osgi")
                .doesNotContain("org.apache.felix.framework", "Installed", "Resolved");
    }

    @Test
    void a_failing_command_fails_alike_on_equinox() throws Exception {
        Result result =
                RouterProcess.run(
                        folder,
                        "--home",
                        "a",
                        "--framework",
                        "equinox",
                        "-c",
                        "echo one; rtm:lookup 300.1.1.1");

        assertThat(result)
                .isEqualTo(
                        new Result(
                                1,
                                "one\n",
                                "rtm:lookup: '300.1.1.1' is not an IPv4 or IPv6 address or prefix\n"));
    }

    @Test
    void a_framework_that_is_not_there_is_refused_with_those_that_are() throws Exception {
        Result result =
                RouterProcess.run(folder, "--home", "a", "--framework", "oscar", "-c", "lb");

        assertThat(result)
                .isEqualTo(
                        new Result(
                                1,
                                "",
                                "rtm: there is no framework 'oscar' here, but: equinox, felix\n"));
    }

    @ParameterizedTest
    @CsvSource({"felix, org.apache.felix.framework", "equinox, org.eclipse.osgi"})
    void a_jar_is_a_whole_router(String name, String framework) throws Exception {
        try (RouterProcess router = jar(name, "-c", ADD_AND_LOOK_UP)) {
            Result result = router.result();

            assertThat(result.err()).isEmpty();
            assertThat(result.status()).isZero();
            assertThat(result.out()).contains(FOUND, framework);
            assertThat(folder.resolve(".rtm/config")).isDirectory();
        }
    }

    @ParameterizedTest
    @CsvSource({"felix", "equinox"})
    void a_jar_talks_to_the_router_that_another_process_of_it_runs(String name) throws Exception {
        try (RouterProcess daemon = jar(name, "--home", "home", "--daemon")) {
            await("the router runs", () -> daemon.err().contains("runs on"));
            try (RouterProcess client =
                    jar(name, "attach", "--home", "home", "-c", ADD_AND_LOOK_UP)) {
                assertThat(client.result().out()).contains(FOUND);
            }
            daemon.process().destroy();

            assertThat(daemon.result().status()).isZero();
        }
    }

    private RouterProcess jar(String framework, String... arguments) throws IOException {
        return RouterProcess.startJar(
                folder, Path.of(System.getProperty("rtm.jar." + framework)), arguments);
    }
}
