package org.rtm.notify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.rtm.api.DestInfo;
import org.rtm.api.Destination;
import org.rtm.api.EntityInfo;
import org.rtm.api.NetAddress;
import org.rtm.api.RtmException;
import org.rtm.api.RtmStatus;
import org.rtm.api.ViewSet;
import org.rtm.api.monitor.NotificationStatus;
import org.rtm.api.notify.ChangeListener;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.ChangeType;
import org.rtm.api.notify.ChangedDests;
import org.rtm.api.provider.ObservedDestination;
import org.rtm.api.provider.RegisteredEntity;
import org.rtm.flight.FlightEvent;

/**
 * A registration for changes, as its client sees it.
 *
 * <p>A resync walks the table with a cursor, and each fetch shares its room between the walk and
 * what changed meanwhile. The walk starts after the table's observer was attached, so a destination
 * that comes to be behind the cursor is pending, and one ahead of it is walked; one that changes
 * and is fetched ahead of the cursor comes again when it is walked. Where only marked destinations
 * count, a resync goes through those instead that were marked since the registration.
 */
final class Registration implements ChangeRegistration {
    private static final FlightEvent NOTIFICATION =
            new FlightEvent(
                    "Notification",
                    "A client's call-back was told that changes are pending",
                    FlightEvent.Default.LONG,
                    FlightEvent.number("instance"),
                    FlightEvent.text("table"),
                    FlightEvent.text("entity"),
                    FlightEvent.number("pending"),
                    FlightEvent.millis("waited"));

    private final RegisteredEntity entity;
    private final ChangeRequest request;
    private final ViewSet views;

    /** A change of a narrower type is one of each wider type too, so this one decides. */
    private final ChangeType widest;

    private final Optional<ChangeListener> listener;
    private final PendingChanges pending;
    private final Consumer<Registration> whenEnded;
    private final Term term;
    private final AtomicLong fetched = new AtomicLong();

    /**
     * On whose behalf destinations are read: not this registration itself, which would then stay in
     * memory until the last of them is given back.
     */
    private final Object origin = new Object();

    /** Held by one fetch at a time. The observer never takes it. */
    private final Object fetching = new Object();

    private boolean resyncing;
    private Optional<ObservedDestination> walkedTo = Optional.empty();
    private int oddOne;

    Registration(
            RegisteredEntity entity,
            ChangeRequest request,
            ViewSet views,
            Optional<ChangeListener> listener,
            PendingChanges pending,
            Consumer<Registration> whenEnded) {
        this.entity = entity;
        this.request = request;
        this.views = views;
        this.widest = Collections.min(request.types());
        this.listener = Objects.requireNonNull(listener);
        this.pending = pending;
        this.whenEnded = whenEnded;
        this.term = new Term(entity, "registration for changes", this::ended);
        this.resyncing = request.isResync();
    }

    /**
     * Begins: from here on this ends with its entity. A resync is signalled, so that a client that
     * fetches on signals alone begins with it.
     *
     * @throws RtmException {@code INVALID_HANDLE} if the entity ended meanwhile
     */
    void start() {
        term.start();
        if (request.isResync() && pending.requestSignal()) {
            signal();
        }
    }

    RegisteredEntity entity() {
        return entity;
    }

    /** A destination changed. Called within the change: quick, and nothing of a client's. */
    void changed(ObservedDestination destination, ViewSet all, ViewSet best, ViewSet forwarding) {
        if (concerns(all, best, forwarding) && pending.record(destination)) {
            signal();
        }
    }

    private boolean concerns(ViewSet all, ViewSet best, ViewSet forwarding) {
        ViewSet changed =
                switch (widest) {
                    case ALL -> all;
                    case BEST -> best;
                    case FORWARDING -> forwarding;
                };
        return (changed.mask() & views.mask()) != 0;
    }

    private void signal() {
        listener.ifPresent(
                client ->
                        entity.submit(
                                () -> {
                                    if (pending.beginSignal()) {
                                        tell(client);
                                    }
                                }));
    }

    private void tell(ChangeListener client) {
        if (!NOTIFICATION.isRecorded()) {
            client.changed(this);
            return;
        }
        long size = pending.size();
        long waited = pending.oldest().map(Duration::toMillis).orElse(0L);
        FlightEvent.Lasting notification = NOTIFICATION.begin();
        try {
            client.changed(this);
        } finally {
            EntityInfo info = entity.info();
            notification.end(
                    (long) info.instance().orElseThrow(),
                    info.family().toString(),
                    info.name(),
                    size,
                    waited);
        }
    }

    @Override
    public ChangeRequest request() {
        return request;
    }

    @Override
    public ChangedDests fetch(int most) {
        requireOpen();
        int limit = entity.profile().maxHandlesInCall();
        if (most < 1 || most > limit) {
            throw RtmStatus.INVALID_PARAMETER.because(
                    "%d is not a number of destinations to fetch; allowed are 1 to %d",
                    most, limit);
        }
        synchronized (fetching) {
            return resyncing
                    ? fetchAndWalk(most)
                    : batch(read(List.of(), pending.take(List.of(), most)), false);
        }
    }

