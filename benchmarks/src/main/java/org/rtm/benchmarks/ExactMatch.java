package org.rtm.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.rtm.api.AddressFamily;

/** Row 3: the prefix map's exact match of random prefixes, IPv4. */
public class ExactMatch extends StructureBenchmark {
    @Param({"RTM", "IPAddress trie", "fastutil hash map"})
    public String structure;

    @Setup
    public void fill() {
        fillWithTable(structure, AddressFamily.IPV4, Questions.PREFIXES);
    }

    @Benchmark
    public int exactMatch() {
        return filled().exactMatch(nextQuestion()).length();
    }
}
