package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.conformance.Router.assertRefused;
import static org.rtm.conformance.TableContent.TEN;
import static org.rtm.conformance.TableContent.TWENTY;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.DestInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteInfo;
import org.rtm.api.RtmStatus;
import org.rtm.api.ViewSet;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangedDests;

@Tag(Router.NOTIFICATION)
class RtmReleaseChangedDestsTest {
    @RegisterExtension final Router router = new Router();
    private final EntityRegistration rip = router.register();
    private final ChangeRegistration changes = Changes.register(router, rip, Changes.ALL);
    private ChangedDests fetched;

    @BeforeEach
    void fetch() {
        rip.addRoute(TEN, RouteInfo.via());
        rip.addRoute(TWENTY, RouteInfo.via());
        fetched = changes.fetch(2);
    }

    @Test
    @ReturnCodes("NO_ERROR")
    void every_handle_in_what_was_fetched_is_given_back() {
        changes.release(fetched.list());

        assertThat(rip.handleCounts())
                .containsEntry(HandleKind.DESTINATION, 0L)
                .containsEntry(HandleKind.ROUTE, 0L)
                .containsEntry(HandleKind.ENTITY, 0L);
    }

    @Test
    void only_the_destinations_named_are_given_back() {
        changes.release(List.of(first()));

        assertThat(rip.handleCounts()).containsEntry(HandleKind.DESTINATION, 1L);
        assertThat(fetched.list().get(1).destination().address()).isEqualTo(TWENTY);
    }

    @Test
    @ReturnCodes("NO_ERROR")
    void releasing_none_is_a_success() {
        changes.release(List.of());

        assertThat(rip.handleCounts()).containsEntry(HandleKind.DESTINATION, 2L);
    }

    @Test
    void closing_a_fetched_destination_or_the_batch_is_the_right_release_too() {
        first().close();
        assertThat(rip.handleCounts()).containsEntry(HandleKind.DESTINATION, 1L);

        fetched.close();
        assertThat(rip.handleCounts()).containsEntry(HandleKind.DESTINATION, 0L);
    }

    @Test
    void what_was_fetched_is_not_released_as_other_destinations_are() {
        assertRefused(RtmStatus.INVALID_HANDLE, () -> rip.releaseDestinations(fetched.list()));

        changes.release(fetched.list());
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void what_was_not_fetched_from_this_registration_is_refused_and_nothing_released() {
        DestInfo other = rip.exactMatch(TEN, ProtocolId.BEST, ViewSet.UNICAST).orElseThrow();
        ChangeRegistration another = Changes.register(router, rip, Changes.ALL);

        assertRefused(RtmStatus.INVALID_HANDLE, () -> changes.release(List.of(first(), other)));
        assertRefused(RtmStatus.INVALID_HANDLE, () -> another.release(fetched.list()));
        changes.release(fetched.list());
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void releasing_twice_is_refused_and_nothing_released() {
        DestInfo second = fetched.list().get(1);
        changes.release(List.of(first()));

        assertRefused(RtmStatus.INVALID_HANDLE, () -> changes.release(List.of(second, first())));
        assertRefused(RtmStatus.INVALID_HANDLE, () -> changes.release(List.of(second, second)));
        changes.release(List.of(second));
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void a_notification_that_was_deregistered_releases_nothing_and_each_is_closed_instead() {
        changes.close();

        assertRefused(RtmStatus.INVALID_HANDLE, () -> changes.release(fetched.list()));
        fetched.close();
        assertThat(rip.handleCounts()).containsEntry(HandleKind.DESTINATION, 0L);
    }

    private DestInfo first() {
        return fetched.list().get(0);
    }
}
