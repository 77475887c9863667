package org.rtm.impl.table;

import java.util.ArrayList;
import java.util.List;
import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;
import org.rtm.api.RtmStatus;
import org.rtm.impl.prefix.PrefixMap;
import org.rtm.impl.prefix.PrefixSnapshot;
import org.rtm.impl.time.Timers;

/**
 * The destinations of a table, and how they are found. Readers wait for nobody; changes come in the
 * table's turn.
 */
public final class Destinations {
    /** How often a look-up starts again because what it read was not all of one moment. */
    static final int MOST_RESTARTS = 100;

    private final AddressFamily family;
    private final WriteTurn turn;
    private final PrefixMap<DestinationEntry> entries;
    private final Compaction compaction;

    /** What is to be removed together; null while each is removed by itself. */
    private List<DestinationEntry> leaving;

    Destinations(AddressFamily family, WriteTurn turn, Timers timers) {
        this.family = family;
        this.turn = turn;
        this.entries = new PrefixMap<>(family.addressLength());
        this.compaction = new Compaction(entries, turn, timers);
    }

    void put(DestinationEntry entry) {
        entries.put(entry);
        compaction.count();
    }

    void remove(DestinationEntry entry) {
        if (leaving != null) {
            leaving.add(entry);
            return;
        }
        entries.remove(entry.highBits(), entry.lowBits(), entry.length());
        compaction.count();
    }

    /**
     * Removes together what an action removes, in the order of the destinations. Until then they
     * are found, with no routes.
     */
    void removeTogether(Runnable action) {
        leaving = new ArrayList<>();
        try {
            action.run();
        } finally {
            List<DestinationEntry> gone = leaving;
            leaving = null;
            gone.removeIf(entry -> entry.state().isKnown());
            entries.removeAll(gone);
            gone.forEach(entry -> compaction.count());
        }
    }

    public NetAddress requireFamily(NetAddress address) {
        if (address.family() != family) {
            throw RtmStatus.INVALID_PARAMETER.because(
                    "%s is not an %s prefix, as this table needs", address, family);
        }
        return address;
    }

    /** The destinations at one moment. Those that no longer have a route may still be there. */
    public PrefixSnapshot<DestinationEntry> snapshot() {
        return entries.snapshot();
    }

    /** The entry that stands for the prefix of this one now, or this one if none does. */
    public DestinationEntry current(DestinationEntry entry) {
        if (entry.state().isKnown()) {
            return entry; // only what is in the table has routes or held ones
        }
        DestinationEntry found = snapshot().get(entry.highBits(), entry.lowBits(), entry.length());
        return found != null ? found : entry;
    }

    /** The entry of a prefix, or a key if there is none. */
    public DestinationEntry key(NetAddress address) {
        requireFamily(address);
        DestinationEntry found = find(address);
        return found != null
                ? found
                : DestinationEntry.of(address, DestinationState.empty(turn.now()));
    }

    /**
     * The destination of exactly this prefix in one of some views, in any if the mask is 0; or
     * null.
     */
    public Visible exact(NetAddress address, int viewMask) {
        DestinationEntry entry = find(requireFamily(address));
        if (entry == null) {
            return null;
        }
        DestinationState state = entry.state();
        return isListed(state, viewMask) ? new Visible(entry, state) : null;
    }

    /** The entry of exactly this prefix, or null. */
    DestinationEntry find(NetAddress address) {
        return snapshot().get(address.highBits(), address.lowBits(), address.length());
    }

    /** The destination of the longest prefix that covers this one in one of some views; or null. */
    public Visible mostSpecific(NetAddress address, int viewMask) {
        requireFamily(address);
        return longest(address.highBits(), address.lowBits(), address.length(), viewMask);
    }

    /**
     * The destination of the longest prefix that is shorter than this one and covers it; or null.
     */
    public Visible lessSpecific(DestinationEntry entry, int viewMask) {
        return entry.length() == 0
                ? null
                : longest(entry.highBits(), entry.lowBits(), entry.length() - 1, viewMask);
    }

    private Visible longest(long high, long low, int length, int viewMask) {
        for (int restarts = 0; ; restarts++) {
            long moment = turn.lastMoment();
            boolean isLast = restarts == MOST_RESTARTS;
            PrefixSnapshot<DestinationEntry> snapshot = snapshot();
            DestinationEntry entry = snapshot.longestMatch(high, low, length);
            DestinationState state = entry == null ? null : entry.state();
            // What one that is passed over lost may have gone to one that was passed over before.
            while (entry != null
                    && !isVisible(state, viewMask)
                    && (isLast || turn.lastMoment() == moment)) {
                entry = snapshot.nextLessSpecific(high, low, entry.length());
                state = entry == null ? null : entry.state();
            }
            if (entry == null) {
                return null;
            }
            // And what changed since may come after a change of one that covers better.
            if (isVisible(state, viewMask) && (isLast || state.changedAt() <= moment)) {
                return new Visible(entry, state);
            }
        }
    }

    /** Whether an exact match or an enumeration in some views shows a destination in this state. */
    public static boolean isListed(DestinationState state, int viewMask) {
        return viewMask == 0 ? state.isKnown() : isVisible(state, viewMask);
    }

    /** Whether a look-up by covering prefix in some views finds a destination in this state. */
    public static boolean isVisible(DestinationState state, int viewMask) {
        return viewMask == 0 ? state.count() > 0 : (state.views() & viewMask) != 0;
    }
}
