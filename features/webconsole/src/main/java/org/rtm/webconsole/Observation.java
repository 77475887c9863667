package org.rtm.webconsole;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.rtm.api.AddressFamily;
import org.rtm.webconsole.RecentChanges.Change;
import org.rtm.webconsole.Samples.Sample;

/**
 * Looks at the tables once a second, on a thread of its own, so that pages have something to show.
 */
@Component(service = Observation.class, immediate = true)
public final class Observation {
    /** After this nobody looks at changes any more. */
    private static final Duration ATTENTION = Duration.ofSeconds(30);

    private final Tables tables;
    private final Logger log;
    private final Clock clock;
    private final String epoch = UUID.randomUUID().toString();
    private final Samples samples = new Samples();
    private final RecentChanges changes;
    private final ScheduledExecutorService seconds =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread thread = new Thread(task, "rtm-webconsole");
                        thread.setDaemon(true);
                        return thread;
                    });
    private volatile long watchedUntil;

    /** What was logged last, and lasts. */
    private String failure = "";

    @Activate
    public Observation(
            @Reference Tables tables, @Reference(service = LoggerFactory.class) Logger log) {
        this(tables, log, Clock.systemUTC());
        seconds.scheduleAtFixedRate(this::observe, 0, 1, TimeUnit.SECONDS);
    }

    /** Observes when told to. */
    Observation(Tables tables, Logger log, Clock clock) {
        this.tables = tables;
        this.log = log;
        this.clock = clock;
        this.changes = new RecentChanges(tables);
    }

    void observe() {
        try {
            samples.add(clock.instant(), tables.instances());
            follow();
            failure = "";
        } catch (RuntimeException failed) {
            // Once thrown from here, nothing would be observed any more.
            if (!failed.toString().equals(failure)) {
                log.warn(
                        "the web console cannot look at the tables: {}",
                        failed.getMessage(),
                        failed);
            }
            failure = failed.toString();
        }
    }

    private synchronized void follow() {
        if (clock.millis() < watchedUntil) {
            changes.take(clock.instant());
        } else {
            changes.end();
        }
    }

    /** Returns what changes and samples are numbered within: another one begins with 1 again. */
    String epoch() {
        return epoch;
    }

    List<Sample> samplesAfter(long number, int instance, AddressFamily family) {
        return samples.after(number, instance, family);
    }

    /** Returns recent changes. They are followed from the first call on, while calls go on. */
    List<Change> changesAfter(long number) {
        boolean isFirst = clock.millis() >= watchedUntil;
        watchedUntil = clock.millis() + ATTENTION.toMillis();
        if (isFirst) {
            follow();
        }
        return changes.after(number);
    }

    @Deactivate
    public void close() throws InterruptedException {
        seconds.shutdown();
        seconds.awaitTermination(5, TimeUnit.SECONDS);
        watchedUntil = 0;
        follow();
    }
}
