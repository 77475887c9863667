package org.rtm.shell.format;

import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Process;

/**
 * What text is shown on.
 *
 * @param width how many columns a terminal has; 0 where the text goes elsewhere, and nothing is cut
 * @param colours whether it shows colours
 */
public record Screen(int width, boolean colours) {
    /** A file, a pipe, or a terminal of which nothing is known. */
    public static final Screen PLAIN = new Screen(0, false);

    private static final String END = "\u001b[0m";

    /** How a part of a text stands out. */
    enum Colour {
        BOLD("1"),
        RED("31"),
        GREEN("32"),
        YELLOW("33");

        private final String start;

        Colour(String number) {
            this.start = "\u001b[" + number + "m";
        }
    }

    /**
     * The screen of a session, as seen from the command that runs, or after it: a terminal where
     * the width is known, with the colours that {@code TERM} and {@code NO_COLOR} leave it.
     */
    public static Screen of(CommandSession session) {
        Process process = Process.Utils.current();
        if (session == null
                || process != null && !process.isTty(1)
                || !(session.get("COLUMNS") instanceof Number columns)
                || columns.intValue() < 1) {
            return PLAIN;
        }
        String terminal = variable(session, "TERM");
        boolean colours =
                !terminal.isEmpty()
                        && !terminal.equals("dumb")
                        && variable(session, "NO_COLOR").isEmpty();
        return new Screen(columns.intValue(), colours);
    }

    /** The screen of the command that runs on this thread. */
    public static Screen current() {
        return of(CommandSession.Utils.current());
    }

    /** As the session has it, which may belong to another terminal than the process. */
    private static String variable(CommandSession session, String name) {
        Object value = session.get(name);
        if (value == null) {
            value = System.getenv(name);
        }
        return value == null ? "" : value.toString();
    }

    String coloured(String text, Colour colour) {
        return colours && !text.isEmpty() ? colour.start + text + END : text;
    }

    /** A line as much of which as fits. */
    String cut(String line) {
        return width > 0 && line.length() > width ? line.substring(0, width - 1) + "…" : line;
    }
}
