package org.rtm.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.rtm.lab.LabRouter.Learned;

/** FRR, our router and BIRD, each joined with both others. The last tests kill them. */
@InLab
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TriangleIT {
    private static final String OF_OURS = "172.16.1.0/24";
    private static final String OF_FRR = "172.16.2.0/24";
    private static final String OF_BIRD = "172.16.3.0/24";

    /** The link is seen to be gone, and the neighbour's next updates come, FRR's half later. */
    private static final Duration CONVERGENCE = Duration.ofSeconds(15);

    private Lab lab;
    private Namespace atOurs;
    private Namespace atFrr;
    private Namespace atBird;
    private OurRouter ours;
    private Frr frr;
    private Bird bird;

    @BeforeAll
    void build() {
        lab = Lab.open("triangle");
        atOurs = lab.add("ours");
        atFrr = lab.add("frr");
        atBird = lab.add("bird");
        lab.join(atOurs, atFrr);
        lab.join(atOurs, atBird);
        lab.join(atFrr, atBird);
        frr =
                Frr.start(
                        atFrr,
                        lab.folder("frr"),
                        Timers.SHORT,
                        Map.of("ours", Key.NONE, "bird", Key.NONE));
        bird =
                Bird.start(
                        atBird,
                        lab.folder("bird"),
                        Timers.SHORT,
                        Map.of("ours", Key.NONE, "frr", Key.NONE));
        ours = OurRouter.start(atOurs, lab.folder("ours"));
        ours.redistribute("STATIC=1");
        ours.announce(OF_OURS);
        frr.announce(OF_FRR);
        bird.announce(OF_BIRD);
        ours.runRip("frr", Timers.SHORT, Key.NONE);
        ours.runRip("bird", Timers.SHORT, Key.NONE);
        Waiting.until(CONVERGENCE.plus(CONVERGENCE), this::assertAllIsDirect);
    }

    @AfterAll
    void end() {
        lab.close();
    }

    private void assertAllIsDirect() {
        assertThat(ours.learned())
                .containsEntry(OF_FRR, new Learned(2, "10.0.1.2"))
                .containsEntry(OF_BIRD, new Learned(2, "10.0.2.3"));
        assertThat(frr.learned())
                .containsEntry(OF_OURS, new Learned(2, "10.0.1.1"))
                .containsEntry(OF_BIRD, new Learned(2, "10.0.3.3"));
        assertThat(bird.learned())
                .containsEntry(OF_OURS, new Learned(2, "10.0.2.1"))
                .containsEntry(OF_FRR, new Learned(2, "10.0.3.2"));
    }

    @Test
    @Order(1)
    void when_our_link_goes_down_the_third_router_is_the_way_until_it_comes_back() {
        lab.cut(atOurs, atBird);
        Duration around =
                Waiting.until(
                        CONVERGENCE,
                        () -> {
                            assertThat(ours.learned())
                                    .containsEntry(OF_BIRD, new Learned(3, "10.0.1.2"))
                                    .containsEntry(OF_FRR, new Learned(2, "10.0.1.2"));
                            assertThat(bird.learned())
                                    .containsEntry(OF_OURS, new Learned(3, "10.0.3.2"));
                        });

        lab.mend(atOurs, atBird);
        Duration back = Waiting.until(CONVERGENCE, this::assertAllIsDirect);

        note("ours to BIRD", around, back);
    }

    @Test
    @Order(2)
    void when_the_others_link_goes_down_we_are_the_way_until_it_comes_back() {
        lab.cut(atFrr, atBird);
        Duration around =
                Waiting.until(
                        CONVERGENCE,
                        () -> {
                            assertThat(frr.learned())
                                    .containsEntry(OF_BIRD, new Learned(3, "10.0.1.1"));
                            assertThat(bird.learned())
                                    .containsEntry(OF_FRR, new Learned(3, "10.0.2.1"));
                        });

        lab.mend(atFrr, atBird);
        Duration back = Waiting.until(CONVERGENCE, this::assertAllIsDirect);

        note("FRR to BIRD", around, back);
    }

    private void note(String link, Duration around, Duration back) {
        lab.note(
                "link from %s down: converged after %.1f s; up: after %.1f s",
                link, around.toMillis() / 1000.0, back.toMillis() / 1000.0);
    }

    @Test
    @Order(3)
    void routes_of_a_killed_neighbour_age_out_by_the_timers() {
        Duration surelyThere =
                Duration.ofSeconds(Timers.SHORT.timeout() - Timers.SHORT.update() - 3);
        // The two that are left may tell each other of it once more.
        Duration surelyGone = Duration.ofSeconds(Timers.SHORT.timeout() + 10);

        bird.kill();

        long killed = System.nanoTime();
        Waiting.pass(surelyThere);
        assertThat(ours.learned()).containsEntry(OF_BIRD, new Learned(2, "10.0.2.3"));
        assertThat(frr.learned()).containsEntry(OF_BIRD, new Learned(2, "10.0.3.3"));
        Waiting.until(
                surelyGone.minus(surelyThere),
                () -> {
                    assertThat(ours.learned()).doesNotContainKey(OF_BIRD);
                    assertThat(frr.learned()).doesNotContainKey(OF_BIRD);
                    assertThat(ours.rip()).containsPattern(OF_BIRD + " +unreachable +16");
                });
        Duration gone = Duration.ofNanos(System.nanoTime() - killed);
        Waiting.until(
                Duration.ofSeconds(Timers.SHORT.garbage() + 5),
                () -> assertThat(ours.rip()).doesNotContain(OF_BIRD, "10.0.2.3"));
        Duration forgotten = Duration.ofNanos(System.nanoTime() - killed);
        lab.note(
                "BIRD killed: its routes gone after %d s, forgotten after %d s",
                gone.toSeconds(), forgotten.toSeconds());
        assertThat(forgotten).isGreaterThan(surelyThere.plusSeconds(Timers.SHORT.garbage()));
        assertThat(ours.learned()).containsEntry(OF_FRR, new Learned(2, "10.0.1.2"));
        assertThat(ours.errors()).isEmpty();
    }

    @Test
    @Order(4)
    void neighbours_age_out_the_routes_of_our_router_when_it_is_killed() {
        ours.kill();

        Duration gone =
                Waiting.until(
                        Duration.ofSeconds(Timers.SHORT.timeout() + 10),
                        () -> assertThat(frr.learned()).doesNotContainKey(OF_OURS));

        lab.note("our router killed: its routes gone at FRR after %d s", gone.toSeconds());
        assertThat(gone)
                .isGreaterThan(
                        Duration.ofSeconds(Timers.SHORT.timeout() - Timers.SHORT.update() - 3));
    }
}
