package org.rtm.benchmarks;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.rtm.api.AddressFamily;
import org.rtm.api.DestInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.ViewSet;
import org.rtm.benchmarks.data.Prefix;
import org.rtm.benchmarks.data.Prefixes;

/** An entity that looks random addresses up, one after the other, and times each look-up. */
final class Reader {
    private static final int QUESTIONS = 1 << 20;
    private static final int NUMBER = 2_000;
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(100);

    private final EntityRegistration entity;
    private final NetAddress[] addresses = new NetAddress[QUESTIONS];
    private int question;
    private long found;

    Reader(Router router, List<Prefix> table) {
        entity = router.register(AddressFamily.IPV4, NUMBER);
        Prefix[] picked = Prefixes.addressesIn(table, QUESTIONS);
        for (int i = 0; i < QUESTIONS; i++) {
            addresses[i] = picked[i].toNetAddress();
        }
    }

    /** Something to do while look-ups are timed. */
    interface Meanwhile {
        void run() throws InterruptedException;
    }

    /** Times look-ups, on a thread of their own, as long as something else takes. */
    Histogram timeWhile(Meanwhile meanwhile) throws InterruptedException {
        Histogram times = new Histogram(LONGEST_NANOS, 3);
        Thread thread = new Thread(() -> timeUntilInterrupted(times), "reader");
        thread.start();
        try {
            meanwhile.run();
        } finally {
            thread.interrupt();
            thread.join();
        }
        return times;
    }

    private void timeUntilInterrupted(Histogram times) {
        while (!Thread.currentThread().isInterrupted()) {
            question = question + 1 & QUESTIONS - 1;
            long start = System.nanoTime();
            Optional<DestInfo> answer =
                    entity.mostSpecific(addresses[question], ProtocolId.BEST, ViewSet.UNICAST);
            if (answer.isPresent()) {
                try (DestInfo info = answer.get()) {
                    found += info.belongsToViews().mask();
                }
            }
            times.recordValue(Math.min(System.nanoTime() - start, LONGEST_NANOS));
        }
    }

    /** Something of what was found, so that the compiler does not leave the look-ups out. */
    long found() {
        return found;
    }
}
