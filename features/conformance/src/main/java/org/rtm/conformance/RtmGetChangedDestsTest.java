package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.conformance.Router.assertRefused;
import static org.rtm.conformance.TableContent.TEN;
import static org.rtm.conformance.TableContent.TWENTY;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rtm.api.DestInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteInfo;
import org.rtm.api.RtmStatus;
import org.rtm.api.ViewInfo;
import org.rtm.api.ViewSet;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangedDests;

@Tag(Router.NOTIFICATION)
class RtmGetChangedDestsTest {
    private static final int MOST = 4;

    @RegisterExtension final Router router = new Router().with("handles.in.call", MOST);
    private final EntityRegistration rip = router.register();
    private final ChangeRegistration changes = Changes.register(router, rip, Changes.ALL);

    @Test
    @ReturnCodes({"NO_ERROR", "ERROR_NO_MORE_ITEMS"})
    void a_changed_destination_is_fetched_once_and_then_there_is_no_more() {
        rip.addRoute(TEN, RouteInfo.via());

        assertThat(TableContent.prefixes(changes.fetch(1))).containsExactly(TEN);
        assertThat(TableContent.prefixes(changes.fetch(1))).isEmpty();
    }

    @Test
    @ReturnCodes({"NO_ERROR", "ERROR_NO_MORE_ITEMS"})
    void the_last_batch_has_what_is_left_and_the_one_after_it_says_that_there_is_no_more() {
        rip.addRoute(TWENTY, RouteInfo.via());
        rip.addRoute(TEN, RouteInfo.via());

        assertThat(TableContent.prefixes(changes.fetch(MOST))).containsExactly(TWENTY, TEN);
        assertThat(TableContent.prefixes(changes.fetch(MOST))).isEmpty();
    }

    @Test
    void destinations_come_in_the_order_of_their_first_change() {
        Route first = rip.addRoute(TWENTY, RouteInfo.via()).handle();
        rip.addRoute(TEN, RouteInfo.via());
        first.update(RouteInfo.via().metric(1));

        assertThat(TableContent.prefixes(changes.fetch(1))).containsExactly(TWENTY);
        assertThat(TableContent.prefixes(changes.fetch(1))).containsExactly(TEN);
    }

    @Test
    void several_changes_of_a_destination_are_one_with_the_state_at_the_fetch() {
        Route route = rip.addRoute(TEN, RouteInfo.via().metric(1)).handle();
        route.update(RouteInfo.via().metric(2));
        route.update(RouteInfo.via().metric(3));

        try (ChangedDests changed = changes.fetch(MOST)) {
            assertThat(changed).hasSize(1);
            assertThat(best(changed)).isEqualTo(route);
            assertThat(TableContent.metric(best(changed))).isEqualTo(3);
        }
    }

    @Test
    void a_change_after_the_fetch_is_fetched_again() {
        Route route = rip.addRoute(TEN, RouteInfo.via()).handle();
        TableContent.prefixes(changes.fetch(1));

        route.update(RouteInfo.via().metric(1));

        assertThat(TableContent.prefixes(changes.fetch(1))).containsExactly(TEN);
    }

    @Test
    void a_withdrawn_destination_comes_without_a_best_route() {
        rip.addRoute(TEN, RouteInfo.via()).handle().delete();

        try (ChangedDests changed = changes.fetch(1)) {
            DestInfo info = changed.list().get(0);
            assertThat(info.address()).isEqualTo(TEN);
            assertThat(info.view(0).orElseThrow().bestRoute()).isEmpty();
        }
    }

    @Test
    void there_is_an_element_for_each_view_that_was_asked_for_and_for_no_other() {
        ChangeRegistration both =
                Changes.register(router, rip, Changes.ALL.views(ViewSet.of(0, 1)));
        rip.addRoute(TEN, RouteInfo.via());

        try (ChangedDests one = changes.fetch(1);
                ChangedDests two = both.fetch(1)) {
            assertThat(one.list().get(0).views()).extracting(ViewInfo::viewId).containsExactly(0);
            assertThat(two.list().get(0).views())
                    .extracting(ViewInfo::viewId)
                    .containsExactly(0, 1);
        }
    }

    @Test
    void each_registration_fetches_by_itself() {
        ChangeRegistration other =
                Changes.register(router, router.register(ProtocolId.OSPF, 1), Changes.ALL);
        rip.addRoute(TEN, RouteInfo.via());

        assertThat(TableContent.prefixes(changes.fetch(1))).containsExactly(TEN);
        assertThat(TableContent.prefixes(other.fetch(1))).containsExactly(TEN);
    }

    @Test
    void what_was_fetched_is_to_be_given_back() {
        rip.addRoute(TEN, RouteInfo.via());

        ChangedDests changed = changes.fetch(1);
        assertThat(rip.handleCounts())
                .containsEntry(HandleKind.DESTINATION, 1L)
                .containsEntry(HandleKind.ROUTE, 1L);

        changes.release(changed.list());
        assertThat(rip.handleCounts())
                .containsEntry(HandleKind.DESTINATION, 0L)
                .containsEntry(HandleKind.ROUTE, 0L);
    }

    @ParameterizedTest
    @ValueSource(ints = {MOST + 1, 0, -1})
    @ReturnCodes("ERROR_INVALID_PARAMETER")
    void more_than_the_profiles_maximum_none_or_fewer_are_refused_and_take_nothing_out(int number) {
        rip.addRoute(TEN, RouteInfo.via());

        assertRefused(RtmStatus.INVALID_PARAMETER, () -> changes.fetch(number));
        assertThat(TableContent.prefixes(changes.fetch(1))).containsExactly(TEN);
    }

    @Test
    void a_notification_that_was_deregistered_or_whose_client_has_gone_is_refused() {
        ChangeRegistration closed = Changes.register(router, rip, Changes.ALL);
        closed.close();
        assertRefused(RtmStatus.INVALID_HANDLE, () -> closed.fetch(1));

        rip.close();

        assertRefused(RtmStatus.INVALID_HANDLE, () -> changes.fetch(1));
    }

    private static Route best(ChangedDests changed) {
        return changed.list().get(0).view(0).orElseThrow().bestRoute().orElseThrow();
    }
}