    /** Fetches while a resync is on: something, as an empty batch would look like the end. */
    private ChangedDests fetchAndWalk(int most) {
        while (true) {
            int room = roomForWalk(most);
            List<ObservedDestination> walked = room == 0 ? List.of() : walk(room);
            PendingChanges.Taken changed = pending.take(walked, most);
            List<DestInfo> infos = read(walked, changed);
            // Not before: what could not be read is to be walked again.
            if (!walked.isEmpty()) {
                walkedTo = Optional.of(walked.get(walked.size() - 1));
            }
            resyncing = room == 0 || !walked.isEmpty() || !pending.endResync();
            if (!resyncing || !infos.isEmpty()) {
                return batch(infos, !resyncing);
            }
        }
    }

    /** Leaves half of a batch to what changed, if there is as much; of an odd one in turns. */
    private int roomForWalk(int most) {
        oddOne ^= 1;
        return most - Math.min(pending.size(), (most + oddOne) / 2);
    }

    private List<ObservedDestination> walk(int most) {
        return request.isMarkedOnly()
                ? pending.takeNewMarks(most)
                : entity.table().destinations(walkedTo, views, most);
    }

    /** Reads what was walked, as far as it still has routes, and what changed, in any case. */
    private List<DestInfo> read(List<ObservedDestination> walked, PendingChanges.Taken changed) {
        List<DestInfo> infos = new ArrayList<>(walked.size() + changed.others().size());
        try {
            // Again, as ending drops what is pending: the rest must not pass for all there was.
            requireOpen();
            for (ObservedDestination destination : walked) {
                DestInfo info = entity.read(destination, views, origin);
                if (changed.asked().contains(destination) || isPresent(info)) {
                    infos.add(info);
                } else {
                    info.close();
                }
            }
            for (ObservedDestination destination : changed.others()) {
                infos.add(entity.read(destination, views, origin));
            }
            return infos;
        } catch (RuntimeException | Error e) {
            pending.putBack(changed, request.isMarkedOnly() ? walked : List.of());
            FetchedDests.giveBack(entity, origin, infos);
            throw e;
        }
    }

    private boolean isPresent(DestInfo info) {
        return !info.belongsToViews().intersection(views).isEmpty();
    }

    private ChangedDests batch(List<DestInfo> infos, boolean resyncComplete) {
        fetched.addAndGet(infos.size());
        return new FetchedDests(entity, origin, infos, resyncComplete);
    }

    @Override
    public void release(Collection<? extends DestInfo> infos) {
        requireOpen();
        entity.release(infos, origin);
    }

    @Override
    public void ignore(Collection<? extends Destination> destinations) {
        requireOpen();
        List<ObservedDestination> keys = new ArrayList<>(destinations.size());
        destinations.forEach(destination -> keys.add(entity.observed(destination)));
        pending.drop(keys);
    }

    @Override
    public boolean isPending(Destination destination) {
        return pending.isPending(key(destination));
    }

    @Override
    public void mark(Destination destination) {
        pending.mark(key(destination));
    }

    @Override
    public void mark(NetAddress destination) {
        pending.mark(key(destination));
    }

    @Override
    public void unmark(Destination destination) {
        pending.unmark(key(destination));
    }

    @Override
    public void unmark(NetAddress destination) {
        pending.unmark(key(destination));
    }

    @Override
    public boolean isMarked(Destination destination) {
        return pending.isMarked(key(destination));
    }

    @Override
    public boolean isMarked(NetAddress destination) {
        return pending.isMarked(key(destination));
    }

    private ObservedDestination key(Destination destination) {
        requireOpen();
        return entity.observed(destination);
    }

    private ObservedDestination key(NetAddress destination) {
        requireOpen();
        return entity.table().destination(destination);
    }

    private void requireOpen() {
        term.requireOpen();
    }

    NotificationStatus status() {
        return new Status(
                entity.info(),
                withoutContext(),
                pending.size(),
                pending.oldest(),
                pending.signals(),
                fetched.get());
    }

    private ChangeRequest withoutContext() {
        int flags = request.isMarkedOnly() ? ChangeRequest.ONLY_MARKED_DESTS : 0;
        for (ChangeType type : request.types()) {
            flags |= type.flag();
        }
        ChangeRequest copy = ChangeRequest.ofFlags(flags).views(request.views());
        return request.isResync() ? copy.resync() : copy;
    }

    private record Status(
            EntityInfo entity,
            ChangeRequest request,
            long pending,
            Optional<Duration> oldest,
            long signals,
            long fetched)
            implements NotificationStatus {}

    @Override
    public void close() {
        term.close();
    }

    void end(Term.End reason) {
        term.end(reason);
    }

    private void ended() {
        pending.close();
        whenEnded.accept(this);
    }
}
