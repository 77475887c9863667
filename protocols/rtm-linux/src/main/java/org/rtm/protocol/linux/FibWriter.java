package org.rtm.protocol.linux;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.rtm.protocol.linux.FibEntries.Urgency;
import org.rtm.protocol.linux.KernelRoute.Hop;
import org.rtm.protocol.linux.KernelRoute.Type;

/**
 * Brings the destinations that wait for their turn into the kernel, in slices. Some slices are on
 * their way at a time, so that ip always has something to do.
 *
 * <p>For one thread.
 */
final class FibWriter implements AutoCloseable {
    /**
     * What is on its way fits into a pipe, of 64 KiB: ip has something to do while the answers to
     * the slices before are looked at, writing does not wait for it, and a later loss waits for a
     * few hundred routes at the most.
     */
    private static final int MOST_CHARACTERS_IN_SLICE = 15_000;

    private static final int MOST_SLICES = 4;

    /** Of most there can be nothing to do. */
    private static final int MOST_LOOKED_AT = 10_000;

    private static final int MOST_STRAYS = 200;

    /** Why a route cannot be deleted that is not there, or whose table never had one. */
    private static final Set<String> NOT_THERE =
            Set.of("No such process", "FIB table does not exist");

    private final KernelTable table;
    private final FibEntries entries;
    private final IpBatch batch;
    private final Duration longest;
    private final BooleanSupplier isStaleTimeOver;
    private final Deque<List<Turn>> sent = new ArrayDeque<>();
    private boolean isAnswered;
    private long written;
    private Links links = Links.NONE;

    /** All of it could be used when it was asked last: many destinations have the same. */
    private KernelRoute lastUsable;

    /** A destination whose turn has come, and the route to put there or to delete. */
    private record Turn(FibEntry entry, KernelRoute route, boolean isDeletion, String command) {}

    /**
     * Starts nothing yet.
     *
     * @param longest how long to wait for an answer of ip
     * @param isStaleTimeOver whether what nobody has asked for is to go
     */
    FibWriter(
            KernelTable table,
            FibEntries entries,
            IpBatch batch,
            Duration longest,
            BooleanSupplier isStaleTimeOver) {
        this.table = table;
        this.entries = entries;
        this.batch = batch;
        this.longest = longest;
        this.isStaleTimeOver = isStaleTimeOver;
    }

    /** Takes interfaces as they are now. */
    void use(Links now) throws IpFailure, InterruptedException {
        if (!now.hasNamesOf(links)) {
            // It remembers which interface has which name.
            finish();
            batch.close();
        }
        links = now;
        lastUsable = null;
    }

    boolean isBusy() {
        return entries.hasQueued() || !sent.isEmpty();
    }

    /** How many commands have been sent since the beginning. */
    long written() {
        return written;
    }

    /** Whether ip has yet to show that it does what it is sent, for the first time or again. */
    boolean isOnTrial() {
        return !isAnswered && !sent.isEmpty();
    }

    /**
     * Does some of what is to be done.
     *
     * @param mayWait whether there is nothing better to do than to wait for answers
     */
    void work(boolean mayWait) throws IpFailure, InterruptedException {
        while (!sent.isEmpty() && batch.isAnswerReady()) {
            settleFirst();
        }
        boolean hasSent = false;
        for (List<Turn> slice = nextSlice(); !slice.isEmpty(); slice = nextSlice()) {
            send(slice);
            hasSent = true;
        }
        if (!hasSent && !sent.isEmpty() && mayWait) {
            settleFirst();
        }
    }

    private List<Turn> nextSlice() {
        boolean isAlone = entries.hasSuspects();
        boolean hasRoom = sent.size() < (isAlone ? 1 : MOST_SLICES);
        return hasRoom ? slice(isAlone ? 1 : MOST_CHARACTERS_IN_SLICE) : List.of();
    }

    /** Waits until everything that was sent is done. */
    void finish() throws IpFailure, InterruptedException {
        while (!sent.isEmpty()) {
            settleFirst();
        }
    }

    private List<Turn> slice(int most) {
        List<Turn> slice = new ArrayList<>();
        int length = 0;
        FibEntry next = null;
        try {
            for (int i = 0; i < MOST_LOOKED_AT && length < most; i++) {
                next = entries.poll();
                if (next == null) {
                    break;
                }
                Turn turn = turn(next);
                if (turn != null) {
                    slice.add(turn);
                    length += turn.command.length();
                }
            }
            return slice;
        } catch (RuntimeException e) {
            // The others are not to suffer from it, and it is not to come first again.
            slice.forEach(each -> restore(each, Urgency.LOSS));
            entries.queue(next, Urgency.CHANGE);
            throw e;
        }
    }

    /** Looks what is to be done for a destination now; null if nothing is. */
    private Turn turn(FibEntry entry) {
        if (entry.asked == null) {
            return turnWithout(entry, entry.deadEnd);
        }
        KernelRoute route = usable(entry.asked);
        if (route == null) {
            return turnWithout(entry, problem(entry.asked));
        }
        if (entry.refused != null && route.equals(entry.refused)) {
            return turnWithout(entry, entry.problem);
        }
        KernelRoute before = entry.installed;
        if (before != null && route.isThatOf(before)) {
            entry.isStale = false;
            entry.problem = null;
            entries.settled(entry);
            return null;
        }
        return new Turn(
                entry,
                route,
                false,
                before == null
                        ? table.add(entry.prefix, route, links)
                        : table.replace(entry.prefix, route, links));
    }

