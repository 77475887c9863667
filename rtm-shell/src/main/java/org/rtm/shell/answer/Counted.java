package org.rtm.shell.answer;

import java.util.ArrayList;
import java.util.List;
import org.rtm.api.AddressFamily;
import org.rtm.api.View;

/**
 * How many routes a filter lets through.
 *
 * @param tables the tables that were looked through
 */
public record Counted(List<InTable> tables) {
    /** Scripts can call only what is in public classes: no unmodifiable list is of one. */
    public Counted {
        tables = new ArrayList<>(tables);
    }

    /**
     * In one table.
     *
     * @param instance the instance
     * @param family the address family
     * @param view the view
     * @param destinations how many destinations have such a route
     * @param routes how many routes there are
     */
    public record InTable(
            int instance, AddressFamily family, View view, long destinations, long routes) {}
}
