package org.rtm.protocol.rip;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
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
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.RtmException;
import org.rtm.api.RtmStatus;
import org.rtm.api.link.LinkEvents;
import org.rtm.api.notify.ChangeNotifier;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.protocol.rip.engine.ExternalRoute;
import org.rtm.protocol.rip.engine.InterfaceSettings;
import org.rtm.protocol.rip.engine.LearnedRoute;
import org.rtm.protocol.rip.engine.RipEngine;
import org.rtm.protocol.rip.engine.RipOutput;
import org.rtm.protocol.rip.engine.RipTimers;
import org.rtm.protocol.rip.message.Authentication;
import org.rtm.protocol.rip.transport.RouterSockets;

/**
 * RIP on this router: the engine on a thread of its own, between the network and the table. When it
 * stops, nothing is said and nothing withdrawn: it may be back before anybody misses it.
 */
@Component(service = RipProcess.class, configurationPid = RipConfiguration.PID)
@Designate(ocd = RipConfiguration.class)
public final class RipProcess implements RipOutput {
    private static final EntityInfo SELF =
            EntityInfo.of(AddressFamily.IPV4, ProtocolId.RIP, 1).named("rip");

    /** Between two log lines about routes that are not used: there may be thousands. */
    private static final Duration QUIET = Duration.ofMinutes(10);

