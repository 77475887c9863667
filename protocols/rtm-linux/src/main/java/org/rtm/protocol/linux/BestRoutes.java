package org.rtm.protocol.linux;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.rtm.api.DestInfo;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.Resolution;
import org.rtm.api.Resolution.ForwardingHop;
import org.rtm.api.Route;
import org.rtm.api.RouteFlags;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.RtmException;
import org.rtm.api.View;
import org.rtm.api.ViewInfo;
import org.rtm.api.ViewSet;
import org.rtm.api.notify.ChangeNotifier;
import org.rtm.api.notify.ChangeNotifier.NextHopTracking;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.ChangeType;
import org.rtm.api.notify.ChangedDests;
import org.rtm.protocol.linux.KernelRoute.Hop;
import org.rtm.protocol.linux.KernelRoute.Type;

/**
 * The best routes of a table's unicast view: which destinations changed, where packets to one are
 * to go, and when the way to a remote next hop is another one.
 *
 * <p>For one thread, except that {@code toldOf} and {@code signal} are called by others.
 */
final class BestRoutes implements AutoCloseable {
    private static final int MOST_RECENT = 1000;
    private static final int UNICAST = View.UNICAST.id();

    /** Addresses of one link, on every link. */
    private static final NetAddress LINK_LOCAL = NetAddress.parse("fe80::/10");

    private final KernelTable table;
    private final Optional<NetAddress> source;
    private final ChangeNotifier notifier;
    private final EntityRegistration registration;
    private final ChangeRegistration changes;
    private final Consumer<NetAddress> toldOf;
    private final Map<NetAddress, Tracked> tracked = new HashMap<>();
    private final int mostInCall;

    /** The routes that were made of late: many destinations have the same. */
    private final Map<List<ForwardingHop>, KernelRoute> recent = new HashMap<>();

    private boolean isComplete;

    /** A tracked next hop, and the destinations that depend on it. */
    private record Tracked(NextHopTracking tracking, Set<NetAddress> dependents) {}

    /**
     * What the kernel should do with packets to a destination.
     *
     * @param route the route; empty if there should be none
     * @param problem why there is none although the table has a best route
     * @param gateways the remote next hops that it depends on
     */
    record Wanted(
            Optional<KernelRoute> route, Optional<String> problem, List<NetAddress> gateways) {
        static final Wanted NOTHING = new Wanted(Optional.empty(), Optional.empty(), List.of());
    }

    /**
     * Registers, and asks for all destinations there are.
     *
     * @param source the preferred source address of the routes
     * @param signal called when there is something to fetch
     * @param toldOf called with a remote next hop when the way to it is another one
     */
    BestRoutes(
            RoutingTableManager manager,
            ChangeNotifier notifier,
            EntityInfo entity,
            KernelTable table,
            Optional<NetAddress> source,
            Runnable signal,
            Consumer<NetAddress> toldOf) {
        this.table = table;
        this.source = source;
        this.notifier = notifier;
        this.toldOf = toldOf;
        registration = manager.register(entity);
        mostInCall = registration.profile().maxHandlesInCall();
        try {
            changes =
                    notifier.register(
                            registration,
                            ChangeRequest.of(ChangeType.FORWARDING).views(ViewSet.UNICAST).resync(),
                            Optional.of(signalled -> signal.run()));
        } catch (RtmException e) {
            registration.close();
            throw e;
        }
    }

    /** Takes what a fetch returns. */
    interface Changed {
        /** A destination changed, and packets to it are to go there now. */
        void changed(NetAddress prefix, Wanted wanted);
    }

    /**
     * Fetches destinations that changed.
     *
     * @param most how many at the most
     * @return false if there was none
     */
    boolean fetch(int most, Changed to) {
        try (ChangedDests fetched = changes.fetch(Math.min(most, mostInCall))) {
            for (DestInfo each : fetched) {
                to.changed(each.address(), wanted(each));
            }
            isComplete |= fetched.isResyncComplete();
            return !fetched.isEmpty();
        }
    }

    /** Whether every destination that there was has been fetched. */
    boolean isComplete() {
        return isComplete;
    }

    /** Says where packets to a destination are to go, as the table is now. */
    Wanted wanted(NetAddress prefix) {
        Optional<DestInfo> found =
                registration.exactMatch(prefix, ProtocolId.BEST, ViewSet.UNICAST);
        if (found.isEmpty()) {
            return Wanted.NOTHING;
        }
        try (DestInfo destination = found.get()) {
            return wanted(destination);
        }
    }

