package org.rtm.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rtm.lab.PacketStream.Outcome;

/** Packets go from host to host through three of ours, FRR and BIRD, while code is replaced. */
@InLab
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PacketsIT {
    private static final int UPDATES = 10;
    private static final Duration TO_BE_BACK = Duration.ofSeconds(60);
    private static final String MANAGER = "rtm-impl";
    private static final String INSTALLED =
            "IPv4.*\n  [1-9]\\d* installed, 0 queued, 0 rejected, 0 left";

    private static final String BOTH_NEIGHBOURS_HEARD = "(?s)neighbour .*neighbour ";

    private FiveRouters line;

    /** The version that a bundle was last replaced by. */
    private final Map<String, Integer> versions = new HashMap<>();

    private Duration untilConverged;

    @BeforeAll
    void build() {
        line = FiveRouters.ofOurs("packets");
        untilConverged = line.awaitLine();
    }

    @AfterAll
    void end() {
        if (line != null) {
            line.close();
        }
    }

    @Test
    @Order(1)
    void packets_go_from_host_to_host_through_all_five_routers() {
        List<String> path = line.path();

        line.lab()
                .note(
                        "%s; converged after %.1f s",
                        String.join(" > ", path), untilConverged.toMillis() / 1000.0);
        assertThat(path).containsExactly("left", "frr", "middle", "bird", "right", "receiver");
    }

    @ParameterizedTest
    @Order(2)
    @ValueSource(strings = {"rtm-rip", "rtm-notify", "rtm-shell", "rtm-static", "rtm-linux"})
    void no_packet_is_lost_while_a_bundle_is_updated_on_all_our_routers(String bundle) {
        Map<String, Map<String, String>> kernels = kernelRoutes();
        line.stream().begin();

        for (int i = 0; i < UPDATES; i++) {
            SideBySide.run(line.ours().values(), router -> update(router, bundle));
            versions.merge(bundle, 1, Integer::sum);
            awaitAllIsBack();
        }
        Outcome outcome = line.stream().end();
        line.lab().note("%s replaced %d times on each: %s", bundle, UPDATES, outcome);
        assertThat(outcome.lost()).as("%s; %s", outcome, line.drops()).isZero();
        assertThat(outcome.twice()).as(outcome.toString()).isZero();
        line.assertLineIsTheWay();
        assertThat(kernelRoutes()).isEqualTo(kernels);
        assertThatNobodyLoggedAnError();
    }

    private void update(OurRouter router, String bundle) {
        int version = versions.getOrDefault(bundle, 0) + 1;
        router.ask(router.updateCommand(bundle, version));
        Waiting.until(
                TO_BE_BACK,
                () ->
                        assertThat(router.bundles().get(bundle))
                                .contains("Active", "(1.0.%d)".formatted(version)));
    }

    /** Every router has all of its routes, nothing of them is stale, and the kernel has them. */
    private void awaitAllIsBack() {
        SideBySide.run(
                line.ours().values(),
                router ->
                        Waiting.until(
                                TO_BE_BACK,
                                () -> {
                                    assertThat(router.ask("rtm:routes -4 stale count"))
                                            .contains(" 0 routes");
                                    assertThat(router.rip()).containsPattern(BOTH_NEIGHBOURS_HEARD);
                                    assertThat(router.ask("rtm:fib"))
                                            .containsPattern(INSTALLED)
                                            .doesNotContain("waits");
                                }));
    }

    /**
     * The routes of ours that the kernels have, by prefix, for each router. Without that to the
     * cable between the ends of the line: both ways to it are as long.
     */
    private Map<String, Map<String, String>> kernelRoutes() {
        return line.ours().keySet().stream()
                .collect(Collectors.toMap(role -> role, this::kernelRoutes));
    }

    private Map<String, String> kernelRoutes(String role) {
        return line.place(role)
                .ip("route", "show", "proto", "210")
                .lines()
                .map(String::strip)
                .filter(route -> !route.startsWith(FiveRouters.BACKUP))
                .collect(
                        Collectors.toMap(
                                route -> route.split(" ")[0],
                                route -> route,
                                (one, other) -> other,
                                TreeMap::new));
    }

    private void assertThatNobodyLoggedAnError() {
        line.ours().forEach((role, router) -> assertThat(router.errors()).as(role).isEmpty());
    }

    @Test
    @Order(3)
    void the_table_itself_is_updated_and_all_others_stay_up_and_fill_it_again() {
        for (Map.Entry<String, OurRouter> each : line.ours().entrySet()) {
            OurRouter router = each.getValue();
            Map<String, String> bundles = bundlesBeside(router, MANAGER::equals);
            Map<String, String> kernel = kernelRoutes(each.getKey());
            Map<String, Integer> metrics = metrics(router);
            long start = System.nanoTime();
            line.stream().begin();

            update(router, MANAGER);

            Waiting.until(TO_BE_BACK, () -> assertThat(metrics(router)).isEqualTo(metrics));
            Duration refilled = Duration.ofNanos(System.nanoTime() - start);
            awaitAllIsBack();
            // The neighbours may tell others what they heard.
            Waiting.pass(Duration.ofSeconds(FiveRouters.TIMERS.update()));
            Outcome outcome = line.stream().end();
            line.lab()
                    .note(
                            "%s replaced on %s, full again after %.1f s: %s",
                            MANAGER, each.getKey(), refilled.toMillis() / 1000.0, outcome);
            assertThat(bundlesBeside(router, MANAGER::equals)).isEqualTo(bundles);
            assertThat(kernelRoutes(each.getKey())).isEqualTo(kernel);
            line.assertLineIsTheWay();
        }
        assertThatNobodyLoggedAnError();
    }

    private static Map<String, Integer> metrics(OurRouter router) {
        Map<String, Integer> metrics = new TreeMap<>();
        router.learned().forEach((prefix, route) -> metrics.put(prefix, route.metric()));
        return metrics;
    }

    private static Map<String, String> bundlesBeside(OurRouter router, Predicate<String> without) {
        Map<String, String> bundles = new TreeMap<>(router.bundles());
        bundles.keySet().removeIf(without);
        assertThat(bundles).hasSizeGreaterThan(20);
        return bundles;
    }

    @Test
    @Order(4)
    void a_router_that_is_killed_goes_on_forwarding_and_puts_right_what_it_left_when_it_is_back() {
        String goes = "172.18.1.0/24";
        String stays = "172.18.2.0/24";
        LabRouter frr = line.router("frr");
        frr.announce(goes);
        frr.announce(stays);
        Waiting.until(
                TO_BE_BACK, () -> assertThat(kernelRoutes("middle")).containsKeys(goes, stays));
        Map<String, String> before = kernelRoutes("middle");
        try (RouteMonitor routes = RouteMonitor.start(line.place("middle"))) {
            line.stream().begin();

            line.router("middle").kill();
            frr.withdraw(goes);
            assertThat(kernelRoutes("middle")).isEqualTo(before);
            long killed = System.nanoTime();
            OurRouter restarted = line.restart("middle");

            Waiting.until(
                    FiveRouters.STALE_TIME.plus(TO_BE_BACK),
                    () -> assertThat(kernelRoutes("middle")).doesNotContainKey(goes));
            Duration reconciled = Duration.ofNanos(System.nanoTime() - killed);
            awaitAllIsBack();
            line.awaitLine();
            Outcome outcome = line.stream().end();
            line.lab()
                    .note(
                            "middle killed and started again, what had gone meanwhile removed after %.1f s: %s",
                            reconciled.toMillis() / 1000.0, outcome);
            before.remove(goes);
            assertThat(kernelRoutes("middle")).isEqualTo(before);
            assertThat(restarted.ask("rtm:fib diff")).contains("IPv4", " 0 differences");
            assertThat(routes.deletions())
                    .singleElement()
                    .satisfies(deletion -> assertThat(deletion).contains(goes));
            assertThat(outcome.lost()).as("%s; %s", outcome, line.drops()).isZero();
            assertThatNobodyLoggedAnError();
        }
    }

    @Test
    @Order(5)
    void when_a_link_of_the_line_goes_down_packets_take_the_cable_between_its_ends() {
        line.stream().begin();
        Waiting.pass(Duration.ofSeconds(1));

        line.lab().cut(line.place("frr"), line.place("left"));

        Duration converged =
                Waiting.until(
                        TO_BE_BACK, () -> assertThat(line.wayFrom("left")).isEqualTo("right"));
        Waiting.pass(Duration.ofSeconds(1));
        Outcome outcome = line.stream().end();
        line.lab()
                .note(
                        "link from left to FRR down, another way after %.1f s: %s",
                        converged.toMillis() / 1000.0, outcome);
        assertThat(outcome.sent() - outcome.received())
                .isLessThan(outcome.sent() / 2 + TO_BE_BACK.toMillis());
        assertThat(line.path()).containsExactly("left", "right", "receiver");

        line.lab().mend(line.place("frr"), line.place("left"));
        line.awaitLine();
        assertThatNobodyLoggedAnError();
    }
}
