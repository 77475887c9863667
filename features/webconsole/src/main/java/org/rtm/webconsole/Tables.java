package org.rtm.webconsole;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.ProtocolId;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.RtmException;
import org.rtm.api.RtmStatus;
import org.rtm.api.monitor.InstanceStatus;
import org.rtm.api.monitor.NotificationMonitor;
import org.rtm.api.monitor.NotificationStatus;
import org.rtm.api.monitor.RtmMonitor;
import org.rtm.api.notify.ChangeNotifier;

/**
 * The tables as the page reads them, by one entity in each, which is registered when somebody first
 * looks. Outlives the bundles of the RTM: while they are away there is nothing to see.
 */
@Component(service = Tables.class)
public final class Tables {
    /** The shell counts from 1: who it is shall not depend on who looks here. */
    private static final int FIRST_PROTOCOL_INSTANCE = 80;

    private record Key(int instance, AddressFamily family) {}

    private final List<RoutingTableManager> managers = new CopyOnWriteArrayList<>();
    private final Map<Key, EntityRegistration> readers = new HashMap<>();
    private volatile RtmMonitor monitor;
    private volatile NotificationMonitor notificationMonitor;
    private volatile ChangeNotifier notifier;

    @Activate
    public Tables() {}

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void addManager(RoutingTableManager manager) {
        managers.add(manager);
    }

    /** Lets go of what was read there: an ended registration leads to its bundle's classes. */
    public void removeManager(RoutingTableManager manager) {
        managers.remove(manager);
        synchronized (readers) {
            readers.entrySet()
                    .removeIf(
                            reader -> {
                                boolean isOfIt = reader.getKey().instance() == manager.instance();
                                if (isOfIt && reader.getValue().isOpen()) {
                                    reader.getValue().close();
                                }
                                return isOfIt;
                            });
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void setMonitor(RtmMonitor newMonitor) {
        monitor = newMonitor;
    }

    public void unsetMonitor(RtmMonitor oldMonitor) {
        if (monitor == oldMonitor) {
            monitor = null;
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void setNotificationMonitor(NotificationMonitor newMonitor) {
        notificationMonitor = newMonitor;
    }

    public void unsetNotificationMonitor(NotificationMonitor oldMonitor) {
        if (notificationMonitor == oldMonitor) {
            notificationMonitor = null;
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void setNotifier(ChangeNotifier newNotifier) {
        notifier = newNotifier;
    }

    public void unsetNotifier(ChangeNotifier oldNotifier) {
        if (notifier == oldNotifier) {
            notifier = null;
        }
    }

    /** Returns the instances by number; none while no routing table manager runs. */
    List<InstanceStatus> instances() {
        RtmMonitor current = monitor;
        return current == null ? List.of() : current.instances();
    }

    /** Returns who is told of changes; nobody while there is no notifier. */
    List<NotificationStatus> notifications() {
        NotificationMonitor current = notificationMonitor;
        return current == null ? List.of() : current.registrations();
    }

    Optional<ChangeNotifier> notifier() {
        return Optional.ofNullable(notifier);
    }

    /** Returns the registration by which a table is read. */
    EntityRegistration reader(int instance, AddressFamily family) {
        synchronized (readers) {
            Key key = new Key(instance, family);
            EntityRegistration known = readers.get(key);
            if (known != null && known.isOpen()) {
                return known;
            }
            EntityRegistration fresh = register(instance, family);
            readers.put(key, fresh);
            return fresh;
        }
    }

    private EntityRegistration register(int instance, AddressFamily family) {
        RoutingTableManager manager =
                managers.stream()
                        .filter(candidate -> candidate.instance() == instance)
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "no routing table manager runs for instance %d; the bundle is rtm-impl"
                                                        .formatted(instance)));
        for (int protocolInstance = FIRST_PROTOCOL_INSTANCE; ; protocolInstance++) {
            try {
                return manager.register(
                        EntityInfo.of(family, ProtocolId.NETMGMT, protocolInstance)
                                .inInstance(instance)
                                .named("web console"));
            } catch (RtmException refusal) {
                if (refusal.status() != RtmStatus.ALREADY_EXISTS) {
                    throw refusal;
                }
            }
        }
    }

    @Deactivate
    public void close() {
        synchronized (readers) {
            readers.values().forEach(EntityRegistration::close);
            readers.clear();
        }
    }
}
