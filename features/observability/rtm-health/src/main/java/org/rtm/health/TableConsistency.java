package org.rtm.health;

import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.rtm.api.AddressFamily;
import org.rtm.api.monitor.InstanceStatus;
import org.rtm.api.monitor.RtmMonitor;
import org.rtm.api.monitor.TableCheck;
import org.rtm.api.monitor.TableStatus;

/** Whether the tables hold what they say they hold. */
@Component(property = {HealthCheck.NAME + "=RTM tables are consistent", HealthCheck.TAGS + "=rtm"})
public final class TableConsistency implements HealthCheck {
    /** The Internet's table, which takes less than a second. */
    static final int MOST_DESTINATIONS = 1_500_000;

    private final RtmMonitor monitor;

    @Activate
    public TableConsistency(@Reference RtmMonitor monitor) {
        this.monitor = monitor;
    }

    @Override
    public Result execute() {
        ResultLog log = new ResultLog();
        for (InstanceStatus instance : monitor.instances()) {
            for (TableStatus table : instance.tables()) {
                monitor.check(instance.instance(), table.family(), MOST_DESTINATIONS)
                        .ifPresent(check -> tell(instance.instance(), table.family(), check, log));
            }
        }
        return new Result(log);
    }

    private static void tell(int instance, AddressFamily family, TableCheck check, ResultLog log) {
        String table = "%s table of instance %d".formatted(family, instance);
        for (String fault : check.faults()) {
            log.add(new ResultLog.Entry(Result.Status.CRITICAL, table + ": " + fault));
        }
        String counts =
                check.isCounted()
                        ? "counts compared"
                        : check.isWhole()
                                ? "counts not compared, as it changed meanwhile"
                                : "counts not compared, as there are more";
        log.add(
                new ResultLog.Entry(
                        Result.Status.OK,
                        "%s: %d destinations walked, %s"
                                .formatted(table, check.destinations(), counts)));
    }
}