    private static final int USUAL_LEARNED_ROUTES = 100_000;
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);
    private static final String STOPPING = "RIP is stopping";

    /** The table comes and goes, and so do interfaces, of which others may tell sooner. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    /**
     * Before anything is said to neighbours: configurations of interfaces come one by one, and what
     * started with RIP adds its routes. Who spoke at once would tell of a way around to networks of
     * its own, which leads back to it. Where RIP finds routes that it left, the others run already,
     * and the neighbours are not to miss it.
     */
    private static final Duration SETTLING = Duration.ofSeconds(1);

    /** Before RIP runs without what it is to redistribute. */
    private static final Duration LONGEST_SETTLING = Duration.ofSeconds(5);

    private static final Duration WHILE_SETTLING = Duration.ofMillis(50);

    /** No longer than this passes from one configuration of an interface to the next. */
    private static final Duration BETWEEN_CONFIGURATIONS = Duration.ofMillis(100);

    private final Logger log;
    private final RoutingTableManager rtm;
    private final ScheduledThreadPoolExecutor thread;
    private final InstantSource steady;
    private final Instant started;
    private final DueTime due;
    private final RipEngine engine;
    private final Redistribution redistribution;
    private final Map<String, ConfiguredInterface> configured = new TreeMap<>();
    private final Map<String, InterfaceSettings> running = new HashMap<>();
    private final Map<String, RouterSockets> sockets = new HashMap<>();
    private final Map<String, WaitingDatagrams> waiting = new HashMap<>();

    /**
     * Each outlives other settings of its interface, and its absence, as it knows what was said.
     */
    private final Map<String, Secured> authentications = new HashMap<>();

    /** Why an interface that is configured does not run, as it was logged. */
    private final Map<String, String> problems = new TreeMap<>();

    /** The entity in the table; empty while there is no table. */
    private volatile Optional<Registered> registered = Optional.empty();

    /** Why there is none, as it was logged. */
    private Optional<String> refusal = Optional.empty();

    private volatile int mostLearnedRoutes = USUAL_LEARNED_ROUTES;

    private boolean isSettled;
    private Instant lastConfigured;

    /** No log line before this about a route that is not used. */
    private Instant quietUntil = Instant.MIN;

    private final Runnable told = this::interfacesChanged;
    private final AtomicBoolean isTold = new AtomicBoolean();
    private Optional<ChangeNotifier> notifier = Optional.empty();
    private Optional<ChangeRegistration> following = Optional.empty();

    /** Why nothing is followed, as it was logged. */
    private Optional<String> followingRefusal = Optional.empty();

    private record Secured(ConfiguredInterface by, Authentication authentication) {
        boolean fits(ConfiguredInterface wanted) {
            return wanted.kind().equals(by.kind()) && wanted.keys().equals(by.keys());
        }
    }

    private record Registered(EntityRegistration registration, LearnedRoutes learned) {}

    @Activate
    public RipProcess(
            @Reference(name = "rtm", target = "(" + RoutingTableManager.INSTANCE + "=0)")
                    RoutingTableManager rtm,
            @Reference(service = LoggerFactory.class) Logger log,
            RipConfiguration configuration) {
        this.rtm = rtm;
        this.log = log;
        Map<ProtocolId, Integer> metrics = redistributed(configuration.redistribute());
        mostLearnedRoutes = learnedRoutes(configuration.learned_routes());
        Instant start = Instant.now();
        long startNanos = System.nanoTime();
        // Timers do not follow the clock on the wall when that is set.
        steady = () -> start.plusNanos(System.nanoTime() - startNanos);
        started = start;
        lastConfigured = start;
        thread =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> {
                            Thread created = new Thread(task, "rip");
                            created.setDaemon(true);
                            return created;
                        });
        // What is cancelled would wait for its time otherwise.
        thread.setRemoveOnCancelPolicy(true);
        due = new DueTime(thread, steady, () -> safely(this::runDue));
        engine = new RipEngine(steady, new SplittableRandom(), this);
        redistribution =
                new Redistribution(
                        SELF.id(),
                        task -> run(rip -> task.run()),
                        metrics,
                        engine::redistribute,
                        engine::withdraw);
        thread.scheduleWithFixedDelay(
                () ->
                        safely(
                                () -> {
                                    lookAtTable();
                                    lookAtInterfaces();
                                    runDue();
                                }),
                0,
                LOOK_AGAIN.toMillis(),
                TimeUnit.MILLISECONDS);
        settle();
    }

    /** Runs on interfaces as soon as what is to be redistributed is known. */
    private void settle() {
        thread.schedule(
                () ->
                        safely(
                                () -> {
                                    isSettled = canSettle();
                                    if (isSettled) {
                                        lookAtInterfaces();
                                        runDue();
                                    } else {
                                        settle();
                                    }
                                }),
                WHILE_SETTLING.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private boolean canSettle() {
        Instant now = steady.instant();
        Duration since = Duration.between(started, now);
        boolean hasWaited = since.compareTo(SETTLING) >= 0;
        boolean isConfigured =
                Duration.between(lastConfigured, now).compareTo(BETWEEN_CONFIGURATIONS) >= 0;
        boolean isBack =
                isConfigured && registered.filter(each -> each.learned().count() > 0).isPresent();
        boolean isKnown = redistribution.isOfNothing() || redistribution.isComplete();
        return isKnown && (isBack || hasWaited) || since.compareTo(LONGEST_SETTLING) >= 0;
    }

    /** The interface with a number, for as long as its configuration has not come. */
    private static Optional<InterfaceSettings> found(int index) {
        try {
            NetworkInterface found = NetworkInterface.getByIndex(index);
            return found == null || !found.isUp()
                    ? Optional.empty()
                    : Optional.of(
                            ConfiguredInterface.unconfigured(found.getName()).settings(found));
        } catch (SocketException e) {
            return Optional.empty();
        }
    }

    /** A wrong element is logged, and the others count. A file has all of them in one text. */
    private Map<ProtocolId, Integer> redistributed(String[] texts) {
        Map<ProtocolId, Integer> metrics = new HashMap<>();
        for (String text : String.join(",", texts).split("\\s*,\\s*")) {
            if (text.isBlank()) {
                continue;
            }
            String[] parts = text.split("=", -1);
            try {
                ProtocolId protocol = ProtocolId.parse(parts[0].trim());
                int metric = parts.length == 2 ? Integer.parseInt(parts[1].trim()) : 0;
                // Checks the metric.
                new ExternalRoute(NetAddress.all(AddressFamily.IPV4), metric, 0, Optional.empty());
                metrics.put(protocol, metric);
            } catch (IllegalArgumentException | RtmException e) {
                log.warn(
                        "RIP does not redistribute '{}': {}; allowed is protocol=metric with 1 to 15",
                        text,
                        e.getMessage());
            }
        }
        return metrics;
    }

    /** A wrong number is logged, and the last good one stays. */
    private int learnedRoutes(String text) {
        try {
            int number = Integer.parseInt(text.trim());
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException e) {
            // logged below, like a number out of range
        }
        log.warn(
                "RIP learns {} routes at the most: learned.routes is '{}'; allowed is a number from 1 to 2147483647",
                mostLearnedRoutes,
                text);
        return mostLearnedRoutes;
    }

    /** Follows the table with a notifier; one that is gone is left to itself. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addNotifier(ChangeNotifier added) {
        run(
                rip -> {
                    notifier = Optional.of(added);
                    followAgain();
                });
    }

    void removeNotifier(ChangeNotifier removed) {
        run(
                rip -> {
                    if (notifier.filter(removed::equals).isPresent()) {
                        notifier = Optional.empty();
                        followAgain();
                    }
                });
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addLinkEvents(LinkEvents added) {
        added.addListener(told);
    }

    void removeLinkEvents(LinkEvents removed) {
        removed.removeListener(told);
    }

    /** Looks at the interfaces soon; until that has begun, once is enough. */
    private void interfacesChanged() {
        if (isTold.compareAndSet(false, true)) {
            run(
                    rip -> {
                        isTold.set(false);
                        lookAtInterfaces();
                    });
        }
    }

    /** Redistributes other protocols, or with other metrics, without an end of all that runs. */
    @Modified
    void redistribute(RipConfiguration configuration) {
        Map<ProtocolId, Integer> metrics = redistributed(configuration.redistribute());
        mostLearnedRoutes = learnedRoutes(configuration.learned_routes());
        run(
                rip -> {
                    redistribution.configure(metrics);
                    followAgain();
                });
    }

    private void followAgain() {
        following.ifPresent(ChangeRegistration::close);
        following = Optional.empty();
        follow();
    }

    private void follow() {
        if (registered.isEmpty() || redistribution.isOfNothing()) {
            redistribution.withdrawAll();
        } else if (notifier.isPresent() && following.isEmpty()) {
            try {
                following =
                        Optional.of(
                                redistribution.follow(
                                        registered.get().registration(), notifier.get()));
                followingRefusal = Optional.empty();
            } catch (RtmException e) {
                if (e.status() == RtmStatus.INVALID_HANDLE) {
                    return; // Table or notifier has ended, and the next one is told of soon.
                }
                if (!followingRefusal.equals(Optional.of(e.getMessage()))) {
                    log.warn("RIP redistributes nothing: {}", e.getMessage());
                }
                followingRefusal = Optional.of(e.getMessage());
                redistribution.withdrawAll();
            }
        }
    }

    /**
     * Registers, and does so again when somebody else has ended the registration: then there is
     * another table, which has nothing of what is known, or none for now.
     */
    private void lookAtTable() {
        if (registered.filter(each -> each.registration().isOpen()).isEmpty()) {
            registered = Optional.empty();
            following = Optional.empty();
            try {
                register();
                if (refusal.isPresent()) {
                    log.info("RIP has a routing table now");
                    engine.ask();
                }
                refusal = Optional.empty();
            } catch (RtmException e) {
                if (!refusal.equals(Optional.of(e.getMessage()))) {
                    log.warn("RIP has no routing table: {}", e.getMessage());
                }
                refusal = Optional.of(e.getMessage());
                engine.loseLearned();
            }
        }
        follow();
    }

    private void register() {
        // Each route that is retained ages by its own time to live.
        EntityRegistration registration =
                rtm.register(
                        SELF,
                        EntityOptions.NONE
                                .listener(LearnedRoutes.listener(() -> run(rip -> lookAtTable())))
                                .retention(RipTimers.STANDARD.timeout()));
        LearnedRoutes learned = new LearnedRoutes(registration);
        registered = Optional.of(new Registered(registration, learned));
        engine.offerLearned();
        learned.takeUp(RipProcess::found, engine::resume);
    }

    /** Runs RIP on an interface, as soon and as long as it is there. */
    void configure(ConfiguredInterface wanted) {
        run(
                rip -> {
                    lastConfigured = steady.instant();
                    configured.put(wanted.name(), wanted);
                    running.remove(wanted.name());
                    lookAtInterfaces();
                });
    }

    /** Ends RIP on an interface. */
    void remove(String interfaceName) {
        run(
                rip -> {
                    configured.remove(interfaceName);
                    problems.remove(interfaceName);
                    waiting.remove(interfaceName);
                    authentications.remove(interfaceName);
                    detach(interfaceName);
                });
    }

    private void lookAtInterfaces() {
        for (ConfiguredInterface wanted : List.copyOf(configured.values())) {
            try {
                NetworkInterface found = NetworkInterface.getByName(wanted.name());
                if (found == null || !found.isUp()) {
                    report(wanted.name(), found == null ? "there is none" : "it is down");
                    detach(wanted.name());
                    continue;
                }
                InterfaceSettings settings = wanted.settings(found);
                if (settings.addresses().isEmpty()) {
                    report(wanted.name(), "it has no IPv4 address");
                    detach(wanted.name());
                } else if (isSettled && !settings.equals(running.get(wanted.name()))) {
                    attach(wanted, found, settings);
                }
            } catch (IOException e) {
                report(wanted.name(), e.getMessage());
                detach(wanted.name());
            }
        }
    }

    private void attach(
            ConfiguredInterface wanted, NetworkInterface found, InterfaceSettings settings)
            throws IOException {
        closeSockets(wanted.name());
        waiting.computeIfAbsent(
                wanted.name(),
                name -> new WaitingDatagrams(task -> run(rip -> task.run()), engine::receive));
        Inet4Address address = (Inet4Address) settings.addresses().get(0).address().toInetAddress();
        sockets.put(
                wanted.name(),
                new RouterSockets(
                        found,
                        address,
                        RipEngine.ROUTERS,
                        waiting.get(wanted.name()),
                        failure -> run(rip -> running.remove(wanted.name()))));
        Secured secured = authentications.get(wanted.name());
        if (secured == null || !secured.fits(wanted)) {
            secured = new Secured(wanted, wanted.authentication(InstantSource.system()));
            authentications.put(wanted.name(), secured);
        }
        engine.attach(settings, secured.authentication());
        running.put(wanted.name(), settings);
        problems.remove(wanted.name());
        log.info("RIP runs on {}", wanted.name());
    }

    private void detach(String interfaceName) {
        running.remove(interfaceName);
        engine.detach(interfaceName);
        closeSockets(interfaceName);
    }

    private void closeSockets(String interfaceName) {
        RouterSockets closed = sockets.remove(interfaceName);
        if (closed != null) {
            try {
                closed.close();
            } catch (IOException e) {
                log.debug("RIP on {}: {}", interfaceName, e.getMessage());
            }
        }
    }

    /** Logs a problem once. */
    private void report(String interfaceName, String problem) {
        if (!problem.equals(problems.put(interfaceName, problem))) {
            log.warn("RIP does not run on {}: {}", interfaceName, problem);
        }
    }

    @Override
    public void send(String interfaceName, InetSocketAddress destination, byte[] datagram) {
        RouterSockets out = sockets.get(interfaceName);
        if (out != null) {
            try {
                out.send(destination, datagram);
            } catch (IOException e) {
                log.debug("RIP on {} to {}: {}", interfaceName, destination, e.getMessage());
            }
        }
    }

    @Override
    public boolean reachable(LearnedRoute route) {
        if (registered.isEmpty()) {
            return false;
        }
        LearnedRoutes learned = registered.get().learned();
        if (learned.count() >= mostLearnedRoutes && !learned.isThere(route.prefix())) {
            logUnused(route, "learned.routes allows " + mostLearnedRoutes);
            return false;
        }
        try {
            learned.reachable(route);
        } catch (RtmException e) {
            // If the table has ended, the next one gets the route.
            if (e.status() != RtmStatus.INVALID_HANDLE) {
                logUnused(route, e.getMessage());
                return false;
            }
        }
        return true;
    }

    private void logUnused(LearnedRoute route, String reason) {
        Instant now = steady.instant();
        if (!now.isBefore(quietUntil)) {
            quietUntil = now.plus(QUIET);
            log.warn("RIP does not use what it hears of {}: {}", route.prefix(), reason);
        }
    }

    @Override
    public void unreachable(LearnedRoute route) {
        try {
            registered.ifPresent(each -> each.learned().unreachable(route));
        } catch (RtmException e) {
            // If the table has ended, so has the route.
            if (e.status() != RtmStatus.INVALID_HANDLE) {
                throw e;
            }
        }
    }

    /** What there is to be seen. */
    RipReport report() {
        Future<RipReport> answer =
                submit(
                        () -> {
                            waiting.forEach(
                                    (name, each) -> engine.dropped(name, each.takeDropped()));
                            return new RipReport(
                                    engine.interfaces(),
                                    engine.routes(),
                                    new TreeMap<>(problems),
                                    List.of());
                        });
        try {
            return answer.get(LONGEST_ANSWER.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            answer.cancel(false);
            throw new IllegalStateException("RIP is busy", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (CancellationException e) {
            throw new IllegalStateException(STOPPING, e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("RIP has a defect", e.getCause());
        }
    }

    private Future<RipReport> submit(Callable<RipReport> question) {
        try {
            return thread.submit(question);
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException(STOPPING, e);
        }
    }

    /** Does something on the engine's thread, and then what is due by it. */
    private void run(Consumer<RipEngine> what) {
        try {
            thread.execute(
                    () ->
                            safely(
                                    () -> {
                                        what.accept(engine);
                                        runDue();
                                    }));
        } catch (RejectedExecutionException e) {
            // It has stopped.
        }
    }

    private void safely(Runnable what) {
        try {
            what.run();
        } catch (RejectedExecutionException e) {
            // It stops meanwhile: nothing will be due any more.
        } catch (RuntimeException e) {
            log.error("RIP goes on after a defect", e);
        }
    }

    private void runDue() {
        engine.runDue();
        due.set(engine.nextDue());
    }

    @Deactivate
    void stop() {
        for (Runnable left : thread.shutdownNow()) {
            if (left instanceof Future<?> waitedFor) {
                waitedFor.cancel(false);
            }
        }
        try {
            thread.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        new ArrayList<>(sockets.keySet()).forEach(this::closeSockets);
        registered.ifPresent(each -> each.registration().close());
    }
}
