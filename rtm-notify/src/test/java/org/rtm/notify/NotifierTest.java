package org.rtm.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.rtm.api.notify.ChangeType.ALL;
import static org.rtm.api.notify.ChangeType.BEST;
import static org.rtm.notify.Router.assertNoHandles;
import static org.rtm.notify.Router.assertRefused;
import static org.rtm.notify.Router.metric;
import static org.rtm.notify.Router.prefix;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rtm.api.DestInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.RtmStatus;
import org.rtm.api.ViewSet;
import org.rtm.api.monitor.NotificationStatus;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.ChangedDests;
import org.rtm.api.provider.ObservedTable;
import org.rtm.api.provider.RegisteredEntity;

/** How registrations for changes come and go, on the real table. */
class NotifierTest {
    private static final NetAddress TEN = prefix("10.0.0.0/8");
    private static final NetAddress ELEVEN = prefix("11.0.0.0/8");

    private final AtomicLong nanos = new AtomicLong();
    private Router router;
    private Notifier notifier;
    private EntityRegistration protocol;
    private EntityRegistration client;

    @BeforeEach
    void start() {
        router = new Router();
        notifier = new Notifier(nanos::get);
        protocol = router.register(1);
        client = router.register(2);
    }

    @AfterEach
    void stop() {
        notifier.stop();
        router.close();
    }

    private ChangeRegistration register() {
        return notifier.register(client, ChangeRequest.of(ALL), Optional.empty());
    }

    private static List<NetAddress> fetch(ChangeRegistration changes) {
        try (ChangedDests batch = changes.fetch(10)) {
            return batch.stream().map(DestInfo::address).toList();
        }
    }

    private List<ThrowingCallable> allCalls(ChangeRegistration changes) {
        DestInfo info = protocol.exactMatch(TEN, ProtocolId.BEST, ViewSet.ANY).orElseThrow();
        return List.of(
                () -> changes.fetch(1),
                () -> changes.release(List.of()),
                () -> changes.ignore(List.of()),
                () -> changes.isPending(info.destination()),
                () -> changes.mark(info.destination()),
                () -> changes.mark(TEN),
                () -> changes.unmark(info.destination()),
                () -> changes.unmark(TEN),
                () -> changes.isMarked(info.destination()),
                () -> changes.isMarked(TEN));
    }

    // Who can register

    @Test
    void an_entity_that_has_ended_is_refused() {
        client.close();

        assertRefused(
                RtmStatus.INVALID_HANDLE, "the registration of STATIC-2 has ended", this::register);
    }

    @Test
    void a_registration_that_the_RTM_did_not_make_is_refused() {
        EntityRegistration stranger =
                (EntityRegistration)
                        Proxy.newProxyInstance(
                                getClass().getClassLoader(),
                                new Class<?>[] {EntityRegistration.class},
                                (proxy, method, arguments) -> "a stranger");

        assertRefused(
                RtmStatus.INVALID_HANDLE,
                "a stranger is not a registration of the RTM",
                () -> notifier.register(stranger, ChangeRequest.of(ALL), Optional.empty()));
    }

    @Test
    void a_notifier_that_has_stopped_refuses() {
        notifier.stop();

        assertRefused(RtmStatus.INVALID_HANDLE, "this notifier has stopped", this::register);
        assertNoHandles(client);
    }

    // A registration is closed

    @Test
    void a_registration_is_a_handle_that_is_counted() {
        ChangeRegistration one = register();
        ChangeRegistration other = register();
        assertThat(client.handleCounts()).containsEntry(HandleKind.CHANGE_REGISTRATION, 2L);

        one.close();
        other.close();

        assertNoHandles(client);
    }

    @Test
    void every_call_to_a_closed_registration_is_refused() {
        protocol.addRoute(TEN, metric(1));
        ChangeRegistration changes = register();

        changes.close();

        assertThat(allCalls(changes))
                .allSatisfy(
                        call ->
                                assertRefused(
                                        RtmStatus.INVALID_HANDLE,
                                        "the registration for changes was closed",
                                        call));
        assertRefused(
                RtmStatus.INVALID_HANDLE,
                "the registration for changes was closed before",
                changes::close);
        assertThat(changes.request().types()).containsExactly(ALL);
        assertNoHandles(client);
    }

