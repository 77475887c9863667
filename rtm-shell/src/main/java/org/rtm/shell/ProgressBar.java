package org.rtm.shell;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.apache.felix.service.command.CommandSession;
import org.rtm.shell.format.Screen;

/**
 * How far a long command is, with its rate and the time left, on a terminal; nothing where the
 * output goes elsewhere, or in the first second.
 */
final class ProgressBar {
    private static final long INTERVAL_NANOS = 100_000_000;
    private static final long QUIET_NANOS = 1_000_000_000;
    private static final double NANOS = 1e9;
    private static final int MOST_CELLS = 40;

    private final PrintStream out;
    private final int columns;
    private final LongSupplier clock;
    private final long start;
    private long shown;
    private int length;

    /**
     * Makes a bar.
     *
     * @param columns the width of the terminal, 0 if there is none
     * @param clock nanoseconds
     */
    ProgressBar(PrintStream out, int columns, LongSupplier clock) {
        this.out = out;
        this.columns = columns;
        this.clock = clock;
        this.start = clock.getAsLong();
        this.shown = start + QUIET_NANOS - INTERVAL_NANOS;
    }

    /** Makes a bar for the session whose command runs. */
    static ProgressBar of(CommandSession session) {
        return new ProgressBar(System.out, Screen.of(session).width(), System::nanoTime);
    }

    /**
     * Shows where the command is, if it is time to.
     *
     * @param position how far it is
     * @param size the position at the end; 0 where it is not known
     * @param routes how many routes it has dealt with
     */
    void show(long position, long size, long routes) {
        if (columns == 0) {
            return;
        }
        long now = clock.getAsLong();
        if (now - shown < INTERVAL_NANOS) {
            return;
        }
        shown = now;
        String text = text(position, size, routes, (now - start) / NANOS);
        int cells = Math.min(MOST_CELLS, columns - text.length() - "[] 100%  ".length() - 1);
        if (size > 0 && cells > 0) {
            double part = Math.min(1, (double) position / size);
            int full = (int) (part * cells);
            text =
                    "[%s%s] %3d%%  %s"
                            .formatted(
                                    "=".repeat(full),
                                    " ".repeat(cells - full),
                                    (int) (part * 100),
                                    text);
        }
        write(text.length() < columns ? text : "");
    }

    private static String text(long position, long size, long routes, double seconds) {
        String text = String.format(Locale.ROOT, "%d routes, %.0f/s", routes, routes / seconds);
        if (size == 0 || position == 0) {
            return "%s, %d s".formatted(text, (long) seconds);
        }
        double left = seconds / position * Math.max(0, size - position);
        return "%s, %d s left".formatted(text, (long) Math.ceil(left));
    }

    /** Takes the bar away. */
    void clear() {
        if (length > 0) {
            write("");
            out.print('\r');
            out.flush();
        }
    }

    private void write(String text) {
        out.print("\r" + text + " ".repeat(Math.max(0, length - text.length())));
        out.flush();
        length = text.length();
    }
}
