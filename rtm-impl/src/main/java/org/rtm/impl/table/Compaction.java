package org.rtm.impl.table;

import org.rtm.impl.prefix.PrefixMap;
import org.rtm.impl.time.Timed;
import org.rtm.impl.time.Timers;

/**
 * Compacts the prefix map shortly after many prefixes came or went: when a table has been loaded,
 * and now and then while it is. It takes a turn for each part, so that writers hardly wait.
 */
final class Compaction extends Timed {
    /** How long the changes go on that are compacted at once, in microseconds. */
    private static final long DELAY = 1_000_000;

    /** Of so many prefixes, one has to come or go: what fewer scatter hardly matters. */
    private static final int SHARE = 16;

    /** Smaller maps stay in the processor's caches, wherever they are. */
    private static final int LEAST_CHANGES = 1_000;

    private final PrefixMap<?> map;
    private final WriteTurn turn;
    private final Timers timers;

    /** Since the last compaction began; written by who has the turn. */
    private int changes;

    Compaction(PrefixMap<?> map, WriteTurn turn, Timers timers) {
        this.map = map;
        this.turn = turn;
        this.timers = timers;
    }

    /** Counts a prefix that came or went. The caller has the turn. */
    void count() {
        changes++;
        if (changes > LEAST_CHANGES && changes > map.size() / SHARE && deadline() == Timed.NEVER) {
            timers.set(this, timers.now() + DELAY);
        }
    }

    @Override
    protected void due() {
        turn.take(() -> changes = 0);
        for (int i = 0; i < PrefixMap.PARTS; i++) {
            int part = i;
            if (map.hasNodes(part)) {
                turn.take(() -> map.compact(part));
                turn.letOthersIn();
            }
        }
    }
}
