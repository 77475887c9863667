package org.rtm.itest;

import java.util.Hashtable;
import java.util.Map;
import java.util.Objects;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.util.tracker.ServiceTracker;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.notify.ChangeNotifier;
import org.rtm.conformance.Platform;

/** The services of the framework that these tests are a bundle of, for the conformance tests. */
public final class FrameworkPlatform implements Platform {
    private static final long LONGEST_MILLIS = 20_000;

    private final ServiceTracker<?, ConfigurationAdmin> configurations =
            opened(ConfigurationAdmin.class);
    private final ServiceTracker<?, RoutingTableManager> managers =
            opened(RoutingTableManager.class);
    private final ServiceTracker<?, ChangeNotifier> notifiers = opened(ChangeNotifier.class);

    private static <T> ServiceTracker<T, T> opened(Class<T> type) {
        BundleContext context = FrameworkUtil.getBundle(FrameworkPlatform.class).getBundleContext();
        ServiceTracker<T, T> tracker = new ServiceTracker<>(context, type, null);
        tracker.open();
        return tracker;
    }

    private static <T> T service(ServiceTracker<?, T> tracker) throws InterruptedException {
        return Objects.requireNonNull(tracker.waitForService(LONGEST_MILLIS));
    }

    @Override
    public RoutingTableManager start(int instance, Map<String, ?> properties) throws Exception {
        configuration(instance).update(new Hashtable<>(properties));
        Waiting.until("instance " + instance + " has a service", () -> manager(instance) != null);
        return manager(instance);
    }

    private RoutingTableManager manager(int instance) {
        return managers.getTracked().entrySet().stream()
                .filter(entry -> isOf(instance, entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static boolean isOf(int instance, ServiceReference<?> reference) {
        return Objects.equals(instance, reference.getProperty(RoutingTableManager.INSTANCE));
    }

    @Override
    public RoutingTableManager startRefused(int instance, Map<String, ?> properties)
            throws Exception {
        configuration(instance).update(new Hashtable<>(properties));
        return service(managers);
    }

    @Override
    public void stop(int instance) throws Exception {
        configuration(instance).delete();
        Waiting.until("instance " + instance + " has no service", () -> manager(instance) == null);
    }

    @Override
    public ChangeNotifier notifier() throws Exception {
        return service(notifiers);
    }

    private Configuration configuration(int instance) throws Exception {
        return service(configurations)
                .getFactoryConfiguration("org.rtm.instance", "conformance-" + instance, "?");
    }
}
