package org.rtm.impl;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.SynchronousBundleListener;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.RtmStatus;
import org.rtm.api.provider.RegisteredEntity;

/** Closes the registrations of a bundle that has stopped and did not do so itself. */
final class RegistrationsByBundle implements SynchronousBundleListener {
    private final RoutingTables tables;
    private final Map<Bundle, Set<EntityRegistration>> registrations = new ConcurrentHashMap<>();

    RegistrationsByBundle(RoutingTables tables) {
        this.tables = tables;
    }

    /** Makes the manager of an instance for each bundle that gets it. */
    ServiceFactory<RoutingTableManager> managers(int instance) {
        return new ServiceFactory<>() {
            @Override
            public RoutingTableManager getService(
                    Bundle bundle, ServiceRegistration<RoutingTableManager> registration) {
                return manager(instance, bundle);
            }

            @Override
            public void ungetService(
                    Bundle bundle,
                    ServiceRegistration<RoutingTableManager> registration,
                    RoutingTableManager manager) {
                // A registration outlives the last use of the service, and ends with the bundle.
            }
        };
    }

    private RoutingTableManager manager(int instance, Bundle bundle) {
        RoutingTableManager manager = tables.manager(instance, bundle.getSymbolicName());
        return new RoutingTableManager() {
            @Override
            public int instance() {
                return instance;
            }

            @Override
            public EntityRegistration register(EntityInfo info, EntityOptions options) {
                EntityRegistration registration = manager.register(info, options);
                remember(bundle, registration);
                requireNotStopped(bundle, registration);
                return registration;
            }
        };
    }

    private void remember(Bundle bundle, EntityRegistration registration) {
        Set<EntityRegistration> ofBundle =
                registrations.computeIfAbsent(bundle, absent -> ConcurrentHashMap.newKeySet());
        ofBundle.add(registration);
        ((RegisteredEntity) registration).onEnd(() -> ofBundle.remove(registration));
    }

    /** Its event has come and gone, so nobody else would ever end the registration. */
    private void requireNotStopped(Bundle bundle, EntityRegistration registration) {
        if ((bundle.getState() & (Bundle.STARTING | Bundle.ACTIVE | Bundle.STOPPING)) == 0) {
            registration.close();
            registrations.remove(bundle);
            throw RtmStatus.INVALID_HANDLE.because(
                    "bundle %s has stopped, so it cannot register %s",
                    bundle.getSymbolicName(), registration.info().name());
        }
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.STOPPED) {
            Set<EntityRegistration> left = registrations.remove(event.getBundle());
            if (left != null) {
                List.copyOf(left).forEach(EntityRegistration::close);
            }
        }
    }
}
