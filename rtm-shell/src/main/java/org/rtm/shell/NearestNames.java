package org.rtm.shell;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Which commands one may have meant who mistyped a name. */
final class NearestNames {
    private static final int MOST = 3;

    private NearestNames() {}

    /** The nearest first; of equally near ones, the first first. */
    static List<String> of(String given, Collection<String> names) {
        int most = Math.max(1, function(given).length() / 3);
        return names.stream()
                .distinct()
                .map(name -> new Candidate(name, distance(given, name)))
                .filter(
                        candidate ->
                                candidate.distance <= most
                                        || function(candidate.name).startsWith(function(given)))
                .sorted(Comparator.comparingInt(Candidate::distance))
                .limit(MOST)
                .map(Candidate::name)
                .toList();
    }

    /** What to say after a mistyped name, of what it may have been; empty if there is nothing. */
    static String hint(String given, Collection<String> names) {
        List<String> nearest = of(given, names);
        return nearest.isEmpty() ? "" : "; did you mean %s?".formatted(String.join(", ", nearest));
    }

    private record Candidate(String name, int distance) {}

    /** Another scope is as far away as one wrong letter. */
    private static int distance(String given, String name) {
        boolean sameScope = !given.contains(":") || scope(given).equals(scope(name));
        return edits(function(given), function(name)) + (sameScope ? 0 : 1);
    }

    private static String scope(String name) {
        return name.substring(0, name.indexOf(':') + 1);
    }

    private static String function(String name) {
        return name.substring(name.indexOf(':') + 1);
    }

    /** How many letters to add, leave out or replace (Levenshtein). */
    private static int edits(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int i = 0; i <= to.length(); i++) {
            above[i] = i;
        }
        for (int row = 1; row <= from.length(); row++) {
            int[] current = new int[to.length() + 1];
            current[0] = row;
            for (int i = 1; i <= to.length(); i++) {
                int replaced = above[i - 1] + (from.charAt(row - 1) == to.charAt(i - 1) ? 0 : 1);
                current[i] = Math.min(replaced, 1 + Math.min(above[i], current[i - 1]));
            }
            above = current;
        }
        return above[to.length()];
    }
}
