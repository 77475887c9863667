package org.rtm.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.lab.FiveRouters.TIMERS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rtm.lab.PacketStream.Outcome;

/**
 * How long packets are lost when the link beside the first router goes down: with ours, and with
 * FRR in the place of ours, by turns. Takes ten minutes, so it is run when asked for by its name.
 */
@InLab
class LossWindowMeasurement {
    private static final int RUNS = 10;
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    /** The next update of the router at the other end of the way around, FRR's half later. */
    private static final Duration LONGEST = Duration.ofMillis(TIMERS.update() * 1500L + 5000);

    /** So that a link goes down at any time between two updates. */
    private final SplittableRandom random = new SplittableRandom(1);

    private FiveRouters withOurs;
    private FiveRouters withFrr;

    @BeforeAll
    void build() {
        withOurs = FiveRouters.ofOurs("window-ours");
        withFrr = FiveRouters.ofFrr("window-frr");
        withOurs.awaitLine();
        withFrr.awaitLine();
    }

    @AfterAll
    void end() {
        for (FiveRouters each : new FiveRouters[] {withOurs, withFrr}) {
            if (each != null) {
                each.close();
            }
        }
    }

    @Test
    @Timeout(value = 40, unit = TimeUnit.MINUTES)
    void after_a_link_went_down_packets_take_another_way_with_the_next_update() {
        List<Duration> ours = new ArrayList<>();
        List<Duration> ofFrr = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            ours.add(window(withOurs));
            ofFrr.add(window(withFrr));
        }

        withOurs.lab().note("loss windows: %s", show(ours));
        withFrr.lab().note("loss windows: %s", show(ofFrr));
        assertThat(ours).allSatisfy(window -> assertThat(window).isLessThan(LONGEST));
    }

    private Duration window(FiveRouters line) {
        line.stream().begin();
        Waiting.pass(A_SECOND.plusMillis(random.nextLong(TIMERS.update() * 1000L)));

        line.lab().cut(line.place("frr"), line.place("left"));
        Waiting.until(
                LONGEST.multipliedBy(2), () -> assertThat(line.wayFrom("left")).isEqualTo("right"));

        Waiting.pass(A_SECOND);
        Outcome outcome = line.stream().end();
        line.lab().note("%s", outcome);
        line.lab().mend(line.place("frr"), line.place("left"));
        line.awaitLine();
        return outcome.outage();
    }

    private static String show(List<Duration> windows) {
        List<Duration> sorted = windows.stream().sorted().toList();
        Duration median = sorted.get(RUNS / 2 - 1).plus(sorted.get(RUNS / 2)).dividedBy(2);
        return "median %.2f s of %s"
                .formatted(
                        seconds(median),
                        sorted.stream()
                                .map(each -> "%.2f".formatted(seconds(each)))
                                .collect(Collectors.joining(" ")));
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}
