package org.rtm.benchmarks.report;

/**
 * Names something that is measured.
 *
 * @param row the row of the table of targets
 * @param name what is measured
 * @param parameters under which conditions, as {@code name=value}, or nothing
 */
public record Quantity(int row, String name, String parameters) {
    public Quantity {
        for (String text : new String[] {name, parameters}) {
            if (text.contains(",") || text.contains("\n")) {
                throw new IllegalArgumentException(
                        "'%s' has a comma or a line break, and goes into a line with commas"
                                .formatted(text));
            }
        }
    }

    public static Quantity of(int row, String name) {
        return new Quantity(row, name, "");
    }

    @Override
    public String toString() {
        return parameters.isEmpty() ? name : name + " (" + parameters + ")";
    }
}
