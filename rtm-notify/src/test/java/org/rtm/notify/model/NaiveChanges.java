package org.rtm.notify.model;

import static java.util.Comparator.comparing;

import java.util.ArrayList;
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

    /** What its listener fetched in each call-back. */
    final List<List<NetAddress>> told = new ArrayList<>();

    private boolean isChangedSinceCallBackBegan;
    int signals;
    int fetched;
    boolean ended;

    /** What a client asks for. */
    record Wanted(Set<ChangeType> types, ViewSet views, boolean markedOnly, Listening listening) {}

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
     */
    NaiveChanges(NaiveOwner owner, Wanted wanted, ViewSet views) {
        this.owner = owner;
        this.wanted = wanted;
        this.views = views;
    }

    void changed(Report report, int now) {
        if (ended || !isWanted(report)) {
            return;
        }
        if (!isPending(report.destination())) {
            pending.add(new Pending(report.destination(), now));
        }
        if (!isChangedSinceCallBackBegan) {
            isChangedSinceCallBackBegan = true;
            if (wanted.listening() != Listening.NOT) {
                owner.submit(this::callBack);
            }
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

    void ignore(NetAddress destination) {
        pending.removeIf(one -> one.destination().equals(destination));
    }

    boolean isPending(NetAddress destination) {
        return pending.stream().anyMatch(one -> one.destination().equals(destination));
    }

    int pending() {
        return pending.size();
    }

    void mark(NetAddress destination) {
        marks.add(destination);
    }

    void unmark(NetAddress destination) {
        marks.remove(destination);
        if (wanted.markedOnly()) {
            ignore(destination);
        }
    }

    boolean isMarked(NetAddress destination) {
        return marks.contains(destination);
    }
}
