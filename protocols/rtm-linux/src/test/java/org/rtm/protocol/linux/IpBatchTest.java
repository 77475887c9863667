package org.rtm.protocol.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IpBatchTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Watchdog watchdog = new Watchdog();
    @TempDir private Path directory;

    @AfterEach
    void close() {
        watchdog.close();
    }

    @Test
    void a_command_that_the_kernel_refuses_has_its_reason_and_those_after_it_are_done()
            throws IpFailure, InterruptedException {
        try (TestNamespace namespace = new TestNamespace();
                IpBatch batch = new IpBatch(List.of("ip", "-n", namespace.name()), watchdog)) {
            Map<Integer, String> refused =
                    batch.run(
                            List.of(
                                    "route add 10.1.0.0/16 table 10000 via 10.9.0.2 dev va",
                                    "route add 10.2.0.0/16 table 10000 via 10.7.0.2 dev va",
                                    "route del 10.3.0.0/16 table 10000",
                                    "route add 10.4.0.0/16 table 10000 dev va"),
                            LONG);

            assertThat(refused)
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of(1, "Nexthop has invalid gateway", 2, "No such process"));
            assertThat(namespace.routes())
                    .containsExactly(
                            "10.1.0.0/16 via 10.9.0.2 dev va", "10.4.0.0/16 dev va scope link");
        }
    }

    @Test
    void ip_comes_before_what_computes() throws IOException, IpFailure, InterruptedException {
        assumeThat(niceAsItMayBe()).as("this process may put another one first").isEqualTo("-10");
        try (TestNamespace namespace = new TestNamespace();
                IpBatch batch = new IpBatch(List.of("ip", "-n", namespace.name()), watchdog)) {
            Set<ProcessHandle> before =
                    ProcessHandle.current().children().collect(Collectors.toSet());
            batch.run(List.of("route add 10.1.0.0/16 table 10000 dev va"), LONG);

            List<Path> ips =
                    ProcessHandle.current()
                            .children()
                            .filter(child -> !before.contains(child))
                            .map(child -> Path.of("/proc", Long.toString(child.pid()), "stat"))
                            .toList();
            Waiting.await(() -> ips.stream().map(IpBatchTest::nice).anyMatch("-10"::equals));
        }
    }

    private static String niceAsItMayBe() throws IOException {
        Process nice = new ProcessBuilder("nice", "-n", "-10", "nice").start();
        return new String(nice.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    /** The 19th of what the kernel shows of a process; its name, the second, may have spaces. */
    private static String nice(Path stat) {
        try {
            String text = Files.readString(stat);
            return text.substring(text.lastIndexOf(')') + 2).split(" ")[16];
        } catch (IOException e) {
            return "it ended";
        }
    }

    @Test
    void a_command_that_ip_does_not_understand_ends_it_and_the_next_slice_starts_another()
            throws IpFailure, InterruptedException {
        try (TestNamespace namespace = new TestNamespace();
                IpBatch batch = new IpBatch(List.of("ip", "-n", namespace.name()), watchdog)) {
            assertThatExceptionOfType(IpFailure.class)
                    .isThrownBy(
                            () ->
                                    batch.run(
                                            List.of(
                                                    "route add 10.1.0.0/16 dev va",
                                                    "route add 10.2.0.0/99 dev va",
                                                    "route add 10.3.0.0/16 dev va"),
                                            LONG))
                    .withMessageContaining(
                            "ip ended with exit code 1: any valid prefix is expected")
                    .matches(IpFailure::isByCommand);

            assertThat(batch.run(List.of("route add 10.4.0.0/16 dev va"), LONG)).isEmpty();
            assertThat(namespace.routes("-4", "main"))
                    .anyMatch(route -> route.startsWith("10.1.0.0/16"))
                    .noneMatch(route -> route.startsWith("10.3.0.0/16"))
                    .anyMatch(route -> route.startsWith("10.4.0.0/16"));
        }
    }

    @Test
    void more_than_one_reason_and_warnings_are_told_apart()
            throws IOException, InterruptedException {
        String program =
                program(
                        """
                        n=0
                        while read line; do
                          n=$((n + 1))
                          case $line in
                            acknowledge) echo "Command failed -:$n";;
                            bad*) echo "Error: one."; echo "two"; echo "Command failed -:$n";;
                            *) echo "Warning: dull";;
                          esac
                        done
                        """);

        try (IpBatch batch = new IpBatch(List.of(program), watchdog)) {
            assertThat(batch.run(List.of("good", "bad 1", "good"), LONG))
                    .containsExactly(Map.entry(1, "one; two"));
            assertThat(batch.run(List.of("bad 2"), LONG)).containsExactly(Map.entry(0, "one; two"));
        }
    }

    @Test
    void a_program_that_does_not_answer_is_killed_and_said_so()
            throws IOException, InterruptedException {
        String program = program("exec sleep 60");

        try (IpBatch batch = new IpBatch(List.of(program), watchdog)) {
            assertThatExceptionOfType(IpFailure.class)
                    .isThrownBy(() -> batch.run(List.of(), Duration.ofMillis(200)))
                    .withMessage("ip did not answer within 200 ms");
        }
    }

    @Test
    void a_program_that_is_killed_is_no_fault_of_the_commands()
            throws IOException, InterruptedException {
        String program =
                program(
                        """
                        read line; echo "Command failed -:1"
                        read line; kill -9 $$
                        """);

        try (IpBatch batch = new IpBatch(List.of(program), watchdog)) {
            assertThatExceptionOfType(IpFailure.class)
                    .isThrownBy(() -> batch.run(List.of("route"), LONG))
                    .withMessage("ip ended with exit code 137: -")
                    .matches(failure -> !failure.isByCommand());
        }
    }

    @Test
    void every_exit_code_of_ip_itself_is_the_fault_of_a_command() throws IOException {
        String program =
                program(
                        """
                        read line; echo "Command failed -:1"
                        read line; echo "Error: argument x is wrong: invalid."; exit 255
                        """);

        try (IpBatch batch = new IpBatch(List.of(program), watchdog)) {
            assertThatExceptionOfType(IpFailure.class)
                    .isThrownBy(() -> batch.run(List.of("route"), LONG))
                    .withMessage("ip ended with exit code 255: argument x is wrong: invalid")
                    .matches(IpFailure::isByCommand);
        }
    }

    @Test
    void a_program_that_ends_before_any_command_is_no_fault_of_the_commands() throws IOException {
        String program = program("echo 'Cannot open network namespace'; exit 1");

        try (IpBatch batch = new IpBatch(List.of(program), watchdog)) {
            assertThatExceptionOfType(IpFailure.class)
                    .isThrownBy(() -> batch.run(List.of("route"), LONG))
                    .withMessage("ip ended with exit code 1: Cannot open network namespace")
                    .matches(failure -> !failure.isByCommand());
        }
    }

    @Test
    void slices_that_are_sent_before_an_answer_has_come_are_answered_in_their_order()
            throws IpFailure, InterruptedException {
        try (TestNamespace namespace = new TestNamespace();
                IpBatch batch = new IpBatch(List.of("ip", "-n", namespace.name()), watchdog)) {
            List<String> refused = Collections.nCopies(2000, "route del 10.3.0.0/16");

            batch.send(refused, LONG);
            batch.send(List.of("route add 10.1.0.0/16 dev va table 10000"), LONG);
            batch.send(refused, LONG);

            assertThat(batch.answer(LONG).size()).isEqualTo(2000);
            assertThat(batch.answer(LONG)).isEmpty();
            assertThat(batch.answer(LONG).get(1999)).isEqualTo("No such process");
        }
    }

    @Test
    void a_missing_program_is_named_with_where_it_comes_from() {
        try (IpBatch batch = new IpBatch(List.of("/nonexistent/ip"), watchdog)) {
            assertThatExceptionOfType(IpFailure.class)
                    .isThrownBy(() -> batch.run(List.of(), LONG))
                    .withMessageStartingWith("ip cannot be run (")
                    .withMessageEndingWith("); it is part of iproute2");
        }
    }

    @Test
    void without_the_right_it_says_which_one_it_needs() throws IOException, InterruptedException {
        String program =
                program(
                        """
                        read line; echo "Command failed -:1"
                        read line; echo "RTNETLINK answers: Operation not permitted"
                        echo "Command failed -:2"; echo "Command failed -:3"
                        read line
                        """);

        try (IpBatch batch = new IpBatch(List.of(program), watchdog)) {
            assertThatExceptionOfType(IpFailure.class)
                    .isThrownBy(() -> batch.run(List.of("route"), LONG))
                    .withMessage(
                            "ip may not change routes (Operation not permitted); it needs root, or the capability NET_ADMIN");
        }
    }

    @Test
    void what_means_more_than_itself_in_a_line_is_refused() {
        try (IpBatch batch = new IpBatch(List.of("ip"), watchdog)) {
            for (String text : List.of("a\nb", "a # b", "a \\", "a \"b\"", "")) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> batch.run(List.of(text), LONG))
                        .withMessageContaining("is no command for ip");
            }
        }
    }

    private String program(String script) throws IOException {
        Path file = directory.resolve("ip");
        Files.writeString(file, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file.toString();
    }
}
