package org.rtm.benchmarks;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.openjdk.jmh.infra.Blackhole;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityRegistration;
import org.rtm.api.RouteInfo;
import org.rtm.benchmarks.data.Prefix;
import org.rtm.benchmarks.data.Prefixes;
import org.rtm.benchmarks.report.Measurement;
import org.rtm.shell.RouteCommands;
import org.rtm.shell.entity.ShellEntities;

/**
 * Row 14 too: a process with a million routes in which {@code rtm:routes} lists them: how long
 * until the first screen is there, how much memory the listing holds on to, and how fast another
 * entity adds routes meanwhile. That is compared with how fast it adds beside a thread that is as
 * busy with something else: what remains is what the listing costs the table, and not that a
 * processor is taken.
 */
final class Listing {
    static final String FIRST_SCREEN = "first screen of rtm:routes";
    static final String HEAP = "most heap that rtm:routes holds on to";
    static final String ADD = "addRoute alone";
    static final String ADD_BESIDE_OTHER = "addRoute while another thread computes";
    static final String ADD_BESIDE = "addRoute while rtm:routes lists";

    private static final int ROUTES = 1_000_000;
    private static final int SCREEN = 40;
    private static final long TOKENS = 100_000;
    private static final int CHANGED = 100_000;
    private static final int LINES_BETWEEN_COLLECTIONS = 100_000;
    private static final long SLICE_NANOS = 2_000_000_000;
    private static final double NANOS_IN_MILLISECOND = 1e6;
    private static final double BYTES_IN_MEGABYTE = 1e6;

    private final RouteCommands commands;
    private final EntityRegistration other;
    private final List<Prefix> table;
    private int added;

    private Listing(RouteCommands commands, EntityRegistration other, List<Prefix> table) {
        this.commands = commands;
        this.other = other;
        this.table = table;
    }

    /** Arguments: how often each is measured; before that the table is listed for the compiler. */
    public static void main(String[] arguments) throws InterruptedException {
        int times = Integer.parseInt(arguments[0]);
        List<Prefix> table = Prefixes.generated(AddressFamily.IPV4, ROUTES);
        PrintStream results = System.out;
        double[] milliseconds = new double[times];
        double[] megabytes = new double[times];
        double[] alone = new double[times];
        double[] besideOther = new double[times];
        double[] beside = new double[times];
        try (Router router = new Router();
                EntityRegistration owner = router.register(AddressFamily.IPV4, 1);
                EntityRegistration other = router.register(AddressFamily.IPV4, 2)) {
            Router.addRoutes(owner, table);
            ShellEntities entities = router.shell();
            Listing listing = new Listing(new RouteCommands(entities), other, table);
            listing.addFor(SLICE_NANOS);
            for (int time = -1; time < times; time++) {
                double first = listing.firstScreen();
                double held = listing.heldHeap();
                double rate = listing.addFor(SLICE_NANOS);
                double rateBesideOther = listing.addBeside(Listing::compute);
                double rateBeside = listing.addBeside(() -> listing.list(lines -> {}));
                if (time >= 0) {
                    milliseconds[time] = first;
                    megabytes[time] = held;
                    alone[time] = rate;
                    besideOther[time] = rateBesideOther;
                    beside[time] = rateBeside;
                }
            }
            entities.close();
        }
        results.println(Measurement.of(14, FIRST_SCREEN, "", "ms", milliseconds).toLine());
        results.println(Measurement.of(14, HEAP, "", "MB", megabytes).toLine());
        results.println(Measurement.of(14, ADD, "", "routes/s", alone).toLine());
        results.println(Measurement.of(14, ADD_BESIDE_OTHER, "", "routes/s", besideOther).toLine());
        results.println(Measurement.of(14, ADD_BESIDE, "", "routes/s", beside).toLine());
    }

    private double firstScreen() {
        long[] end = new long[1];
        long start = System.nanoTime();
        list(
                lines -> {
                    if (lines >= SCREEN && end[0] == 0) {
                        end[0] = System.nanoTime();
                    }
                });
        return (end[0] - start) / NANOS_IN_MILLISECOND;
    }

    /** What is live in the middle of a listing, again and again, more than before it. */
    private double heldHeap() {
        long before = Heap.live();
        long[] next = {LINES_BETWEEN_COLLECTIONS};
        long[] most = new long[1];
        list(
                lines -> {
                    if (lines >= next[0]) {
                        next[0] += LINES_BETWEEN_COLLECTIONS;
                        most[0] = Math.max(most[0], Heap.live() - before);
                    }
                });
        return most[0] / BYTES_IN_MEGABYTE;
    }

    private double addBeside(Runnable work) throws InterruptedException {
        Thread worker =
                new Thread(
                        () -> {
                            while (!Thread.currentThread().isInterrupted()) {
                                work.run();
                            }
                        },
                        "beside");
        worker.start();
        double rate = addFor(SLICE_NANOS);
        worker.interrupt();
        worker.join();
        return rate;
    }

    private static void compute() {
        Blackhole.consumeCPU(TOKENS);
    }

    /** Adds routes beside the best ones, and returns how many in a second. */
    private double addFor(long nanos) {
        long start = System.nanoTime();
        long now = start;
        int before = added;
        while (now - start < nanos) {
            for (int i = 0; i < SCREEN; i++, added++) {
                other.addRoute(
                        table.get(added % CHANGED).toNetAddress(), RouteInfo.via().metric(added));
            }
            now = System.nanoTime();
        }
        return (added - before) * 1e9 / (now - start);
    }

    private interface Progress {
        void lines(long count);
    }

    /** Lists all, until interrupted. */
    private void list(Progress progress) {
        OutputStream sink =
                new OutputStream() {
                    private long lines;

                    @Override
                    public void write(int single) {
                        write(new byte[] {(byte) single}, 0, 1);
                    }

                    @Override
                    public void write(byte[] bytes, int offset, int length) {
                        for (int i = offset; i < offset + length; i++) {
                            lines += bytes[i] == '\n' ? 1 : 0;
                        }
                        progress.lines(lines);
                    }
                };
        PrintStream before = System.out;
        System.setOut(new PrintStream(sink, true, StandardCharsets.UTF_8));
        try {
            commands.routes("0", "unicast", true, false, false, false, false);
        } finally {
            System.setOut(before);
        }
    }
}
