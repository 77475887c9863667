package org.rtm.protocol.rip;

import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.Constants;
import org.osgi.service.cm.ManagedServiceFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.Designate;

/**
 * The configurations of interfaces. Takes them itself instead of leaving them to Declarative
 * Services: a wrong one has to be refused with its reason while the last good one stays, and one
 * that is deleted is something else than a bundle that is updated.
 */
@Component(
        service = {ManagedServiceFactory.class, RipInterfaces.class},
        property = Constants.SERVICE_PID + "=" + InterfaceConfiguration.PID,
        configurationPid = InterfaceConfiguration.PID,
        configurationPolicy = ConfigurationPolicy.IGNORE,
        immediate = true)
@Designate(ocd = InterfaceConfiguration.class, factory = true)
public final class RipInterfaces implements ManagedServiceFactory {
    private final RipProcess process;
    private final Logger log;
    private final Map<String, String> namesByPid = new HashMap<>();
    private final Map<String, String> refusals = new TreeMap<>();

    @Activate
    public RipInterfaces(
            @Reference RipProcess process, @Reference(service = LoggerFactory.class) Logger log) {
        this.process = process;
        this.log = log;
    }

    @Override
    public String getName() {
        return "RIP interfaces";
    }

    @Override
    public synchronized void updated(String pid, Dictionary<String, ?> properties) {
        Map<String, Object> values = new HashMap<>();
        properties
                .keys()
                .asIterator()
                .forEachRemaining(key -> values.put(key, properties.get(key)));
        try {
            ConfiguredInterface wanted = ConfiguredInterface.read(values);
            boolean isTaken =
                    namesByPid.entrySet().stream()
                            .anyMatch(
                                    each ->
                                            each.getValue().equals(wanted.name())
                                                    && !each.getKey().equals(pid));
            if (isTaken) {
                throw new IllegalArgumentException(
                        "interface.name is '%s', which another configuration has"
                                .formatted(wanted.name()));
            }
            String before = namesByPid.put(pid, wanted.name());
            if (before != null && !before.equals(wanted.name())) {
                process.remove(before);
            }
            refusals.remove(pid);
            process.configure(wanted);
        } catch (IllegalArgumentException e) {
            refusals.put(pid, e.getMessage());
            log.warn("configuration {} is refused: {}", pid, e.getMessage());
        }
    }

    @Override
    public synchronized void deleted(String pid) {
        refusals.remove(pid);
        String name = namesByPid.remove(pid);
        if (name != null) {
            process.remove(name);
        }
    }

    /** What there is to be seen. */
    RipReport report() {
        // Waits for the engine, which is to hold up nobody else.
        RipReport report = process.report();
        return new RipReport(report.interfaces(), report.routes(), report.problems(), refused());
    }

    private synchronized List<RefusedConfiguration> refused() {
        return refusals.entrySet().stream()
                .map(each -> new RefusedConfiguration(each.getKey(), each.getValue()))
                .toList();
    }
}
