package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.conformance.Router.assertRefused;
import static org.rtm.conformance.TableContent.TEN;
import static org.rtm.conformance.TableContent.TWENTY;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.AddRouteOptions;
import org.rtm.api.EntityListener;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.ExpiryDecision;
import org.rtm.api.HandleKind;
import org.rtm.api.LockMode;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.PrefInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteChange;
import org.rtm.api.RouteFlags;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteList;
import org.rtm.api.RouteLock;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.RouteState;
import org.rtm.api.RtmStatus;
import org.rtm.api.ViewSet;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.ChangeType;

class RtmAddRouteToDestTest {
    private static final Duration SHORT = Duration.ofMillis(10);
    private static final Duration LONG = Duration.ofHours(1);
    private static final int RIP_PREFERENCE = 120;
    private static final int MOST_ROUTES = 5;

    @RegisterExtension
    final Router router =
            new Router().with("next.hops.in.route", 2).with("routes.in.entity", MOST_ROUTES);

    private final EntityRegistration rip = router.register();
    private final EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);
    private final NextHop one = rip.addNextHop(NextHopInfo.of("192.0.2.1", 3)).handle();
    private final NextHop two = rip.addNextHop(NextHopInfo.of("192.0.2.2", 3)).handle();

    // What is added and what is updated

    @Test
    @ReturnCodes("NO_ERROR")
    void a_route_that_is_not_there_is_added_and_becomes_the_best() {
        RouteChange added = rip.addRoute(TEN, RouteInfo.via(one).neighbour(one).metric(2));

        assertThat(added.flags()).isEqualTo(RouteChange.NEW | RouteChange.BEST);
        RouteSnapshot info = added.handle().info();
        assertThat(info.destination().address()).isEqualTo(TEN);
        assertThat(info.owner()).isEqualTo(rip.entity());
        assertThat(info.state()).isEqualTo(RouteState.CREATED);
        assertThat(info.neighbour()).contains(one);
        assertThat(info.nextHops()).containsExactly(one);
    }

    @Test
    @ReturnCodes("NO_ERROR")
    void an_equal_route_is_updated_and_its_handle_is_returned() {
        Route existing = add(RouteInfo.via(one).neighbour(one).metric(2));

        RouteChange again = rip.addRoute(TEN, RouteInfo.via(two).neighbour(one).metric(1));

        assertThat(again.isNew()).isFalse();
        assertThat(again.handle()).isEqualTo(existing);
        assertThat(existing.info().nextHops()).containsExactly(two);
        assertThat(TableContent.metric(existing)).isEqualTo(1);
    }

    @Test
    void routes_are_equal_when_destination_owner_and_neighbour_are() {
        rip.addRoute(TEN, RouteInfo.via().neighbour(one));

        assertThat(rip.addRoute(TWENTY, RouteInfo.via().neighbour(one)).isNew()).isTrue();
        assertThat(rip.addRoute(TEN, RouteInfo.via().neighbour(two)).isNew()).isTrue();
        assertThat(rip.addRoute(TEN, RouteInfo.via()).isNew()).isTrue();
        assertThat(ospf.addRoute(TEN, RouteInfo.via()).isNew()).isTrue();
        assertThat(rip.addRoute(TEN, RouteInfo.via().neighbour(one)).isNew()).isFalse();
    }

    @Test
    void an_update_replaces_all_that_the_owner_says_of_the_route() {
        Route route =
                add(
                        RouteInfo.via(one)
                                .prefInfo(new PrefInfo(5, 6))
                                .flags(RouteFlags.LOCAL)
                                .views(ViewSet.MULTICAST)
                                .entitySpecificInfo("mine"));

        rip.addRoute(TEN, RouteInfo.via());

        RouteSnapshot info = route.info();
        assertThat(info.prefInfo()).isEqualTo(new PrefInfo(RIP_PREFERENCE, 0));
        assertThat(info.flags()).isEqualTo(RouteFlags.NONE);
        assertThat(info.views()).isEqualTo(ViewSet.UNICAST);
        assertThat(info.entitySpecificInfo()).isEmpty();
        assertThat(info.nextHops()).isEmpty();
    }

    @Test
    void a_client_changes_a_copy_of_what_it_read_and_updates_by_handle() {
        Route route = add(RouteInfo.via(one).metric(2));

        try (RouteSnapshot read = route.info()) {
            route.update(read.toInfo().metric(1));
        }

        assertThat(TableContent.metric(route)).isEqualTo(1);
        assertThat(route.info().nextHops()).containsExactly(one);
    }

    @Test
    @ReturnCodes("NO_ERROR")
    void an_update_by_handle_leaves_the_handle_as_it_was() {
        Route route = add(RouteInfo.via());

        RouteChange updated = route.update(RouteInfo.via().metric(1));

        assertThat(updated.flags()).isEqualTo(RouteChange.BEST);
        assertThat(rip.handleCounts()).containsEntry(HandleKind.ROUTE, 1L);
        assertThat(TableContent.metric(route)).isEqualTo(1);
    }

    @Test
    void an_update_by_handle_may_change_the_neighbour_but_not_to_that_of_another_of_its_routes() {
        Route route = add(RouteInfo.via().neighbour(one));

        route.update(RouteInfo.via());
        assertThat(route.info().neighbour()).isEmpty();

        add(RouteInfo.via().neighbour(two));
        assertRefused(RtmStatus.ALREADY_EXISTS, () -> route.update(RouteInfo.via().neighbour(two)));
    }

    @Test
    void with_change_new_a_route_is_added_although_an_equal_one_is_there() {
        add(RouteInfo.via());

        RouteChange second =
                rip.addRoute(
                        TEN, RouteInfo.via(), AddRouteOptions.ofFlags(AddRouteOptions.CHANGE_NEW));

        assertThat(second.flags()).isEqualTo(RouteChange.NEW);
    }

    @Test
    void of_several_equal_routes_the_best_is_updated() {
        Route worse = add(RouteInfo.via().metric(2));
        Route better =
                rip.addRoute(TEN, RouteInfo.via().metric(1), AddRouteOptions.NONE.alwaysNew())
                        .handle();

        rip.addRoute(TEN, RouteInfo.via().metric(3));

        assertThat(TableContent.metric(better)).isEqualTo(3);
        assertThat(TableContent.metric(worse)).isEqualTo(2);
    }

    @Test
    void with_change_first_the_best_of_the_callers_routes_is_updated_whatever_its_neighbour() {
        ospf.addRoute(TEN, RouteInfo.via());
        add(RouteInfo.via().neighbour(one).metric(2));
        Route first = add(RouteInfo.via().neighbour(two).metric(1));

        RouteChange updated =
                rip.addRoute(
                        TEN,
                        RouteInfo.via().metric(5),
                        AddRouteOptions.ofFlags(AddRouteOptions.CHANGE_FIRST));

        assertThat(updated.isNew()).isFalse();
        assertThat(updated.handle()).isEqualTo(first);
    }

    @Test
    void with_change_first_a_client_without_a_route_there_adds_one() {
        ospf.addRoute(TEN, RouteInfo.via());

        RouteChange added = rip.addRoute(TEN, RouteInfo.via(), AddRouteOptions.NONE.updateFirst());

        assertThat(added.isNew()).isTrue();
    }

    // What is told

    @Test
    void change_best_is_told_when_another_route_became_the_best_in_any_view() {
        ospf.addRoute(TEN, RouteInfo.via());

        RouteChange worse = rip.addRoute(TEN, RouteInfo.via());
        RouteChange better = rip.addRoute(TEN, RouteInfo.via().preference(1));
        RouteChange multicast = rip.addRoute(TEN, RouteInfo.via().views(ViewSet.of(0, 1)));

        assertThat(worse.bestChanged()).isFalse();
        assertThat(better.bestChanged()).isTrue();
        assertThat(multicast.bestChanged()).isTrue();
    }

    @Test
    void an_update_that_changes_nothing_changes_no_best_route() {
        rip.addRoute(TEN, RouteInfo.via(one).metric(1));

        assertThat(rip.addRoute(TEN, RouteInfo.via(one).metric(1)).flags()).isZero();
    }

    @Test
    @Tag(Router.NOTIFICATION)
    void a_change_of_the_best_route_is_notified_before_the_call_returns() {
        ChangeRegistration changes =
                router.notifier()
                        .register(ospf, ChangeRequest.of(ChangeType.BEST), Optional.empty());

        rip.addRoute(TEN, RouteInfo.via());

        assertThat(TableContent.prefixes(changes.fetch(1))).containsExactly(TEN);
    }

    @Test
    void without_a_preference_it_is_the_one_of_the_owners_protocol() {
        Route route = add(RouteInfo.via().metric(4));
        Route ranked = ospf.addRoute(TEN, RouteInfo.via().preference(7)).handle();

        assertThat(route.info().prefInfo()).isEqualTo(new PrefInfo(RIP_PREFERENCE, 4));
        assertThat(ranked.info().prefInfo().preference()).isEqualTo(7);
    }

    @Test
    void a_returned_handle_is_to_be_given_back_and_none_is_returned_unasked() {
        rip.addRoute(TEN, RouteInfo.via());
        assertThat(rip.handleCounts()).containsEntry(HandleKind.ROUTE, 0L);

        Route route = add(RouteInfo.via());
        assertThat(rip.handleCounts()).containsEntry(HandleKind.ROUTE, 1L);

        rip.release(List.of(route));
        assertThat(rip.handleCounts()).containsEntry(HandleKind.ROUTE, 0L);
    }

    @Test
    void the_client_gives_its_next_hop_handle_back_once_the_route_was_added() {
        Route route = add(RouteInfo.via(one).neighbour(one));

        one.close();

        assertThat(route.info().nextHops()).extracting(NextHop::address).contains(one.address());
    }

    // Time to live

    @Test
    void a_route_without_a_time_to_live_never_expires() {
        assertThat(add(RouteInfo.via()).info().timeToLive()).isEmpty();
    }

    @Test
    void when_its_time_to_live_has_ended_a_route_is_deleted() {
        Route route = addFor(rip, SHORT);

        Router.await("the route has expired", () -> isDeleted(route));

        assertThat(rip.exactMatch(TEN, ProtocolId.BEST, ViewSet.ANY)).isEmpty();
    }

    @Test
    void an_update_starts_the_time_to_live_again_or_ends_it() {
        Route route = addFor(rip, LONG);

        rip.addRoute(TEN, RouteInfo.via(), AddRouteOptions.NONE.timeToLive(LONG.multipliedBy(2)));
        assertThat(route.info().timeToLive().orElseThrow()).isGreaterThan(LONG);

        rip.addRoute(TEN, RouteInfo.via());
        assertThat(route.info().timeToLive()).isEmpty();
    }

    @Test
    void a_time_to_live_that_is_not_more_than_zero_is_refused() {
        assertRefused(RtmStatus.INVALID_PARAMETER, () -> addFor(rip, Duration.ZERO));
        assertRefused(RtmStatus.INVALID_PARAMETER, () -> addFor(rip, SHORT.negated()));
    }

    @Test
    void an_owner_that_answers_not_supported_has_the_expired_route_deleted() {
        AtomicInteger asked = new AtomicInteger();
        Route route = addFor(listening(asked, ExpiryDecision.DELETE), SHORT);

        Router.await("the route has expired", () -> isDeleted(route));

        assertThat(asked).hasValue(1);
    }

    @Test
    void an_owner_that_answers_otherwise_keeps_the_route_and_may_give_it_a_new_time_in_place() {
        AtomicInteger asked = new AtomicInteger();
        EntityRegistration owner = listening(asked, ExpiryDecision.KEEP);
        Route route = addFor(owner, SHORT);
        Router.await("the owner was asked", () -> asked.get() == 1);
        assertThat(isDeleted(route)).isFalse();

        try (RouteLock lock = route.lock(LockMode.EXCLUSIVE)) {
            lock.commit(AddRouteOptions.NONE.timeToLive(SHORT));
        }

        Router.await("the owner was asked again", () -> asked.get() == 2);
    }

    // Lists

    @Test
    void a_route_is_moved_to_the_list_that_is_named_and_else_stays_where_it_is() {
        RouteList first = rip.createRouteList();
        RouteList second = rip.createRouteList();

        rip.addRoute(TEN, RouteInfo.via().metric(1), AddRouteOptions.NONE.list(first));
        rip.addRoute(TEN, RouteInfo.via().metric(2));
        assertThat(TableContent.metrics(first.enumerate())).containsExactly(2L);

        rip.addRoute(TEN, RouteInfo.via().metric(3), AddRouteOptions.NONE.list(second));
        assertThat(TableContent.metrics(first.enumerate())).isEmpty();
        assertThat(TableContent.metrics(second.enumerate())).containsExactly(3L);
    }

    // What is refused

    @Test
    @ReturnCodes("ERROR_ACCESS_DENIED")
    void another_clients_route_cannot_be_updated() {
        rip.addRoute(TEN, RouteInfo.via());
        Route others = Handles.route(ospf, TEN);

        assertRefused(RtmStatus.ACCESS_DENIED, () -> others.update(RouteInfo.via()));
    }

    @Test
    @ReturnCodes("ERROR_ACCESS_DENIED")
    void another_clients_next_hop_cannot_be_in_a_route() {
        rip.addRoute(TEN, RouteInfo.via(one));
        NextHop others = TableContent.nextHopSeenBy(ospf, TEN);

        assertRefused(RtmStatus.ACCESS_DENIED, () -> ospf.addRoute(TEN, RouteInfo.via(others)));
        assertRefused(
                RtmStatus.ACCESS_DENIED,
                () -> ospf.addRoute(TEN, RouteInfo.via().neighbour(others)));
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void handles_that_were_given_back_are_refused_and_nothing_is_added() {
        Route route = add(RouteInfo.via());
        RouteList list = rip.createRouteList();
        route.close();
        list.close();
        one.close();

        assertRefused(RtmStatus.INVALID_HANDLE, () -> route.update(RouteInfo.via()));
        assertRefused(
                RtmStatus.INVALID_HANDLE, () -> rip.addRoute(TWENTY, RouteInfo.via(two, one)));
        assertRefused(
                RtmStatus.INVALID_HANDLE,
                () -> rip.addRoute(TWENTY, RouteInfo.via(), AddRouteOptions.NONE.list(list)));
        assertThat(rip.exactMatch(TWENTY, ProtocolId.BEST, ViewSet.ANY)).isEmpty();
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void handles_of_another_registration_are_refused() {
        RouteList list = ospf.createRouteList();

        assertRefused(RtmStatus.INVALID_HANDLE, () -> ospf.addRoute(TEN, RouteInfo.via(one)));
        assertRefused(
                RtmStatus.INVALID_HANDLE,
                () -> rip.addRoute(TEN, RouteInfo.via(), AddRouteOptions.NONE.list(list)));
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void a_registration_that_has_ended_adds_nothing() {
        rip.close();

        assertRefused(RtmStatus.INVALID_HANDLE, () -> rip.addRoute(TEN, RouteInfo.via()));
    }

    @Test
    void a_route_that_was_deleted_is_not_updated() {
        Route route = add(RouteInfo.via());
        route.reference().delete();

        assertRefused(RtmStatus.NOT_FOUND, () -> route.update(RouteInfo.via()));
    }

    @Test
    @ReturnCodes("ERROR_INVALID_PARAMETER")
    void more_next_hops_than_the_profile_allows_are_refused_and_none_is_allowed() {
        NextHop three = rip.addNextHop(NextHopInfo.of("192.0.2.3", 3)).handle();

        assertRefused(
                RtmStatus.INVALID_PARAMETER,
                () -> rip.addRoute(TEN, RouteInfo.via(one, two, three)));
        assertThat(add(RouteInfo.via(one, two)).info().nextHops()).containsExactly(one, two);
        assertThat(add(RouteInfo.via()).info().nextHops()).isEmpty();
    }

    @Test
    @ReturnCodes("ERROR_INVALID_PARAMETER")
    void a_route_in_no_view_is_refused() {
        assertRefused(
                RtmStatus.INVALID_PARAMETER,
                () -> rip.addRoute(TEN, RouteInfo.via().views(ViewSet.ANY)));
    }

    @Test
    @ReturnCodes("ERROR_INVALID_PARAMETER")
    void change_new_and_change_first_together_and_either_with_a_handle_are_refused() {
        Route route = add(RouteInfo.via());

        assertRefused(
                RtmStatus.INVALID_PARAMETER,
                () ->
                        rip.addRoute(
                                TEN,
                                RouteInfo.via(),
                                AddRouteOptions.NONE.alwaysNew().updateFirst()));
        assertRefused(
                RtmStatus.INVALID_PARAMETER,
                () -> route.update(RouteInfo.via(), AddRouteOptions.NONE.alwaysNew()));
        assertRefused(
                RtmStatus.INVALID_PARAMETER,
                () -> route.update(RouteInfo.via(), AddRouteOptions.NONE.updateFirst()));
    }

    @Test
    @ReturnCodes("ERROR_INVALID_PARAMETER")
    void a_destination_of_another_address_family_is_refused() {
        assertRefused(
                RtmStatus.INVALID_PARAMETER,
                () -> rip.addRoute(NetAddress.parse("2001:db8::/32"), RouteInfo.via()));
    }

    @Test
    void a_view_that_is_not_supported_is_refused_and_all_stands_for_those_that_are() {
        assertRefused(
                RtmStatus.NOT_SUPPORTED,
                () -> rip.addRoute(TEN, RouteInfo.via().views(ViewSet.of(0, 7))));
        assertThat(add(RouteInfo.via().views(ViewSet.ALL)).info().views())
                .isEqualTo(ViewSet.of(0, 1));
    }

    @Test
    void more_routes_than_are_configured_are_refused() {
        AddRouteOptions alwaysNew = AddRouteOptions.NONE.alwaysNew();
        for (int i = 0; i < MOST_ROUTES; i++) {
            rip.addRoute(TEN, RouteInfo.via(), alwaysNew);
        }

        assertRefused(
                RtmStatus.NO_SYSTEM_RESOURCES, () -> rip.addRoute(TEN, RouteInfo.via(), alwaysNew));
    }

    private Route add(RouteInfo info) {
        return rip.addRoute(TEN, info).handle();
    }

    private static Route addFor(EntityRegistration owner, Duration timeToLive) {
        return owner.addRoute(TEN, RouteInfo.via(), AddRouteOptions.NONE.timeToLive(timeToLive))
                .handle();
    }

    private EntityRegistration listening(AtomicInteger asked, ExpiryDecision answer) {
        return router.register(
                ProtocolId.BGP,
                1,
                EntityOptions.NONE.listener(
                        new EntityListener() {
                            @Override
                            public ExpiryDecision routeExpired(Route route) {
                                asked.incrementAndGet();
                                return answer;
                            }
                        }));
    }

    private static boolean isDeleted(Route route) {
        try (RouteSnapshot info = route.info()) {
            return info.state() == RouteState.DELETED;
        }
    }
}
