package org.rtm.protocol.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.rtm.api.NetAddress;
import org.rtm.protocol.linux.FibEntries.Urgency;
import org.rtm.protocol.linux.KernelRoute.Hop;
import org.rtm.protocol.linux.KernelRoute.Type;

class FibEntriesTest {
    private static final Hop ONE = new Hop(NetAddress.parse("10.9.0.2"), 2);
    private static final Hop OTHER = new Hop(NetAddress.parse("10.8.0.2"), 3);

    private final FibEntries entries = new FibEntries();
    private final FibEntry first = entries.of(NetAddress.parse("10.1.0.0/16"));
    private final FibEntry second = entries.of(NetAddress.parse("10.2.0.0/16"));
    private final FibEntry third = entries.of(NetAddress.parse("10.3.0.0/16"));

    @Test
    void losses_go_before_changes_and_each_in_the_order_of_its_coming() {
        entries.queue(first, Urgency.CHANGE);
        entries.queue(second, Urgency.CHANGE);
        entries.queue(third, Urgency.LOSS);
        entries.queue(second, Urgency.LOSS);
        entries.queue(third, Urgency.CHANGE);

        assertThat(List.of(entries.poll(), entries.poll(), entries.poll()))
                .containsExactly(third, second, first);
        assertThat(entries.hasQueued()).isFalse();
    }

    @Test
    void what_is_on_its_way_is_remembered_and_not_queued_a_second_time() {
        first.isSent = true;

        entries.queue(first, Urgency.LOSS);
        entries.queue(first, Urgency.CHANGE);

        assertThat(entries.poll()).isNull();
        assertThat(first.again).isEqualTo(Urgency.LOSS);
        assertThat(first.isQueued).isTrue();
    }

    @Test
    void a_route_in_the_kernel_is_a_loss_when_one_of_its_next_hops_is_not_wanted_any_more() {
        first.installed = route(ONE, OTHER);

        first.asked = route(ONE);
        assertThat(first.isLosing()).isTrue();

        first.asked = route(OTHER, ONE);
        assertThat(first.isLosing()).isFalse();

        first.installed = route(ONE);
        assertThat(first.isLosing()).isFalse();

        first.asked = null;
        assertThat(first.isLosing()).isTrue();

        first.isStale = true;
        assertThat(first.isLosing()).isFalse();
    }

    @Test
    void what_was_deleted_during_a_comparison_is_known_until_its_end() {
        entries.comparisonBegins();
        entries.see(first);
        entries.settled(first);
        entries.settled(second);

        assertThat(entries.find(first.prefix)).contains(first);
        assertThat(entries.isSeen(first)).isTrue();
        assertThat(entries.find(second.prefix)).isEmpty();

        entries.comparisonEnds();
        assertThat(entries.find(first.prefix)).isEmpty();
    }

    private static KernelRoute route(Hop... hops) {
        return new KernelRoute(Type.UNICAST, List.of(hops), Optional.empty(), 20);
    }
}
