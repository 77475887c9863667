package org.rtm.shell.entity;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityId;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.RtmException;
import org.rtm.api.RtmStatus;
import org.rtm.api.View;
import org.rtm.api.monitor.EntityStatus;
import org.rtm.api.monitor.ForwardingMonitor;
import org.rtm.api.monitor.ForwardingStatus;
import org.rtm.api.monitor.ForwardingStatus.State;
import org.rtm.api.monitor.InstanceStatus;
import org.rtm.api.monitor.RtmMonitor;
import org.rtm.api.monitor.TableStatus;

/**
 * The entities by which the shell reads tables and puts routes into them, two at the most for each
 * table. All sessions share them. They are registered when first needed, and again when their
 * registration has ended meanwhile, or has left routes when this bundle was stopped for an update.
 *
 * <p>Immediate: the routes live as long as this does, and commands come and go with each call.
 */
@Component(service = ShellEntities.class, immediate = true)
public final class ShellEntities {
    /** What an entity of the shell is for. */
    private enum Role {
        /** Reads, and owns what operators add: static routes set by management. */
        OPERATOR(ProtocolId.NETMGMT, "shell"),

        /**
         * Owns what was imported and generated. The protocol is no particular one, so that whatever
         * the router's own protocols learn is better.
         */
        IMPORT(ProtocolId.OTHER, "import");

        /** How long routes wait for this bundle to be back. */
        private static final EntityOptions OPTIONS =
                EntityOptions.NONE.retention(Duration.ofMinutes(5));

        private final ProtocolId protocol;
        private final String entityName;

        Role(ProtocolId protocol, String entityName) {
            this.protocol = protocol;
            this.entityName = entityName;
        }

        boolean isOf(EntityInfo info) {
            return info.id().protocol().equals(protocol) && info.name().equals(entityName);
        }

        EntityInfo info(int instance, AddressFamily family, int protocolInstance) {
            return EntityInfo.of(family, protocol, protocolInstance)
                    .inInstance(instance)
                    .named(entityName);
        }
    }

    private record Key(int instance, AddressFamily family, Role role) {}

    private final List<RoutingTableManager> managers = new CopyOnWriteArrayList<>();
    private final Map<Key, EntityRegistration> registrations = new HashMap<>();

    /** What was begun for those that found routes; guarded by the registrations. */
    private final Map<EntityRegistration, RetainedRoutes> refreshes = new HashMap<>();

    private final List<ForwardingMonitor> forwarders = new CopyOnWriteArrayList<>();
    private volatile RtmMonitor monitor;

    @Activate
    public ShellEntities() {}

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void addManager(RoutingTableManager manager) {
        managers.add(manager);
        takeUpRetained();
    }

