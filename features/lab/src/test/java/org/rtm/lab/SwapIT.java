package org.rtm.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rtm.lab.LabRouter.Learned;

/** FRR, our router and BIRD in a line; RIP is replaced in the middle while the others watch. */
@InLab
class SwapIT {
    private static final String RIP = "rtm-rip";
    private static final int UPDATES = 4;
    private static final int COPIES = 2;
    private static final Duration TO_HEAR_NEIGHBOURS = Duration.ofSeconds(5);

    /** So short that a route which is not told of again is gone before the test ends. */
    private static final Timers TIMERS = new Timers(5, 15, 10);

    private Lab lab;
    private Namespace atFrr;
    private Namespace atBird;
    private OurRouter ours;
    private Frr frr;
    private Bird bird;

    @BeforeAll
    void build() {
        lab = Lab.open("swap");
        Namespace atOurs = lab.add("ours");
        atFrr = lab.add("frr");
        atBird = lab.add("bird");
        lab.join(atOurs, atFrr);
        lab.join(atOurs, atBird);
        Map<String, Key> toOurs = Map.of("ours", Key.NONE);
        frr = Frr.start(atFrr, lab.folder("frr"), TIMERS, toOurs);
        bird = Bird.start(atBird, lab.folder("bird"), TIMERS, toOurs);
        ours = OurRouter.start(atOurs, lab.folder("ours"));
        ours.redistribute("STATIC=1");
        ours.announce("172.16.1.0/24");
        ours.announce("172.17.1.0/24");
        frr.announce("172.16.2.0/24");
        bird.announce("172.16.3.0/24");
        ours.runRip("frr", TIMERS, Key.NONE);
        ours.runRip("bird", TIMERS, Key.NONE);
        Waiting.until(Duration.ofSeconds(30), this::assertNobodyLacksARoute);
    }

    @AfterAll
    void end() {
        lab.close();
    }

    private void assertNobodyLacksARoute() {
        assertOursLacksNoRoute(ours.ask("rtm:routes -4"));
        assertThat(frr.learned())
                .containsEntry("172.16.1.0/24", new Learned(2, "10.0.1.1"))
                .containsEntry("172.16.3.0/24", new Learned(3, "10.0.1.1"))
                .containsEntry("10.0.2.0/24", new Learned(2, "10.0.1.1"));
        assertThat(bird.learned())
                .containsEntry("172.16.1.0/24", new Learned(2, "10.0.2.1"))
                .containsEntry("172.16.2.0/24", new Learned(3, "10.0.2.1"))
                .containsEntry("10.0.1.0/24", new Learned(2, "10.0.2.1"));
    }

    private static void assertOursLacksNoRoute(String shown) {
        assertThat(OurRouter.learned(shown))
                .contains(
                        Map.entry("172.16.2.0/24", new Learned(2, "10.0.1.2")),
                        Map.entry("172.16.3.0/24", new Learned(2, "10.0.2.3")));
    }

    @Test
    void while_rip_is_updated_no_router_ever_lacks_a_route() {
        try (RouteMonitor routesOfFrr = RouteMonitor.start(atFrr);
                RouteMonitor routesOfBird = RouteMonitor.start(atBird)) {
            int logOfFrr = frr.log().length();
            int logOfBird = bird.log().length();

            for (int version = 1; version <= UPDATES; version++) {
                String answer = ours.ask(ours.updateCommand(RIP, version) + "; rtm:routes -4");

                assertOursLacksNoRoute(answer);
                assertRipIsBack(OurRouter.build(RIP, version, version));
            }
            for (int build = UPDATES + 1; build <= UPDATES + COPIES; build++) {
                int version = Math.max(UPDATES, build - 1);
                ours.deployVersion(RIP, version, build);

                assertRipIsBack(OurRouter.build(RIP, version, build));
            }
            Waiting.pass(Duration.ofSeconds(TIMERS.timeout() + TIMERS.update()));
            assertNobodyLacksARoute();
            assertThat(routesOfFrr.deletions()).isEmpty();
            assertThat(routesOfBird.deletions()).isEmpty();
            assertThat(losses(frr.log().substring(logOfFrr))).isEmpty();
            assertThat(losses(bird.log().substring(logOfBird))).isEmpty();
            assertThat(ours.errors()).isEmpty();
            lab.note(
                    "RIP replaced %d times: FRR and BIRD lost no route; changes of their kernels' routes: %d and %d",
                    UPDATES + COPIES, routesOfFrr.changes().size(), routesOfBird.changes().size());

            // They would have noticed.
            ours.withdraw("172.17.1.0/24");
            Waiting.until(
                    TO_HEAR_NEIGHBOURS.multipliedBy(2),
                    () -> {
                        assertThat(routesOfFrr.deletions())
                                .anyMatch(line -> line.contains("172.17.1.0/24"));
                        assertThat(routesOfBird.deletions())
                                .anyMatch(line -> line.contains("172.17.1.0/24"));
                        assertThat(losses(frr.log().substring(logOfFrr))).isNotEmpty();
                        assertThat(losses(bird.log().substring(logOfBird))).isNotEmpty();
                    });
        }
    }

    /** The new RIP runs, and has heard both neighbours again. */
    private void assertRipIsBack(String build) {
        Waiting.until(
                TO_HEAR_NEIGHBOURS,
                () ->
                        assertThat(ours.ask("lb").lines())
                                .anyMatch(line -> line.contains("Active") && line.contains(build)));
        Waiting.until(
                TO_HEAR_NEIGHBOURS,
                () -> assertThat(ours.rip()).contains("neighbour 10.0.1.2", "neighbour 10.0.2.3"));
        assertNobodyLacksARoute();
    }

    /** The lines in which FRR or BIRD tells of a route that is gone. */
    private static List<String> losses(String log) {
        return log.lines()
                .filter(line -> line.contains("> removed") || line.contains("Delete from zebra"))
                .toList();
    }
}
