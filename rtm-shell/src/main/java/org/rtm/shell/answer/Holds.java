package org.rtm.shell.answer;

import java.util.ArrayList;
import java.util.List;
import org.rtm.api.AddressFamily;
import org.rtm.api.monitor.HoldStatus;

/**
 * Destinations that are held down, and those that are marked for it.
 *
 * @param holds those that go on first
 */
public record Holds(List<TableHold> holds) {
    /** Scripts can call only what is in public classes: no unmodifiable list is of one. */
    public Holds {
        holds = new ArrayList<>(holds);
    }

    /**
     * One of them.
     *
     * @param instance the instance
     * @param family the address family
     * @param hold the hold-down, or the mark
     */
    public record TableHold(int instance, AddressFamily family, HoldStatus hold) {}
}
