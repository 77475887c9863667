package org.rtm.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.rtm.api.NetAddress;
import org.rtm.api.provider.ObservedDestination;

class PendingChangesTest {
    private static final int KEYS = 6;

    private record Key(NetAddress address) implements ObservedDestination {
        static Key of(int number) {
            return new Key(NetAddress.ipv4(number << 24, 8));
        }
    }

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void the_oldest_change_waits_from_its_first_record_on() {
        PendingChanges pending = new PendingChanges(false, false, nanos::get);
        pending.record(Key.of(1));
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        pending.record(Key.of(1));
        pending.record(Key.of(2));

        assertThat(pending.oldest()).contains(Duration.ofSeconds(3));

        pending.take(List.of(), 1);

        assertThat(pending.oldest()).contains(Duration.ZERO);
    }

    @Test
    void what_is_put_back_comes_first_and_has_waited_as_long_as_before() {
        PendingChanges pending = new PendingChanges(false, false, nanos::get);
        pending.record(Key.of(1));
        pending.record(Key.of(2));
        PendingChanges.Taken taken = pending.take(List.of(), 2);
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        pending.record(Key.of(3));
        pending.record(Key.of(2));

        pending.putBack(taken, List.of());

        assertThat(pending.oldest()).contains(Duration.ofSeconds(3));
        assertThat(pending.take(List.of(), KEYS).others())
                .containsExactly(Key.of(1), Key.of(2), Key.of(3));
    }

    @Test
    void what_lost_its_mark_while_it_was_out_is_not_put_back() {
        PendingChanges pending = new PendingChanges(true, false, nanos::get);
        pending.mark(Key.of(1));
        pending.mark(Key.of(2));
        pending.record(Key.of(1));
        pending.record(Key.of(2));
        PendingChanges.Taken taken = pending.take(List.of(), 2);
        pending.unmark(Key.of(1));

        pending.putBack(taken, List.of());

        assertThat(pending.take(List.of(), KEYS).others()).containsExactly(Key.of(2));
    }

    @Test
    void nothing_is_pending_after_closing() {
        PendingChanges pending = new PendingChanges(false, false, nanos::get);
        pending.record(Key.of(1));
        PendingChanges.Taken taken = pending.take(List.of(), 1);
        pending.record(Key.of(2));

        pending.close();
        pending.putBack(taken, List.of());

        assertThat(pending.record(Key.of(3))).isFalse();
        assertThat(pending.beginSignal()).isFalse();
        assertThat(pending.size()).isZero();
    }

    @Test
    void nothing_is_marked_after_closing() {
        PendingChanges pending = new PendingChanges(true, true, nanos::get);
        pending.mark(Key.of(1));

        pending.close();
        pending.mark(Key.of(2));

        assertThat(pending.isMarked(Key.of(1))).isFalse();
        assertThat(pending.isMarked(Key.of(2))).isFalse();
        assertThat(pending.takeNewMarks(KEYS)).isEmpty();
    }

    /** One step: what to do, with which destination, or how many. */
    private record Step(String verb, int number) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        return Arbitraries.of("record", "take", "drop", "mark", "unmark", "begin")
                .flatMap(
                        verb ->
                                Arbitraries.integers()
                                        .between(1, KEYS)
                                        .map(number -> new Step(verb, number)))
                .list()
                .ofMaxSize(60);
    }

    /** The model is a plain list without duplicates, and a flag for the signal. */
    @Property
    void a_destination_is_pending_once_in_order_of_its_first_change_and_no_change_is_unsignalled(
            @ForAll boolean markedOnly, @ForAll("steps") List<Step> steps) {
        PendingChanges pending = new PendingChanges(markedOnly, false, nanos::get);
        List<Key> expected = new ArrayList<>();
        Set<Key> marks = new HashSet<>();
        boolean signalOnItsWay = false;
        for (Step step : steps) {
            Key key = Key.of(step.number());
            switch (step.verb()) {
                case "record" -> {
                    boolean counts = !markedOnly || marks.contains(key);
                    assertThat(pending.record(key)).isEqualTo(counts && !signalOnItsWay);
                    if (counts) {
                        signalOnItsWay = true;
                        if (!expected.contains(key)) {
                            expected.add(key);
                        }
                    }
                }
                case "take" -> {
                    List<Key> first = expected.subList(0, Math.min(step.number(), expected.size()));
                    assertThat(pending.take(List.of(), step.number()).others())
                            .containsExactlyElementsOf(first);
                    first.clear();
                }
                case "drop" -> {
                    pending.drop(List.of(key));
                    expected.remove(key);
                }
                case "mark" -> {
                    pending.mark(key);
                    marks.add(key);
                }
                case "unmark" -> {
                    pending.unmark(key);
                    marks.remove(key);
                    if (markedOnly) {
                        expected.remove(key);
                    }
                }
                default -> {
                    assertThat(pending.beginSignal()).isTrue();
                    signalOnItsWay = false;
                }
            }
            assertThat(pending.size()).isEqualTo(expected.size());
            for (int number = 1; number <= KEYS; number++) {
                assertThat(pending.isPending(Key.of(number)))
                        .isEqualTo(expected.contains(Key.of(number)));
                assertThat(pending.isMarked(Key.of(number)))
                        .isEqualTo(marks.contains(Key.of(number)));
            }
        }
    }
}
