package org.rtm.impl;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.service.log.Logger;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.RtmStatus;
import org.rtm.api.monitor.HandleStatus;
import org.rtm.api.monitor.HoldStatus;
import org.rtm.api.monitor.InstanceStatus;
import org.rtm.api.monitor.LockStatus;
import org.rtm.api.monitor.RtmMonitor;
import org.rtm.api.monitor.TableCheck;
import org.rtm.impl.entity.Roster;
import org.rtm.impl.time.Timers;

/** All instances, without the framework around them. */
public final class RoutingTables implements RtmMonitor, AutoCloseable {
    private static final int IDLE_SECONDS = 30;

    private final InstantSource clock;
    private final Logger log;
    private final Timers timers;
    private final ExecutorService threadMaker = threadMaker();
    private final ExecutorService threads;
    private final ConcurrentNavigableMap<Integer, Instance> instances =
            new ConcurrentSkipListMap<>();
    private volatile boolean closed;

    public RoutingTables(InstantSource clock, Logger log) {
        this.clock = clock;
        this.log = log;
        this.timers = new Timers(clock, failure -> log.error("a timer failed", failure));
        AtomicInteger threadNumber = new AtomicInteger();
        this.threads =
                new ThreadPoolExecutor(
                        0,
                        Integer.MAX_VALUE,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        task ->
                                CompletableFuture.supplyAsync(
                                                () ->
                                                        laneThread(
                                                                task,
                                                                threadNumber.incrementAndGet()),
                                                threadMaker)
                                        .join());
    }

    /**
     * Makes what makes threads: a thread keeps the protection domains of whoever makes it, and with
     * them the class loader of a client, for as long as it lives.
     */
    private static ExecutorService threadMaker() {
        ThreadPoolExecutor maker =
                new ThreadPoolExecutor(
                        1,
                        1,
                        0,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        task -> {
                            Thread thread = new Thread(null, task, "rtm-lanes", 0, false);
                            thread.setDaemon(true);
                            return thread;
                        });
        maker.prestartCoreThread();
        return maker;
    }

    /** A thread that has nothing of the client that happens to be the reason for it. */
    private static Thread laneThread(Runnable task, int number) {
        Thread thread = new Thread(null, task, "rtm-lane-" + number, 0, false);
        thread.setContextClassLoader(RoutingTables.class.getClassLoader());
        thread.setDaemon(true);
        return thread;
    }

    /** Lets what is due happen by itself, on a thread of its own. */
    public RoutingTables start() {
        timers.start();
        return this;
    }

    /** Lets what is due happen now: for those who set the clock. */
    public void callDue() {
        timers.callDue();
    }

    /** Starts an instance, or lets a running one go on with other settings. */
    public void configure(InstanceSettings settings) {
        instance(settings.instance()).apply(settings);
    }

    /** Notes that an instance's configuration was refused; one that runs goes on. */
    public void refuse(int instance, String reason) {
        instance(instance).refuse(reason);
    }

    /** Ends an instance and the registrations in it. */
    public void remove(int instance) {
        Instance removed = instances.remove(instance);
        if (removed != null) {
            removed.end("instance " + instance + " was removed from the configuration");
        }
    }

    private Instance instance(int number) {
        return instances.computeIfAbsent(
                number, absent -> new Instance(number, clock, timers, threads, log));
    }

    /**
     * The manager of an instance, as a client of a bundle sees it.
     *
     * @param bundle the name of the client's bundle, empty outside a framework
     */
    public RoutingTableManager manager(int instance, String bundle) {
        return new RoutingTableManager() {
            @Override
            public int instance() {
                return instance;
            }

            @Override
            public EntityRegistration register(EntityInfo info, EntityOptions options) {
                return RoutingTables.this.register(
                        info.instance().isPresent() ? info : info.inInstance(instance),
                        options,
                        bundle);
            }
        };
    }

    private EntityRegistration register(EntityInfo info, EntityOptions options, String bundle) {
        Optional<EntityRegistration> registration = Optional.empty();
        while (registration.isEmpty()) { // again if the table ended under our hands
            registration = instanceOf(info).register(info, options, bundle);
        }
        return registration.get();
    }

    private Instance instanceOf(EntityInfo info) {
        if (closed) {
            throw RtmStatus.INVALID_HANDLE.because("this routing table manager has ended");
        }
        int number = info.instance().orElseThrow();
        Instance instance = instances.get(number);
        if (instance == null) {
            throw RtmStatus.FILE_NOT_FOUND.because(
                    "instance %d is not configured; configured are %s", number, instances.keySet());
        }
        return instance;
    }

    @Override
    public List<InstanceStatus> instances() {
        return instances.values().stream().map(Instance::status).toList();
    }

    @Override
    public List<HoldStatus> holds(int instance, AddressFamily family) {
        return table(instance, family).map(Roster::holds).orElse(List.of());
    }

    @Override
    public List<LockStatus> locks(int instance, AddressFamily family) {
        return table(instance, family).map(Roster::locks).orElse(List.of());
    }

    @Override
    public Optional<TableCheck> check(int instance, AddressFamily family, int most) {
        return table(instance, family).map(roster -> roster.check(most));
    }

    @Override
    public List<HandleStatus> openHandles(EntityInfo entity, int most) {
        return table(entity.instance().orElseThrow(), entity.family())
                .map(roster -> roster.openHandles(entity.id(), most))
                .orElse(List.of());
    }

    private Optional<Roster> table(int instance, AddressFamily family) {
        return Optional.ofNullable(instances.get(instance)).flatMap(it -> it.table(family));
    }

    /** Ends all instances. */
    @Override
    public void close() {
        closed = true;
        instances.values().forEach(instance -> instance.end("the routing table manager stops"));
        instances.clear();
        timers.close();
        threads.shutdown();
        threadMaker.shutdown();
    }
}
