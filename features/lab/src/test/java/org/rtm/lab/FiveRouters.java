package org.rtm.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.rtm.lab.LabRouter.Learned;
import org.rtm.lab.PacketStream.Outcome;

/**
 * Two hosts with five routers between them in a line: left, FRR, middle, BIRD, right. Another cable
 * leads from left to right, at a cost that makes it the way only when the line is broken. Left,
 * middle and right are ours, or are FRR too, for comparison.
 *
 * <p>Behind each host is a network to which the router beside it has a static route, and all others
 * routes by RIP. A stream of packets goes from the network of the one to that of the other.
 */
final class FiveRouters implements AutoCloseable {
    static final String BEHIND_SENDER = "172.16.1.0/24";
    static final String BEHIND_RECEIVER = "172.16.7.0/24";

    /** The network of the cable from left to right. */
    static final String BACKUP = "10.0.7.0/24";

    static final Timers TIMERS = Timers.SHORT;

    /** How long our router keeps what an earlier run has left in the kernel. */
    static final Duration STALE_TIME = Duration.ofSeconds(10);

    private static final String RECEIVER_ADDRESS = "172.16.7.1";

    /** So high that nobody is told around the ring of a route that the line has lost. */
    private static final int BACKUP_COST = 10;

    private static final Duration LONGEST_CONVERGENCE = Duration.ofSeconds(60);
    private static final List<String> LINE = List.of("left", "frr", "middle", "bird", "right");
    private static final Pattern WAY = Pattern.compile(" dev (\\S+)");
    private static final String TTL = "net.ipv4.ip_default_ttl";
    private static final int USUAL_TTL = 64;

    /** So many packets are sent with each time to live. */
    private static final Duration PROBE = Duration.ofMillis(20);

    private static final String TTL_ENDED = "Ip InHdrErrors";

    private final Lab lab;
    private final Namespace sender;
    private final Map<String, Namespace> places = new LinkedHashMap<>();
    private final Namespace receiver;
    private final Map<String, LabRouter> routers = new LinkedHashMap<>();
    private final Map<String, Path> folders = new ConcurrentHashMap<>();
    private final PacketStream stream;

    private FiveRouters(String title, boolean isOurs) {
        lab = Lab.open(title);
        try {
            sender = lab.add("sender");
            LINE.forEach(role -> places.put(role, lab.add(role)));
            receiver = lab.add("receiver");
            List<Namespace> line =
                    Stream.of(Stream.of(sender), places.values().stream(), Stream.of(receiver))
                            .flatMap(each -> each)
                            .toList();
            for (int i = 1; i < line.size(); i++) {
                lab.join(line.get(i - 1), line.get(i));
            }
            lab.join(place("left"), place("right"));
            connect(sender, "left", "172.16.1.1");
            connect(receiver, "right", RECEIVER_ADDRESS);
            routers.put("frr", startFrr("frr", Map.of("left", 1, "middle", 1)));
            Path folder = lab.folder("bird");
            Map<String, Key> ofBird = Map.of("middle", Key.NONE, "right", Key.NONE);
            routers.put("bird", Bird.start(place("bird"), folder, TIMERS, ofBird));
            Map<String, Map<String, Integer>> costs =
                    Map.of(
                            "left", Map.of("frr", 1, "right", BACKUP_COST),
                            "middle", Map.of("frr", 1, "bird", 1),
                            "right", Map.of("bird", 1, "left", BACKUP_COST));
            // Ours take the longest to start, so they do that side by side.
            SideBySide.run(
                    costs.keySet(),
                    role -> {
                        LabRouter started =
                                isOurs
                                        ? startOurs(role, costs.get(role))
                                        : startFrr(role, costs.get(role));
                        synchronized (routers) {
                            routers.put(role, started);
                        }
                    });
            stream = PacketStream.between(sender, receiver, RECEIVER_ADDRESS, lab.folder("hosts"));
        } catch (RuntimeException | Error e) {
            lab.close();
            throw e;
        }
    }

    /** Starts it with ours. */
    static FiveRouters ofOurs(String title) {
        return new FiveRouters(title, true);
    }

    /** Starts it with FRR in our place. */
    static FiveRouters ofFrr(String title) {
        return new FiveRouters(title, false);
    }

    private void connect(Namespace host, String router, String address) {
        host.ip("address", "add", address + "/32", "dev", "lo");
        host.ip("route", "add", "default", "via", place(router).address(host.role()));
    }

    private OurRouter startOurs(String role, Map<String, Integer> costs) {
        OurRouter router = OurRouter.start(place(role), folder(role));
        router.redistribute("STATIC=1");
        router.forward(STALE_TIME);
        costs.forEach((name, cost) -> router.runRip(name, TIMERS, Key.NONE, cost));
        beside(role)
                .forEach(
                        (prefix, host) -> router.announce(prefix, host.address(role), host.role()));
        return router;
    }

