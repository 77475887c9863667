package org.rtm.impl;

import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ManagedServiceFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.Designate;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.monitor.HandleStatus;
import org.rtm.api.monitor.HoldStatus;
import org.rtm.api.monitor.InstanceStatus;
import org.rtm.api.monitor.LockStatus;
import org.rtm.api.monitor.RtmMonitor;
import org.rtm.api.monitor.TableCheck;
import org.rtm.flight.FlightEvent;
import org.rtm.impl.time.SteadyClock;

/**
 * Runs an instance for each configuration, and instance 0 in any case, and registers a {@link
 * RoutingTableManager} for each.
 *
 * <p>Takes configurations itself instead of leaving them to Declarative Services: a wrong one has
 * to be refused with its reason while the instance keeps running on the last good one.
 */
@Component(
        service = {ManagedServiceFactory.class, RtmMonitor.class},
        property = Constants.SERVICE_PID + "=" + InstanceConfiguration.PID,
        configurationPid = InstanceConfiguration.PID,
        configurationPolicy = ConfigurationPolicy.IGNORE,
        immediate = true)
@Designate(ocd = InstanceConfiguration.class, factory = true)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"org.rtm.api.RoutingTableManager\"")
public final class InstanceFactory implements ManagedServiceFactory, RtmMonitor {
    private static final int DEFAULT_INSTANCE = 0;

    private final BundleContext context;
    private final Logger log;
    private final RoutingTables tables;
    private final RegistrationsByBundle registrations;
    private final Map<Integer, ServiceRegistration<RoutingTableManager>> services = new HashMap<>();
    private final Map<String, Integer> instancesByPid = new HashMap<>();

    @Activate
    public InstanceFactory(
            BundleContext context, @Reference(service = LoggerFactory.class) Logger log) {
        this.context = context;
        this.log = log;
        this.tables = new RoutingTables(new SteadyClock(), log).start();
        this.registrations = new RegistrationsByBundle(tables);
        context.addBundleListener(registrations);
        run(InstanceSettings.defaults(DEFAULT_INSTANCE));
    }

    @Override
    public String getName() {
        return "RTM instances";
    }

    @Override
    public synchronized void updated(String pid, Dictionary<String, ?> properties) {
        Map<String, Object> values = new HashMap<>();
        for (String key : Collections.list(properties.keys())) {
            values.put(key, properties.get(key));
        }
        try {
            InstanceSettings settings = InstanceSettings.read(values);
            requireFree(settings.instance(), pid);
            Integer before = instancesByPid.put(pid, settings.instance());
            if (before != null && before != settings.instance()) {
                unconfigure(before);
            }
            run(settings);
            log.info("instance {} runs on {}", settings.instance(), settings.properties());
        } catch (InstanceSettings.WrongValue e) {
            refuse(pid, values.get("instance"), e.getMessage());
            // Not thrown on: Felix Config Admin never tells of the deletion of a configuration that
            // was refused so.
        }
    }

    private void requireFree(int instance, String pid) throws InstanceSettings.WrongValue {
        for (Map.Entry<String, Integer> known : instancesByPid.entrySet()) {
            if (known.getValue() == instance && !known.getKey().equals(pid)) {
                throw new InstanceSettings.WrongValue(
                        "instance",
                        instance,
                        "a number that no other configuration has, and %s has it"
                                .formatted(known.getKey()));
            }
        }
    }

    /** Notes for whom a configuration was refused, as far as it says for whom it is. */
    private void refuse(String pid, Object instance, String reason) {
        log.error("the configuration {} was refused: {}", pid, reason);
        Integer number = instancesByPid.get(pid);
        if (number != null && !services.containsKey(number)) {
            deleted(pid); // it never ran, and may mean another instance now
            number = null;
        }
        if (number == null && instance != null) {
            try {
                number = InstanceSettings.read(Map.of("instance", instance)).instance();
            } catch (InstanceSettings.WrongValue e) {
                return;
            }
            if (instancesByPid.containsValue(number)) {
                return; // it runs on another configuration, which was not refused
            }
            instancesByPid.put(pid, number);
        }
        if (number != null) {
            tables.refuse(number, reason);
        }
    }

    @Override
    public synchronized void deleted(String pid) {
        Integer instance = instancesByPid.remove(pid);
        if (instance != null) {
            unconfigure(instance);
        }
    }

    private void run(InstanceSettings settings) {
        tables.configure(settings);
        services.computeIfAbsent(settings.instance(), this::registerService);
    }

    private ServiceRegistration<RoutingTableManager> registerService(int instance) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(RoutingTableManager.INSTANCE, instance);
        if (instance == DEFAULT_INSTANCE) {
            properties.put(Constants.SERVICE_RANKING, 1);
        }
        return context.registerService(
                RoutingTableManager.class, registrations.managers(instance), properties);
    }

    private void unconfigure(int instance) {
        if (instance == DEFAULT_INSTANCE) {
            run(InstanceSettings.defaults(DEFAULT_INSTANCE));
            return;
        }
        unregisterService(services.remove(instance));
        tables.remove(instance);
    }

    private static void unregisterService(ServiceRegistration<?> service) {
        if (service != null) {
            service.unregister();
        }
    }

    @Override
    public List<InstanceStatus> instances() {
        return tables.instances();
    }

    @Override
    public List<HoldStatus> holds(int instance, AddressFamily family) {
        return tables.holds(instance, family);
    }

    @Override
    public List<LockStatus> locks(int instance, AddressFamily family) {
        return tables.locks(instance, family);
    }

    @Override
    public Optional<TableCheck> check(int instance, AddressFamily family, int most) {
        return tables.check(instance, family, most);
    }

    @Override
    public List<HandleStatus> openHandles(EntityInfo entity, int most) {
        return tables.openHandles(entity, most);
    }

    @Deactivate
    synchronized void stop() {
        services.values().forEach(InstanceFactory::unregisterService);
        services.clear();
        context.removeBundleListener(registrations);
        tables.close();
        FlightEvent.unregisterAll();
    }
}
