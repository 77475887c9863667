package org.rtm.impl.table;

import java.util.Objects;

/**
 * A next hop. What its owner says of it, and whether it is deleted, is one immutable state, swapped
 * whole.
 */
public final class NextHopEntry {
    private final NextHopKey key;

    /** Who added the next hop last, or put it into a route; written in the table's turn. */
    private volatile Owner refresher;

    private volatile State state;

    /**
     * What is said of a next hop between two changes.
     *
     * @param flags the bits of its flags
     * @param entitySpecificInfo the owner's own, or null
     * @param remoteDestination the destination that the owner named, or null
     * @param changed when the owner said so, in microseconds since 1970
     * @param isDeleted whether the next hop was deleted
     */
    public record State(
            int flags,
            Object entitySpecificInfo,
            DestinationEntry remoteDestination,
            long changed,
            boolean isDeleted) {
        boolean saysTheSameAs(State other) {
            return flags == other.flags
                    && Objects.equals(remoteDestination, other.remoteDestination)
                    && isDeleted == other.isDeleted;
        }

        /** What others than the owner may keep: the owner's objects go with the owner. */
        public State withoutEntitySpecificInfo() {
            return entitySpecificInfo == null
                    ? this
                    : new State(flags, null, remoteDestination, changed, isDeleted);
        }

        State at(long moment, boolean deleted) {
            return new State(flags, entitySpecificInfo, remoteDestination, moment, deleted);
        }
    }

    NextHopEntry(Owner owner, NextHopKey key, State state) {
        this.refresher = owner;
        this.key = key;
        this.state = state;
        if (state.entitySpecificInfo() != null) {
            owner.remember(this);
        }
    }

    public Owner owner() {
        return refresher.holdings().owner();
    }

    /** Whether nobody after this owner added the next hop or put it into a route. */
    boolean isLeftBy(Owner last) {
        return refresher.isNotAfter(last);
    }

    void refresh(Owner by) {
        if (refresher != by) {
            refresher = by;
        }
    }

    /** Whether this says what another one said that had the same key. */
    boolean standsFor(NextHopEntry other) {
        State said = other.state;
        State says = state;
        return key.equals(other.key)
                && says.flags == said.flags
                && Objects.equals(says.remoteDestination, said.remoteDestination);
    }

    public NextHopKey key() {
        return key;
    }

    public State state() {
        return state;
    }

    void swap(State next) {
        state = next;
        if (next.entitySpecificInfo() != null) {
            owner().remember(this);
        }
    }

    void dropEntitySpecificInfo() {
        state = state.withoutEntitySpecificInfo();
    }

    /** Names it for messages. */
    @Override
    public String toString() {
        return "next hop " + key;
    }
}
