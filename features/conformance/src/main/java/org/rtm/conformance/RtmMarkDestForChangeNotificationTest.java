package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.conformance.Router.assertRefused;
import static org.rtm.conformance.TableContent.TEN;
import static org.rtm.conformance.TableContent.TWENTY;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.Destination;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteInfo;
import org.rtm.api.RtmStatus;
import org.rtm.api.notify.ChangeRegistration;

@Tag(Router.NOTIFICATION)
class RtmMarkDestForChangeNotificationTest {
    @RegisterExtension final Router router = new Router();
    private final EntityRegistration rip = router.register();
    private final Route route = rip.addRoute(TEN, RouteInfo.via()).handle();
    private final Destination ten = Handles.destination(rip, TEN);
    private final ChangeRegistration changes = Changes.register(router, rip, Changes.MARKED);

    @Test
    @ReturnCodes("NO_ERROR")
    void a_marked_destination_is_notified_and_no_other() {
        changes.mark(ten);

        rip.addRoute(TWENTY, RouteInfo.via());
        change(1);

        assertThat(TableContent.prefixes(changes.fetch(2))).containsExactly(TEN);
    }

    @Test
    @ReturnCodes("NO_ERROR")
    void an_unmarked_destination_is_notified_no_more() {
        changes.mark(ten);
        changes.unmark(ten);

        change(1);

        assertThat(TableContent.prefixes(changes.fetch(1))).isEmpty();
    }

    @Test
    void unmarking_drops_the_pending_change() {
        changes.mark(ten);
        change(1);

        changes.unmark(ten);

        assertThat(TableContent.prefixes(changes.fetch(1))).isEmpty();
    }

    @Test
    void what_is_notified_is_what_the_registration_asked_for_not_the_best_route_alone() {
        changes.mark(ten);

        router.register(ProtocolId.BGP, 1).addRoute(TEN, RouteInfo.via().preference(255));

        assertThat(TableContent.prefixes(changes.fetch(1))).containsExactly(TEN);
    }

    @Test
    void marking_twice_is_marking_once() {
        changes.mark(ten);
        changes.mark(ten);

        changes.unmark(ten);

        assertThat(changes.isMarked(ten)).isFalse();
    }

    @Test
    void unmarking_what_is_not_marked_does_nothing() {
        changes.unmark(ten);

        assertThat(changes.isMarked(ten)).isFalse();
    }

    @Test
    void the_mark_needs_no_handle_and_applies_to_the_destination_that_comes_back() {
        changes.mark(ten);
        ten.close();
        route.delete();
        assertThat(TableContent.prefixes(changes.fetch(1))).containsExactly(TEN);

        rip.addRoute(TEN, RouteInfo.via());

        assertThat(TableContent.prefixes(changes.fetch(1))).containsExactly(TEN);
    }

    @Test
    void a_prefix_is_marked_before_there_is_a_destination() {
        changes.mark(TWENTY);

        rip.addRoute(TWENTY, RouteInfo.via());

        assertThat(TableContent.prefixes(changes.fetch(1))).containsExactly(TWENTY);
    }

    @Test
    void the_mark_belongs_to_one_registration() {
        ChangeRegistration other = Changes.register(router, rip, Changes.MARKED);
        changes.mark(ten);

        change(1);

        assertThat(TableContent.prefixes(other.fetch(1))).isEmpty();
    }

    @Test
    void under_a_registration_for_all_destinations_marks_have_no_effect() {
        ChangeRegistration all = Changes.register(router, rip, Changes.ALL);
        all.mark(TWENTY);

        change(1);
        all.unmark(ten);

        assertThat(all.isMarked(TWENTY)).isTrue();
        assertThat(TableContent.prefixes(all.fetch(1))).containsExactly(TEN);
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void a_handle_that_was_given_back_or_is_another_clients_is_refused() {
        Destination closed = ten.reference();
        closed.close();
        Destination others = Handles.destination(router.register(ProtocolId.OSPF, 1), TEN);

        assertRefused(RtmStatus.INVALID_HANDLE, () -> changes.mark(closed));
        assertRefused(RtmStatus.INVALID_HANDLE, () -> changes.unmark(closed));
        assertRefused(RtmStatus.INVALID_HANDLE, () -> changes.mark(others));
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void a_notification_that_was_deregistered_or_whose_client_has_gone_is_refused() {
        ChangeRegistration closed = Changes.register(router, rip, Changes.MARKED);
        closed.close();
        assertRefused(RtmStatus.INVALID_HANDLE, () -> closed.mark(ten));
        assertRefused(RtmStatus.INVALID_HANDLE, () -> closed.unmark(ten));

        rip.close();

        assertRefused(RtmStatus.INVALID_HANDLE, () -> changes.mark(TEN));
    }

    @Test
    void a_prefix_of_another_address_family_is_refused() {
        assertRefused(
                RtmStatus.INVALID_PARAMETER, () -> changes.mark(NetAddress.parse("2001:db8::/32")));
    }

    private void change(long metric) {
        route.update(RouteInfo.via().metric(metric));
    }
}
