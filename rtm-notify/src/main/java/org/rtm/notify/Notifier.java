package org.rtm.notify;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.NetAddress;
import org.rtm.api.RegistrationProfile;
import org.rtm.api.RtmStatus;
import org.rtm.api.ViewSet;
import org.rtm.api.monitor.NotificationMonitor;
import org.rtm.api.monitor.NotificationStatus;
import org.rtm.api.notify.ChangeListener;
import org.rtm.api.notify.ChangeNotifier;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.TrackingListener;
import org.rtm.api.provider.ObservedTable;
import org.rtm.api.provider.RegisteredEntity;
import org.rtm.flight.FlightEvent;

/**
 * Takes registrations for changes in and ends them: with their own close, with their entity, or all
 * with this component.
 *
 * <p>Immediate, because a component that nobody uses for a moment would otherwise be deactivated,
 * and its registrations with it.
 */
@Component(
        service = {ChangeNotifier.class, NotificationMonitor.class},
        immediate = true)
public final class Notifier implements ChangeNotifier, NotificationMonitor {
    private static final FlightEvent START =
            new FlightEvent(
                    "NotifierStart",
                    "A notifier started, without registrations",
                    FlightEvent.Default.ALL);

    private static final FlightEvent STOP =
            new FlightEvent(
                    "NotifierStop",
                    "A notifier stopped, and what it did for entities ended",
                    FlightEvent.Default.ALL,
                    FlightEvent.number("registrations"),
                    FlightEvent.number("trackings"));

    private static final Comparator<NotificationStatus> BY_ENTITY =
            Comparator.comparing(
                    NotificationStatus::entity,
                    Comparator.comparingInt((EntityInfo info) -> info.instance().orElse(0))
                            .thenComparing(EntityInfo::family)
                            .thenComparing(EntityInfo::id));

    private final LongSupplier nanoTime;

    /**
     * Held while a registration comes or goes, also while a table is asked to attach or detach. The
     * observer never takes it.
     */
    private final Object comingAndGoing = new Object();

    private final Map<ObservedTable, WatchedTable> tables = new HashMap<>();
    private boolean stopped;

    /** Starts without registrations. */
    @Activate
    public Notifier() {
        this(System::nanoTime);
    }

    Notifier(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        if (START.isRecorded()) {
            START.record();
        }
    }

    @Override
    public ChangeRegistration register(
            EntityRegistration entity, ChangeRequest request, Optional<ChangeListener> listener) {
        RegisteredEntity owner = RegisteredEntity.of(entity);
        ViewSet views = supportedViews(owner, request.views());
        Registration registration =
                new Registration(
                        owner,
                        request,
                        views,
                        listener,
                        new PendingChanges(request.isMarkedOnly(), request.isResync(), nanoTime),
                        this::remove);
        counted(
                owner,
                HandleKind.CHANGE_REGISTRATION,
                () -> {
                    requireRoom(owner);
                    watched(owner).add(registration);
                });
        registration.start();
        return registration;
    }

    /** Adds something to a table that is watched, and counts a handle for it. */
    private void counted(RegisteredEntity owner, HandleKind kind, Runnable add) {
        owner.handleOpened(kind);
        boolean added = false;
        try {
            synchronized (comingAndGoing) {
                if (stopped) {
                    throw RtmStatus.INVALID_HANDLE.because("this notifier has stopped");
                }
                add.run();
            }
            added = true;
        } finally {
            if (!added) {
                owner.handleClosed(kind);
            }
        }
    }

    private WatchedTable watched(RegisteredEntity owner) {
        return tables.computeIfAbsent(
                owner.table(),
                table -> {
                    WatchedTable watched = new WatchedTable();
                    table.attach(watched);
                    return watched;
                });
    }

    private static ViewSet supportedViews(RegisteredEntity owner, ViewSet views) {
        RegistrationProfile profile = owner.profile();
        ViewSet supported = profile.viewsSupported();
        if (views.equals(ViewSet.ALL)) {
            return supported;
        }
        if (!supported.containsAll(views)) {
            throw RtmStatus.NOT_SUPPORTED.because(
                    "the %s table does not support view %s; it supports %s",
                    owner.info().family(),
                    ViewSet.ofMask(views.mask() & ~supported.mask()),
                    profile.views().stream()
                            .map(view -> view.id() + " (" + view.name() + ")")
                            .collect(Collectors.joining(", ")));
        }
        return views;
    }

    private void requireRoom(RegisteredEntity owner) {
        int most = owner.table().maxChangeRegistrations();
        WatchedTable watched = tables.get(owner.table());
        if (watched != null && watched.registrations().size() >= most) {
            throw RtmStatus.NO_SYSTEM_RESOURCES.because(
                    "the %s table has as many registrations for changes as are configured: %d",
                    owner.info().family(), most);
        }
    }

    @Override
    public NextHopTracking track(
            EntityRegistration entity, NetAddress address, int viewId, TrackingListener listener) {
        RegisteredEntity owner = RegisteredEntity.of(entity);
        Objects.requireNonNull(listener);
        owner.resolve(address, viewId); // refuses what cannot be resolved
        AtomicReference<Tracking> tracking = new AtomicReference<>();
        counted(
                owner,
                HandleKind.TRACKING,
                () -> {
                    WatchedTable watched = watched(owner);
                    tracking.set(
                            new Tracking(
                                    owner,
                                    address,
                                    viewId,
                                    listener,
                                    watched.trackedPrefixes(),
                                    this::remove));
                    watched.add(tracking.get());
                });
        tracking.get().start();
        return tracking.get();
    }

    @Override
    public List<NotificationStatus> registrations() {
        return all().stream().map(Registration::status).sorted(BY_ENTITY).toList();
    }

    private List<Registration> all() {
        return all(WatchedTable::registrations);
    }

    private <T> List<T> all(Function<WatchedTable, List<T>> kind) {
        synchronized (comingAndGoing) {
            return tables.values().stream()
                    .flatMap(watched -> kind.apply(watched).stream())
                    .toList();
        }
    }

    /** Forgets a registration that has ended. */
    private void remove(Registration registration) {
        remove(
                registration.entity(),
                HandleKind.CHANGE_REGISTRATION,
                watched -> watched.remove(registration));
    }

    /** Forgets a tracking that has ended. */
    private void remove(Tracking tracking) {
        remove(tracking.entity(), HandleKind.TRACKING, watched -> watched.remove(tracking));
    }

    private void remove(RegisteredEntity owner, HandleKind kind, Consumer<WatchedTable> remove) {
        ObservedTable table = owner.table();
        synchronized (comingAndGoing) {
            WatchedTable watched = tables.get(table);
            remove.accept(watched);
            detachIfUnwatched(table, watched);
        }
        owner.handleClosed(kind);
    }

    private void detachIfUnwatched(ObservedTable table, WatchedTable watched) {
        if (watched.isUnwatched()) {
            tables.remove(table);
            table.detach(watched);
        }
    }

    /** Ends all that it does. What was fetched stays with the entities until they give it back. */
    @Deactivate
    void stop() {
        synchronized (comingAndGoing) {
            stopped = true;
        }
        List<Registration> registrations = all();
        List<Tracking> trackings = all(WatchedTable::trackings);
        registrations.forEach(registration -> registration.end(Term.End.NOTIFIER_STOPPED));
        trackings.forEach(tracking -> tracking.end(Term.End.NOTIFIER_STOPPED));
        if (STOP.isRecorded()) {
            STOP.record((long) registrations.size(), (long) trackings.size());
        }
        FlightEvent.unregisterAll();
    }
}
