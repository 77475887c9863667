package org.rtm.notify;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.rtm.api.Batch;
import org.rtm.api.DestInfo;
import org.rtm.api.DestinationQuery;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.Route;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.TableEnumeration;
import org.rtm.api.ViewInfo;
import org.rtm.api.ViewSet;
import org.rtm.api.notify.ChangeNotifier;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.ChangeType;
import org.rtm.api.notify.ChangedDests;

/** A client that fetches when it is signalled, and so keeps a picture of the best routes. */
final class Follower {
    private static final int MOST_IN_FETCH = 40;

    private final EntityRegistration entity;
    private final ViewSet views;
    private final Invariants invariants;
    private final Random random = new Random(1);

    /** Used on the entity's lane, and when that has come to rest. */
    private final Map<NetAddress, String> picture = new TreeMap<>();

    Follower(EntityRegistration entity, ViewSet views, Invariants invariants) {
        this.entity = entity;
        this.views = views;
        this.invariants = invariants;
    }

    Follower follow(ChangeNotifier notifier, ChangeType type) {
        notifier.register(entity, ChangeRequest.of(type).views(views), Optional.of(this::fetchAll));
        return this;
    }

    private void fetchAll(ChangeRegistration changes) {
        try {
            boolean more = true;
            while (more) {
                try (ChangedDests batch = changes.fetch(1 + random.nextInt(MOST_IN_FETCH))) {
                    Set<NetAddress> told = new HashSet<>();
                    for (DestInfo info : batch) {
                        invariants.require(
                                told.add(info.address()),
                                "§10 the pending set holds a destination once",
                                entity.info().name(),
                                "each once",
                                info.address() + " twice in a batch");
                        note(info, picture);
                    }
                    more = !batch.isEmpty();
                }
            }
        } catch (RuntimeException | AssertionError e) {
            invariants.failed("a call-back of " + entity.info().name(), e);
        }
    }

    /** Checks what it knows against the table, when nobody writes. */
    void check() {
        Router.settle(entity);
        Map<NetAddress, String> table = table(entity, views);
        Set<NetAddress> all = new HashSet<>(table.keySet());
        all.addAll(picture.keySet());
        for (NetAddress prefix : all) {
            invariants.requireEqual(
                    "§10 no change is lost: " + entity.info().name() + " knows the best routes",
                    prefix,
                    table.get(prefix),
                    picture.get(prefix));
        }
    }

    /** The best routes of all destinations, one line each. */
    private static Map<NetAddress, String> table(EntityRegistration reader, ViewSet views) {
        Map<NetAddress, String> table = new TreeMap<>();
        try (TableEnumeration<DestInfo> all =
                reader.enumerateDestinations(DestinationQuery.ALL.views(views))) {
            List<DestInfo> last;
            do {
                try (Batch<DestInfo> batch = all.next(Router.MAX_HANDLES_IN_CALL)) {
                    last = batch.list();
                    last.forEach(info -> note(info, table));
                }
            } while (!last.isEmpty());
        }
        return table;
    }

    private static void note(DestInfo info, Map<NetAddress, String> picture) {
        StringBuilder line = new StringBuilder();
        for (ViewInfo view : info.views()) {
            Optional<Route> best = view.bestRoute();
            if (best.isPresent()) {
                try (RouteSnapshot route = best.get().info()) {
                    line.append(view.viewId())
                            .append(": ")
                            .append(route.owner().info().name())
                            .append(' ')
                            .append(route.prefInfo())
                            .append(' ');
                }
            }
        }
        if (line.isEmpty()) {
            picture.remove(info.address());
        } else {
            picture.put(info.address(), line.toString());
        }
    }
}
