package org.rtm.impl.table;

import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.rtm.impl.table.TableLinearizabilityTest.ManyThreads;
import org.rtm.impl.table.TableLinearizabilityTest.OneThread;

/**
 * As {@link TableLinearizabilityTest}, on real threads, which wait for each other's locks, and see
 * real memory.
 */
@Tag("concurrency")
class TableOnThreadsLinearizabilityTest {
    private static final int RUNS_OF_EACH = TableLinearizabilityTest.INTERLEAVINGS_OF_EACH * 100;

    @Test
    void what_is_read_of_a_destination_is_what_it_was_at_one_moment_on_real_threads() {
        new StressOptions()
                .threads(3)
                .actorsBefore(3)
                .actorsPerThread(3)
                .actorsAfter(1)
                .iterations(TableLinearizabilityTest.PROGRAMS)
                .invocationsPerIteration(RUNS_OF_EACH)
                .sequentialSpecification(OneThread.class)
                .check(ManyThreads.class);
    }
}
