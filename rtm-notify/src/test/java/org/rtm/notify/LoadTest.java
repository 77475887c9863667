package org.rtm.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.api.notify.ChangeType.ALL;
import static org.rtm.api.notify.ChangeType.BEST;
import static org.rtm.notify.Router.assertNoHandles;
import static org.rtm.notify.Router.metric;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.rtm.api.Batch;
import org.rtm.api.DestInfo;
import org.rtm.api.DestinationQuery;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.Route;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.RtmException;
import org.rtm.api.RtmStatus;
import org.rtm.api.TableEnumeration;
import org.rtm.api.ViewSet;
import org.rtm.api.notify.ChangeNotifier;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.ChangedDests;

/** That no change is lost, whoever comes and goes while others write. */
@Tag("concurrency")
class LoadTest {
    private static final int PREFIXES = 200;
    private static final int WRITERS = 3;
    private static final int CHANGES_OF_A_WRITER = 60_000;
    private static final int MINUTES = 2;

    private Router router;
    private Notifier notifier;
    private ExecutorService threads;
    private final List<EntityRegistration> writers = new ArrayList<>();

    @BeforeEach
    void start() {
        router = new Router();
        notifier = new Notifier();
        threads = Executors.newCachedThreadPool();
        for (int i = 0; i < WRITERS; i++) {
            writers.add(router.register(100 + i));
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(MINUTES, TimeUnit.MINUTES)).isTrue();
        notifier.stop();
        router.close();
    }

    /** Starts all writers, each on a thread of its own. */
    private List<Future<?>> write() {
        List<Future<?>> writing = new ArrayList<>();
        for (EntityRegistration writer : writers) {
            Random random = new Random(writer.info().id().protocolInstance());
            Map<NetAddress, Route> routes = new HashMap<>();
            writing.add(
                    threads.submit(
                            () -> {
                                for (int i = 0; i < CHANGES_OF_A_WRITER; i++) {
                                    change(writer, routes, random);
                                }
                            }));
        }
        return writing;
    }

    private static void change(
            EntityRegistration writer, Map<NetAddress, Route> routes, Random random) {
        NetAddress address = NetAddress.ipv4(10 << 24 | random.nextInt(PREFIXES) << 8, 24);
        Route known = routes.get(address);
        if (known == null) {
            routes.put(address, writer.addRoute(address, metric(random.nextInt(1000))).handle());
        } else if (random.nextBoolean()) {
            known.update(metric(random.nextInt(1000)));
        } else {
            routes.remove(address).delete();
        }
    }

