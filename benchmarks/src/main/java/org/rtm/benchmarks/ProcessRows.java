package org.rtm.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.rtm.api.AddressFamily;
import org.rtm.benchmarks.data.Prefix;
import org.rtm.benchmarks.data.Prefixes;
import org.rtm.benchmarks.report.Measurement;
import org.rtm.benchmarks.report.Quantity;
import org.rtm.benchmarks.report.Target;
import org.rtm.benchmarks.rival.Bird;

/** The rows that whole processes are measured for, with the same heap each. */
final class ProcessRows {
    static final String OURS = "RTM";
    static final String ONOS = "ONOS's structure";
    private static final String BIRD = "BIRD";

    private static final List<String> JAVA =
            List.of("-Xms4g", "-Xmx4g", "-XX:+UseG1GC", "-XX:+AlwaysPreTouch");

    /** Lets JOL read the objects of all classes. */
    private static final List<String> JOL =
            List.of(
                    "-Djol.magicFieldOffset=true",
                    "-Djdk.attach.allowAttachSelf=true",
                    "--add-exports=java.base/jdk.internal.vm.annotation=ALL-UNNAMED");

    /** Never stops all threads for longer than a millisecond: for what is itself so short. */
    private static final List<String> WITHOUT_PAUSES =
            List.of("-Xms4g", "-Xmx4g", "-XX:+UseZGC", "-XX:+AlwaysPreTouch");

    private static final int ROUNDS = 3;
    private static final List<Integer> SIZES =
            List.of(1_000, 10_000, 100_000, 1_000_000, 4_000_000);

    /** The most prefixes whose adding the quick run has the time for. */
    private static final int MOST_QUICK = 1_000_000;

    static final List<Row> ALL =
            List.of(
                    adding(),
                    changing(),
                    memory(),
                    manyRoutes(),
                    readerAndWriter(),
                    signals(),
                    entityEnd(),
                    refreshing(),
                    shell());

    private ProcessRows() {}

    /** Something to measure in each round. */
    private interface Round {
        void measure(Run run, String times) throws Exception;
    }

    private static Row.Measuring rounds(Round round) {
        return run -> {
            int rounds = run.isQuick() ? 1 : ROUNDS;
            for (int i = 0; i < rounds; i++) {
                round.measure(run, run.isQuick() ? "4" : "6");
            }
        };
    }

    private static Row adding() {
        return new Row(
                5,
                "addRoute of the whole table, with a subscriber that fetches all",
                List.of(
                        rounds(
                                (run, times) -> {
                                    run.java(WholeTable.class, JAVA, "5", times, "false");
                                    run.java(OnosTable.class, JAVA, run.isQuick() ? "2" : "4");
                                    addByBird(run);
                                })),
                List.of(
                        Target.atLeast(
                                "at least 5 × the rate of ONOS's structure",
                                Quantity.of(5, WholeTable.ADD),
                                Quantity.of(5, ONOS),
                                5),
                        Target.atLeast(
                                "at least a third of BIRD's rate",
                                Quantity.of(5, WholeTable.ADD),
                                Quantity.of(5, BIRD),
                                1.0 / 3)));
    }

    private static void addByBird(Run run) throws Exception {
        if (!Bird.isInstalled()) {
            run.missing("BIRD: rows 5, 7, 11 and 14 have nothing of it to compare with");
            return;
        }
        List<Prefix> table = Prefixes.table(AddressFamily.IPV4);
        try (Bird bird = new Bird(table)) {
            double[] rates = new double[3];
            for (int i = 0; i < rates.length; i++) {
                bird.disable();
                rates[i] = table.size() / bird.enable();
            }
            run.add(Measurement.of(5, BIRD, "", "routes/s", rates));
        }
    }

    private static Row changing() {
        return new Row(
                6,
                "Updating the metric of every route, withdrawing all, with the subscriber of row 5",
                List.of(
                        rounds(
                                (run, times) ->
                                        run.java(WholeTable.class, JAVA, "6", times, "true"))),
                List.of(
                        Target.atLeast(
                                "updating: not slower than adding",
                                Quantity.of(6, WholeTable.UPDATE),
                                Quantity.of(6, WholeTable.ADD),
                                1),
                        Target.atLeast(
                                "withdrawing: not slower than adding",
                                Quantity.of(6, WholeTable.WITHDRAW),
                                Quantity.of(6, WholeTable.ADD),
                                1)));
    }

