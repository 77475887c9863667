package org.rtm.protocol.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WatchdogTest {
    @Test
    void a_process_that_is_watched_when_it_stops_is_killed_at_its_time()
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sleep", "600").start();
        try {
            Watchdog watchdog = new Watchdog();
            Watchdog.Alarm alarm = watchdog.watch(process, Duration.ofMillis(300));

            watchdog.close();

            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(alarm.hasRung()).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }
}
