package org.rtm.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private static final long SECOND = 1_000_000_000;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void it_shows_how_much_is_done_the_rate_and_the_time_left() {
        ProgressBar bar = bar(80);

        nanos.set(2 * SECOND);
        bar.show(25, 100, 5000);

        assertThat(shown())
                .isEqualTo(
                        "\r[==========                              ]  25%  5000 routes, 2500/s, 6 s left");
    }

    @Test
    void where_the_end_is_not_known_it_shows_the_time_gone_by() {
        ProgressBar bar = bar(80);

        nanos.set(4 * SECOND);
        bar.show(0, 0, 5000);

        assertThat(shown()).isEqualTo("\r5000 routes, 1250/s, 4 s");
    }

    @Test
    void what_takes_less_than_a_second_shows_nothing() {
        ProgressBar bar = bar(80);

        nanos.set(SECOND - 1);
        bar.show(50, 100, 5000);
        bar.clear();

        assertThat(shown()).isEmpty();
    }

    @Test
    void where_there_is_no_terminal_it_shows_nothing() {
        ProgressBar bar = bar(0);

        nanos.set(2 * SECOND);
        bar.show(50, 100, 5000);

        assertThat(shown()).isEmpty();
    }

    @Test
    void it_leaves_nothing_behind() {
        ProgressBar bar = bar(30);
        nanos.set(2 * SECOND);
        bar.show(0, 0, 4);

        bar.clear();

        assertThat(shown()).isEqualTo("\r4 routes, 2/s, 2 s\r                  \r");
    }

    private ProgressBar bar(int columns) {
        return new ProgressBar(
                new PrintStream(out, true, StandardCharsets.UTF_8), columns, nanos::get);
    }

    private String shown() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
