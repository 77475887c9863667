package org.rtm.api.monitor;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What a walk through a table has found. */
@ProviderType
public interface TableCheck {
    /**
     * Returns how many destinations were walked.
     *
     * @return the number
     */
    long destinations();

    /**
     * Says whether the walk came to the end of the table.
     *
     * @return false if there are more destinations than were to be walked
     */
    boolean isWhole();

    /**
     * Says whether the table's counts were compared with what is there: after a whole walk during
     * which nothing changed.
     *
     * @return false if the counts are of another moment than what was walked
     */
    boolean isCounted();

    /**
     * Returns what is wrong.
     *
     * @return a sentence for each fault, the first 10 at the most; empty if the table is consistent
     */
    List<String> faults();
}