    private Turn turnWithout(FibEntry entry, String why) {
        entry.problem = why;
        KernelRoute before = entry.installed;
        if (before == null || entry.isStale && !isStaleTimeOver.getAsBoolean()) {
            entries.settled(entry);
            return null;
        }
        return new Turn(entry, before, true, table.delete(entry.prefix, before.metric()));
    }

    /** What is left of a route without the next hops that cannot be used; null if nothing is. */
    private KernelRoute usable(KernelRoute route) {
        if (route.type() != Type.UNICAST) {
            return route;
        }
        if (route == lastUsable) {
            return route;
        }
        List<Hop> hops =
                route.hops().stream()
                        .filter(hop -> links.problem(hop.interfaceIndex()).isEmpty())
                        .toList();
        if (hops.size() == route.hops().size()) {
            lastUsable = route;
            return route;
        }
        return hops.isEmpty() ? null : route.hops(hops);
    }

    private String problem(KernelRoute route) {
        return route.hops().stream()
                .flatMap(hop -> links.problem(hop.interfaceIndex()).stream())
                .distinct()
                .collect(joining(", "));
    }

    private void send(List<Turn> slice) throws IpFailure, InterruptedException {
        sent.add(slice);
        written += slice.size();
        for (Turn turn : slice) {
            entries.see(turn.entry);
            turn.entry.isSent = true;
            if (turn.isDeletion) {
                // So that word of its end is not taken for somebody else's deed.
                turn.entry.installed = null;
            }
        }
        try {
            batch.send(slice.stream().map(Turn::command).toList(), longest);
        } catch (IpFailure e) {
            // If there were others, answers to some of them may have been lost.
            interrupted(e, sent.size() == 1);
        } catch (IllegalArgumentException e) {
            // Nothing of it was sent.
            sent.removeLast();
            if (slice.size() == 1) {
                settle(slice.get(0), e.getMessage());
            } else {
                slice.forEach(each -> restore(each, Urgency.SUSPECT));
            }
        }
    }

    private void settleFirst() throws IpFailure, InterruptedException {
        Map<Integer, String> refused;
        try {
            refused = batch.answer(longest);
        } catch (IpFailure e) {
            interrupted(e, true);
            return;
        }
        isAnswered = true;
        List<Turn> slice = sent.remove();
        for (int i = 0; i < slice.size(); i++) {
            settle(slice.get(i), refused.get(i));
        }
    }

    private void settle(Turn turn, String refusal) {
        FibEntry entry = turn.entry;
        entry.isSent = false;
        Urgency again = entry.again;
        entry.again = null;
        if (turn.isDeletion) {
            entry.isStale = false;
            if (refusal != null && !NOT_THERE.contains(refusal)) {
                entry.installed = turn.route;
                entry.problem = refusal;
            }
        } else if (refusal == null) {
            entry.installed = turn.route;
            entry.refused = null;
            entry.problem = null;
            entry.isStale = false;
        } else {
            entry.refused = turn.route;
            entry.problem = refusal;
            if (entry.installed != null) {
                // What is there is no longer right either.
                entry.isStale = false;
                again = Urgency.LOSS;
            }
        }
        if (again == null) {
            entries.settled(entry);
        } else {
            entries.queue(entry, again);
        }
    }

    /**
     * Ip ended.
     *
     * @param isInFirst whether all slices before the first of those that were sent are answered
     */
    private void interrupted(IpFailure failure, boolean isInFirst) throws IpFailure {
        isAnswered = false;
        List<Turn> first = sent.remove();
        boolean isFound = isInFirst && failure.isByCommand() && first.size() == 1;
        if (isFound) {
            settle(first.get(0), failure.getMessage());
        } else {
            first.forEach(
                    each -> restore(each, failure.isByCommand() ? Urgency.SUSPECT : urgency(each)));
        }
        while (!sent.isEmpty()) {
            sent.remove()
                    .forEach(
                            each ->
                                    restore(
                                            each,
                                            failure.isByCommand() && !isInFirst
                                                    ? Urgency.SUSPECT
                                                    : urgency(each)));
        }
        if (!isFound) {
            // Nobody knows what was done.
            throw failure;
        }
    }

    private static Urgency urgency(Turn turn) {
        return turn.isDeletion ? Urgency.LOSS : Urgency.CHANGE;
    }

    private void restore(Turn turn, Urgency urgency) {
        turn.entry.isSent = false;
        turn.entry.again = null;
        if (turn.isDeletion) {
            turn.entry.installed = turn.route;
        }
        entries.queue(turn.entry, urgency);
    }

    /** Deletes our routes of another metric, some at a time. */
    void delete(List<KernelRoutes.Found> strays) throws IpFailure, InterruptedException {
        finish();
        List<KernelRoutes.Found> slice = strays.subList(0, Math.min(MOST_STRAYS, strays.size()));
        batch.run(
                slice.stream()
                        .map(each -> table.delete(each.prefix(), each.route().metric()))
                        .toList(),
                longest);
        slice.clear();
    }

    /** Deletes everything of ours. */
    void flush(Duration longestFlush) throws IpFailure, InterruptedException {
        try {
            finish();
        } catch (IpFailure e) {
            close(); // Another one can do the rest.
        }
        batch.run(List.of(table.flush()), longestFlush);
    }

    /** Ends ip; what it has not answered waits for its turn again. */
    @Override
    public void close() {
        batch.close();
        isAnswered = false;
        while (!sent.isEmpty()) {
            sent.remove().forEach(each -> restore(each, urgency(each)));
        }
    }
}
