package org.rtm.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.router.RouterProcess.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rtm.router.RouterProcess.Result;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HomeIT {
    @TempDir private Path folder;

    @Test
    void a_daemon_takes_clients_and_stops_cleanly_on_sigterm() throws Exception {
        try (RouterProcess daemon = daemon("home")) {
            Result answer = attach("home", "echo one; lb -s");
            Result failure = attach("home", "echo one; nosuch; echo three");
            Result exit = attach("home", "exit 4");
            daemon.process().destroy();

            assertThat(answer.status()).isZero();
            assertThat(answer.out()).startsWith("one\n").contains("rtm-impl");
            assertThat(failure)
                    .isEqualTo(
                            new Result(
                                    1,
                                    "one\n",
                                    "nosuch: there is no such command; 'help' lists the commands\n"));
            assertThat(exit.status()).isEqualTo(4);
            assertThat(daemon.result().status()).isZero();
            assertThat(daemon.out()).isEmpty();
            assertThat(daemon.err())
                    .isEqualTo(
                            "rtm: runs on '%s', process %d\n"
                                    .formatted(home("home"), daemon.process().pid()));
            assertThat(socket("home")).doesNotExist();
        }
    }

    @Test
    void lines_that_are_piped_to_a_client_share_a_session() throws Exception {
        try (RouterProcess daemon = daemon("home");
                RouterProcess client = RouterProcess.start(folder, "attach", "--home", "home")) {
            client.input("x = 3\nnosuch\necho {\n$x }\necho $x");

            assertThat(client.result().status()).isZero();
            assertThat(client.out()).endsWith("3\n");
            assertThat(client.err()).startsWith("nosuch: there is no such command");
            assertThat(daemon.process().isAlive()).isTrue();
        }
    }

    @Test
    void a_clients_files_are_relative_to_the_clients_folder() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("hello.txt"), "from a file\n");

        try (RouterProcess daemon = daemon("home");
                RouterProcess client =
                        RouterProcess.start(
                                elsewhere, "attach", "--home", "../home", "-c", "cat hello.txt")) {
            assertThat(client.result()).isEqualTo(new Result(0, "from a file\n", ""));
            assertThat(daemon.process().isAlive()).isTrue();
        }
    }

    @Test
    void a_client_that_is_interrupted_takes_its_command_along_and_nothing_else() throws Exception {
        Files.createDirectories(home("home").resolve("deploy"));
        ProbeBundle.deploy(home("home").resolve("deploy"));
        Path sign = folder.resolve("sign");
        try (RouterProcess daemon = daemon("home");
                RouterProcess client =
                        RouterProcess.start(
                                folder, "attach", "--home", "home", "-c", "probe:watch " + sign)) {
            await("the command runs", () -> client.out().contains("watching"));

            client.interrupt();

            assertThat(client.result().status()).isEqualTo(130);
            await("the command was interrupted", () -> Files.exists(sign));
            assertThat(attach("home", "echo still here").out()).isEqualTo("still here\n");
            assertThat(daemon.process().isAlive()).isTrue();
        }
    }

    @Test
    void only_its_user_can_open_the_socket() throws Exception {
        try (RouterProcess daemon = daemon("home")) {
            assertThat(permissions(socket("home"))).isEqualTo("rw-------");
            assertThat(permissions(socket("home").getParent())).isEqualTo("rwx------");
            assertThat(daemon.process().isAlive()).isTrue();
        }
    }

    @Test
    void two_homes_run_side_by_side_and_a_second_start_on_one_is_refused() throws Exception {
        try (RouterProcess first = daemon("one");
                RouterProcess second = daemon("two")) {
            Result refused = RouterProcess.run(folder, "--home", "one", "-c", "lb");

            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.err())
                    .isEqualTo(
                            "rtm: a router runs on '%s' already: process %d; talk to it with: rtm attach --home %s\n"
                                    .formatted(home("one"), first.process().pid(), home("one")));
            assertThat(attach("one", "echo one").out()).isEqualTo("one\n");
            assertThat(attach("two", "echo two").out()).isEqualTo("two\n");
            assertThat(second.process().isAlive()).isTrue();
        }
    }

    @Test
    void what_a_killed_router_left_does_not_block_the_next() throws Exception {
        try (RouterProcess killed = daemon("home")) {
            killed.process().destroyForcibly().waitFor();
        }
        assertThat(home("home").resolve("lock")).isNotEmptyFile();
        assertThat(socket("home")).exists();

        try (RouterProcess next = daemon("home")) {
            assertThat(attach("home", "echo again").out()).isEqualTo("again\n");
            assertThat(next.process().isAlive()).isTrue();
        }
    }

    @Test
    void without_a_router_a_client_says_so() throws Exception {
        Result result = attach("home", "lb");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .isEqualTo(
                        "rtm: no router runs on '%s'; start one with: rtm --daemon --home %s\n"
                                .formatted(home("home"), home("home")));
    }

    @Test
    void bundles_and_configurations_come_and_go_with_their_files() throws Exception {
        try (RouterProcess daemon = daemon("home")) {
            Path deploy = home("home").resolve("deploy");

            ProbeBundle.deploy(deploy);
            awaitAnswer("probe:greet you", "hello you\n");
            Files.writeString(deploy.resolve("probe.cfg"), "greeting = good morning\n");
            awaitAnswer("probe:greet you", "good morning you\n");
            Files.delete(deploy.resolve("probe.cfg"));
            awaitAnswer("probe:greet you", "hello you\n");
            Files.delete(deploy.resolve("probe.jar"));
            awaitAnswer("probe:greet you", "");
            assertThat(daemon.process().isAlive()).isTrue();
        }
    }

    @Test
    void what_was_deployed_comes_back_after_a_restart() throws Exception {
        Path deploy = Files.createDirectories(home("home").resolve("deploy"));
        ProbeBundle.deploy(deploy);
        Files.writeString(deploy.resolve("probe.cfg"), "greeting = good morning\n");

        Result first = RouterProcess.run(folder, "--home", "home", "-c", "probe:greet you");
        Result second = RouterProcess.run(folder, "--home", "home", "-c", "probe:greet you");

        assertThat(first.out()).isEqualTo("good morning you\n");
        assertThat(second).isEqualTo(first);
    }

    @Test
    void a_configuration_removed_while_no_router_runs_is_gone_and_others_stay() throws Exception {
        Path deploy = Files.createDirectories(home("home").resolve("deploy"));
        ProbeBundle.deploy(deploy);
        Files.writeString(deploy.resolve("probe.cfg"), "greeting = good morning\n");
        Files.writeString(deploy.resolve("other.cfg"), "x = y\n");
        RouterProcess.run(folder, "--home", "home", "-c", "probe:greet you");

        Files.delete(deploy.resolve("probe.cfg"));
        Result result = RouterProcess.run(folder, "--home", "home", "-c", "probe:greet you");

        assertThat(result.out()).isEqualTo("hello you\n");
        assertThat(home("home").resolve("config/probe.config")).doesNotExist();
        assertThat(home("home").resolve("config/other.config")).exists();
    }

    @Test
    void warnings_and_errors_reach_the_log_file() throws Exception {
        Path deploy = Files.createDirectories(home("home").resolve("deploy"));
        Files.writeString(deploy.resolve("broken.cfg"), "greeting = \\u00zz");

        Result result = RouterProcess.run(folder, "--home", "home", "-c", "echo done");

        assertThat(result).isEqualTo(new Result(0, "done\n", ""));
        assertThat(home("home").resolve("log/router.log"))
                .content()
                .contains("ERROR", "broken.cfg");
    }

    private RouterProcess daemon(String home) throws Exception {
        RouterProcess daemon = RouterProcess.start(folder, "--home", home, "--daemon");
        await(
                "the router runs",
                () -> !daemon.process().isAlive() || daemon.err().contains("runs on"));
        return daemon;
    }

    private Result attach(String home, String commands) throws Exception {
        return RouterProcess.run(folder, "attach", "--home", home, "-c", commands);
    }

    private void awaitAnswer(String command, String answer) throws InterruptedException {
        await(
                "'%s' answers '%s'".formatted(command, answer),
                () -> {
                    try {
                        return attach("home", command).out().equals(answer);
                    } catch (Exception failure) {
                        throw new AssertionError(failure);
                    }
                });
    }

    private Path home(String name) {
        return folder.resolve(name);
    }

    private Path socket(String name) {
        return home(name).resolve("run/attach");
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
