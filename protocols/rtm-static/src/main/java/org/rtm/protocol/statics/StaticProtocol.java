package org.rtm.protocol.statics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
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
import org.rtm.api.RoutingTableManager;

/**
 * Has a static route for each factory configuration of {@value StaticConfiguration#PID}.
 *
 * <p>Looks at all of them together, instead of being told of one at a time: so it knows when it has
 * seen them all, and a wrong one can be shown with its reason.
 */
@Component(
        service = {StaticProtocol.class, ConfigurationListener.class},
        configurationPid = StaticConfiguration.PID,
        configurationPolicy = ConfigurationPolicy.IGNORE,
        immediate = true)
@Designate(ocd = StaticConfiguration.class, factory = true)
public final class StaticProtocol implements ConfigurationListener {
    /** How soon an instance, a view or an interface is noticed. */
    private static final long PERIOD_MILLIS = 1000;

    /** What File Install says of where a configuration comes from. */
    private static final String FILE = "felix.fileinstall.filename";

    private final ConfigurationAdmin configurations;
    private final Logger log;
    private final List<RoutingTableManager> managers = new CopyOnWriteArrayList<>();
    private final StaticRoutes routes;
    private final ScheduledThreadPoolExecutor executor;
    private final Object following = new Object();
    private volatile String failure = "";

    @Activate
    public StaticProtocol(
            @Reference ConfigurationAdmin configurations,
            @Reference(service = LoggerFactory.class) Logger log) {
        this.configurations = configurations;
        this.log = log;
        routes =
                new StaticRoutes(
                        () -> managers.stream().findFirst(), StaticProtocol::interfaces, log);
        executor =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> {
                            Thread thread = new Thread(task, "rtm static routes");
                            thread.setDaemon(true);
                            return thread;
                        },
                        new ThreadPoolExecutor.DiscardPolicy());
        executor.scheduleWithFixedDelay(
                this::tryToFollow, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void addManager(RoutingTableManager manager) {
        managers.add(manager);
        tryToFollow();
    }

    public void removeManager(RoutingTableManager manager) {
        managers.remove(manager);
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        if (StaticConfiguration.PID.equals(event.getFactoryPid())) {
            executor.execute(this::tryToFollow);
        }
    }

    private void tryToFollow() {
        try {
            follow();
            failure = "";
        } catch (RuntimeException e) {
            // The next time may do: a table can end in the middle.
            if (!e.toString().equals(failure)) {
                log.warn("the static routes do not follow their configurations yet", e);
            }
            failure = e.toString();
        }
    }

    /** One at a time: what was listed earlier must not be applied later. */
    private void follow() {
        synchronized (following) {
            Map<String, Map<String, Object>> properties = new HashMap<>();
            configurations().forEach((name, each) -> properties.put(name, properties(each)));
            routes.follow(properties);
        }
    }

    private Map<String, Configuration> configurations() {
        try {
            Configuration[] found =
                    configurations.listConfigurations(
                            "(%s=%s)"
                                    .formatted(
                                            ConfigurationAdmin.SERVICE_FACTORYPID,
                                            StaticConfiguration.PID));
            Map<String, Configuration> byName = new TreeMap<>();
            for (Configuration each : found == null ? new Configuration[0] : found) {
                byName.put(name(each), each);
            }
            return byName;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** What stands after the factory's PID, or all where it is another form. */
    private static String name(Configuration configuration) {
        String pid = configuration.getPid();
        String start = StaticConfiguration.PID + "~";
        return pid.startsWith(start) ? pid.substring(start.length()) : pid;
    }

    private static Map<String, Object> properties(Configuration configuration) {
        Dictionary<String, Object> properties = configuration.getProperties();
        Map<String, Object> map = new HashMap<>();
        for (String key : Collections.list(properties.keys())) {
            map.put(key, properties.get(key));
        }
        return map;
    }

    private static Map<String, Integer> interfaces() {
        Map<String, Integer> indexes = new HashMap<>();
        try {
            NetworkInterface.networkInterfaces()
                    .forEach(each -> indexes.put(each.getName(), each.getIndex()));
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
        return indexes;
    }

    /** Returns all static routes by name, as they are after every change that was made before. */
    List<StaticEntry> entries() {
        follow();
        return routes.entries();
    }

    /** Makes a configuration, or changes the one with this name; says whether it is a new one. */
    boolean put(String name, Map<String, Object> properties) throws IOException, WrongValue {
        StaticRoute.read(properties);
        Optional<Configuration> known = Optional.ofNullable(configurations().get(name));
        if (known.isPresent()) {
            requireOwn(name, known.get());
        }
        Configuration configuration =
                known.isPresent()
                        ? known.get()
                        : configurations.getFactoryConfiguration(
                                StaticConfiguration.PID, name, "?");
        configuration.update(new Hashtable<>(properties));
        return known.isEmpty();
    }

    /** Deletes a configuration. */
    void delete(String name) throws IOException {
        Configuration configuration = configurations().get(name);
        if (configuration != null) {
            requireOwn(name, configuration);
            configuration.delete();
        }
    }

    private static void requireOwn(String name, Configuration configuration) {
        Object file = configuration.getProperties().get(FILE);
        if (file != null) {
            throw new IllegalArgumentException(
                    "'%s' comes from the file %s; change or remove that".formatted(name, file));
        }
    }

    @Deactivate
    public void stop() {
        executor.shutdown();
        routes.close();
    }
}
