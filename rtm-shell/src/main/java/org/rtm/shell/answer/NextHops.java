package org.rtm.shell.answer;

import java.util.ArrayList;
import java.util.List;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.View;

/**
 * The next hops that routes use.
 *
 * @param tables the tables that were looked through
 */
public record NextHops(List<InTable> tables) {
    /** Scripts can call only what is in public classes: no unmodifiable list is of one. */
    public NextHops {
        tables = new ArrayList<>(tables);
    }

    /**
     * Those of a table.
     *
     * @param instance the instance
     * @param family the address family
     * @param view the view that the routes are in
     * @param nextHops each where it is met first in the table
     */
    public record InTable(int instance, AddressFamily family, View view, List<Owned> nextHops) {
        /** As above. */
        public InTable {
            nextHops = new ArrayList<>(nextHops);
        }
    }

    /**
     * One of them.
     *
     * @param owner whose it is
     * @param nextHop the next hop
     */
    public record Owned(EntityInfo owner, NextHopEntry nextHop) {}
}
