package org.rtm.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Collection;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityListener;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteInfo;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.RtmException;
import org.rtm.api.RtmStatus;
import org.rtm.api.monitor.InstanceStatus;
import org.rtm.api.monitor.RtmMonitor;

/** The service of the table: where it comes from, and what ends with whom. */
class TableServiceTest {
    private static final String PID = "org.rtm.instance";
    private static final EntityInfo STATIC =
            EntityInfo.of(AddressFamily.IPV4, ProtocolId.NT_STATIC, 1);
    private static final NetAddress TEN = NetAddress.parse("10.0.0.0/8");

    @InjectBundleContext BundleContext context;

    @InjectService(timeout = 5000)
    ConfigurationAdmin configurations;

    @InjectService(timeout = 5000)
    RoutingTableManager rtm;

    @AfterEach
    void removeConfigurations(@InjectService RtmMonitor monitor) throws Exception {
        Configuration[] left =
                configurations.listConfigurations("(service.factoryPid=" + PID + ")");
        if (left != null) {
            for (Configuration configuration : left) {
                configuration.delete();
            }
        }
        Waiting.until("only instance 0 is left", () -> monitor.instances().size() == 1);
    }

    @Test
    void instance_0_exists_without_any_configuration() {
        assertThat(rtm.instance()).isZero();
        try (EntityRegistration entity = rtm.register(STATIC)) {
            entity.addRoute(TEN, RouteInfo.via());

            assertThat(entity.mostSpecific(NetAddress.parse("10.1.2.3"))).isPresent();
        }
    }

    @Test
    void an_instance_comes_and_goes_with_its_configuration() throws Exception {
        Configuration configuration = configure("7", "instance", 7);
        Waiting.until("instance 7 has a service", () -> service(7) != null);
        EntityRegistration entity = rtm.register(STATIC.inInstance(7));

        configuration.delete();

        Waiting.until("instance 7 has no service", () -> service(7) == null);
        Waiting.until("its registrations have ended", () -> hasEnded(entity));
        assertThatExceptionOfType(RtmException.class)
                .isThrownBy(() -> rtm.register(STATIC.inInstance(7)))
                .withMessage("instance 7 is not configured; configured are [0]")
                .extracting(RtmException::status)
                .isEqualTo(RtmStatus.FILE_NOT_FOUND);
    }

    @Test
    void a_wrong_value_is_refused_and_the_instance_keeps_running_on_its_last_good_configuration(
            @InjectService RtmMonitor monitor) throws Exception {
        Configuration configuration = configure("8", "instance", 8, "next.hops.in.route", 2);
        Waiting.until("instance 8 has a service", () -> service(8) != null);

        configuration.update(properties("instance", 8, "next.hops.in.route", 100000));

        Waiting.until("it is refused", () -> status(monitor, 8).refusal().isPresent());
        assertThat(status(monitor, 8).refusal())
                .contains("next.hops.in.route is '100000'; allowed is a number from 1 to 1024");
        assertThat(status(monitor, 8).configuration()).containsEntry("next.hops.in.route", "2");
        try (EntityRegistration entity = rtm.register(STATIC.inInstance(8))) {
            assertThat(entity.profile().maxNextHopsInRoute()).isEqualTo(2);
        }
    }

    @Test
    void an_instance_whose_first_configuration_was_refused_cannot_be_registered_with(
            @InjectService RtmMonitor monitor) throws Exception {
        configure("9", "instance", "9", "views", new String[] {"0=unicast", "40=far"});
        Waiting.until(
                "it is refused",
                () -> monitor.instances().stream().anyMatch(it -> it.instance() == 9));

        assertThatExceptionOfType(RtmException.class)
                .isThrownBy(() -> rtm.register(STATIC.inInstance(9)))
                .withMessageStartingWith(
                        "instance 9 never had a valid configuration: views is '40=far'")
                .extracting(RtmException::status)
                .isEqualTo(RtmStatus.BAD_CONFIGURATION);
        assertThat(service(9)).isNull();
    }