    private static Row memory() {
        List<String> java = new ArrayList<>(JAVA);
        java.addAll(JOL);
        List<Target> targets = new ArrayList<>();
        for (String how : List.of(Heap.LIVE, Heap.JOL)) {
            targets.add(
                    Target.atMost(
                            "at most half of ONOS's structure" + how,
                            Quantity.of(7, OURS + how),
                            Quantity.of(7, ONOS + how),
                            0.5));
            targets.add(
                    Target.atMost(
                            "at most 2 × BIRD" + how,
                            Quantity.of(7, OURS + how),
                            Quantity.of(7, BIRD),
                            2));
        }
        return new Row(
                7,
                "Memory for a route, one route a destination, the whole table",
                List.of(
                        rounds(
                                (run, times) -> {
                                    run.java(Heap.class, java, "7", OURS, "true");
                                    run.java(Heap.class, java, "7", ONOS, "true");
                                    memoryOfBird(run);
                                })),
                targets);
    }

    private static void memoryOfBird(Run run) throws Exception {
        if (Bird.isInstalled()) {
            try (Bird bird = new Bird(Prefixes.table(AddressFamily.IPV4))) {
                run.add(Measurement.of(7, BIRD, "", "B/route", bird.bytesForRoute()));
            }
        }
    }

    private static Row manyRoutes() {
        return new Row(
                8,
                "Thirty routes a destination, each from another neighbour",
                List.of(
                        rounds(
                                (run, times) -> {
                                    run.java(WholeTable.class, JAVA, "8", times, "false");
                                    run.java(ManyRoutes.class, JAVA, times);
                                })),
                List.of(
                        Target.atLeast(
                                "at least half the rate of row 5",
                                Quantity.of(8, ManyRoutes.ADD),
                                Quantity.of(8, WholeTable.ADD),
                                0.5),
                        Target.atMost(
                                "at most 120 bytes for a further route",
                                Quantity.of(8, ManyRoutes.FURTHER),
                                120)));
    }

    private static Row readerAndWriter() {
        return new Row(
                9,
                "Look-ups while a writer withdraws and adds a tenth of the table",
                List.of(rounds((run, times) -> run.java(ReaderAndWriter.class, JAVA, times, "3"))),
                List.of(
                        latency(
                                9,
                                "p99: at most 2 × that of the reader alone",
                                ReaderAndWriter.BESIDE_WRITER,
                                ReaderAndWriter.ALONE)));
    }

    private static Target latency(int row, String statement, String what, String divisor) {
        return Target.atMost(
                statement,
                Quantity.of(row, Latencies.name(what, 99)),
                Quantity.of(row, Latencies.name(divisor, 99)),
                2);
    }

    private static Row signals() {
        return new Row(
                10,
                "From addRoute's call at its scheduled time to the call-back's start",
                List.of(
                        rounds(
                                (run, times) ->
                                        run.java(
                                                SignalLatency.class,
                                                JAVA,
                                                run.isQuick() ? "3" : "20",
                                                "1000",
                                                "10000",
                                                "100000"))),
                List.of(
                        Target.atMost(
                                "p99: at most 1,000 µs at 10,000 changes/s",
                                new Quantity(
                                        10,
                                        Latencies.name(SignalLatency.LATENCY, 99),
                                        "changes/s=10000"),
                                1_000)));
    }

    private static Row entityEnd() {
        return new Row(
                11,
                "An entity with the whole table goes",
                List.of(
                        rounds(
                                (run, times) -> {
                                    run.java(EntityEnd.class, JAVA, times);
                                    run.java(Sweep.class, WITHOUT_PAUSES, times);
                                    if (Bird.isInstalled()) {
                                        disableBird(run);
                                    }
                                })),
                List.of(
                        Target.atMost("at most 1 s", Quantity.of(11, EntityEnd.GONE), 1),
                        Target.atMost(
                                "at most 3 × BIRD's time",
                                Quantity.of(11, EntityEnd.GONE),
                                Quantity.of(11, BIRD),
                                3),
                        latency(
                                11,
                                "look-up p99 meanwhile: at most 2 × that of the reader alone",
                                EntityEnd.MEANWHILE,
                                EntityEnd.ALONE),
                        Target.atMost(
                                "the longest look-up of a sweep: at most 10 ms, in the median of sweeps",
                                Quantity.of(11, Sweep.LOOK_UP),
                                10),
                        Target.atMost(
                                "the longest change of a sweep: at most 10 ms, in the median of sweeps",
                                Quantity.of(11, Sweep.CHANGE),
                                10)));
    }

