package org.rtm.shell.answer;

import java.util.ArrayList;
import java.util.List;

/**
 * Who is registered.
 *
 * @param tables the tables that were asked for, with their entities
 */
public record Entities(List<InstanceTable> tables) {
    /** Scripts can call only what is in public classes: no unmodifiable list is of one. */
    public Entities {
        tables = new ArrayList<>(tables);
    }
}
