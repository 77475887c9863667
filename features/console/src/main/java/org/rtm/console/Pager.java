package org.rtm.console;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/**
 * Shows what a command writes to a terminal a page at a time. A command whose page is full waits,
 * and nothing is kept meanwhile.
 */
final class Pager extends OutputStream {
    private static final String QUESTION = "--More-- (space: a page, Enter: a line, q: quit)";
    private static final int END_OF_TRANSMISSION = 4;
    private static final int ESCAPE = 0x1B;
    private static final int DELETE = 0x7F;

    /**
     * The size of a terminal.
     *
     * @param rows how many lines it has; 0 if that is not known, or there is no terminal
     * @param columns how long a line may be; 0 if that is not known
     */
    record Size(int rows, int columns) {}

    /** Who reads what is shown. */
    interface Reader {
        /** How large the terminal is, which takes a while to find out. */
        Size size();

        /**
         * Waits for a key; -1 when none will come.
         *
         * @param isStopped whether nobody waits for one any more
         */
        int key(BooleanSupplier isStopped);
    }

    private final OutputStream out;
    private final Reader reader;
    private Runnable whenQuit = () -> {};
    private BooleanSupplier isStopped = () -> false;
    private Size size;
    private boolean isPaging;
    private boolean hasQuit;
    private boolean inEscape;
    private int row;
    private int column;

    Pager(OutputStream out, Reader reader) {
        this.out = out;
        this.reader = reader;
    }

    /**
     * Sets what stops a command of which somebody has seen enough.
     *
     * @param hasStopped whether it was stopped otherwise
     */
    void whenQuit(Runnable action, BooleanSupplier hasStopped) {
        whenQuit = action;
        isStopped = hasStopped;
    }

    /** A command begins, whose output is shown in pages, or not. */
    synchronized void begin(boolean paged) {
        isPaging = paged;
        size = null;
        hasQuit = false;
        row = 0;
        column = 0;
    }

    /** A command has ended. */
    void end() {
        begin(false);
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        if (isPaging && size == null) {
            measure();
        }
        int shown = offset;
        for (int i = offset; isPaging && !hasQuit && i < offset + length; i++) {
            int next = bytes[i] & 0xFF;
            if (isWrapped(next)) {
                row++;
                column = 0;
            }
            if (row >= size.rows() - 1) {
                out.write(bytes, shown, i - shown);
                shown = i;
                ask();
            }
            follow(next);
        }
        if (!hasQuit) {
            out.write(bytes, shown, offset + length - shown);
        }
    }

    /** Whether the terminal begins another line for a byte, as the one before it is full. */
    private boolean isWrapped(int next) {
        return !inEscape && isVisible(next) && size.columns() > 0 && column == size.columns();
    }

    /** Of the bytes of a letter in UTF-8, the first counts. */
    private static boolean isVisible(int next) {
        return next >= ' ' && next != DELETE && (next & 0xC0) != 0x80;
    }

    /** Where the terminal's cursor is after a byte. */
    private void follow(int next) {
        if (inEscape) {
            inEscape = next == '[' || next < '@' || next >= DELETE;
        } else if (next == ESCAPE) {
            inEscape = true;
        } else if (next == '\n') {
            row++;
            column = 0;
        } else if (next == '\r') {
            column = 0;
        } else if (isVisible(next)) {
            column++;
        }
    }

    private void ask() throws IOException {
        String question =
                size.columns() > QUESTION.length() || size.columns() == 0
                        ? QUESTION
                        : QUESTION.substring(0, Math.max(1, size.columns() - 1));
        print(question);
        while (!isAnswer(reader.key(isStopped))) {
            // Any other key says nothing.
        }
        boolean wasInterrupted =
                Thread.interrupted(); // which would keep the question on the screen
        print("\r" + " ".repeat(question.length()) + "\r");
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
        if (hasQuit) {
            whenQuit.run();
        } else {
            measure(); // it may be another one by now
        }
    }

    private void measure() {
        size = reader.size();
        isPaging = size.rows() > 1;
    }

    private boolean isAnswer(int key) {
        switch (key) {
            case ' ' -> row = 0;
            case '\r', '\n' -> row--;
            case 'q', 'Q', END_OF_TRANSMISSION, -1 -> hasQuit = true;
            default -> {
                return false;
            }
        }
        return true;
    }

    private void print(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
