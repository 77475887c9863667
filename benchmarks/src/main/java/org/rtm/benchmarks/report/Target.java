package org.rtm.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be reached: a quantity, or its ratio to another one, with a limit.
 *
 * @param statement what is to be reached, in words
 * @param measured the quantity
 * @param divisor what it is divided by, if it is a ratio that counts
 * @param isAtLeast whether the limit is a lower one
 * @param limit the limit
 */
public record Target(
        String statement,
        Quantity measured,
        Optional<Quantity> divisor,
        boolean isAtLeast,
        double limit) {

    /** The ratio {@code measured / divisor} is to be as large as the limit. */
    public static Target atLeast(
            String statement, Quantity measured, Quantity divisor, double limit) {
        return new Target(statement, measured, Optional.of(divisor), true, limit);
    }

    /** The ratio {@code measured / divisor} is to be no larger than the limit. */
    public static Target atMost(
            String statement, Quantity measured, Quantity divisor, double limit) {
        return new Target(statement, measured, Optional.of(divisor), false, limit);
    }

    /** The quantity itself is to be no larger than the limit, in the unit it is measured in. */
    public static Target atMost(String statement, Quantity measured, double limit) {
        return new Target(statement, measured, Optional.empty(), false, limit);
    }

    /**
     * What came out. A ratio is taken in each round by itself, as the two were measured one shortly
     * after the other then; the median of these counts. Empty if something was not measured.
     */
    Optional<Summary> outcome(Results results) {
        if (divisor.isEmpty()) {
            return results.summary(measured);
        }
        Map<Integer, Double> dividends = results.byRound(measured);
        Map<Integer, Double> divisors = results.byRound(divisor.get());
        List<Double> ratios = new ArrayList<>();
        dividends.forEach(
                (round, dividend) -> {
                    if (divisors.containsKey(round)) {
                        ratios.add(dividend / divisors.get(round));
                    }
                });
        return ratios.isEmpty()
                ? Optional.empty()
                : Optional.of(Summary.of("×", ratios, ratios.size()));
    }

    boolean isReached(Summary outcome) {
        return isAtLeast ? outcome.median() >= limit : outcome.median() <= limit;
    }
}
