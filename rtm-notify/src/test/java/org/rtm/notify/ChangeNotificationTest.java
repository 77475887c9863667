package org.rtm.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.api.notify.ChangeType.ALL;
import static org.rtm.api.notify.ChangeType.BEST;
import static org.rtm.api.notify.ChangeType.FORWARDING;
import static org.rtm.notify.Router.assertRefused;
import static org.rtm.notify.Router.metric;
import static org.rtm.notify.Router.prefix;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rtm.api.DestInfo;
import org.rtm.api.Destination;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteFlags;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.RtmStatus;
import org.rtm.api.ViewInfo;
import org.rtm.api.ViewSet;
import org.rtm.api.notify.ChangeListener;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.ChangeType;
import org.rtm.api.notify.ChangedDests;
import org.rtm.api.provider.RegisteredEntity;

/** Section 10 of the semantics, line by line, on the real table. */
class ChangeNotificationTest {
    private static final NetAddress TEN = prefix("10.0.0.0/8");
    private static final NetAddress ELEVEN = prefix("11.0.0.0/8");
    private static final NetAddress TWELVE = prefix("12.0.0.0/8");

    private Router router;
    private Notifier notifier;
    private EntityRegistration protocol;
    private EntityRegistration client;

    @BeforeEach
    void start() {
        router = new Router();
        notifier = new Notifier();
        protocol = router.register(1);
        client = router.register(2);
    }

    @AfterEach
    void stop() {
        notifier.stop();
        router.close();
    }

    private ChangeRegistration register(ChangeRequest request) {
        return notifier.register(client, request, Optional.empty());
    }

    private ChangeRegistration register(ChangeRequest request, ChangeListener listener) {
        return notifier.register(client, request, Optional.of(listener));
    }

    private static List<NetAddress> addresses(ChangedDests batch) {
        try (batch) {
            return batch.stream().map(DestInfo::address).toList();
        }
    }

    private static List<NetAddress> fetch(ChangeRegistration changes) {
        return addresses(changes.fetch(100));
    }

    // Registering

    @Test
    void a_registration_hears_of_changes_in_its_views_only() {
        ChangeRegistration changes = register(ChangeRequest.of(ALL).views(ViewSet.MULTICAST));

        protocol.addRoute(TEN, metric(1).views(ViewSet.UNICAST));
        protocol.addRoute(ELEVEN, metric(1).views(ViewSet.MULTICAST));

        assertThat(fetch(changes)).containsExactly(ELEVEN);
    }

    @Test
    void a_registration_that_names_no_views_hears_of_all_supported_ones_with_their_information() {
        ChangeRegistration changes = register(ChangeRequest.of(ALL).views(ViewSet.ANY));

        protocol.addRoute(TEN, metric(1).views(ViewSet.UNICAST));
        protocol.addRoute(ELEVEN, metric(1).views(ViewSet.MULTICAST));

        try (ChangedDests batch = changes.fetch(10)) {
            assertThat(batch.stream().map(DestInfo::address)).containsExactly(TEN, ELEVEN);
            assertThat(batch.list())
                    .allSatisfy(
                            info ->
                                    assertThat(info.views())
                                            .extracting(ViewInfo::viewId)
                                            .containsExactly(0, 1));
        }
    }

    @Test
    void a_view_that_is_not_supported_is_refused() {
        ChangeRequest request = ChangeRequest.of(ALL).views(ViewSet.of(1, 5, 7));

        assertRefused(
                RtmStatus.NOT_SUPPORTED,
                "the IPv4 table does not support view {5,7}; it supports 0 (unicast), 1 (multicast)",
                () -> register(request));

        assertThat(client.handleCounts().get(HandleKind.CHANGE_REGISTRATION)).isZero();
    }

