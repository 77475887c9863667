package org.rtm.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;
import org.rtm.api.AddressFamily;
import org.rtm.api.DestInfo;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteCriteria;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.RtmException;
import org.rtm.api.RtmStatus;
import org.rtm.api.ViewSet;
import org.rtm.api.notify.ChangeNotifier;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.ChangeType;
import org.rtm.api.notify.ChangedDests;

/** Stopping, starting and replacing rtm-notify in a running router. */
class NotifierSwapTest {
    private static final ChangeRequest BEST = ChangeRequest.of(ChangeType.BEST);
    private static final int BATCH = 100;
    private static final int PREFIXES = 2_000;
    private static final int SWAPS = 10;

    @InjectBundleContext BundleContext context;

    @InjectService(timeout = 5000)
    RoutingTableManager rtm;

    @InjectService(timeout = 5000)
    Follower follower;

    private Bundle notify;
    private EntityRegistration writer;
    private EntityRegistration client;

    @BeforeEach
    void register() throws Exception {
        notify = Bundles.named(context, "rtm-notify");
        writer = rtm.register(EntityInfo.of(AddressFamily.IPV4, ProtocolId.OTHER, 10));
        client = rtm.register(EntityInfo.of(AddressFamily.IPV4, ProtocolId.OTHER, 11));
        Waiting.until("there is a notifier", () -> follower.notifier() != null);
        follower.events().clear();
    }

    @AfterEach
    void deregister() throws Exception {
        notify.start();
        writer.close();
        client.close();
    }

    @Test
    void while_the_notifier_is_stopped_the_table_goes_on_and_its_registrations_have_ended()
            throws Exception {
        ChangeRegistration changes = follower.notifier().register(client, BEST, Optional.empty());

        notify.stop();
        writer.addRoute(prefix(1), RouteInfo.via());

        assertThat(client.mostSpecific(prefix(1))).isPresent();
        assertThatExceptionOfType(RtmException.class)
                .isThrownBy(() -> changes.fetch(BATCH))
                .extracting(RtmException::status)
                .isEqualTo(RtmStatus.INVALID_HANDLE);
        changes.close();
        assertThat(client.handleCounts()).containsEntry(HandleKind.CHANGE_REGISTRATION, 0L);
    }

    @Test
    void references_to_the_notifier_come_back_and_a_resync_tells_what_happened_meanwhile()
            throws Exception {
        writer.addRoute(prefix(1), RouteInfo.via().metric(1));
        ChangeNotifier before = follower.notifier();

        notify.stop();
        writer.addRoute(prefix(2), RouteInfo.via().metric(2));
        notify.start();

        assertThat(follower.events().poll(20, TimeUnit.SECONDS)).isEqualTo("went");
        assertThat(follower.events().poll(20, TimeUnit.SECONDS)).isEqualTo("came");
        assertThat(follower.notifier()).isNotSameAs(before);
        CountDownLatch signalled = new CountDownLatch(1);
        ChangeRegistration changes =
                follower.notifier()
                        .register(
                                client,
                                BEST.resync(),
                                Optional.of(registration -> signalled.countDown()));
        assertThat(signalled.await(20, TimeUnit.SECONDS)).isTrue();
        Map<NetAddress, Long> picture = new TreeMap<>();
        fetchAll(changes, picture, true);
        assertThat(picture).isEqualTo(Map.of(prefix(1), 1L, prefix(2), 2L));
        changes.close();
    }

    @Test
    void replacing_the_notifier_under_load_loses_no_change() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        Thread load =
                new Thread(
                        () -> {
                            for (int i = 0; !stop.get(); i++) {
                                NetAddress prefix = prefix(i * 7919 % PREFIXES);
                                if (i % 3 == 0) {
                                    withdraw(prefix);
                                } else {
                                    writer.addRoute(prefix, RouteInfo.via().metric(i % 1000));
                                }
                            }
                        });
        load.start();
        Map<NetAddress, Long> picture = new TreeMap<>();
        ChangeRegistration changes = null;
        for (int swap = 0; swap < SWAPS; swap++) {
            notify.stop();
            notify.start();
            Waiting.until("the notifier is back", () -> follower.notifier() != null);
            changes = follower.notifier().register(client, BEST.resync(), Optional.empty());
            picture.clear();
            fetchAll(changes, picture, true);
        }
        stop.set(true);
        load.join();
        fetchAll(changes, picture, false);

        assertThat(picture).isEqualTo(table());
        changes.close();
    }

    private void withdraw(NetAddress prefix) {
        writer.exactMatchRoute(prefix, RouteCriteria.NONE, ViewSet.UNICAST)
                .ifPresent(Route::delete);
    }

    private static void fetchAll(
            ChangeRegistration changes, Map<NetAddress, Long> picture, boolean untilResynced) {
        for (boolean done = false; !done; ) {
            try (ChangedDests batch = changes.fetch(BATCH)) {
                for (DestInfo info : batch) {
                    note(info, picture);
                }
                done = untilResynced ? batch.isResyncComplete() : batch.isEmpty();
            }
        }
    }

    private Map<NetAddress, Long> table() {
        Map<NetAddress, Long> table = new TreeMap<>();
        for (int i = 0; i < PREFIXES; i++) {
            client.exactMatch(prefix(i), ProtocolId.BEST, ViewSet.UNICAST)
                    .ifPresent(
                            info -> {
                                note(info, table);
                                info.close();
                            });
        }
        return table;
    }

    private static void note(DestInfo info, Map<NetAddress, Long> picture) {
        Optional<Route> best = info.view(0).orElseThrow().bestRoute();
        if (best.isEmpty()) {
            picture.remove(info.address());
            return;
        }
        try (RouteSnapshot route = best.get().info()) {
            picture.put(info.address(), route.prefInfo().metric());
        }
    }

    private static NetAddress prefix(int number) {
        return NetAddress.ipv4(0x0A000000 | number << 8, 24);
    }
}
