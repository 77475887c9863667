package org.rtm.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.rtm.api.AddressFamily;

/** Row 3: going over the whole prefix map in order, IPv4. */
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class OrderedWalk extends StructureBenchmark {
    @Param({"RTM", "IPAddress trie"})
    public String structure;

    @Setup
    public void fill() {
        fillWithTable(structure, AddressFamily.IPV4, Questions.PREFIXES);
    }

    @Benchmark
    public long orderedWalk() {
        return filled().walk();
    }
}
