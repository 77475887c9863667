package org.rtm.benchmarks;

import java.util.List;
import org.rtm.benchmarks.report.Target;

/**
 * A row of the table of targets.
 *
 * @param number its number
 * @param title what is measured, in words
 * @param measuring how it is measured, one after the other
 * @param targets what is to be reached
 */
public record Row(int number, String title, List<Measuring> measuring, List<Target> targets) {
    /** Measures something, and adds what comes out to the results of a run. */
    @FunctionalInterface
    public interface Measuring {
        void measure(Run run) throws Exception;
    }
}
