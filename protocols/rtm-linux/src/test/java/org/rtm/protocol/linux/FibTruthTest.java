package org.rtm.protocol.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.protocol.linux.Waiting.await;
import static org.rtm.protocol.linux.Waiting.awaitEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;
import org.rtm.api.RouteInfo;
import org.rtm.api.monitor.ForwardingStatus.State;

/** What the kernel has is compared with the table, whatever happens meanwhile. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FibTruthTest extends ForwardingFixture {
    private static final String ROUTE = "10.1.0.0/16 via 10.9.0.2 dev va proto 210 metric 20";

    private static final String ALL = "link address route";

    private static final int VERY_MANY = 60_000;

    /** A line, what else is there, and a pause. */
    private static final String SLOWLY =
            """
            while IFS= read -r line; do
              printf '%s\\n' "$line"
              dd bs=65536 count=1 2>/dev/null
              sleep 0.05
            done""";

    /** No comparison but those that something asks for. */
    private static final FibSettings RARELY =
            settings(Map.of("stale.time", 0, "compare.interval", 86_400));

    @Test
    void all_that_a_dead_run_left_goes_with_the_first_comparison() throws IOException {
        Path left = directory.resolve("left");
        try (var out = Files.newBufferedWriter(left)) {
            for (int i = 0; i < 1200; i++) {
                out.write(
                        "route add 10.%d.%d.0/24 dev va table 10000 proto 210 metric 7\n"
                                .formatted(i / 256, i % 256));
            }
        }
        namespace.ip("-batch " + left);

        start(RARELY, "ip");

        awaitRoutes();
    }

    @Test
    void a_withdrawal_does_not_wait_for_routes_that_are_read_slowly() throws IOException {
        start(RARELY, programThatHoldsBackRoutes());
        router.put("10.1.0.0/16", RouteInfo.via(router.hop("10.9.0.2", index("va"))));
        awaitRoutes(ROUTE);
        CompletableFuture<FibComparison> comparison = beginComparison(AddressFamily.IPV4);

        router.delete("10.1.0.0/16");
        awaitRoutes();
        endComparison(AddressFamily.IPV4);

        assertThat(join(comparison).surplus()).isZero();
        assertThat(status("10.1.0.0/16")).isEmpty();
    }

    @Test
    void what_is_deleted_while_the_kernel_is_read_comes_back() throws IOException {
        start(RARELY, programThatHoldsBackRoutes());
        router.put("10.1.0.0/16", RouteInfo.via(router.hop("10.9.0.2", index("va"))));
        awaitRoutes(ROUTE);
        beginComparison(AddressFamily.IPV4);

        namespace.ip("route del 10.1.0.0/16 table 10000");
        endComparison(AddressFamily.IPV4);

        awaitRoutes(ROUTE);
    }

    @Test
    void a_reconcile_that_is_asked_for_during_a_comparison_is_done_after_it() throws IOException {
        start(RARELY, programThatHoldsBackRoutes());
        await(() -> forwarder.fib(AddressFamily.IPV4).report().comparison().isPresent());
        beginComparison(AddressFamily.IPV4);

        CompletableFuture<FibComparison> second = forwarder.fib(AddressFamily.IPV4).reconcile();
        endComparison(AddressFamily.IPV4);

        assertThat(join(second).missing()).isZero();
    }

    @Test
    void what_a_flap_took_comes_back_soon_after_a_comparison_that_took_long() throws IOException {
        start(RARELY, program("case $* in *show*table*) sleep 2;; esac; exec ip \"$@\""));
        router.put("10.1.0.0/16", RouteInfo.via(router.hop("10.9.0.2", index("va"))));
        awaitRoutes(ROUTE);
        reconcile();

        namespace.ip("link set va down");
        namespace.ip("link set va up");
        long start = System.nanoTime();

        awaitRoutes(ROUTE);
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(20));
    }

    @Test
    void nothing_is_written_while_the_kernel_prints_ipv6_routes() throws IOException {
        TestRouter ipv6 = new TestRouter(AddressFamily.IPV6);
        try {
            start(RARELY, programThatHoldsBackRoutes());
            forwarder.fib(AddressFamily.IPV6).follow(ipv6.manager(), ipv6.notifier());
            await(() -> forwarder.fib(AddressFamily.IPV6).report().isFollowing());
            CompletableFuture<FibComparison> comparison = beginComparison(AddressFamily.IPV6);

            ipv6.put("2001:db8:1::/48", RouteInfo.via(ipv6.hop("2001:db8:9::2", index("va"))));
            await(() -> state("2001:db8:1::/48") == State.QUEUED);
            namespace.ip("route add 2001:db8:2::/48 dev va table 10000");
            assertThat(namespace.routes("-6", "10000"))
                    .singleElement()
                    .asString()
                    .startsWith("2001:db8:2::/48");
            endComparison(AddressFamily.IPV6);

            await(() -> state("2001:db8:1::/48") == State.INSTALLED);
            assertThat(join(comparison).surplus()).isZero();
        } finally {
            forwarder.close(false);
            forwarder = null;
            ipv6.close();
        }
    }

    @Test
    void a_route_that_a_former_run_had_stays_until_a_table_is_followed() {
        namespace.ip("route add 10.1.0.0/16 via 10.9.0.2 table 10000 proto 210 metric 20");
        start(RARELY, "ip");
        forwarder.follow(Optional.empty(), router.notifier());
        await(() -> !forwarder.fib(AddressFamily.IPV4).report().isFollowing());

        namespace.ip("route add 10.2.0.0/16 via 10.9.0.2 table 10000 proto 210 metric 20");
        reconcile();
        assertThat(namespace.routes())
                .contains("10.2.0.0/16 via 10.9.0.2 dev va proto 210 metric 20");

        forwarder.follow(router.manager(), router.notifier());
        awaitRoutes();
        await(() -> forwarder.status(NetAddress.parse("10.2.0.0/16")).isEmpty());
    }

    @Test
    void while_very_many_wait_the_kernel_is_not_asked_to_tell_of_routes_and_is_compared_then()
            throws IOException {
        putVeryMany("10.9.0.2");

        start(RARELY, slowProgramThatTellsWhatTheMonitorIsAskedFor());

        awaitEquals(List.of(ALL, "link address", ALL), this::asked);
        reconcile();
        assertThat(forwarder.fib(AddressFamily.IPV4).report())
                .returns((long) VERY_MANY, FibStatus::installed);
    }

    @Test
    void while_very_many_are_written_no_time_is_spent_on_comparisons_that_nothing_asks_for()
            throws IOException, InterruptedException {
        // Until duplicate addresses are ruled out the kernel tells of them, and that is compared.
        awaitEquals("", () -> namespace.ip("-6 address show tentative"));
        putVeryMany("10.9.0.2");
        start(
                settings(Map.of("stale.time", 0, "compare.interval", 1)),
                slowProgramThatTellsWhatTheMonitorIsAskedFor());
        Fib fib = forwarder.fib(AddressFamily.IPV4);
        awaitEquals(List.of(ALL, "link address"), this::asked);
        FibComparison first = lastComparison(fib);

        for (FibComparison last = first; fib.isFlooded(); last = lastComparison(fib)) {
            assertThat(last).isEqualTo(first);
            TimeUnit.MILLISECONDS.sleep(100);
        }

        await(() -> lastComparison(fib).at().isAfter(first.at()));
    }

    @Test
    void very_many_that_are_refused_are_not_tried_again_only_because_they_were_many()
            throws IOException {
        putVeryMany("10.77.0.1");
        start(RARELY, slowProgramThatTellsWhatTheMonitorIsAskedFor());
        awaitEquals(List.of(ALL, "link address", ALL), this::asked);
        Fib fib = forwarder.fib(AddressFamily.IPV4);
        Instant heardAgain = Instant.now();
        await(() -> fib.report().comparison().orElseThrow().at().isAfter(heardAgain));

        await(() -> queued(fib) == 0);

        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        while (System.nanoTime() - end < 0) {
            assertThat(queued(fib)).isZero();
        }
        assertThat(fib.report()).returns((long) VERY_MANY, FibStatus::rejected);
    }

    private static FibComparison lastComparison(Fib fib) {
        return fib.report().comparison().orElseThrow();
    }

    private static long queued(Fib fib) {
        return fib.counts().get(State.QUEUED);
    }

    private void putVeryMany(String hop) {
        RouteInfo route = RouteInfo.via(router.hop(hop, index("va")));
        for (int i = 0; i < VERY_MANY; i++) {
            router.put(NetAddress.ipv4(0x14000000 + (i << 8), 24).toString(), route);
        }
    }

    private String slowProgramThatTellsWhatTheMonitorIsAskedFor() throws IOException {
        return program(
                """
                case "$*" in
                  *monitor*) echo "${*##*monitor }" >>DIRECTORY/asked;;
                  *batch*) slowly | exec ip "$@"; exit;;
                esac
                exec ip "$@"
                """
                        .replace("slowly", SLOWLY)
                        .replace("DIRECTORY", directory.toString()));
    }

    private List<String> asked() {
        return lines(directory.resolve("asked"));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It prints the routes that it read when there is no file any more that holds them back. */
    private String programThatHoldsBackRoutes() throws IOException {
        return program(
                """
                case " $* " in
                  *" -4 "*" show table "*) hold=DIRECTORY/IPv4;;
                  *" -6 "*" show table "*) hold=DIRECTORY/IPv6;;
                  *) exec ip "$@";;
                esac
                ip "$@" >DIRECTORY/out.$$ 2>DIRECTORY/err.$$
                code=$?
                if test -e $hold; then touch $hold.read; fi
                while test -e $hold; do sleep 0.05; done
                cat DIRECTORY/err.$$ >&2
                cat DIRECTORY/out.$$
                exit $code
                """
                        .replace("DIRECTORY", directory.toString()));
    }

    /** Has a comparison begin, which has read the routes but not compared them. */
    private CompletableFuture<FibComparison> beginComparison(AddressFamily family)
            throws IOException {
        Files.createFile(directory.resolve(family.toString()));
        CompletableFuture<FibComparison> comparison = forwarder.fib(family).reconcile();
        await(() -> Files.exists(directory.resolve(family + ".read")));
        return comparison;
    }

    private void endComparison(AddressFamily family) throws IOException {
        Files.delete(directory.resolve(family.toString()));
    }
}
