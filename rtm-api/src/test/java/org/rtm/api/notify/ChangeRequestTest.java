package org.rtm.api.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.api.Refusals.assertInvalid;

import org.junit.jupiter.api.Test;
import org.rtm.api.ViewSet;

class ChangeRequestTest {
    @Test
    void a_request_is_for_all_views_and_destinations_unless_it_says_otherwise() {
        ChangeRequest request = ChangeRequest.of(ChangeType.BEST);

        assertThat(request.types()).containsExactly(ChangeType.BEST);
        assertThat(request.views()).isEqualTo(ViewSet.ALL);
        assertThat(request.isMarkedOnly()).isFalse();
        assertThat(request.isResync()).isFalse();
        assertThat(request.context()).isEmpty();
    }

    @Test
    void each_member_is_changed_in_a_copy_that_keeps_the_others() {
        ChangeRequest request = ChangeRequest.of(ChangeType.ALL, ChangeType.FORWARDING);

        ChangeRequest changed =
                request.views(ViewSet.MULTICAST).markedOnly().context("mine").resync();

        assertThat(changed.types())
                .containsExactlyInAnyOrder(ChangeType.ALL, ChangeType.FORWARDING)
                .isUnmodifiable();
        assertThat(changed.views()).isEqualTo(ViewSet.MULTICAST);
        assertThat(changed.isMarkedOnly()).isTrue();
        assertThat(changed.context()).contains("mine");
        assertThat(changed.isResync()).isTrue();
        assertThat(request.isMarkedOnly()).isFalse();
        assertThat(request.isResync()).isFalse();
        assertThat(request.context()).isEmpty();
        assertThat(request.views()).isEqualTo(ViewSet.ALL);
    }

    @Test
    void no_views_stand_for_all_that_the_table_supports() {
        assertThat(ChangeRequest.of(ChangeType.ALL).views(ViewSet.ANY).views())
                .isEqualTo(ViewSet.ALL);
    }

    @Test
    void the_flags_of_rtmv2_make_a_request() {
        ChangeRequest request = ChangeRequest.ofFlags(0x1_0006);

        assertThat(request.types())
                .containsExactlyInAnyOrder(ChangeType.BEST, ChangeType.FORWARDING);
        assertThat(request.isMarkedOnly()).isTrue();
        assertThat(ChangeRequest.ofFlags(1).isMarkedOnly()).isFalse();
    }

    @Test
    void flags_without_a_type_or_without_a_meaning_are_refused() {
        String allowed =
                " are not notification flags; allowed are 1 (ALL), 2 (BEST) and 4 (FORWARDING),"
                        + " at least one of them, and 0x10000 (ONLY_MARKED_DESTS)";

        assertInvalid(() -> ChangeRequest.ofFlags(0), "0x0" + allowed);
        assertInvalid(() -> ChangeRequest.ofFlags(0x1_0000), "0x10000" + allowed);
        assertInvalid(() -> ChangeRequest.ofFlags(9), "0x9" + allowed);
    }
}