    public void removeManager(RoutingTableManager manager) {
        managers.remove(manager);
        closeAll(key -> key.instance == manager.instance());
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void setMonitor(RtmMonitor newMonitor) {
        monitor = newMonitor;
        takeUpRetained();
    }

    public void unsetMonitor(RtmMonitor oldMonitor) {
        if (monitor == oldMonitor) {
            monitor = null;
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

    /** Says whether something forwards the best routes of an instance. */
    public boolean isForwarded(int instance) {
        return forwarders.stream().anyMatch(each -> each.instances().contains(instance));
    }

    /** Returns how a destination's best route fares on its way to what forwards packets. */
    public Optional<ForwardingStatus> forwarding(int instance, NetAddress destination) {
        for (ForwardingMonitor each : forwarders) {
            Optional<ForwardingStatus> status = each.status(instance, destination);
            if (status.isPresent()) {
                return status;
            }
        }
        return Optional.empty();
    }

    /** Counts the destinations of a table by how they fare; empty where nothing forwards them. */
    public Map<State, Long> forwarding(int instance, AddressFamily family) {
        for (ForwardingMonitor each : forwarders) {
            Map<State, Long> counts = each.counts(instance, family);
            if (!counts.isEmpty()) {
                return counts;
            }
        }
        return Map.of();
    }

    /** Returns what tells of all instances. */
    public RtmMonitor monitor() {
        RtmMonitor current = monitor;
        if (current == null || managers.isEmpty()) {
            throw noManager();
        }
        return current;
    }

    /** Returns all instances, by number. */
    public List<InstanceStatus> instances() {
        return monitor().instances();
    }

    private static IllegalStateException noManager() {
        return new IllegalStateException("no routing table manager runs; its bundle is rtm-impl");
    }

    /** Returns an instance that has a configuration. */
    public InstanceStatus instance(int number) {
        List<InstanceStatus> instances = instances();
        InstanceStatus found =
                instances.stream()
                        .filter(instance -> instance.instance() == number)
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        RtmStatus.FILE_NOT_FOUND.because(
                                                "instance %d is not configured; configured: %s",
                                                number, numbers(instances)));
        if (found.tables().isEmpty()) {
            throw RtmStatus.BAD_CONFIGURATION.because(
                    "instance %d has never had a valid configuration: %s",
                    number, found.refusal().orElse("it has no table"));
        }
        return found;
    }

    private static String numbers(Collection<InstanceStatus> instances) {
        return instances.stream()
                .map(instance -> Integer.toString(instance.instance()))
                .collect(joining(", "));
    }

    /** Returns the table of an instance for one family. */
    public TableStatus table(int instance, AddressFamily family) {
        List<TableStatus> tables = instance(instance).tables();
        return tables.stream()
                .filter(table -> table.family() == family)
                .findFirst()
                .orElseThrow(
                        () ->
                                RtmStatus.INVALID_PARAMETER.because(
                                        "instance %d has no %s table; it has %s",
                                        instance,
                                        family,
                                        tables.stream()
                                                .map(table -> table.family().toString())
                                                .collect(joining(", "))));
    }

    /** Finds a view of a table by its name or number. */
    public View view(int instance, AddressFamily family, String nameOrNumber) {
        List<View> views = table(instance, family).views();
        return views.stream()
                .filter(
                        view ->
                                view.name().equalsIgnoreCase(nameOrNumber)
                                        || Integer.toString(view.id()).equals(nameOrNumber))
                .findFirst()
                .orElseThrow(
                        () ->
                                RtmStatus.NOT_SUPPORTED.because(
                                        "'%s' is not a view of instance %d, %s; its views: %s",
                                        nameOrNumber,
                                        instance,
                                        family,
                                        views.stream()
                                                .map(view -> view.id() + " (" + view.name() + ")")
                                                .collect(joining(", "))));
    }

    /** Returns the entity that reads, and owns the routes that operators add. */
    public EntityRegistration operator(int instance, AddressFamily family) {
        return registered(new Key(instance, family, Role.OPERATOR));
    }

    /** Returns the entity that owns what is imported and generated. */
    public EntityRegistration importer(int instance, AddressFamily family) {
        return registered(new Key(instance, family, Role.IMPORT));
    }

    /** Returns the entity that owns what was imported, if anything was. */
    public Optional<EntityRegistration> existingImporter(int instance, AddressFamily family) {
        synchronized (registrations) {
            return Optional.ofNullable(registrations.get(new Key(instance, family, Role.IMPORT)))
                    .filter(EntityRegistration::isOpen);
        }
    }

    private EntityRegistration registered(Key key) {
        synchronized (registrations) {
            EntityRegistration known = registrations.get(key);
            if (known != null && known.isOpen()) {
                return known;
            }
            table(key.instance, key.family);
            EntityRegistration fresh = register(key);
            registrations.put(key, fresh);
            return fresh;
        }
    }

    /** Takes the first protocol instance that nobody else has, or had and may come back for. */
    private EntityRegistration register(Key key) {
        RoutingTableManager manager =
                managers.stream()
                        .filter(candidate -> candidate.instance() == key.instance)
                        .findFirst()
                        .or(() -> managers.stream().findFirst())
                        .orElseThrow(ShellEntities::noManager);
        Set<EntityId> others =
                table(key.instance, key.family).entities().stream()
                        .map(EntityStatus::info)
                        .filter(info -> !key.role.isOf(info))
                        .map(EntityInfo::id)
                        .collect(toSet());
        for (int protocolInstance = 1; ; protocolInstance++) {
            EntityInfo info = key.role.info(key.instance, key.family, protocolInstance);
            if (others.contains(info.id())) {
                continue;
            }
            try {
                return manager.register(info, Role.OPTIONS);
            } catch (RtmException refusal) {
                if (refusal.status() != RtmStatus.ALREADY_EXISTS) {
                    throw refusal;
                }
            }
        }
    }

    /**
     * Registers again those whose routes are retained, and says of each route that it is still
     * there: the table is the only place that knows them.
     */
    private void takeUpRetained() {
        RtmMonitor current = monitor;
        if (current == null) {
            return;
        }
        for (InstanceStatus instance : current.instances()) {
            for (RoutingTableManager manager : managers) {
                if (manager.instance() == instance.instance()) {
                    instance.tables().stream()
                            .flatMap(table -> table.entities().stream())
                            .filter(entity -> entity.retentionLeft().isPresent())
                            .forEach(entity -> takeUp(manager, entity.info()));
                }
            }
        }
    }

    private void takeUp(RoutingTableManager manager, EntityInfo retained) {
        for (Role role : Role.values()) {
            Key key = new Key(manager.instance(), retained.family(), role);
            synchronized (registrations) {
                EntityRegistration known = registrations.get(key);
                if (role.isOf(retained) && (known == null || !known.isOpen())) {
                    EntityRegistration registration = manager.register(retained, Role.OPTIONS);
                    registrations.put(key, registration);
                    refreshes.put(registration, RetainedRoutes.refresh(registration));
                }
            }
        }
    }

    /** Ends the entity that owns what was imported, and with it its routes. */
    public void withdrawImported(int instance, AddressFamily family) {
        endAll(new Key(instance, family, Role.IMPORT)::equals, EntityRegistration::withdraw);
    }

    private void closeAll(Predicate<Key> which) {
        endAll(which, EntityRegistration::close);
    }

    private void endAll(Predicate<Key> which, Consumer<EntityRegistration> end) {
        List<EntityRegistration> ended = new ArrayList<>();
        List<RetainedRoutes> stopped = new ArrayList<>();
        synchronized (registrations) {
            registrations.forEach(
                    (key, registration) -> {
                        if (which.test(key)) {
                            ended.add(registration);
                        }
                    });
            registrations.keySet().removeIf(which);
            for (EntityRegistration each : ended) {
                Optional.ofNullable(refreshes.remove(each)).ifPresent(stopped::add);
            }
        }
        stopped.forEach(RetainedRoutes::stop);
        ended.forEach(end);
    }

    @Deactivate
    public void close() {
        closeAll(key -> true);
    }
}
