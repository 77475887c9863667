package org.rtm.protocol.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;
import org.rtm.protocol.linux.KernelRoute.Hop;
import org.rtm.protocol.linux.KernelRoute.Type;
import org.rtm.protocol.linux.Links.Link;

@Timeout(60)
class KernelComparisonTest {
    private static final String TEN =
            "[{\"dst\":\"10.0.0.0/8\",\"gateway\":\"10.9.0.2\",\"dev\":\"va\",\"metric\":%d}]";
    private static final Links LINKS = new Links(List.of(new Link(2, "va", true, true)));
    private static final KernelRoute ROUTE =
            new KernelRoute(
                    Type.UNICAST,
                    List.of(new Hop(NetAddress.parse("10.9.0.2"), 2)),
                    Optional.empty(),
                    20);

    @TempDir private Path directory;
    private final Watchdog watchdog = new Watchdog();
    private final FibEntries entries = new FibEntries();
    private final FibEntry ten = entries.of(NetAddress.parse("10.0.0.0/8"));

    @AfterEach
    void close() {
        watchdog.close();
    }

    @Test
    void what_was_deleted_after_it_began_is_not_taken_for_installed() throws IOException {
        ten.installed = ROUTE;
        try (KernelComparison comparison = comparison(TEN.formatted(20))) {
            entries.see(ten);
            ten.installed = null;
            entries.settled(ten);

            complete(comparison);

            assertThat(comparison.result()).returns(0, FibComparison::surplus);
            assertThat(ten.installed).isNull();
        }
        assertThat(entries.find(ten.prefix)).isEmpty();
    }

    @Test
    void what_it_did_not_find_is_missing_unless_it_was_put_after_it_began() throws IOException {
        ten.installed = ROUTE;
        FibEntry put = entries.of(NetAddress.parse("11.0.0.0/8"));
        try (KernelComparison comparison = comparison("[]")) {
            entries.see(put);
            put.installed = ROUTE;

            complete(comparison);

            assertThat(comparison.result()).returns(1, FibComparison::missing);
            assertThat(ten.isQueued).isTrue();
            assertThat(put.installed).isEqualTo(ROUTE);
        }
    }

    @Test
    void routes_of_another_metric_are_strays() throws IOException {
        try (KernelComparison comparison = comparison(TEN.formatted(7))) {
            complete(comparison);

            assertThat(comparison.strays())
                    .singleElement()
                    .returns(ten.prefix, KernelRoutes.Found::prefix);
            assertThat(comparison.result()).returns(1, FibComparison::surplus);
            assertThat(ten.installed).isNull();
        }
    }

    private static void complete(KernelComparison comparison) throws IpFailure {
        while (!comparison.isCompleted()) {
            Thread.onSpinWait();
        }
    }

    private KernelComparison comparison(String printed) throws IOException {
        Path program = directory.resolve("ip");
        Files.writeString(program, "#!/bin/sh\necho '" + printed + "'\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        KernelTable table =
                new KernelTable(program.toString(), "", AddressFamily.IPV4, 10_000, 210, 20);
        return new KernelComparison(
                entries,
                20,
                () -> true,
                false,
                new KernelRoutes(table, LINKS, watchdog, Duration.ofSeconds(30)));
    }
}
