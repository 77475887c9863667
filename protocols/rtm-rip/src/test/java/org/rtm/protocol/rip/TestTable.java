package org.rtm.protocol.rip;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.service.log.Logger;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.ProtocolId;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.provider.RegisteredEntity;
import org.rtm.impl.InstanceSettings;
import org.rtm.impl.RoutingTables;

/** The real routing table, with a clock that stands still until it is moved. */
final class TestTable implements AutoCloseable {
    private final RoutingTables tables;
    private volatile Instant now = Instant.parse("2024-01-01T00:00:00Z");

    TestTable() {
        Logger silent =
                (Logger)
                        Proxy.newProxyInstance(
                                TestTable.class.getClassLoader(),
                                new Class<?>[] {Logger.class},
                                (proxy, method, arguments) -> null);
        tables = new RoutingTables(() -> now, silent);
        configure(Map.of());
    }

    /** Lets instance 0 go on with other settings. */
    void configure(Map<String, ?> settings) {
        Map<String, Object> properties = new HashMap<>(settings);
        properties.put("instance", 0);
        try {
            tables.configure(InstanceSettings.read(properties));
        } catch (InstanceSettings.WrongValue e) {
            throw new AssertionError(e);
        }
    }

    RoutingTableManager manager() {
        return tables.manager(0, "");
    }

    EntityRegistration register(ProtocolId protocol, EntityOptions options) {
        return manager().register(EntityInfo.of(AddressFamily.IPV4, protocol, 1), options);
    }

    void pass(Duration time) {
        now = now.plus(time);
        tables.callDue();
    }

    /** Waits until all call-backs that an entity has to get by now were made. */
    static void settle(EntityRegistration entity) {
        CountDownLatch settled = new CountDownLatch(1);
        RegisteredEntity.of(entity).submit(settled::countDown);
        try {
            if (!settled.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("the entity's call-backs take more than 30 seconds");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        tables.close();
    }
}
