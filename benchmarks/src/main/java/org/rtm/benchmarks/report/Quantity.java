package org.rtm.benchmarks.report;

import java.util.List;

/**
 * Names something that is measured.
 *
 * @param row the row of the table of targets
 * @param name what is measured, with the name of the rival where it is one's
 * @param parameters under which conditions, as {@code name=value}, or nothing
 */
public record Quantity(int row, String name, String parameters) {
    private static final List<String> RIVALS =
            List.of("IPAddress", "ONOS", "TreeMap", "DIR-24-8", "hash map", "BIRD", "birdc");

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
        return RIVALS.stream().noneMatch(name::contains);
    }

    @Override
    public String toString() {
        return parameters.isEmpty() ? name : name + " (" + parameters + ")";
    }
}
