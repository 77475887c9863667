package org.rtm.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.rtm.router.RouterProcess.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code docs/shell.md} says, typed into a real router in a real terminal, which tmux makes.
 * With {@code -Dshell.document=write} the answers in the document are written anew.
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class ShellDocumentIT {
    private static final Path DOCUMENT = RouterProcess.SCRIPT.resolveSibling("docs/shell.md");
    private static final Path TMUX = Path.of("/usr/bin/tmux");
    private static final String PROMPT = "rtm> ";
    private static final String FENCE = "```";

    @TempDir private Path folder;

    @Test
    void what_the_document_shows_is_what_a_terminal_shows() throws Exception {
        if (!Files.isExecutable(TMUX)) {
            System.out.println("ShellDocumentIT skipped: there is no tmux to make a terminal");
        }
        assumeTrue(Files.isExecutable(TMUX));
        List<String> document = Files.readAllLines(DOCUMENT);
        List<String> commands =
                document.stream()
                        .filter(line -> line.startsWith(PROMPT))
                        .map(line -> line.substring(PROMPT.length()))
                        .toList();

        List<String> answers = answers(commands);

        String shown = String.join("\n", withAnswers(document, commands, answers)) + "\n";
        if ("write".equals(System.getProperty("shell.document"))) {
            Files.writeString(DOCUMENT, shown);
        }
        assertThat(comparable(Files.readString(DOCUMENT))).isEqualTo(comparable(shown));
    }

    /** Types the commands one after the other, and returns what each one showed. */
    private List<String> answers(List<String> commands) throws Exception {
        tmux(
                "-f",
                "/dev/null",
                "new-session",
                "-d",
                "-x",
                "100",
                "-y",
                "50",
                "-e",
                "NO_COLOR=1",
                "-e",
                "RTM_JAVA_OPTIONS=-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1",
                "-c",
                folder.toString(),
                "exec " + RouterProcess.SCRIPT + " --home home");
        ProcessHandle router =
                ProcessHandle.of(
                                Long.parseLong(
                                        tmux("display-message", "-p", "#{pane_pid}").strip()))
                        .orElseThrow();
        try {
            tmux("set-option", "history-limit", "100000");
            awaitPrompts(1);
            for (int i = 0; i < commands.size(); i++) {
                tmux("send-keys", "-l", "--", commands.get(i));
                tmux("send-keys", "Enter");
                awaitPrompts(i + 2);
            }
            List<String> answers =
                    new ArrayList<>(List.of(screen().split("(?m)^" + PROMPT.strip() + ".*\n?")));
            return answers.subList(1, commands.size() + 1);
        } finally {
            tmux("kill-server");
            // It writes to its folder, which is deleted now, until it ends.
            router.onExit().get(60, TimeUnit.SECONDS);
        }
    }

    private void awaitPrompts(int count) throws InterruptedException {
        await(
                "prompt " + count,
                () -> {
                    String screen = screen().stripTrailing();
                    long prompts =
                            screen.lines().filter(line -> line.startsWith(PROMPT.strip())).count();
                    return prompts == count && screen.endsWith("\n" + PROMPT.strip())
                            || count == 1 && screen.strip().equals(PROMPT.strip());
                });
    }

    /** All that the terminal has shown, a line as long as it was written. */
    private String screen() {
        return tmux("capture-pane", "-p", "-J", "-S", "-")
                        .lines()
                        .map(String::stripTrailing)
                        .collect(Collectors.joining("\n"))
                + "\n";
    }

    private String tmux(String... arguments) {
        List<String> command = new ArrayList<>(List.of(TMUX.toString(), "-S", folder + "/tmux"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String out =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as("%s: %s", command, out).isZero();
            return out;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** The document, with these answers below its commands. */
    private List<String> withAnswers(
            List<String> document, List<String> commands, List<String> answers) {
        List<String> lines = new ArrayList<>();
        int next = 0;
        boolean inAnswer = false;
        for (String line : document) {
            boolean isCommand = line.startsWith(PROMPT);
            inAnswer &= !isCommand && !line.equals(FENCE);
            if (!inAnswer) {
                lines.add(line);
            }
            if (isCommand) {
                assertThat(line).isEqualTo(PROMPT + commands.get(next));
                answers.get(next++)
                        .replace(folder.toString(), "/home/operator")
                        .stripTrailing()
                        .lines()
                        .forEach(lines::add);
                inAnswer = true;
            }
        }
        return lines;
    }

    /** What differs from one day to the next is left out. */
    private static String comparable(String text) {
        return text.replaceAll("\\d\\d:\\d\\d:\\d\\d", "TIME")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dTTIME(\\.\\d+)?Z", "TIME")
                .replaceAll("\\d+\\.\\d s(econds)?\\b", "SECONDS")
                // The host's own addresses are among them.
                .replaceAll("exported \\d+ routes", "exported ROUTES")
                .replaceAll("\\d+ the same", "ROUTES the same");
    }
}
