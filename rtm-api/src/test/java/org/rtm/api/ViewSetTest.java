package org.rtm.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.api.Refusals.assertInvalid;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ViewSetTest {
    @Test
    void a_set_is_a_mask_with_a_bit_for_each_view() {
        ViewSet views = ViewSet.of(0, 5, 31, 5);

        assertThat(views.mask()).isEqualTo(0x8000_0021);
        assertThat(views.ids()).containsExactly(0, 5, 31);
        assertThat(views.size()).isEqualTo(3);
        assertThat(views.isEmpty()).isFalse();
        assertThat(views).isEqualTo(ViewSet.ofMask(0x8000_0021)).hasToString("{0,5,31}");
    }

    @Test
    void the_special_sets_have_the_masks_of_rtmv2() {
        assertThat(ViewSet.ANY.mask()).isZero();
        assertThat(ViewSet.UNICAST.mask()).isEqualTo(1);
        assertThat(ViewSet.MULTICAST.mask()).isEqualTo(2);
        assertThat(ViewSet.ALL.mask()).isEqualTo(-1);
        assertThat(ViewSet.ANY).hasToString("any");
        assertThat(ViewSet.ALL).hasToString("all");
        assertThat(ViewSet.UNICAST).hasToString("{0}");
    }

    @Test
    void equal_masks_are_equal_sets() {
        assertThat(ViewSet.of()).isEqualTo(ViewSet.ANY);
        assertThat(ViewSet.of(1)).isEqualTo(ViewSet.MULTICAST).hasSameHashCodeAs(ViewSet.MULTICAST);
        assertThat(ViewSet.of(IntStream.range(0, 32).toArray())).isEqualTo(ViewSet.ALL);
        assertThat(ViewSet.of(7)).isNotEqualTo(ViewSet.of(8));
    }

    @Test
    void sets_are_joined_cut_and_compared() {
        ViewSet left = ViewSet.of(0, 1, 2);
        ViewSet right = ViewSet.of(2, 3);

        assertThat(left.union(right)).isEqualTo(ViewSet.of(0, 1, 2, 3));
        assertThat(left.intersection(right)).isEqualTo(ViewSet.of(2));
        assertThat(left.containsAll(ViewSet.of(0, 2))).isTrue();
        assertThat(left.containsAll(right)).isFalse();
        assertThat(left.containsAll(ViewSet.ANY)).isTrue();
    }

    @Test
    void a_set_holds_no_number_that_no_view_can_have() {
        assertThat(ViewSet.ALL.contains(31)).isTrue();
        assertThat(ViewSet.ALL.contains(32)).isFalse();
        assertThat(ViewSet.ALL.contains(-1)).isFalse();
    }

    @Test
    void numbers_out_of_range_are_refused() {
        assertInvalid(() -> ViewSet.of(0, 32), "32 is not a view; allowed are 0 to 31");
        assertInvalid(() -> ViewSet.of(-1), "-1 is not a view; allowed are 0 to 31");
        assertInvalid(() -> new View(32, "x"), "32 is not a view; allowed are 0 to 31");
    }

    @Test
    void a_profile_has_the_set_of_its_views() {
        RegistrationProfile profile =
                new RegistrationProfile(
                        64, 1024, java.util.List.of(View.UNICAST, new View(9, "lab")));

        assertThat(profile.viewsSupported()).isEqualTo(ViewSet.of(0, 9));
    }
}
