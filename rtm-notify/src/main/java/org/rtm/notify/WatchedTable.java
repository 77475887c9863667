package org.rtm.notify;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.rtm.api.ViewSet;
import org.rtm.api.provider.ObservedDestination;
import org.rtm.api.provider.TableObserver;

/**
 * Offers each change of one table to the registrations for its changes.
 *
 * <p>A registration that is added while a change is offered may not get it. It needs not: that
 * change can be read by then.
 */
final class WatchedTable implements TableObserver {
    private final List<Registration> registrations = new CopyOnWriteArrayList<>();

    void add(Registration registration) {
        registrations.add(registration);
    }

    List<Registration> registrations() {
        return List.copyOf(registrations);
    }

    @Override
    public void changed(
            ObservedDestination destination,
            ViewSet all,
            ViewSet best,
            ViewSet forwarding,
            ViewSet withdrawn) {
        for (Registration registration : registrations) {
            registration.changed(destination, all, best, forwarding);
        }
    }

    void remove(Registration registration) {
        registrations.remove(registration);
    }
}
