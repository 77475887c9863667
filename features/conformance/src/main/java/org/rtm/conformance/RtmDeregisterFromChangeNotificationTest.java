package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.rtm.conformance.Router.assertRefused;
import static org.rtm.conformance.TableContent.TEN;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.DestInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteInfo;
import org.rtm.api.RtmStatus;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangedDests;

@Tag(Router.NOTIFICATION)
class RtmDeregisterFromChangeNotificationTest {
    @RegisterExtension final Router router = new Router();
    private final EntityRegistration rip = router.register();
    private final ChangeRegistration changes = Changes.register(router, rip, Changes.MARKED);

    @Test
    @ReturnCodes("NO_ERROR")
    void all_that_the_notification_held_is_freed_what_is_pending_included() {
        changes.mark(TEN);
        rip.addRoute(TEN, RouteInfo.via());

        changes.close();

        assertThat(rip.handleCounts().values()).containsOnly(0L);
        assertRefused(RtmStatus.INVALID_HANDLE, () -> changes.fetch(1));
        assertRefused(RtmStatus.INVALID_HANDLE, () -> changes.isMarked(TEN));
    }

    @Test
    void marks_are_not_those_of_the_next_registration() {
        changes.mark(TEN);
        changes.close();

        ChangeRegistration next = Changes.register(router, rip, Changes.MARKED);

        assertThat(next.isMarked(TEN)).isFalse();
    }

    @Test
    void what_was_fetched_stays_readable_until_it_is_given_back() {
        changes.mark(TEN);
        rip.addRoute(TEN, RouteInfo.via().metric(1));
        ChangedDests fetched = changes.fetch(1);

        changes.close();

        DestInfo info = fetched.list().get(0);
        assertThat(info.view(0).orElseThrow().bestRoute().map(TableContent::metric)).contains(1L);
        fetched.close();
        assertThat(rip.handleCounts()).containsEntry(HandleKind.DESTINATION, 0L);
    }

    @Test
    void other_registrations_of_the_client_go_on() {
        ChangeRegistration other = Changes.register(router, rip, Changes.ALL);

        changes.close();
        rip.addRoute(TEN, RouteInfo.via());

        assertThat(TableContent.prefixes(other.fetch(1))).containsExactly(TEN);
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void deregistering_twice_is_refused() {
        changes.close();

        assertRefused(RtmStatus.INVALID_HANDLE, changes::close);
    }

    @Test
    void the_end_of_the_clients_registration_has_deregistered_it() {
        rip.close();

        assertRefused(RtmStatus.INVALID_HANDLE, () -> changes.fetch(1));
        assertThatNoException().isThrownBy(changes::close);
    }

    @Test
    void another_client_is_still_told_when_one_has_gone() {
        EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);
        ChangeRegistration others = Changes.register(router, ospf, Changes.ALL);
        rip.addRoute(TEN, RouteInfo.via());
        TableContent.prefixes(others.fetch(1));

        rip.close();

        assertThat(TableContent.prefixes(others.fetch(1))).containsExactly(TEN);
    }
}
