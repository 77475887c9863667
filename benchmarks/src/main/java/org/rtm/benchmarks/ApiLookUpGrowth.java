package org.rtm.benchmarks;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.rtm.api.AddressFamily;
import org.rtm.benchmarks.data.Prefixes;

/** Row 12: how row 4 grows with the table. The tables are generated: none is so large. */
public class ApiLookUpGrowth extends ApiBenchmark {
    @Param({"1000", "10000", "100000", "1000000", "4000000"})
    public int prefixes;

    @Setup
    public void fill() {
        fill(Prefixes.generated(AddressFamily.IPV4, prefixes));
    }
}