    @Test
    void closing_one_registration_leaves_the_others() {
        ChangeRegistration one = register();
        ChangeRegistration other = register();
        one.close();

        protocol.addRoute(TEN, metric(1));

        assertThat(fetch(other)).containsExactly(TEN);
    }

    @Test
    void the_table_is_observed_as_long_as_there_is_a_registration() {
        AtomicInteger attached = new AtomicInteger();
        ObservedTable table =
                intercept(
                        ObservedTable.class,
                        RegisteredEntity.of(client).table(),
                        (name, call) -> {
                            switch (name) {
                                case "attach" -> attached.incrementAndGet();
                                case "detach" -> attached.decrementAndGet();
                                default -> {}
                            }
                            return call.call();
                        });
        RegisteredEntity watched = clientWith(table);

        ChangeRegistration one =
                notifier.register(watched, ChangeRequest.of(ALL), Optional.empty());
        ChangeRegistration other =
                notifier.register(watched, ChangeRequest.of(ALL), Optional.empty());
        assertThat(attached).hasValue(1);

        one.close();
        assertThat(attached).hasValue(1);

        other.close();
        assertThat(attached).hasValue(0);

        notifier.register(watched, ChangeRequest.of(ALL), Optional.empty());
        assertThat(attached).hasValue(1);

        notifier.stop();
        assertThat(attached).hasValue(0);
    }

    private RegisteredEntity clientWith(ObservedTable table) {
        return intercept(
                RegisteredEntity.class,
                RegisteredEntity.of(client),
                (name, call) -> name.equals("table") ? table : call.call());
    }

    /** What to do instead of a call to the real thing, or around it. */
    private interface Interceptor {
        Object intercept(String name, Callable<?> call) throws Exception;
    }

