package org.rtm.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Our router and a host at the other end of its cable. It hardly ever looks at its interfaces. */
@InLab
class CarrierIT {
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final String NETWORK = "10.0.1.0/24";
    private static final int ROUNDS = 5;

    private Lab lab;
    private Namespace atOurs;
    private Namespace atHost;
    private OurRouter ours;

    @BeforeAll
    void build() throws IOException {
        lab = Lab.open("carrier");
        atOurs = lab.add("ours");
        atHost = lab.add("host");
        // Where both ends of a cable have the same number, the kernel tells of a lost carrier late.
        atOurs.ip("link", "add", "spare", "type", "veth", "peer", "name", "spare-end");
        lab.join(atOurs, atHost);
        Path home = lab.folder("ours");
        Files.writeString(
                Files.createDirectory(home.resolve("deploy")).resolve("org.rtm.protocol.local.cfg"),
                "interval=60000\n");
        ours = OurRouter.start(atOurs, home);
        ours.runRip("host", Timers.STANDARD, Key.NONE);
        Waiting.forStart("RIP runs", () -> ours.rip().contains("host: cost 1"));
    }

    @AfterAll
    void end() {
        lab.close();
    }

    @Test
    void a_network_without_carrier_is_left_at_once_and_is_back_at_once() {
        for (int round = 1; round <= ROUNDS; round++) {
            lab.cut(atHost, atOurs);
            Duration untilGone = Waiting.until(AT_ONCE, this::assertGone);
            lab.mend(atHost, atOurs);
            Duration untilBack = Waiting.until(AT_ONCE, this::assertThere);

            lab.note(
                    "without carrier the network was gone after %d ms, with it there after %d ms",
                    untilGone.toMillis(), untilBack.toMillis());
        }
        assertThat(ours.errors()).isEmpty();
    }

    @Test
    void a_monitor_that_was_killed_is_followed_by_another() {
        List<ProcessHandle> killed = monitors();
        killed.forEach(ProcessHandle::destroyForcibly);
        Waiting.forStart(
                "another monitor",
                () -> monitors().stream().anyMatch(monitor -> !killed.contains(monitor)));
        Waiting.until(AT_ONCE.multipliedBy(2), this::assertThere);

        lab.cut(atHost, atOurs);

        Waiting.until(AT_ONCE, this::assertGone);
        lab.mend(atHost, atOurs);
        Waiting.until(AT_ONCE, this::assertThere);
        assertThat(killed).isNotEmpty();
        assertThat(ours.errors()).isEmpty();
    }

    private List<ProcessHandle> monitors() {
        return atOurs.processes().stream()
                .filter(process -> process.info().commandLine().orElse("").contains(" monitor "))
                .toList();
    }

    private void assertGone() {
        assertThat(ours.ask("rtm:routes -4")).doesNotContain(NETWORK);
        assertThat(ours.rip()).contains("RIP does not run on host: it is down");
    }

    private void assertThere() {
        assertThat(ours.ask("rtm:routes -4")).contains(NETWORK);
        assertThat(ours.rip()).contains("host: cost 1");
    }
}
