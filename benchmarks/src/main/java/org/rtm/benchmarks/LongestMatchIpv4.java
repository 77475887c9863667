package org.rtm.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.rtm.api.AddressFamily;

/** Row 1: the prefix map's longest match of random addresses in random prefixes, IPv4. */
public class LongestMatchIpv4 extends StructureBenchmark {
    @Param({"RTM", "IPAddress trie", "ONOS's tree", "TreeMap", "DIR-24-8"})
    public String structure;

    @Setup
    public void fill() {
        fillWithTable(structure, AddressFamily.IPV4, Questions.ADDRESSES);
    }

    @Benchmark
    public int longestMatch() {
        return filled().longestMatch(nextQuestion()).length();
    }
}
