package org.rtm.shell.source;

import java.util.Map;
import java.util.Optional;

/**
 * Routes, one after the other, from a file or made up. Memory stays flat however many there are.
 * Used by one thread.
 */
public interface RouteSource extends AutoCloseable {
    /**
     * Takes the next route. What is wrong with one route is reported as a {@link Problem}, and the
     * next one is looked for; what ends the reading early is told by {@link #cutShort()}.
     *
     * @return the route, or nothing at the end
     */
    Optional<SourceRoute> next();

    /**
     * Returns how far the reading is, in the unit of {@link #size()}.
     *
     * @return bytes of the file as it is stored, or routes made
     */
    long position();

    /**
     * Returns the position at the end.
     *
     * @return bytes or routes; 0 where it is not known beforehand
     */
    long size();

    /**
     * Returns what the source holds beside routes for a table, by name.
     *
     * @return how many were skipped so far of each kind, for example {@code BGP4MP} and 12
     */
    Map<String, Long> skipped();

    /**
     * Returns why the routes ended before their end: the file is truncated, damaged or can no
     * longer be read. What was returned before is good.
     *
     * @return the reason, the first word of which is {@code truncated}, {@code damaged} or {@code
     *     unreadable}; nothing while there are routes, and after a good end
     */
    Optional<String> cutShort();

    /** Lets go of the file. */
    @Override
    void close();
}
