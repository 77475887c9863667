package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.api.NetAddress.parse;
import static org.rtm.conformance.TableContent.counts;
import static org.rtm.conformance.TableContent.hop;
import static org.rtm.conformance.TableContent.hops;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.Batch;
import org.rtm.api.EntityRegistration;
import org.rtm.api.EnumRange;
import org.rtm.api.HandleKind;
import org.rtm.api.NextHop;
import org.rtm.api.RtmStatus;
import org.rtm.api.TableEnumeration;

class RtmGetEnumNextHopsTest {
    @RegisterExtension final Router router = new Router().with("handles.in.call", 10);

    private final EntityRegistration rip = router.register();

    @BeforeEach
    void addNextHops() {
        for (int i = 1; i <= 3; i++) {
            hop(rip, "192.0.2.1", i).close();
        }
    }

    @Test
    @ReturnCodes("NO_ERROR")
    void at_most_the_number_asked_for_comes_at_a_time_and_the_rest_with_the_next_calls() {
        try (TableEnumeration<NextHop> enumeration = rip.enumerateNextHops(EnumRange.all())) {
            assertThat(hops(enumeration.next(2))).containsExactly("192.0.2.1 1", "192.0.2.1 2");
            assertThat(hops(enumeration.next(2))).containsExactly("192.0.2.1 3");
        }
    }

    @Test
    @ReturnCodes("ERROR_NO_MORE_ITEMS")
    void the_end_is_an_empty_batch_again_and_again_though_more_is_added_behind_it() {
        try (TableEnumeration<NextHop> enumeration = rip.enumerateNextHops(EnumRange.all())) {
            assertThat(enumeration.next(3)).hasSize(3);
            assertThat(enumeration.next(3)).isEmpty();
            hop(rip, "192.0.2.2", 1);

            assertThat(enumeration.next(3)).isEmpty();
        }
    }

    @Test
    @ReturnCodes("ERROR_INVALID_PARAMETER")
    void more_than_the_profile_allows_is_refused_and_takes_nothing() {
        int most = rip.profile().maxHandlesInCall();

        try (TableEnumeration<NextHop> enumeration = rip.enumerateNextHops(EnumRange.all())) {
            Router.assertRefused(RtmStatus.INVALID_PARAMETER, () -> enumeration.next(most + 1));

            assertThat(enumeration.next(most)).hasSize(3);
        }
    }

    @Test
    @ReturnCodes("ERROR_INVALID_PARAMETER")
    void none_or_fewer_is_refused() {
        try (TableEnumeration<NextHop> enumeration = rip.enumerateNextHops(EnumRange.all())) {
            Router.assertRefused(RtmStatus.INVALID_PARAMETER, () -> enumeration.next(0));
            Router.assertRefused(RtmStatus.INVALID_PARAMETER, () -> enumeration.next(-1));
        }
    }

    @Test
    void the_handles_of_a_batch_are_given_back_as_an_array_or_with_it() {
        try (TableEnumeration<NextHop> enumeration = rip.enumerateNextHops(EnumRange.all())) {
            rip.release(enumeration.next(2).list());
            Batch<NextHop> rest = enumeration.next(2);
            rest.close();

            assertThat(counts(rip)).isEqualTo(Map.of(HandleKind.ENUMERATION, 1L));
        }
    }

    @Test
    void it_goes_on_where_the_last_batch_ended_though_that_next_hop_was_deleted() {
        try (TableEnumeration<NextHop> enumeration = rip.enumerateNextHops(EnumRange.all())) {
            assertThat(enumeration.next(2)).hasSize(2);
            rip.deleteNextHop(parse("192.0.2.1"), 2);
            hop(rip, "192.0.2.1", 0);

            assertThat(hops(enumeration.next(2))).containsExactly("192.0.2.1 3");
        }
    }

    @Test
    void an_enumeration_that_was_deleted_is_an_invalid_handle() {
        TableEnumeration<NextHop> enumeration = rip.enumerateNextHops(EnumRange.all());

        enumeration.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> enumeration.next(1));
    }

    @Test
    void after_the_registration_ended_the_handle_is_invalid() {
        TableEnumeration<NextHop> enumeration = rip.enumerateNextHops(EnumRange.all());

        rip.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> enumeration.next(1));
    }
}
