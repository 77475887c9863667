package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.rtm.api.NetAddress.parse;
import static org.rtm.conformance.TableContent.counts;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.Batch;
import org.rtm.api.EntityRegistration;
import org.rtm.api.EnumRange;
import org.rtm.api.HandleKind;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.RtmStatus;
import org.rtm.api.TableEnumeration;

class RtmReleaseNextHopsTest {
    @RegisterExtension final Router router = new Router();

    private final EntityRegistration rip = router.register();

    @Test
    @ReturnCodes("NO_ERROR")
    void the_next_hops_of_an_enumeration_are_given_back_and_not_deleted() {
        List<NextHop> hops = threeNextHops().list();

        rip.release(hops);

        assertThat(counts(rip)).isEmpty();
        Router.assertRefused(RtmStatus.INVALID_HANDLE, hops.get(0)::info);
        assertThat(rip.findNextHop(parse("192.0.2.1"), 1)).isPresent();
    }

    @Test
    @ReturnCodes("NO_ERROR")
    void none_is_a_success() {
        threeNextHops();

        rip.release(List.of());

        assertThat(counts(rip)).isEqualTo(Map.of(HandleKind.NEXT_HOP, 3L));
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void one_that_was_given_back_before_leaves_all_as_they_were() {
        List<NextHop> hops = threeNextHops().list();
        hops.get(2).close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> rip.release(hops));

        assertThat(counts(rip)).isEqualTo(Map.of(HandleKind.NEXT_HOP, 2L));
        rip.release(hops.subList(0, 2));
        assertThat(counts(rip)).isEmpty();
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void one_that_is_named_twice_leaves_all_as_they_were() {
        List<NextHop> hops = threeNextHops().list();

        Router.assertRefused(
                RtmStatus.INVALID_HANDLE,
                () -> rip.release(List.of(hops.get(0), hops.get(1), hops.get(0))));

        assertThat(counts(rip)).isEqualTo(Map.of(HandleKind.NEXT_HOP, 3L));
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void those_of_another_registration_are_refused_and_stay_usable() {
        List<NextHop> hops = threeNextHops().list();
        EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);

        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> ospf.release(hops));

        rip.release(hops);
    }

    @Test
    void closing_the_batch_gives_back_what_is_still_open_in_it() {
        Batch<NextHop> batch = threeNextHops();
        batch.list().get(0).close();
        batch.list().get(1).delete();

        batch.close();

        assertThat(counts(rip)).isEmpty();
        Router.assertRefused(RtmStatus.INVALID_HANDLE, batch::close);
    }

    @Test
    void after_the_registration_ended_closing_does_nothing_and_the_array_form_is_refused() {
        Batch<NextHop> batch = threeNextHops();

        rip.close();

        assertThatCode(batch::close).doesNotThrowAnyException();
        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> rip.release(batch.list()));
    }

    private Batch<NextHop> threeNextHops() {
        for (int i = 1; i <= 3; i++) {
            rip.addNextHop(NextHopInfo.of("192.0.2.1", i));
        }
        try (TableEnumeration<NextHop> enumeration = rip.enumerateNextHops(EnumRange.all())) {
            return enumeration.next(3);
        }
    }
}