    @Test
    void removing_an_address_family_ends_its_registrations_and_tells_them() throws Exception {
        Configuration configuration = configure("6", "instance", 6);
        Waiting.until("instance 6 has a service", () -> service(6) != null);
        BlockingQueue<String> reasons = new LinkedBlockingQueue<>();
        EntityRegistration entity =
                rtm.register(
                        STATIC.inInstance(6),
                        EntityOptions.NONE.listener(
                                new EntityListener() {
                                    @Override
                                    public void registrationEnded(String reason) {
                                        reasons.add(reason);
                                    }
                                }));

        configuration.update(properties("instance", 6, "address.families", "ipv6"));

        assertThat(reasons.poll(20, TimeUnit.SECONDS))
                .isEqualTo("instance 6 has no IPv4 table any more");
        assertThat(hasEnded(entity)).isTrue();
    }

    @Test
    void the_registrations_of_a_bundle_end_when_it_stops() throws Exception {
        Bundle client = context.installBundle("test:client", Bundles.empty("test.client"));
        client.start();
        BundleContext clientContext = client.getBundleContext();
        ServiceReference<RoutingTableManager> reference =
                clientContext.getServiceReference(RoutingTableManager.class);
        EntityRegistration entity = clientContext.getService(reference).register(STATIC);
        entity.addRoute(TEN, RouteInfo.via());

        client.stop();

        assertThat(hasEnded(entity)).isTrue();
        try (EntityRegistration again = rtm.register(STATIC)) {
            assertThat(again.mostSpecific(TEN)).isEmpty();
        }
        client.uninstall();
    }

    @Test
    void a_registration_outlives_the_last_use_of_the_service() {
        ServiceReference<RoutingTableManager> reference =
                context.getServiceReference(RoutingTableManager.class);
        EntityInfo second = EntityInfo.of(AddressFamily.IPV4, ProtocolId.NT_STATIC, 2);
        try (EntityRegistration entity = context.getService(reference).register(second)) {
            context.ungetService(reference);

            entity.addRoute(TEN, RouteInfo.via());

            assertThat(entity.mostSpecific(TEN)).isPresent();
        }
    }

    @Test
    void stopping_the_table_ends_all_registrations_and_starting_it_gives_an_empty_table()
            throws Exception {
        Bundle table = Bundles.named(context, "rtm-impl");
        EntityRegistration entity = rtm.register(STATIC);
        entity.addRoute(TEN, RouteInfo.via());

        table.stop();

        assertThat(hasEnded(entity)).isTrue();
        assertThat(context.getServiceReference(RoutingTableManager.class)).isNull();
        assertThatExceptionOfType(RtmException.class)
                .isThrownBy(() -> rtm.register(STATIC))
                .withMessage("this routing table manager has ended");

        table.start();

        Waiting.until("the service is back", () -> service(0) != null);
        RoutingTableManager next = context.getService(service(0));
        try (EntityRegistration again = next.register(STATIC)) {
            assertThat(again.mostSpecific(TEN)).isEmpty();
        }
    }

    private Configuration configure(String name, Object... properties) throws Exception {
        Configuration configuration = configurations.getFactoryConfiguration(PID, name, "?");
        configuration.update(properties(properties));
        return configuration;
    }

    private static Dictionary<String, Object> properties(Object... namesAndValues) {
        Dictionary<String, Object> properties = new Hashtable<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return properties;
    }

    private ServiceReference<RoutingTableManager> service(int instance) throws Exception {
        Collection<ServiceReference<RoutingTableManager>> found =
                context.getServiceReferences(
                        RoutingTableManager.class, "(rtm.instance=" + instance + ")");
        return found.isEmpty() ? null : found.iterator().next();
    }

    private static InstanceStatus status(RtmMonitor monitor, int instance) {
        return monitor.instances().stream()
                .filter(it -> it.instance() == instance)
                .findFirst()
                .orElseThrow();
    }

    private static boolean hasEnded(EntityRegistration entity) {
        try {
            entity.entity().close();
            return false;
        } catch (RtmException e) {
            assertThat(e.status()).isEqualTo(RtmStatus.INVALID_HANDLE);
            return true;
        }
    }
}