    @Test
    void a_registration_past_the_configured_number_is_refused() {
        List<ChangeRegistration> taken = new ArrayList<>();
        for (int i = 0; i < Router.MAX_CHANGE_REGISTRATIONS; i++) {
            taken.add(notifier.register(protocol, ChangeRequest.of(ALL), Optional.empty()));
        }

        assertRefused(
                RtmStatus.NO_SYSTEM_RESOURCES,
                "the IPv4 table has as many registrations for changes as are configured: "
                        + Router.MAX_CHANGE_REGISTRATIONS,
                () -> register(ChangeRequest.of(ALL)));
        assertThat(client.handleCounts().get(HandleKind.CHANGE_REGISTRATION)).isZero();

        taken.get(0).close();

        register(ChangeRequest.of(ALL));
        assertThat(client.handleCounts().get(HandleKind.CHANGE_REGISTRATION)).isEqualTo(1);
    }

    @Test
    void a_request_comes_back_with_its_context() {
        ChangeRequest request = ChangeRequest.of(BEST).context("mine");

        ChangeRegistration changes = register(request);

        assertThat(changes.request()).isSameAs(request);
        assertThat(changes.request().context()).contains("mine");
    }

    @Test
    void what_changed_before_is_not_reported() {
        protocol.addRoute(TEN, metric(1));

        ChangeRegistration changes = register(ChangeRequest.of(ALL));

        assertThat(fetch(changes)).isEmpty();
    }

    @Test
    void a_client_is_told_of_its_own_changes_too() {
        ChangeRegistration changes = register(ChangeRequest.of(ALL));

        client.addRoute(TEN, metric(1));

        assertThat(fetch(changes)).containsExactly(TEN);
    }

    // Change types

    /** Who hears of a change that is made after all three have registered. */
    private List<ChangeType> typesThatHearOf(Runnable change) {
        List<ChangeRegistration> all = new ArrayList<>();
        for (ChangeType type : ChangeType.values()) {
            all.add(register(ChangeRequest.of(type)));
        }
        change.run();
        return all.stream()
                .filter(changes -> fetch(changes).equals(List.of(TEN)))
                .flatMap(changes -> changes.request().types().stream())
                .toList();
    }

    @Test
    void the_first_route_counts_for_every_type() {
        assertThat(typesThatHearOf(() -> protocol.addRoute(TEN, metric(1))))
                .containsExactly(ALL, BEST, FORWARDING);
    }

    @Test
    void another_best_route_counts_for_every_type() {
        protocol.addRoute(TEN, metric(5));

        assertThat(typesThatHearOf(() -> client.addRoute(TEN, metric(1))))
                .containsExactly(ALL, BEST, FORWARDING);
    }

    @Test
    void a_route_that_does_not_become_best_counts_for_ALL_alone() {
        protocol.addRoute(TEN, metric(1));

        assertThat(typesThatHearOf(() -> client.addRoute(TEN, metric(5)))).containsExactly(ALL);
    }

    @Test
    void the_best_route_s_metric_counts_for_every_type() {
        protocol.addRoute(TEN, metric(1));

        assertThat(typesThatHearOf(() -> protocol.addRoute(TEN, metric(2))))
                .containsExactly(ALL, BEST, FORWARDING);
    }

    @Test
    void the_best_route_s_preference_counts_for_every_type() {
        protocol.addRoute(TEN, metric(1).preference(10));

        assertThat(typesThatHearOf(() -> protocol.addRoute(TEN, metric(1).preference(11))))
                .containsExactly(ALL, BEST, FORWARDING);
    }

    @Test
    void the_best_route_s_next_hops_count_for_every_type() {
        protocol.addRoute(TEN, metric(1));
        try (NextHop gateway = protocol.addNextHop(NextHopInfo.of("192.0.2.1", 3)).handle()) {
            assertThat(
                            typesThatHearOf(
                                    () ->
                                            protocol.addRoute(
                                                    TEN, metric(1).nextHops(List.of(gateway)))))
                    .containsExactly(ALL, BEST, FORWARDING);
        }
    }

    @Test
    void flags_of_the_best_route_that_decide_about_forwarding_count_for_every_type() {
        protocol.addRoute(TEN, metric(1));

        assertThat(
                        typesThatHearOf(
                                () ->
                                        protocol.addRoute(
                                                TEN, metric(1).flags(RouteFlags.BLACKHOLE))))
                .containsExactly(ALL, BEST, FORWARDING);
    }

