package org.rtm.lab;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rtm.lab.LabRouter.Learned;

/**
 * FRR, our router and BIRD in a line, and a host beside our router. The timers are the standard
 * ones: what is seen within seconds are triggered updates.
 */
@InLab
class LineIT {
    private static final Duration DIRECT = Duration.ofSeconds(2);
    private static final Duration FURTHER_HOP = Duration.ofSeconds(5);
    private static final Duration QUIET = Duration.ofSeconds(5);
    private static final int RIP = 520;

    private Lab lab;
    private Namespace atOurs;
    private Namespace atFrr;
    private Namespace atBird;
    private Namespace atHost;
    private OurRouter ours;
    private Frr frr;
    private Bird bird;
    private Duration untilAllWasLearned;

    @BeforeAll
    void build() {
        lab = Lab.open("line");
        atOurs = lab.add("ours");
        atFrr = lab.add("frr");
        atBird = lab.add("bird");
        atHost = lab.add("host");
        lab.join(atOurs, atFrr);
        lab.join(atOurs, atBird);
        lab.join(atOurs, atHost);
        Map<String, Key> toOurs = Map.of("ours", Key.NONE);
        frr = Frr.start(atFrr, lab.folder("frr"), Timers.STANDARD, toOurs);
        bird = Bird.start(atBird, lab.folder("bird"), Timers.STANDARD, toOurs);
        ours = OurRouter.start(atOurs, lab.folder("ours"));
        ours.redistribute("STATIC=1");
        ours.announce("172.16.1.0/24");
        frr.announce("172.16.2.0/24");
        bird.announce("172.16.3.0/24");
        for (String neighbour : List.of("frr", "bird", "host")) {
            ours.runRip(neighbour, Timers.STANDARD, Key.NONE);
        }
        untilAllWasLearned =
                Waiting.until(
                        Duration.ofSeconds(30),
                        () -> {
                            assertThat(ours.learned()).hasSize(2);
                            assertThat(frr.learned()).hasSize(4);
                            assertThat(bird.learned()).hasSize(4);
                        });
    }

    @AfterAll
    void end() {
        lab.close();
    }

    @Test
    void routers_that_meet_learn_all_routes_with_the_metrics_of_the_rfc() {
        lab.note("all was learned %s after RIP was configured", seconds(untilAllWasLearned));

        assertThat(ours.learned())
                .contains(
                        Map.entry("172.16.2.0/24", new Learned(2, "10.0.1.2")),
                        Map.entry("172.16.3.0/24", new Learned(2, "10.0.2.3")));
        assertThat(frr.learned())
                .contains(
                        Map.entry("10.0.2.0/24", new Learned(2, "10.0.1.1")),
                        Map.entry("10.0.3.0/24", new Learned(2, "10.0.1.1")),
                        Map.entry("172.16.1.0/24", new Learned(2, "10.0.1.1")),
                        Map.entry("172.16.3.0/24", new Learned(3, "10.0.1.1")));
        assertThat(bird.learned())
                .contains(
                        Map.entry("10.0.1.0/24", new Learned(2, "10.0.2.1")),
                        Map.entry("10.0.3.0/24", new Learned(2, "10.0.2.1")),
                        Map.entry("172.16.1.0/24", new Learned(2, "10.0.2.1")),
                        Map.entry("172.16.2.0/24", new Learned(3, "10.0.2.1")));
        assertThat(untilAllWasLearned).isLessThan(FURTHER_HOP.plus(FURTHER_HOP));
        assertThat(ours.errors()).isEmpty();
    }

    @Test
    void new_routes_travel_both_ways_within_5_seconds() {
        Waiting.pass(QUIET);

        frr.announce("172.17.2.0/24");
        bird.announce("172.17.3.0/24");

        Duration taken =
                Waiting.until(
                        FURTHER_HOP,
                        () -> {
                            assertThat(ours.learned())
                                    .containsEntry("172.17.2.0/24", new Learned(2, "10.0.1.2"))
                                    .containsEntry("172.17.3.0/24", new Learned(2, "10.0.2.3"));
                            assertThat(frr.learned())
                                    .containsEntry("172.17.3.0/24", new Learned(3, "10.0.1.1"));
                            assertThat(bird.learned())
                                    .containsEntry("172.17.2.0/24", new Learned(3, "10.0.2.1"));
                        });
        lab.note("new routes at the other end of the line after %s", seconds(taken));

        frr.withdraw("172.17.2.0/24");
        bird.withdraw("172.17.3.0/24");
        awaitGone("172.17.2.0/24", "172.17.3.0/24");
    }

    /** The other tests are to find the line as it was, and the neighbours quiet. */
    private void awaitGone(String... prefixes) {
        Waiting.until(
                FURTHER_HOP.plus(FURTHER_HOP),
                () ->
                        List.of(ours, frr, bird)
                                .forEach(
                                        each ->
                                                assertThat(each.learned())
                                                        .doesNotContainKeys(prefixes)));
    }

    @Test
    void what_we_withdraw_is_gone_at_both_neighbours_within_2_seconds() {
        assertWithdrawalTravels("ours", "172.18.1.0/24");
    }

    @Test
    void what_frr_withdraws_is_gone_here_within_2_seconds_and_at_bird_5_later() {
        assertWithdrawalTravels("frr", "172.18.2.0/24");
    }

    @Test
    void what_bird_withdraws_is_gone_here_within_2_seconds_and_at_frr_5_later() {
        assertWithdrawalTravels("bird", "172.18.3.0/24");
    }

