package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.conformance.TableContent.add;
import static org.rtm.conformance.TableContent.counts;
import static org.rtm.conformance.TableContent.described;
import static org.rtm.conformance.TableContent.exact;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.Batch;
import org.rtm.api.DestinationLock;
import org.rtm.api.EntityRegistration;
import org.rtm.api.LockMode;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteQuery;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.RtmStatus;
import org.rtm.api.TableEnumeration;

class RtmGetEnumRoutesTest {
    @RegisterExtension final Router router = new Router().with("handles.in.call", 10);

    private final EntityRegistration rip = router.register();
    private final EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);

    @Test
    @ReturnCodes("NO_ERROR")
    void the_next_batch_goes_on_where_the_last_ended_also_within_a_destination() {
        add(rip, "10.0.0.0/8", "11.0.0.0/8");
        add(ospf, "10.0.0.0/8", "11.0.0.0/8");

        try (TableEnumeration<Route> enumeration = rip.enumerateRoutes(RouteQuery.ALL)) {
            assertThat(described(enumeration.next(1))).containsExactly("10.0.0.0/8 OSPF-1");
            assertThat(described(enumeration.next(2)))
                    .containsExactly("10.0.0.0/8 RIP-1", "11.0.0.0/8 OSPF-1");
            assertThat(described(enumeration.next(2))).containsExactly("11.0.0.0/8 RIP-1");
        }
    }

    @Test
    @ReturnCodes("ERROR_NO_MORE_ITEMS")
    void the_end_is_an_empty_batch_again_and_again_though_more_is_added_behind_it() {
        add(rip, "10.0.0.0/8");

        try (TableEnumeration<Route> enumeration = rip.enumerateRoutes(RouteQuery.ALL)) {
            assertThat(enumeration.next(1)).hasSize(1);
            assertThat(enumeration.next(1)).isEmpty();
            add(rip, "11.0.0.0/8");

            assertThat(enumeration.next(1)).isEmpty();
        }
    }

    @Test
    @ReturnCodes("ERROR_INVALID_PARAMETER")
    void more_than_the_profile_allows_is_refused_and_takes_nothing() {
        add(rip, "10.0.0.0/8");
        int most = rip.profile().maxHandlesInCall();

        try (TableEnumeration<Route> enumeration = rip.enumerateRoutes(RouteQuery.ALL)) {
            Router.assertRefused(RtmStatus.INVALID_PARAMETER, () -> enumeration.next(most + 1));

            assertThat(enumeration.next(most)).hasSize(1);
        }
    }

    @Test
    @ReturnCodes("ERROR_INVALID_PARAMETER")
    void none_or_fewer_is_refused() {
        try (TableEnumeration<Route> enumeration = rip.enumerateRoutes(RouteQuery.ALL)) {
            Router.assertRefused(RtmStatus.INVALID_PARAMETER, () -> enumeration.next(0));
            Router.assertRefused(RtmStatus.INVALID_PARAMETER, () -> enumeration.next(-1));
        }
    }

    @Test
    void the_loop_of_the_sample_reads_its_own_routes_and_leaves_nothing_to_give_back() {
        add(rip, "10.0.0.0/8", "11.0.0.0/8", "12.0.0.0/8");
        add(ospf, "10.0.0.0/8");

        List<String> seen = new ArrayList<>();
        try (TableEnumeration<Route> enumeration =
                rip.enumerateRoutes(RouteQuery.ALL.ownOnly().views(TableContent.BOTH))) {
            boolean isMore = true;
            while (isMore) {
                Batch<Route> batch = enumeration.next(rip.profile().maxHandlesInCall());
                for (Route route : batch) {
                    try (RouteSnapshot info = route.info()) {
                        seen.add(info.destination().address().toString());
                    }
                }
                rip.release(batch.list());
                isMore = !batch.isEmpty();
            }
        }

        assertThat(seen).containsExactly("10.0.0.0/8", "11.0.0.0/8", "12.0.0.0/8");
        assertThat(counts(rip)).isEmpty();
    }

    @Test
    void what_is_there_throughout_comes_once_and_in_order_while_others_come_and_go() {
        add(ospf, "10.0.0.0/8", "11.0.0.0/8", "12.0.0.0/8");
        Route last = add(rip, "10.0.0.0/8", RouteInfo.via());
        Route next = add(rip, "11.0.0.0/8", RouteInfo.via().preference(1));

        List<String> seen = new ArrayList<>();
        try (TableEnumeration<Route> enumeration = ospf.enumerateRoutes(RouteQuery.ALL)) {
            seen.addAll(described(enumeration.next(2)));
            last.delete();
            next.delete();
            add(rip, "9.0.0.0/8", "11.0.0.0/9");
            seen.addAll(described(enumeration.next(10)));
        }

        assertThat(seen)
                .containsSubsequence("10.0.0.0/8 OSPF-1", "11.0.0.0/8 OSPF-1", "12.0.0.0/8 OSPF-1")
                .doesNotHaveDuplicates();
    }

    @Test
    void a_locked_destinations_routes_are_enumerated_without_waiting() {
        add(rip, "10.0.0.0/8");

        try (TableEnumeration<Route> enumeration = rip.enumerateRoutes(RouteQuery.ALL);
                DestinationLock lock =
                        exact(ospf, "10.0.0.0/8").destination().lock(LockMode.EXCLUSIVE)) {
            assertThat(described(enumeration.next(1))).containsExactly("10.0.0.0/8 RIP-1");
            assertThat(lock.mode()).isEqualTo(LockMode.EXCLUSIVE);
        }
    }

    @Test
    void an_enumeration_that_was_deleted_is_an_invalid_handle() {
        TableEnumeration<Route> enumeration = rip.enumerateRoutes(RouteQuery.ALL);

        enumeration.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> enumeration.next(1));
    }

    @Test
    void after_the_registration_ended_the_handle_is_invalid() {
        TableEnumeration<Route> enumeration = rip.enumerateRoutes(RouteQuery.ALL);

        rip.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> enumeration.next(1));
    }
}
