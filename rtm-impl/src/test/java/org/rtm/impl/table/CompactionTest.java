package org.rtm.impl.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.osgi.service.log.Logger;
import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;
import org.rtm.impl.prefix.PrefixSnapshot;
import org.rtm.impl.time.Timers;

class CompactionTest {
    private static final int MANY = 5_000;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Timers timers =
            new Timers(
                    () -> now,
                    failure -> {
                        throw new AssertionError(failure);
                    });
    private final Destinations destinations =
            new Destinations(AddressFamily.IPV4, new WriteTurn(timers, silent()), timers);

    private static Logger silent() {
        return (Logger)
                Proxy.newProxyInstance(
                        CompactionTest.class.getClassLoader(),
                        new Class<?>[] {Logger.class},
                        (proxy, method, arguments) -> null);
    }

    @Test
    void a_second_after_many_destinations_came_the_map_is_compacted_and_holds_the_same() {
        DestinationEntry[] entries = load(0, MANY);
        PrefixSnapshot<DestinationEntry> loaded = destinations.snapshot();

        advance(Duration.ofMillis(999));
        assertThat(destinations.snapshot()).isSameAs(loaded);
        advance(Duration.ofMillis(1));

        assertThat(destinations.snapshot()).isNotSameAs(loaded);
        for (DestinationEntry entry : entries) {
            assertThat(destinations.find(entry.address())).isSameAs(entry);
        }
    }

    @Test
    void many_destinations_that_went_are_a_reason_too() {
        DestinationEntry[] entries = load(0, MANY);
        advance(Duration.ofSeconds(1));

        for (int i = 0; i < MANY / 2; i++) {
            destinations.remove(entries[i]);
        }
        PrefixSnapshot<DestinationEntry> withdrawn = destinations.snapshot();
        advance(Duration.ofSeconds(1));

        assertThat(destinations.snapshot()).isNotSameAs(withdrawn);
        assertThat(destinations.snapshot().size()).isEqualTo(MANY / 2);
    }

    @Test
    void a_few_changes_of_a_compacted_map_leave_it_as_it_is() {
        load(0, MANY);
        advance(Duration.ofSeconds(1));

        load(MANY, 10);
        PrefixSnapshot<DestinationEntry> changed = destinations.snapshot();
        advance(Duration.ofHours(1));

        assertThat(destinations.snapshot()).isSameAs(changed);
    }

    private DestinationEntry[] load(int from, int count) {
        DestinationEntry[] entries = new DestinationEntry[count];
        for (int i = 0; i < count; i++) {
            NetAddress prefix = NetAddress.ipv4(0x0A000000 + (from + i << 8), 24);
            entries[i] = DestinationEntry.of(prefix, DestinationState.empty(0));
            destinations.put(entries[i]);
        }
        return entries;
    }

    private void advance(Duration time) {
        now = now.plus(time);
        timers.callDue();
    }
}
