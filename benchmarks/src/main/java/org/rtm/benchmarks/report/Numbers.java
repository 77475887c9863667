package org.rtm.benchmarks.report;

/** Numbers for people: three digits or so that say something. */
final class Numbers {
    private Numbers() {}

    static String format(double value) {
        double size = Math.abs(value);
        String format = size >= 100 || value == 0 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
        return format.formatted(value);
    }
}