    private static <T> T intercept(Class<T> type, T real, Interceptor interceptor) {
        return type.cast(
                Proxy.newProxyInstance(
                        NotifierTest.class.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> {
                            try {
                                return interceptor.intercept(
                                        method.getName(), () -> method.invoke(real, arguments));
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }

    @Test
    void an_entity_forgets_a_registration_that_was_closed_before_it_ends() {
        AtomicInteger remembered = new AtomicInteger();
        RegisteredEntity entity =
                intercept(
                        RegisteredEntity.class,
                        RegisteredEntity.of(client),
                        (name, call) -> {
                            if (!name.equals("onEnd")) {
                                return call.call();
                            }
                            remembered.incrementAndGet();
                            Runnable forget = (Runnable) call.call();
                            return (Runnable)
                                    () -> {
                                        forget.run();
                                        remembered.decrementAndGet();
                                    };
                        });
        ChangeRegistration closed =
                notifier.register(entity, ChangeRequest.of(ALL), Optional.empty());
        notifier.register(entity, ChangeRequest.of(ALL), Optional.empty());
        assertThat(remembered).hasValue(2);

        closed.close();
        assertThat(remembered).hasValue(1);

        notifier.stop();
        assertThat(remembered).hasValue(0);
    }

    @Test
    void a_lower_number_of_registrations_binds_new_ones_only() {
        ChangeRegistration one = register();
        ChangeRegistration other = register();

        router.configure(1);

        assertRefused(
                RtmStatus.NO_SYSTEM_RESOURCES,
                "the IPv4 table has as many registrations for changes as are configured: 1",
                this::register);
        protocol.addRoute(TEN, metric(1));
        assertThat(fetch(one)).containsExactly(TEN);
        assertThat(fetch(other)).containsExactly(TEN);
    }

    // The entity ends

    @Test
    void a_registration_ends_with_its_entity() {
        protocol.addRoute(TEN, metric(1));
        ChangeRegistration changes = register();

        client.close();

        assertThat(allCalls(changes))
                .allSatisfy(
                        call ->
                                assertRefused(
                                        RtmStatus.INVALID_HANDLE,
                                        "the registration of STATIC-2 has ended",
                                        call));
        changes.close();
        changes.close();
        assertNoHandles(client);
        assertThat(notifier.registrations()).isEmpty();
    }

    @Test
    void closing_again_after_the_end_of_the_entity_does_nothing() {
        ChangeRegistration changes = register();
        changes.close();
        client.close();

        changes.close();

        assertNoHandles(client);
        assertThat(notifier.registrations()).isEmpty();
    }

    @Test
    void the_end_of_an_entity_leaves_the_registrations_of_others() {
        ChangeRegistration other =
                notifier.register(protocol, ChangeRequest.of(ALL), Optional.empty());
        register();

        client.close();
        protocol.addRoute(TEN, metric(1));

        assertThat(fetch(other)).containsExactly(TEN);
        assertThat(notifier.registrations()).hasSize(1);
    }

    @Test
    void the_end_of_an_entity_makes_room_for_registrations() {
        for (int i = 0; i < Router.MAX_CHANGE_REGISTRATIONS; i++) {
            register();
        }

        client.close();

        notifier.register(protocol, ChangeRequest.of(ALL), Optional.empty());
        assertThat(notifier.registrations()).hasSize(1);
    }

    @Test
    void what_an_entity_fetched_can_be_closed_after_its_end() {
        ChangeRegistration changes = register();
        protocol.addRoute(TEN, metric(1));
        ChangedDests batch = changes.fetch(10);

        client.close();

        assertThat(batch.list().get(0).address()).isEqualTo(TEN);
        batch.list().get(0).close();
        batch.close();
        batch.close();
    }

    @Test
    void no_call_back_begins_after_the_end_of_the_entity() {
        AtomicInteger signals = new AtomicInteger();
        CountDownLatch began = new CountDownLatch(1);
        notifier.register(
                client,
                ChangeRequest.of(ALL),
                Optional.of(
                        changes -> {
                            signals.incrementAndGet();
                            began.countDown();
                            client.close();
                            protocol.addRoute(ELEVEN, metric(1));
                        }));

        protocol.addRoute(TEN, metric(1));
        Router.await(began);
        client.close();

        assertThat(signals).hasValue(1);
    }

    // The notifier stops

    @Test
    void every_registration_ends_with_the_notifier() {
        protocol.addRoute(TEN, metric(1));
        ChangeRegistration changes = register();

        notifier.stop();

        assertThat(allCalls(changes))
                .allSatisfy(
                        call ->
                                assertRefused(
                                        RtmStatus.INVALID_HANDLE,
                                        "the notifier of the registration for changes has stopped",
                                        call));
        changes.close();
        changes.close();
        assertThat(notifier.registrations()).isEmpty();
        assertNoHandles(client);
    }

    @Test
    void what_was_fetched_before_the_notifier_stopped_stays_readable_until_it_is_given_back() {
        ChangeRegistration changes = register();
        protocol.addRoute(TEN, metric(1));
        protocol.addRoute(ELEVEN, metric(1));
        ChangedDests batch = changes.fetch(10);

        notifier.stop();

        DestInfo info = batch.list().get(0);
        info.destination().info(ProtocolId.BEST, ViewSet.ALL).close();
        assertThat(info.view(0).orElseThrow().bestRoute()).isPresent();
        info.close();
        assertThat(client.handleCounts()).containsEntry(HandleKind.DESTINATION, 1L);
        batch.close();
        assertNoHandles(client);
    }

    @Test
    void the_table_goes_on_when_the_notifier_stops_and_the_next_one_is_told() {
        ChangeRegistration before = register();
        notifier.stop();
        protocol.addRoute(TEN, metric(1));
        notifier = new Notifier();
        ChangeRegistration after = register();

        protocol.addRoute(ELEVEN, metric(1));

        assertThat(fetch(after)).containsExactly(ELEVEN);
        before.close();
        after.close();
        assertNoHandles(client);
    }

    // Reading fails

    @Test
    void what_cannot_be_read_stays_pending_and_what_was_read_is_given_back() {
        AtomicInteger untilFailure = new AtomicInteger(2);
        ChangeRegistration changes =
                notifier.register(failing(untilFailure), ChangeRequest.of(ALL), Optional.empty());
        List<NetAddress> changed = List.of(prefix("12.0.0.0/8"), ELEVEN, TEN, prefix("9.0.0.0/8"));
        changed.forEach(address -> protocol.addRoute(address, metric(1)));

        assertThatIllegalStateException()
                .isThrownBy(() -> changes.fetch(3))
                .withMessage("on purpose");

        Router.assertNoHandlesBut(client, HandleKind.CHANGE_REGISTRATION, 1);
        assertThat(fetch(changes)).containsExactlyElementsOf(changed);
    }

    @Test
    void what_cannot_be_read_in_a_resync_is_walked_again() {
        protocol.addRoute(TEN, metric(1));
        protocol.addRoute(ELEVEN, metric(1));
        AtomicInteger untilFailure = new AtomicInteger(1);
        ChangeRegistration changes =
                notifier.register(
                        failing(untilFailure), ChangeRequest.of(ALL).resync(), Optional.empty());

        assertThatIllegalStateException()
                .isThrownBy(() -> changes.fetch(10))
                .withMessage("on purpose");

        Router.assertNoHandlesBut(client, HandleKind.CHANGE_REGISTRATION, 1);
        assertThat(fetch(changes)).containsExactly(TEN, ELEVEN);
    }

    @Test
    void what_cannot_be_read_in_a_resync_of_marked_destinations_comes_with_the_next_fetch() {
        protocol.addRoute(TEN, metric(1));
        protocol.addRoute(ELEVEN, metric(1));
        ChangeRegistration changes =
                notifier.register(
                        failing(new AtomicInteger(1)),
                        ChangeRequest.of(ALL).markedOnly().resync(),
                        Optional.empty());
        changes.mark(TEN);
        changes.mark(ELEVEN);

        assertThatIllegalStateException()
                .isThrownBy(() -> changes.fetch(10))
                .withMessage("on purpose");

        Router.assertNoHandlesBut(client, HandleKind.CHANGE_REGISTRATION, 1);
        assertThat(fetch(changes)).containsExactly(TEN, ELEVEN);
    }

    /** The client's registration, which fails once after some reads. */
    private RegisteredEntity failing(AtomicInteger untilFailure) {
        return intercept(
                RegisteredEntity.class,
                RegisteredEntity.of(client),
                (name, call) -> {
                    if (name.equals("read") && untilFailure.getAndDecrement() == 0) {
                        throw new IllegalStateException("on purpose");
                    }
                    return call.call();
                });
    }

    // Changes and ends that come while a fetch is under way

    @Test
    void a_change_that_comes_while_its_destination_is_read_is_pending_again() {
        AtomicBoolean first = new AtomicBoolean(true);
        RegisteredEntity entity =
                intercept(
                        RegisteredEntity.class,
                        RegisteredEntity.of(client),
                        (name, call) -> {
                            Object result = call.call();
                            if (name.equals("read") && first.getAndSet(false)) {
                                protocol.addRoute(TEN, metric(2));
                            }
                            return result;
                        });
        ChangeRegistration changes =
                notifier.register(entity, ChangeRequest.of(ALL), Optional.empty());
        protocol.addRoute(TEN, metric(1));

        assertThat(fetch(changes)).containsExactly(TEN);

        assertThat(fetch(changes)).containsExactly(TEN);
        assertThat(fetch(changes)).isEmpty();
    }

    @Test
    void a_resync_is_not_complete_if_the_notifier_stops_meanwhile() {
        ObservedTable table =
                intercept(
                        ObservedTable.class,
                        RegisteredEntity.of(client).table(),
                        (name, call) -> {
                            Object result = call.call();
                            if (name.equals("destinations")) {
                                protocol.addRoute(TEN, metric(1));
                                notifier.stop();
                            }
                            return result;
                        });
        ChangeRegistration changes =
                notifier.register(
                        clientWith(table), ChangeRequest.of(ALL).resync(), Optional.empty());

        assertRefused(
                RtmStatus.INVALID_HANDLE,
                "the notifier of the registration for changes has stopped",
                () -> changes.fetch(10));

        assertNoHandles(client);
    }

    @Test
    void a_mark_that_is_made_while_a_resync_is_about_to_end_is_part_of_it() {
        protocol.addRoute(TEN, metric(1));
        AtomicInteger untilMark = new AtomicInteger(-1);
        AtomicReference<ChangeRegistration> marking = new AtomicReference<>();
        RegisteredEntity entity =
                intercept(
                        RegisteredEntity.class,
                        RegisteredEntity.of(client),
                        (name, call) -> {
                            if (name.equals("requireOpen") && untilMark.getAndDecrement() == 0) {
                                marking.get().mark(TEN);
                            }
                            return call.call();
                        });
        ChangeRegistration changes =
                notifier.register(
                        entity, ChangeRequest.of(ALL).markedOnly().resync(), Optional.empty());
        marking.set(changes);
        untilMark.set(1); // a fetch looks twice: at its begin, and when it reads what it walked

        try (ChangedDests first = changes.fetch(10);
                ChangedDests second = changes.fetch(10)) {
            assertThat(first.stream().map(DestInfo::address)).containsExactly(TEN);
            assertThat(first.isResyncComplete()).isFalse();
            assertThat(second.list()).isEmpty();
            assertThat(second.isResyncComplete()).isTrue();
        }
    }

    @Test
    void a_registration_that_the_notifiers_stop_overtakes_leaves_nothing_with_the_entity() {
        AtomicInteger forgotten = new AtomicInteger();
        RegisteredEntity entity =
                intercept(
                        RegisteredEntity.class,
                        RegisteredEntity.of(client),
                        (name, call) -> {
                            if (!name.equals("onEnd")) {
                                return call.call();
                            }
                            notifier.stop();
                            Runnable forget = (Runnable) call.call();
                            return (Runnable)
                                    () -> {
                                        forgotten.incrementAndGet();
                                        forget.run();
                                    };
                        });

        ChangeRegistration changes =
                notifier.register(entity, ChangeRequest.of(ALL), Optional.empty());

        assertThat(forgotten).hasValue(1);
        assertNoHandles(client);
        assertRefused(
                RtmStatus.INVALID_HANDLE,
                "the notifier of the registration for changes has stopped",
                () -> changes.fetch(10));
    }

    // What operators see

    @Test
    void the_monitor_tells_who_is_told_of_what_and_how_far_behind() {
        CountDownLatch signalled = new CountDownLatch(1);
        ChangeRequest request =
                ChangeRequest.of(ALL, BEST).views(ViewSet.UNICAST).resync().context("mine");
        ChangeRegistration changes =
                notifier.register(client, request, Optional.of(c -> signalled.countDown()));
        Router.await(signalled);
        protocol.addRoute(TEN, metric(1));
        nanos.addAndGet(Duration.ofSeconds(7).toNanos());
        protocol.addRoute(ELEVEN, metric(1));
        protocol.addRoute(prefix("12.0.0.0/8"), metric(1));
        Router.settle(client);

        NotificationStatus before = notifier.registrations().get(0);
        assertThat(before.entity()).isEqualTo(client.info());
        assertThat(before.request().types()).containsExactlyInAnyOrder(ALL, BEST);
        assertThat(before.request().views()).isEqualTo(ViewSet.UNICAST);
        assertThat(before.request().isResync()).isTrue();
        assertThat(before.request().isMarkedOnly()).isFalse();
        assertThat(before.request().context()).isEmpty();
        assertThat(before.pending()).isEqualTo(3);
        assertThat(before.oldest()).contains(Duration.ofSeconds(7));
        assertThat(before.signals()).isBetween(2L, 4L);
        assertThat(before.fetched()).isZero();

        changes.fetch(10).close();

        NotificationStatus after = notifier.registrations().get(0);
        assertThat(after.pending()).isZero();
        assertThat(after.oldest()).isEmpty();
        assertThat(after.fetched()).isEqualTo(3);
    }

    @Test
    void the_monitor_tells_that_marked_destinations_alone_count() {
        notifier.register(client, ChangeRequest.of(ALL).markedOnly(), Optional.empty());

        ChangeRequest request = notifier.registrations().get(0).request();

        assertThat(request.isMarkedOnly()).isTrue();
        assertThat(request.types()).containsExactly(ALL);
    }

    @Test
    void the_monitor_lists_registrations_by_family_and_entity() {
        List<EntityRegistration> entities =
                new ArrayList<>(List.of(router.registerIpv6(1), client, protocol));
        entities.forEach(
                entity -> notifier.register(entity, ChangeRequest.of(ALL), Optional.empty()));

        assertThat(notifier.registrations())
                .extracting(NotificationStatus::entity)
                .containsExactly(protocol.info(), client.info(), entities.get(0).info());
    }

    @Test
    void tables_are_apart() {
        EntityRegistration ipv6 = router.registerIpv6(1);
        ChangeRegistration changes =
                notifier.register(ipv6, ChangeRequest.of(ALL), Optional.empty());

        protocol.addRoute(TEN, metric(1));
        ipv6.addRoute(prefix("2001:db8::/32"), metric(1));

        assertThat(fetch(changes)).containsExactly(prefix("2001:db8::/32"));
    }
}
