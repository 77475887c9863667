package org.rtm.impl.table;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.log.Logger;
import org.rtm.api.AddressFamily;
import org.rtm.api.ViewSet;
import org.rtm.api.provider.TableObserver;

/** Who is told of every change of a table, within the change. */
final class Observers {
    private final AddressFamily family;
    private final Logger log;
    private final List<TableObserver> observers = new CopyOnWriteArrayList<>();

    Observers(AddressFamily family, Logger log) {
        this.family = family;
        this.log = log;
    }

    void add(TableObserver observer) {
        if (!observers.contains(Objects.requireNonNull(observer))) {
            observers.add(observer);
        }
    }

    void remove(TableObserver observer) {
        observers.remove(observer);
    }

    void tell(DestinationEntry entry, int all, int best, int forwarding, int withdrawn) {
        for (TableObserver observer : observers) {
            if (!observers.contains(observer)) {
                continue; // the one before has detached it
            }
            try {
                observer.changed(
                        entry,
                        ViewSet.ofMask(all),
                        ViewSet.ofMask(best),
                        ViewSet.ofMask(forwarding),
                        ViewSet.ofMask(withdrawn));
            } catch (Throwable e) { // whatever its failure is, the change stands: go on
                log.error("an observer of the {} table failed at {}", family, entry, e);
            }
        }
    }
}
