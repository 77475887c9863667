package org.rtm.protocol.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.protocol.linux.Waiting.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rtm.api.AddressFamily;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class IpMonitorTest {
    private static final Fib.Pace PACE =
            new Fib.Pace(Duration.ofSeconds(30), Duration.ofMillis(50), Duration.ofMillis(500));

    /** Waits for a test to give a sign. */
    private static final String AWAIT_SIGN = "while ! test -e \"$0.sign\"; do sleep 0.02; done\n";

    private static final Links.Link UP = new Links.Link(2, "eth0", true, true);
    private static final Links.Link WITHOUT_CARRIER = new Links.Link(2, "eth0", true, false);

    @TempDir private Path directory;
    private final TestLog log = new TestLog();
    private final Watchdog watchdog = new Watchdog();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private volatile Links links = new Links(List.of(UP));
    private volatile String objects = "route";
    private IpMonitor monitor;

    private final class Recorder implements IpMonitor.Listener {
        @Override
        public void listening() {
            told.add("listening");
        }

        @Override
        public void linksChanged() {
            told.add("links");
        }

        @Override
        public void routeChanged(String line) {
            told.add(line);
        }

        @Override
        public void deaf() {
            told.add("deaf");
        }
    }

    private void giveSign() throws IOException {
        Files.createFile(directory.resolve("ip.sign"));
    }

    @AfterEach
    void close() {
        if (monitor != null) {
            monitor.close();
        }
        watchdog.close();
    }

    private void start(String program) {
        monitor =
                new IpMonitor(
                        "the router",
                        () -> List.of(program, objects),
                        () -> links,
                        new Recorder(),
                        PACE,
                        log.logger());
    }

    @Test
    void it_listens_when_the_kernel_has_it_among_those_it_tells() throws IOException {
        try (TestNamespace namespace = new TestNamespace()) {
            String late = TestProgram.put(directory, AWAIT_SIGN + "exec ip \"$@\"\n");
            KernelTable table = namespace.table(AddressFamily.IPV4);
            List<String> carriers = new CopyOnWriteArrayList<>();
            monitor =
                    new IpMonitor(
                            "namespace " + namespace.name(),
                            () -> KernelTable.monitor(late, namespace.name(), "link"),
                            () -> Links.read(table, watchdog, PACE.answer()),
                            new IpMonitor.Listener() {
                                @Override
                                public void linksChanged() {
                                    carriers.add(carrier(table, namespace.index("va")));
                                }
                            },
                            PACE,
                            log.logger());

            namespace.ip("link set vb down");
            giveSign();

            await(() -> !carriers.isEmpty());
            assertThat(carriers).first().isEqualTo("va has no carrier");
            namespace.ip("link set vb up");
            await(() -> carriers.contains("fine"));
        }
    }

    private static String carrier(KernelTable table, int index) {
        try (Watchdog own = new Watchdog()) {
            return Links.read(table, own, PACE.answer()).problem(index).orElse("fine");
        } catch (IpFailure e) {
            return e.getMessage();
        }
    }

    @Test
    void what_is_said_of_interfaces_is_told_from_what_is_said_of_routes() throws IOException {
        start(
                TestProgram.put(
                        directory,
                        """
                        echo '2: eth0: <BROADCAST,UP> mtu 1500'
                        echo 'Deleted 3: va    inet 10.9.0.1/24 scope 0 va'
                        echo 'netlink receive error No buffer space available (105)'
                        echo '10.1.0.0/16 via 10.9.0.2 dev va table 10000 proto 210'
                        exec sleep 600
                        """));

        await(() -> told.contains("listening"));

        assertThat(told)
                .containsExactlyInAnyOrder(
                        "links",
                        "links",
                        "links",
                        "10.1.0.0/16 via 10.9.0.2 dev va table 10000 proto 210",
                        "listening");
    }

    @Test
    void one_that_is_killed_is_reported_and_followed_by_another() throws IOException {
        start(
                TestProgram.put(
                        directory,
                        """
                        test -e "$0.sign" && exec sleep 600
                        """
                                + AWAIT_SIGN
                                + "kill -9 $$\n"));
        await(() -> told.contains("listening"));

        giveSign();

        await(() -> told.size() == 3 && log.lines().size() == 2);

        assertThat(told).containsExactly("listening", "deaf", "listening");
        assertThat(log.lines())
                .containsExactly(
                        "warn what happens to the interfaces of the router is not heard: ip ended with exit code 137: -",
                        "info what happens to the interfaces of the router is heard again");
    }

    @Test
    void one_that_ends_says_why_and_that_is_logged_once() throws IOException {
        start(
                TestProgram.put(
                        directory,
                        """
                        echo run >>"$0.runs"
                        test $(wc -l <"$0.runs") -gt 3 && exec sleep 600
                        echo 'Cannot open network namespace "x"'
                        exit 1
                        """));

        await(() -> told.contains("listening") && log.lines().size() == 2);

        assertThat(log.lines())
                .containsExactly(
                        "warn what happens to the interfaces of the router is not heard: ip ended with exit code 1: Cannot open network namespace \"x\"",
                        "info what happens to the interfaces of the router is heard again");
    }

    @Test
    void one_that_is_missing_is_reported_and_started_when_it_is_there() throws IOException {
        start(directory.resolve("ip").toString());
        await(() -> !log.lines().isEmpty());

        TestProgram.put(directory, "exec sleep 600\n");

        await(() -> told.contains("listening"));
        assertThat(log.lines().get(0))
                .startsWith(
                        "warn what happens to the interfaces of the router is not heard: ip cannot be run (")
                .endsWith("); it is part of iproute2");
    }

    @Test
    void one_that_does_not_say_what_is_to_be_seen_is_ended_and_followed_by_another()
            throws IOException {
        start(TestProgram.put(directory, "echo run >>\"$0.runs\"\nexec sleep 600\n"));
        await(() -> told.contains("listening"));

        links = new Links(List.of(WITHOUT_CARRIER));

        await(() -> told.equals(List.of("listening", "deaf", "listening")));
        assertThat(log.lines())
                .first()
                .isEqualTo(
                        "warn what happens to the interfaces of the router is not heard: ip does not tell that an interface changed");
    }

    @Test
    void one_that_is_to_tell_of_something_else_is_followed_by_another_at_once() throws IOException {
        start(TestProgram.put(directory, "echo \"$1\" >>\"$0.runs\"\nexec sleep 600\n"));
        await(() -> told.contains("listening"));

        objects = "link";

        await(() -> told.equals(List.of("listening", "deaf", "listening")));
        assertThat(directory.resolve("ip.runs")).hasContent("route\nlink");
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void one_that_is_closed_says_nothing_more() throws IOException {
        start(TestProgram.put(directory, "exec sleep 600\n"));
        await(() -> told.contains("listening"));

        monitor.close();

        await(() -> told.contains("deaf"));
        assertThat(log.lines()).isEmpty();
    }
}
