package org.rtm.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.rtm.api.EntityInfo;
import org.rtm.api.HandleKind;
import org.rtm.api.monitor.EntityStatus;
import org.rtm.api.monitor.InstanceStatus;
import org.rtm.api.monitor.RtmMonitor;
import org.rtm.api.monitor.TableStatus;

/**
 * Whether entities give back the handles that they are handed. A leak is growing where, over a
 * quarter of an hour, an entity had more handles all through each five minutes than at any time of
 * the five minutes before. What is taken once and kept is no leak.
 *
 * <p>Runs by itself, as it has to compare with what was.
 */
@Component(
        property = {
            HealthCheck.NAME + "=RTM handles are given back",
            HealthCheck.TAGS + "=rtm",
            HealthCheck.ASYNC_INTERVAL_IN_SEC + ":Long=60"
        })
public final class GrowingLeaks implements HealthCheck {
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final int PARTS = 3;
    private static final Duration STEP = Duration.ofSeconds(30);

    /** Fewer may be a protocol that grows. */
    private static final long LEAST_GROWTH = 100;

    private final RtmMonitor monitor;
    private final InstantSource clock;
    private final Map<Key, Deque<Sample>> history = new HashMap<>();

    private record Key(EntityInfo entity, Instant since, HandleKind kind) {}

    private record Sample(Instant time, long handles) {}

    @Activate
    public GrowingLeaks(@Reference RtmMonitor monitor) {
        this(monitor, InstantSource.system());
    }

    GrowingLeaks(RtmMonitor monitor, InstantSource clock) {
        this.monitor = monitor;
        this.clock = clock;
    }

    @Override
    public synchronized Result execute() {
        ResultLog log = new ResultLog();
        Set<Key> seen = new HashSet<>();
        for (InstanceStatus instance : monitor.instances()) {
            for (TableStatus table : instance.tables()) {
                for (EntityStatus entity : table.entities()) {
                    entity.handles().forEach((kind, count) -> look(entity, kind, count, seen, log));
                }
            }
        }
        history.keySet().retainAll(seen);
        log.add(
                new ResultLog.Entry(
                        Result.Status.OK,
                        "compared with up to %d minutes ago".formatted(WINDOW.toMinutes())));
        return new Result(log);
    }

    private void look(
            EntityStatus entity, HandleKind kind, long count, Set<Key> seen, ResultLog log) {
        Key key = new Key(entity.info(), entity.since(), kind);
        seen.add(key);
        Deque<Sample> samples = history.computeIfAbsent(key, absent -> new ArrayDeque<>());
        Instant now = clock.instant();
        if (samples.isEmpty() || !samples.getLast().time.plus(STEP).isAfter(now)) {
            samples.add(new Sample(now, count));
        }
        samples.removeIf(sample -> sample.time.isBefore(now.minus(WINDOW)));
        long growth = growth(samples, now);
        if (growth >= LEAST_GROWTH) {
            log.add(
                    new ResultLog.Entry(
                            Result.Status.WARN,
                            "%s has %d open handles of kind %s, at least %d more than %d minutes ago, and they grow; %s"
                                    .formatted(
                                            Names.of(entity),
                                            count,
                                            kind,
                                            growth,
                                            WINDOW.toMinutes(),
                                            whereTaken(entity))));
        }
    }

    /**
     * By how much the handles have grown in every part of the window; 0 if in one they have not.
     */
    private static long growth(Deque<Sample> samples, Instant now) {
        LongSummaryStatistics[] parts = new LongSummaryStatistics[PARTS];
        for (int i = 0; i < PARTS; i++) {
            parts[i] = new LongSummaryStatistics();
        }
        long part = WINDOW.toMillis() / PARTS;
        for (Sample sample : samples) {
            long age = Duration.between(sample.time, now).toMillis();
            parts[(int) Math.max(0, PARTS - 1 - age / part)].accept(sample.handles);
        }
        for (int i = 0; i < PARTS; i++) {
            if (parts[i].getCount() == 0 || i > 0 && parts[i].getMin() <= parts[i - 1].getMax()) {
                return 0;
            }
        }
        return parts[PARTS - 1].getMin() - parts[0].getMax();
    }

    private String whereTaken(EntityStatus entity) {
        return monitor.openHandles(entity.info(), 1).stream()
                .flatMap(handle -> handle.takenAt().stream())
                .filter(frame -> !frame.getClassName().startsWith("java."))
                .findFirst()
                .map(frame -> "the oldest that is tracked was taken at " + frame)
                .orElse("handle.tracking=true in the instance's configuration tells where");
    }
}
