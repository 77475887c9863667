package org.rtm.impl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.rtm.impl.TestRouter.assertRefused;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.log.Logger;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.ProtocolId;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.RtmStatus;
import org.rtm.api.monitor.InstanceStatus;

class InstanceFactoryTest {
    private static final EntityInfo RIP = EntityInfo.of(AddressFamily.IPV4, ProtocolId.RIP, 1);

    private final Framework framework = new Framework();
    private final List<String> errors = new ArrayList<>();
    private final Logger log =
            framework.proxy(
                    Logger.class,
                    Map.of(
                            "error",
                            arguments ->
                                    errors.add(
                                            ((String) arguments[0])
                                                    .replace("{}", "%s")
                                                    .formatted(arguments[1], arguments[2]))));
    private final InstanceFactory factory = new InstanceFactory(framework.context(), log);
    private boolean stopped;

    @AfterEach
    void stop() {
        if (!stopped) {
            factory.stop();
        }
    }

    private void configure(String pid, Object... keysAndValues) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Constants.SERVICE_PID, pid);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        factory.updated(pid, properties);
    }

    /** Configures wrongly, and checks that an operator reads why. */
    private void assertConfigurationRefused(String reason, String pid, Object... keysAndValues) {
        configure(pid, keysAndValues);

        assertThat(errors).last().isEqualTo("the configuration " + pid + " was refused: " + reason);
    }

    private InstanceStatus status(int instance) {
        return factory.instances().stream()
                .filter(status -> status.instance() == instance)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void instance_0_runs_without_any_configuration_and_is_ranked_first() {
        assertThat(framework.services).containsOnlyKeys(0);
        assertThat(framework.services.get(0).get(Constants.SERVICE_RANKING)).isEqualTo(1);
        assertThat(framework.manager(0, framework.bundle("client")).register(RIP).info().instance())
                .hasValue(0);
    }

    @Test
    void a_configuration_starts_an_instance_with_a_service_of_its_own() {
        configure("a", "instance", 5, "opaque.slots", "3");

        assertThat(framework.services).containsOnlyKeys(0, 5);
        assertThat(framework.services.get(5).get(Constants.SERVICE_RANKING)).isNull();
        assertThat(framework.manager(5, framework.bundle("client")).instance()).isEqualTo(5);
        assertThat(status(5).configuration()).containsEntry("opaque.slots", "3");
    }

    @Test
    void a_wrong_configuration_is_refused_and_the_last_good_one_stays() {
        configure("a", "instance", 5, "opaque.slots", 3);
        EntityRegistration registration =
                framework.manager(5, framework.bundle("client")).register(RIP);

        assertConfigurationRefused(
                "opaque.slots is '-1'; allowed is a number from 0 to 1024",
                "a",
                "instance",
                5,
                "opaque.slots",
                -1);

        assertThat(registration.entities().list()).hasSize(1);
        assertThat(status(5).configuration()).containsEntry("opaque.slots", "3");
        assertThat(status(5).refusal())
                .contains("opaque.slots is '-1'; allowed is a number from 0 to 1024");
        assertThat(framework.services).containsOnlyKeys(0, 5);
    }

    @Test
    void a_wrong_first_configuration_gives_bad_configuration_until_a_good_one_comes() {
        assertConfigurationRefused(
                "views is '32=x'; allowed is number=name with numbers from 0 to 31 and names"
                        + " of letters, digits and '-', each once; 0=unicast is among them, and 1 and"
                        + " multicast only go together",
                "a",
                "instance",
                5,
                "views",
                "32=x");
        RoutingTableManager zero = framework.manager(0, framework.bundle("client"));

        assertThat(framework.services).containsOnlyKeys(0);
        assertThatThrownBy(() -> zero.register(RIP.inInstance(5)))
                .hasMessageStartingWith(
                        "instance 5 never had a valid configuration: views is '32=x'")
                .extracting("status")
                .isEqualTo(RtmStatus.BAD_CONFIGURATION);

        configure("a", "instance", 5);

        assertThat(framework.services).containsOnlyKeys(0, 5);
        assertThat(zero.register(RIP.inInstance(5)).info().instance()).hasValue(5);
    }

    @Test
    void a_configuration_that_names_no_instance_is_refused_and_concerns_nobody() {
        assertConfigurationRefused("instance is not set; allowed is a number from 0 to 65535", "a");
        assertConfigurationRefused(
                "instance is '65536'; allowed is a number from 0 to 65535", "a", "instance", 65536);

        assertThat(factory.instances()).extracting(InstanceStatus::instance).containsExactly(0);
        assertThat(status(0).refusal()).isEmpty();
    }

    @Test
    void a_second_configuration_of_an_instance_is_refused_and_the_first_goes_on() {
        configure("a", "instance", 5, "opaque.slots", 3);

        assertConfigurationRefused(
                "instance is '5'; allowed is a number that no other configuration has,"
                        + " and a has it",
                "b",
                "instance",
                5);
        factory.deleted("b");

        assertThat(status(5).configuration()).containsEntry("opaque.slots", "3");
        assertThat(status(5).refusal()).isEmpty();
    }

    @Test
    void a_configuration_that_takes_another_number_moves_to_that_instance() {
        configure("a", "instance", 5);
        EntityRegistration five = framework.manager(5, framework.bundle("client")).register(RIP);

        configure("a", "instance", 6);

        assertThat(framework.services).containsOnlyKeys(0, 6);
        assertThat(factory.instances()).extracting(InstanceStatus::instance).containsExactly(0, 6);
        assertRefused(
                five::entity, RtmStatus.INVALID_HANDLE, "the registration of RIP-1 has ended");
    }

    @Test
    void a_configuration_that_never_ran_and_takes_another_number_leaves_the_first_alone() {
        configure("a", "instance", 5, "views", "x");
        RoutingTableManager zero = framework.manager(0, framework.bundle("client"));

        configure("a", "instance", 6, "views", "x");

        assertRefused(
                () -> zero.register(RIP.inInstance(5)),
                RtmStatus.FILE_NOT_FOUND,
                "instance 5 is not configured; configured are [0, 6]");
        assertThatThrownBy(() -> zero.register(RIP.inInstance(6)))
                .extracting("status")
                .isEqualTo(RtmStatus.BAD_CONFIGURATION);
    }

    @Test
    void deleting_a_configuration_removes_the_instance_its_service_first() {
        configure("a", "instance", 5);
        List<String> order = framework.events;
        framework
                .manager(5, framework.bundle("client"))
                .register(RIP, org.rtm.api.EntityOptions.NONE.listener(framework.listener()));

        factory.deleted("a");

        framework.ended.await("end: instance 5 was removed from the configuration");
        assertThat(framework.services).containsOnlyKeys(0);
        assertThat(order).contains("unregistered 5 with [0, 5] running");
        assertThat(factory.instances()).extracting(InstanceStatus::instance).containsExactly(0);
    }

    @Test
    void deleting_the_configuration_of_instance_0_brings_back_the_defaults() {
        configure("a", "instance", 0, "opaque.slots", 3);
        EntityRegistration registration =
                framework.manager(0, framework.bundle("client")).register(RIP);
        assertThat(status(0).configuration()).containsEntry("opaque.slots", "3");

        factory.deleted("a");

        assertThat(status(0).configuration()).containsEntry("opaque.slots", "16");
        assertThat(registration.entities().list()).as("nothing changed that ends it").hasSize(1);
        assertThat(framework.services).containsOnlyKeys(0);
    }

    @Test
    void a_wrong_configuration_of_instance_0_leaves_it_running() {
        configure("a", "instance", 0, "opaque.slots", "many");

        assertThat(status(0).refusal())
                .contains("opaque.slots is 'many'; allowed is a number from 0 to 1024");
        assertThat(framework.manager(0, framework.bundle("client")).register(RIP).info().instance())
                .hasValue(0);

        factory.deleted("a");

        assertThat(status(0).refusal()).isEmpty();
    }

    @Test
    void deleting_an_unknown_configuration_does_nothing() {
        factory.deleted("unknown");

        assertThat(framework.services).containsOnlyKeys(0);
    }

    @Test
    void the_registrations_of_a_bundle_end_when_it_stops() {
        Bundle client = framework.bundle("client");
        Bundle other = framework.bundle("other");
        EntityRegistration left = framework.manager(0, client).register(RIP);
        EntityRegistration closed =
                framework
                        .manager(0, client)
                        .register(EntityInfo.of(AddressFamily.IPV6, ProtocolId.RIP, 1));
        EntityRegistration others =
                framework
                        .manager(0, other)
                        .register(EntityInfo.of(AddressFamily.IPV4, ProtocolId.OSPF, 1));
        closed.close();

        framework.stop(client);

        assertRefused(
                left::entity, RtmStatus.INVALID_HANDLE, "the registration of RIP-1 has ended");
        assertThat(others.entities().stream().map(entity -> entity.info().name()))
                .containsExactly("OSPF-1");
        assertThat(status(0).tables().get(0).entities().get(0).bundle()).isEqualTo("other");
    }

    @Test
    void a_bundle_that_has_stopped_registers_nobody() {
        Bundle client = framework.bundle("client");
        RoutingTableManager manager = framework.manager(0, client);
        framework.stop(client);

        assertRefused(
                () -> manager.register(RIP),
                RtmStatus.INVALID_HANDLE,
                "bundle client has stopped, so it cannot register RIP-1");

        assertThat(status(0).tables().get(0).entities()).isEmpty();
    }

    @Test
    void the_stop_takes_back_every_service_and_ends_every_registration() {
        configure("a", "instance", 5);
        EntityRegistration five = framework.manager(5, framework.bundle("client")).register(RIP);

        factory.stop();
        stopped = true;

        assertThat(framework.services).isEmpty();
        assertThat(framework.listeners).isEmpty();
        assertRefused(
                five::entity, RtmStatus.INVALID_HANDLE, "the registration of RIP-1 has ended");
    }

    /** As much of a framework as the factory touches. */
    private final class Framework {
        private final Map<Integer, Dictionary<String, ?>> services = new TreeMap<>();
        private final Map<Integer, ServiceFactory<?>> factories = new TreeMap<>();
        private final List<SynchronousBundleListener> listeners = new ArrayList<>();
        private final List<Bundle> stoppedBundles = new ArrayList<>();
        private final List<String> events = new ArrayList<>();
        private final RecordingListener ended = new RecordingListener();

        private interface Answer {
            Object to(Object[] arguments);
        }

        /** An object that answers some methods, and does nothing in the others. */
        <T> T proxy(Class<T> type, Map<String, Answer> answers) {
            return type.cast(
                    Proxy.newProxyInstance(
                            type.getClassLoader(),
                            new Class<?>[] {type},
                            (proxy, method, arguments) -> {
                                if (answers.containsKey(method.getName())) {
                                    return answers.get(method.getName()).to(arguments);
                                }
                                return switch (method.getName()) {
                                    case "equals" -> proxy == arguments[0];
                                    case "hashCode" -> System.identityHashCode(proxy);
                                    case "toString" -> type.getSimpleName();
                                    default -> null;
                                };
                            }));
        }

        BundleContext context() {
            return proxy(
                    BundleContext.class,
                    Map.of(
                            "registerService",
                            arguments ->
                                    register(
                                            (ServiceFactory<?>) arguments[1],
                                            (Dictionary<?, ?>) arguments[2]),
                            "addBundleListener",
                            arguments -> listeners.add((SynchronousBundleListener) arguments[0]),
                            "removeBundleListener",
                            arguments -> listeners.remove(arguments[0])));
        }

        @SuppressWarnings("unchecked")
        private ServiceRegistration<?> register(
                ServiceFactory<?> service, Dictionary<?, ?> properties) {
            int instance = (Integer) properties.get(RoutingTableManager.INSTANCE);
            assertThat(services).doesNotContainKey(instance);
            services.put(instance, (Dictionary<String, ?>) properties);
            factories.put(instance, service);
            return proxy(
                    ServiceRegistration.class,
                    Map.of(
                            "unregister",
                            arguments -> {
                                events.add(
                                        "unregistered %d with %s running"
                                                .formatted(
                                                        instance,
                                                        factory.instances().stream()
                                                                .map(InstanceStatus::instance)
                                                                .toList()));
                                return services.remove(instance);
                            }));
        }

        Bundle bundle(String name) {
            Bundle[] bundle = new Bundle[1];
            bundle[0] =
                    proxy(
                            Bundle.class,
                            Map.of(
                                    "getSymbolicName",
                                    arguments -> name,
                                    "getState",
                                    arguments ->
                                            stoppedBundles.contains(bundle[0])
                                                    ? Bundle.RESOLVED
                                                    : Bundle.ACTIVE));
            return bundle[0];
        }

        RoutingTableManager manager(int instance, Bundle client) {
            return (RoutingTableManager) factories.get(instance).getService(client, null);
        }

        RecordingListener listener() {
            return ended;
        }

        void stop(Bundle bundle) {
            stoppedBundles.add(bundle);
            BundleEvent event = new BundleEvent(BundleEvent.STOPPED, bundle, bundle);
            listeners.forEach(listener -> listener.bundleChanged(event));
        }
    }
}
