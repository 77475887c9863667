package org.rtm.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A terminal of four lines and twenty columns, and somebody who presses keys. */
class PagerTest {
    private static final String QUESTION = "--More-- (space: a ";
    private static final String ERASED = "\r" + " ".repeat(QUESTION.length()) + "\r";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Deque<Integer> keys = new ArrayDeque<>();
    private final AtomicInteger quits = new AtomicInteger();
    private int rows = 4;
    private int columns = 20;
    private int sizesAsked;

    private final Pager pager =
            new Pager(
                    out,
                    new Pager.Reader() {
                        @Override
                        public Pager.Size size() {
                            sizesAsked++;
                            return new Pager.Size(rows, columns);
                        }

                        @Override
                        public int key(BooleanSupplier isStopped) {
                            return keys.isEmpty() ? -1 : keys.remove();
                        }
                    });

    @Test
    void what_fits_is_shown_without_a_question() throws Exception {
        show(true, lines(1, 3));

        assertThat(shown()).isEqualTo(lines(1, 3));
        assertThat(sizesAsked).isEqualTo(1);
    }

    @Test
    void space_shows_a_page_enter_a_line_and_q_ends_the_command() throws Exception {
        pager.whenQuit(quits::incrementAndGet, () -> false);
        press(' ', 'x', '\r', 'q');

        show(true, lines(1, 100));

        assertThat(shown())
                .isEqualTo(
                        lines(1, 3)
                                + QUESTION
                                + ERASED
                                + lines(4, 6)
                                + QUESTION
                                + ERASED
                                + lines(7, 7)
                                + QUESTION
                                + ERASED);
        assertThat(quits).hasValue(1);
    }

    @Test
    void what_follows_after_q_is_shown_again() throws Exception {
        press('q');
        show(true, lines(1, 9));
        out.reset();

        show(true, lines(1, 2));

        assertThat(shown()).isEqualTo(lines(1, 2));
    }

    @Test
    void a_line_that_the_terminal_wraps_counts_as_those_that_it_takes() throws Exception {
        press('q');

        show(true, "x".repeat(20) + "\n" + "y".repeat(21) + "\n" + "z\n");

        assertThat(shown())
                .isEqualTo("x".repeat(20) + "\n" + "y".repeat(21) + "\n" + QUESTION + ERASED);
    }

    @Test
    void a_page_that_is_full_within_a_line_loses_no_letter_of_it() throws Exception {
        press(' ', 'q');

        show(true, "x\nx\n" + "y".repeat(81) + "\n");

        assertThat(shown())
                .isEqualTo(
                        "x\nx\n"
                                + "y".repeat(20)
                                + QUESTION
                                + ERASED
                                + "y".repeat(60)
                                + QUESTION
                                + ERASED);
    }

    @Test
    void where_the_width_is_not_known_lines_count() throws Exception {
        columns = 0;

        show(true, "x".repeat(100) + "\n" + lines(2, 3));

        assertThat(shown()).isEqualTo("x".repeat(100) + "\n" + lines(2, 3));
    }

    @Test
    void colours_and_accents_take_no_room() throws Exception {
        String line = "\u001b[32m" + "ä".repeat(19) + "…\u001b[0m\n";

        show(true, line.repeat(3));

        assertThat(shown()).isEqualTo(line.repeat(3));
    }

    @Test
    void without_a_terminal_or_where_no_pages_are_wanted_all_is_shown() throws Exception {
        show(false, lines(1, 100));
        assertThat(shown()).isEqualTo(lines(1, 100));
        out.reset();
        rows = 0;

        show(true, lines(1, 100));

        assertThat(shown()).isEqualTo(lines(1, 100));
    }

    @Test
    void it_ends_when_there_is_nobody_any_more_who_presses_keys() throws Exception {
        show(true, lines(1, 100));

        assertThat(shown()).isEqualTo(lines(1, 3) + QUESTION + ERASED);
    }

    private void press(Character... pressed) {
        List.of(pressed).forEach(key -> keys.add((int) key));
    }

    private void show(boolean paged, String text) throws IOException {
        pager.begin(paged);
        pager.write(text.getBytes(StandardCharsets.UTF_8));
        pager.end();
    }

    private static String lines(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(number -> "line " + number + "\n")
                .collect(Collectors.joining());
    }

    private String shown() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
