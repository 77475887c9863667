package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.conformance.Router.assertRefused;
import static org.rtm.conformance.TableContent.TEN;

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
class RtmIsMarkedForChangeNotificationTest {
    @RegisterExtension final Router router = new Router();
    private final EntityRegistration rip = router.register();
    private final Route route = rip.addRoute(TEN, RouteInfo.via()).handle();
    private final Destination ten = Handles.destination(rip, TEN);
    private final ChangeRegistration changes = Changes.register(router, rip, Changes.MARKED);

    @Test
    @ReturnCodes("NO_ERROR")
    void a_destination_is_marked_from_marking_to_unmarking() {
        assertThat(changes.isMarked(ten)).isFalse();

        changes.mark(ten);
        assertThat(changes.isMarked(ten)).isTrue();

        changes.unmark(ten);
        assertThat(changes.isMarked(ten)).isFalse();
    }

    @Test
    void the_answer_is_the_same_by_prefix() {
        changes.mark(ten);

        assertThat(changes.isMarked(TEN)).isTrue();
    }

    @Test
    void fetching_a_change_leaves_the_mark() {
        changes.mark(ten);
        route.update(RouteInfo.via().metric(1));

        TableContent.prefixes(changes.fetch(1));

        assertThat(changes.isMarked(ten)).isTrue();
    }

    @Test
    void the_mark_outlives_the_destination() {
        changes.mark(ten);
        ten.close();

        route.delete();

        assertThat(changes.isMarked(TEN)).isTrue();
    }

    @Test
    void under_a_registration_for_all_destinations_none_is_marked_unless_it_was_marked() {
        ChangeRegistration all = Changes.register(router, rip, Changes.ALL);
        assertThat(all.isMarked(ten)).isFalse();

        all.mark(ten);
        assertThat(all.isMarked(ten)).isTrue();
    }

    @Test
    void a_mark_of_another_registration_does_not_count() {
        changes.mark(ten);

        assertThat(Changes.register(router, rip, Changes.MARKED).isMarked(ten)).isFalse();
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void a_handle_that_was_given_back_or_is_another_clients_is_refused() {
        Destination closed = ten.reference();
        closed.close();
        Destination others = Handles.destination(router.register(ProtocolId.OSPF, 1), TEN);

        assertRefused(RtmStatus.INVALID_HANDLE, () -> changes.isMarked(closed));
        assertRefused(RtmStatus.INVALID_HANDLE, () -> changes.isMarked(others));
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void a_notification_that_was_deregistered_or_whose_client_has_gone_is_refused() {
        ChangeRegistration closed = Changes.register(router, rip, Changes.MARKED);
        closed.close();
        assertRefused(RtmStatus.INVALID_HANDLE, () -> closed.isMarked(ten));

        rip.close();

        assertRefused(RtmStatus.INVALID_HANDLE, () -> changes.isMarked(ten));
    }
}
