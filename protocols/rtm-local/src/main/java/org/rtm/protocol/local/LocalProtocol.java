package org.rtm.protocol.local;

import java.net.SocketException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.Designate;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.link.LinkEvents;

/**
 * Looks at the interfaces when they change, and puts what it sees into the tables of instance 0.
 * Where nobody tells of changes, it looks again and again.
 */
@Component(
        service = {},
        configurationPid = LocalConfiguration.PID,
        immediate = true)
@Designate(ocd = LocalConfiguration.class)
public final class LocalProtocol {
    private static final long SHORTEST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 60_000;
    private static final long USUAL_MILLIS = 1000;

    /** How often to look although changes are told of. */
    private static final Duration TO_BE_SURE = Duration.ofSeconds(30);

    private final RoutingTableManager rtm;
    private final Logger log;
    private final Interfaces interfaces;
    private final LocalRoutes routes;
    private final ScheduledThreadPoolExecutor executor;
    private final Runnable told = this::changed;
    private final AtomicBoolean isTold = new AtomicBoolean();
    private volatile Optional<LinkEvents> events = Optional.empty();
    private volatile boolean isDue = true;
    private Set<LocalRoute> seen = Set.of();
    private long seenAt;
    private String failure = "";
    private long interval = USUAL_MILLIS;
    private ScheduledFuture<?> looks;

    /** Reads what follows from the interfaces as they are. */
    interface Interfaces {
        Set<LocalRoute> read() throws SocketException;
    }

    @Activate
    public LocalProtocol(
            @Reference(target = "(" + RoutingTableManager.INSTANCE + "=0)") RoutingTableManager rtm,
            @Reference(service = LoggerFactory.class) Logger log,
            Map<String, Object> configuration) {
        this(rtm, log, configuration, LocalRoute::ofInterfaces);
    }

    LocalProtocol(
            RoutingTableManager rtm,
            Logger log,
            Map<String, Object> configuration,
            Interfaces interfaces) {
        this.rtm = rtm;
        this.log = log;
        this.interfaces = interfaces;
        routes = new LocalRoutes(log);
        executor =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> {
                            Thread thread = new Thread(task, "rtm local routes");
                            thread.setDaemon(true);
                            return thread;
                        },
                        new ThreadPoolExecutor.DiscardPolicy());
        look();
        configure(configuration);
    }

    /** Takes a new interval; a wrong one is refused, and the last good one stays. */
    @Modified
    void configure(Map<String, Object> configuration) {
        Object value = configuration.getOrDefault("interval", USUAL_MILLIS);
        try {
            interval = interval(String.valueOf(value).trim());
        } catch (IllegalArgumentException e) {
            log.error(
                    "the configuration {} was refused: {}", LocalConfiguration.PID, e.getMessage());
        }
        if (looks != null) {
            looks.cancel(false);
        }
        looks =
                executor.scheduleWithFixedDelay(
                        this::look, interval, interval, TimeUnit.MILLISECONDS);
    }

    /** Reads an interval in milliseconds. */
    static long interval(String text) {
        try {
            long millis = Long.parseLong(text);
            if (millis >= SHORTEST_MILLIS && millis <= LONGEST_MILLIS) {
                return millis;
            }
        } catch (NumberFormatException e) {
            // refused below, like a number out of range
        }
        throw new IllegalArgumentException(
                "interval is '%s'; allowed is a number of milliseconds from %d to %d"
                        .formatted(text, SHORTEST_MILLIS, LONGEST_MILLIS));
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addLinkEvents(LinkEvents added) {
        events = Optional.of(added);
        added.addListener(told);
    }

    void removeLinkEvents(LinkEvents removed) {
        removed.removeListener(told);
        if (events.filter(removed::equals).isPresent()) {
            events = Optional.empty();
        }
    }

    /** Looks soon; until that has begun, once is enough. */
    private void changed() {
        isDue = true;
        if (isTold.compareAndSet(false, true)) {
            executor.execute(
                    () -> {
                        isTold.set(false);
                        look();
                    });
        }
    }

    /** Looks at the interfaces if there may be something new, and at the table in any case. */
    private void look() {
        try {
            long time = System.nanoTime();
            if (isDue || events.isEmpty() || time - seenAt > TO_BE_SURE.toNanos()) {
                isDue = false;
                Set<LocalRoute> now = interfaces.read();
                if (!now.equals(seen)) {
                    seen = now;
                }
                seenAt = time;
            }
            routes.follow(seen, rtm);
            failure = "";
        } catch (SocketException | RuntimeException e) {
            // An interface, or the table, can go while it is looked at: the next time may do.
            isDue = true;
            if (!e.toString().equals(failure)) {
                log.warn("the local routes do not follow the interfaces yet", e);
            }
            failure = e.toString();
        }
    }

    @Deactivate
    void stop() {
        executor.shutdown();
        routes.close();
    }
}
