package org.rtm.shell;

import java.io.PrintStream;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Process;

/** How far a long command is, on a terminal; nothing where the output goes elsewhere. */
final class ProgressBar {
    private static final long INTERVAL_NANOS = 100_000_000;
    private static final int MOST_CELLS = 40;

    private final PrintStream out;
    private final int columns;
    private final long start = System.nanoTime();
    private long shown = start;
    private int length;

    private ProgressBar(PrintStream out, int columns) {
        this.out = out;
        this.columns = columns;
    }

    /** Makes a bar for the session whose command runs. */
    static ProgressBar of(CommandSession session) {
        Process process = Process.Utils.current();
        boolean terminal = process != null && process.isTty(1);
        return new ProgressBar(
                System.out,
                terminal && session.get("COLUMNS") instanceof Number columns
                        ? Math.max(0, columns.intValue())
                        : 0);
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
        long now = System.nanoTime();
        if (now - shown < INTERVAL_NANOS) {
            return;
        }
        shown = now;
        String text = "%d routes, %d seconds".formatted(routes, (now - start) / 1_000_000_000);
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
