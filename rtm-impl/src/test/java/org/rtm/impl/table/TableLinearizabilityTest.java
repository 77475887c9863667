package org.rtm.impl.table;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.util.LoggingLevel;
import org.junit.jupiter.api.Test;
import org.osgi.service.log.Logger;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.ExpiryDecision;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.RtmException;
import org.rtm.api.View;
import org.rtm.impl.time.Timers;

/**
 * That calls on one destination take effect at one moment each, for all threads alike (semantics,
 * §13): Lincheck tries the interleavings of many small programs.
 */
class TableLinearizabilityTest {
    static final int PROGRAMS = 12;
    static final int INTERLEAVINGS_OF_EACH =
            Integer.getInteger("rtm.linearizability.interleavings", 30);

    @Test
    void what_is_read_of_a_destination_is_what_it_was_at_one_moment() {
        new ModelCheckingOptions()
                .logLevel(LoggingLevel.ERROR)
                .threads(2)
                .actorsBefore(3)
                .actorsPerThread(2)
                .actorsAfter(1)
                .iterations(PROGRAMS)
                .invocationsPerIteration(INTERLEAVINGS_OF_EACH)
                .sequentialSpecification(OneDestinationOneThread.class)
                .check(OneDestination.class);
    }

    /** Of several destinations at once: what covers an address, and what covers that. */
    @Test
    void what_covers_an_address_is_what_covered_it_at_one_moment() {
        new ModelCheckingOptions()
                .logLevel(LoggingLevel.ERROR)
                .addCustomScenario(scenario(List.of(set(0, 1)), List.of(set(1, 2), set(0, 3))))
                .addCustomScenario(scenario(List.of(set(0, 1)), List.of(set(1, 2), set(0, 0))))
                .addCustomScenario(scenario(List.of(set(1, 1)), List.of(set(0, 2), set(1, 0))))
                .iterations(0)
                .invocationsPerIteration(INTERLEAVINGS_OF_EACH * 10)
                .sequentialSpecification(CoveringOneThread.class)
                .check(Covering.class);
    }

    /** A look-up while another thread does this, after that was done. */
    private static ExecutionScenario scenario(List<Actor> before, List<Actor> meanwhile) {
        return new ExecutionScenario(
                before, List.of(List.of(actor("lookUp")), meanwhile), List.of(), null);
    }

    private static Actor set(int prefix, int metric) {
        return actor("set", prefix, metric);
    }

    private static Actor actor(String operation, Object... arguments) {
        return Stream.of(Covering.class.getMethods())
                .filter(method -> method.getName().equals(operation))
                .map(method -> new Actor(method, List.of(arguments)))
                .findFirst()
                .orElseThrow();
    }

    private static final String NONE = "none";
    private static final NetAddress[] PREFIXES = {
        NetAddress.parse("10.0.0.0/8"), NetAddress.parse("10.1.0.0/16")
    };
    private static final NetAddress HOST = NetAddress.parse("10.1.1.1");
    private static final EntityInfo[] OWNERS = {
        EntityInfo.of(AddressFamily.IPV4, ProtocolId.RIP, 1),
        EntityInfo.of(AddressFamily.IPV4, ProtocolId.OSPF, 1)
    };

    /** Two owners with a route each to two destinations, one of which is within the other. */
    @Param(name = "owner", gen = IntGen.class, conf = "0:1")
    @Param(name = "prefix", gen = IntGen.class, conf = "0:1")
    @Param(name = "metric", gen = IntGen.class, conf = "1:4")
    public static class ManyThreads {
        private static final Lifespan FOR_EVER = new Lifespan(0, Duration.ZERO);
        private static final Duration LEASE = Duration.ofSeconds(5);
        private static final Logger SILENT =
                (Logger)
                        Proxy.newProxyInstance(
                                ManyThreads.class.getClassLoader(),
                                new Class<?>[] {Logger.class},
                                (proxy, method, arguments) -> null);

        private final Owner[] owners = {
            new Owner(OWNERS[0], new Nobody()), new Owner(OWNERS[1], new Nobody())
        };
        private final Table table;

        public ManyThreads() {
            InstantSource clock = InstantSource.fixed(Instant.EPOCH);
            table =
                    new Table(
                            0,
                            AddressFamily.IPV4,
                            List.of(View.UNICAST, View.MULTICAST),
                            new Preferences(Map.of()),
                            new RouteLimits(100, 100),
                            clock,
                            new Timers(clock, failure -> {}),
                            SILENT);
        }

        @Operation
        public String add(
                @Param(name = "owner") int owner,
                @Param(name = "prefix") int prefix,
                @Param(name = "metric") int metric) {
            return add(owner, prefix, View.UNICAST, metric);
        }

        String add(int owner, int prefix, View view, int metric) {
            RouteResult added =
                    table.add(
                            owners[owner],
                            PREFIXES[prefix],
                            route(view, metric),
                            UpdateMode.EQUAL,
                            FOR_EVER);
            return added.isNew() ? "added" : "updated";
        }

        @Operation
        public String delete(@Param(name = "owner") int owner, @Param(name = "prefix") int prefix) {
            RouteEntry route = find(owners[owner], PREFIXES[prefix]);
            if (route == null) {
                return NONE;
            }
            try {
                table.delete(owners[owner], route);
                return "deleted";
            } catch (RtmException e) {
                return NONE; // by another thread, meanwhile
            }
        }

