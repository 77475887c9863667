package org.rtm.protocol.statics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.log.Logger;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.ViewSet;
import org.rtm.api.provider.RegisteredEntity;
import org.rtm.api.provider.TableObserver;
import org.rtm.impl.InstanceSettings;
import org.rtm.impl.RoutingTables;

/** How the component follows Config Admin, which answers as the test says. */
@Timeout(60)
class StaticProtocolTest {
    private static final NetAddress TEN = NetAddress.parse("10.0.0.0/8");

    private final Logger silent = proxy(Logger.class, null);
    private final RoutingTables tables = new RoutingTables(Clock.systemUTC(), silent);
    private final List<Configuration> present = new CopyOnWriteArrayList<>();
    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final CountDownLatch isListed = new CountDownLatch(1);
    private volatile Thread slow;
    private volatile Thread quick;
    private RoutingTableManager rtm;

    @BeforeEach
    void start() throws Exception {
        tables.configure(InstanceSettings.read(Map.of("instance", 0)));
        rtm = tables.manager(0, "");
    }

    @AfterEach
    void stop() {
        tables.close();
    }

    @Test
    void what_was_listed_before_a_change_does_not_undo_it() throws Exception {
        EntityRegistration reader =
                rtm.register(EntityInfo.of(AddressFamily.IPV4, ProtocolId.OTHER, 1));
        List<NetAddress> withdrawn = new CopyOnWriteArrayList<>();
        RegisteredEntity.of(reader).table().attach(recordingTo(withdrawn));
        StaticProtocol protocol = new StaticProtocol(configurations(), silent);
        slow = new Thread(() -> protocol.addManager(rtm));
        slow.start();
        isListed.await();

        present.add(configuration());
        quick = new Thread(() -> protocol.addManager(rtm));
        quick.start();
        quick.join();
        slow.join();

        assertThat(withdrawn).isEmpty();
        assertThat(reader.mostSpecific(TEN, ProtocolId.BEST, ViewSet.UNICAST)).isPresent();
        protocol.stop();
    }

    @Test
    void configurations_that_cannot_be_listed_are_logged_once_until_they_can() {
        present.add(configuration());
        failures.set(2);
        StaticProtocol protocol = new StaticProtocol(configurations(), recording());

        protocol.addManager(rtm);
        protocol.configurationEvent(changed());
        protocol.configurationEvent(changed());

        await(() -> destinations() == 1);
        assertThat(logged)
                .containsExactly("warn the static routes do not follow their configurations yet");
        failures.set(1);
        protocol.configurationEvent(changed());
        await(() -> logged.size() == 2);
        protocol.stop();
    }

    private Logger recording() {
        return (Logger)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {Logger.class},
                        (proxy, method, arguments) -> {
                            logged.add(method.getName() + " " + arguments[0]);
                            return null;
                        });
    }

    private static ConfigurationEvent changed() {
        @SuppressWarnings("unchecked")
        ServiceReference<ConfigurationAdmin> admin = proxy(ServiceReference.class, null);
        return new ConfigurationEvent(
                admin,
                ConfigurationEvent.CM_UPDATED,
                StaticConfiguration.PID,
                StaticConfiguration.PID + "~ten");
    }

    private long destinations() {
        return tables.instances().get(0).tables().stream()
                .mapToLong(table -> table.destinations())
                .sum();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private static TableObserver recordingTo(List<NetAddress> withdrawn) {
        return (destination, all, best, forwarding, gone) -> {
            if (!gone.isEmpty()) {
                withdrawn.add(destination.address());
            }
        };
    }

    /**
     * Fails as often as it is to; then lists what is present, and to the slow one, what was when it
     * asked, as late as can be.
     */
    private ConfigurationAdmin configurations() {
        return (ConfigurationAdmin)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {ConfigurationAdmin.class},
                        (proxy, method, arguments) -> {
                            if (failures.getAndDecrement() > 0) {
                                throw new IOException("the store cannot be read");
                            }
                            Configuration[] listed = present.toArray(new Configuration[0]);
                            if (Thread.currentThread() == slow && isListed.getCount() > 0) {
                                isListed.countDown();
                                while (quick == null || !isDoneOrWaits(quick)) {
                                    Thread.onSpinWait();
                                }
                            }
                            return listed;
                        });
    }

    private static boolean isDoneOrWaits(Thread thread) {
        return thread.getState() == Thread.State.BLOCKED
                || thread.getState() == Thread.State.TERMINATED;
    }

    private static Configuration configuration() {
        Dictionary<String, Object> properties =
                new Hashtable<>(Map.of("prefix", "10.0.0.0/8", "blackhole", "true"));
        return (Configuration)
                Proxy.newProxyInstance(
                        StaticProtocolTest.class.getClassLoader(),
                        new Class<?>[] {Configuration.class},
                        (proxy, method, arguments) ->
                                method.getName().equals("getPid")
                                        ? StaticConfiguration.PID + "~ten"
                                        : properties);
    }

    private static <T> T proxy(Class<T> type, Object answer) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) ->
                                method.getReturnType() == boolean.class ? false : answer));
    }
}
