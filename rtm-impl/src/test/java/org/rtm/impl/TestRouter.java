package org.rtm.impl;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.osgi.service.log.Logger;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.ProtocolId;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.RtmException;
import org.rtm.api.RtmStatus;

/**
 * A router as tests need it: with instance 0, a clock that stands still until it is moved, and a
 * log that can be read.
 */
public final class TestRouter implements AutoCloseable {
    private final List<Logged> log = new CopyOnWriteArrayList<>();
    private final RoutingTables tables;
    private volatile Instant now = Instant.parse("2024-01-01T00:00:00Z");
    private volatile Runnable whenAskedForTheTime = () -> {};

    /** What was logged, {@code thrown} null if no exception came with it. */
    public record Logged(String level, String message, Throwable thrown) {}

    /** A router with the default configuration. */
    public TestRouter() {
        this(Map.of());
    }

    /** A router with a configuration for instance 0, as an operator writes it. */
    public TestRouter(Map<String, ?> properties) {
        tables = new RoutingTables(this::tellTheTime, recordingLogger());
        configure(properties);
    }

    private Instant tellTheTime() {
        whenAskedForTheTime.run();
        return now;
    }

    private Logger recordingLogger() {
        return (Logger)
                Proxy.newProxyInstance(
                        TestRouter.class.getClassLoader(),
                        new Class<?>[] {Logger.class},
                        (proxy, method, arguments) -> {
                            if (method.getReturnType() == void.class) {
                                log.add(logged(method.getName(), arguments));
                                return null;
                            }
                            return method.getReturnType() == boolean.class ? true : "test";
                        });
    }

    private static Logged logged(String level, Object[] arguments) {
        Object[] values =
                arguments.length == 2 && arguments[1] instanceof Object[] several
                        ? several
                        : Arrays.copyOfRange(arguments, 1, arguments.length);
        StringBuilder message = new StringBuilder(String.valueOf(arguments[0]));
        Throwable thrown = null;
        for (Object value : values) {
            int place = message.indexOf("{}");
            if (place >= 0) {
                message.replace(place, place + 2, String.valueOf(value));
            } else if (value instanceof Throwable throwable) {
                thrown = throwable;
            }
        }
        return new Logged(level.toUpperCase(Locale.ROOT), message.toString(), thrown);
    }

    /** Configures an instance; without one that is named, instance 0. */
    public void configure(Map<String, ?> properties) {
        Map<String, Object> all = new HashMap<>(properties);
        all.putIfAbsent("instance", 0);
        try {
            tables.configure(InstanceSettings.read(all));
        } catch (InstanceSettings.WrongValue e) {
            throw new IllegalArgumentException(e);
        }
    }

    public RoutingTables tables() {
        return tables;
    }

    public RoutingTableManager manager() {
        return tables.manager(0, "");
    }

    /** Registers an entity with the IPv4 table. */
    public EntityRegistration register(ProtocolId protocol, int protocolInstance) {
        return register(AddressFamily.IPV4, protocol, protocolInstance);
    }

    public EntityRegistration register(
            AddressFamily family, ProtocolId protocol, int protocolInstance) {
        return register(family, protocol, protocolInstance, EntityOptions.NONE);
    }

    public EntityRegistration register(
            AddressFamily family, ProtocolId protocol, int protocolInstance, EntityOptions brings) {
        return manager().register(EntityInfo.of(family, protocol, protocolInstance), brings);
    }

    public Instant now() {
        return now;
    }

    public void advance(Duration time) {
        now = now.plus(time);
        tables.callDue();
    }

    /** Does something on each thread that asks for the time, before it is told. */
    public void whenAskedForTheTime(Runnable action) {
        whenAskedForTheTime = action;
    }

    /** What was logged so far. */
    public List<Logged> logged() {
        return List.copyOf(log);
    }

    /** Checks that a call is refused, with this status and this message, word for word. */
    public static void assertRefused(ThrowingCallable call, RtmStatus status, String message) {
        assertThatExceptionOfType(RtmException.class)
                .isThrownBy(call)
                .withMessage(message)
                .extracting(RtmException::status)
                .isEqualTo(status);
    }

    @Override
    public void close() {
        tables.close();
    }
}
