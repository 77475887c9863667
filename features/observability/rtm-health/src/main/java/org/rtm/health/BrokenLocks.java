package org.rtm.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.rtm.api.monitor.InstanceStatus;
import org.rtm.api.monitor.RtmMonitor;
import org.rtm.api.monitor.TableStatus;

/** Whether locks are given back before they are taken away. */
@Component(property = {HealthCheck.NAME + "=RTM locks are given back", HealthCheck.TAGS + "=rtm"})
public final class BrokenLocks implements HealthCheck {
    private static final Duration RECENT = Duration.ofHours(1);

    private final RtmMonitor monitor;
    private final InstantSource clock;

    @Activate
    public BrokenLocks(@Reference RtmMonitor monitor) {
        this(monitor, InstantSource.system());
    }

    BrokenLocks(RtmMonitor monitor, InstantSource clock) {
        this.monitor = monitor;
        this.clock = clock;
    }

    @Override
    public Result execute() {
        ResultLog log = new ResultLog();
        Instant recent = clock.instant().minus(RECENT);
        long all = 0;
        for (InstanceStatus instance : monitor.instances()) {
            for (TableStatus table : instance.tables()) {
                all += table.locksTakenAway();
                table.lastLockTakenAway()
                        .filter(time -> time.isAfter(recent))
                        .ifPresent(time -> log.add(broken(instance.instance(), table, time)));
            }
        }
        log.add(new ResultLog.Entry(Result.Status.OK, all + " locks taken away since the start"));
        return new Result(log);
    }

    private ResultLog.Entry broken(int instance, TableStatus table, Instant time) {
        return new ResultLog.Entry(
                Result.Status.WARN,
                "%s table of instance %d: a lock was taken away %d s ago; the log names its holder"
                        .formatted(
                                table.family(),
                                instance,
                                Duration.between(time, clock.instant()).toSeconds()));
    }
}
