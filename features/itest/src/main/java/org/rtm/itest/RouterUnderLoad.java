package org.rtm.itest;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.rtm.api.AddressFamily;
import org.rtm.api.Batch;
import org.rtm.api.DestInfo;
import org.rtm.api.DestinationQuery;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteCriteria;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.RtmException;
import org.rtm.api.RtmStatus;
import org.rtm.api.TableEnumeration;
import org.rtm.api.ViewSet;
import org.rtm.api.notify.ChangeNotifier;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.ChangeType;
import org.rtm.api.notify.ChangedDests;
import org.rtm.api.provider.RegisteredEntity;
import org.rtm.api.provider.TableObserver;

/**
 * Those who use the table while bundles are replaced: one writes, one looks up, one is told of
 * changes. They complain of whatever happens to the routes that were there before them.
 */
final class RouterUnderLoad implements AutoCloseable {
    private static final int CHANGING_PREFIXES = 1_000;
    private static final int BATCH = 100;

    /** Between two changes or look-ups: others want to use the processor too. */
    private static final long PAUSE_NANOS = 20_000;

    private final EntityRegistration writer;
    private final EntityRegistration reader;
    private final EntityRegistration client;
    private final Map<NetAddress, String> lasting;
    private final Map<NetAddress, String> told = new ConcurrentHashMap<>();
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private final TableObserver observer;
    private final ServiceTracker<ChangeNotifier, ChangeNotifier> notifiers;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean isStopping;

    RouterUnderLoad(BundleContext context, RoutingTableManager rtm) {
        writer = rtm.register(EntityInfo.of(AddressFamily.IPV4, ProtocolId.OTHER, 50));
        reader = rtm.register(EntityInfo.of(AddressFamily.IPV4, ProtocolId.OTHER, 51));
        client = rtm.register(EntityInfo.of(AddressFamily.IPV4, ProtocolId.OTHER, 52));
        lasting = table();
        observer =
                (destination, all, best, forwarding, withdrawn) ->
                        complainIfLasting("changed: ", destination.address());
        RegisteredEntity.of(reader).table().attach(observer);
        notifiers =
                new ServiceTracker<>(context, ChangeNotifier.class, null) {
                    @Override
                    public ChangeNotifier addingService(ServiceReference<ChangeNotifier> came) {
                        ChangeNotifier notifier = super.addingService(came);
                        follow(notifier);
                        return notifier;
                    }
                };
        notifiers.open();
    }

    private void complainIfLasting(String what, NetAddress prefix) {
        if (lasting.containsKey(prefix)) {
            complaints.add(what + prefix);
        }
    }

    // Told of changes

    private void follow(ChangeNotifier notifier) {
        Resync resync = new Resync();
        try {
            notifier.register(
                    client,
                    ChangeRequest.of(ChangeType.ALL).views(ViewSet.UNICAST).resync(),
                    Optional.of(changes -> fetch(changes, resync)));
        } catch (RtmException e) {
            requireEnded(e);
        }
    }

    /** What a registration has told of the table as it was when it began. */
    private static final class Resync {
        private final Set<NetAddress> present = new HashSet<>();
        private boolean isComplete;
    }

    private void fetch(ChangeRegistration changes, Resync resync) {
        try {
            boolean isEmpty = false;
            while (!isEmpty) {
                try (ChangedDests batch = changes.fetch(BATCH)) {
                    for (DestInfo info : batch) {
                        note(info, resync);
                    }
                    if (batch.isResyncComplete()) {
                        told.keySet().retainAll(resync.present);
                        resync.present.clear();
                        resync.isComplete = true;
                    }
                    isEmpty = batch.isEmpty();
                }
            }
        } catch (RtmException e) {
            requireEnded(e);
        }
    }

    private void note(DestInfo info, Resync resync) {
        if (resync.isComplete) {
            complainIfLasting("told of: ", info.address());
        } else {
            resync.present.add(info.address());
        }
        best(info)
                .ifPresentOrElse(
                        route -> told.put(info.address(), route),
                        () -> told.remove(info.address()));
    }

