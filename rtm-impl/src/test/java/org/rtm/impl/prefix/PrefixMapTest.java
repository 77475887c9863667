package org.rtm.impl.prefix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrefixMapTest {
    private final PrefixMap<Entry> ipv4 = new PrefixMap<>(32);
    private final PrefixMap<Entry> ipv6 = new PrefixMap<>(128);

    @Test
    void the_longest_prefix_that_covers_an_address_is_its_match() {
        put(ipv4, "0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24");

        assertThat(longestMatch(ipv4, "10.1.2.3/32")).isEqualTo(Entry.parse("10.1.2.0/24"));
        assertThat(longestMatch(ipv4, "10.1.3.3/32")).isEqualTo(Entry.parse("10.1.0.0/16"));
        assertThat(longestMatch(ipv4, "10.2.0.1/32")).isEqualTo(Entry.parse("10.0.0.0/8"));
        assertThat(longestMatch(ipv4, "11.0.0.1/32")).isEqualTo(Entry.parse("0.0.0.0/0"));
    }

    @Test
    void a_prefix_is_its_own_longest_match_but_not_its_next_less_specific() {
        put(ipv6, "2001:db8::/32", "2001:db8:1::/48");

        assertThat(longestMatch(ipv6, "2001:db8:1::/48")).isEqualTo(Entry.parse("2001:db8:1::/48"));
        assertThat(nextLessSpecific(ipv6, "2001:db8:1::/48"))
                .isEqualTo(Entry.parse("2001:db8::/32"));
        assertThat(nextLessSpecific(ipv6, "2001:db8::/32")).isNull();
    }

    @Test
    void a_longer_prefix_does_not_match_a_shorter_one() {
        put(ipv4, "10.0.0.0/24");

        assertThat(longestMatch(ipv4, "10.0.0.0/23")).isNull();
        assertThat(get(ipv4, "10.0.0.0/23")).isNull();
    }

    @Test
    void neighbours_in_the_last_bit_of_an_address_are_kept_apart() {
        put(ipv6, "::/0", "2001:db8::2/128", "2001:db8::3/128", "2001:db8::2/127");

        assertThat(get(ipv6, "2001:db8::2/128")).isEqualTo(Entry.parse("2001:db8::2/128"));
        assertThat(get(ipv6, "2001:db8::3/128")).isEqualTo(Entry.parse("2001:db8::3/128"));
        assertThat(nextLessSpecific(ipv6, "2001:db8::3/128"))
                .isEqualTo(Entry.parse("2001:db8::2/127"));
        assertThat(longestMatch(ipv6, "2001:db8::1/128")).isEqualTo(Entry.parse("::/0"));
    }

    @Test
    void a_value_replaces_the_one_of_the_same_prefix_which_put_returns() {
        put(ipv4, "10.0.0.0/8");
        Entry second = Entry.parse("10.0.0.0/8").version(2);

        Entry replaced = ipv4.put(second);

        assertThat(replaced).isEqualTo(Entry.parse("10.0.0.0/8"));
        assertThat(get(ipv4, "10.0.0.0/8")).isSameAs(second);
        assertThat(ipv4.size()).isEqualTo(1);
    }

    @Test
    void a_walk_goes_by_address_bits_then_the_shorter_length_first() {
        put(ipv4, "192.0.2.0/24", "10.128.0.0/9", "10.0.0.0/16", "10.0.0.0/8", "0.0.0.0/0");

        assertThat(rest(ipv4.snapshot().walk()))
                .containsExactlyElementsOf(
                        entries(
                                "0.0.0.0/0",
                                "10.0.0.0/8",
                                "10.0.0.0/16",
                                "10.128.0.0/9",
                                "192.0.2.0/24"));
    }

    @Test
    void a_walk_starts_again_behind_the_last_prefix_seen_though_that_is_removed() {
        put(ipv4, "10.0.0.0/8", "10.1.0.0/16", "10.2.0.0/16", "11.0.0.0/8");
        Entry last = Entry.parse("10.1.0.0/16");
        ipv4.remove(last.highBits(), last.lowBits(), last.length());
        put(ipv4, "10.1.1.0/24");

        PrefixWalk<Entry> walk =
                ipv4.snapshot().walkAfter(last.highBits(), last.lowBits(), last.length());

        assertThat(rest(walk))
                .containsExactlyElementsOf(entries("10.1.1.0/24", "10.2.0.0/16", "11.0.0.0/8"));
    }

    @Test
    void a_walk_at_its_end_stays_there() {
        put(ipv4, "10.0.0.0/8", "11.0.0.0/8");
        Entry range = Entry.parse("10.0.0.0/8");
        PrefixWalk<Entry> walk =
                ipv4.snapshot()
                        .walkFrom(range.highBits(), range.lowBits(), range.length())
                        .within(range.highBits(), range.lowBits(), range.length());
        rest(walk);

        assertThat(walk.next()).isNull();
        assertThat(walk.next()).isNull();
    }

    @Test
    void a_walk_within_a_range_ends_before_the_first_value_that_the_range_does_not_cover() {
        put(ipv4, "0.0.0.0/0", "0.0.0.0/8", "0.1.0.0/16", "1.0.0.0/8", "0.2.0.0/16");
        PrefixSnapshot<Entry> snapshot = ipv4.snapshot();

        assertThat(rest(snapshot.walkFrom(0, 0, 8).within(0, 0, 8)))
                .containsExactlyElementsOf(entries("0.0.0.0/8", "0.1.0.0/16", "0.2.0.0/16"));
        assertThat(rest(snapshot.walkAfter(0, 0, 8).within(0, 0, 8)))
                .containsExactlyElementsOf(entries("0.1.0.0/16", "0.2.0.0/16"));
        assertThat(rest(snapshot.walkFrom(0, 0, 0).within(0, 0, 8))).isEmpty();
    }

    @Test
    void bits_past_the_length_of_a_question_do_not_count() {
        put(ipv4, "10.0.0.0/8", "10.1.0.0/16");
        Entry host = Entry.parse("10.1.2.3/32");
        PrefixSnapshot<Entry> snapshot = ipv4.snapshot();

        assertThat(snapshot.get(host.highBits(), 0, 16)).isEqualTo(Entry.parse("10.1.0.0/16"));
        assertThat(snapshot.longestMatch(host.highBits(), 0, 12))
                .isEqualTo(Entry.parse("10.0.0.0/8"));
        assertThat(rest(snapshot.walkFrom(host.highBits(), 0, 8)))
                .containsExactlyElementsOf(entries("10.0.0.0/8", "10.1.0.0/16"));
        assertThat(rest(snapshot.walkFrom(host.highBits(), 0, 16).within(host.highBits(), 0, 16)))
                .containsExactlyElementsOf(entries("10.1.0.0/16"));
    }

    @Test
    void looking_up_allocates_nothing() {
        put(ipv6, "::/0", "2001:db8::/32", "2001:db8:1::/48", "2001:db8:1::1/128");
        Entry host = Entry.parse("2001:db8:1::2/128");
        PrefixSnapshot<Entry> snapshot = ipv6.snapshot();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int times = 100_000;

        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < times; i++) {
            snapshot.get(host.highBits(), host.lowBits(), 48);
            snapshot.longestMatch(host.highBits(), host.lowBits(), 128);
            snapshot.nextLessSpecific(host.highBits(), host.lowBits(), 48);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).isLessThan(times); // less than a byte each: nothing
    }

    @Test
    void a_value_with_a_wrong_prefix_is_refused_and_nothing_changes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ipv4.put(new Entry(0, 0, 33, 0)))
                .withMessage("a prefix of these addresses has 0 to 32 bits, not 33");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ipv4.put(new Entry(0, 0, -1, 0)))
                .withMessage("a prefix of these addresses has 0 to 32 bits, not -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ipv4.put(new Entry(0x0A00_0001_0000_0000L, 0, 8, 0)))
                .withMessage(
                        "the prefix 0a00000100000000 0000000000000000 has bits past its length of"
                                + " 8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ipv6.put(new Entry(0x2001_0DB8_0000_0000L, 1, 127, 0)))
                .withMessage(
                        "the prefix 20010db800000000 0000000000000001 has bits past its length of"
                                + " 127");
        assertThat(ipv4.size()).isZero();
        assertThat(ipv6.size()).isZero();
    }

    @Test
    void a_question_with_a_wrong_length_is_refused() {
        PrefixSnapshot<Entry> snapshot = ipv6.snapshot();

        assertThatIllegalArgumentException().isThrownBy(() -> snapshot.get(0, 0, 129));
        assertThatIllegalArgumentException().isThrownBy(() -> snapshot.longestMatch(0, 0, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> snapshot.nextLessSpecific(0, 0, 129));
        assertThatIllegalArgumentException().isThrownBy(() -> snapshot.walkFrom(0, 0, 129));
        assertThatIllegalArgumentException().isThrownBy(() -> snapshot.walkAfter(0, 0, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> snapshot.walk().within(0, 0, 129));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ipv6.remove(0, 0, 129))
                .withMessage("a prefix of these addresses has 0 to 128 bits, not 129");
    }

    @Test
    void an_address_has_1_to_128_bits() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PrefixMap<Entry>(129))
                .withMessage("an address has 1 to 128 bits, not 129");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PrefixMap<Entry>(0))
                .withMessage("an address has 1 to 128 bits, not 0");
    }

    private static void put(PrefixMap<Entry> map, String... prefixes) {
        entries(prefixes).forEach(map::put);
    }

    private static List<Entry> entries(String... prefixes) {
        return List.of(prefixes).stream().map(Entry::parse).toList();
    }

    private static Entry get(PrefixMap<Entry> map, String prefix) {
        Entry asked = Entry.parse(prefix);
        return map.snapshot().get(asked.highBits(), asked.lowBits(), asked.length());
    }

    private static Entry longestMatch(PrefixMap<Entry> map, String prefix) {
        Entry asked = Entry.parse(prefix);
        return map.snapshot().longestMatch(asked.highBits(), asked.lowBits(), asked.length());
    }

    private static Entry nextLessSpecific(PrefixMap<Entry> map, String prefix) {
        Entry asked = Entry.parse(prefix);
        return map.snapshot().nextLessSpecific(asked.highBits(), asked.lowBits(), asked.length());
    }

    private static List<Entry> rest(PrefixWalk<Entry> walk) {
        List<Entry> rest = new ArrayList<>();
        for (Entry entry = walk.next(); entry != null; entry = walk.next()) {
            rest.add(entry);
        }
        return rest;
    }
}
