package org.rtm.protocol.linux;

import static org.rtm.protocol.linux.Waiting.awaitEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;
import org.rtm.api.monitor.ForwardingStatus;
import org.rtm.api.monitor.ForwardingStatus.State;

/** A router that forwards into a network namespace of its own. */
abstract class ForwardingFixture {
    static final Fib.Pace PACE =
            new Fib.Pace(Duration.ofSeconds(30), Duration.ofMillis(50), Duration.ofSeconds(1));
    static final FibSettings SETTINGS = settings(Map.of("stale.time", 0));

    @TempDir Path directory;
    TestNamespace namespace;
    TestRouter router;
    Forwarder forwarder;
    final Watchdog watchdog = new Watchdog();

    @BeforeEach
    void open() {
        namespace = new TestNamespace();
        router = new TestRouter(AddressFamily.IPV4);
    }

    @AfterEach
    void close() {
        if (forwarder != null) {
            forwarder.close(false);
        }
        watchdog.close();
        if (router != null) {
            router.close();
        }
        if (namespace != null) {
            namespace.close();
        }
    }

    void start() {
        start(SETTINGS, "ip");
    }

    void start(FibSettings settings, String program) {
        start(settings, program, PACE);
    }

    void start(FibSettings settings, String program, Fib.Pace pace) {
        FibSettings here =
                new FibSettings(
                        settings.instance(),
                        namespace.name(),
                        settings.table(),
                        settings.protocol(),
                        settings.metric(),
                        settings.sources(),
                        settings.compareInterval(),
                        settings.staleTime(),
                        settings.isWithdrawing());
        forwarder = new Forwarder(here, program, pace, watchdog, router.log());
        forwarder.follow(router.manager(), router.notifier());
    }

    static FibSettings settings(Map<String, ?> properties) {
        return FibSettings.read(properties);
    }

    String program(String script) throws IOException {
        Path file = directory.resolve("ip");
        Path fresh = directory.resolve("fresh");
        Files.writeString(fresh, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwx------"));
        Files.move(fresh, file);
        return file.toString();
    }

    int index(String interfaceName) {
        return namespace.index(interfaceName);
    }

    FibComparison reconcile() {
        return join(forwarder.fib(AddressFamily.IPV4).reconcile());
    }

    static FibComparison join(CompletableFuture<FibComparison> result) {
        return result.orTimeout(60, TimeUnit.SECONDS).join();
    }

    Optional<ForwardingStatus> status(String prefix) {
        return forwarder.status(NetAddress.parse(prefix));
    }

    State state(String prefix) {
        return status(prefix).map(ForwardingStatus::state).orElse(null);
    }

    boolean isRejected(String prefix, String reason) {
        return status(prefix).flatMap(ForwardingStatus::reason).orElse("").contains(reason);
    }

    void awaitRoutes(String... routes) {
        awaitEquals(List.of(routes), namespace::routes);
    }
}
