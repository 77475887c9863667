package org.rtm.impl.entity;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.rtm.api.Destination;
import org.rtm.api.Entity;
import org.rtm.api.HandleKind;
import org.rtm.api.NextHop;
import org.rtm.api.PrefInfo;
import org.rtm.api.RouteFlags;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.RouteState;
import org.rtm.api.ViewSet;
import org.rtm.impl.table.DestinationState;
import org.rtm.impl.table.RouteEntry;
import org.rtm.impl.table.RouteVersion;
import org.rtm.impl.table.Table;

/** A route at one moment, with the references that came with it. */
final class OwnedRouteSnapshot extends OwnedReferences implements RouteSnapshot {
    private static final int DESTINATION = 0;
    private static final int OWNER = 1;
    private static final int NEIGHBOUR = 2;
    private static final int NEXT_HOPS = 3;

    private final RouteEntry entry;
    private final RouteVersion version;
    private final RouteState state;
    private final boolean stale;

    /** In microseconds; null without one. */
    private final Long timeToLive;

    OwnedRouteSnapshot(Registration registration, RouteEntry entry) {
        super(registration);
        DestinationState destination =
                registration.routingTable().destinations().current(entry.destination()).state();
        RouteVersion present = destination.find(entry);
        this.entry = entry;
        this.version = present != null ? present : entry.version();
        this.state = present != null ? RouteState.CREATED : stateOfAbsent(destination);
        this.stale = present != null && entry.isStale();
        this.timeToLive = present == null ? null : registration.routingTable().timeToLive(present);
    }

    private RouteState stateOfAbsent(DestinationState destination) {
        boolean isHeld =
                destination.held().stream().anyMatch(held -> held.version().route() == entry);
        return isHeld ? RouteState.DELETING : RouteState.DELETED;
    }

    @Override
    int places() {
        return NEXT_HOPS + version.nextHopCount();
    }

    @Override
    HandleKind kindAt(int place) {
        return switch (place) {
            case DESTINATION -> HandleKind.DESTINATION;
            case OWNER -> HandleKind.ENTITY;
            case NEIGHBOUR -> version.neighbour() == null ? null : HandleKind.NEXT_HOP;
            default -> HandleKind.NEXT_HOP;
        };
    }

    @Override
    AbstractHandle<?> make(int place) {
        return switch (place) {
            case DESTINATION -> new DestinationHandle(registration(), entry.destination());
            case OWNER -> new EntityHandle(registration(), entry.owner());
            case NEIGHBOUR -> new NextHopHandle(registration(), version.neighbour());
            default -> new NextHopHandle(registration(), version.nextHop(place - NEXT_HOPS));
        };
    }

    @Override
    public Destination destination() {
        return handle(DESTINATION, Destination.class);
    }

    @Override
    public Entity owner() {
        return handle(OWNER, Entity.class);
    }

    @Override
    public Optional<NextHop> neighbour() {
        return version.neighbour() == null
                ? Optional.empty()
                : Optional.of(handle(NEIGHBOUR, NextHop.class));
    }

    @Override
    public RouteState state() {
        return state;
    }

    @Override
    public RouteFlags flags() {
        return RouteFlags.of(version.flags());
    }

    @Override
    public PrefInfo prefInfo() {
        return version.prefInfo();
    }

    @Override
    public ViewSet views() {
        return ViewSet.ofMask(version.views());
    }

    @Override
    public Optional<Object> entitySpecificInfo() {
        return entry.owner() == registration().owner()
                ? Optional.ofNullable(version.entitySpecificInfo())
                : Optional.empty();
    }

    @Override
    public List<NextHop> nextHops() {
        return IntStream.range(0, version.nextHopCount())
                .mapToObj(i -> handle(NEXT_HOPS + i, NextHop.class))
                .toList();
    }

    @Override
    public int tag() {
        return version.tag();
    }

    @Override
    public Instant created() {
        return Table.toInstant(entry.created());
    }

    @Override
    public Instant updated() {
        return Table.toInstant(version.updated());
    }

    @Override
    public Optional<Duration> timeToLive() {
        return Optional.ofNullable(timeToLive)
                .map(micros -> Duration.of(micros, ChronoUnit.MICROS));
    }

    @Override
    public boolean isStale() {
        return stale;
    }

    @Override
    public RouteInfo toInfo() {
        RouteInfo info =
                RouteInfo.via()
                        .nextHops(nextHops())
                        .flags(flags())
                        .prefInfo(
                                new PrefInfo(
                                        version.hasOwnPreference()
                                                ? Integer.toUnsignedLong(version.preference())
                                                : 0,
                                        Integer.toUnsignedLong(version.metric())))
                        .views(views())
                        .tag(tag());
        if (neighbour().isPresent()) {
            info = info.neighbour(neighbour().get());
        }
        if (entitySpecificInfo().isPresent()) {
            info = info.entitySpecificInfo(entitySpecificInfo().get());
        }
        return info;
    }

    @Override
    public String toString() {
        return "the information on the route to " + entry.destination();
    }
}
