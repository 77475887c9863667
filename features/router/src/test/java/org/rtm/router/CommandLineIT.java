package org.rtm.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rtm.router.RouterProcess.Result;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CommandLineIT {
    @TempDir private Path folder;

    @BeforeEach
    void deployProbe() throws Exception {
        Files.createDirectories(folder.resolve("home/deploy"));
        ProbeBundle.deploy(folder.resolve("home/deploy"));
    }

    @Test
    void commands_of_all_bundles_are_there_when_the_first_one_runs() throws Exception {
        Result result = rtm("-c", "probe:greet you; lb -s; echo done");

        assertThat(result.status()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).startsWith("hello you\n").endsWith("done\n");
        assertThat(result.out())
                .contains("rtm-api", "rtm-impl", "rtm-notify", "rtm-shell", "rtm-console")
                .contains("felix.scr", "felix.configadmin", "felix.metatype", "felix.eventadmin")
                .contains("felix.log", "felix.fileinstall", "gogo.shell")
                .doesNotContain("gogo.jline", "Installed", "Resolved");
    }

    @Test
    void a_failing_command_gives_one_line_a_status_and_ends_the_list() throws Exception {
        Result result = rtm("-c", "echo one; probe:lookup 300.1.1.1; echo three");

        assertThat(result)
                .isEqualTo(new Result(1, "one\n", "probe:lookup: '300.1.1.1' is not an address\n"));
    }

    @Test
    void a_script_runs_with_files_relative_to_where_it_was_called() throws Exception {
        Files.writeString(folder.resolve("hello.txt"), "from a file\n");
        Files.writeString(
                folder.resolve("script"),
                "# greets\ncat hello.txt\n\nif { true } {\n  probe:greet you\n}\n");

        Result result = rtm("-f", "script");

        assertThat(result).isEqualTo(new Result(0, "from a file\nhello you\n", ""));
    }

    @Test
    void a_missing_script_is_named_and_nothing_starts() throws Exception {
        Result result = rtm("-f", "missing");

        assertThat(result)
                .isEqualTo(
                        new Result(
                                1,
                                "",
                                "rtm: cannot run 'missing': there is no such file or folder\n"));
        assertThat(folder.resolve("home/lock")).doesNotExist();
    }

    @Test
    void piped_lines_run_to_the_end_whatever_fails() throws Exception {
        try (RouterProcess router = RouterProcess.start(folder, "--home", "home")) {
            router.input("echo one\nprobe:lookup x\nif { true } {\n echo two\n}\nprobe:greet ü");

            assertThat(router.result())
                    .isEqualTo(
                            new Result(
                                    0,
                                    "one\ntwo\nhello ü\n",
                                    "probe:lookup: 'x' is not an address\n"));
        }
    }

    @Test
    void exit_ends_with_its_status() throws Exception {
        assertThat(rtm("-c", "exit 3; echo no")).isEqualTo(new Result(3, "", ""));
    }

    @Test
    void an_interrupt_ends_what_runs_on() throws Exception {
        try (RouterProcess router =
                RouterProcess.start(folder, "--home", "home", "-c", "probe:watch sign; echo no")) {
            RouterProcess.await("the command runs", () -> router.out().contains("watching"));

            router.interrupt();

            assertThat(router.result()).isEqualTo(new Result(130, "watching\n", ""));
        }
    }

    @Test
    void a_reader_that_has_seen_enough_ends_what_writes() throws Exception {
        String command =
                "exec '%s' --home home -c 'while { true } { echo line }'"
                        .formatted(RouterProcess.SCRIPT);

        try (RouterProcess shell =
                RouterProcess.start(
                        folder, Path.of("/bin/sh"), "-c", "(%s) | head -n 1".formatted(command))) {
            assertThat(shell.result().out()).isEqualTo("line\n");
        }
    }

    @Test
    void a_wrong_option_is_told_apart_from_a_failure() throws Exception {
        assertThat(rtm("--deamon"))
                .isEqualTo(new Result(2, "", "rtm: unknown option '--deamon'; see rtm --help\n"));
    }

    @Test
    void help_explains_a_command_and_lists_them_all() throws Exception {
        Result one = rtm("-c", "help rtm:import");
        Result all = rtm("-c", "rtm:help; help felix:lb");

        assertThat(one.status()).isZero();
        assertThat(one.err()).isEmpty();
        assertThat(one.out())
                .startsWith("rtm:import: add the routes of a file,")
                .contains("Usage: rtm:import [-i INSTANCE]", "  FILE  ", "-v, --view VIEW");
        assertThat(all.status()).isZero();
        assertThat(all.out())
                .startsWith("To begin with, type for example:\n")
                .contains("  rtm:import ", "  rtm:help ", "lb - list all installed bundles");
        assertThat(rtm("-c", "help improt"))
                .isEqualTo(
                        new Result(
                                1,
                                "",
                                "rtm:help: there is no command 'improt'; did you mean rtm:import?\n"));
    }

    @Test
    void the_help_names_every_option() throws Exception {
        Result result = RouterProcess.run(folder, "--help");

        assertThat(result.status()).isZero();
        assertThat(result.out())
                .contains(
                        "-c ",
                        "-f ",
                        "--daemon",
                        "--home",
                        "attach",
                        "RTM_JAVA_OPTIONS",
                        "JAVA_HOME");
    }

    @Test
    void a_home_too_deep_for_a_socket_is_refused() throws Exception {
        Result result = RouterProcess.run(folder, "--home", "x".repeat(120), "-c", "lb");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("x/run/attach'", "103 is the limit").hasLineCount(1);
    }

    @Test
    void the_options_for_java_reach_it() throws Exception {
        ProcessBuilder builder = new ProcessBuilder();
        builder.environment().put("RTM_JAVA_OPTIONS", "-XX:MaxRAM=2g -XX:NoSuchOption");

        try (RouterProcess router =
                RouterProcess.start(builder, folder, RouterProcess.SCRIPT, "-c", "lb")) {
            assertThat(router.result().err()).contains("NoSuchOption");
        }
    }

    private Result rtm(String... arguments) throws Exception {
        String[] all = new String[arguments.length + 2];
        all[0] = "--home";
        all[1] = "home";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return RouterProcess.run(folder, all);
    }
}
