package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.rtm.conformance.TableContent.BOTH;
import static org.rtm.conformance.TableContent.TEN;
import static org.rtm.conformance.TableContent.add;
import static org.rtm.conformance.TableContent.counts;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.Batch;
import org.rtm.api.DestInfo;
import org.rtm.api.DestinationQuery;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.ProtocolId;
import org.rtm.api.RtmStatus;
import org.rtm.api.TableEnumeration;
import org.rtm.api.ViewSet;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.ChangeType;

class RtmReleaseDestsTest {
    @RegisterExtension final Router router = new Router();

    private final EntityRegistration rip = router.register();

    @Test
    @ReturnCodes("NO_ERROR")
    void the_destinations_of_an_enumeration_are_given_back() {
        Batch<DestInfo> batch = threeDestinations();

        rip.releaseDestinations(batch.list());

        assertThat(counts(rip)).isEmpty();
    }

    @Test
    @ReturnCodes("NO_ERROR")
    void none_is_a_success() {
        threeDestinations();
        Map<HandleKind, Long> before = counts(rip);

        rip.releaseDestinations(List.of());

        assertThat(counts(rip)).isEqualTo(before);
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void one_that_was_given_back_before_leaves_all_as_they_were() {
        List<DestInfo> infos = threeDestinations().list();
        infos.get(2).close();
        Map<HandleKind, Long> before = counts(rip);

        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> rip.releaseDestinations(infos));

        assertThat(counts(rip)).isEqualTo(before);
        rip.releaseDestinations(infos.subList(0, 2));
        assertThat(counts(rip)).isEmpty();
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void one_that_is_named_twice_leaves_all_as_they_were() {
        List<DestInfo> infos = threeDestinations().list();
        Map<HandleKind, Long> before = counts(rip);

        Router.assertRefused(
                RtmStatus.INVALID_HANDLE,
                () -> rip.releaseDestinations(List.of(infos.get(0), infos.get(1), infos.get(0))));

        assertThat(counts(rip)).isEqualTo(before);
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void those_of_another_registration_are_refused_and_stay_usable() {
        List<DestInfo> infos = threeDestinations().list();
        EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);

        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> ospf.releaseDestinations(infos));

        rip.releaseDestinations(infos);
    }

    @Test
    @Tag(Router.NOTIFICATION)
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void those_that_were_fetched_as_changed_are_refused() {
        ChangeRegistration changes =
                router.notifier()
                        .register(rip, ChangeRequest.of(ChangeType.BEST), Optional.empty());
        add(rip, "10.0.0.0/8");
        List<DestInfo> changed = changes.fetch(1).list();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> rip.releaseDestinations(changed));

        changes.release(changed);
    }

    @Test
    void informations_of_several_origins_and_sizes_are_given_back_together() {
        List<DestInfo> infos = threeDestinations().list();
        DestInfo foundInAnyView = rip.exactMatch(TEN, ProtocolId.BEST, ViewSet.ANY).orElseThrow();

        rip.releaseDestinations(List.of(infos.get(0), foundInAnyView, infos.get(1), infos.get(2)));

        assertThat(counts(rip)).isEmpty();
    }

    @Test
    void closing_the_batch_gives_back_what_is_still_open_in_it() {
        Batch<DestInfo> batch = threeDestinations();
        batch.list().get(1).close();

        batch.close();

        assertThat(counts(rip)).isEmpty();
        Router.assertRefused(RtmStatus.INVALID_HANDLE, batch::close);
    }

    @Test
    void after_the_registration_ended_closing_does_nothing_and_the_array_form_is_refused() {
        Batch<DestInfo> batch = threeDestinations();

        rip.close();

        assertThatCode(batch::close).doesNotThrowAnyException();
        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> rip.releaseDestinations(batch.list()));
    }

    private Batch<DestInfo> threeDestinations() {
        add(rip, "10.0.0.0/8", "11.0.0.0/8", "12.0.0.0/8");
        try (TableEnumeration<DestInfo> enumeration =
                rip.enumerateDestinations(DestinationQuery.ALL.views(BOTH))) {
            return enumeration.next(3);
        }
    }
}