    @Test
    void other_flags_of_the_best_route_do_not_count_for_FORWARDING() {
        protocol.addRoute(TEN, metric(1));

        assertThat(
                        typesThatHearOf(
                                () -> protocol.addRoute(TEN, metric(1).flags(RouteFlags.LOOPBACK))))
                .containsExactly(ALL, BEST);
    }

    @Test
    void an_update_that_changes_nothing_is_no_change() {
        protocol.addRoute(TEN, metric(1));

        assertThat(typesThatHearOf(() -> protocol.addRoute(TEN, metric(1)))).isEmpty();
    }

    @Test
    void a_next_hop_that_changes_is_no_change() {
        try (NextHop gateway = protocol.addNextHop(NextHopInfo.of("192.0.2.1", 3)).handle()) {
            protocol.addRoute(TEN, RouteInfo.via(gateway));

            assertThat(typesThatHearOf(() -> protocol.deleteNextHop(prefix("192.0.2.1"), 3)))
                    .isEmpty();
        }
    }

    @Test
    void a_request_for_several_types_hears_of_each() {
        protocol.addRoute(TEN, metric(1));
        ChangeRegistration changes = register(ChangeRequest.of(FORWARDING, BEST));

        protocol.addRoute(TEN, metric(1).flags(RouteFlags.LOOPBACK));

        assertThat(fetch(changes)).containsExactly(TEN);
    }

    @Test
    void a_change_in_a_view_that_was_not_asked_for_does_not_count_whatever_its_type() {
        protocol.addRoute(TEN, metric(1).views(ViewSet.UNICAST));
        ChangeRegistration changes =
                register(ChangeRequest.of(BEST, FORWARDING).views(ViewSet.MULTICAST));

        protocol.addRoute(TEN, metric(2).views(ViewSet.UNICAST));

        assertThat(fetch(changes)).isEmpty();
    }

    // The pending set

    @Test
    void a_change_is_pending_before_the_call_that_made_it_returns() {
        ChangeRegistration changes = register(ChangeRequest.of(ALL));

        protocol.addRoute(TEN, metric(1));

        try (DestInfo info = exactMatch(TEN)) {
            assertThat(changes.isPending(info.destination())).isTrue();
        }
    }

    private DestInfo exactMatch(NetAddress address) {
        return client.exactMatch(address, ProtocolId.BEST, ViewSet.ANY).orElseThrow();
    }

    @Test
    void a_destination_is_pending_once_in_order_of_its_first_change() {
        ChangeRegistration changes = register(ChangeRequest.of(ALL));

        protocol.addRoute(TWELVE, metric(1));
        protocol.addRoute(TEN, metric(1));
        protocol.addRoute(TWELVE, metric(2));
        protocol.addRoute(ELEVEN, metric(1));

        assertThat(addresses(changes.fetch(2))).containsExactly(TWELVE, TEN);
        assertThat(addresses(changes.fetch(2))).containsExactly(ELEVEN);
        assertThat(addresses(changes.fetch(2))).isEmpty();
    }

    @Test
    void fetching_takes_a_destination_out_and_reads_its_state_at_that_moment() {
        ChangeRegistration changes = register(ChangeRequest.of(ALL));
        protocol.addRoute(TEN, metric(1));
        protocol.addRoute(TEN, metric(2));

        try (ChangedDests batch = changes.fetch(10)) {
            assertThat(bestMetric(batch.list().get(0))).contains(2L);
            assertThat(changes.isPending(batch.list().get(0).destination())).isFalse();
        }

        assertThat(fetch(changes)).isEmpty();
    }

    private static Optional<Long> bestMetric(DestInfo info) {
        return info.view(0).orElseThrow().bestRoute().map(ChangeNotificationTest::metricOf);
    }

    private static long metricOf(Route route) {
        try (RouteSnapshot snapshot = route.info()) {
            return snapshot.prefInfo().metric();
        }
    }

