package org.rtm.protocol.linux;

import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Constants;
import org.osgi.service.cm.ManagedServiceFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.Designate;
import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.monitor.ForwardingMonitor;
import org.rtm.api.monitor.ForwardingStatus;
import org.rtm.api.notify.ChangeNotifier;

/**
 * A {@link Forwarder} for each factory configuration; none without. Takes the configurations itself
 * instead of leaving them to Declarative Services: a wrong one has to be refused with its reason
 * while the last good one stays, and one that is deleted takes its routes with it, unlike a bundle
 * that is updated.
 */
@Component(
        service = {ManagedServiceFactory.class, ForwardingMonitor.class, LinuxForwarding.class},
        property = Constants.SERVICE_PID + "=" + LinuxConfiguration.PID,
        configurationPid = LinuxConfiguration.PID,
        configurationPolicy = ConfigurationPolicy.IGNORE,
        immediate = true)
@Designate(ocd = LinuxConfiguration.class, factory = true)
public final class LinuxForwarding implements ManagedServiceFactory, ForwardingMonitor {
    private static final String PROGRAM = "ip";

    private final Logger log;
    private final Watchdog watchdog = new Watchdog();
    private final Map<Integer, RoutingTableManager> managers = new HashMap<>();
    private final Map<String, Integer> instances = new HashMap<>();
    private final Map<Integer, Forwarder> forwarders = new ConcurrentHashMap<>();
    private final Map<String, String> refusals = new TreeMap<>();
    private Optional<ChangeNotifier> notifier = Optional.empty();
    private boolean isStopped;

    @Activate
    public LinuxForwarding(@Reference(service = LoggerFactory.class) Logger log) {
        this.log = log;
    }

    @Override
    public String getName() {
        return "RTM Linux forwarding";
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void addManager(RoutingTableManager manager, Map<String, Object> properties) {
        managers.put(instance(properties), manager);
        follow();
    }

    synchronized void removeManager(RoutingTableManager manager, Map<String, Object> properties) {
        managers.remove(instance(properties), manager);
        follow();
    }

    private static int instance(Map<String, Object> properties) {
        return Integer.parseInt(properties.get(RoutingTableManager.INSTANCE).toString());
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void addNotifier(ChangeNotifier added) {
        notifier = Optional.of(added);
        follow();
    }

    synchronized void removeNotifier(ChangeNotifier removed) {
        if (notifier.isPresent() && notifier.get().equals(removed)) {
            notifier = Optional.empty();
            follow();
        }
    }

    private void follow() {
        forwarders.forEach(
                (instance, forwarder) ->
                        forwarder.follow(Optional.ofNullable(managers.get(instance)), notifier));
    }

    @Override
    public synchronized void updated(String pid, Dictionary<String, ?> properties) {
        if (isStopped) {
            // The next one that starts hears of it.
            return;
        }
        Map<String, Object> values = new HashMap<>();
        properties
                .keys()
                .asIterator()
                .forEachRemaining(key -> values.put(key, properties.get(key)));
        try {
            FibSettings settings = FibSettings.read(values);
            requireOwnPlace(pid, settings);
            refusals.remove(pid);
            start(pid, settings);
        } catch (IllegalArgumentException e) {
            refusals.put(pid, e.getMessage());
            log.warn("configuration {} is refused: {}", pid, e.getMessage());
        }
    }

    private void requireOwnPlace(String pid, FibSettings settings) {
        instances.forEach(
                (other, instance) -> {
                    FibSettings taken = forwarders.get(instance).settings();
                    if (!other.equals(pid) && instance == settings.instance()) {
                        throw new IllegalArgumentException(
                                "instance is %d, which another configuration has"
                                        .formatted(instance));
                    }
                    if (!other.equals(pid)
                            && taken.table() == settings.table()
                            && taken.namespace().equals(settings.namespace())) {
                        throw new IllegalArgumentException(
                                "table is %d, which another configuration has"
                                        .formatted(taken.table()));
                    }
                });
    }

    private void start(String pid, FibSettings settings) {
        Integer before = instances.get(pid);
        if (before != null) {
            Forwarder running = forwarders.get(before);
            if (running.settings().equals(settings)) {
                return;
            }
            // Where the routes are found again they stay.
            forwarders.remove(before);
            running.close(!running.settings().hasPlaceOf(settings));
        }
        Forwarder fresh = new Forwarder(settings, PROGRAM, Fib.Pace.USUAL, watchdog, log);
        instances.put(pid, settings.instance());
        forwarders.put(settings.instance(), fresh);
        follow();
    }

    @Override
    public synchronized void deleted(String pid) {
        refusals.remove(pid);
        Integer instance = instances.remove(pid);
        if (instance != null) {
            forwarders.remove(instance).close(true);
        }
    }

    @Override
    public Set<Integer> instances() {
        return Set.copyOf(forwarders.keySet());
    }

    @Override
    public Optional<ForwardingStatus> status(int instance, NetAddress destination) {
        return Optional.ofNullable(forwarders.get(instance))
                .flatMap(forwarder -> forwarder.status(destination));
    }

    @Override
    public Map<ForwardingStatus.State, Long> counts(int instance, AddressFamily family) {
        return Optional.ofNullable(forwarders.get(instance))
                .map(forwarder -> forwarder.fib(family).counts())
                .orElse(Map.of());
    }

    /** What runs, by instance. */
    List<Forwarder> forwarders() {
        return new ArrayList<>(new TreeMap<>(forwarders).values());
    }

    /** Why configurations are refused, by PID. */
    synchronized Map<String, String> refusals() {
        return new TreeMap<>(refusals);
    }

    @Deactivate
    synchronized void stop() {
        isStopped = true;
        forwarders.values().forEach(each -> each.close(each.settings().isWithdrawing()));
        forwarders.clear();
        instances.clear();
        watchdog.close();
    }
}
