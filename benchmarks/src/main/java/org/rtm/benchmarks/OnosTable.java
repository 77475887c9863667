package org.rtm.benchmarks;

import java.util.List;
import org.rtm.api.AddressFamily;
import org.rtm.benchmarks.data.Prefix;
import org.rtm.benchmarks.data.Prefixes;
import org.rtm.benchmarks.report.Measurement;
import org.rtm.benchmarks.rival.OnosRoutes;

/** Row 5: a process that inserts the whole table into what ONOS keeps routes in. */
final class OnosTable {
    private OnosTable() {}

    /** Argument: how often the table is inserted; the first time is the compiler's. */
    public static void main(String[] arguments) {
        int times = Integer.parseInt(arguments[0]);
        List<Prefix> table = Prefixes.table(AddressFamily.IPV4);
        double[] rates = new double[times - 1];
        for (int time = 0; time < times; time++) {
            long start = System.nanoTime();
            OnosRoutes routes = new OnosRoutes();
            for (Prefix prefix : table) {
                routes.insert(prefix, "192.0.2.1");
            }
            if (time > 0) {
                rates[time - 1] = table.size() / ((System.nanoTime() - start) / 1e9);
            }
        }
        System.out.println(Measurement.of(5, ProcessRows.ONOS, "", "routes/s", rates).toLine());
    }
}
