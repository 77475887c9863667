package org.rtm.benchmarks.report;

/**
 * Names something that is measured.
 *
 * @param row the row of the table of targets
 * @param name what is measured; where that is a rival, the action, a colon and a space, and the
 *     rival's name
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

    /** Whether this is about RTM itself, and not about a rival. */
    boolean isOurs() {
        return !name.contains(": ") || name.endsWith(": RTM");
    }

    @Override
    public String toString() {
        return parameters.isEmpty() ? name : name + " (" + parameters + ")";
    }
}
