package org.rtm.benchmarks;

import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;
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
 * then while it changes a route of its own; and the same for as long without a sweep, as other
 * programs of the machine hold both up too.
 */
final class Sweep {
    static final String LOOK_UP = "longest look-up while the table is swept";
    static final String CHANGE = "longest change while the table is swept";
    private static final String LOOK_UP_ALONE = "longest look-up while nothing is swept";
    private static final String CHANGE_ALONE = "longest change while nothing is swept";

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
        double[] lookUp = new double[times];
        double[] lookUpAlone = new double[times];
        double[] change = new double[times];
        double[] changeAlone = new double[times];
        try (Router router = new Router();
                EntityRegistration other = router.register(AddressFamily.IPV4, 1)) {
            Sweep sweep = new Sweep(router);
            Router.addRoutes(other, sweep.table.subList(0, sweep.table.size() / SHARE));
            Reader reader = new Reader(router, sweep.table);
            int[] metric = {0};
            TimedLoop writer =
                    new TimedLoop(() -> other.addRoute(OWN, RouteInfo.via().metric(++metric[0])));
            sweep.longest(reader::timeWhile);
            sweep.longest(writer::timeWhile);
            for (int time = 0; time < times; time++) {
                Longest lookUps = sweep.longest(reader::timeWhile);
                Longest changes = sweep.longest(writer::timeWhile);
                lookUp[time] = lookUps.swept();
                lookUpAlone[time] = lookUps.alone();
                change[time] = changes.swept();
                changeAlone[time] = changes.alone();
            }
            System.err.println("found " + reader.found());
        }
        print(LOOK_UP, lookUp);
        print(LOOK_UP_ALONE, lookUpAlone);
        print(CHANGE, change);
        print(CHANGE_ALONE, changeAlone);
    }

    /** In milliseconds. */
    private record Longest(double swept, double alone) {}

    /** Someone who times what it does while something else is done. */
    private interface Timed {
        Histogram timeWhile(TimedLoop.Meanwhile meanwhile) throws InterruptedException;
    }

    private Longest longest(Timed timed) throws InterruptedException {
        try (EntityRegistration back = leaveAll()) {
            long start = System.nanoTime();
            Histogram swept = timed.timeWhile(back::refreshComplete);
            Duration taken = Duration.ofNanos(System.nanoTime() - start);
            Histogram alone = timed.timeWhile(() -> Thread.sleep(taken.toMillis()));
            return new Longest(
                    swept.getMaxValue() / NANOS_IN_MILLISECOND,
                    alone.getMaxValue() / NANOS_IN_MILLISECOND);
        }
    }

    /** Returns who may take up the routes that are left. */
    private EntityRegistration leaveAll() {
        try (EntityRegistration entity = router.register(AddressFamily.IPV4, NUMBER, RETAINING)) {
            Router.addRoutes(entity, table);
        }
        return router.register(AddressFamily.IPV4, NUMBER, RETAINING);
    }

    private static void print(String name, double... milliseconds) {
        System.out.println(Measurement.of(11, name, "", "ms", milliseconds).toLine());
    }
}
