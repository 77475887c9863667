package org.rtm.impl.table;

import org.rtm.api.RtmStatus;

/** The next hops of a table's owners. */
public final class NextHops {
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
                    update(entry, state);
                    return null;
                });
    }

    private void update(NextHopEntry entry, NextHopEntry.State state) {
        requirePresent(entry);
        change(entry, state);
    }

    /** Updates a next hop under a lock of it, and ends the lock. */
    public void commit(Lease lease, NextHopEntry entry, NextHopEntry.State state) {
        turn.commit(
                lease,
                () -> {
                    update(entry, state);
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

    /** Deletes those of an owner that has ended, and lets go of what it kept with them. */
    void deleteAll(Owner owner) {
        owner.nextHops().values().forEach(NextHops::markDeleted);
        owner.nextHops().clear();
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
