package org.rtm.shell.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.rtm.shell.format.Screen.Colour;

/**
 * Lines of text in columns, as wide as what is in them; those of numbers are aligned right. On a
 * terminal that is too narrow, the widest columns of text are cut.
 */
final class Columns {
    private static final String GAP = "  ";
    private static final int NARROWEST = 6;

    private final List<String[]> rows = new ArrayList<>();
    private final boolean[] numbers;

    /** Starts with the headings; one that begins with {@code >} heads a column of numbers. */
    Columns(String... headings) {
        numbers = new boolean[headings.length];
        String[] row = headings.clone();
        for (int i = 0; i < row.length; i++) {
            numbers[i] = row[i].startsWith(">");
            row[i] = numbers[i] ? row[i].substring(1) : row[i];
        }
        rows.add(row);
    }

    void row(Object... cells) {
        rows.add(Arrays.stream(cells).map(String::valueOf).toArray(String[]::new));
    }

    /** The lines, without a line end after the last. */
    String text(Screen screen) {
        StringBuilder text = new StringBuilder();
        appendTo(text, screen);
        return text.toString();
    }

    /** Appends the lines, without a line end after the last. */
    void appendTo(StringBuilder text, Screen screen) {
        int[] widths = widths(screen);
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                String cell =
                        row[i].length() > widths[i]
                                ? row[i].substring(0, widths[i] - 1) + "…"
                                : row[i];
                String padding = " ".repeat(widths[i] - cell.length());
                line.append(i == 0 ? "" : GAP).append(numbers[i] ? padding + cell : cell + padding);
            }
            String shown = screen.cut(line.toString().stripTrailing());
            text.append(text.isEmpty() || text.charAt(text.length() - 1) == '\n' ? "" : "\n")
                    .append(row == rows.get(0) ? screen.coloured(shown, Colour.BOLD) : shown);
        }
    }

    private int[] widths(Screen screen) {
        int[] widths = new int[numbers.length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        int tooWide = Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1);
        for (tooWide -= screen.width(); screen.width() > 0 && tooWide > 0; tooWide--) {
            int widest = widestText(widths);
            if (widest < 0) {
                break; // the lines are cut
            }
            widths[widest]--;
        }
        return widths;
    }

    /** The widest column of text that is not as narrow as it may be; -1 if there is none. */
    private int widestText(int[] widths) {
        int widest = -1;
        for (int i = 0; i < widths.length; i++) {
            int least = Math.max(NARROWEST, rows.get(0)[i].length());
            if (!numbers[i] && widths[i] > least && (widest < 0 || widths[i] > widths[widest])) {
                widest = i;
            }
        }
        return widest;
    }
}
