package org.rtm.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.osgi.service.log.Logger;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteInfo;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.RtmException;
import org.rtm.api.RtmStatus;
import org.rtm.api.monitor.RtmMonitor;
import org.rtm.api.provider.RegisteredEntity;
import org.rtm.impl.InstanceSettings;
import org.rtm.impl.RoutingTables;

/** An RTM without a framework: the real tables of one instance, and words for the tests. */
public final class Router implements AutoCloseable {
    static final int MAX_CHANGE_REGISTRATIONS = 8;
    static final int MAX_HANDLES_IN_CALL = 100;

    private static final int MOST_SECONDS = 30;

    private final RoutingTables tables;

    Router() {
        this(InstantSource.system());
    }

    /** A router with a clock that the test sets: {@link #callDue} after each step. */
    Router(InstantSource clock) {
        this(
                clock,
                Map.of(
                        "handles.in.call", MAX_HANDLES_IN_CALL,
                        "change.registrations", MAX_CHANGE_REGISTRATIONS));
    }

    /** The same with a configuration for instance 0, as an operator writes it. */
    public Router(InstantSource clock, Map<String, ?> configuration) {
        Logger silent =
                (Logger)
                        Proxy.newProxyInstance(
                                Router.class.getClassLoader(),
                                new Class<?>[] {Logger.class},
                                (proxy, method, arguments) -> null);
        tables = new RoutingTables(clock, silent);
        configure(configuration);
    }

    /** Has instance 0 go on with another number of registrations for changes. */
    void configure(int maxChangeRegistrations) {
        configure(
                Map.of(
                        "handles.in.call", MAX_HANDLES_IN_CALL,
                        "change.registrations", maxChangeRegistrations));
    }

    /** Has an instance, 0 if none is named, go on with another configuration. */
    public void configure(Map<String, ?> configuration) {
        Map<String, Object> all = new HashMap<>(configuration);
        all.putIfAbsent("instance", 0);
        try {
            tables.configure(InstanceSettings.read(all));
        } catch (InstanceSettings.WrongValue e) {
            throw new AssertionError(e);
        }
    }

    public RoutingTableManager manager() {
        return tables.manager(0, "");
    }

    RtmMonitor monitor() {
        return tables;
    }

    public void callDue() {
        tables.callDue();
    }

    private EntityRegistration register(AddressFamily family, int protocolInstance) {
        return manager().register(EntityInfo.of(family, ProtocolId.NT_STATIC, protocolInstance));
    }

    EntityRegistration register(int protocolInstance) {
        return register(AddressFamily.IPV4, protocolInstance);
    }

    EntityRegistration registerIpv6(int protocolInstance) {
        return register(AddressFamily.IPV6, protocolInstance);
    }

    @Override
    public void close() {
        tables.close();
    }

    static NetAddress prefix(String text) {
        return NetAddress.parse(text);
    }

    /** A route without next hops, in the unicast view. */
    static RouteInfo metric(long metric) {
        return RouteInfo.via().metric(metric);
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until all call-backs that an entity has to get by now were made. */
    static void settle(EntityRegistration entity) {
        CountDownLatch settled = new CountDownLatch(1);
        RegisteredEntity.of(entity).submit(settled::countDown);
        await(settled);
    }

    static void assertRefused(RtmStatus status, String message, ThrowingCallable call) {
        assertThatExceptionOfType(RtmException.class)
                .isThrownBy(call)
                .withMessage(message)
                .extracting(RtmException::status)
                .isEqualTo(status);
    }

    /** The same for a refusal in the words of the table. */
    static void assertRefused(RtmStatus status, ThrowingCallable call) {
        assertThatExceptionOfType(RtmException.class)
                .isThrownBy(call)
                .extracting(RtmException::status)
                .isEqualTo(status);
    }

    static void assertNoHandles(EntityRegistration entity) {
        assertThat(entity.handleCounts().values()).containsOnly(0L);
    }

    static void assertNoHandlesBut(EntityRegistration entity, HandleKind kind, long count) {
        assertThat(entity.handleCounts())
                .allSatisfy(
                        (each, number) ->
                                assertThat(number)
                                        .as("%s", each)
                                        .isEqualTo(each == kind ? count : 0));
    }
}
