package org.rtm.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.rtm.lab.LabRouter.Learned;

/**
 * Our router in the middle of a star, with two of FRR and three of BIRD: one of each knows its
 * neighbour by a password, one by keyed MD5, and one of BIRD by HMAC-SHA-256.
 */
@InLab
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AuthenticationIT {
    private static final String RIGHT = "right-key";
    private static final String WRONG = "wrong-key";
    private static final Duration SEVERAL_UPDATES = Duration.ofSeconds(25);

    /** The neighbours, which are named as our interfaces to them are. */
    private final Map<String, LabRouter> neighbours = new LinkedHashMap<>();

    private Lab lab;
    private OurRouter ours;

    @BeforeAll
    void build() {
        lab = Lab.open("authentication");
        Namespace atOurs = lab.add("ours");
        for (String name :
                List.of("frr-password", "frr-md5", "bird-password", "bird-md5", "bird-sha256")) {
            Namespace there = lab.add(name);
            lab.join(atOurs, there);
            Map<String, Key> keys = Map.of("ours", key(name, RIGHT));
            neighbours.put(
                    name,
                    name.startsWith("frr")
                            ? Frr.start(there, lab.folder(name), Timers.SHORT, keys)
                            : Bird.start(there, lab.folder(name), Timers.SHORT, keys));
            neighbours.get(name).announce(prefixOf(name));
        }
        ours = OurRouter.start(atOurs, lab.folder("ours"));
        ours.redistribute("STATIC=1");
        ours.announce("172.16.0.0/24");
        neighbours.keySet().forEach(name -> ours.runRip(name, Timers.SHORT, key(name, WRONG)));
    }

    @AfterAll
    void end() {
        lab.close();
    }

    private static Key key(String name, String secret) {
        return switch (name.substring(name.indexOf('-') + 1)) {
            case "md5" -> Key.md5(secret);
            case "sha256" -> Key.sha256(secret);
            default -> Key.password(secret);
        };
    }

    /** What a neighbour tells of. */
    private String prefixOf(String name) {
        return "172.16.%d.0/24".formatted(numberOf(name));
    }

    private int numberOf(String name) {
        return 1 + List.copyOf(neighbours.keySet()).indexOf(name);
    }

    @Test
    @Order(1)
    void neighbours_with_another_key_are_refused_on_both_sides() {
        Waiting.until(
                SEVERAL_UPDATES,
                () ->
                        neighbours
                                .keySet()
                                .forEach(
                                        name ->
                                                assertThat(refused(name))
                                                        .as("refused of " + name)
                                                        .isGreaterThan(1)));

        assertThat(ours.learned()).isEmpty();
        neighbours.forEach((name, each) -> assertThat(each.learned()).as(name).isEmpty());
        lab.note("with wrong keys, nothing is learned; %s", refusals());
    }

    private String refusals() {
        return neighbours.keySet().stream()
                .map(name -> "%s refused %d times".formatted(name, refused(name)))
                .reduce((one, next) -> one + ", " + next)
                .orElseThrow();
    }

    /** How many datagrams our router has refused from a neighbour, for the key alone. */
    private int refused(String name) {
        String reason = name.endsWith("password") ? "wrong password" : "wrong digest";
        Matcher found =
                Pattern.compile(
                                "(?m)^%s: cost.*\\n.*sent (?!1 )\\d+ updates.*\\n  refused (\\d+): %s\\n(?!  (refused|neighbour))"
                                        .formatted(name, reason))
                        .matcher(ours.rip());
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }

    @Test
    @Order(2)
    void once_the_key_is_put_right_routes_travel_both_ways() {
        neighbours.keySet().forEach(name -> ours.runRip(name, Timers.SHORT, key(name, RIGHT)));

        Duration taken =
                Waiting.until(
                        SEVERAL_UPDATES,
                        () -> {
                            for (String name : neighbours.keySet()) {
                                assertThat(ours.learned())
                                        .containsEntry(
                                                prefixOf(name), new Learned(2, addressOf(name)));
                                assertThat(neighbours.get(name).learned())
                                        .containsEntry(
                                                "172.16.0.0/24", new Learned(2, ourAddressTo(name)))
                                        .hasSize(9);
                            }
                        });

        lab.note("keys put right: all was learned after %.1f s", taken.toMillis() / 1000.0);
        assertThat(ours.errors()).isEmpty();
    }

    private String addressOf(String name) {
        return "10.0.%d.%d".formatted(numberOf(name), numberOf(name) + 1);
    }

    private String ourAddressTo(String name) {
        return "10.0.%d.1".formatted(numberOf(name));
    }
}
