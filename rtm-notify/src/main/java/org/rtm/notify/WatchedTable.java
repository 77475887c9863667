package org.rtm.notify;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.rtm.api.NetAddress;
import org.rtm.api.ViewSet;
import org.rtm.api.provider.ObservedDestination;
import org.rtm.api.provider.TableObserver;

/**
 * Offers each change of one table to the registrations for its changes, and to the trackings of
 * addresses in it that it concerns.
 *
 * <p>A registration that is added while a change is offered may not get it. It needs not: that
 * change can be read by then.
 */
final class WatchedTable implements TableObserver {
    private final List<Registration> registrations = new CopyOnWriteArrayList<>();
    private final Set<Tracking> trackings = ConcurrentHashMap.newKeySet();
    private final TrackedPrefixes trackedPrefixes = new TrackedPrefixes();

    void add(Registration registration) {
        registrations.add(registration);
    }

    void add(Tracking tracking) {
        trackings.add(tracking);
    }

    List<Registration> registrations() {
        return List.copyOf(registrations);
    }

    List<Tracking> trackings() {
        return List.copyOf(trackings);
    }

    TrackedPrefixes trackedPrefixes() {
        return trackedPrefixes;
    }

    /** Whether there is nobody to tell of changes. */
    boolean isUnwatched() {
        return registrations.isEmpty() && trackings.isEmpty();
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
        if (!best.isEmpty() && !trackings.isEmpty()) {
            NetAddress address = destination.address();
            trackedPrefixes.concerned(
                    address,
                    tracking -> {
                        if (best.contains(tracking.viewId())) {
                            tracking.changed(address, withdrawn.contains(tracking.viewId()));
                        }
                    });
        }
    }

    void remove(Registration registration) {
        registrations.remove(registration);
    }

    void remove(Tracking tracking) {
        trackings.remove(tracking);
    }
}
