package org.rtm.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.api.notify.ChangeType.ALL;
import static org.rtm.api.notify.ChangeType.BEST;
import static org.rtm.notify.Router.metric;
import static org.rtm.notify.Router.prefix;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rtm.api.DestInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.Route;
import org.rtm.api.ViewSet;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.ChangedDests;

/** What section 14 of the semantics says of a resync, on the real table. */
class ResyncTest {
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
        return notifier.register(client, request.resync(), Optional.empty());
    }

    private record Fetched(List<NetAddress> addresses, boolean complete) {
        Fetched(boolean complete, NetAddress... addresses) {
            this(List.of(addresses), complete);
        }
    }

    private static Fetched fetch(ChangeRegistration changes, int most) {
        try (ChangedDests batch = changes.fetch(most)) {
            return new Fetched(
                    batch.stream().map(DestInfo::address).toList(), batch.isResyncComplete());
        }
    }

    @Test
    void a_resync_walks_every_destination_in_order_and_then_says_once_that_it_is_complete() {
        protocol.addRoute(TWELVE, metric(1));
        protocol.addRoute(TEN, metric(1));
        protocol.addRoute(ELEVEN, metric(1));
        ChangeRegistration changes = register(ChangeRequest.of(ALL));

        assertThat(fetch(changes, 2)).isEqualTo(new Fetched(false, TEN, ELEVEN));
        assertThat(fetch(changes, 2)).isEqualTo(new Fetched(false, TWELVE));
        assertThat(fetch(changes, 2)).isEqualTo(new Fetched(true));
        assertThat(fetch(changes, 2)).isEqualTo(new Fetched(false));
    }

    @Test
    void a_resync_of_an_empty_table_is_complete_with_the_first_batch() {
        ChangeRegistration changes = register(ChangeRequest.of(ALL));

        assertThat(fetch(changes, 10)).isEqualTo(new Fetched(true));
        assertThat(fetch(changes, 10)).isEqualTo(new Fetched(false));
    }

    @Test
    void nothing_is_walked_without_being_asked_for() {
        protocol.addRoute(TEN, metric(1));
        ChangeRegistration changes =
                notifier.register(client, ChangeRequest.of(ALL), Optional.empty());

        assertThat(fetch(changes, 10)).isEqualTo(new Fetched(false));
    }

    @Test
    void a_resync_walks_the_destinations_of_its_views() {
        protocol.addRoute(TEN, metric(1).views(ViewSet.UNICAST));
        protocol.addRoute(ELEVEN, metric(1).views(ViewSet.MULTICAST));
        ChangeRegistration changes = register(ChangeRequest.of(BEST).views(ViewSet.MULTICAST));

        assertThat(fetch(changes, 10)).isEqualTo(new Fetched(false, ELEVEN));
        assertThat(fetch(changes, 10)).isEqualTo(new Fetched(true));
    }

    @Test
    void a_destination_that_is_walked_and_pending_comes_once() {
        protocol.addRoute(TEN, metric(1));
        ChangeRegistration changes = register(ChangeRequest.of(ALL));
        protocol.addRoute(TEN, metric(2));

        assertThat(fetch(changes, 10)).isEqualTo(new Fetched(false, TEN));
        assertThat(fetch(changes, 10)).isEqualTo(new Fetched(true));
    }

    @Test
    void what_was_walked_is_pending_no_longer() {
        protocol.addRoute(TEN, metric(1));
        protocol.addRoute(ELEVEN, metric(1));
        ChangeRegistration changes = register(ChangeRequest.of(ALL));
        protocol.addRoute(ELEVEN, metric(2));
        protocol.addRoute(TEN, metric(2));

        try (ChangedDests batch = changes.fetch(2)) {
            assertThat(batch.stream().map(DestInfo::address)).containsExactly(TEN, ELEVEN);
            assertThat(batch.list()).noneMatch(info -> changes.isPending(info.destination()));
        }
    }

    @Test
    void what_comes_behind_the_cursor_is_told_and_what_changes_after_it_was_walked_comes_again() {
        protocol.addRoute(ELEVEN, metric(1));
        protocol.addRoute(TWELVE, metric(1));
        ChangeRegistration changes = register(ChangeRequest.of(ALL));
        assertThat(fetch(changes, 1)).isEqualTo(new Fetched(false, ELEVEN));

        protocol.addRoute(TEN, metric(1));
        protocol.addRoute(ELEVEN, metric(2));

        assertThat(fetch(changes, 10)).isEqualTo(new Fetched(false, TWELVE, TEN, ELEVEN));
        assertThat(fetch(changes, 10)).isEqualTo(new Fetched(true));
    }

    @Test
    void what_is_withdrawn_before_it_was_walked_is_told_or_left_out() {
        Route route = protocol.addRoute(TEN, metric(1)).handle();
        ChangeRegistration changes = register(ChangeRequest.of(ALL));

        route.delete();

        try (ChangedDests batch = changes.fetch(10)) {
            assertThat(batch.list())
                    .singleElement()
                    .satisfies(
                            info -> {
                                assertThat(info.address()).isEqualTo(TEN);
                                assertThat(info.belongsToViews()).isEqualTo(ViewSet.ANY);
                            });
            assertThat(batch.isResyncComplete()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void neither_the_walk_nor_changes_wait_for_each_other(int most) {
        List<NetAddress> present = addresses(10, 40);
        List<NetAddress> changing = addresses(100, 40);
        present.forEach(address -> protocol.addRoute(address, metric(1)));
        ChangeRegistration changes = register(ChangeRequest.of(ALL));
        changing.forEach(address -> protocol.addRoute(address, metric(1)));

        List<NetAddress> told = new ArrayList<>();
        while (told.size() < 20) {
            told.addAll(fetch(changes, most).addresses());
        }

        long walked = told.stream().filter(present::contains).count();
        assertThat(walked).isBetween(told.size() / 2L - most, told.size() / 2L + most);
    }

    private static List<NetAddress> addresses(int first, int count) {
        List<NetAddress> addresses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            addresses.add(NetAddress.ipv4(first + i << 24, 8));
        }
        return addresses;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100})
    void no_batch_is_empty_before_the_resync_is_complete(int most) {
        addresses(10, 30).forEach(address -> protocol.addRoute(address, metric(1)));
        ChangeRegistration changes = register(ChangeRequest.of(ALL));
        addresses(30, 30).forEach(address -> protocol.addRoute(address, metric(1)));

        Set<NetAddress> told = new LinkedHashSet<>();
        Fetched fetched = fetch(changes, most);
        while (!fetched.complete()) {
            assertThat(fetched.addresses()).isNotEmpty();
            told.addAll(fetched.addresses());
            fetched = fetch(changes, most);
        }
        told.addAll(fetched.addresses());

        assertThat(told).containsExactlyInAnyOrderElementsOf(addresses(10, 50));
    }

    @Test
    void a_resync_is_signalled_so_that_a_client_that_fetches_on_signals_begins_with_it() {
        protocol.addRoute(TEN, metric(1));
        List<NetAddress> told = new ArrayList<>();
        CountDownLatch complete = new CountDownLatch(1);

        notifier.register(
                client,
                ChangeRequest.of(ALL).resync(),
                Optional.of(
                        changes -> {
                            Fetched fetched = fetch(changes, 10);
                            while (!fetched.complete()) {
                                told.addAll(fetched.addresses());
                                fetched = fetch(changes, 10);
                            }
                            complete.countDown();
                        }));

        Router.await(complete);
        assertThat(told).containsExactly(TEN);
    }

    @Test
    void of_marked_destinations_those_come_that_have_a_route_and_were_marked_during_the_resync() {
        protocol.addRoute(TEN, metric(1));
        protocol.addRoute(ELEVEN, metric(1));
        protocol.addRoute(TWELVE, metric(1));
        ChangeRegistration changes = register(ChangeRequest.of(ALL).markedOnly());
        changes.mark(TWELVE);
        changes.mark(prefix("13.0.0.0/8"));
        assertThat(fetch(changes, 10)).isEqualTo(new Fetched(false, TWELVE));

        changes.mark(TEN);

        assertThat(fetch(changes, 10)).isEqualTo(new Fetched(false, TEN));
        assertThat(fetch(changes, 10)).isEqualTo(new Fetched(true));

        changes.mark(ELEVEN);

        assertThat(fetch(changes, 10)).isEqualTo(new Fetched(false));
    }

    @Test
    void a_mark_that_was_removed_during_a_resync_does_not_come() {
        protocol.addRoute(TEN, metric(1));
        ChangeRegistration changes = register(ChangeRequest.of(ALL).markedOnly());
        changes.mark(TEN);

        changes.unmark(TEN);

        assertThat(fetch(changes, 10)).isEqualTo(new Fetched(true));
    }

    @Test
    void a_client_that_comes_back_to_the_next_notifier_misses_nothing() {
        Route gone = protocol.addRoute(TEN, metric(1)).handle();
        protocol.addRoute(ELEVEN, metric(1));
        Set<NetAddress> known = new LinkedHashSet<>();
        ChangeRegistration before = register(ChangeRequest.of(ALL));
        known.addAll(fetch(before, 10).addresses());
        assertThat(known).containsExactly(TEN, ELEVEN);

        notifier.stop();
        gone.delete();
        protocol.addRoute(TWELVE, metric(1));
        notifier = new Notifier();
        ChangeRegistration after = register(ChangeRequest.of(ALL));
        Set<NetAddress> told = new LinkedHashSet<>();
        for (Fetched fetched = fetch(after, 1); !fetched.complete(); fetched = fetch(after, 1)) {
            told.addAll(fetched.addresses());
        }

        assertThat(told).containsExactly(ELEVEN, TWELVE);
    }
}
