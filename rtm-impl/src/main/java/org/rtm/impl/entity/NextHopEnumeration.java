package org.rtm.impl.entity;

import java.util.List;
import java.util.NavigableMap;
import org.rtm.api.EnumRange;
import org.rtm.api.NextHop;
import org.rtm.impl.table.NextHopEntry;
import org.rtm.impl.table.NextHopKey;

/** An enumeration of an entity's own next hops. */
final class NextHopEnumeration extends AbstractEnumeration<NextHop> {
    private final EnumRange range;
    private NextHopKey last;

    NextHopEnumeration(Registration registration, EnumRange range) {
        super(registration);
        this.range = range;
    }

    @Override
    void collect(List<NextHop> elements, int most) {
        for (NextHopEntry entry : rest().values()) {
            if (elements.size() == most
                    || range.flags() == EnumRange.RANGE
                            && !range.address().orElseThrow().covers(entry.key().address())) {
                return;
            }
            elements.add(new NextHopHandle(registration(), entry).counted(NextHopHandle.class));
            last = entry.key();
        }
    }

    private NavigableMap<NextHopKey, NextHopEntry> rest() {
        NavigableMap<NextHopKey, NextHopEntry> all = registration().owner().nextHops();
        if (last != null) {
            return all.tailMap(last, false);
        }
        return range.address()
                .map(start -> all.tailMap(new NextHopKey(start, 0), true))
                .orElse(all);
    }

    @Override
    String subject() {
        return "next hops";
    }
}
