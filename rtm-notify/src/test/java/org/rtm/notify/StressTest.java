package org.rtm.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;

/**
 * Writers, readers, enumerations, clients of change notification, locks and entities that come and
 * go, all at once in both tables, on the prefixes of the Internet: half a minute, or {@code
 * -Drtm.stress.minutes=60}. In rounds: after each, everybody pauses, and what is left is checked.
 */
@Tag("concurrency")
class StressTest {
    private static final double MINUTES =
            Double.parseDouble(System.getProperty("rtm.stress.minutes", "0.5"));
    private static final long SEED = Long.getLong("rtm.stress.seed", System.nanoTime());
    private static final int PREFIXES_IN_FAMILY = 12_000;
    private static final int SECONDS_IN_ROUND = 10;
    private static final int MOST_SECONDS_IN_CALL = 120;

    private final Invariants invariants = new Invariants(SEED);
    private final Router router = new Router();
    private final Notifier notifier = new Notifier();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile boolean isRoundOver;
    private volatile boolean isEnd;

    @AfterEach
    void stop() throws InterruptedException {
        isRoundOver = true;
        isEnd = true;
        threads.shutdownNow();
        assertThat(threads.awaitTermination(MOST_SECONDS_IN_CALL, TimeUnit.SECONDS)).isTrue();
        notifier.stop();
        router.close();
    }

    @Test
    void every_invariant_holds_while_everything_happens_at_once() throws Exception {
        router.configure(
                Map.of(
                        "handles.in.call", Router.MAX_HANDLES_IN_CALL,
                        "change.registrations", 64,
                        "instance", 0,
                        "lock.longest", 600)); // a lock that is taken away excludes nobody
        List<TableUnderStress> tables = tables();
        threads.submit(this::callDue);

        long end = System.nanoTime() + (long) (MINUTES * TimeUnit.MINUTES.toNanos(1));
        long steps = 0;
        for (int round = 0; System.nanoTime() < end && !invariants.areBroken(); round++) {
            steps += run(tables, round, Math.min(end, System.nanoTime() + roundNanos()));
            for (TableUnderStress table : tables) {
                table.checkAtRest();
            }
        }

        invariants.assertHeld();
        System.out.printf("StressTest: %d steps, seed %d%n", steps, SEED);
        tables.forEach(TableUnderStress::close);
        notifier.stop();
        tables.forEach(TableUnderStress::checkNothingIsLeft);
        invariants.assertHeld();
    }

    private List<TableUnderStress> tables() throws IOException {
        List<TableUnderStress> tables = new ArrayList<>();
        Map<AddressFamily, List<NetAddress>> prefixes =
                Prefixes.of(PREFIXES_IN_FAMILY, new Random(SEED));
        for (AddressFamily family : AddressFamily.values()) {
            tables.add(
                    new TableUnderStress(
                            family, prefixes.get(family), router, notifier, invariants));
        }
        return tables;
    }

    private static long roundNanos() {
        return TimeUnit.SECONDS.toNanos(SECONDS_IN_ROUND);
    }

    /** Has what the router's timers wait for happen, as the router's own thread does. */
    private void callDue() {
        while (!isEnd) {
            router.callDue();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    private long run(List<TableUnderStress> tables, int round, long until) throws Exception {
        isRoundOver = false;
        List<Future<Long>> running = new ArrayList<>();
        for (TableUnderStress table : tables) {
            table.work()
                    .forEach(
                            (name, work) -> {
                                Random random = new Random(SEED + 31L * round + name.hashCode());
                                running.add(threads.submit(() -> repeat(name, work, random)));
                            });
        }
        while (System.nanoTime() < until && !invariants.areBroken()) {
            new CompletableFuture<>().completeOnTimeout(null, 50, TimeUnit.MILLISECONDS).join();
        }
        isRoundOver = true;
        long steps = 0;
        try {
            for (Future<Long> one : running) {
                steps += one.get(MOST_SECONDS_IN_CALL, TimeUnit.SECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            invariants.failed("a call that has to end", e);
        }
        invariants.assertHeld();
        return steps;
    }

    private long repeat(String name, TableUnderStress.Work work, Random random) {
        long steps = 0;
        try {
            while (!isRoundOver) {
                work.step(random);
                steps++;
            }
        } catch (RuntimeException | AssertionError e) {
            invariants.failed(name, e);
            isRoundOver = true;
        }
        return steps;
    }
}
