package org.rtm.events;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.stream.Collectors;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.log.Logger;
import org.rtm.api.AddressFamily;
import org.rtm.api.DestInfo;
import org.rtm.api.Entity;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityListener;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.PrefInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.RtmException;
import org.rtm.api.RtmStatus;
import org.rtm.api.View;
import org.rtm.api.ViewInfo;
import org.rtm.api.ViewSet;
import org.rtm.api.notify.ChangeNotifier;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.ChangeType;
import org.rtm.api.notify.ChangedDests;

/** A table, seen by an entity that has no routes. */
final class FollowedTable implements EntityListener {
    static final String REGISTERED = "org/rtm/entity/REGISTERED";
    static final String DEREGISTERED = "org/rtm/entity/DEREGISTERED";
    static final String CHANGED = "org/rtm/destination/CHANGED";
    static final String WITHDRAWN = "org/rtm/destination/WITHDRAWN";

    /** Far from the numbers that others take. */
    private static final int FIRST_NUMBER = 1_000_000;

    private static final int MOST_WAITING = 1_000;

    private final Logger log;
    private final int instance;
    private final AddressFamily family;
    private final Queue<Event> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final EntityRegistration entity;
    private final ChangeRegistration changes;
    private final Map<Integer, String> views;
    private volatile boolean signalled;
    private volatile boolean ended;
    private boolean full;

    FollowedTable(
            RoutingTableManager rtm,
            int instance,
            AddressFamily family,
            ChangeNotifier notifier,
            Logger log) {
        this.log = log;
        this.instance = instance;
        this.family = family;
        this.entity = register(rtm);
        this.views =
                entity.profile().views().stream().collect(Collectors.toMap(View::id, View::name));
        this.changes = changes(notifier);
    }

    private EntityRegistration register(RoutingTableManager rtm) {
        for (int number = FIRST_NUMBER; ; number++) {
            try {
                return rtm.register(
                        EntityInfo.of(family, ProtocolId.OTHER, number)
                                .inInstance(instance)
                                .named("events"),
                        EntityOptions.NONE.listener(this));
            } catch (RtmException refusal) {
                if (refusal.status() != RtmStatus.ALREADY_EXISTS) {
                    throw refusal;
                }
            }
        }
    }

    private ChangeRegistration changes(ChangeNotifier notifier) {
        try {
            return notifier.register(
                    entity,
                    ChangeRequest.of(ChangeType.BEST).views(ViewSet.ALL),
                    Optional.of(registration -> signalled = true));
        } catch (RtmException refusal) {
            entity.close();
            throw refusal;
        }
    }

    EntityRegistration entity() {
        return entity;
    }

    boolean hasEnded() {
        return ended;
    }

    // Entities

    @Override
    public void entityRegistered(Entity other) {
        offer(REGISTERED, other.info());
    }

    @Override
    public void entityDeregistered(Entity other) {
        offer(DEREGISTERED, other.info());
    }

    @Override
    public void registrationEnded(String reason) {
        ended = true;
    }

    private void offer(String topic, EntityInfo info) {
        Map<String, Object> properties = properties();
        properties.put("entity", info.name());
        properties.put("identity", info.id().toString());
        boolean taken = waiting.offer(new Event(topic, properties));
        if (!taken && !full) {
            log.warn(
                    "{} registrations with the {} table of instance {} wait to be sent as events: dropping others",
                    MOST_WAITING,
                    family,
                    instance);
        }
        full = !taken;
    }

    private Map<String, Object> properties() {
        Map<String, Object> properties = new HashMap<>();
        properties.put("instance", instance);
        properties.put("family", family.toString());
        return properties;
    }

    // Sending

    /**
     * Sends some of what waits.
     *
     * @return how many events were sent
     */
    int send(EventAdmin events, int most) {
        int sent = 0;
        Event event;
        while (sent < most && (event = waiting.poll()) != null) {
            events.sendEvent(event);
            sent++;
        }
        return sent < most && signalled ? sent + sendChanges(events, most - sent) : sent;
    }

    private int sendChanges(EventAdmin events, int most) {
        int asked = Math.min(most, entity.profile().maxHandlesInCall());
        signalled = false;
        List<Event> changed = new ArrayList<>();
        try (ChangedDests batch = changes.fetch(asked)) {
            batch.forEach(info -> changed.add(event(info)));
        } catch (RtmException e) { // the table, or the notifier, has gone
            close();
        }
        if (changed.size() == asked) {
            signalled = true; // there may be more
        }
        changed.forEach(events::sendEvent);
        return changed.size();
    }

    private Event event(DestInfo info) {
        Map<String, Object> properties = properties();
        properties.put("destination", info.address().toString());
        List<ViewInfo> with =
                info.views().stream().filter(view -> view.bestRoute().isPresent()).toList();
        if (with.isEmpty()) {
            return new Event(WITHDRAWN, properties);
        }
        properties.put(
                "views",
                with.stream().map(view -> views.get(view.viewId())).toArray(String[]::new));
        Route best = with.get(0).bestRoute().orElseThrow();
        try (RouteSnapshot route = best.info()) {
            PrefInfo preference = route.prefInfo();
            properties.put("entity", route.owner().info().name());
            properties.put("preference", preference.preference());
            properties.put("metric", preference.metric());
        }
        return new Event(CHANGED, properties);
    }

    void close() {
        ended = true;
        entity.close();
    }
}
