package org.rtm.shell;

import java.io.PrintStream;
import java.util.function.Function;
import org.rtm.api.Batch;
import org.rtm.api.TableEnumeration;

/**
 * Writes lines while a table is enumerated, so that the first ones are there at once and memory
 * stays flat. Once nobody reads them, or the command is interrupted, it writes no more.
 */
final class Rows {
    /** So that the first screen appears at once, whatever a batch may hold. */
    private static final int FIRST_BATCH = 50;

    private final PrintStream out;
    private boolean stopped;

    Rows(PrintStream out) {
        this.out = out;
    }

    void print(String line) {
        if (!isStopped()) {
            out.println(line);
        }
    }

    /** Writes what the function makes of each element, and nothing where that is empty. */
    <T> void print(TableEnumeration<T> enumeration, int most, Function<T, String> text) {
        try (enumeration) {
            int count = Math.min(FIRST_BATCH, most);
            for (boolean more = true; more && !isStopped(); count = most) {
                try (Batch<T> batch = enumeration.next(count)) {
                    StringBuilder lines = new StringBuilder();
                    for (T element : batch) {
                        String line = text.apply(element);
                        lines.append(line).append(line.isEmpty() ? "" : System.lineSeparator());
                    }
                    out.append(lines);
                    more = !batch.isEmpty();
                }
            }
        }
    }

    /** A stream tells of a reader that has gone only when asked. */
    boolean isStopped() {
        stopped = stopped || Thread.currentThread().isInterrupted() || out.checkError();
        return stopped;
    }
}