    private void assertWithdrawalTravels(String origin, String prefix) {
        LabRouter source = Map.of("ours", ours, "frr", frr, "bird", bird).get(origin);
        // The others, in the order of their distance.
        Map<String, LabRouter> others = new LinkedHashMap<>();
        others.put("ours", ours);
        others.put("frr", frr);
        others.put("bird", bird);
        others.remove(origin);
        source.announce(prefix);
        Waiting.until(
                FURTHER_HOP.plus(FURTHER_HOP),
                () ->
                        others.values()
                                .forEach(each -> assertThat(each.learned()).containsKey(prefix)));
        Waiting.pass(QUIET);

        source.withdraw(prefix);

        Duration taken = Duration.ZERO;
        for (Map.Entry<String, LabRouter> each : others.entrySet()) {
            boolean isDirect = origin.equals("ours") || each.getKey().equals("ours");
            Duration atMost = isDirect ? DIRECT : DIRECT.plus(FURTHER_HOP);
            taken =
                    taken.plus(
                            Waiting.until(
                                    atMost.minus(taken),
                                    () ->
                                            assertThat(each.getValue().learned())
                                                    .doesNotContainKey(prefix)));
            lab.note("withdrawn by %s, gone at %s after %s", origin, each.getKey(), seconds(taken));
        }
    }

    @Test
    void malformed_datagrams_change_nothing_and_are_counted_by_reason() {
        Host host = Host.start(atHost, lab.folder("host"));
        atHost.ip("address", "add", "203.0.113.9/32", "dev", "ours");
        Map<String, Learned> learnedByOurs = ours.learned();
        try (RouteMonitor routesOfFrr = RouteMonitor.start(atFrr);
                RouteMonitor routesOfBird = RouteMonitor.start(atBird)) {
            Map<String, String> refused = malformed();

            refused.values().forEach(bytes -> host.send("10.0.3.4", RIP, "10.0.3.1", bytes));
            refused.values().forEach(bytes -> host.send("10.0.3.4", RIP, "224.0.0.9", bytes));
            host.send("10.0.3.4", RIP + 1, "10.0.3.1", response(entry("172.31.0.0", 24, 1)));
            host.send("203.0.113.9", RIP, "10.0.3.1", response(entry("172.31.0.0", 24, 1)));

            List<String> counted =
                    refused.keySet().stream().map("refused 2: %s"::formatted).toList();
            Waiting.until(
                    FURTHER_HOP,
                    () ->
                            assertThat(onHostInterface(ours.rip()))
                                    .contains(counted)
                                    .contains("refused 1: wrong port")
                                    .contains("refused 1: sender not on the network"));
            Waiting.pass(DIRECT);
            assertThat(ours.learned()).isEqualTo(learnedByOurs);
            assertThat(routesOfFrr.changes()).isEmpty();
            assertThat(routesOfBird.changes()).isEmpty();
            assertThat(ours.errors()).isEmpty();
            lab.note(
                    "%d malformed datagrams of %d kinds refused and counted",
                    2 * refused.size() + 2, refused.size() + 2);

            // It was not for another reason that nothing changed.
            host.send("10.0.3.4", RIP, "10.0.3.1", response(entry("172.31.0.0", 24, 1)));
            Waiting.until(
                    FURTHER_HOP,
                    () ->
                            assertThat(ours.learned())
                                    .containsEntry("172.31.0.0/24", new Learned(2, "10.0.3.4")));
            host.send("10.0.3.4", RIP, "10.0.3.1", response(entry("172.31.0.0", 24, 16)));
            awaitGone("172.31.0.0/24");
        }
    }

    /** The lines about the host's interface. */
    private static String onHostInterface(String shown) {
        return shown.replaceAll("(?s).*?(host: cost.*?)(\n\\S.*|$)", "$1");
    }

    /** Datagrams that RFC 2453 does not allow, by what is wrong with them. */
    private static Map<String, String> malformed() {
        String good = entry("172.31.0.0", 24, 1);
        Map<String, String> all = new TreeMap<>();
        all.put("wrong length", "0202");
        all.put(
                "too many entries",
                response(IntStream.rangeClosed(0, 25).mapToObj(i -> good).collect(joining())));
        all.put("wrong version", "02010000" + good);
        all.put("unknown command", "09020000" + good);
        all.put("reserved bits set", "02020001" + good);
        all.put("authentication unexpected", response("ffff0002" + "61".repeat(16) + good));
        all.put("unknown address family", response("0007" + good.substring(4)));
        all.put("wrong mask", response("00020000" + "ac1f0000" + "ff00ff00" + "0000000000000001"));
        all.put("bits set past the mask", response(entry("172.31.0.9", 24, 1)));
        all.put("unroutable destination", response(entry("127.31.0.0", 24, 1)));
        all.put(
                "impossible next hop",
                response("00020000" + "ac1f0000" + "ffffff00" + "e0000009" + "00000001"));
        all.put("metric out of range", response(entry("172.31.0.0", 24, 17)));
        return all;
    }

    private static String response(String entries) {
        return "02020000" + entries;
    }

    private static String entry(String address, int length, int metric) {
        String bytes =
                List.of(address.split("\\.")).stream()
                        .map(part -> "%02x".formatted(Integer.parseInt(part)))
                        .collect(joining());
        return "00020000%s%08x00000000%08x".formatted(bytes, -1 << (32 - length), metric);
    }

    private static String seconds(Duration time) {
        return "%.1f s".formatted(time.toMillis() / 1000.0);
    }
}
