package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.rtm.conformance.TableContent.BOTH;
import static org.rtm.conformance.TableContent.TEN;
import static org.rtm.conformance.TableContent.add;
import static org.rtm.conformance.TableContent.counts;
import static org.rtm.conformance.TableContent.exact;
import static org.rtm.conformance.TableContent.held;
import static org.rtm.conformance.TableContent.unicast;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.DestInfo;
import org.rtm.api.Destination;
import org.rtm.api.DestinationQuery;
import org.rtm.api.Entity;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteInfo;
import org.rtm.api.RtmStatus;
import org.rtm.api.TableEnumeration;
import org.rtm.api.ViewSet;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.ChangeType;

class RtmReleaseDestInfoTest {
    @RegisterExtension final Router router = new Router();

    private final EntityRegistration rip = router.register();

    @Test
    @ReturnCodes("NO_ERROR")
    void every_handle_in_the_information_is_given_back() {
        rip.addRoute(TEN, RouteInfo.via().views(BOTH));
        DestInfo info = exact(rip, "10.0.0.0/8");
        assertThat(counts(rip))
                .isEqualTo(
                        Map.of(
                                HandleKind.DESTINATION, 1L,
                                HandleKind.ROUTE, 2L,
                                HandleKind.ENTITY, 2L));
        Destination destination = info.destination();
        Route best = unicast(info).bestRoute().orElseThrow();
        Entity owner = unicast(info).bestRouteOwner().orElseThrow();

        info.close();

        assertThat(counts(rip)).isEmpty();
        Router.assertRefused(RtmStatus.INVALID_HANDLE, destination::reference);
        Router.assertRefused(RtmStatus.INVALID_HANDLE, best::info);
        Router.assertRefused(RtmStatus.INVALID_HANDLE, owner::info);
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void an_information_that_was_given_back_is_an_invalid_handle() {
        add(rip, "10.0.0.0/8");
        DestInfo info = exact(rip, "10.0.0.0/8");
        info.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, info::close);

        assertThat(counts(rip)).isEmpty();
    }

    @Test
    void a_held_route_is_given_back_with_the_rest() {
        Destination destination = held(rip, "10.0.0.0/8");
        Map<HandleKind, Long> before = counts(rip);
        DestInfo info = destination.info(ProtocolId.BEST, ViewSet.UNICAST);
        assertThat(counts(rip)).isNotEqualTo(before);

        info.close();

        assertThat(counts(rip)).isEqualTo(before);
    }

    @Test
    void it_releases_what_any_look_up_or_enumeration_returned() {
        add(rip, "0.0.0.0/0", "10.0.0.0/8");
        DestInfo found = rip.mostSpecific(TEN).orElseThrow();
        TableEnumeration<DestInfo> enumeration =
                rip.enumerateDestinations(DestinationQuery.ALL.views(BOTH));

        List<DestInfo> infos =
                List.of(
                        exact(rip, "10.0.0.0/8"),
                        found.destination()
                                .lessSpecific(ProtocolId.BEST, ViewSet.UNICAST)
                                .orElseThrow(),
                        found.destination().info(ProtocolId.BEST, BOTH),
                        enumeration.next(1).list().get(0),
                        found);
        enumeration.close();
        infos.forEach(DestInfo::close);

        assertThat(counts(rip)).isEmpty();
    }

    @Test
    @Tag(Router.NOTIFICATION)
    void for_one_that_was_fetched_as_changed_it_is_the_release_of_the_change_registration() {
        ChangeRegistration changes =
                router.notifier()
                        .register(rip, ChangeRequest.of(ChangeType.BEST), Optional.empty());
        add(rip, "10.0.0.0/8");
        DestInfo changed = changes.fetch(1).list().get(0);

        changed.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> changes.release(List.of(changed)));
        assertThat(counts(rip)).isEqualTo(Map.of(HandleKind.CHANGE_REGISTRATION, 1L));
    }

    @Test
    void a_handle_that_was_referenced_first_is_kept_and_given_back_by_itself() {
        add(rip, "10.0.0.0/8");
        DestInfo info = exact(rip, "10.0.0.0/8");
        Route kept = unicast(info).bestRoute().orElseThrow().reference();

        info.close();

        assertThat(counts(rip)).isEqualTo(Map.of(HandleKind.ROUTE, 1L));
        assertThat(kept.bestInViews()).isEqualTo(ViewSet.UNICAST);
        kept.close();
        assertThat(counts(rip)).isEmpty();
    }

    @Test
    void a_handle_that_was_given_back_by_itself_is_left_out() {
        add(rip, "10.0.0.0/8");
        DestInfo info = exact(rip, "10.0.0.0/8");
        info.destination().close();

        info.close();

        assertThat(counts(rip)).isEmpty();
    }

    @Test
    void no_other_information_on_the_destination_is_touched() {
        add(rip, "10.0.0.0/8");
        DestInfo info = exact(rip, "10.0.0.0/8");
        DestInfo other = exact(rip, "10.0.0.0/8");

        info.close();

        assertThat(other.destination().info(ProtocolId.BEST, ViewSet.ANY).address()).isEqualTo(TEN);
    }

    @Test
    void the_values_stay_readable() {
        add(rip, "10.0.0.0/8");
        DestInfo info = exact(rip, "10.0.0.0/8");

        info.close();

        assertThat(info.address()).isEqualTo(TEN);
        assertThat(unicast(info).routeCount()).isEqualTo(1);
    }

    @Test
    void after_the_registration_ended_it_does_nothing() {
        add(rip, "10.0.0.0/8");
        DestInfo info = exact(rip, "10.0.0.0/8");

        rip.close();

        assertThatCode(info::close).doesNotThrowAnyException();
    }
}
