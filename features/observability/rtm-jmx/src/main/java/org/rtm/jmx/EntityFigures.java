package org.rtm.jmx;

import java.time.Duration;
import org.rtm.api.monitor.EntityStatus;

/** What JMX shows of an entity. */
public final class EntityFigures {
    private final EntityStatus entity;

    EntityFigures(EntityStatus entity) {
        this.entity = entity;
    }

    public String getName() {
        return entity.info().name();
    }

    public String getBundle() {
        return entity.bundle();
    }

    public long getSinceMillis() {
        return entity.since().toEpochMilli();
    }

    public boolean isRetained() {
        return entity.retentionLeft().isPresent();
    }

    public long getRoutes() {
        return entity.routes();
    }

    public long getBestRoutes() {
        return entity.bestRoutes();
    }

    public long getStaleRoutes() {
        return entity.staleRoutes();
    }

    public long getRouteLimit() {
        return entity.routeLimit();
    }

    public long getNextHops() {
        return entity.nextHops();
    }

    /** Of all kinds. */
    public long getHandles() {
        return entity.handles().values().stream().mapToLong(Long::longValue).sum();
    }

    public long getCallbacks() {
        return entity.callbacks();
    }

    public long getFailedCallbacks() {
        return entity.failedCallbacks();
    }

    public int getWaitingCallbacks() {
        return entity.waitingCallbacks();
    }

    /** How long the call-back that runs has been running; 0 if none does. */
    public long getRunningCallbackMillis() {
        return entity.runningCallback().map(Duration::toMillis).orElse(0L);
    }
}
