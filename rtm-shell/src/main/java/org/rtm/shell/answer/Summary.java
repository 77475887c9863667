package org.rtm.shell.answer;

import java.util.ArrayList;
import java.util.List;

/**
 * How many routes there are, and whose.
 *
 * @param tables the tables that were asked for
 */
public record Summary(List<InstanceTable> tables) {
    /** Scripts can call only what is in public classes: no unmodifiable list is of one. */
    public Summary {
        tables = new ArrayList<>(tables);
    }
}
