package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.DestInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.RouteInfo;
import org.rtm.api.RtmStatus;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.ChangeType;
import org.rtm.api.notify.ChangedDests;

@Tag(Router.NOTIFICATION)
class RtmGetChangedDestsTest {
    private static final NetAddress TEN = NetAddress.parse("10.0.0.0/8");

    @RegisterExtension final Router router = new Router();

    @Test
    @ReturnCodes({"NO_ERROR", "ERROR_NO_MORE_ITEMS"})
    void a_changed_destination_is_fetched_once_and_then_there_is_no_more() {
        EntityRegistration rip = router.register();
        ChangeRegistration changes =
                router.notifier()
                        .register(rip, ChangeRequest.of(ChangeType.BEST), Optional.empty());
        rip.addRoute(TEN, RouteInfo.via());

        try (ChangedDests first = changes.fetch(1);
                ChangedDests second = changes.fetch(1)) {
            assertThat(first).extracting(DestInfo::address).containsExactly(TEN);
            assertThat(second).isEmpty();
        }
    }

    @Test
    @ReturnCodes("ERROR_INVALID_PARAMETER")
    void fetching_none_is_refused() {
        ChangeRegistration changes =
                router.notifier()
                        .register(
                                router.register(),
                                ChangeRequest.of(ChangeType.BEST),
                                Optional.empty());

        Router.assertRefused(RtmStatus.INVALID_PARAMETER, () -> changes.fetch(0));
    }
}