    @Test
    void a_later_change_puts_a_fetched_destination_back() {
        ChangeRegistration changes = register(ChangeRequest.of(ALL));
        protocol.addRoute(TEN, metric(1));
        protocol.addRoute(ELEVEN, metric(1));
        assertThat(addresses(changes.fetch(1))).containsExactly(TEN);

        protocol.addRoute(TEN, metric(2));

        assertThat(fetch(changes)).containsExactly(ELEVEN, TEN);
    }

    @Test
    void a_withdrawal_is_reported_without_a_best_route() {
        Route route = protocol.addRoute(TEN, metric(1)).handle();
        ChangeRegistration changes = register(ChangeRequest.of(BEST));

        route.delete();

        try (ChangedDests batch = changes.fetch(10)) {
            DestInfo info = batch.list().get(0);
            assertThat(info.address()).isEqualTo(TEN);
            assertThat(info.belongsToViews()).isEqualTo(ViewSet.ANY);
            assertThat(info.views()).hasSize(2);
            assertThat(info.views())
                    .allSatisfy(
                            view -> {
                                assertThat(view.bestRoute()).isEmpty();
                                assertThat(view.bestRouteOwner()).isEmpty();
                                assertThat(view.routeCount()).isZero();
                            });
        }
    }

    @Test
    void a_withdrawn_best_route_is_reported_with_the_next_best() {
        Route better = protocol.addRoute(TEN, metric(1)).handle();
        client.addRoute(TEN, metric(2));
        ChangeRegistration changes = register(ChangeRequest.of(BEST));

        better.delete();

        try (ChangedDests batch = changes.fetch(10)) {
            assertThat(batch.list())
                    .singleElement()
                    .satisfies(info -> assertThat(bestMetric(info)).contains(2L));
        }
    }

    @Test
    void the_end_of_an_entity_is_pending_for_its_destinations() {
        protocol.addRoute(TEN, metric(1));
        protocol.addRoute(ELEVEN, metric(1));
        ChangeRegistration changes = register(ChangeRequest.of(BEST));

        protocol.close();

        assertThat(fetch(changes)).containsExactlyInAnyOrder(TEN, ELEVEN);
    }