    private static void disableBird(Run run) throws Exception {
        try (Bird bird = new Bird(Prefixes.table(AddressFamily.IPV4))) {
            double[] seconds = new double[3];
            for (int i = 0; i < seconds.length; i++) {
                seconds[i] = bird.disable();
                bird.enable();
            }
            run.add(Measurement.of(11, BIRD, "", "s", seconds));
        }
    }

    private static Row refreshing() {
        return new Row(
                13,
                "A million routes with a time to live of 30 s, refreshed every 20 s",
                List.of(run -> run.java(Refreshing.class, JAVA, run.isQuick() ? "25" : "120")),
                List.of(
                        Target.atMost(
                                "at most half a core", Quantity.of(13, Refreshing.CORES), 0.5)));
    }

    private static Row shell() {
        return new Row(
                14,
                "What operators wait for: the prompt, an import, a listing",
                List.of(
                        Shell::measure,
                        rounds((run, times) -> run.java(Listing.class, JAVA, times))),
                List.of(
                        Target.atMost("prompt: at most 3 s", Quantity.of(14, Shell.PROMPT), 3),
                        Target.atMost("rtm:import: at most 8 s", Quantity.of(14, Shell.IMPORT), 8),
                        Target.atMost(
                                "rtm:routes: at most 3 × the time of birdc show route",
                                Quantity.of(14, Shell.ROUTES),
                                Quantity.of(14, Shell.BIRDC),
                                3),
                        Target.atMost(
                                "rtm:routes of a million: first screen within 100 ms",
                                Quantity.of(14, Listing.FIRST_SCREEN),
                                100),
                        Target.atMost(
                                "rtm:routes of a million: holds on to at most 10 MB",
                                Quantity.of(14, Listing.HEAP),
                                10),
                        Target.atLeast(
                                "addRoute beside rtm:routes: at least 0.7 × the rate beside a thread that computes",
                                Quantity.of(14, Listing.ADD_BESIDE),
                                Quantity.of(14, Listing.ADD_BESIDE_OTHER),
                                0.7)));
    }

    /** Row 12, as far as it is about rows 5 and 7. */
    static Row.Measuring growth() {
        List<String> java = List.of("-Xms6g", "-Xmx6g", "-XX:+UseG1GC");
        return run -> {
            for (int size : SIZES) {
                String prefixes = String.valueOf(size);
                if (!run.isQuick() || size <= MOST_QUICK) {
                    run.java(
                            WholeTable.class,
                            java,
                            "12",
                            // A small table is loaded before the compiler has seen enough.
                            String.valueOf(Math.max(run.isQuick() ? 2 : 5, 1_000_000 / size)),
                            "false",
                            prefixes);
                }
                run.java(Heap.class, java, "12", OURS, "false", prefixes);
            }
        };
    }

    /** Memory for a route is to be as it is with 100,000 prefixes, within a fifth. */
    static List<Target> growthTargets() {
        List<Target> targets = new ArrayList<>();
        Quantity few = memory(100_000);
        for (int size : List.of(1_000_000, 4_000_000)) {
            targets.add(
                    Target.atMost(
                            "memory: at most 1.2 × from 100,000 to %,d prefixes".formatted(size),
                            memory(size),
                            few,
                            1.2));
            targets.add(
                    Target.atLeast(
                            "memory: at least 0.8 × from 100,000 to %,d prefixes".formatted(size),
                            memory(size),
                            few,
                            0.8));
        }
        return targets;
    }

    private static Quantity memory(int size) {
        return new Quantity(12, OURS + Heap.LIVE, "prefixes=" + size);
    }
}
