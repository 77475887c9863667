package org.rtm.webconsole;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.rtm.api.AddressFamily;
import org.rtm.api.DestInfo;
import org.rtm.api.RtmException;
import org.rtm.api.RtmStatus;
import org.rtm.api.ViewInfo;
import org.rtm.api.monitor.InstanceStatus;
import org.rtm.api.monitor.TableStatus;
import org.rtm.api.notify.ChangeNotifier;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.ChangeType;
import org.rtm.api.notify.ChangedDests;

/**
 * The newest changes of all tables: bounded, whatever the tables do. Changes are asked for while
 * somebody looks, and not otherwise.
 */
final class RecentChanges {
    static final int KEPT = 500;

    /** What is taken of a table at once. More than that nobody can read: it is left out. */
    static final int TAKEN_AT_ONCE = 200;

    /** What happened to a destination, or to many that are left out: then without one. */
    record Change(
            long number,
            Instant time,
            int instance,
            AddressFamily family,
            Optional<String> destination,
            String now) {}

    private record Key(int instance, AddressFamily family) {}

    private final Tables tables;
    private final Map<Key, ChangeRegistration> registrations = new HashMap<>();
    private final Deque<Change> changes = new ArrayDeque<>();
    private long lastNumber;

    RecentChanges(Tables tables) {
        this.tables = tables;
    }

    /** Returns what is kept after the change of a number, the oldest first. */
    List<Change> after(long number) {
        synchronized (changes) {
            return changes.stream().filter(change -> change.number > number).toList();
        }
    }

    /** Takes what has changed since the last call. From one thread at a time, like {@link #end}. */
    void take(Instant time) {
        Optional<ChangeNotifier> notifier = tables.notifier();
        if (notifier.isEmpty()) {
            registrations.clear();
            return;
        }
        for (InstanceStatus instance : tables.instances()) {
            for (TableStatus table : instance.tables()) {
                take(time, new Key(instance.instance(), table.family()), notifier.get());
            }
        }
    }

    private void take(Instant time, Key key, ChangeNotifier notifier) {
        try {
            ChangeRegistration registration = registrations.get(key);
            if (registration == null) {
                registrations.put(key, register(key, notifier));
                return;
            }
            int taken = 0;
            int most = tables.reader(key.instance, key.family).profile().maxHandlesInCall();
            while (taken < TAKEN_AT_ONCE) {
                try (ChangedDests batch =
                        registration.fetch(Math.min(most, TAKEN_AT_ONCE - taken))) {
                    if (batch.isEmpty()) {
                        return;
                    }
                    batch.forEach(
                            info ->
                                    add(
                                            time,
                                            key,
                                            Optional.of(info.address().toString()),
                                            now(info)));
                    taken += batch.size();
                }
            }
            // A new registration has nothing pending.
            registrations.put(key, register(key, notifier));
            registration.close();
            add(
                    time,
                    key,
                    Optional.empty(),
                    "too many changes at once: what else there was is left out");
        } catch (RtmException ended) {
            if (ended.status() != RtmStatus.INVALID_HANDLE) {
                throw ended;
            }
            // The table or the notifier has gone, perhaps to come back.
            registrations.remove(key);
        }
    }

    private ChangeRegistration register(Key key, ChangeNotifier notifier) {
        return notifier.register(
                tables.reader(key.instance, key.family),
                ChangeRequest.of(ChangeType.ALL),
                Optional.empty());
    }

    private void add(Instant time, Key key, Optional<String> destination, String now) {
        synchronized (changes) {
            changes.addLast(
                    new Change(++lastNumber, time, key.instance, key.family, destination, now));
            if (changes.size() > KEPT) {
                changes.removeFirst();
            }
        }
    }

    private static String now(DestInfo info) {
        List<ViewInfo> views =
                info.views().stream()
                        .filter(view -> view.routeCount() > 0 || view.heldRoute().isPresent())
                        .toList();
        if (views.isEmpty()) {
            return "withdrawn";
        }
        // What is the same in several views is said once.
        return views.stream().map(RecentChanges::now).distinct().collect(Collectors.joining("; "));
    }

    private static String now(ViewInfo view) {
        if (view.heldRoute().isPresent()) {
            return "held down";
        }
        return view.bestRoute()
                .map(
                        best ->
                                RouteRow.of(best).summary()
                                        + (view.routeCount() > 1
                                                ? ", best of %d routes".formatted(view.routeCount())
                                                : ""))
                .orElse("no active route");
    }

    /** Asks for changes no more. */
    void end() {
        for (ChangeRegistration registration : registrations.values()) {
            try {
                registration.close();
            } catch (RtmException ended) {
                if (ended.status() != RtmStatus.INVALID_HANDLE) {
                    throw ended;
                }
            }
        }
        registrations.clear();
    }
}
