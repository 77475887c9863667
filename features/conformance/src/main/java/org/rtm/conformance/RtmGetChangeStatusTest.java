package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.conformance.Router.assertRefused;
import static org.rtm.conformance.TableContent.TEN;
import static org.rtm.conformance.TableContent.TWENTY;

import java.util.List;
import java.util.concurrent.CompletableFuture;
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
class RtmGetChangeStatusTest {
    @RegisterExtension final Router router = new Router();
    private final EntityRegistration rip = router.register();
    private final Route route = rip.addRoute(TEN, RouteInfo.via()).handle();
    private final Destination ten = Handles.destination(rip, TEN);
    private final ChangeRegistration changes = Changes.register(router, rip, Changes.ALL);

    @Test
    @ReturnCodes("NO_ERROR")
    void a_change_is_pending_from_the_call_that_made_it_until_it_is_fetched() {
        assertThat(changes.isPending(ten)).isFalse();

        route.update(RouteInfo.via().metric(1));
        assertThat(changes.isPending(ten)).isTrue();

        TableContent.prefixes(changes.fetch(1));
        assertThat(changes.isPending(ten)).isFalse();
    }

    @Test
    void it_is_pending_until_it_is_ignored() {
        route.update(RouteInfo.via().metric(1));

        changes.ignore(List.of(ten));

        assertThat(changes.isPending(ten)).isFalse();
    }

    @Test
    void the_status_is_that_of_the_destination_and_of_no_other() {
        rip.addRoute(TWENTY, RouteInfo.via());

        assertThat(changes.isPending(ten)).isFalse();
        assertThat(changes.isPending(Handles.destination(rip, TWENTY))).isTrue();
    }

    @Test
    void a_withdrawal_is_pending_too() {
        route.delete();

        assertThat(changes.isPending(ten)).isTrue();
    }

    @Test
    void another_thread_may_watch_it_while_one_fetches() {
        route.update(RouteInfo.via().metric(1));
        CompletableFuture<Void> watcher =
                CompletableFuture.runAsync(
                        () -> Router.await("it is fetched", () -> !changes.isPending(ten)));

        assertThat(TableContent.prefixes(changes.fetch(1))).containsExactly(TEN);

        watcher.join();
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void a_handle_that_was_given_back_or_is_another_clients_is_refused() {
        Destination closed = ten.reference();
        closed.close();
        Destination others = Handles.destination(router.register(ProtocolId.OSPF, 1), TEN);

        assertRefused(RtmStatus.INVALID_HANDLE, () -> changes.isPending(closed));
        assertRefused(RtmStatus.INVALID_HANDLE, () -> changes.isPending(others));
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void a_notification_that_was_deregistered_or_whose_client_has_gone_is_refused() {
        ChangeRegistration closed = Changes.register(router, rip, Changes.ALL);
        closed.close();
        assertRefused(RtmStatus.INVALID_HANDLE, () -> closed.isPending(ten));

        rip.close();

        assertRefused(RtmStatus.INVALID_HANDLE, () -> changes.isPending(ten));
    }
}
