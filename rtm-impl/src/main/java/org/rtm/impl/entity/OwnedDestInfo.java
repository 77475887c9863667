package org.rtm.impl.entity;

import java.time.Instant;
import java.util.AbstractList;
import java.util.List;
import java.util.Optional;
import org.rtm.api.DestInfo;
import org.rtm.api.Destination;
import org.rtm.api.Entity;
import org.rtm.api.HandleKind;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteFlags;
import org.rtm.api.ViewInfo;
import org.rtm.api.ViewSet;
import org.rtm.impl.table.DestinationEntry;
import org.rtm.impl.table.DestinationState;
import org.rtm.impl.table.RouteVersion;
import org.rtm.impl.table.Table;
import org.rtm.impl.table.Visible;

/** A destination at one moment, with the references that came with it. */
final class OwnedDestInfo extends OwnedReferences implements DestInfo {
    private static final int DESTINATION = 0;
    private static final int BEST_ROUTE = 0;
    private static final int OWNER = 1;
    private static final int HELD_ROUTE = 2;
    private static final int PER_VIEW = 3;

    private final DestinationEntry entry;
    private final DestinationState state;
    private final ProtocolId protocol;
    private final int viewMask;
    private final Object origin;

    /**
     * Makes an information.
     *
     * @param origin on whose behalf it was read, or null for the client's own question
     */
    OwnedDestInfo(
            Registration registration,
            Visible destination,
            ProtocolId protocol,
            int viewMask,
            Object origin) {
        super(registration);
        this.entry = destination.entry();
        this.state = destination.state();
        this.protocol = protocol;
        this.viewMask = viewMask;
        this.origin = origin;
    }

    Object origin() {
        return origin;
    }

    @Override
    int places() {
        return 1 + PER_VIEW * Integer.bitCount(viewMask);
    }

    @Override
    HandleKind kindAt(int place) {
        if (place == DESTINATION) {
            return HandleKind.DESTINATION;
        }
        int viewId = viewAt((place - 1) / PER_VIEW);
        return switch ((place - 1) % PER_VIEW) {
            case BEST_ROUTE -> best(viewId) == null ? null : HandleKind.ROUTE;
            case OWNER -> best(viewId) == null ? null : HandleKind.ENTITY;
            default -> state.heldIn(viewId) == null ? null : HandleKind.ROUTE;
        };
    }

    @Override
    AbstractHandle<?> make(int place) {
        if (place == DESTINATION) {
            return new DestinationHandle(registration(), entry);
        }
        int viewId = viewAt((place - 1) / PER_VIEW);
        return switch ((place - 1) % PER_VIEW) {
            case BEST_ROUTE -> new RouteHandle(registration(), best(viewId).route());
            case OWNER -> new EntityHandle(registration(), best(viewId).route().owner());
            default -> new RouteHandle(registration(), state.heldIn(viewId).version().route());
        };
    }

    private RouteVersion best(int viewId) {
        return state.best(viewId, protocol);
    }

    /** The view of the element at an index: the one of the so-manieth bit. */
    private int viewAt(int index) {
        int rest = viewMask;
        for (int i = 0; i < index; i++) {
            rest &= rest - 1;
        }
        return Integer.numberOfTrailingZeros(rest);
    }

    @Override
    public Destination destination() {
        return handle(DESTINATION, Destination.class);
    }

    @Override
    public NetAddress address() {
        return entry.address();
    }

    @Override
    public Instant lastChanged() {
        return Table.toInstant(state.changedAt());
    }

    @Override
    public ViewSet belongsToViews() {
        return ViewSet.ofMask(state.views());
    }

    @Override
    public List<ViewInfo> views() {
        return new AbstractList<>() {
            @Override
            public ViewInfo get(int index) {
                if (index < 0 || index >= size()) {
                    throw new IndexOutOfBoundsException(index);
                }
                return new InView(index);
            }

            @Override
            public int size() {
                return Integer.bitCount(viewMask);
            }
        };
    }

    @Override
    public Optional<ViewInfo> view(int id) {
        return ViewSet.ofMask(viewMask).contains(id)
                ? Optional.of(new InView(Integer.bitCount(viewMask & (1 << id) - 1)))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "the information on " + entry;
    }

    private final class InView implements ViewInfo {
        private final int index;
        private final int viewId;
        private final RouteVersion best;

        InView(int index) {
            this.index = index;
            this.viewId = viewAt(index);
            this.best = best(viewId);
        }

        @Override
        public int viewId() {
            return viewId;
        }

        @Override
        public int routeCount() {
            return state.countIn(viewId);
        }

        @Override
        public Optional<Route> bestRoute() {
            return best == null
                    ? Optional.empty()
                    : Optional.of(handle(1 + PER_VIEW * index + BEST_ROUTE, Route.class));
        }

        @Override
        public Optional<Entity> bestRouteOwner() {
            return best == null
                    ? Optional.empty()
                    : Optional.of(handle(1 + PER_VIEW * index + OWNER, Entity.class));
        }

        @Override
        public RouteFlags flags() {
            return best == null ? RouteFlags.NONE : RouteFlags.of(best.flags());
        }

        @Override
        public Optional<Route> heldRoute() {
            return state.heldIn(viewId) == null
                    ? Optional.empty()
                    : Optional.of(handle(1 + PER_VIEW * index + HELD_ROUTE, Route.class));
        }
    }
}
