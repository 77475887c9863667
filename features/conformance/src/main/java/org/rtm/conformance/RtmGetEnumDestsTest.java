package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.conformance.TableContent.BOTH;
import static org.rtm.conformance.TableContent.TEN;
import static org.rtm.conformance.TableContent.add;
import static org.rtm.conformance.TableContent.addresses;
import static org.rtm.conformance.TableContent.counts;
import static org.rtm.conformance.TableContent.exact;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.Batch;
import org.rtm.api.DestInfo;
import org.rtm.api.DestinationLock;
import org.rtm.api.DestinationQuery;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.LockMode;
import org.rtm.api.NetAddress;
import org.rtm.api.Route;
import org.rtm.api.RouteInfo;
import org.rtm.api.RtmStatus;
import org.rtm.api.TableEnumeration;
import org.rtm.api.ViewInfo;
import org.rtm.api.ViewSet;

class RtmGetEnumDestsTest {
    private static final DestinationQuery IN_BOTH_VIEWS = DestinationQuery.ALL.views(BOTH);

    @RegisterExtension final Router router = new Router().with("handles.in.call", 10);

    private final EntityRegistration rip = router.register();

    @Test
    @ReturnCodes("NO_ERROR")
    void at_most_the_number_asked_for_comes_at_a_time_and_the_rest_with_the_next_calls() {
        add(rip, "10.0.0.0/8", "11.0.0.0/8", "12.0.0.0/8");

        try (TableEnumeration<DestInfo> enumeration = rip.enumerateDestinations(IN_BOTH_VIEWS)) {
            assertThat(addresses(enumeration.next(2))).containsExactly("10.0.0.0/8", "11.0.0.0/8");
            assertThat(addresses(enumeration.next(2))).containsExactly("12.0.0.0/8");
        }
    }

    @Test
    @ReturnCodes("ERROR_NO_MORE_ITEMS")
    void the_end_is_an_empty_batch_again_and_again() {
        add(rip, "10.0.0.0/8");

        try (TableEnumeration<DestInfo> enumeration = rip.enumerateDestinations(IN_BOTH_VIEWS)) {
            assertThat(enumeration.next(1)).hasSize(1);
            assertThat(enumeration.next(1)).isEmpty();
            assertThat(enumeration.next(1)).isEmpty();
        }
    }

    @Test
    @ReturnCodes("ERROR_INVALID_PARAMETER")
    void more_than_the_profile_allows_is_refused_and_takes_nothing() {
        add(rip, "10.0.0.0/8");
        int most = rip.profile().maxHandlesInCall();

        try (TableEnumeration<DestInfo> enumeration = rip.enumerateDestinations(IN_BOTH_VIEWS)) {
            Router.assertRefused(RtmStatus.INVALID_PARAMETER, () -> enumeration.next(most + 1));

            assertThat(enumeration.next(most)).hasSize(1);
        }
    }

    @Test
    @ReturnCodes("ERROR_INVALID_PARAMETER")
    void none_or_fewer_is_refused() {
        try (TableEnumeration<DestInfo> enumeration = rip.enumerateDestinations(IN_BOTH_VIEWS)) {
            Router.assertRefused(RtmStatus.INVALID_PARAMETER, () -> enumeration.next(0));
            Router.assertRefused(RtmStatus.INVALID_PARAMETER, () -> enumeration.next(-1));
        }
    }

    @Test
    void each_destination_comes_with_an_element_for_each_target_view_in_ascending_order() {
        add(rip, "10.0.0.0/8");
        add(rip, "11.0.0.0/8", RouteInfo.via().views(ViewSet.MULTICAST));

        try (TableEnumeration<DestInfo> enumeration = rip.enumerateDestinations(IN_BOTH_VIEWS);
                Batch<DestInfo> batch = enumeration.next(2)) {
            assertThat(batch)
                    .hasSize(2)
                    .allSatisfy(
                            info ->
                                    assertThat(info.views())
                                            .extracting(ViewInfo::viewId)
                                            .containsExactly(0, 1));
        }
    }

    @Test
    void in_any_view_nothing_is_told_by_view() {
        add(rip, "10.0.0.0/8");

        try (TableEnumeration<DestInfo> enumeration =
                        rip.enumerateDestinations(DestinationQuery.ALL);
                Batch<DestInfo> batch = enumeration.next(1)) {
            assertThat(batch.list().get(0).views()).isEmpty();
        }
    }

