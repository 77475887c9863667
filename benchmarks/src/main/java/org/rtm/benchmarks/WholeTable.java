package org.rtm.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.RouteCriteria;
import org.rtm.api.RouteInfo;
import org.rtm.api.ViewSet;
import org.rtm.benchmarks.data.Prefix;
import org.rtm.benchmarks.data.Prefixes;
import org.rtm.benchmarks.report.Measurement;

/**
 * Rows 5, 6 and 12: a process that adds a table through the API, updates the metric of each of its
 * routes, and withdraws them, with a subscriber that fetches all that changes. Each phase is over
 * when the subscriber has all.
 *
 * <p>A route is withdrawn as a protocol does that keeps no handles: found by its prefix, then
 * deleted.
 */
final class WholeTable {
    static final String ADD = "add";
    static final String UPDATE = "update every metric";
    static final String WITHDRAW = "withdraw";
    static final String FIRST_ADD = "add: first in its process";

    private static final NetAddress LAST = NetAddress.parse("240.0.0.1/32");

    private final int row;
    private final String parameters;
    private final NetAddress[] table;

    private WholeTable(int row, String parameters, List<Prefix> prefixes) {
        this.row = row;
        this.parameters = parameters;
        table = prefixes.stream().map(Prefix::toNetAddress).toArray(NetAddress[]::new);
    }

    /**
     * Arguments: the row, how often the table is added, whether there are updates too, and the
     * number of prefixes if these are generated.
     */
    public static void main(String[] arguments) throws InterruptedException {
        int row = Integer.parseInt(arguments[0]);
        int times = Integer.parseInt(arguments[1]);
        boolean withUpdates = Boolean.parseBoolean(arguments[2]);
        WholeTable whole =
                arguments.length == 3
                        ? new WholeTable(row, "", Prefixes.table(AddressFamily.IPV4))
                        : new WholeTable(
                                row,
                                "prefixes=" + arguments[3],
                                Prefixes.generated(
                                        AddressFamily.IPV4, Integer.parseInt(arguments[3])));
        whole.measure(times, withUpdates);
    }

    private void measure(int times, boolean withUpdates) throws InterruptedException {
        List<Double> adding = new ArrayList<>();
        List<Double> updating = new ArrayList<>();
        List<Double> withdrawing = new ArrayList<>();
        for (int time = 0; time < times; time++) {
            try (Router router = new Router();
                    EntityRegistration entity = router.register(AddressFamily.IPV4, 1);
                    Subscriber subscriber = new Subscriber(router, AddressFamily.IPV4);
                    NextHop hop = entity.addNextHop(NextHopInfo.of("192.0.2.1", 1)).handle()) {
                RouteInfo info = RouteInfo.via(hop);
                adding.add(rateOfAdding(entity, info.metric(1), subscriber));
                if (withUpdates) {
                    updating.add(rateOfAdding(entity, info.metric(2), subscriber));
                    withdrawing.add(rateOfWithdrawing(entity, subscriber));
                }
            }
        }
        // The first time is also that of the compiler.
        print(FIRST_ADD, adding.subList(0, 1));
        print(ADD, adding.subList(1, times));
        if (withUpdates) {
            print(UPDATE, updating.subList(1, times));
            print(WITHDRAW, withdrawing.subList(1, times));
        }
    }

    private double rateOfAdding(EntityRegistration entity, RouteInfo info, Subscriber subscriber)
            throws InterruptedException {
        long start = System.nanoTime();
        for (NetAddress prefix : table) {
            entity.addRoute(prefix, info);
        }
        subscriber.await(LAST, () -> entity.addRoute(LAST, info));
        return rate(start);
    }

    private double rateOfWithdrawing(EntityRegistration entity, Subscriber subscriber)
            throws InterruptedException {
        long start = System.nanoTime();
        for (NetAddress prefix : table) {
            withdraw(entity, prefix);
        }
        subscriber.await(LAST, () -> withdraw(entity, LAST));
        return rate(start);
    }

    private static void withdraw(EntityRegistration entity, NetAddress prefix) {
        entity.exactMatchRoute(prefix, RouteCriteria.NONE, ViewSet.UNICAST).orElseThrow().delete();
    }

    private double rate(long start) {
        return table.length / ((System.nanoTime() - start) / 1e9);
    }

    private void print(String name, List<Double> rates) {
        double[] samples = rates.stream().mapToDouble(Double::doubleValue).toArray();
        System.out.println(Measurement.of(row, name, parameters, "routes/s", samples).toLine());
    }
}
