package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.conformance.Router.assertRefused;
import static org.rtm.conformance.TableContent.TEN;

import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.Destination;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopChange;
import org.rtm.api.NextHopFlags;
import org.rtm.api.NextHopInfo;
import org.rtm.api.NextHopSnapshot;
import org.rtm.api.NextHopState;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteInfo;
import org.rtm.api.RtmStatus;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.ChangeType;

class RtmAddNextHopTest {
    private static final NextHopInfo GATEWAY = NextHopInfo.of("192.0.2.1", 3);
    private static final NextHopInfo REMOTE = GATEWAY.flags(NextHopFlags.REMOTE);

    @RegisterExtension final Router router = new Router();
    private final EntityRegistration rip = router.register();
    private final EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);

    @Test
    @ReturnCodes("NO_ERROR")
    void a_next_hop_that_is_not_there_is_added() {
        NextHopChange added = rip.addNextHop(GATEWAY);

        assertThat(added.flags()).isEqualTo(NextHopChange.NEW);
        assertThat(added.handle().address()).isEqualTo(GATEWAY.address());
        assertThat(added.handle().interfaceIndex()).isEqualTo(3);
    }

    @Test
    @ReturnCodes("NO_ERROR")
    void one_that_is_there_is_updated_and_its_handle_is_returned() {
        NextHop existing = rip.addNextHop(GATEWAY).handle();

        NextHopChange again = rip.addNextHop(GATEWAY.flags(NextHopFlags.DOWN));

        assertThat(again.flags()).isZero();
        assertThat(again.handle()).isEqualTo(existing);
        assertThat(existing.info().flags()).isEqualTo(NextHopFlags.DOWN);
    }

    @Test
    void address_and_interface_together_tell_whether_it_is_there() {
        rip.addNextHop(GATEWAY);

        NextHopChange sameAddress = rip.addNextHop(NextHopInfo.of("192.0.2.1", 4));
        NextHopChange sameInterface = rip.addNextHop(NextHopInfo.of("192.0.2.2", 3));

        assertThat(sameAddress.isNew()).isTrue();
        assertThat(sameInterface.isNew()).isTrue();
    }

    @Test
    void each_client_has_a_list_of_its_own() {
        rip.addNextHop(GATEWAY);

        NextHopChange added = ospf.addNextHop(GATEWAY);

        assertThat(added.isNew()).isTrue();
    }

    @Test
    void the_rtm_sets_owner_and_state() {
        NextHopSnapshot info = rip.addNextHop(GATEWAY).handle().info();

        assertThat(info.owner()).isEqualTo(rip.entity());
        assertThat(info.state()).isEqualTo(NextHopState.CREATED);
    }

    @Test
    void an_update_overwrites_flags_private_information_and_remote_destination() {
        rip.addRoute(TEN, RouteInfo.via());
        Destination remote = Handles.destination(rip, TEN);
        NextHop hop =
                rip.addNextHop(REMOTE.entitySpecificInfo("mine").remoteDestination(remote))
                        .handle();
        assertThat(hop.info().remoteDestination()).contains(remote);

        rip.addNextHop(GATEWAY);

        NextHopSnapshot info = hop.info();
        assertThat(info.flags()).isEqualTo(NextHopFlags.NONE);
        assertThat(info.entitySpecificInfo()).isEmpty();
        assertThat(info.remoteDestination()).isEmpty();
    }

    @Test
    @ReturnCodes("NO_ERROR")
    void whoever_has_the_handle_updates_by_it_and_it_stays_as_it_was() {
        NextHop hop = rip.addNextHop(GATEWAY).handle();

        hop.update(GATEWAY.entitySpecificInfo("mine"));

        assertThat(hop.info().entitySpecificInfo()).contains("mine");
        assertThat(nextHopHandles()).isEqualTo(1);
    }

    @Test
    void an_update_by_handle_that_names_another_address_or_interface_is_refused() {
        NextHop hop = rip.addNextHop(GATEWAY).handle();

        assertRefused(
                RtmStatus.INVALID_PARAMETER, () -> hop.update(NextHopInfo.of("192.0.2.2", 3)));
        assertRefused(
                RtmStatus.INVALID_PARAMETER, () -> hop.update(NextHopInfo.of("192.0.2.1", 4)));
    }

    @Test
    @ReturnCodes("ERROR_ACCESS_DENIED")
    void another_clients_next_hop_cannot_be_updated() {
        rip.addRoute(TEN, RouteInfo.via(rip.addNextHop(GATEWAY).handle()));
        NextHop others = TableContent.nextHopSeenBy(ospf, TEN);

        assertRefused(RtmStatus.ACCESS_DENIED, () -> others.update(GATEWAY));
    }

    @Test
    void remote_and_down_go_together() {
        NextHopFlags both = NextHopFlags.REMOTE.plus(NextHopFlags.DOWN);

        NextHop hop = rip.addNextHop(GATEWAY.flags(both)).handle();

        assertThat(hop.info().flags()).isEqualTo(both);
    }

    @Test
    void a_remote_next_hop_without_a_destination_gets_the_one_that_covers_it_when_it_is_read() {
        NextHop hop =
                rip.addNextHop(NextHopInfo.of("10.1.2.3", 3).flags(NextHopFlags.REMOTE)).handle();
        assertThat(hop.info().remoteDestination()).isEmpty();

        rip.addRoute(TEN, RouteInfo.via());

        assertThat(hop.info().remoteDestination()).map(Destination::address).contains(TEN);
    }

    @Test
    void a_remote_destination_does_not_go_with_a_next_hop_that_is_not_remote() {
        rip.addRoute(TEN, RouteInfo.via());
        Destination remote = Handles.destination(rip, TEN);

        assertRefused(
                RtmStatus.INVALID_PARAMETER,
                () -> rip.addNextHop(GATEWAY.remoteDestination(remote)));
    }

    @Test
    void an_address_of_another_family_is_refused() {
        assertRefused(
                RtmStatus.INVALID_PARAMETER,
                () -> rip.addNextHop(NextHopInfo.of("2001:db8::1", 3)));
    }

    @Test
    void a_prefix_that_is_no_host_is_refused() {
        assertRefused(RtmStatus.INVALID_PARAMETER, () -> rip.addNextHop(NextHopInfo.of(TEN, 3)));
    }

    @Test
    void a_handle_is_returned_where_one_is_asked_for_and_then_is_to_be_given_back() {
        rip.addNextHop(GATEWAY);
        assertThat(nextHopHandles()).isZero();

        NextHop hop = rip.addNextHop(GATEWAY).handle();
        assertThat(nextHopHandles()).isEqualTo(1);

        hop.close();
        assertThat(nextHopHandles()).isZero();
    }

    @Test
    void the_identity_of_a_deleted_one_makes_a_new_one() {
        NextHop deleted = rip.addNextHop(GATEWAY).handle();
        rip.deleteNextHop(GATEWAY.address(), 3);

        NextHopChange added = rip.addNextHop(GATEWAY);

        assertThat(added.isNew()).isTrue();
        assertThat(added.handle()).isNotEqualTo(deleted);
        assertRefused(RtmStatus.NOT_FOUND, () -> deleted.update(GATEWAY));
    }

    @Test
    @Tag(Router.NOTIFICATION)
    void changing_a_next_hop_changes_no_destination() {
        NextHop hop = rip.addNextHop(GATEWAY).handle();
        rip.addRoute(TEN, RouteInfo.via(hop));
        ChangeRegistration changes =
                router.notifier().register(rip, ChangeRequest.of(ChangeType.ALL), Optional.empty());

        hop.update(GATEWAY.flags(NextHopFlags.DOWN));

        assertThat(TableContent.prefixes(changes.fetch(1))).isEmpty();
    }

    @Test
    void a_handle_that_was_given_back_and_a_registration_that_has_ended_are_refused() {
        NextHop hop = rip.addNextHop(GATEWAY).handle();
        hop.close();
        assertRefused(RtmStatus.INVALID_HANDLE, () -> hop.update(GATEWAY));

        rip.close();

        assertRefused(RtmStatus.INVALID_HANDLE, () -> rip.addNextHop(GATEWAY));
    }

    private long nextHopHandles() {
        return rip.handleCounts().get(HandleKind.NEXT_HOP);
    }
}
