package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.conformance.Router.assertRefused;
import static org.rtm.conformance.TableContent.TEN;
import static org.rtm.conformance.TableContent.TWENTY;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteFlags;
import org.rtm.api.RouteInfo;
import org.rtm.api.RtmStatus;
import org.rtm.api.ViewInfo;
import org.rtm.api.ViewSet;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.ChangeType;
import org.rtm.api.notify.ChangedDests;

@Tag(Router.NOTIFICATION)
class RtmRegisterForChangeNotificationTest {
    @RegisterExtension final Router router = new Router().with("change.registrations", 3);
    private final EntityRegistration rip = router.register();
    private final EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);
    private final NextHop hop = rip.addNextHop(NextHopInfo.of("192.0.2.1", 3)).handle();

    @Test
    @ReturnCodes("NO_ERROR")
    void a_client_gets_a_handle_to_what_it_asked_for() {
        ChangeRegistration changes =
                Changes.register(
                        router, rip, ChangeRequest.ofFlags(0x0001_0006).views(ViewSet.UNICAST));

        ChangeRequest request = changes.request();
        assertThat(request.types())
                .containsExactlyInAnyOrder(ChangeType.BEST, ChangeType.FORWARDING);
        assertThat(request.isMarkedOnly()).isTrue();
        assertThat(request.views()).isEqualTo(ViewSet.UNICAST);
        assertThat(rip.handleCounts()).containsEntry(HandleKind.CHANGE_REGISTRATION, 1L);
    }

    @Test
    void the_call_back_gets_the_handle_and_with_it_the_context() {
        List<ChangeRegistration> signalled = new CopyOnWriteArrayList<>();
        ChangeRegistration changes =
                router.notifier()
                        .register(rip, Changes.ALL.context("context"), Optional.of(signalled::add));

        ospf.addRoute(TEN, RouteInfo.via());
        Router.await("the client is called back", () -> !signalled.isEmpty());

        assertThat(signalled).containsExactly(changes);
        assertThat(signalled.get(0).request().context()).contains("context");
    }

    @Test
    void the_call_back_may_fetch_and_register() {
        List<ChangeRegistration> registered = new CopyOnWriteArrayList<>();
        router.notifier()
                .register(
                        rip,
                        Changes.ALL,
                        Optional.of(
                                changes -> {
                                    TableContent.prefixes(changes.fetch(1));
                                    registered.add(Changes.register(router, rip, Changes.ALL));
                                }));

        ospf.addRoute(TEN, RouteInfo.via());

        Router.await("the call-back has registered", () -> registered.size() == 1);
    }

    @Test
    void each_change_after_a_call_back_began_is_signalled_also_where_nothing_was_fetched() {
        List<ChangeRegistration> signalled = new CopyOnWriteArrayList<>();
        router.notifier().register(rip, Changes.ALL, Optional.of(signalled::add));
        ospf.addRoute(TEN, RouteInfo.via());
        Router.await("the first call-back began", () -> signalled.size() == 1);

        ospf.addRoute(TEN, RouteInfo.via().metric(1));

        Router.await("the second call-back began", () -> signalled.size() == 2);
    }

    @Test
    void several_changes_during_a_call_back_are_one_further_signal() {
        List<NetAddress> signalled = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> changed = new CompletableFuture<>();
        registerMarked(
                TEN,
                () -> {
                    signalled.add(TEN);
                    changed.join();
                });
        registerMarked(TWENTY, () -> signalled.add(TWENTY));
        ospf.addRoute(TEN, RouteInfo.via());
        Router.await("the call-back began", () -> !signalled.isEmpty());

        ospf.addRoute(TEN, RouteInfo.via().metric(1));
        ospf.addRoute(TEN, RouteInfo.via().metric(2));
        ospf.addRoute(TWENTY, RouteInfo.via());
        changed.complete(null);

        Router.await("the last signal", () -> signalled.contains(TWENTY));
        assertThat(signalled).containsExactly(TEN, TEN, TWENTY);
    }

    @Test
    void a_client_without_a_call_back_fetches_by_itself() {
        ChangeRegistration changes = Changes.register(router, rip, Changes.ALL);

        ospf.addRoute(TEN, RouteInfo.via());

        assertThat(TableContent.prefixes(changes.fetch(1))).containsExactly(TEN);
    }

    @Test
    void what_changed_before_is_not_notified_and_the_callers_own_changes_are() {
        rip.addRoute(TEN, RouteInfo.via());
        ChangeRegistration changes = Changes.register(router, rip, Changes.ALL);

        rip.addRoute(TWENTY, RouteInfo.via());

        assertThat(TableContent.prefixes(changes.fetch(2))).containsExactly(TWENTY);
    }

    // Types

    @ParameterizedTest
    @EnumSource
    void another_best_route_counts_for_every_type(ChangeType type) {
        ChangeRegistration changes = Changes.register(router, rip, ChangeRequest.of(type));

        rip.addRoute(TEN, RouteInfo.via());

        assertThat(TableContent.prefixes(changes.fetch(1))).containsExactly(TEN);
    }

    @ParameterizedTest
    @EnumSource
    void preference_metric_next_hops_and_forwarding_flags_of_the_best_route_count_for_every_type(
            ChangeType type) {
        rip.addRoute(TEN, RouteInfo.via());
        ChangeRegistration changes = Changes.register(router, rip, ChangeRequest.of(type));

        List<RouteInfo> updates =
                List.of(
                        RouteInfo.via().preference(9),
                        RouteInfo.via().preference(9).metric(9),
                        RouteInfo.via(hop).preference(9).metric(9),
                        RouteInfo.via(hop).preference(9).metric(9).flags(RouteFlags.BLACKHOLE));

        assertThat(updates)
                .allSatisfy(
                        update -> {
                            rip.addRoute(TEN, update);
                            assertThat(TableContent.prefixes(changes.fetch(1)))
                                    .containsExactly(TEN);
                        });
    }

    @Test
    void other_flags_of_the_best_route_count_for_best_and_not_for_forwarding() {
        rip.addRoute(TEN, RouteInfo.via());
        ChangeRegistration best = Changes.register(router, rip, ChangeRequest.of(ChangeType.BEST));
        ChangeRegistration forwarding =
                Changes.register(router, rip, ChangeRequest.of(ChangeType.FORWARDING));

        rip.addRoute(TEN, RouteInfo.via().flags(RouteFlags.LOCAL));

        assertThat(TableContent.prefixes(best.fetch(1))).containsExactly(TEN);
        assertThat(TableContent.prefixes(forwarding.fetch(1))).isEmpty();
    }

    @Test
    void a_change_of_another_route_than_the_best_counts_for_all_alone() {
        rip.addRoute(TEN, RouteInfo.via().preference(1));
        ChangeRegistration all = Changes.register(router, rip, ChangeRequest.of(ChangeType.ALL));
        ChangeRegistration others =
                Changes.register(
                        router, rip, ChangeRequest.of(ChangeType.BEST, ChangeType.FORWARDING));

        ospf.addRoute(TEN, RouteInfo.via());

        assertThat(TableContent.prefixes(all.fetch(1))).containsExactly(TEN);
        assertThat(TableContent.prefixes(others.fetch(1))).isEmpty();
    }

    @Test
    void an_update_that_changes_nothing_is_no_change() {
        rip.addRoute(TEN, RouteInfo.via(hop).metric(1));
        ChangeRegistration changes = Changes.register(router, rip, Changes.ALL);

        rip.addRoute(TEN, RouteInfo.via(hop).metric(1));

        assertThat(TableContent.prefixes(changes.fetch(1))).isEmpty();
    }

    // Which destinations, and which views

    @Test
    void only_marked_destinations_count_where_that_was_asked_for() {
        ChangeRegistration changes = Changes.register(router, rip, Changes.MARKED);
        changes.mark(TWENTY);

        rip.addRoute(TEN, RouteInfo.via());
        rip.addRoute(TWENTY, RouteInfo.via());

        assertThat(TableContent.prefixes(changes.fetch(2))).containsExactly(TWENTY);
    }

    @Test
    void a_change_in_a_view_that_was_not_asked_for_does_not_count() {
        ChangeRegistration changes = Changes.register(router, rip, Changes.ALL);

        rip.addRoute(TEN, RouteInfo.via().views(ViewSet.MULTICAST));

        assertThat(TableContent.prefixes(changes.fetch(1))).isEmpty();
    }

    @Test
    void asking_for_any_view_means_all_supported_ones_with_their_information() {
        ChangeRegistration changes = Changes.register(router, rip, Changes.ALL.views(ViewSet.ANY));

        rip.addRoute(TEN, RouteInfo.via().views(ViewSet.MULTICAST));

        try (ChangedDests changed = changes.fetch(1)) {
            assertThat(changed.list().get(0).views())
                    .extracting(ViewInfo::viewId)
                    .containsExactly(0, 1);
        }
    }

    // What is refused

    @ParameterizedTest
    @ValueSource(ints = {0, ChangeRequest.ONLY_MARKED_DESTS, 0x0000_0009})
    @ReturnCodes("ERROR_INVALID_PARAMETER")
    void flags_without_a_type_or_without_a_meaning_are_refused(int flags) {
        assertRefused(
                RtmStatus.INVALID_PARAMETER,
                () -> Changes.register(router, rip, ChangeRequest.ofFlags(flags)));
    }

    @Test
    @ReturnCodes("ERROR_NO_SYSTEM_RESOURCES")
    void more_registrations_than_are_configured_are_refused_until_one_is_given_back() {
        ChangeRegistration first = Changes.register(router, rip, Changes.ALL);
        Changes.register(router, rip, Changes.ALL);
        Changes.register(router, ospf, Changes.ALL);

        assertRefused(
                RtmStatus.NO_SYSTEM_RESOURCES, () -> Changes.register(router, ospf, Changes.ALL));

        first.close();
        Changes.register(router, ospf, Changes.ALL);
    }

    @Test
    @ReturnCodes("ERROR_NOT_SUPPORTED")
    void a_view_that_is_not_supported_is_refused() {
        assertRefused(
                RtmStatus.NOT_SUPPORTED,
                () -> Changes.register(router, rip, Changes.ALL.views(ViewSet.of(0, 7))));
    }

    @Test
    void a_client_whose_registration_has_ended_is_refused() {
        rip.close();

        assertRefused(RtmStatus.INVALID_HANDLE, () -> Changes.register(router, rip, Changes.ALL));
    }

    private void registerMarked(NetAddress prefix, Runnable listener) {
        router.notifier()
                .register(rip, Changes.MARKED, Optional.of(changes -> listener.run()))
                .mark(prefix);
    }
}
