package org.rtm.impl.table;

/**
 * A next hop. What its owner says of it, and whether it is deleted, is one immutable state, swapped
 * whole.
 */
public final class NextHopEntry {
    private final Owner owner;
    private final NextHopKey key;
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
                    && java.util.Objects.equals(remoteDestination, other.remoteDestination)
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
        this.owner = owner;
        this.key = key;
        this.state = state;
        if (state.entitySpecificInfo() != null) {
            owner.remember(this);
        }
    }

    public Owner owner() {
        return owner;
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
            owner.remember(this);
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
