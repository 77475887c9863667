package org.rtm.shell.format;

import org.rtm.shell.answer.Differences.Difference;

/** Makes lines of differences, as those know them who compare texts. */
public final class DifferenceText {
    private DifferenceText() {}

    /** For example {@code + 10.0.0.0/8 via 192.0.2.1}, which only the table has. */
    public static String lines(Difference difference, Screen screen) {
        if (difference.file().isEmpty()) {
            return line("+ ", difference.table().orElseThrow(), Screen.Colour.GREEN, screen);
        }
        if (difference.table().isEmpty()) {
            return line("- ", difference.file().get(), Screen.Colour.RED, screen);
        }
        String table = difference.table().get();
        String route = table.substring(table.indexOf(' ') + 1);
        return line(
                "! ",
                "%s -> %s"
                        .formatted(
                                difference.file().get(),
                                table.indexOf(' ') < 0 ? "unspecified" : route),
                Screen.Colour.YELLOW,
                screen);
    }

    private static String line(String mark, String text, Screen.Colour colour, Screen screen) {
        return screen.coloured(screen.cut(mark + text), colour);
    }
}
