package org.rtm.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.service.log.Logger;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteInfo;
import org.rtm.api.monitor.ForwardingMonitor;
import org.rtm.api.monitor.ForwardingStatus;
import org.rtm.api.monitor.ForwardingStatus.State;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.ChangeType;
import org.rtm.impl.InstanceSettings;
import org.rtm.impl.RoutingTables;
import org.rtm.notify.Notifier;

class RouterBeanTest {
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final RoutingTables tables = new RoutingTables(InstantSource.system(), silent());
    private final Notifier notifier = new Notifier();
    private ObjectName name;
    private RouterBean bean;
    private EntityRegistration rip;

    private static Logger silent() {
        return (Logger)
                Proxy.newProxyInstance(
                        RouterBeanTest.class.getClassLoader(),
                        new Class<?>[] {Logger.class},
                        (proxy, method, arguments) -> null);
    }

    @BeforeEach
    void start() throws Exception {
        tables.configure(InstanceSettings.read(Map.of("instance", 0)));
        rip =
                tables.manager(0, "rip-bundle")
                        .register(
                                EntityInfo.of(AddressFamily.IPV4, ProtocolId.RIP, 1).named("rip"));
        rip.addRoute(NetAddress.parse("10.0.0.0/8"), RouteInfo.via());
        name = new ObjectName(RouterBean.NAME);
        bean = new RouterBean(tables);
        bean.setNotifications(notifier);
    }

    @AfterEach
    void stop() throws Exception {
        if (server.isRegistered(name)) {
            bean.stop();
        }
        tables.close();
    }

    @Test
    void a_client_of_jmx_reads_instances_and_tables() throws Exception {
        assertThat(row("Instances", 0).get("tables")).isEqualTo(2);
        assertThat(row("Instances", 0).get("refusal")).isEqualTo("");
        CompositeData table = row("Tables", "0/IPv4");
        assertThat(table.get("destinations")).isEqualTo(1L);
        assertThat(table.get("routes")).isEqualTo(1L);
        assertThat(table.get("changes")).isEqualTo(1L);
        assertThat(table.get("entities")).isEqualTo(1);
        assertThat(table.get("locksTakenAway")).isEqualTo(0L);
    }

    @Test
    void a_client_of_jmx_reads_entities() throws Exception {
        rip.entity();

        CompositeData entity = row("Entities", "0/IPv4/RIP-1");

        assertThat(entity.get("name")).isEqualTo("rip");
        assertThat(entity.get("bundle")).isEqualTo("rip-bundle");
        assertThat(entity.get("bestRoutes")).isEqualTo(1L);
        assertThat(entity.get("handles")).isEqualTo(1L);
        assertThat(entity.get("retained")).isEqualTo(false);
    }

    @Test
    void a_client_of_jmx_reads_who_is_told_of_changes_while_there_is_a_notifier() throws Exception {
        notifier.register(rip, ChangeRequest.of(ChangeType.BEST), Optional.empty());
        rip.addRoute(NetAddress.parse("11.0.0.0/8"), RouteInfo.via());

        assertThat(row("Notifications", "0/IPv4/RIP-1/1").get("pending")).isEqualTo(1L);

        bean.unsetNotifications(notifier);
        assertThat(table("Notifications").isEmpty()).isTrue();
    }

    @Test
    void a_client_of_jmx_reads_how_best_routes_fare_while_something_forwards_them()
            throws Exception {
        ForwardingMonitor forwarder = new Ipv4Forwarder();
        assertThat(table("Forwarding").isEmpty()).isTrue();

        bean.addForwarder(forwarder);

        assertThat(table("Forwarding").size()).isEqualTo(1);
        CompositeData figures = row("Forwarding", "0/IPv4");
        assertThat(figures.get("installed")).isEqualTo(5L);
        assertThat(figures.get("queued")).isEqualTo(2L);
        assertThat(figures.get("rejected")).isEqualTo(0L);

        bean.removeForwarder(forwarder);
        assertThat(table("Forwarding").isEmpty()).isTrue();
    }

    private static final class Ipv4Forwarder implements ForwardingMonitor {
        @Override
        public Set<Integer> instances() {
            return Set.of(0);
        }

        @Override
        public Optional<ForwardingStatus> status(int instance, NetAddress destination) {
            return Optional.empty();
        }

        @Override
        public Map<State, Long> counts(int instance, AddressFamily family) {
            return instance == 0 && family == AddressFamily.IPV4
                    ? Map.of(State.INSTALLED, 5L, State.QUEUED, 2L, State.REJECTED, 0L)
                    : Map.of();
        }
    }

    @Test
    void nothing_can_be_changed_or_called() throws Exception {
        MBeanInfo info = server.getMBeanInfo(name);

        assertThat(info.getAttributes()).hasSize(5).noneMatch(MBeanAttributeInfo::isWritable);
        assertThat(info.getOperations()).isEmpty();
    }

    @Test
    void the_bean_goes_with_its_component() throws Exception {
        bean.stop();

        assertThat(server.isRegistered(name)).isFalse();
    }

    private CompositeData row(String attribute, Object key) throws Exception {
        return (CompositeData) table(attribute).get(new Object[] {key}).get("value");
    }

    private TabularData table(String attribute) throws Exception {
        return (TabularData) server.getAttribute(name, attribute);
    }
}
