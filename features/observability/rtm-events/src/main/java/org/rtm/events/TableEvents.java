package org.rtm.events;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.Designate;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityRegistration;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.RtmException;
import org.rtm.api.monitor.InstanceStatus;
import org.rtm.api.monitor.RtmMonitor;
import org.rtm.api.monitor.TableStatus;
import org.rtm.api.notify.ChangeNotifier;

/**
 * Sends what happens in the tables of all instances as events, once it is configured.
 *
 * <p>One thread sends them, and waits for those who handle them. What is not sent yet is pending
 * with the notifier, each destination once: whoever is slow, or allowed few events, hears of fewer
 * changes, and always of the newest.
 */
@Component(
        service = {},
        configurationPid = EventConfiguration.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
@Designate(ocd = EventConfiguration.class)
public final class TableEvents {
    private static final int TICKS_IN_SECOND = 10;
    private static final int HIGHEST_RATE = 100_000;
    private static final long LONGEST_END_SECONDS = 5;

    private final RoutingTableManager rtm;
    private final RtmMonitor monitor;
    private final ChangeNotifier notifier;
    private final EventAdmin events;
    private final Logger log;
    private final int rate;

    /** The one that was sent of last is the last. */
    private final Map<Key, FollowedTable> tables = new LinkedHashMap<>();

    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "rtm events"));

    /** What may be sent, in as many parts of an event as there are ticks in a second. */
    private int allowed;

    private String failure = "";

    private record Key(int instance, AddressFamily family) {}

    @Activate
    public TableEvents(
            @Reference(target = "(" + RoutingTableManager.INSTANCE + "=0)") RoutingTableManager rtm,
            @Reference RtmMonitor monitor,
            @Reference ChangeNotifier notifier,
            @Reference EventAdmin events,
            @Reference(service = LoggerFactory.class) Logger log,
            EventConfiguration configuration) {
        this(rtm, monitor, notifier, events, log, configuration.rate());
        follow();
        thread.scheduleWithFixedDelay(this::follow, 1, 1, TimeUnit.SECONDS);
        thread.scheduleWithFixedDelay(
                this::send,
                0,
                TimeUnit.SECONDS.toMillis(1) / TICKS_IN_SECOND,
                TimeUnit.MILLISECONDS);
    }

    TableEvents(
            RoutingTableManager rtm,
            RtmMonitor monitor,
            ChangeNotifier notifier,
            EventAdmin events,
            Logger log,
            int rate) {
        if (rate < 1 || rate > HIGHEST_RATE) {
            throw new IllegalArgumentException(
                    "rate is '%d'; allowed is a number of events a second from 1 to %d"
                            .formatted(rate, HIGHEST_RATE));
        }
        this.rtm = rtm;
        this.monitor = monitor;
        this.notifier = notifier;
        this.events = events;
        this.log = log;
        this.rate = rate;
    }

    /** Follows the tables that there are now. */
    synchronized void follow() {
        try {
            Set<Key> there = new HashSet<>();
            for (InstanceStatus instance : monitor.instances()) {
                for (TableStatus table : instance.tables()) {
                    there.add(new Key(instance.instance(), table.family()));
                }
            }
            tables.entrySet()
                    .removeIf(
                            entry ->
                                    !there.contains(entry.getKey()) || entry.getValue().hasEnded());
            for (Key key : there) {
                tables.computeIfAbsent(key, this::follow);
            }
            failure = "";
        } catch (RtmException e) { // a table can go at any time; the next look may do
            if (!e.toString().equals(failure)) {
                log.warn("events of a table are not sent yet: {}", e.getMessage());
            }
            failure = e.toString();
        }
    }

    private FollowedTable follow(Key key) {
        return new FollowedTable(rtm, key.instance, key.family, notifier, log);
    }

    /**
     * Sends what may be sent in a tick, of all tables alike. What was not used in the ticks before
     * is no more than part of an event: after a pause as well, a second has no more than the rate.
     */
    synchronized void send() {
        allowed = Math.min(allowed, TICKS_IN_SECOND - 1) + rate;
        Set<Key> busy = new LinkedHashSet<>(tables.keySet());
        while (!busy.isEmpty() && allowed >= TICKS_IN_SECOND) {
            int share = Math.max(1, allowed / TICKS_IN_SECOND / busy.size());
            for (Key key : List.copyOf(busy)) {
                FollowedTable table = tables.get(key);
                int sent = table.send(events, Math.min(share, allowed / TICKS_IN_SECOND));
                allowed -= sent * TICKS_IN_SECOND;
                if (sent == 0) {
                    busy.remove(key);
                } else {
                    tables.remove(key);
                    tables.put(key, table);
                }
            }
        }
    }

    /** The entities by which the tables are seen. */
    synchronized List<EntityRegistration> registrations() {
        return tables.values().stream().map(FollowedTable::entity).toList();
    }

    @Deactivate
    void stop() throws InterruptedException {
        thread.shutdown();
        thread.awaitTermination(LONGEST_END_SECONDS, TimeUnit.SECONDS);
        tables.values().forEach(FollowedTable::close);
    }
}
