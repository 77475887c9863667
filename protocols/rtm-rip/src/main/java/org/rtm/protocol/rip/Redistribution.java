package org.rtm.protocol.rip;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.rtm.api.DestInfo;
import org.rtm.api.EntityId;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteFlags;
import org.rtm.api.RouteSnapshot;
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
import org.rtm.protocol.rip.engine.ExternalRoute;

/**
 * Follows the best routes of the table, and says which of them the neighbours are to hear of: those
 * of certain protocols, for as long as they are best. For one thread at a time.
 */
final class Redistribution {
    private static final int BATCH = 100;
    private static final int MOST_TAG = 0xFFFF;

    private final EntityId self;
    private final Executor thread;
    private Map<ProtocolId, Integer> metrics;
    private final Consumer<ExternalRoute> told;
    private final Consumer<NetAddress> withdrawn;

    /** What the neighbours hear of. */
    private final Set<NetAddress> redistributed = new HashSet<>();

    /** What of it the resync under way has not come to yet. */
    private final Set<NetAddress> unconfirmed = new HashSet<>();

    private boolean isComplete;

    /**
     * Follows nothing yet.
     *
     * @param self this protocol's entity, whose routes the neighbours hear of anyway
     * @param thread runs what follows the table, on the thread that calls this
     * @param metrics the metrics to tell, by the protocols to redistribute
     * @param told takes a route that the neighbours are to hear of
     * @param withdrawn takes the destination of one that they are no longer to hear of
     */
    Redistribution(
            EntityId self,
            Executor thread,
            Map<ProtocolId, Integer> metrics,
            Consumer<ExternalRoute> told,
            Consumer<NetAddress> withdrawn) {
        this.self = self;
        this.thread = thread;
        this.metrics = Map.copyOf(metrics);
        this.told = told;
        this.withdrawn = withdrawn;
    }

    /** Takes other metrics, which count for what is followed from then on. */
    void configure(Map<ProtocolId, Integer> newMetrics) {
        metrics = Map.copyOf(newMetrics);
    }

    /**
     * Whether there is no reason to follow a table, which costs a fetch for each of its changes.
     */
    boolean isOfNothing() {
        return metrics.isEmpty();
    }

    /** Whether the table was once seen from end to end. */
    boolean isComplete() {
        return isComplete;
    }

    /**
     * Follows the table with a notifier. To follow it with the next one, call this again: nothing
     * that the neighbours hear of is taken back in between.
     *
     * @return the registration, for the caller to close
     */
    ChangeRegistration follow(EntityRegistration registration, ChangeNotifier notifier) {
        unconfirmed.clear();
        unconfirmed.addAll(redistributed);
        // However often it is signalled, one waits to fetch.
        AtomicBoolean isWaiting = new AtomicBoolean();
        return notifier.register(
                registration,
                // A tag alone is no change of the best route.
                ChangeRequest.of(ChangeType.ALL).views(ViewSet.UNICAST).resync(),
                Optional.of(
                        changes -> {
                            if (isWaiting.compareAndSet(false, true)) {
                                thread.execute(
                                        () -> {
                                            isWaiting.set(false);
                                            fetch(changes);
                                        });
                            }
                        }));
    }

    private void fetch(ChangeRegistration changes) {
        try (ChangedDests batch = changes.fetch(BATCH)) {
            batch.forEach(this::follow);
            if (batch.isResyncComplete()) {
                // Not seen by the resync: it went while nobody was following.
                Set.copyOf(unconfirmed).forEach(this::withdraw);
                isComplete = true;
            }
            if (!batch.isEmpty()) {
                // Others have their turn in between.
                thread.execute(() -> fetch(changes));
            }
        } catch (RtmException e) {
            // Who follows, or what is followed, has ended meanwhile: the next one tells it all
            // anew.
            if (e.status() != RtmStatus.INVALID_HANDLE) {
                throw e;
            }
        }
    }

    /** Takes all back that the neighbours hear of, as there is nothing to follow. */
    void withdrawAll() {
        Set.copyOf(redistributed).forEach(this::withdraw);
    }

    private void follow(DestInfo destination) {
        NetAddress prefix = destination.address();
        unconfirmed.remove(prefix);
        Optional<ExternalRoute> route =
                destination.view(View.UNICAST.id()).flatMap(view -> external(prefix, view));
        if (route.isPresent()) {
            redistributed.add(prefix);
            told.accept(route.get());
        } else {
            withdraw(prefix);
        }
    }

    private void withdraw(NetAddress prefix) {
        unconfirmed.remove(prefix);
        if (redistributed.remove(prefix)) {
            withdrawn.accept(prefix);
        }
    }

    private Optional<ExternalRoute> external(NetAddress prefix, ViewInfo view) {
        if (view.bestRoute().isEmpty() || view.bestRouteOwner().isEmpty()) {
            return Optional.empty();
        }
        EntityId owner = view.bestRouteOwner().get().info().id();
        Integer metric = metrics.get(owner.protocol());
        if (metric == null || owner.equals(self)) {
            return Optional.empty();
        }
        try (RouteSnapshot route = view.bestRoute().get().info()) {
            if (route.flags().contains(RouteFlags.MYSELF)) {
                return Optional.empty();
            }
            int tag = route.tag() >= 0 && route.tag() <= MOST_TAG ? route.tag() : 0;
            Optional<NetAddress> nextHop =
                    route.nextHops().stream()
                            .filter(hop -> !hop.isOnLink())
                            .map(NextHop::address)
                            .findFirst();
            return Optional.of(new ExternalRoute(prefix, metric, tag, nextHop));
        }
    }
}