    /** A notifier that stops is no reason to complain: the next one is asked. */
    private static void requireEnded(RtmException refusal) {
        if (refusal.status() != RtmStatus.INVALID_HANDLE) {
            throw refusal;
        }
    }

    // Writing, and looking up

    void start() {
        isStopping = false;
        threads.add(new Thread(this::write, "writer"));
        threads.add(new Thread(this::lookUp, "reader"));
        threads.forEach(thread -> thread.setUncaughtExceptionHandler((any, e) -> complain(e)));
        threads.forEach(Thread::start);
    }

    private void complain(Throwable failure) {
        complaints.add(failure.toString());
    }

    private void write() {
        SplittableRandom random = new SplittableRandom(1);
        while (!isStopping) {
            int number = random.nextInt(CHANGING_PREFIXES);
            if (random.nextInt(3) == 0) {
                withdraw(number);
            } else {
                writer.addRoute(prefix(number), RouteInfo.via().metric(random.nextInt(1000)));
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        for (int number = 0; number < CHANGING_PREFIXES; number++) {
            withdraw(number);
        }
    }

    private void withdraw(int number) {
        writer.exactMatchRoute(prefix(number), RouteCriteria.NONE, ViewSet.UNICAST)
                .ifPresent(Route::delete);
    }

    private static NetAddress prefix(int number) {
        return NetAddress.ipv4(0xAC100000 + (number << 8), 24);
    }

    private void lookUp() {
        while (!isStopping) {
            for (Map.Entry<NetAddress, String> each : lasting.entrySet()) {
                Optional<String> found =
                        reader.exactMatch(each.getKey(), ProtocolId.BEST, ViewSet.UNICAST)
                                .flatMap(RouterUnderLoad::bestOnce);
                if (!found.equals(Optional.of(each.getValue()))) {
                    complaints.add("looked up " + each + ", found " + found);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** Ends what {@link #start} has begun. Then the table is as it was before. */
    void stop() {
        isStopping = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        threads.clear();
    }

    // What it comes to

    Queue<String> complaints() {
        return complaints;
    }

    /** The best routes, as the client knows them from what it was told. */
    Map<NetAddress, String> told() {
        return new TreeMap<>(told);
    }

    /** The best routes that are to be there all the time. */
    Map<NetAddress, String> lasting() {
        return lasting;
    }

    /** The best routes as they are. */
    Map<NetAddress, String> table() {
        Map<NetAddress, String> table = new TreeMap<>();
        try (TableEnumeration<DestInfo> all =
                reader.enumerateDestinations(DestinationQuery.ALL.views(ViewSet.UNICAST))) {
            boolean isEmpty = false;
            while (!isEmpty) {
                try (Batch<DestInfo> batch = all.next(BATCH)) {
                    for (DestInfo info : batch) {
                        best(info).ifPresent(route -> table.put(info.address(), route));
                    }
                    isEmpty = batch.isEmpty();
                }
            }
        }
        return table;
    }

    private static Optional<String> bestOnce(DestInfo info) {
        try (info) {
            return best(info);
        }
    }

    private static Optional<String> best(DestInfo info) {
        Optional<Route> best = info.view(0).flatMap(view -> view.bestRoute());
        if (best.isEmpty()) {
            return Optional.empty();
        }
        try (RouteSnapshot route = best.get().info()) {
            return Optional.of(
                    "%s %s %s via %s"
                            .formatted(
                                    route.owner().info().name(),
                                    route.prefInfo(),
                                    route.flags(),
                                    route.nextHops().stream()
                                            .map(hop -> hop.address() + "%" + hop.interfaceIndex())
                                            .collect(joining(" "))));
        }
    }

    @Override
    public void close() {
        stop();
        notifiers.close();
        RegisteredEntity.of(reader).table().detach(observer);
        writer.close();
        reader.close();
        client.close();
    }
}
