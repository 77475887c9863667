package org.rtm.impl.table;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.rtm.api.RtmStatus;

/** The next hops of a table's owners. */
public final class NextHops {
    /** How many next hops a sweep goes through before it lets other writers in. */
    private static final int SLICE = 256;

    private final WriteTurn turn;

    NextHops(WriteTurn turn) {
        this.turn = turn;
    }

    /**
     * What adding a next hop did.
     *
     * @param entry the next hop
     * @param isNew whether it was created
     */
    public record Added(NextHopEntry entry, boolean isNew) {}

    /** Adds a next hop, or updates the one with the same key. */
    public Added add(Owner owner, NextHopKey key, NextHopEntry.State state) {
        return turn.take(
                owner,
                () -> owner.nextHops().get(key),
                () -> {
                    NextHopEntry known = owner.nextHops().get(key);
                    if (known != null) {
                        change(known, state);
                        known.refresh(owner);
                        return new Added(known, false);
                    }
                    NextHopEntry entry =
                            new NextHopEntry(owner, key, state.at(turn.nextMoment(), false));
                    owner.nextHops().put(key, entry);
                    return new Added(entry, true);
                });
    }

    public void update(Owner caller, NextHopEntry entry, NextHopEntry.State state) {
        entry.owner().requireIs(caller, entry);
        turn.take(
                caller,
                () -> entry,
                () -> {
                    change(caller, entry, state);
                    return null;
                });
    }

    private void change(Owner caller, NextHopEntry entry, NextHopEntry.State state) {
        requirePresent(entry);
        change(entry, state);
        entry.refresh(caller);
    }

    /** Updates a next hop under a lock of it, and ends the lock. */
    public void commit(Lease lease, NextHopEntry entry, NextHopEntry.State state) {
        turn.commit(
                lease,
                () -> {
                    change(lease.holder(), entry, state);
                    return null;
                });
    }

    public void delete(Owner caller, NextHopEntry entry) {
        entry.owner().requireIs(caller, entry);
        turn.take(
                caller,
                () -> entry,
                () -> {
                    requirePresent(entry);
                    caller.nextHops().remove(entry.key());
                    markDeleted(entry);
                    return null;
                });
    }

    /**
     * Deletes, some at a time, what an owner has left, it or those before it, and nobody after it
     * has used.
     */
    void sweep(Owner last) {
        List<NextHopEntry> slice = new ArrayList<>();
        Iterator<NextHopEntry> rest = last.nextHops().values().iterator();
        while (rest.hasNext()) {
            NextHopEntry entry = rest.next();
            if (entry.isLeftBy(last)) {
                slice.add(entry);
            }
            if (slice.size() == SLICE || !rest.hasNext()) {
                turn.take(() -> slice.forEach(it -> turn.whenFree(it, () -> sweep(it, last))));
                slice.clear();
                turn.letOthersIn();
            }
        }
    }

    private static void sweep(NextHopEntry entry, Owner last) {
        if (entry.isLeftBy(last) && last.nextHops().remove(entry.key(), entry)) {
            markDeleted(entry);
        }
    }

    private void change(NextHopEntry entry, NextHopEntry.State state) {
        boolean isChange = !state.saysTheSameAs(entry.state());
        entry.swap(state.at(isChange ? turn.nextMoment() : entry.state().changed(), false));
    }

    private static void markDeleted(NextHopEntry entry) {
        entry.swap(entry.state().at(entry.state().changed(), true));
    }

    private static void requirePresent(NextHopEntry entry) {
        if (entry.state().isDeleted()) {
            throw RtmStatus.NOT_FOUND.because("%s was deleted", entry);
        }
    }
}
