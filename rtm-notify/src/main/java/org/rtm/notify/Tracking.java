package org.rtm.notify;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.rtm.api.NetAddress;
import org.rtm.api.Resolution;
import org.rtm.api.RtmException;
import org.rtm.api.notify.ChangeNotifier.NextHopTracking;
import org.rtm.api.notify.TrackingListener;
import org.rtm.api.provider.RegisteredEntity;

/**
 * A tracked address, as its client sees it. Each answer says by which prefixes it was found, and a
 * change of a destination that has to do with one of them has the way looked for again, on the
 * entity's lane.
 */
final class Tracking implements NextHopTracking {
    private final RegisteredEntity entity;
    private final NetAddress address;
    private final int viewId;
    private final TrackingListener listener;
    private final TrackedPrefixes prefixes;
    private final Consumer<Tracking> whenEnded;
    private final Term term;
    private final AtomicBoolean due = new AtomicBoolean();
    private final AtomicBoolean interrupted = new AtomicBoolean();

    /** The destinations that the way leads through, as far as it gets anywhere. */
    private volatile Set<NetAddress> ledThrough = Set.of();

    /** Null until the listener was called; used on the entity's lane. */
    private Resolution told;

    Tracking(
            RegisteredEntity entity,
            NetAddress address,
            int viewId,
            TrackingListener listener,
            TrackedPrefixes prefixes,
            Consumer<Tracking> whenEnded) {
        this.entity = entity;
        this.address = address;
        this.viewId = viewId;
        this.listener = listener;
        this.prefixes = prefixes;
        this.whenEnded = whenEnded;
        this.term = new Term(entity, "tracking of " + address.addressText(), this::ended);
    }

    /**
     * Starts, with a first call of the listener.
     *
     * @throws RtmException {@code INVALID_HANDLE} if the entity ended meanwhile
     */
    void start() {
        term.start();
        schedule();
    }

    RegisteredEntity entity() {
        return entity;
    }

    int viewId() {
        return viewId;
    }

    /** A destination by which the answer was found changed. Called within the change. */
    void changed(NetAddress destination, boolean isWithdrawn) {
        if (isWithdrawn && ledThrough.contains(destination)) {
            interrupted.set(true);
        }
        schedule();
    }

    private void schedule() {
        if (due.compareAndSet(false, true)) {
            entity.submit(this::tell);
        }
    }

    private void tell() {
        if (term.hasEnded()) {
            return;
        }
        due.set(false);
        boolean wasInterrupted = interrupted.getAndSet(false) && told != null;
        Resolution now = resolveAndWatch();
        if (wasInterrupted || !now.equals(told)) {
            told = now;
            listener.resolved(now, wasInterrupted);
        }
    }

    /** What changes after the answer was found and before it is watched shows in a second one. */
    private Resolution resolveAndWatch() {
        Resolution first = entity.resolve(address, viewId);
        watch(first);
        Resolution second = entity.resolve(address, viewId);
        if (second.equals(first)) {
            return first;
        }
        watch(second);
        schedule();
        return second;
    }

    private void watch(Resolution resolution) {
        Set<NetAddress> lookedUp = new HashSet<>();
        Set<NetAddress> found = new HashSet<>();
        lookedUp.add(resolution.validFor());
        for (Resolution.Step step : resolution.steps()) {
            if (step.depth() > 0) {
                lookedUp.add(step.address());
            }
            if (step.outcome() == Resolution.Outcome.REACHABLE
                    || step.outcome() == Resolution.Outcome.BLACKHOLE
                    || step.outcome() == Resolution.Outcome.DISCARD) {
                step.destination().ifPresent(found::add);
            }
        }
        ledThrough = found;
        prefixes.set(this, lookedUp);
        if (term.hasEnded()) {
            prefixes.remove(this);
        }
    }

    @Override
    public Resolution resolution() {
        term.requireOpen();
        return entity.resolve(address, viewId);
    }

    @Override
    public void close() {
        term.close();
    }

    void end(Term.End reason) {
        term.end(reason);
    }

    private void ended() {
        prefixes.remove(this);
        whenEnded.accept(this);
    }
}
