package org.rtm.shell.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AgeTest {
    @Test
    void ages_are_as_routers_show_them() {
        assertThat(Age.of(Duration.ofMillis(9_999))).isEqualTo("00:00:09");
        assertThat(Age.of(Duration.ofSeconds(86_399))).isEqualTo("23:59:59");
        assertThat(Age.of(Duration.ofHours(24))).isEqualTo("1d00h00m");
        assertThat(Age.of(Duration.ofMinutes(6 * 1440 + 61))).isEqualTo("6d01h01m");
        assertThat(Age.of(Duration.ofHours(7 * 24 + 25))).isEqualTo("01w1d01h");
        assertThat(Age.of(Duration.ofDays(701))).isEqualTo("100w1d00h");
    }

    @Test
    void a_clock_that_was_set_back_makes_nothing_younger_than_now() {
        Instant then = Instant.parse("2026-01-01T12:00:00Z");

        assertThat(Age.since(then, then.minusSeconds(60))).isEqualTo("00:00:00");
    }
}
