package org.rtm.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.rtm.api.AddressFamily;
import org.rtm.benchmarks.data.Prefix;
import org.rtm.benchmarks.data.Prefixes;
import org.rtm.benchmarks.rival.Structure;

/**
 * One structure, filled, and random questions to it. A benchmark reads what is found, as whoever
 * looks something up does: that may be a cache miss more.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public abstract class StructureBenchmark {
    /** What is asked for. */
    enum Questions {
        ADDRESSES,
        PREFIXES
    }

    /** So many that neither they nor what they lead to stay in the processor's caches. */
    static final int QUESTIONS = 1 << 20;

    private Structure filled;
    private int question;

    final void fillWithTable(String structure, AddressFamily family, Questions questions) {
        fill(structure, Prefixes.table(family), questions);
    }

    final void fill(String structure, List<Prefix> table, Questions questions) {
        filled =
                Structure.of(
                        structure,
                        table,
                        questions == Questions.ADDRESSES
                                ? Prefixes.addressesIn(table, QUESTIONS)
                                : Prefixes.picks(table, QUESTIONS));
        System.gc(); // what the loading left between the objects is not there for ever
    }

    final Structure filled() {
        return filled;
    }

    final int nextQuestion() {
        question = question + 1 & QUESTIONS - 1;
        return question;
    }
}
