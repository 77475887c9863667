package org.rtm.protocol.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.protocol.linux.Waiting.await;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class LinuxLinkEventsTest {
    private static final Fib.Pace PACE =
            new Fib.Pace(Duration.ofSeconds(30), Duration.ofMillis(50), Duration.ofSeconds(60));

    /** Shows no interfaces, and says of one what is written into a file beside it. */
    private static final String IP =
            """
            test "$1" = -json && { echo '[]'; exit; }
            touch "$0.said"
            exec tail -f -s 0.05 -n +1 "$0.said"
            """;

    @TempDir private Path directory;
    private final TestLog log = new TestLog();
    private final List<String> registry = new CopyOnWriteArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    private LinuxLinkEvents events;

    /** A framework in which services are registered. */
    private BundleContext context() {
        ServiceRegistration<?> registration =
                proxy(ServiceRegistration.class, "unregister", "unregistered", null);
        return proxy(BundleContext.class, "registerService", "registered", registration);
    }

    private <T> T proxy(Class<T> type, String method, String done, Object result) {
        return type.cast(
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, called, arguments) -> {
                            assertThat(called.getName()).isEqualTo(method);
                            registry.add(done);
                            return result;
                        }));
    }

    private void start(String program) {
        events = new LinuxLinkEvents(context(), log.logger(), program, PACE);
    }

    @AfterEach
    void close() {
        events.stop();
    }

    @Test
    void a_listener_is_called_at_once_and_with_each_event_until_it_is_removed() throws IOException {
        start(TestProgram.put(directory, IP));
        await(() -> registry.equals(List.of("registered")));
        Runnable listener = calls::incrementAndGet;

        events.addListener(listener);
        assertThat(calls).hasValue(1);
        say("2: eth0: <UP>");
        await(() -> calls.get() == 2);
        events.removeListener(listener);
        AtomicInteger others = new AtomicInteger();
        events.addListener(others::incrementAndGet);
        say("2: eth0: <UP,LOWER_UP>");
        await(() -> others.get() == 2);

        assertThat(calls).hasValue(2);
    }

    private void say(String line) throws IOException {
        Files.writeString(directory.resolve("ip.said"), line + "\n", StandardOpenOption.APPEND);
    }

    @Test
    void the_service_is_there_while_the_kernel_is_heard() throws IOException {
        start(directory.resolve("ip").toString());
        await(() -> !log.lines().isEmpty());
        assertThat(registry).isEmpty();

        TestProgram.put(directory, IP);
        await(() -> registry.equals(List.of("registered")));
        events.stop();

        assertThat(registry).containsExactly("registered", "unregistered");
    }

    @Test
    void a_listener_with_a_defect_is_logged_and_the_others_hear() throws IOException {
        start(TestProgram.put(directory, IP));
        await(() -> registry.equals(List.of("registered")));

        events.addListener(
                () -> {
                    throw new IllegalStateException("defect");
                });
        events.addListener(calls::incrementAndGet);
        say("2: eth0: <UP>");

        await(() -> calls.get() == 2);
        assertThat(log.lines()).contains("error who hears of interfaces has a defect");
    }
}
