package org.rtm.health;

import java.time.Duration;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.rtm.api.monitor.EntityStatus;
import org.rtm.api.monitor.InstanceStatus;
import org.rtm.api.monitor.RtmMonitor;
import org.rtm.api.monitor.TableStatus;

/** Whether every entity's call-backs return, so that it hears of what comes next. */
@Component(property = {HealthCheck.NAME + "=RTM call-backs return", HealthCheck.TAGS + "=rtm"})
public final class StuckLanes implements HealthCheck {
    /** A call-back hands work over; one that does the work itself is done long before. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final RtmMonitor monitor;
    private final Duration longest;

    @Activate
    public StuckLanes(@Reference RtmMonitor monitor) {
        this(monitor, LONGEST);
    }

    StuckLanes(RtmMonitor monitor, Duration longest) {
        this.monitor = monitor;
        this.longest = longest;
    }

    @Override
    public Result execute() {
        ResultLog log = new ResultLog();
        int entities = 0;
        for (InstanceStatus instance : monitor.instances()) {
            for (TableStatus table : instance.tables()) {
                for (EntityStatus entity : table.entities()) {
                    entities++;
                    entity.runningCallback()
                            .filter(time -> time.compareTo(longest) > 0)
                            .ifPresent(time -> log.add(stuck(entity, time)));
                }
            }
        }
        log.add(new ResultLog.Entry(Result.Status.OK, entities + " entities looked at"));
        return new Result(log);
    }

    private static ResultLog.Entry stuck(EntityStatus entity, Duration time) {
        return new ResultLog.Entry(
                Result.Status.CRITICAL,
                "%s: a call-back has been running for %d s, and %d wait for it"
                        .formatted(Names.of(entity), time.toSeconds(), entity.waitingCallbacks()));
    }
}
