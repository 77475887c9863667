package org.rtm.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTest {
    private static final ThreadIOImpl THREADS = new ThreadIOImpl();

    private final CommandProcessorImpl processor = new CommandProcessorImpl(THREADS);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Probe probe = new Probe();
    private Session session;

    /** Commands as a bundle would offer them. */
    public static final class Probe {
        private final CountDownLatch waiting = new CountDownLatch(1);

        public String greet(String name) {
            return "hello " + name;
        }

        public List<String> names() {
            return List.of("a", "b");
        }

        public void print(String text) {
            System.out.println(text);
        }

        public void refuse(String text) {
            throw new IllegalArgumentException("'" + text + "' is not an address");
        }

        public void refuseByName() {
            throw new IllegalArgumentException("probe:refuseByName: not now");
        }

        public boolean matches() {
            return true;
        }

        public void defect() {
            throw new IndexOutOfBoundsException("Index 3 out of bounds");
        }

        public String folder(CommandSession session) {
            // As Gogo's commands install and update ask for it.
            assertThat(session.get("_cwd")).isEqualTo(session.currentDir().toFile());
            return session.currentDir().toString();
        }

        public List<Integer> screens() {
            return IntStream.rangeClosed(1, 100).boxed().toList();
        }

        /** As that which never ends. */
        public void watch() {
            screens().forEach(System.out::println);
        }

        public void pass() throws IOException {
            System.in.transferTo(System.out);
        }

        public String width(CommandSession session) {
            return "width " + session.get("COLUMNS");
        }

        /** Writes although it is interrupted. */
        public void goodbye() {
            Thread.currentThread().interrupt();
            System.out.println("goodbye");
        }

        public void hang() throws InterruptedException {
            waiting.countDown();
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    public static final class Routers {
        public String greet(String name) {
            return "the router greets " + name;
        }
    }

    @BeforeAll
    static void redirectStandardStreams() {
        THREADS.start();
    }

    @AfterAll
    static void restoreStandardStreams() {
        THREADS.stop();
    }

    @BeforeEach
    void open() {
        for (String name :
                List.of(
                        "greet",
                        "names",
                        "print",
                        "refuse",
                        "refuseByName",
                        "matches",
                        "defect",
                        "folder",
                        "width",
                        "screens",
                        "watch",
                        "pass",
                        "hang",
                        "goodbye")) {
            processor.addCommand("probe", probe, name);
        }
        session =
                new Session(
                        processor,
                        InputStream.nullInputStream(),
                        new PrintStream(out),
                        new PrintStream(err));
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void what_a_command_prints_and_what_it_returns_are_both_shown() {
        int status = session.run("probe:print one; probe:greet two");

        assertThat(status).isZero();
        assertThat(lines(out)).containsExactly("one", "hello two");
    }

    @Test
    void each_command_of_a_list_shows_its_answer() {
        session.run("greet one; names\ngreet three");

        assertThat(lines(out)).containsExactly("hello one", "a", "b", "hello three");
    }

    @Test
    void a_failure_is_one_line_and_ends_the_list() {
        int status = session.run("greet one; probe:refuse 300.1.1.1; greet three");

        assertThat(status).isEqualTo(1);
        assertThat(lines(out)).containsExactly("hello one");
        assertThat(lines(err)).containsExactly("probe:refuse: '300.1.1.1' is not an address");
    }

    @Test
    void a_command_that_names_itself_is_not_named_twice() {
        session.run("refuseByName");
        session.run("probe:refuseByName");

        assertThat(lines(err))
                .containsExactly("probe:refuseByName: not now", "probe:refuseByName: not now");
    }

    @Test
    void the_routers_commands_come_first_where_no_scope_is_typed() {
        processor.addCommand("gogo", probe, "greet");
        processor.addCommand("rtm", new Routers(), "greet");

        session.run("greet you; probe:greet you");

        assertThat(lines(out)).containsExactly("the router greets you", "hello you");
    }

    @Test
    void an_unknown_command_is_named() {
        int status = session.run("probe:nosuch 1");

        assertThat(status).isEqualTo(1);
        assertThat(lines(err))
                .containsExactly(
                        "probe:nosuch: there is no such command; 'help' lists the commands");
    }

    @Test
    void a_mistyped_command_is_named_with_those_that_may_be_meant() {
        session.run("prboe:greet you");

        assertThat(lines(err))
                .containsExactly(
                        "prboe:greet: there is no such command; did you mean probe:greet? 'help' lists the commands");
    }

    @Test
    void the_last_word_of_a_line_can_be_a_command_or_what_the_shells_bundle_says() {
        Function complete = (gogo, arguments) -> List.of("after " + arguments.get(0));
        processor.addCommand("rtm", complete, "complete");

        assertThat(session.words("gre")).contains("greet", "probe:greet");
        assertThat(session.words("help ")).contains("greet");
        assertThat(session.words("probe:greet you; pro")).contains("probe:greet");
        assertThat(session.words("rtm:routes --j")).containsExactly("after rtm:routes --j");
    }

    @Test
    void wrong_arguments_point_to_the_help() {
        session.run("probe:greet a b c");

        assertThat(lines(err))
                .containsExactly(
                        "probe:greet: it does not take these arguments; 'help probe:greet' shows what it takes");
    }

    @Test
    void a_defect_is_shown_with_its_kind() {
        session.run("probe:defect");

        assertThat(lines(err))
                .containsExactly("probe:defect: IndexOutOfBoundsException: Index 3 out of bounds");
    }

    @Test
    void text_that_is_no_program_runs_nothing() {
        int status = session.run("greet one\ngreet )");

        assertThat(status).isEqualTo(1);
        assertThat(lines(out)).isEmpty();
        assertThat(lines(err)).containsExactly("line 2: unexpected token ')'");
    }

    @Test
    void assignments_and_conditions_are_not_shown() {
        session.run("x = 3; probe:matches; greet $x");

        assertThat(lines(out)).containsExactly("hello 3");
    }

    @Test
    void output_can_be_redirected_to_a_file_of_the_sessions_folder(@TempDir Path folder)
            throws IOException {
        session.folder(folder);

        session.run("probe:print one > one.txt; folder");

        assertThat(folder.resolve("one.txt")).hasContent("one\n");
        assertThat(lines(out)).containsExactly(folder.toString());
    }

    @Test
    void a_command_learns_of_a_terminal_by_its_width() {
        session.run("width");
        session.columns(132);
        session.run("width");

        assertThat(lines(out)).containsExactly("width null", "width 132");
    }

    @Test
    void a_line_may_go_on_in_the_next_one() {
        int first = session.runLine("f = {");
        int second = session.runLine("greet $1 }");
        int third = session.runLine("f one");

        assertThat(List.of(first, second, third)).containsOnly(0);
        assertThat(lines(out)).containsExactly("hello one");
    }

    @Test
    void exit_ends_the_session_with_its_status() {
        int status = session.run("exit 7; greet one");

        assertThat(status).isEqualTo(7);
        assertThat(session.ended()).isTrue();
        assertThat(lines(out)).isEmpty();
    }

    @Test
    void an_exit_status_that_is_no_number_is_refused() {
        int status = session.run("exit now");

        assertThat(status).isEqualTo(1);
        assertThat(session.ended()).isFalse();
        assertThat(lines(err))
                .containsExactly("exit: 'now' is not an exit status; give a number from 0 to 255");
    }

    @Test
    void an_interrupted_command_ends_the_list_without_a_message() {
        new Thread(
                        () -> {
                            await(probe.waiting);
                            session.interrupt();
                        })
                .start();

        int status =
                assertTimeoutPreemptively(
                        Duration.ofSeconds(10), () -> session.run("probe:hang; greet one"));

        assertThat(status).isEqualTo(130);
        assertThat(lines(out)).isEmpty();
        assertThat(lines(err)).isEmpty();
    }

    @Test
    void an_interruption_ends_the_pages_of_an_answer_too() {
        open(
                isStopped -> {
                    session.interrupt();
                    return isStopped.getAsBoolean() ? -1 : ' ';
                });

        int status = session.run("screens");

        assertThat(status).isEqualTo(130);
        assertThat(out.toString()).contains("1\n2\n3\n--More--").doesNotContain("4\n");
    }

    @Test
    void what_never_ends_has_no_pages_in_a_pipe_either() {
        open(isStopped -> -1);

        session.run("watch | pass");

        assertThat(lines(out)).hasSize(100);
    }

    /** A session on a terminal of four lines. */
    private void open(ToIntFunction<BooleanSupplier> key) {
        session.close();
        Pager pager =
                new Pager(
                        out,
                        new Pager.Reader() {
                            @Override
                            public Pager.Size size() {
                                return new Pager.Size(4, 80);
                            }

                            @Override
                            public int key(BooleanSupplier isStopped) {
                                return key.applyAsInt(isStopped);
                            }
                        });
        session =
                new Session(
                        processor,
                        InputStream.nullInputStream(),
                        new PrintStream(pager),
                        new PrintStream(err),
                        pager);
    }

    @Test
    void after_an_interruption_the_session_goes_on() {
        session.interrupt();

        int status = session.run("greet one");

        assertThat(status).isZero();
        assertThat(lines(out)).containsExactly("hello one");
    }

    @Test
    void what_an_interrupted_command_and_the_next_one_write_is_shown() {
        session.run("probe:goodbye");

        session.run("probe:print again");

        assertThat(lines(out)).containsExactly("goodbye", "again");
    }

    @Test
    void commands_are_listed_with_and_without_their_scope() {
        assertThat(session.commandNames()).contains("greet", "probe:greet");
    }

    @Test
    void a_file_that_is_missing_is_named() {
        assertThat(Reason.of("rtm:import", new NoSuchFileException("x.txt"), List.of()))
                .isEqualTo("rtm:import: 'x.txt' does not exist");
    }

    @Test
    void a_reason_of_several_lines_becomes_one() {
        assertThat(Reason.of("rtm:add", new IllegalStateException("first\n  second"), List.of()))
                .isEqualTo("rtm:add: first second");
    }

    @Test
    void a_reason_that_names_its_command_is_not_named_twice() {
        assertThat(Reason.of("rtm:add", new IllegalStateException("rtm:add: no"), List.of()))
                .isEqualTo("rtm:add: no");
    }

    private static List<String> lines(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
