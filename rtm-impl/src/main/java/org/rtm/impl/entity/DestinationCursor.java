package org.rtm.impl.entity;

import org.rtm.api.EnumRange;
import org.rtm.api.NetAddress;
import org.rtm.impl.prefix.PrefixSnapshot;
import org.rtm.impl.prefix.PrefixWalk;
import org.rtm.impl.table.DestinationEntry;
import org.rtm.impl.table.Table;

/** A place in the order of destinations: what an enumeration keeps between batches. */
final class DestinationCursor {
    private final Table table;
    private final EnumRange range;
    private DestinationEntry last;
    private PrefixWalk<DestinationEntry> walk;

    DestinationCursor(Table table, EnumRange range) {
        range.address().ifPresent(table.destinations()::requireFamily);
        this.table = table;
        this.range = range;
    }

    /** Looks at the newest destinations from now on. */
    void refresh() {
        PrefixSnapshot<DestinationEntry> snapshot = table.destinations().snapshot();
        NetAddress start = range.address().orElseGet(() -> NetAddress.all(table.family()));
        walk =
                last == null
                        ? snapshot.walkFrom(start.highBits(), start.lowBits(), start.length())
                        : snapshot.walkAfter(last.highBits(), last.lowBits(), last.length());
        if (range.flags() == EnumRange.RANGE) {
            walk.within(start.highBits(), start.lowBits(), start.length());
        }
    }

    /** The next destination, or null at the end. */
    DestinationEntry next() {
        DestinationEntry entry = walk.next();
        if (entry != null) {
            last = entry;
        }
        return entry;
    }
}
