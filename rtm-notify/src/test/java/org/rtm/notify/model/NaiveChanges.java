package org.rtm.notify.model;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.rtm.api.NetAddress;
import org.rtm.api.ViewSet;
import org.rtm.api.notify.ChangeType;
import org.rtm.notify.model.NaiveTable.Report;

/** A registration for changes of the naive table. */
final class NaiveChanges {
    final NaiveOwner owner;
    final ViewSet views;
    private final Wanted wanted;
    private final List<Pending> pending = new ArrayList<>();
    private final Set<NetAddress> marks = new HashSet<>();

    private boolean isResyncing;

    /** What a resync has to tell of, unless a change of it is told. */
    private final Set<NetAddress> owed = new HashSet<>();

    /** What a resync told of that was not pending. */
    private final Set<NetAddress> walked = new HashSet<>();

    /** What its listener fetched in each call-back. */
    final List<List<NetAddress>> told = new ArrayList<>();

    private boolean isChangedSinceCallBackBegan;
    int signals;
    int fetched;
    boolean ended;

    /** What a client asks for. */
    record Wanted(
            Set<ChangeType> types,
            ViewSet views,
            boolean markedOnly,
            boolean resync,
            Listening listening) {}

    /** What a client does when it is signalled, if it is at all. */
    enum Listening {
        NOT,
        COUNTING,
        FETCHING
    }

    /** A destination that changed, and the moment of its first change. */
    private record Pending(NetAddress destination, int since) {}

    /**
     * @param views those that are meant
     * @param present the destinations in them
     */
    NaiveChanges(NaiveOwner owner, Wanted wanted, ViewSet views, Collection<NetAddress> present) {
        this.owner = owner;
        this.wanted = wanted;
        this.views = views;
        this.isResyncing = wanted.resync();
        if (isResyncing) {
            if (!wanted.markedOnly()) {
                owed.addAll(present);
            }
            signal();
        }
    }

    void changed(Report report, int now) {
        if (!ended && isInView(report.all())) {
            owed.remove(report.destination()); // pending instead, if this change is wanted
        }
        if (ended || !isWanted(report)) {
            return;
        }
        if (!isPending(report.destination())) {
            pending.add(new Pending(report.destination(), now));
        }
        if (!isChangedSinceCallBackBegan) {
            signal();
        }
    }

    private void signal() {
        isChangedSinceCallBackBegan = true;
        if (wanted.listening() != Listening.NOT) {
            owner.submit(this::callBack);
        }
    }

    private boolean isWanted(Report report) {
        if (wanted.markedOnly() && !isMarked(report.destination())) {
            return false;
        }
        return wanted.types().contains(ChangeType.ALL) && isInView(report.all())
                || wanted.types().contains(ChangeType.BEST) && isInView(report.best())
                || wanted.types().contains(ChangeType.FORWARDING) && isInView(report.forwarding());
    }

    private boolean isInView(ViewSet changed) {
        return !changed.intersection(views).isEmpty();
    }

    private void callBack() {
        if (ended) {
            return;
        }
        isChangedSinceCallBackBegan = false;
        signals++;
        if (wanted.listening() == Listening.FETCHING) {
            told.add(fetch(pending.size(), List.of()).stream().sorted().toList());
        }
    }

    /**
     * Takes destinations out in the order of their first change.
     *
     * @param order in which to take those of the same moment
     */
    List<NetAddress> fetch(int most, List<NetAddress> order) {
        List<Pending> taken =
                pending.stream()
                        .sorted(
                                comparing(Pending::since)
                                        .thenComparing(one -> !order.contains(one.destination()))
                                        .thenComparing(one -> order.indexOf(one.destination())))
                        .limit(most)
                        .toList();
        pending.removeAll(taken);
        fetched += taken.size();
        return taken.stream().map(Pending::destination).toList();
    }

    /**
     * Checks what a fetch told of during a resync. How much of it was walked is free; that nothing
     * is walked twice, that something comes as long as there is more, and that nothing is missing
     * in the end is not.
     *
     * @param told what it told of
     * @param isComplete whether it said that the resync is complete
     * @param present the destinations in the views
     */
    List<NetAddress> fetchResyncing(
            int most, List<NetAddress> told, boolean isComplete, Collection<NetAddress> present) {
        assertThat(told).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(most);
        assertThat(told.isEmpty() && !isComplete).as("empty, and not complete").isFalse();
        for (NetAddress destination : told) {
            if (!isPending(destination)) {
                assertThat(present).contains(destination);
                assertThat(!wanted.markedOnly() || isMarked(destination)).isTrue();
                assertThat(walked.add(destination)).as("%s walked once", destination).isTrue();
            }
            ignore(destination);
            owed.remove(destination);
        }
        if (isComplete) {
            assertThat(owed).as("never told of").isEmpty();
            isResyncing = false;
        }
        fetched += told.size();
        return told;
    }

    boolean isResyncing() {
        return isResyncing;
    }

    void ignore(NetAddress destination) {
        pending.removeIf(one -> one.destination().equals(destination));
    }

    boolean isPending(NetAddress destination) {
        return pending.stream().anyMatch(one -> one.destination().equals(destination));
    }

    int pending() {
        return pending.size();
    }

    /**
     * @param isPresent whether the destination is in one of the views
     */
    void mark(NetAddress destination, boolean isPresent) {
        if (marks.add(destination) && isResyncing && wanted.markedOnly() && isPresent) {
            owed.add(destination);
        }
    }

    void unmark(NetAddress destination) {
        marks.remove(destination);
        if (wanted.markedOnly()) {
            ignore(destination);
            owed.remove(destination);
            walked.remove(destination);
        }
    }

    boolean isMarked(NetAddress destination) {
        return marks.contains(destination);
    }
}
