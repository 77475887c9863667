package org.rtm.console;

import java.io.IOError;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingReader;

/** Who sits at the terminal. */
record Keyboard(Terminal terminal) implements Pager.Reader {
    private static final long PAUSE_MILLIS = 100;
    private static final int MOST_TRIES = 20;

    @Override
    public Pager.Size size() {
        try {
            Size size = terminal.getSize();
            return new Pager.Size(size.getRows(), size.getColumns());
        } catch (IOError interrupted) {
            return new Pager.Size(0, 0);
        }
    }

    @Override
    public int key(BooleanSupplier isStopped) {
        Attributes before = null;
        try {
            before = terminal.enterRawMode();
            int key;
            do {
                key = terminal.reader().read(PAUSE_MILLIS);
            } while (key == NonBlockingReader.READ_EXPIRED
                    && !isStopped.getAsBoolean()
                    && !Thread.currentThread().isInterrupted());
            return Math.max(key, NonBlockingReader.EOF);
        } catch (IOException | IOError interrupted) {
            // Ctrl-C ends the program too by which JLine sets the terminal.
            return NonBlockingReader.EOF;
        } finally {
            if (before != null) {
                restore(before);
            }
        }
    }

    /** Who presses Ctrl-C twice must not be left with a terminal that shows nothing typed. */
    void restore(Attributes before) {
        boolean wasInterrupted = false;
        boolean isRestored = false;
        for (int tries = 0; !isRestored && tries < MOST_TRIES; tries++) {
            wasInterrupted |= Thread.interrupted(); // which would keep it from being set
            try {
                terminal.setAttributes(before);
                isRestored = true;
            } catch (IOError interrupted) {
                // Once more.
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
