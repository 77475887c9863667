package org.rtm.shell.format;

import java.time.Duration;
import java.time.Instant;

/** Times gone by, as routers show them: {@code 00:00:09}, {@code 3d04h05m}, {@code 02w3d04h}. */
final class Age {
    private static final int DAYS_IN_WEEK = 7;

    private Age() {}

    static String since(Instant then, Instant now) {
        return of(Duration.between(then, now));
    }

    static String of(Duration age) {
        // Clocks may be set back.
        Duration time = age.isNegative() ? Duration.ZERO : age;
        long days = time.toDays();
        if (days == 0) {
            return "%02d:%02d:%02d"
                    .formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart());
        }
        return days < DAYS_IN_WEEK
                ? "%dd%02dh%02dm".formatted(days, time.toHoursPart(), time.toMinutesPart())
                : "%02dw%dd%02dh"
                        .formatted(days / DAYS_IN_WEEK, days % DAYS_IN_WEEK, time.toHoursPart());
    }
}
