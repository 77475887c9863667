package org.rtm.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.rtm.router.RouterProcess.await;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The prompt, on a pseudo terminal that {@code script} of util-linux makes. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PromptIT {
    private static final Path SCRIPT_TOOL = Path.of("/usr/bin/script");
    private static final String CONTROL_C = "\u0003";
    private static final String CONTROL_D = "\u0004";
    private static final String TAB = "\t";

    @TempDir private Path folder;

    @BeforeEach
    void deployProbe() throws Exception {
        if (!Files.isExecutable(SCRIPT_TOOL)) {
            System.out.println(
                    "PromptIT skipped: there is no script of util-linux to make a terminal");
        }
        assumeTrue(Files.isExecutable(SCRIPT_TOOL));
        Path deploy = Files.createDirectories(folder.resolve("home/deploy"));
        ProbeBundle.deploy(deploy);
    }

    @Test
    void a_prompt_shows_each_answer_and_a_failure_in_one_line_and_exits_with_a_status()
            throws Exception {
        try (RouterProcess router = terminal("--home home");
                Writer keys = router.process().outputWriter()) {
            awaitPrompt(router, 1);
            type(keys, "probe:greet one; probe:greet two; probe:lookup x\r");
            await("the commands have run", () -> router.out().contains("not an address"));
            awaitPrompt(router, 2);
            type(keys, "exit 3\r");

            assertThat(router.result().status()).isEqualTo(3);
            assertThat(router.out())
                    .containsSubsequence(
                            "hello one", "hello two", "probe:lookup: 'x' is not an address");
            assertThat(folder.resolve("home/history"))
                    .content()
                    .contains("probe:greet two", "exit 3");
        }
    }

    @Test
    void tab_completes_a_commands_name_and_control_d_ends() throws Exception {
        try (RouterProcess router = terminal("--home home");
                Writer keys = router.process().outputWriter()) {
            awaitPrompt(router, 1);
            type(keys, "probe:gre" + TAB);
            await("the name is complete", () -> router.out().contains("probe:greet"));
            type(keys, "you\r");
            await("the command has run", () -> router.out().contains("hello you"));
            awaitPrompt(router, 2);
            type(keys, CONTROL_D);

            assertThat(router.result().status()).isZero();
        }
    }

    @Test
    void tab_completes_options_and_files_and_a_listing_can_be_interrupted() throws Exception {
        Files.writeString(folder.resolve("some-routes.txt"), "10.0.0.0/8 via 192.0.2.1\n");
        try (RouterProcess router = terminal("--home home");
                Writer keys = router.process().outputWriter()) {
            awaitPrompt(router, 1);
            type(keys, "rtm:import --ins" + TAB);
            await("the option is complete", () -> router.out().contains("--instance"));
            type(keys, "0 some-r" + TAB);
            await("the file's name is complete", () -> router.out().contains("some-routes.txt"));
            type(keys, "\r");
            await("the file is imported", () -> router.out().contains("read 1, added 1,"));
            awaitPrompt(router, 2);
            type(keys, "rtm:watch\r");
            await("the watch runs", () -> router.out().contains("until interrupted"));
            type(keys, CONTROL_C);
            await("it ended", () -> router.out().contains("0 changes seen"));
            type(keys, "rtm:lookup 10.0.0.1\r");
            await(
                    "the prompt goes on",
                    () -> withoutColours(router.out()).contains("X>* 10.0.0.0/8"));
            type(keys, "exit\r");

            assertThat(router.result().status()).isZero();
        }
    }

    @Test
    void what_is_longer_than_the_screen_comes_in_pages() throws Exception {
        try (RouterProcess router = terminal("--home home");
                Writer keys = router.process().outputWriter()) {
            page(router, keys);

            assertThat(router.result().status()).isZero();
        }
    }

    @Test
    void an_attached_terminal_has_pages_too() throws Exception {
        try (RouterProcess daemon = RouterProcess.start(folder, "--home", "home", "--daemon")) {
            await("the router runs", () -> daemon.err().contains("runs on"));
            try (RouterProcess client = terminal("attach --home home");
                    Writer keys = client.process().outputWriter()) {
                page(client, keys);

                assertThat(client.result().status()).isZero();
            }
        }
    }

    private static void page(RouterProcess terminal, Writer keys) throws Exception {
        awaitPrompt(terminal, 1);
        type(keys, "rtm:generate 200\r");
        awaitPrompt(terminal, 2);
        type(keys, "rtm:routes -4\r");
        await("the first page", () -> pages(terminal) == 1);
        assertThat(routes(terminal)).isLessThan(40);
        type(keys, " ");
        await("the second page", () -> pages(terminal) == 2);
        assertThat(routes(terminal)).isBetween(40, 80);
        type(keys, "q");
        awaitPrompt(terminal, 3);
        type(keys, "rtm:routes -4 --json; echo json\r");
        await("JSON is whole", () -> terminal.out().contains("\njson"));
        awaitPrompt(terminal, 4);
        type(keys, "rtm:routes -4\r");
        await("another first page", () -> pages(terminal) == 3);
        type(keys, CONTROL_C);
        awaitPrompt(terminal, 5);
        type(keys, "pager=off; rtm:routes -4; echo all\r");
        await("all is shown", () -> terminal.out().contains("\nall"));
        assertThat(pages(terminal)).isEqualTo(3);
        type(keys, "exit\r");
    }

    private static int pages(RouterProcess terminal) {
        return terminal.out().split("--More--", -1).length - 1;
    }

    private static int routes(RouterProcess terminal) {
        return withoutColours(terminal.out()).split("\nX>", -1).length - 1;
    }

    @Test
    void control_c_interrupts_the_command_and_not_the_router() throws Exception {
        Path sign = folder.resolve("sign");
        try (RouterProcess router = terminal("--home home");
                Writer keys = router.process().outputWriter()) {
            awaitPrompt(router, 1);
            type(keys, "probe:watch " + sign + "; echo no\r");
            await("the command runs", () -> router.out().contains("watching"));
            type(keys, CONTROL_C);
            await("the command was interrupted", () -> Files.exists(sign));
            awaitPrompt(router, 2);
            type(keys, "probe:greet again\r");
            await("the router goes on", () -> router.out().contains("hello again"));
            awaitPrompt(router, 3);
            type(keys, CONTROL_D);

            assertThat(router.result().status()).isZero();
        }
    }

    @Test
    void an_attached_terminal_has_completion_and_leaves_the_router_running() throws Exception {
        Path sign = folder.resolve("sign");
        try (RouterProcess daemon = RouterProcess.start(folder, "--home", "home", "--daemon")) {
            await("the router runs", () -> daemon.err().contains("runs on"));
            try (RouterProcess client = terminal("attach --home home");
                    Writer keys = client.process().outputWriter()) {
                awaitPrompt(client, 1);
                type(keys, "probe:gre" + TAB);
                await("the name is complete", () -> client.out().contains("probe:greet"));
                type(keys, "you\r");
                await("the command has run", () -> client.out().contains("hello you"));
                awaitPrompt(client, 2);
                type(keys, "probe:watch " + sign + "\r");
                await("the command runs", () -> client.out().contains("watching"));
                type(keys, CONTROL_C);
                await("the command was interrupted", () -> Files.exists(sign));
                awaitPrompt(client, 3);
                type(keys, CONTROL_D);

                assertThat(client.result().status()).isZero();
            }
            assertThat(daemon.process().isAlive()).isTrue();
        }
    }

    private RouterProcess terminal(String arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder();
        builder.environment().put("TERM", "xterm");
        String command =
                "stty rows 40 columns 120; exec %s %s".formatted(RouterProcess.SCRIPT, arguments);
        return RouterProcess.start(builder, folder, SCRIPT_TOOL, "-qefc", command, "/dev/null");
    }

    /** Keys that come before the prompt belong to the command that runs. */
    private static void awaitPrompt(RouterProcess router, int number) throws InterruptedException {
        await("prompt " + number, () -> router.out().split("rtm> ", -1).length > number);
    }

    private static void type(Writer keys, String text) throws IOException {
        keys.write(text);
        keys.flush();
    }

    private static String withoutColours(String text) {
        return text.replaceAll("\u001b\\[[0-9;]*m", "");
    }
}