    @Test
    void the_loop_of_the_sample_sees_all_destinations_and_leaves_nothing_to_give_back() {
        add(rip, "10.0.0.0/8", "11.0.0.0/8", "12.0.0.0/8");

        List<String> seen = new ArrayList<>();
        try (TableEnumeration<DestInfo> enumeration = rip.enumerateDestinations(IN_BOTH_VIEWS)) {
            boolean isMore = true;
            while (isMore) {
                Batch<DestInfo> batch = enumeration.next(2);
                seen.addAll(addresses(batch));
                rip.releaseDestinations(batch.list());
                isMore = !batch.isEmpty();
            }
        }

        assertThat(seen).containsExactly("10.0.0.0/8", "11.0.0.0/8", "12.0.0.0/8");
        assertThat(counts(rip)).isEmpty();
    }

    @Test
    void the_handles_in_a_batch_are_given_back_with_it() {
        add(rip, "10.0.0.0/8");

        try (TableEnumeration<DestInfo> enumeration = rip.enumerateDestinations(IN_BOTH_VIEWS)) {
            Batch<DestInfo> batch = enumeration.next(1);
            assertThat(counts(rip)).containsEntry(HandleKind.DESTINATION, 1L);
            batch.close();

            assertThat(counts(rip)).isEqualTo(Map.of(HandleKind.ENUMERATION, 1L));
        }
    }

    @Test
    void what_is_there_throughout_comes_once_and_in_order_while_others_come_and_go() {
        add(rip, "10.0.0.0/8", "12.0.0.0/8", "14.0.0.0/8", "16.0.0.0/8");
        Route last = add(rip, "11.0.0.0/8", RouteInfo.via());
        Route next = add(rip, "13.0.0.0/8", RouteInfo.via());

        List<String> seen = new ArrayList<>();
        try (TableEnumeration<DestInfo> enumeration = rip.enumerateDestinations(IN_BOTH_VIEWS)) {
            seen.addAll(addresses(enumeration.next(2)));
            last.delete();
            next.delete();
            add(rip, "9.0.0.0/8", "12.0.0.0/16");
            seen.addAll(addresses(enumeration.next(10)));
        }

        assertThat(seen)
                .containsSubsequence("10.0.0.0/8", "12.0.0.0/8", "14.0.0.0/8", "16.0.0.0/8")
                .doesNotHaveDuplicates();
        assertThat(seen.stream().map(NetAddress::parse)).isSorted();
    }

    @Test
    void what_is_added_behind_the_end_does_not_bring_it_back() {
        add(rip, "10.0.0.0/8");

        try (TableEnumeration<DestInfo> enumeration = rip.enumerateDestinations(IN_BOTH_VIEWS)) {
            enumeration.next(1).close();
            assertThat(enumeration.next(1)).isEmpty();
            add(rip, "11.0.0.0/8");

            assertThat(enumeration.next(1)).isEmpty();
        }
    }

    @Test
    void a_locked_destination_is_enumerated_without_waiting() {
        add(rip, "10.0.0.0/8");

        try (TableEnumeration<DestInfo> enumeration = rip.enumerateDestinations(IN_BOTH_VIEWS);
                DestinationLock lock =
                        exact(rip, "10.0.0.0/8").destination().lock(LockMode.EXCLUSIVE)) {
            assertThat(addresses(enumeration.next(1))).containsExactly("10.0.0.0/8");
            assertThat(lock.mode()).isEqualTo(LockMode.EXCLUSIVE);
        }
    }

    @Test
    void an_enumeration_that_was_deleted_is_an_invalid_handle() {
        TableEnumeration<DestInfo> enumeration = rip.enumerateDestinations(IN_BOTH_VIEWS);

        enumeration.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> enumeration.next(1));
    }

    @Test
    void after_the_registration_ended_the_handle_is_invalid() {
        rip.addRoute(TEN, RouteInfo.via());
        TableEnumeration<DestInfo> enumeration = rip.enumerateDestinations(IN_BOTH_VIEWS);

        rip.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> enumeration.next(1));
    }
}
