package org.rtm.shell.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lines of text in columns, as wide as what is in them; those of numbers are aligned right. */
final class Columns {
    private static final String GAP = "  ";

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

    /** Appends the lines, without a line end after the last. */
    void appendTo(StringBuilder text) {
        int[] widths = new int[numbers.length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                String padding = " ".repeat(widths[i] - row[i].length());
                line.append(i == 0 ? "" : GAP)
                        .append(numbers[i] ? padding + row[i] : row[i] + padding);
            }
            text.append(text.isEmpty() || text.charAt(text.length() - 1) == '\n' ? "" : "\n")
                    .append(line.toString().stripTrailing());
        }
    }
}
