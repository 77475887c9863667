package org.rtm.benchmarks;

import java.time.Duration;
import java.util.List;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.RouteInfo;
import org.rtm.benchmarks.data.Prefix;
import org.rtm.benchmarks.data.Prefixes;
import org.rtm.benchmarks.report.Measurement;

/**
 * Row 11 too: a process in which an entity leaves the whole table, comes back and refreshes
 * nothing, so that all of it is swept, again and again, while another one looks addresses up, and
 * then while it changes a route of its own.
 */
final class Sweep {
    static final String LOOK_UP = "longest look-up while the table is swept";
    static final String CHANGE = "longest change while the table is swept";

    private static final int SHARE = 10;
    private static final int NUMBER = 10;
    private static final double NANOS_IN_MILLISECOND = 1e6;
    private static final NetAddress OWN = NetAddress.parse("240.0.0.0/8");
    private static final EntityOptions RETAINING =
            EntityOptions.NONE.retention(Duration.ofMinutes(5));

    private final Router router;
    private final List<Prefix> table = Prefixes.table(AddressFamily.IPV4);

    private Sweep(Router router) {
        this.router = router;
    }

    /** Arguments: how often the table is swept; before that it is swept for the compiler. */
    public static void main(String[] arguments) throws InterruptedException {
        int times = Integer.parseInt(arguments[0]);
        long lookUp = 0;
        long change = 0;
        try (Router router = new Router();
                EntityRegistration other = router.register(AddressFamily.IPV4, 1)) {
            Sweep sweep = new Sweep(router);
            Router.addRoutes(other, sweep.table.subList(0, sweep.table.size() / SHARE));
            Reader reader = new Reader(router, sweep.table);
            for (int time = -1; time < times; time++) {
                long lookUpNow;
                long changeNow;
                try (EntityRegistration back = sweep.leaveAll()) {
                    lookUpNow = reader.timeWhile(back::refreshComplete).getMaxValue();
                }
                try (EntityRegistration back = sweep.leaveAll()) {
                    changeNow = longestChange(other, back);
                }
                if (time >= 0) {
                    lookUp = Math.max(lookUp, lookUpNow);
                    change = Math.max(change, changeNow);
                }
            }
            System.err.println("found " + reader.found());
        }
        print(LOOK_UP, lookUp);
        print(CHANGE, change);
    }

    /** Returns who may take up the routes that are left. */
    private EntityRegistration leaveAll() {
        try (EntityRegistration entity = router.register(AddressFamily.IPV4, NUMBER, RETAINING)) {
            Router.addRoutes(entity, table);
        }
        return router.register(AddressFamily.IPV4, NUMBER, RETAINING);
    }

    private static long longestChange(EntityRegistration other, EntityRegistration back)
            throws InterruptedException {
        Thread sweeping = new Thread(back::refreshComplete, "sweep");
        sweeping.start();
        long longest = 0;
        for (int metric = 1; sweeping.isAlive(); metric++) {
            long start = System.nanoTime();
            other.addRoute(OWN, RouteInfo.via().metric(metric));
            longest = Math.max(longest, System.nanoTime() - start);
        }
        sweeping.join();
        return longest;
    }

    private static void print(String name, long nanos) {
        System.out.println(
                Measurement.of(11, name, "", "ms", nanos / NANOS_IN_MILLISECOND).toLine());
    }
}