    private Frr startFrr(String role, Map<String, Integer> costs) {
        Map<String, Key> keys =
                costs.keySet().stream().collect(Collectors.toMap(name -> name, name -> Key.NONE));
        Frr router = Frr.start(place(role), folder(role), TIMERS, keys);
        costs.entrySet().stream()
                .filter(each -> each.getValue() > 1)
                .forEach(each -> router.setCost(each.getKey(), each.getValue()));
        beside(role).forEach((prefix, host) -> router.announce(prefix, host.address(role)));
        return router;
    }

    /** The host beside a router, by the network behind it. */
    private Map<String, Namespace> beside(String role) {
        return switch (role) {
            case "left" -> Map.of(BEHIND_SENDER, sender);
            case "right" -> Map.of(BEHIND_RECEIVER, receiver);
            default -> Map.of();
        };
    }

    private Path folder(String role) {
        return folders.computeIfAbsent(role, lab::folder);
    }

    Lab lab() {
        return lab;
    }

    Namespace place(String role) {
        return places.get(role);
    }

    LabRouter router(String role) {
        return routers.get(role);
    }

    /** Our router in a place. */
    OurRouter ours(String role) {
        return (OurRouter) router(role);
    }

    /** Those that are ours, by role. */
    Map<String, OurRouter> ours() {
        return routers.entrySet().stream()
                .filter(each -> each.getValue() instanceof OurRouter)
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey,
                                each -> (OurRouter) each.getValue(),
                                (one, other) -> other,
                                TreeMap::new));
    }

    PacketStream stream() {
        return stream;
    }

    /** Starts our router in a place again, after it was killed. */
    OurRouter restart(String role) {
        OurRouter restarted = OurRouter.start(place(role), folder(role));
        routers.put(role, restarted);
        return restarted;
    }

    /** Waits until the line is the way in both directions, for routers and kernels. */
    Duration awaitLine() {
        return Waiting.until(LONGEST_CONVERGENCE, this::assertLineIsTheWay);
    }

    void assertLineIsTheWay() {
        assertThat(metrics(BEHIND_RECEIVER, LINE)).isEqualTo(List.of(5, 4, 3, 2));
        assertThat(metrics(BEHIND_SENDER, reversed())).isEqualTo(List.of(5, 4, 3, 2));
        assertThat(wayFrom("left")).isEqualTo("frr");
        assertThat(wayFrom("frr")).isEqualTo("middle");
        assertThat(wayFrom("middle")).isEqualTo("bird");
        assertThat(wayFrom("bird")).isEqualTo("right");
    }

    /** The metrics of a route along the line, without the last, which has no route by RIP. */
    private List<Integer> metrics(String prefix, List<String> roles) {
        return roles.stream()
                .limit(roles.size() - 1)
                .map(role -> router(role).learned().getOrDefault(prefix, new Learned(0, "")))
                .map(Learned::metric)
                .toList();
    }

    private static List<String> reversed() {
        return IntStream.rangeClosed(1, LINE.size())
                .mapToObj(i -> LINE.get(LINE.size() - i))
                .toList();
    }

    /** The interface by which the kernel in a place sends what goes to the receiver, or nothing. */
    String wayFrom(String role) {
        Matcher way = WAY.matcher(place(role).ip("route", "show", BEHIND_RECEIVER));
        return way.find() ? way.group(1) : "";
    }

    /**
     * The routers on the way of packets from host to host, as one finds them by packets with a time
     * to live that ends there. The last element is the host, if packets arrive.
     */
    List<String> path() {
        List<String> path = new ArrayList<>();
        try {
            for (int ttl = 1; ttl <= LINE.size() + 1; ttl++) {
                sender.set(TTL, ttl);
                Map<String, Long> before = packetsEnded();
                stream.begin();
                Waiting.pass(PROBE);
                Outcome outcome = stream.end();
                if (outcome.sent() == 0) {
                    throw new IllegalStateException("the sender did not come to send");
                }
                if (outcome.received() == outcome.sent()) {
                    path.add(receiver.role());
                    return path;
                }
                packetsEnded().entrySet().stream()
                        .filter(
                                each ->
                                        each.getValue() - before.get(each.getKey())
                                                == outcome.sent())
                        .forEach(each -> path.add(each.getKey()));
            }
            return path;
        } finally {
            sender.set(TTL, USUAL_TTL);
        }
    }

    private Map<String, Long> packetsEnded() {
        Map<String, Long> ended = new LinkedHashMap<>();
        places.forEach((role, where) -> ended.put(role, where.counters().get(TTL_ENDED)));
        return ended;
    }

    /** What each router's kernel has dropped so far, by reason. */
    String drops() {
        return places.entrySet().stream()
                .map(
                        each ->
                                each.getValue().counters().entrySet().stream()
                                        .filter(
                                                counter ->
                                                        counter.getKey()
                                                                        .matches(
                                                                                "Ip (.*Discards|.*Errors|OutNoRoutes)")
                                                                && counter.getValue() > 0)
                                        .map(Map.Entry::toString)
                                        .collect(
                                                Collectors.joining(", ", each.getKey() + ": ", "")))
                .collect(Collectors.joining("; "));
    }

    @Override
    public void close() {
        lab.close();
    }
}
