package org.rtm.shell.answer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rtm.api.AddressFamily;

/**
 * How much is in the router, and how much happens.
 *
 * @param interval for how long the rates were measured
 * @param tables the tables
 * @param memory the memory of the process
 */
public record Statistics(Duration interval, List<TableFigures> tables, Memory memory) {
    /** Scripts can call only what is in public classes: no unmodifiable list is of one. */
    public Statistics {
        tables = new ArrayList<>(tables);
    }

    /**
     * A table.
     *
     * @param instance the instance
     * @param family the address family
     * @param destinations how many destinations have a route
     * @param routes how many routes there are
     * @param entities how many entities are registered
     * @param handles how many handles are out
     * @param changes how many changes of destinations there have been
     * @param changesPerSecond how many there were in a second of the interval
     * @param callbacks how many call-backs have run
     * @param callbacksPerSecond how many ran in a second of the interval
     * @param forwarding how its best routes fare; empty where nothing forwards them
     */
    public record TableFigures(
            int instance,
            AddressFamily family,
            long destinations,
            long routes,
            long entities,
            long handles,
            long changes,
            double changesPerSecond,
            long callbacks,
            double callbacksPerSecond,
            Optional<Forwarding> forwarding) {}

    /**
     * How the best routes of a table fare on their way to what forwards packets.
     *
     * @param installed how many destinations the forwarder has
     * @param queued how many wait for their turn
     * @param rejected how many it does not have
     */
    public record Forwarding(long installed, long queued, long rejected) {}

    /**
     * The memory of the process.
     *
     * @param heapUsed the bytes in use on the heap, garbage included
     * @param heapCommitted the bytes that the process has for the heap now
     * @param heapLimit the bytes that the heap may have
     * @param threads how many threads there are
     */
    public record Memory(long heapUsed, long heapCommitted, long heapLimit, int threads) {}
}
