package org.rtm.notify.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.rtm.api.DestInfo;
import org.rtm.api.NetAddress;
import org.rtm.api.notify.ChangeListener;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangedDests;
import org.rtm.notify.model.NaiveChanges.Listening;

/** A client's registration for changes, with both tables. */
final class WatchedChanges {
    /** What the listener fetched in each call-back. */
    final List<List<NetAddress>> told = new CopyOnWriteArrayList<>();

    ChangeRegistration real;
    NaiveChanges naive;

    /** How often the listener was called. */
    volatile int signals;

    Optional<ChangeListener> listener(Listening listening, int most) {
        return switch (listening) {
            case NOT -> Optional.empty();
            case COUNTING -> Optional.of(changes -> signals++);
            case FETCHING ->
                    Optional.of(
                            changes -> {
                                signals++;
                                told.add(fetchAll(changes, most));
                            });
        };
    }

    private static List<NetAddress> fetchAll(ChangeRegistration changes, int most) {
        List<NetAddress> fetched = new ArrayList<>();
        try (ChangedDests batch = changes.fetch(most)) {
            batch.list().stream().map(DestInfo::address).sorted().forEach(fetched::add);
        }
        return fetched;
    }
}
