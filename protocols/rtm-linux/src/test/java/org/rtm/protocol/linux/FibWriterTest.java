package org.rtm.protocol.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
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

    @Test
    void what_was_on_its_way_when_the_writer_was_closed_is_done_by_another_ip() throws Exception {
        FibWriter writer = writer("*10.1.0.0/16*) test -e DIRECTORY/again || sleep 600;;");
        try {
            FibEntry first = queued("10.1.0.0/16");
            writer.work(true);
            Files.createFile(directory.resolve("again"));

            writer.close();
            FibEntry second = queued("10.2.0.0/16");
            while (writer.isBusy()) {
                writer.work(true);
            }

            assertThat(List.of(first, second))
                    .allMatch(entry -> entry.installed == ROUTE && !entry.isQueued);
        } finally {
            writer.close();
        }
    }

    @Test
    void what_was_done_before_ip_ended_is_not_taken_for_the_reason() throws Exception {
        String odd =
                """
                *10.1.0.0/16*) while test ! -e DIRECTORY/go; do sleep 0.01; done;;
                *10.2.0.0/16*) echo 'Error: bad.'; exit 1;;
                """;
        try (FibWriter writer = writer(odd, this::endsMeanwhile)) {
            FibEntry done = queued("10.1.0.0/16");
            writer.work(false);
            FibEntry reason = queued("10.2.0.0/16");
            writer.work(false);
            FibEntry late = entries.of(NetAddress.parse("10.3.0.0/16"));
            late.installed = ROUTE;
            late.isStale = true;
            entries.queue(late, Urgency.CHANGE);

            assertThatExceptionOfType(IpFailure.class).isThrownBy(() -> writer.work(false));

            assertThat(List.of(done, reason, late))
                    .allMatch(entry -> entry.isQueued && entry.problem == null);
        }
    }

    /** Has ip go on, and waits for its end. */
    private boolean endsMeanwhile() {
        try {
            Files.createFile(directory.resolve("go"));
            long pid = Long.parseLong(Files.readString(directory.resolve("pid")).strip());
            ProcessHandle.of(pid).ifPresent(ip -> ip.onExit().join());
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void all_is_deleted_at_the_end_although_ip_was_killed_before() throws Exception {
        try (FibWriter writer = writer("*10.1.0.0/16*) kill -9 $$;;")) {
            queued("10.1.0.0/16");
            writer.work(true);

            writer.flush(LONG);

            assertThat(Files.readAllLines(directory.resolve("log")))
                    .contains("route flush table 10000 proto 210");
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
        return writer(
                odd,
                () -> {
                    throw new IllegalStateException("defect");
                });
    }

    private FibWriter writer(String odd, BooleanSupplier isStaleTimeOver)
            throws IOException, IpFailure, InterruptedException {
        Path program = directory.resolve("ip");
        Files.writeString(
                program,
                """
                #!/bin/sh
                echo $$ >DIRECTORY/pid
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
                        .replace("ODD", odd)
                        .replace("DIRECTORY", directory.toString()));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        KernelTable table =
                new KernelTable(program.toString(), "", AddressFamily.IPV4, 10_000, 210, 20);
        FibWriter writer =
                new FibWriter(
                        table, entries, new IpBatch(table.ip(), watchdog), LONG, isStaleTimeOver);
        writer.use(new Links(List.of(new Link(2, "va", true, true))));
        return writer;
    }
}
