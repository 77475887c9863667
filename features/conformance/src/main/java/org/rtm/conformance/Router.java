package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.ProtocolId;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.RtmException;
import org.rtm.api.RtmStatus;
import org.rtm.api.notify.ChangeNotifier;

/**
 * A virtual router for one test: an instance of its own, which ends with the test.
 *
 * <pre>{@code
 * @RegisterExtension final Router router = new Router();
 * }</pre>
 */
final class Router implements AfterEachCallback {
    /** The tag of tests that need the notifier. */
    static final String NOTIFICATION = "notification";

    private static final Platform PLATFORM =
            ServiceLoader.load(Platform.class, Platform.class.getClassLoader())
                    .findFirst()
                    .orElseThrow();

    private static final int FIRST_INSTANCE = 1000;
    private static final AtomicInteger STARTED = new AtomicInteger();
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final long STEP_MILLIS = 5;

    private final Map<String, Object> properties = new HashMap<>();
    private final int instance = FIRST_INSTANCE + STARTED.getAndIncrement();
    private RoutingTableManager manager;

    /** A property of the instance's configuration, to be set before the router is used. */
    Router with(String property, Object value) {
        assertThat(manager).as("the router runs already").isNull();
        properties.put(property, value);
        return this;
    }

    int instance() {
        return instance;
    }

    /** The instance's service; the first call starts the instance. */
    RoutingTableManager manager() {
        if (manager == null) {
            properties.put("instance", instance);
            manager = done(() -> PLATFORM.start(instance, properties));
        }
        return manager;
    }

    /**
     * Starts the instance with a configuration that is refused, and gives another one's service.
     */
    RoutingTableManager refusedConfiguration() {
        properties.put("instance", instance);
        manager = done(() -> PLATFORM.startRefused(instance, properties));
        RoutingTableManager any = manager;
        await("instance %d is there, refused".formatted(instance), () -> isRefused(any));
        return manager;
    }

    private boolean isRefused(RoutingTableManager any) {
        try {
            any.register(
                            EntityInfo.of(AddressFamily.IPV4, ProtocolId.OTHER, 0)
                                    .inInstance(instance))
                    .close();
            return false;
        } catch (RtmException e) {
            return e.status() != RtmStatus.FILE_NOT_FOUND;
        }
    }

    ChangeNotifier notifier() {
        return done(PLATFORM::notifier);
    }

    /** Registers an IPv4 entity. */
    EntityRegistration register(ProtocolId protocol, int protocolInstance) {
        return register(protocol, protocolInstance, EntityOptions.NONE);
    }

    EntityRegistration register(ProtocolId protocol, int protocolInstance, EntityOptions options) {
        return manager()
                .register(EntityInfo.of(AddressFamily.IPV4, protocol, protocolInstance), options);
    }

    /** The IPv4 entity of most tests. */
    EntityRegistration register() {
        return register(ProtocolId.RIP, 1);
    }

    /** Ends the router before the test does. */
    void stop() {
        if (manager != null) {
            manager = null;
            done(
                    () -> {
                        PLATFORM.stop(instance);
                        return null;
                    });
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        stop();
    }

    static void assertRefused(RtmStatus status, ThrowingCallable call) {
        assertThatExceptionOfType(RtmException.class)
                .isThrownBy(call)
                .extracting(RtmException::status)
                .isEqualTo(status);
    }

    /** Waits for what happens on another thread, or when its time comes. */
    static void await(String what, Callable<Boolean> condition) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!done(condition)) {
            if (System.nanoTime() > end) {
                fail("within %s not so: %s", LONGEST, what);
            }
            done(
                    () -> {
                        Thread.sleep(STEP_MILLIS);
                        return null;
                    });
        }
    }

    private static <T> T done(Callable<T> action) {
        try {
            return action.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