    private Wanted wanted(DestInfo destination) {
        Optional<ViewInfo> view = destination.view(UNICAST);
        Optional<Route> route = view.flatMap(ViewInfo::bestRoute);
        return route.isEmpty() || isTheKernels(destination.address(), view.get())
                ? Wanted.NOTHING
                : wanted(route.get().resolve(UNICAST));
    }

    /**
     * Whether the kernel knows by itself: how to get to its own addresses, to addresses of one
     * link, and in its main table to the networks of its interfaces.
     */
    private boolean isTheKernels(NetAddress prefix, ViewInfo view) {
        return view.flags().contains(RouteFlags.MYSELF)
                || LINK_LOCAL.covers(prefix)
                || table.isMain()
                        && view.bestRouteOwner()
                                .orElseThrow()
                                .info()
                                .id()
                                .protocol()
                                .equals(ProtocolId.LOCAL);
    }

    private Wanted wanted(Resolution way) {
        List<NetAddress> gateways = gateways(way);
        return switch (way.outcome()) {
            case REACHABLE -> wanted(unicast(way.forwarding()), gateways);
            case BLACKHOLE -> wanted(route(Type.BLACKHOLE, List.of()), gateways);
            case DISCARD -> wanted(route(Type.UNREACHABLE, List.of()), gateways);
            case DEAD_END ->
                    problem(
                            gateways,
                            gateways.isEmpty()
                                    ? "it has no next hop that is up"
                                    : "no route leads to next hop " + text(gateways));
            case LOOP -> problem(gateways, "the way to next hop " + text(gateways) + " loops");
        };
    }

    private static List<NetAddress> gateways(Resolution way) {
        // Most routes have none.
        boolean isRemote = false;
        for (Resolution.Step step : way.steps()) {
            isRemote |= step.depth() == 1;
        }
        return isRemote
                ? way.steps().stream()
                        .filter(step -> step.depth() == 1)
                        .map(Resolution.Step::address)
                        .distinct()
                        .toList()
                : List.of();
    }

    private KernelRoute unicast(List<ForwardingHop> forwarding) {
        if (recent.size() > MOST_RECENT) {
            recent.clear();
        }
        return recent.computeIfAbsent(
                forwarding,
                hops ->
                        route(
                                Type.UNICAST,
                                hops.stream()
                                        .map(hop -> new Hop(hop.address(), hop.interfaceIndex()))
                                        .toList()));
    }

    private KernelRoute route(Type type, List<Hop> hops) {
        return new KernelRoute(
                type, hops, type == Type.UNICAST ? source : Optional.empty(), table.metric());
    }

    private static Wanted wanted(KernelRoute route, List<NetAddress> gateways) {
        return new Wanted(Optional.of(route), Optional.empty(), gateways);
    }

    private static Wanted problem(List<NetAddress> gateways, String problem) {
        return new Wanted(Optional.empty(), Optional.of(problem), gateways);
    }

    private static String text(List<NetAddress> gateways) {
        return String.join(", ", gateways.stream().map(NetAddress::addressText).toList());
    }

    /** Tracks the next hops that a destination depends on now, instead of those of before. */
    void depend(NetAddress prefix, List<NetAddress> now, List<NetAddress> before) {
        for (NetAddress gateway : now) {
            tracked.computeIfAbsent(gateway, this::track).dependents.add(prefix);
        }
        for (NetAddress gateway : before) {
            Tracked known = tracked.get(gateway);
            if (known != null && !now.contains(gateway)) {
                known.dependents.remove(prefix);
                if (known.dependents.isEmpty()) {
                    tracked.remove(gateway);
                    known.tracking.close();
                }
            }
        }
    }

    private Tracked track(NetAddress gateway) {
        return new Tracked(
                notifier.track(
                        registration,
                        gateway,
                        UNICAST,
                        (resolution, interrupted) -> toldOf.accept(gateway)),
                new HashSet<>());
    }

    /** Returns the destinations that depend on a remote next hop. */
    Set<NetAddress> dependents(NetAddress gateway) {
        Tracked known = tracked.get(gateway);
        return known == null ? Set.of() : known.dependents;
    }

    /** Ends the registration, and all that was tracked with it. */
    @Override
    public void close() {
        registration.close();
    }
}
