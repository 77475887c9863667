package org.rtm.protocol.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.rtm.api.AddressFamily;
import org.rtm.api.DestInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteInfo;
import org.rtm.api.ViewSet;
import org.rtm.api.monitor.ForwardingStatus;
import org.rtm.api.monitor.ForwardingStatus.State;

/**
 * How fast the IPv4 prefixes of a file get from protocols into the kernel, beside {@code ip -batch
 * FILE} with the same routes, in the same run. On demand only: {@code -Drtm.prefixes=FILE}, one
 * prefix a line, packed by gzip or not; {@code -Drtm.rounds=N} for other than three rounds.
 */
@EnabledIfSystemProperty(named = FibRateTest.PREFIXES, matches = ".+")
class FibRateTest {
    static final String PREFIXES = "rtm.prefixes";
    private static final int ROUNDS = Integer.getInteger("rtm.rounds", 3);
    private static final Duration LONGEST = Duration.ofMinutes(20);
    private static final Duration INTERFACES_READY = Duration.ofSeconds(4);

    @TempDir private Path directory;

    @Test
    void a_whole_table_gets_into_the_kernel_while_look_ups_are_answered() throws Exception {
        List<NetAddress> prefixes = read(Path.of(System.getProperty(PREFIXES)));
        double[] ratios = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            double plain = plain(prefixes);
            double ours = ours(prefixes);
            ratios[round] = ours / plain;
            System.out.printf(
                    "%d routes: ip -batch FILE %,.0f/s, rtm-linux %,.0f/s, ratio %.2f%n",
                    prefixes.size(), plain, ours, ratios[round]);
        }
        Arrays.sort(ratios);
        System.out.printf(
                "ratio %.2f [%.2f … %.2f]%n", ratios[ROUNDS / 2], ratios[0], ratios[ROUNDS - 1]);
    }

    private static List<NetAddress> read(Path file) throws IOException {
        try (var bytes = Files.newInputStream(file);
                var unpacked =
                        file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
                var lines =
                        new BufferedReader(
                                new InputStreamReader(unpacked, StandardCharsets.US_ASCII))) {
            return lines.lines()
                    .filter(line -> line.indexOf(':') < 0)
                    .map(NetAddress::parse)
                    .toList();
        }
    }

    private double plain(List<NetAddress> prefixes) throws Exception {
        Path file = directory.resolve("routes");
        try (TestNamespace namespace = new TestNamespace()) {
            try (BufferedWriter out = Files.newBufferedWriter(file)) {
                for (NetAddress each : prefixes) {
                    out.write(
                            "route add %s table 10000 proto 210 metric 20 via 10.9.0.2 dev va\n"
                                    .formatted(each));
                }
            }
            long start = System.nanoTime();
            Process process =
                    new ProcessBuilder("ip", "-n", namespace.name(), "-batch", file.toString())
                            .inheritIO()
                            .start();
            assertThat(process.waitFor()).isZero();
            return prefixes.size() * 1e9 / (System.nanoTime() - start);
        }
    }

    private static double ours(List<NetAddress> prefixes) throws Exception {
        try (TestNamespace namespace = new TestNamespace();
                TestRouter router = new TestRouter(AddressFamily.IPV4);
                Watchdog watchdog = new Watchdog()) {
            FibSettings settings =
                    FibSettings.read(Map.of("namespace", namespace.name(), "stale.time", 0));
            Forwarder forwarder =
                    new Forwarder(settings, "ip", Fib.Pace.USUAL, watchdog, router.log());
            forwarder.follow(router.manager(), router.notifier());
            EntityRegistration owner =
                    router.register(AddressFamily.IPV4, ProtocolId.NT_STATIC_NON_DOD);
            NextHop hop =
                    owner.addNextHop(NextHopInfo.of("10.9.0.2", namespace.index("va"))).handle();
            AtomicBoolean isOver = new AtomicBoolean();
            List<Long> latencies = new ArrayList<>();
            Thread reader = new Thread(() -> lookUp(owner, prefixes, latencies, isOver));
            try {
                // A router that runs, not one that starts: its interfaces are ready, of which the
                // kernel tells until duplicate addresses are ruled out.
                Thread.sleep(INTERFACES_READY.toMillis());
                forwarder.fib(AddressFamily.IPV4).reconcile().join();
                reader.start();
                long start = System.nanoTime();
                RouteInfo info = RouteInfo.via(hop);
                for (NetAddress each : prefixes) {
                    owner.addRoute(each, info).handle().close();
                }
                long added = System.nanoTime();
                // They go in their order, so the last one tells of all.
                NetAddress last = prefixes.get(prefixes.size() - 1);
                while (forwarder.status(last).map(ForwardingStatus::state).orElse(State.QUEUED)
                        != State.INSTALLED) {
                    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
                    Thread.sleep(10);
                }
                long end = System.nanoTime();
                isOver.set(true);
                reader.join();
                assertThat(forwarder.fib(AddressFamily.IPV4).report().installed())
                        .isEqualTo(prefixes.size());
                latencies.sort(null);
                System.out.printf(
                        "added in %d ms; %d look-ups meanwhile, p99 %d µs, longest %d µs; %s%n",
                        (added - start) / 1_000_000,
                        latencies.size(),
                        latencies.get(latencies.size() * 99 / 100) / 1000,
                        latencies.get(latencies.size() - 1) / 1000,
                        forwarder.fib(AddressFamily.IPV4).report().comparison().orElseThrow());
                return prefixes.size() * 1e9 / (end - start);
            } finally {
                isOver.set(true);
                forwarder.close(false);
            }
        }
    }

    private static void lookUp(
            EntityRegistration owner,
            List<NetAddress> prefixes,
            List<Long> latencies,
            AtomicBoolean isOver) {
        for (int i = 0; !isOver.get(); i = (i + 9973) % prefixes.size()) {
            long start = System.nanoTime();
            owner.mostSpecific(prefixes.get(i), ProtocolId.BEST, ViewSet.UNICAST)
                    .ifPresent(DestInfo::close);
            latencies.add(System.nanoTime() - start);
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
