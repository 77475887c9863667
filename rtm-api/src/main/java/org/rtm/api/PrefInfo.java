package org.rtm.api;

/**
 * What any two routes to one destination are compared by (RTM_PREF_INFO): the lower preference is
 * better, then the lower metric.
 *
 * @param preference how much the source of the route is trusted, 0 to 4294967295; 0 given by an
 *     owner means the one configured for its protocol
 * @param metric the cost of the route on the scale of its protocol, 0 to 4294967295
 */
public record PrefInfo(long preference, long metric) implements Comparable<PrefInfo> {
    /** The highest preference and metric. */
    public static final long MAX_VALUE = 0xFFFF_FFFFL;

    /**
     * Makes a pair.
     *
     * @param preference how much the source of the route is trusted
     * @param metric the cost of the route on the scale of its protocol
     * @throws RtmException {@code INVALID_PARAMETER} if a value is out of range
     */
    public PrefInfo {
        check("preference", preference);
        check("metric", metric);
    }

    private static void check(String name, long value) {
        if (value < 0 || value > MAX_VALUE) {
            throw RtmStatus.INVALID_PARAMETER.because(
                    "%d is not a %s; allowed are 0 to %d", value, name, MAX_VALUE);
        }
    }

    @Override
    public int compareTo(PrefInfo other) {
        int order = Long.compare(preference, other.preference);
        return order != 0 ? order : Long.compare(metric, other.metric);
    }

    /**
     * Returns both as operators write them.
     *
     * @return for example {@code [120/2]}
     */
    @Override
    public String toString() {
        return "[" + preference + "/" + metric + "]";
    }
}
