package org.rtm.jmx;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.monitor.EntityStatus;
import org.rtm.api.monitor.ForwardingMonitor;
import org.rtm.api.monitor.ForwardingStatus.State;
import org.rtm.api.monitor.InstanceStatus;
import org.rtm.api.monitor.NotificationMonitor;
import org.rtm.api.monitor.NotificationStatus;
import org.rtm.api.monitor.RtmMonitor;
import org.rtm.api.monitor.TableStatus;

/** Shows the figures at the JVM's own MBean server, which opens no connection by itself. */
@Component(
        service = {},
        immediate = true)
public final class RouterBean implements RouterMXBean {
    static final String NAME = "org.rtm:type=Router";

    private final RtmMonitor monitor;
    private final ObjectName name;
    private final List<ForwardingMonitor> forwarders = new CopyOnWriteArrayList<>();
    private volatile NotificationMonitor notifications;

    @Activate
    public RouterBean(@Reference RtmMonitor monitor) throws JMException {
        this.monitor = monitor;
        this.name = new ObjectName(NAME);
        ManagementFactory.getPlatformMBeanServer().registerMBean(this, name);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void setNotifications(NotificationMonitor newNotifications) {
        notifications = newNotifications;
    }

    public void unsetNotifications(NotificationMonitor oldNotifications) {
        if (notifications == oldNotifications) {
            notifications = null;
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void addForwarder(ForwardingMonitor forwarder) {
        forwarders.add(forwarder);
    }

    public void removeForwarder(ForwardingMonitor forwarder) {
        forwarders.remove(forwarder);
    }

    @Override
    public Map<Integer, InstanceFigures> getInstances() {
        return monitor.instances().stream()
                .collect(Collectors.toMap(InstanceStatus::instance, InstanceFigures::new));
    }

    @Override
    public Map<String, TableFigures> getTables() {
        Map<String, TableFigures> figures = new TreeMap<>();
        for (InstanceStatus instance : monitor.instances()) {
            for (TableStatus table : instance.tables()) {
                figures.put(key(instance, table), new TableFigures(table));
            }
        }
        return figures;
    }

    @Override
    public Map<String, EntityFigures> getEntities() {
        Map<String, EntityFigures> figures = new TreeMap<>();
        for (InstanceStatus instance : monitor.instances()) {
            for (TableStatus table : instance.tables()) {
                for (EntityStatus entity : table.entities()) {
                    figures.put(key(entity.info()), new EntityFigures(entity));
                }
            }
        }
        return figures;
    }

    @Override
    public Map<String, NotificationFigures> getNotifications() {
        NotificationMonitor current = notifications;
        List<NotificationStatus> registrations =
                current == null ? List.of() : current.registrations();
        Map<String, Integer> places = new HashMap<>();
        Map<String, NotificationFigures> figures = new TreeMap<>();
        for (NotificationStatus registration : registrations) {
            String entity = key(registration.entity());
            int place = places.merge(entity, 1, Integer::sum);
            figures.put(entity + "/" + place, new NotificationFigures(registration));
        }
        return figures;
    }

    @Override
    public Map<String, ForwardingFigures> getForwarding() {
        Map<String, ForwardingFigures> figures = new TreeMap<>();
        for (InstanceStatus instance : monitor.instances()) {
            for (TableStatus table : instance.tables()) {
                Map<State, Long> counts = forwarding(instance.instance(), table.family());
                if (!counts.isEmpty()) {
                    figures.put(key(instance, table), new ForwardingFigures(counts));
                }
            }
        }
        return figures;
    }

    private Map<State, Long> forwarding(int instance, AddressFamily family) {
        return forwarders.stream()
                .map(forwarder -> forwarder.counts(instance, family))
                .filter(counts -> !counts.isEmpty())
                .findFirst()
                .orElse(Map.of());
    }

    private static String key(InstanceStatus instance, TableStatus table) {
        return instance.instance() + "/" + table.family();
    }

    private static String key(EntityInfo entity) {
        return entity.instance().orElseThrow() + "/" + entity.family() + "/" + entity.id();
    }

    @Deactivate
    void stop() throws JMException {
        ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
    }
}
