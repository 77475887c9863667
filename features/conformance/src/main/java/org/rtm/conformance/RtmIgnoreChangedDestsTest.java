package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.conformance.Router.assertRefused;
import static org.rtm.conformance.TableContent.TEN;
import static org.rtm.conformance.TableContent.TWENTY;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.Destination;
import org.rtm.api.EntityRegistration;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteInfo;
import org.rtm.api.RtmStatus;
import org.rtm.api.notify.ChangeRegistration;

@Tag(Router.NOTIFICATION)
class RtmIgnoreChangedDestsTest {
    @RegisterExtension final Router router = new Router();
    private final EntityRegistration rip = router.register();
    private final ChangeRegistration changes = Changes.register(router, rip, Changes.ALL);
    private final Route route = rip.addRoute(TEN, RouteInfo.via()).handle();
    private final Destination ten = Handles.destination(rip, TEN);

    @Test
    @ReturnCodes("NO_ERROR")
    void the_pending_change_of_a_destination_is_not_fetched() {
        rip.addRoute(TWENTY, RouteInfo.via());

        changes.ignore(List.of(ten));

        assertThat(changes.isPending(ten)).isFalse();
        assertThat(TableContent.prefixes(changes.fetch(2))).containsExactly(TWENTY);
    }

    @Test
    void a_change_after_the_call_is_fetched() {
        changes.ignore(List.of(ten));

        route.update(RouteInfo.via().metric(1));

        assertThat(TableContent.prefixes(changes.fetch(1))).containsExactly(TEN);
    }

    @Test
    void without_a_pending_change_nothing_is_skipped_later() {
        TableContent.prefixes(changes.fetch(1));
        changes.ignore(List.of(ten));

        route.update(RouteInfo.via().metric(1));

        assertThat(TableContent.prefixes(changes.fetch(1))).containsExactly(TEN);
    }

    @Test
    void other_registrations_still_have_the_change() {
        ChangeRegistration other = Changes.register(router, rip, Changes.ALL);
        route.update(RouteInfo.via().metric(1));

        changes.ignore(List.of(ten));

        assertThat(other.isPending(ten)).isTrue();
    }

    @Test
    void the_handles_stay_with_the_caller_who_gives_them_back_as_ever() {
        changes.ignore(List.of(ten));

        assertThat(ten.info(ProtocolId.BEST, Changes.ALL.views()).address()).isEqualTo(TEN);
        rip.release(List.of(ten));
    }

    @Test
    @ReturnCodes("NO_ERROR")
    void ignoring_none_is_a_success() {
        changes.ignore(List.of());

        assertThat(changes.isPending(ten)).isTrue();
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void one_bad_handle_leaves_every_change_pending() {
        Destination closed = ten.reference();
        closed.close();
        Destination others = Handles.destination(router.register(ProtocolId.OSPF, 1), TEN);

        assertRefused(RtmStatus.INVALID_HANDLE, () -> changes.ignore(List.of(ten, closed)));
        assertRefused(RtmStatus.INVALID_HANDLE, () -> changes.ignore(List.of(ten, others)));
        assertThat(changes.isPending(ten)).isTrue();
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void a_notification_that_was_deregistered_or_whose_client_has_gone_is_refused() {
        ChangeRegistration closed = Changes.register(router, rip, Changes.ALL);
        closed.close();
        assertRefused(RtmStatus.INVALID_HANDLE, () -> closed.ignore(List.of(ten)));

        rip.close();

        assertRefused(RtmStatus.INVALID_HANDLE, () -> changes.ignore(List.of(ten)));
    }
}
