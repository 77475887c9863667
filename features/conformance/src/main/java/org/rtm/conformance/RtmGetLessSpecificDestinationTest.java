package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.api.NetAddress.parse;
import static org.rtm.conformance.TableContent.BOTH;
import static org.rtm.conformance.TableContent.add;
import static org.rtm.conformance.TableContent.address;
import static org.rtm.conformance.TableContent.bestOwner;
import static org.rtm.conformance.TableContent.counts;
import static org.rtm.conformance.TableContent.exact;
import static org.rtm.conformance.TableContent.held;
import static org.rtm.conformance.TableContent.unicast;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.DestInfo;
import org.rtm.api.Destination;
import org.rtm.api.EntityRegistration;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteInfo;
import org.rtm.api.RtmStatus;
import org.rtm.api.ViewInfo;
import org.rtm.api.ViewSet;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.ChangeType;
import org.rtm.api.notify.ChangedDests;

class RtmGetLessSpecificDestinationTest {
    @RegisterExtension final Router router = new Router();

    private final EntityRegistration rip = router.register();

    @Test
    @ReturnCodes("NO_ERROR")
    void the_longest_prefix_that_is_less_specific_is_found() {
        add(rip, "0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24");

        assertThat(lessSpecific("10.1.2.0/24")).contains("10.1.0.0/16");
        assertThat(lessSpecific("10.1.0.0/16")).contains("10.0.0.0/8");
    }

    @Test
    @ReturnCodes({"NO_ERROR", "ERROR_NOT_FOUND"})
    void the_default_route_is_found_last_and_nothing_from_there() {
        add(rip, "0.0.0.0/0", "10.0.0.0/8");

        assertThat(lessSpecific("10.0.0.0/8")).contains("0.0.0.0/0");
        assertThat(lessSpecific("0.0.0.0/0")).isEmpty();
    }

    @Test
    @ReturnCodes("ERROR_NOT_FOUND")
    void without_a_default_route_nothing_is_found_past_the_shortest_prefix() {
        add(rip, "10.0.0.0/8", "11.0.0.0/8");

        assertThat(lessSpecific("11.0.0.0/8")).isEmpty();
    }

    @Test
    void after_most_specific_and_then_itself_it_collects_every_destination_matching_an_address() {
        add(rip, "0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24", "10.1.3.0/24");

        List<String> matching = new ArrayList<>();
        Optional<DestInfo> step =
                rip.mostSpecific(parse("10.1.2.3"), ProtocolId.BEST, ViewSet.UNICAST);
        while (step.isPresent()) {
            try (DestInfo info = step.orElseThrow()) {
                matching.add(info.address().toString());
                step = info.destination().lessSpecific(ProtocolId.BEST, ViewSet.UNICAST);
            }
        }

        assertThat(matching)
                .containsExactly("10.1.2.0/24", "10.1.0.0/16", "10.0.0.0/8", "0.0.0.0/0");
        assertThat(counts(rip)).isEmpty();
    }

    @Test
    void it_starts_from_a_destination_of_whichever_information() {
        add(rip, "10.0.0.0/8", "10.1.0.0/16");
        Destination first = exact(rip, "10.1.0.0/16").destination();

        Destination told = first.info(ProtocolId.BEST, ViewSet.ANY).destination();

        assertThat(address(told.lessSpecific(ProtocolId.BEST, ViewSet.UNICAST)))
                .contains("10.0.0.0/8");
    }

    @Test
    @Tag(Router.NOTIFICATION)
    void it_starts_from_a_destination_that_was_fetched_as_changed() {
        ChangeRegistration changes =
                router.notifier()
                        .register(rip, ChangeRequest.of(ChangeType.BEST), Optional.empty());
        add(rip, "10.1.0.0/16", "10.0.0.0/8");

        try (ChangedDests changed = changes.fetch(1)) {
            Destination first = changed.list().get(0).destination();

            assertThat(address(first.lessSpecific(ProtocolId.BEST, ViewSet.UNICAST)))
                    .contains("10.0.0.0/8");
        }
    }