    private static void await(List<Future<?>> all) {
        try {
            for (Future<?> one : all) {
                one.get(MINUTES, TimeUnit.MINUTES);
            }
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** What the table holds: the metric of each best route. */
    private Map<NetAddress, Long> table() {
        Map<NetAddress, Long> table = new HashMap<>();
        EntityRegistration reader = writers.get(0);
        try (TableEnumeration<DestInfo> all =
                reader.enumerateDestinations(DestinationQuery.ALL.views(ViewSet.UNICAST))) {
            boolean more = true;
            while (more) {
                try (Batch<DestInfo> batch = all.next(100)) {
                    batch.forEach(info -> note(info, table));
                    more = !batch.isEmpty();
                }
            }
        }
        return table;
    }

    private static void note(DestInfo info, Map<NetAddress, Long> picture) {
        Optional<Route> best = info.view(0).orElseThrow().bestRoute();
        if (best.isPresent()) {
            try (RouteSnapshot route = best.get().info()) {
                picture.put(info.address(), route.prefInfo().metric());
            }
        } else {
            picture.remove(info.address());
        }
    }

    /** A client that fetches when it is signalled, and keeps a picture of the table. */
    private static final class Client {
        private final EntityRegistration entity;
        private final Map<NetAddress, Long> picture = new HashMap<>();

        Client(EntityRegistration entity) {
            this.entity = entity;
        }

        ChangeRegistration watch(ChangeNotifier notifier) {
            return notifier.register(
                    entity,
                    ChangeRequest.of(BEST).views(ViewSet.UNICAST),
                    Optional.of(changes -> fetchAll(changes, new HashSet<>())));
        }

        ChangeRegistration resync(ChangeNotifier notifier) {
            Set<NetAddress> told = new HashSet<>();
            return notifier.register(
                    entity,
                    ChangeRequest.of(BEST).views(ViewSet.UNICAST).resync(),
                    Optional.of(changes -> fetchAll(changes, told)));
        }

        private void fetchAll(ChangeRegistration changes, Set<NetAddress> told) {
            try {
                boolean more = true;
                while (more) {
                    try (ChangedDests batch = changes.fetch(17)) {
                        for (DestInfo info : batch) {
                            told.add(info.address());
                            note(info, picture);
                        }
                        if (batch.isResyncComplete()) {
                            picture.keySet().retainAll(told);
                        }
                        more = !batch.isEmpty();
                    }
                }
            } catch (RtmException e) {
                // The notifier stopped meanwhile: the next registration begins anew.
                if (e.status() != RtmStatus.INVALID_HANDLE) {
                    throw e;
                }
            }
        }

        Map<NetAddress, Long> picture() {
            Router.settle(entity);
            return picture;
        }
    }

    @Test
    void a_client_that_fetches_on_signals_sees_the_table_as_it_is_in_the_end() {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Client client = new Client(router.register(i));
            client.watch(notifier);
            clients.add(client);
        }

        await(write());

        Map<NetAddress, Long> table = table();
        assertThat(clients).allSatisfy(client -> assertThat(client.picture()).isEqualTo(table));
        notifier.stop();
        assertThat(clients).allSatisfy(client -> assertNoHandles(client.entity));
    }

    @Test
    void registrations_that_come_and_go_disturb_nobody() {
        Client steady = new Client(router.register(1));
        steady.watch(notifier);
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger rounds = new AtomicInteger();
        Future<?> guests =
                threads.submit(
                        () -> {
                            while (!done.get()) {
                                try (EntityRegistration guest = router.register(1000)) {
                                    comeAndGo(guest, rounds.getAndIncrement());
                                }
                            }
                        });

        await(write());
        done.set(true);
        await(List.of(guests));

        assertThat(rounds).hasPositiveValue();
        assertThat(steady.picture()).isEqualTo(table());
        assertThat(notifier.registrations()).hasSize(1);
        notifier.stop();
        assertNoHandles(steady.entity);
    }

    /** Registers twice, fetches a little, closes one, and leaves the other to the entity's end. */
    private void comeAndGo(EntityRegistration guest, int round) {
        ChangeRegistration left =
                notifier.register(guest, ChangeRequest.of(ALL).resync(), Optional.empty());
        try (ChangeRegistration closed =
                notifier.register(
                        guest,
                        ChangeRequest.of(ALL).markedOnly(),
                        Optional.of(changes -> changes.fetch(3).close()))) {
            closed.mark(NetAddress.ipv4(10 << 24 | round % PREFIXES << 8, 24));
            left.fetch(5).close();
        }
        Router.settle(guest);
        assertThat(guest.handleCounts().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(1);
    }

    @Test
    void a_notifier_that_is_replaced_again_and_again_loses_no_change() {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            clients.add(new Client(router.register(i)));
        }
        clients.forEach(client -> client.resync(notifier));

        List<Future<?>> writing = write();
        int replaced = 0;
        while (!writing.stream().allMatch(Future::isDone) || replaced < 20) {
            notifier.stop();
            notifier = new Notifier();
            clients.forEach(client -> client.resync(notifier));
            Router.settle(clients.get(replaced % clients.size()).entity);
            replaced++;
        }
        await(writing);

        Map<NetAddress, Long> table = table();
        assertThat(clients).allSatisfy(client -> assertThat(client.picture()).isEqualTo(table));
        notifier.stop();
        assertThat(clients).allSatisfy(client -> assertNoHandles(client.entity));
    }

    @Test
    void fetches_of_one_registration_by_several_threads_share_what_is_pending() {
        EntityRegistration entity = router.register(1);
        ChangeRegistration changes =
                notifier.register(entity, ChangeRequest.of(ALL).resync(), Optional.empty());
        Set<NetAddress> told = ConcurrentHashMap.newKeySet();
        AtomicInteger completions = new AtomicInteger();
        AtomicBoolean done = new AtomicBoolean();
        List<Future<?>> fetching = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            fetching.add(
                    threads.submit(
                            () -> {
                                boolean more = true;
                                while (more) {
                                    boolean mayEnd = done.get();
                                    try (ChangedDests batch = changes.fetch(5)) {
                                        batch.forEach(info -> told.add(info.address()));
                                        if (batch.isResyncComplete()) {
                                            completions.incrementAndGet();
                                        }
                                        more = !mayEnd || !batch.isEmpty();
                                    }
                                }
                            }));
        }

        await(write());
        done.set(true);
        await(fetching);

        assertThat(told).containsAll(table().keySet());
        assertThat(completions).hasValue(1);
        assertThat(changes.fetch(1).isEmpty()).isTrue();
        changes.close();
        assertNoHandles(entity);
    }
}
