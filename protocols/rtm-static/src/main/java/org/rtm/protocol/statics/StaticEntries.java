package org.rtm.protocol.statics;

import java.util.ArrayList;
import java.util.List;

/**
 * The static routes that were asked for.
 *
 * @param entries them, by name
 */
public record StaticEntries(List<StaticEntry> entries) {
    /** Scripts can call only what is in public classes: no unmodifiable list is of one. */
    public StaticEntries {
        entries = new ArrayList<>(entries);
    }
}
