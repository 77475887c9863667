package org.rtm.protocol.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;
import org.rtm.protocol.linux.FibEntries.Urgency;
import org.rtm.protocol.linux.KernelRoute.Hop;
import org.rtm.protocol.linux.KernelRoute.Type;
import org.rtm.protocol.linux.Links.Link;

@Timeout(60)
class FibWriterTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final KernelRoute ROUTE =
            new KernelRoute(
                    Type.UNICAST,
                    List.of(new Hop(NetAddress.parse("10.9.0.2"), 2)),
                    Optional.empty(),
                    20);

    @TempDir private Path directory;
    private final Watchdog watchdog = new Watchdog();
    private final FibEntries entries = new FibEntries();

    @AfterEach
    void close() {
        watchdog.close();
    }

    @Test
    void a_destination_that_is_a_defect_keeps_no_other_one_from_its_turn() throws Exception {
        try (FibWriter writer = writer("")) {
            List<FibEntry> good = new ArrayList<>();
            good.add(queued("10.1.0.0/16"));
            FibEntry defect = entries.of(NetAddress.parse("10.2.0.0/16"));
            defect.installed = ROUTE;
            defect.isStale = true;
            entries.queue(defect, Urgency.LOSS);
            good.add(queued("10.3.0.0/16"));

            for (int i = 0; i < 2; i++) {
                assertThatIllegalStateException()
                        .isThrownBy(() -> writer.work(true))
                        .withMessage("defect");
            }
            defect.asked = ROUTE;
            while (writer.isBusy()) {
                writer.work(true);
            }

            assertThat(good).allMatch(entry -> entry.installed == ROUTE && !entry.isQueued);
        }
    }

    @Test
    void what_changes_on_its_way_is_done_again_after_the_answer() throws Exception {
        try (FibWriter writer = writer("")) {
            FibEntry entry = queued("10.1.0.0/16");
            writer.work(true);
            assertThat(entry.isSent).isTrue();

            entry.asked = null;
            entries.queue(entry, Urgency.LOSS);
            while (writer.isBusy()) {
                writer.work(true);
            }

            assertThat(entries.find(entry.prefix)).isEmpty();
            assertThat(Files.readAllLines(directory.resolve("log")))
                    .filteredOn(line -> line.startsWith("route"))
                    .extracting(line -> line.substring(0, 9))
                    .containsExactly("route add", "route del");
        }
    }

    @Test
    void all_that_was_on_its_way_when_ip_was_killed_is_queued_again() throws Exception {
        try (FibWriter writer = writer("*10.1.4.210/32*) kill -9 $$;;")) {
            for (int i = 0; i < 1500; i++) {
                queued("10.1.%d.%d/32".formatted(i / 256, i % 256));
            }

            IpFailure failure = null;
            while (failure == null) {
                try {
                    writer.work(true);
                } catch (IpFailure e) {
                    failure = e;
                }
            }

            assertThat(failure).hasMessage("ip ended with exit code 137: -");
            List<NetAddress> queued = new ArrayList<>();
            for (FibEntry next = entries.poll(); next != null; next = entries.poll()) {
                assertThat(next.isSent).isFalse();
                queued.add(next.prefix);
            }
            assertThat(queued)
                    .doesNotHaveDuplicates()
                    .contains(NetAddress.parse("10.1.4.210/32"))
                    .contains(NetAddress.parse("10.1.5.219/32"));
        }
    }

    private FibEntry queued(String prefix) {
        FibEntry entry = entries.of(NetAddress.parse(prefix));
        entry.asked = ROUTE;
        entries.queue(entry, Urgency.CHANGE);
        return entry;
    }

    /** Writes to a program that does everything it is told, but for one case. */
    private FibWriter writer(String odd) throws IOException, IpFailure, InterruptedException {
        Path program = directory.resolve("ip");
        Files.writeString(
                program,
                """
                #!/bin/sh
                n=0
                while read -r line; do
                  n=$((n + 1))
                  echo "$line" >>DIRECTORY/log
                  case $line in
                    acknowledge) echo "Command failed -:$n";;
                    ODD
                  esac
                done
                """
                        .replace("DIRECTORY", directory.toString())
                        .replace("ODD", odd));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        KernelTable table =
                new KernelTable(program.toString(), "", AddressFamily.IPV4, 10_000, 210, 20);
        FibWriter writer =
                new FibWriter(
                        table,
                        entries,
                        new IpBatch(table.ip(), watchdog),
                        LONG,
                        () -> {
                            throw new IllegalStateException("defect");
                        });
        writer.use(new Links(List.of(new Link(2, "va", true, true))));
        return writer;
    }
}
