package org.rtm.protocol.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.protocol.linux.Waiting.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rtm.api.AddressFamily;
import org.rtm.api.RouteInfo;
import org.rtm.api.monitor.ForwardingStatus.State;

/** What stands in the way is said, and what waits for it goes on when it is gone. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FibErrorsTest extends ForwardingFixture {
    private static final String ROUTE = "10.1.0.0/16 via 10.9.0.2 dev va proto 210 metric 20";

    private static final FibSettings OFTEN =
            settings(Map.of("stale.time", 0, "compare.interval", 1));

    @Test
    void a_full_table_of_the_kernel_is_the_reason_and_the_route_is_put_when_there_is_room()
            throws IOException {
        start(OFTEN, programThat("echo 'RTNETLINK answers: No buffer space available'"));
        await(() -> forwarder.fib(AddressFamily.IPV4).report().comparison().isPresent());

        router.put("10.1.0.0/16", RouteInfo.via(router.hop("10.9.0.2", index("va"))));
        await(() -> isRejected("10.1.0.0/16", "No buffer space available"));
        assertThat(forwarder.fib(AddressFamily.IPV4).report().rejected()).isEqualTo(1);

        Files.delete(obstacle());
        awaitRoutes(ROUTE);
        await(() -> state("10.1.0.0/16") == State.INSTALLED);
    }

    @Test
    void without_the_right_to_change_routes_it_says_so_and_goes_on_when_it_has_it()
            throws IOException {
        Path attempts = directory.resolve("attempts");
        start(
                OFTEN,
                programThat(
                        "echo >>%s; echo 'RTNETLINK answers: Operation not permitted'"
                                .formatted(attempts)));
        String why = "ip may not change routes (Operation not permitted); it needs root";

        router.put("10.1.0.0/16", RouteInfo.via(router.hop("10.9.0.2", index("va"))));
        await(() -> forwarder.fib(AddressFamily.IPV4).report().problem().startsWith(why));
        await(() -> lines(attempts) > 3);
        assertThat(router.logged())
                .filteredOn(line -> line.contains(why) || line.contains("goes on"))
                .singleElement()
                .matches(line -> line.contains(why));
        assertThat(state("10.1.0.0/16")).isEqualTo(State.QUEUED);

        Files.delete(obstacle());
        awaitRoutes(ROUTE);
        await(() -> forwarder.fib(AddressFamily.IPV4).report().problem().isEmpty());
    }

    @Test
    void an_ip_that_hangs_is_killed_and_reported_and_another_one_goes_on() throws IOException {
        start(
                OFTEN,
                programThat("exec sleep 600"),
                new Fib.Pace(Duration.ofSeconds(3), Duration.ofMillis(50), Duration.ofSeconds(1)));

        router.put("10.1.0.0/16", RouteInfo.via(router.hop("10.9.0.2", index("va"))));
        await(
                () ->
                        router.logged().stream()
                                .anyMatch(
                                        line -> line.endsWith("ip did not answer within 3000 ms")));
        assertThat(state("10.1.0.0/16")).isEqualTo(State.QUEUED);

        Files.delete(obstacle());
        awaitRoutes(ROUTE);
    }

    @Test
    void interfaces_that_are_not_shown_while_routes_are_on_their_way_are_waited_for()
            throws IOException {
        Path blindness = directory.resolve("blindness");
        start(OFTEN, programThat("exit 0"));
        Files.delete(obstacle());
        Fib fib = forwarder.fib(AddressFamily.IPV4);
        await(() -> fib.report().comparison().isPresent());
        RouteInfo way = RouteInfo.via(router.hop("10.9.0.2", index("va")));
        for (int i = 0; i < 400; i++) {
            router.put("10.1.%d.%d/32".formatted(i / 256, i % 256), way);
        }

        Files.createFile(blindness);
        fib.linksChanged();
        await(() -> fib.report().problem().contains("ip does not show"));
        Files.delete(blindness);

        await(() -> fib.report().installed() == 400);
    }

    private static int lines(Path file) {
        try {
            return Files.readAllLines(file).size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path obstacle() {
        return directory.resolve("obstacle");
    }

    /** While there is an obstacle, it answers to each route to be added in a way of its own. */
    private String programThat(String answer) throws IOException {
        Files.createFile(obstacle());
        return program(
                """
                case " $* " in
                  *batch*) ;;
                  *link*) test -e BLINDNESS && exit 1; exec ip "$@";;
                  *) exec ip "$@";;
                esac
                n=0
                while read -r line; do
                  n=$((n + 1))
                  case $line in
                    acknowledge) echo "Command failed -:$n"; continue;;
                  esac
                  if test -e OBSTACLE; then
                    ANSWER
                    echo "Command failed -:$n"
                  else
                    ip -n NAMESPACE $line || echo "Command failed -:$n"
                  fi
                done
                """
                        .replace("OBSTACLE", obstacle().toString())
                        .replace("BLINDNESS", directory.resolve("blindness").toString())
                        .replace("ANSWER", answer)
                        .replace("NAMESPACE", namespace.name()));
    }
}