        /** Adds one to a metric, which takes two steps that only the lock makes one. */
        @Operation
        public String raise() {
            Owner caller = owners[0];
            synchronized (caller) { // a second lock of one entity would be refused
                Lease lease =
                        table.lock(
                                caller,
                                table.destinations().key(PREFIXES[0]),
                                true,
                                LEASE,
                                () -> {});
                RouteEntry route = find(caller, PREFIXES[0]);
                if (route == null) {
                    table.unlock(lease);
                    return NONE;
                }
                int metric = route.version().metric() + 1;
                table.commit(lease, route, route(View.UNICAST, metric), FOR_EVER);
                return "raised to " + metric;
            }
        }

        @Operation
        public String read(@Param(name = "prefix") int prefix) {
            return show(table.destinations().exact(PREFIXES[prefix], 1));
        }

        @Operation
        public String lookUp() {
            return show(table.destinations().mostSpecific(HOST, 1));
        }

        private RouteEntry find(Owner owner, NetAddress prefix) {
            DestinationEntry entry = table.destinations().find(prefix);
            RouteVersion version =
                    entry == null
                            ? null
                            : entry.state().first(route -> route.route().owner() == owner);
            return version == null ? null : version.route();
        }

        private static RouteValues route(View view, int metric) {
            return new RouteValues(
                    null, 1, metric, 1 << view.id(), 0, 0, null, new NextHopEntry[0]);
        }

        private static String show(Visible found) {
            if (found == null) {
                return NONE;
            }
            RouteVersion best = found.state().best(0);
            return TableLinearizabilityTest.show(
                    found.entry().length(),
                    found.state().count(),
                    best.route().owner().info().id().protocol() == ProtocolId.RIP ? 0 : 1,
                    best.metric());
        }
    }

    /** The same answers, the obvious way: a metric for each owner and prefix, 0 for no route. */
    public static class OneThread {
        private final int[][] metrics = new int[2][2];

        public String add(int owner, int prefix, int metric) {
            boolean isNew = metrics[owner][prefix] == 0;
            metrics[owner][prefix] = metric;
            return isNew ? "added" : "updated";
        }

        public String delete(int owner, int prefix) {
            boolean was = metrics[owner][prefix] != 0;
            metrics[owner][prefix] = 0;
            return was ? "deleted" : NONE;
        }

        public String raise() {
            return metrics[0][0] == 0 ? NONE : "raised to " + ++metrics[0][0];
        }

        public String read(int prefix) {
            int rip = metrics[0][prefix];
            int ospf = metrics[1][prefix];
            if (rip == 0 && ospf == 0) {
                return NONE;
            }
            boolean isRipBest = rip != 0 && (ospf == 0 || rip <= ospf);
            return show(
                    PREFIXES[prefix].length(),
                    Integer.signum(rip) + Integer.signum(ospf),
                    isRipBest ? 0 : 1,
                    isRipBest ? rip : ospf);
        }

        public String lookUp() {
            String longer = read(1);
            return longer.equals(NONE) ? read(0) : longer;
        }
    }

    /** One destination alone, so that nearly all programs have threads meet there. */
    @Param(name = "owner", gen = IntGen.class, conf = "0:1")
    @Param(name = "metric", gen = IntGen.class, conf = "1:4")
    public static class OneDestination {
        private final ManyThreads table = new ManyThreads();

        @Operation
        public String add(@Param(name = "owner") int owner, @Param(name = "metric") int metric) {
            return table.add(owner, 0, metric);
        }

        @Operation
        public String delete(@Param(name = "owner") int owner) {
            return table.delete(owner, 0);
        }

        @Operation
        public String read() {
            return table.read(0);
        }
    }

    /** The same answers, the obvious way. */
    public static class OneDestinationOneThread {
        private final OneThread table = new OneThread();

        public String add(int owner, int metric) {
            return table.add(owner, 0, metric);
        }

        public String delete(int owner) {
            return table.delete(owner, 0);
        }

        public String read() {
            return table.read(0);
        }
    }

    /**
     * Unicast routes of one owner to two destinations, the longer of which stays in the table for
     * another owner's multicast route.
     */
    @Param(name = "prefix", gen = IntGen.class, conf = "0:1")
    @Param(name = "metric", gen = IntGen.class, conf = "0:4")
    public static class Covering {
        private final ManyThreads table = new ManyThreads();

        public Covering() {
            table.add(1, 1, View.MULTICAST, 1);
        }

        @Operation
        public void set(@Param(name = "prefix") int prefix, @Param(name = "metric") int metric) {
            if (metric == 0) {
                table.delete(0, prefix);
            } else {
                table.add(0, prefix, metric);
            }
        }

        @Operation
        public String lookUp() {
            Visible found = table.table.destinations().mostSpecific(HOST, 1);
            return found == null
                    ? NONE
                    : show(found.entry().length(), 1, 0, found.state().best(0).metric());
        }
    }

    /** The same answers, the obvious way: a metric for each prefix, 0 for no route. */
    public static class CoveringOneThread {
        private final int[] metrics = new int[2];

        public void set(int prefix, int metric) {
            metrics[prefix] = metric;
        }

        public String lookUp() {
            int longest = metrics[1] == 0 ? 0 : 1;
            return metrics[longest] == 0
                    ? NONE
                    : show(PREFIXES[longest].length(), 1, 0, metrics[longest]);
        }
    }

    private static String show(int length, int routes, int owner, int metric) {
        return "/" + length + " of " + routes + ", best of " + owner + " metric " + metric;
    }

    private static final class Nobody implements Contact {
        @Override
        public void left(RouteEntry route) {}

        @Override
        public boolean decide(RouteEntry route, Consumer<ExpiryDecision> answer) {
            return false;
        }
    }
}