    @Test
    void each_registration_has_its_own_pending_set() {
        ChangeRegistration one = register(ChangeRequest.of(ALL));
        ChangeRegistration other = register(ChangeRequest.of(ALL));
        protocol.addRoute(TEN, metric(1));

        assertThat(fetch(one)).containsExactly(TEN);

        assertThat(fetch(other)).containsExactly(TEN);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, Router.MAX_HANDLES_IN_CALL + 1})
    void a_number_to_fetch_that_is_out_of_range_is_refused_and_takes_nothing_out(int most) {
        ChangeRegistration changes = register(ChangeRequest.of(ALL));
        protocol.addRoute(TEN, metric(1));

        assertRefused(
                RtmStatus.INVALID_PARAMETER,
                most
                        + " is not a number of destinations to fetch; allowed are 1 to "
                        + Router.MAX_HANDLES_IN_CALL,
                () -> changes.fetch(most));

        assertThat(addresses(changes.fetch(Router.MAX_HANDLES_IN_CALL))).containsExactly(TEN);
    }

    // Signals

    @Test
    void a_burst_is_one_signal() throws InterruptedException {
        AtomicInteger signals = new AtomicInteger();
        register(ChangeRequest.of(ALL), changes -> signals.incrementAndGet());
        CountDownLatch burstIsOver = new CountDownLatch(1);
        RegisteredEntity.of(client).submit(() -> Router.await(burstIsOver));

        for (int i = 0; i < 100; i++) {
            protocol.addRoute(TEN, metric(i));
        }
        burstIsOver.countDown();
        Router.settle(client);

        assertThat(signals).hasValue(1);
    }

    @Test
    void what_is_recorded_after_a_call_back_began_is_signalled_again() {
        AtomicInteger signals = new AtomicInteger();
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        register(
                ChangeRequest.of(ALL),
                changes -> {
                    signals.incrementAndGet();
                    began.countDown();
                    Router.await(goOn);
                });
        protocol.addRoute(TEN, metric(1));
        Router.await(began);

        protocol.addRoute(TEN, metric(2));
        protocol.addRoute(ELEVEN, metric(2));
        goOn.countDown();
        Router.settle(client);

        assertThat(signals).hasValue(2);
    }

    @Test
    void a_change_of_what_is_pending_already_is_signalled_if_a_call_back_began_between() {
        AtomicInteger signals = new AtomicInteger();
        register(ChangeRequest.of(ALL), changes -> signals.incrementAndGet());
        protocol.addRoute(TEN, metric(1));
        Router.settle(client);

        protocol.addRoute(TEN, metric(2));
        Router.settle(client);

        assertThat(signals).hasValue(2);
    }

    @Test
    void no_change_that_does_not_count_is_signalled() {
        AtomicInteger signals = new AtomicInteger();
        register(ChangeRequest.of(BEST).views(ViewSet.MULTICAST), c -> signals.incrementAndGet());
        register(ChangeRequest.of(ALL).markedOnly(), c -> signals.incrementAndGet());

        protocol.addRoute(TEN, metric(1).views(ViewSet.UNICAST));
        Router.settle(client);

        assertThat(signals).hasValue(0);
    }

    @Test
    void a_listener_fetches_from_the_registration_that_it_is_given() {
        List<NetAddress> told = new ArrayList<>();
        register(ChangeRequest.of(ALL), changes -> told.addAll(fetch(changes)));

        protocol.addRoute(TEN, metric(1));
        Router.settle(client);

        assertThat(told).containsExactly(TEN);
    }

    @Test
    void a_listener_that_throws_is_called_for_the_next_change() {
        AtomicInteger signals = new AtomicInteger();
        register(
                ChangeRequest.of(ALL),
                changes -> {
                    signals.incrementAndGet();
                    throw new IllegalStateException("on purpose");
                });
        protocol.addRoute(TEN, metric(1));
        Router.settle(client);

        protocol.addRoute(TEN, metric(2));
        Router.settle(client);

        assertThat(signals).hasValue(2);
    }

    @Test
    void a_listener_may_change_the_table_and_end_its_registration() {
        CountDownLatch done = new CountDownLatch(1);
        register(
                ChangeRequest.of(ALL),
                changes -> {
                    client.addRoute(ELEVEN, metric(1));
                    changes.close();
                    done.countDown();
                });

        protocol.addRoute(TEN, metric(1));
        Router.await(done);
        Router.settle(client);

        assertThat(client.handleCounts().get(HandleKind.CHANGE_REGISTRATION)).isZero();
        exactMatch(ELEVEN).close();
    }

    @Test
    void a_listener_that_blocks_holds_up_neither_the_table_nor_others() {
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch began = new CountDownLatch(1);
        register(
                ChangeRequest.of(ALL),
                changes -> {
                    began.countDown();
                    Router.await(goOn);
                });
        CountDownLatch toldOther = new CountDownLatch(1);
        notifier.register(
                protocol,
                ChangeRequest.of(ALL),
                Optional.of(
                        changes -> {
                            if (fetch(changes).contains(ELEVEN)) {
                                toldOther.countDown();
                            }
                        }));
        protocol.addRoute(TEN, metric(1));
        Router.await(began);

        protocol.addRoute(ELEVEN, metric(1));

        Router.await(toldOther);
        goOn.countDown();
    }

    @Test
    void no_call_back_begins_after_the_registration_was_closed() {
        AtomicInteger signals = new AtomicInteger();
        ChangeRegistration changes =
                register(ChangeRequest.of(ALL), ignored -> signals.incrementAndGet());
        CountDownLatch closed = new CountDownLatch(1);
        RegisteredEntity.of(client).submit(() -> Router.await(closed));
        protocol.addRoute(TEN, metric(1));

        changes.close();
        closed.countDown();
        Router.settle(client);

        assertThat(signals).hasValue(0);
    }

    // Marks

    @Test
    void only_marked_destinations_count_where_that_was_asked_for() {
        ChangeRegistration changes = register(ChangeRequest.of(ALL).markedOnly());
        changes.mark(ELEVEN);

        protocol.addRoute(TEN, metric(1));
        protocol.addRoute(ELEVEN, metric(1));

        assertThat(fetch(changes)).containsExactly(ELEVEN);
    }

    @Test
    void marks_are_set_removed_and_asked_for_by_destination_or_by_prefix() {
        protocol.addRoute(TEN, metric(1));
        ChangeRegistration changes = register(ChangeRequest.of(ALL).markedOnly());
        try (DestInfo info = exactMatch(TEN)) {
            Destination ten = info.destination();
            assertThat(changes.isMarked(ten)).isFalse();

            changes.mark(ten);
            assertThat(changes.isMarked(TEN)).isTrue();

            changes.unmark(TEN);
            assertThat(changes.isMarked(ten)).isFalse();

            changes.mark(TEN);
            assertThat(changes.isMarked(ten)).isTrue();

            changes.unmark(ten);
            assertThat(changes.isMarked(TEN)).isFalse();
        }
    }

    @Test
    void a_mark_belongs_to_its_registration() {
        ChangeRegistration changes = register(ChangeRequest.of(ALL).markedOnly());
        ChangeRegistration other = register(ChangeRequest.of(ALL).markedOnly());

        changes.mark(TEN);
        protocol.addRoute(TEN, metric(1));

        assertThat(other.isMarked(TEN)).isFalse();
        assertThat(fetch(other)).isEmpty();
        assertThat(fetch(changes)).containsExactly(TEN);
    }

    @Test
    void a_mark_outlives_the_destination_and_applies_when_it_returns() {
        Route route = protocol.addRoute(TEN, metric(1)).handle();
        ChangeRegistration changes = register(ChangeRequest.of(ALL).markedOnly());
        try (DestInfo info = exactMatch(TEN)) {
            changes.mark(info.destination());
        }
        route.delete();
        assertThat(fetch(changes)).containsExactly(TEN);
        assertThat(client.exactMatch(TEN, ProtocolId.BEST, ViewSet.ANY)).isEmpty();

        protocol.addRoute(TEN, metric(1));

        assertThat(changes.isMarked(TEN)).isTrue();
        assertThat(fetch(changes)).containsExactly(TEN);
    }

    @Test
    void removing_a_mark_drops_its_pending_change() {
        ChangeRegistration changes = register(ChangeRequest.of(ALL).markedOnly());
        changes.mark(TEN);
        changes.mark(ELEVEN);
        protocol.addRoute(TEN, metric(1));
        protocol.addRoute(ELEVEN, metric(1));

        changes.unmark(TEN);

        assertThat(fetch(changes)).containsExactly(ELEVEN);
    }

    @Test
    void a_mark_under_a_registration_for_all_destinations_is_remembered_and_has_no_effect() {
        ChangeRegistration changes = register(ChangeRequest.of(ALL));
        changes.mark(TEN);
        protocol.addRoute(TEN, metric(1));
        protocol.addRoute(ELEVEN, metric(1));
        assertThat(changes.isMarked(TEN)).isTrue();

        changes.unmark(TEN);

        assertThat(changes.isMarked(TEN)).isFalse();
        assertThat(fetch(changes)).containsExactly(TEN, ELEVEN);
    }

    @Test
    void a_mark_of_another_address_family_is_refused() {
        ChangeRegistration changes = register(ChangeRequest.of(ALL).markedOnly());
        NetAddress other = prefix("2001:db8::/32");
        String message = "2001:db8::/32 is not an IPv4 prefix, as this table needs";

        assertRefused(RtmStatus.INVALID_PARAMETER, message, () -> changes.mark(other));
        assertRefused(RtmStatus.INVALID_PARAMETER, message, () -> changes.unmark(other));
        assertRefused(RtmStatus.INVALID_PARAMETER, message, () -> changes.isMarked(other));
    }

    @Test
    void marks_go_on_while_changes_are_pending_and_fetched() {
        ChangeRegistration changes = register(ChangeRequest.of(ALL).markedOnly());
        changes.mark(TEN);
        protocol.addRoute(TEN, metric(1));
        assertThat(fetch(changes)).containsExactly(TEN);

        protocol.addRoute(TEN, metric(2));

        assertThat(fetch(changes)).containsExactly(TEN);
    }

    // Ignoring and asking

    @Test
    void ignore_drops_what_is_pending_and_nothing_later() {
        ChangeRegistration changes = register(ChangeRequest.of(ALL));
        protocol.addRoute(TEN, metric(1));
        protocol.addRoute(ELEVEN, metric(1));
        try (DestInfo info = exactMatch(TEN)) {
            changes.ignore(List.of(info.destination()));

            assertThat(changes.isPending(info.destination())).isFalse();
            assertThat(fetch(changes)).containsExactly(ELEVEN);

            protocol.addRoute(TEN, metric(2));

            assertThat(changes.isPending(info.destination())).isTrue();
            assertThat(fetch(changes)).containsExactly(TEN);
        }
    }

    @Test
    void ignore_drops_nothing_if_one_handle_is_bad() {
        ChangeRegistration changes = register(ChangeRequest.of(ALL));
        protocol.addRoute(TEN, metric(1));
        protocol.addRoute(ELEVEN, metric(1));
        DestInfo open = exactMatch(TEN);
        DestInfo givenBack = exactMatch(ELEVEN);
        givenBack.close();

        assertRefused(
                RtmStatus.INVALID_HANDLE,
                "the handle to destination 11.0.0.0/8 was given back before",
                () -> changes.ignore(List.of(open.destination(), givenBack.destination())));

        assertThat(changes.isPending(open.destination())).isTrue();
        assertThat(fetch(changes)).containsExactly(TEN, ELEVEN);
        changes.ignore(List.of());
        open.close();
    }

    @Test
    void a_handle_of_another_registration_is_refused() {
        ChangeRegistration changes = register(ChangeRequest.of(ALL));
        protocol.addRoute(TEN, metric(1));
        try (DestInfo info = protocol.exactMatch(TEN, ProtocolId.BEST, ViewSet.ANY).orElseThrow()) {
            Destination foreign = info.destination();

            assertThat(
                            List.<ThrowingCallable>of(
                                    () -> changes.ignore(List.of(foreign)),
                                    () -> changes.isPending(foreign),
                                    () -> changes.mark(foreign),
                                    () -> changes.unmark(foreign),
                                    () -> changes.isMarked(foreign)))
                    .allSatisfy(
                            call ->
                                    assertRefused(
                                            RtmStatus.INVALID_HANDLE,
                                            "the handle to destination 10.0.0.0/8 belongs to another registration than STATIC-2",
                                            call));
        }

        assertThat(fetch(changes)).containsExactly(TEN);
        assertThat(changes.isMarked(TEN)).isFalse();
    }

    // Giving back

    @Test
    void release_gives_back_the_handles_of_exactly_the_destinations_named() {
        ChangeRegistration changes = register(ChangeRequest.of(ALL));
        protocol.addRoute(TEN, metric(1));
        protocol.addRoute(ELEVEN, metric(1));
        List<DestInfo> infos = changes.fetch(10).list();

        changes.release(List.of(infos.get(0)));

        assertRefused(
                RtmStatus.INVALID_HANDLE,
                "the handle to destination 10.0.0.0/8 was given back before",
                () -> infos.get(0).destination().info(ProtocolId.BEST, ViewSet.ANY));
        infos.get(1).destination().info(ProtocolId.BEST, ViewSet.ANY).close();

        changes.release(List.of(infos.get(1)));

        Router.assertNoHandlesBut(client, HandleKind.CHANGE_REGISTRATION, 1);
    }

    @Test
    void release_of_nothing_is_a_success() {
        ChangeRegistration changes = register(ChangeRequest.of(ALL));

        changes.release(List.of());

        Router.assertNoHandlesBut(client, HandleKind.CHANGE_REGISTRATION, 1);
    }

    /** What can be wrong with one of the informations that are to be released. */
    private enum Wrong {
        GIVEN_BACK("the information on 11.0.0.0/8 was given back before"),
        NAMED_TWICE("the information on 10.0.0.0/8 is named twice"),
        FETCHED_BY_ANOTHER(
                "the information on 10.0.0.0/8 was fetched as changed, and is given back to the registration it came from"),
        LOOKED_UP("the information on 10.0.0.0/8 was fetched by a question, not as changed"),
        OF_ANOTHER_ENTITY("the information on 10.0.0.0/8 belongs to another registration");

        private final String message;

        Wrong(String message) {
            this.message = message;
        }
    }

    @ParameterizedTest
    @EnumSource
    void release_gives_nothing_back_if_one_is(Wrong wrong) {
        ChangeRegistration changes = register(ChangeRequest.of(ALL));
        ChangeRegistration other = register(ChangeRequest.of(ALL));
        protocol.addRoute(TEN, metric(1));
        protocol.addRoute(ELEVEN, metric(1));
        List<DestInfo> infos = changes.fetch(10).list();
        List<DestInfo> others = other.fetch(10).list();
        DestInfo lookedUp = exactMatch(TEN);
        DestInfo foreign = protocol.exactMatch(TEN, ProtocolId.BEST, ViewSet.ANY).orElseThrow();
        Collection<DestInfo> named =
                switch (wrong) {
                    case GIVEN_BACK -> {
                        infos.get(1).close();
                        yield infos;
                    }
                    case NAMED_TWICE -> List.of(infos.get(0), infos.get(0));
                    case FETCHED_BY_ANOTHER -> List.of(infos.get(0), others.get(0));
                    case LOOKED_UP -> List.of(infos.get(0), lookedUp);
                    case OF_ANOTHER_ENTITY -> List.of(infos.get(0), foreign);
                };

        assertRefused(RtmStatus.INVALID_HANDLE, wrong.message, () -> changes.release(named));

        infos.get(0).destination().info(ProtocolId.BEST, ViewSet.ANY).close();
        infos.get(0).close();
        others.get(0).close();
        lookedUp.close();
        foreign.close();
    }

    @Test
    void the_array_form_for_other_informations_refuses_what_was_fetched() {
        ChangeRegistration changes = register(ChangeRequest.of(ALL));
        protocol.addRoute(TEN, metric(1));
        List<DestInfo> infos = changes.fetch(10).list();

        assertRefused(
                RtmStatus.INVALID_HANDLE,
                "the information on 10.0.0.0/8 was fetched as changed, and is given back to the registration it came from",
                () -> client.releaseDestinations(infos));

        changes.release(infos);
        Router.assertNoHandlesBut(client, HandleKind.CHANGE_REGISTRATION, 1);
    }

    @Test
    void closing_one_fetched_object_is_the_right_release_for_it() {
        ChangeRegistration changes = register(ChangeRequest.of(ALL));
        protocol.addRoute(TEN, metric(1));
        DestInfo info = changes.fetch(10).list().get(0);

        info.close();

        Router.assertNoHandlesBut(client, HandleKind.CHANGE_REGISTRATION, 1);
        assertRefused(
                RtmStatus.INVALID_HANDLE,
                "the information on 10.0.0.0/8 was given back before",
                info::close);
    }

    @Test
    void closing_a_batch_gives_back_what_is_still_open_in_it() {
        ChangeRegistration changes = register(ChangeRequest.of(ALL));
        protocol.addRoute(TEN, metric(1));
        protocol.addRoute(ELEVEN, metric(1));
        ChangedDests batch = changes.fetch(10);
        batch.list().get(1).close();

        batch.close();

        Router.assertNoHandlesBut(client, HandleKind.CHANGE_REGISTRATION, 1);
        assertThat(batch.list()).hasSize(2);
        assertRefused(
                RtmStatus.INVALID_HANDLE, "the batch of 2 was given back before", batch::close);
    }

    @Test
    void
            after_the_registration_was_closed_what_was_fetched_stays_readable_until_it_is_given_back() {
        ChangeRegistration changes = register(ChangeRequest.of(ALL));
        protocol.addRoute(TEN, metric(1));
        ChangedDests batch = changes.fetch(10);

        changes.close();

        assertThat(bestMetric(batch.list().get(0))).contains(1L);
        batch.close();
        Router.assertNoHandles(client);
    }
}
