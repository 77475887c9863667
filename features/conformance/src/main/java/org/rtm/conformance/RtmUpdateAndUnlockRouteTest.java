package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.conformance.Router.assertRefused;
import static org.rtm.conformance.TableContent.TEN;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.AddRouteOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.LockMode;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.PrefInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteFlags;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteList;
import org.rtm.api.RouteLock;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.RtmStatus;
import org.rtm.api.ViewSet;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.ChangeType;

class RtmUpdateAndUnlockRouteTest {
    private static final PrefInfo BETTER = new PrefInfo(1, 1);
    private static final Duration HOUR = Duration.ofHours(1);

    @RegisterExtension final Router router = new Router();
    @RegisterExtension final Router impatient = new Router().with("lock.longest", 1);
    private final EntityRegistration rip = router.register();
    private final EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);
    private final NextHop hop = rip.addNextHop(NextHopInfo.of("192.0.2.1", 3)).handle();
    private final Route route = rip.addRoute(TEN, RouteInfo.via().flags(RouteFlags.LOCAL)).handle();

    @Test
    @ReturnCodes("NO_ERROR")
    void the_five_members_that_may_be_modified_become_true_with_the_call() {
        RouteLock lock =
                route.lock(LockMode.EXCLUSIVE)
                        .neighbour(Optional.of(hop))
                        .prefInfo(BETTER)
                        .entitySpecificInfo(Optional.of("mine"))
                        .views(ViewSet.MULTICAST)
                        .nextHops(List.of(hop));
        assertThat(route.info().nextHops()).isEmpty();

        lock.commit(AddRouteOptions.NONE);

        RouteSnapshot info = route.info();
        assertThat(info.neighbour()).contains(hop);
        assertThat(info.prefInfo()).isEqualTo(BETTER);
        assertThat(info.entitySpecificInfo()).contains("mine");
        assertThat(info.views()).isEqualTo(ViewSet.MULTICAST);
        assertThat(info.nextHops()).containsExactly(hop);
        assertThat(info.flags()).isEqualTo(RouteFlags.LOCAL);
    }

    @Test
    void the_client_references_no_next_hop_that_it_adds() {
        route.lock(LockMode.EXCLUSIVE).nextHops(List.of(hop)).commit(AddRouteOptions.NONE);

        hop.close();

        assertThat(rip.handleCounts()).containsEntry(HandleKind.NEXT_HOP, 0L);
        assertThat(route.info().nextHops()).hasSize(1);
    }

    @Test
    void a_successful_call_unlocks_the_route() {
        RouteLock lock = route.lock(LockMode.EXCLUSIVE);

        lock.commit(AddRouteOptions.NONE);

        lock.close();
        route.lock(LockMode.EXCLUSIVE).close();
        assertRefused(RtmStatus.INVALID_HANDLE, () -> lock.commit(AddRouteOptions.NONE));
    }

    @Test
    void a_failed_call_leaves_the_route_locked_until_the_client_unlocks_it() {
        RouteLock lock = route.lock(LockMode.EXCLUSIVE).prefInfo(BETTER);

        assertRefused(
                RtmStatus.INVALID_PARAMETER,
                () -> lock.commit(AddRouteOptions.NONE.timeToLive(Duration.ZERO)));
        assertRefused(RtmStatus.POSSIBLE_DEADLOCK, () -> route.lock(LockMode.EXCLUSIVE));

        lock.close();
        route.lock(LockMode.EXCLUSIVE).close();
        assertThat(route.info().prefInfo()).isNotEqualTo(BETTER);
    }

    @Test
    void the_route_takes_its_new_place_and_a_change_of_the_best_route_is_told() {
        ospf.addRoute(TEN, RouteInfo.via());
        assertThat(route.bestInViews().isEmpty()).isTrue();

        boolean bestChanged =
                route.lock(LockMode.EXCLUSIVE).prefInfo(BETTER).commit(AddRouteOptions.NONE);

        assertThat(bestChanged).isTrue();
        assertThat(route.bestInViews()).isEqualTo(ViewSet.UNICAST);
    }

    @Test
    void a_route_that_neither_was_nor_is_the_best_changes_no_best_route() {
        ospf.addRoute(TEN, RouteInfo.via().preference(1));

        boolean bestChanged =
                route.lock(LockMode.EXCLUSIVE)
                        .prefInfo(new PrefInfo(2, 2))
                        .commit(AddRouteOptions.NONE);

        assertThat(bestChanged).isFalse();
    }

    @Test
    @Tag(Router.NOTIFICATION)
    void a_change_of_the_best_route_is_notified() {
        ChangeRegistration changes =
                router.notifier()
                        .register(ospf, ChangeRequest.of(ChangeType.BEST), Optional.empty());

        route.lock(LockMode.EXCLUSIVE).prefInfo(BETTER).commit(AddRouteOptions.NONE);

        assertThat(TableContent.prefixes(changes.fetch(1))).containsExactly(TEN);
    }

    @Test
    void the_time_to_live_is_set_and_without_one_ended() {
        route.lock(LockMode.EXCLUSIVE).commit(AddRouteOptions.NONE.timeToLive(HOUR));
        assertThat(route.info().timeToLive()).isPresent();

        route.lock(LockMode.EXCLUSIVE).commit(AddRouteOptions.NONE);
        assertThat(route.info().timeToLive()).isEmpty();
    }

    @Test
    void the_route_is_moved_to_the_list_that_is_named_and_else_stays_where_it_is() {
        RouteList list = rip.createRouteList();

        route.lock(LockMode.EXCLUSIVE).prefInfo(BETTER).commit(AddRouteOptions.NONE.list(list));
        route.lock(LockMode.EXCLUSIVE).commit(AddRouteOptions.NONE);

        assertThat(TableContent.metrics(list.enumerate())).containsExactly(BETTER.metric());
    }

    @Test
    @ReturnCodes("ERROR_ACCESS_DENIED")
    void another_clients_route_cannot_be_locked_and_so_not_updated() {
        Route others = Handles.route(ospf, TEN);

        assertRefused(RtmStatus.ACCESS_DENIED, () -> others.lock(LockMode.EXCLUSIVE));
    }

    @Test
    @ReturnCodes("ERROR_ACCESS_DENIED")
    void whoever_locked_it_for_reading_cannot_update_and_still_holds_the_lock() {
        try (RouteLock lock = route.lock(LockMode.SHARED)) {
            assertRefused(RtmStatus.ACCESS_DENIED, () -> lock.commit(AddRouteOptions.NONE));
        }
    }

    @Test
    void a_neighbour_that_makes_it_equal_to_another_of_the_owners_routes_is_refused() {
        rip.addRoute(TEN, RouteInfo.via().neighbour(hop));

        try (RouteLock lock = route.lock(LockMode.EXCLUSIVE).neighbour(Optional.of(hop))) {
            assertRefused(RtmStatus.ALREADY_EXISTS, () -> lock.commit(AddRouteOptions.NONE));
        }
    }

    @Test
    void the_question_which_route_to_update_is_refused() {
        try (RouteLock lock = route.lock(LockMode.EXCLUSIVE)) {
            assertRefused(
                    RtmStatus.INVALID_PARAMETER,
                    () -> lock.commit(AddRouteOptions.NONE.alwaysNew()));
            assertRefused(
                    RtmStatus.INVALID_PARAMETER,
                    () -> lock.commit(AddRouteOptions.NONE.updateFirst()));
        }
    }

    @Test
    void a_lock_that_was_taken_away_after_its_time_updates_nothing() {
        EntityRegistration owner = impatient.register();
        Route locked = owner.addRoute(TEN, RouteInfo.via()).handle();
        RouteLock lock = locked.lock(LockMode.EXCLUSIVE).prefInfo(BETTER);

        impatient.register(ProtocolId.OSPF, 1).addRoute(TEN, RouteInfo.via());

        assertRefused(RtmStatus.INVALID_HANDLE, () -> lock.commit(AddRouteOptions.NONE));
        assertThat(locked.info().prefInfo()).isNotEqualTo(BETTER);
    }

    @Test
    void a_lock_that_was_given_back_or_whose_registration_has_ended_updates_nothing() {
        RouteLock unlocked = route.lock(LockMode.EXCLUSIVE);
        unlocked.close();
        assertRefused(RtmStatus.INVALID_HANDLE, () -> unlocked.commit(AddRouteOptions.NONE));
        RouteLock lock = route.lock(LockMode.EXCLUSIVE);

        rip.close();

        assertRefused(RtmStatus.INVALID_HANDLE, () -> lock.commit(AddRouteOptions.NONE));
    }
}
