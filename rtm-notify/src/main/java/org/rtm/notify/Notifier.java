package org.rtm.notify;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        owner.handleOpened(HandleKind.CHANGE_REGISTRATION);
        boolean added = false;
        try {
            add(owner, registration);
            added = true;
        } finally {
            if (!added) {
                owner.handleClosed(HandleKind.CHANGE_REGISTRATION);
            }
        }
        registration.start();
        return registration;
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

    private void add(RegisteredEntity owner, Registration registration) {
        synchronized (comingAndGoing) {
            if (stopped) {
                throw RtmStatus.INVALID_HANDLE.because("this notifier has stopped");
            }
            ObservedTable table = owner.table();
            WatchedTable watched = tables.getOrDefault(table, new WatchedTable());
            if (watched.registrations().size() >= table.maxChangeRegistrations()) {
                throw RtmStatus.NO_SYSTEM_RESOURCES.because(
                        "the %s table has as many registrations for changes as are configured: %d",
                        owner.info().family(), table.maxChangeRegistrations());
            }
            if (watched.registrations().isEmpty()) {
                table.attach(watched);
                tables.put(table, watched);
            }
            watched.add(registration);
        }
    }

    @Override
    public NextHopTracking track(
            EntityRegistration entity, NetAddress address, int viewId, TrackingListener listener) {
        throw RtmStatus.NOT_SUPPORTED.because("ChangeNotifier.track is not supported yet");
    }

    @Override
    public List<NotificationStatus> registrations() {
        return all().stream().map(Registration::status).sorted(BY_ENTITY).toList();
    }

    private List<Registration> all() {
        synchronized (comingAndGoing) {
            return tables.values().stream()
                    .flatMap(watched -> watched.registrations().stream())
                    .toList();
        }
    }

    /** Forgets a registration that has ended. */
    private void remove(Registration registration) {
        RegisteredEntity owner = registration.entity();
        ObservedTable table = owner.table();
        synchronized (comingAndGoing) {
            WatchedTable watched = tables.get(table);
            watched.remove(registration);
            if (watched.registrations().isEmpty()) {
                tables.remove(table);
                table.detach(watched);
            }
        }
        owner.handleClosed(HandleKind.CHANGE_REGISTRATION);
    }

    /** Ends all registrations. What was fetched stays with the entities until they give it back. */
    @Deactivate
    void stop() {
        synchronized (comingAndGoing) {
            stopped = true;
        }
        all().forEach(registration -> registration.end(Registration.End.NOTIFIER_STOPPED));
    }
}