    @Test
    void it_starts_also_from_a_destination_whose_routes_have_gone() {
        add(rip, "10.0.0.0/8");
        Route route = add(rip, "10.1.0.0/16", RouteInfo.via());
        Destination gone = exact(rip, "10.1.0.0/16").destination();

        route.delete();

        assertThat(address(gone.lessSpecific(ProtocolId.BEST, ViewSet.UNICAST)))
                .contains("10.0.0.0/8");
    }

    @Test
    void a_prefix_that_is_in_none_of_the_target_views_is_skipped() {
        add(rip, "0.0.0.0/0", "10.1.0.0/16");
        add(rip, "10.0.0.0/8", RouteInfo.via().views(ViewSet.MULTICAST));
        Destination from = exact(rip, "10.1.0.0/16").destination();

        assertThat(address(from.lessSpecific(ProtocolId.BEST, ViewSet.UNICAST)))
                .contains("0.0.0.0/0");
        assertThat(address(from.lessSpecific(ProtocolId.BEST, ViewSet.MULTICAST)))
                .contains("10.0.0.0/8");
        assertThat(address(from.lessSpecific(ProtocolId.BEST, ViewSet.ANY))).contains("10.0.0.0/8");
    }

    @Test
    void each_target_view_has_its_element_and_any_view_has_none() {
        add(rip, "10.0.0.0/8", "10.1.0.0/16");
        Destination from = exact(rip, "10.1.0.0/16").destination();

        assertThat(from.lessSpecific(ProtocolId.BEST, BOTH).orElseThrow().views())
                .extracting(ViewInfo::viewId)
                .containsExactly(0, 1);
        assertThat(from.lessSpecific(ProtocolId.BEST, ViewSet.ANY).orElseThrow().views()).isEmpty();
    }

    @Test
    void the_protocol_selects_the_route_that_is_told_and_not_what_is_found() {
        add(rip, "10.1.0.0/16");
        add(router.register(ProtocolId.OSPF, 1), "10.0.0.0/8");
        Destination from = exact(rip, "10.1.0.0/16").destination();

        DestInfo ofRip = from.lessSpecific(ProtocolId.THIS, ViewSet.UNICAST).orElseThrow();
        DestInfo ofAll = from.lessSpecific(ProtocolId.BEST, ViewSet.UNICAST).orElseThrow();

        assertThat(ofRip.address()).isEqualTo(ofAll.address());
        assertThat(unicast(ofRip).bestRoute()).isEmpty();
        assertThat(bestOwner(ofAll)).contains("OSPF-1");
    }

    @Test
    void a_destination_that_is_only_held_down_is_never_found() {
        add(rip, "0.0.0.0/0", "10.1.0.0/16");
        held(rip, "10.0.0.0/8");

        assertThat(lessSpecific("10.1.0.0/16")).contains("0.0.0.0/0");
    }

    @Test
    void a_destination_that_was_given_back_is_an_invalid_handle_and_no_invalid_parameter() {
        add(rip, "10.0.0.0/8");
        Destination given = exact(rip, "10.0.0.0/8").destination();

        given.close();

        Router.assertRefused(
                RtmStatus.INVALID_HANDLE, () -> given.lessSpecific(ProtocolId.BEST, ViewSet.ANY));
    }

    @Test
    void after_the_registration_ended_the_handle_is_invalid() {
        add(rip, "10.0.0.0/8");
        Destination from = exact(rip, "10.0.0.0/8").destination();

        rip.close();

        Router.assertRefused(
                RtmStatus.INVALID_HANDLE, () -> from.lessSpecific(ProtocolId.BEST, ViewSet.ANY));
    }

    @Test
    void a_view_that_is_not_supported_is_refused() {
        add(rip, "10.0.0.0/8");
        Destination from = exact(rip, "10.0.0.0/8").destination();

        Router.assertRefused(
                RtmStatus.NOT_SUPPORTED, () -> from.lessSpecific(ProtocolId.BEST, ViewSet.of(7)));
    }

    private Optional<String> lessSpecific(String prefix) {
        return address(exact(rip, prefix).destination().lessSpecific(ProtocolId.BEST, ViewSet.ANY));
    }
}
