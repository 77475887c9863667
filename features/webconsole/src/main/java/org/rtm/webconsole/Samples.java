package org.rtm.webconsole;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.rtm.api.AddressFamily;
import org.rtm.api.monitor.InstanceStatus;
import org.rtm.api.monitor.TableStatus;

/** How large the tables were in the last minutes, and how many changes there had been. */
final class Samples {
    /** Ten minutes, at one in a second. */
    static final int KEPT = 600;

    /** A table at one moment. */
    record Sample(
            long number,
            Instant time,
            int instance,
            AddressFamily family,
            long destinations,
            long routes,
            long changes) {}

    private record Moment(long number, List<Sample> tables) {}

    private final Deque<Moment> moments = new ArrayDeque<>();
    private long lastNumber;

    synchronized void add(Instant time, List<InstanceStatus> instances) {
        long number = ++lastNumber;
        moments.addLast(
                new Moment(
                        number,
                        instances.stream()
                                .flatMap(
                                        instance ->
                                                instance.tables().stream()
                                                        .map(
                                                                table ->
                                                                        sample(
                                                                                number,
                                                                                time,
                                                                                instance.instance(),
                                                                                table)))
                                .toList()));
        if (moments.size() > KEPT) {
            moments.removeFirst();
        }
    }

    private static Sample sample(long number, Instant time, int instance, TableStatus table) {
        return new Sample(
                number,
                time,
                instance,
                table.family(),
                table.destinations(),
                table.routes(),
                table.changes());
    }

    /** Returns what is kept of a table after the sample of a number, the oldest first. */
    synchronized List<Sample> after(long number, int instance, AddressFamily family) {
        return moments.stream()
                .filter(moment -> moment.number > number)
                .flatMap(moment -> moment.tables.stream())
                .filter(sample -> sample.instance == instance && sample.family == family)
                .toList();
    }
}
