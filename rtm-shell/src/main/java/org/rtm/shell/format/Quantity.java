package org.rtm.shell.format;

/** How many there are of something, in words. */
public final class Quantity {
    private Quantity() {}

    /** For example {@code 1 route}, {@code 2 entities}. */
    public static String of(long count, String noun) {
        String plural = noun.equals("entity") ? "entities" : noun + "s";
        return count + " " + (count == 1 ? noun : plural);
    }
}
