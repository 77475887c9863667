package org.rtm.notify;

import java.lang.reflect.Proxy;
import java.util.Map;
import org.osgi.service.log.Logger;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.notify.ChangeNotifier;
import org.rtm.conformance.Platform;
import org.rtm.impl.InstanceSettings;
import org.rtm.impl.RoutingTables;
import org.rtm.impl.time.SteadyClock;

/** The tables and the notifier without a framework, for the conformance tests. */
public final class PlainPlatform implements Platform {
    private final RoutingTables tables =
            new RoutingTables(new SteadyClock(), silentLogger()).start();

    private final Notifier notifier = new Notifier();

    private static Logger silentLogger() {
        return (Logger)
                Proxy.newProxyInstance(
                        PlainPlatform.class.getClassLoader(),
                        new Class<?>[] {Logger.class},
                        (proxy, method, arguments) -> null);
    }

    @Override
    public RoutingTableManager start(int instance, Map<String, ?> properties) throws Exception {
        tables.configure(InstanceSettings.read(properties));
        return tables.manager(instance, "");
    }

    @Override
    public RoutingTableManager startRefused(int instance, Map<String, ?> properties) {
        try {
            InstanceSettings.read(properties);
        } catch (InstanceSettings.WrongValue e) {
            tables.refuse(instance, e.getMessage());
            return tables.manager(instance, "");
        }
        throw new AssertionError("not refused: " + properties);
    }

    @Override
    public void stop(int instance) {
        tables.remove(instance);
    }

    @Override
    public ChangeNotifier notifier() {
        return notifier;
    }
}
