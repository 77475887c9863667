package org.rtm.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.openjdk.jol.info.GraphLayout;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityRegistration;
import org.rtm.benchmarks.data.Prefix;
import org.rtm.benchmarks.data.Prefixes;
import org.rtm.benchmarks.report.Measurement;
import org.rtm.benchmarks.rival.OnosRoutes;

/**
 * Rows 7 and 12: a process that tells how many bytes a route takes, with one route a destination:
 * by what is live before and after, and, where asked for, by JOL, which adds up all objects that
 * are reachable.
 */
final class Heap {
    static final String LIVE = ": live heap";
    static final String JOL = ": JOL";

    private static final int MOST_COLLECTIONS = 10;

    private Heap() {}

    /**
     * Arguments: the row, {@code RTM} or the rival, whether JOL measures too, and the number of
     * prefixes if these are generated.
     */
    public static void main(String[] arguments) {
        int row = Integer.parseInt(arguments[0]);
        String whose = arguments[1];
        boolean withJol = Boolean.parseBoolean(arguments[2]);
        boolean isGenerated = arguments.length > 3;
        List<Prefix> table =
                isGenerated
                        ? Prefixes.generated(AddressFamily.IPV4, Integer.parseInt(arguments[3]))
                        : Prefixes.table(AddressFamily.IPV4);
        Filled filled = whose.equals(ProcessRows.OURS) ? new OurRoutes() : new RivalsRoutes();
        String parameters = isGenerated ? "prefixes=" + arguments[3] : "";

        long live = live();
        long reachable = withJol ? reachable(filled) : 0;
        filled.fill(table);
        print(row, whose + LIVE, parameters, live() - live, table);
        if (withJol) {
            print(row, whose + JOL, parameters, reachable(filled) - reachable, table);
        }
        filled.close();
    }

    private static void print(
            int row, String name, String parameters, long bytes, List<Prefix> table) {
        System.out.println(
                Measurement.of(row, name, parameters, "B/route", (double) bytes / table.size())
                        .toLine());
    }

    /** What is left when collecting finds nothing more. */
    static long live() {
        long least = Long.MAX_VALUE;
        for (int collection = 0; collection < MOST_COLLECTIONS; collection++) {
            System.gc();
            long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            if (used >= least) {
                break;
            }
            least = used;
        }
        return least;
    }

    private static long reachable(Filled filled) {
        return GraphLayout.parseInstance(filled.memory()).totalSize();
    }

    private interface Filled extends AutoCloseable {
        void fill(List<Prefix> table);

        Object memory();

        @Override
        void close();
    }

    private static final class OurRoutes implements Filled {
        private final Router router = new Router();
        private final EntityRegistration entity = router.register(AddressFamily.IPV4, 1);

        @Override
        public void fill(List<Prefix> table) {
            Router.addRoutes(entity, table);
        }

        @Override
        public Object memory() {
            return router.memory();
        }

        @Override
        public void close() {
            router.close();
        }
    }

    private static final class RivalsRoutes implements Filled {
        private final OnosRoutes routes = new OnosRoutes();

        /** With prefixes of its own: ours has its own too. */
        @Override
        public void fill(List<Prefix> table) {
            for (Prefix prefix : table) {
                routes.insert(prefix.cut(prefix.length()), "192.0.2.1");
            }
        }

        @Override
        public Object memory() {
            return routes;
        }

        @Override
        public void close() {
            // nothing that would stay
        }
    }
}
