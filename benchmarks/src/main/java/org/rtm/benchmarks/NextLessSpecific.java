package org.rtm.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.rtm.api.AddressFamily;
import org.rtm.benchmarks.data.Prefix;

/** Row 3: the prefix map's next less specific prefix around random ones, IPv4. */
public class NextLessSpecific extends StructureBenchmark {
    @Param({"RTM", "IPAddress trie"})
    public String structure;

    @Setup
    public void fill() {
        fillWithTable(structure, AddressFamily.IPV4, Questions.PREFIXES);
    }

    @Benchmark
    public int nextLessSpecific() {
        Prefix found = filled().nextLessSpecific(nextQuestion());
        return found == null ? -1 : found.length();
    }
}
