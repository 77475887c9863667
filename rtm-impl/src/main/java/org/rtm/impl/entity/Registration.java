package org.rtm.impl.entity;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.rtm.api.AddRouteOptions;
import org.rtm.api.Batch;
import org.rtm.api.DestInfo;
import org.rtm.api.Destination;
import org.rtm.api.DestinationQuery;
import org.rtm.api.Entity;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityListener;
import org.rtm.api.EntityOptions;
import org.rtm.api.EnumRange;
import org.rtm.api.ExpiryDecision;
import org.rtm.api.Handle;
import org.rtm.api.HandleKind;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopChange;
import org.rtm.api.NextHopInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.RegistrationProfile;
import org.rtm.api.Resolution;
import org.rtm.api.Route;
import org.rtm.api.RouteChange;
import org.rtm.api.RouteCriteria;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteList;
import org.rtm.api.RouteQuery;
import org.rtm.api.RtmException;
import org.rtm.api.RtmStatus;
import org.rtm.api.TableEnumeration;
import org.rtm.api.ViewSet;
import org.rtm.api.provider.ObservedDestination;
import org.rtm.api.provider.ObservedTable;
import org.rtm.api.provider.RegisteredEntity;
import org.rtm.impl.table.Contact;
import org.rtm.impl.table.DestinationEntry;
import org.rtm.impl.table.NextHopEntry;
import org.rtm.impl.table.NextHopKey;
import org.rtm.impl.table.NextHops;
import org.rtm.impl.table.Owner;
import org.rtm.impl.table.RouteEntry;
import org.rtm.impl.table.RouteResult;
import org.rtm.impl.table.Table;
import org.rtm.impl.table.UpdateMode;
import org.rtm.impl.table.Visible;

/** One entity's registration with a table, and the count of what it was handed. */
final class Registration implements RegisteredEntity {
    private static final int OPEN = 0;
    private static final int ENDING = 1;
    private static final int ENDED = 2;

    private final Roster roster;
    private final RegistrationProfile profile;
    private final Methods methods;
    private final InputCheck input = new InputCheck(this);
    private final RouteLists lists = new RouteLists();
    private final OpaqueSlots opaque = new OpaqueSlots();
    private final HandleTracking tracking = new HandleTracking();
    private final boolean hasOpaqueSlot;
    private final String bundle;
    private final Instant since;
    private final Lane lane;
    private final Optional<Duration> retention;
    private final Owner owner;
    private final LongAdder[] handles = new LongAdder[HandleKind.values().length];
    private final AtomicInteger state = new AtomicInteger(OPEN);
    private final Set<Runnable> endActions = Collections.newSetFromMap(new IdentityHashMap<>());

    /** What the one before has left and this has not been seen to refresh; null if nothing. */
    private final AtomicReference<Retention> adopted;

    /** Let go at the end: it belongs to the client's bundle. */
    private volatile EntityListener listener;

    Registration(
            Roster roster,
            EntityInfo info,
            RegistrationProfile profile,
            EntityOptions options,
            Optional<Duration> retention,
            String bundle,
            Lane lane,
            Retention adopted) {
        this.roster = roster;
        this.profile = profile;
        this.listener = options.listener().orElse(null);
        this.methods = new Methods(this, options.methods());
        this.hasOpaqueSlot = options.hasOpaqueSlot();
        this.bundle = bundle;
        this.since = roster.routingTable().clock().instant();
        this.lane = lane;
        this.retention = retention;
        this.adopted = new AtomicReference<>(adopted);
        for (int i = 0; i < handles.length; i++) {
            handles[i] = new LongAdder();
        }
        this.owner =
                adopted == null
                        ? new Owner(info, new OwnerContact())
                        : adopted.owner().successor(info, new OwnerContact());
    }

    // Who this is

    @Override
    public EntityInfo info() {
        return owner.info();
    }

    @Override
    public RegistrationProfile profile() {
        return profile;
    }

    @Override
    public ObservedTable table() {
        return roster;
    }

    @Override
    public Entity entity() {
        requireOpen();
        return new EntityHandle(this, owner).counted(EntityHandle.class);
    }

    @Override
    public Batch<Entity> entities() {
        requireOpen();
        return new ElementBatch<>(
                this,
                roster.registrations().stream()
                        .map(other -> new EntityHandle(this, other.owner))
                        .map(handle -> handle.counted(EntityHandle.class))
                        .toList());
    }

    Roster roster() {
        return roster;
    }

    Table routingTable() {
        return roster.routingTable();
    }

    Owner owner() {
        return owner;
    }

    String bundle() {
        return bundle;
    }

    Instant since() {
        return since;
    }

    InputCheck input() {
        return input;
    }

    RouteLists lists() {
        return lists;
    }

    boolean hasOpaqueSlot() {
        return hasOpaqueSlot;
    }

    Lane lane() {
        return lane;
    }

    // Next hops

    @Override
    public NextHopChange addNextHop(NextHopInfo info) {
        requireOpen();
        NextHopKey key = new NextHopKey(info.address(), info.interfaceIndex());
        NextHops.Added result = routingTable().nextHops().add(owner, key, input.state(info));
        return new NextHopChange() {
            @Override
            public boolean isNew() {
                return result.isNew();
            }

            @Override
            public NextHop handle() {
                requireOpen();
                return new NextHopHandle(Registration.this, result.entry())
                        .counted(NextHopHandle.class);
            }
        };
    }

    @Override
    public Optional<NextHop> findNextHop(NetAddress address, int interfaceIndex) {
        requireOpen();
        return Optional.ofNullable(owner.nextHops().get(new NextHopKey(address, interfaceIndex)))
                .map(entry -> new NextHopHandle(this, entry).counted(NextHopHandle.class));
    }

    @Override
    public void deleteNextHop(NetAddress address, int interfaceIndex) {
        requireOpen();
        NextHopKey key = new NextHopKey(address, interfaceIndex);
        NextHopEntry entry = owner.nextHops().get(key);
        if (entry == null) {
            throw RtmStatus.NOT_FOUND.because("%s has no next hop %s", info().name(), key);
        }
        routingTable().nextHops().delete(owner, entry);
    }

    @Override
    public TableEnumeration<NextHop> enumerateNextHops(EnumRange range) {
        requireOpen();
        range.address().ifPresent(routingTable().destinations()::requireFamily);
        return new NextHopEnumeration(this, range).counted();
    }

    // Routes

    @Override
    public RouteChange addRoute(NetAddress destination, RouteInfo info, AddRouteOptions options) {
        requireOpen();
        UpdateMode mode = input.mode(options);
        RouteResult result =
                routingTable()
                        .add(owner, destination, input.values(info), mode, input.lifespan(options));
        enlist(result.route(), options);
        return change(result);
    }

    /** Moves a route that was added or updated to the list that was named, if one was. */
    void enlist(RouteEntry route, AddRouteOptions options) {
        if (options.list().isPresent() && !route.isDeleted()) {
            lists.move(List.of(route), (OwnedRouteList) options.list().get());
        }
    }

    RouteChange change(RouteResult result) {
        return new RouteChange() {
            @Override
            public boolean isNew() {
                return result.isNew();
            }

            @Override
            public boolean bestChanged() {
                return result.bestChanged();
            }

            @Override
            public Route handle() {
                requireOpen();
                return handleTo(result.route());
            }
        };
    }

    private Route handleTo(RouteEntry route) {
        return new RouteHandle(this, route).counted(RouteHandle.class);
    }

    @Override
    public Optional<Route> exactMatchRoute(
            NetAddress destination, RouteCriteria criteria, ViewSet views) {
        requireOpen();
        int viewMask = routingTable().requireSupported(views);
        RouteMatcher matcher = new RouteMatcher(this, criteria, viewMask, null);
        Visible found = routingTable().destinations().exact(destination, viewMask);
        return found == null
                ? Optional.empty()
                : Optional.ofNullable(matcher.firstMatching(found.state())).map(this::handleTo);
    }

    @Override
    public TableEnumeration<Route> enumerateRoutes(RouteQuery query) {
        requireOpen();
        int viewMask = routingTable().requireSupported(query.views());
        return new RouteEnumeration(
                        this,
                        query,
                        new RouteMatcher(
                                this, query.criteria(), viewMask, query.isOwnOnly() ? owner : null))
                .counted();
    }

    // Destinations

    @Override
    public Optional<DestInfo> exactMatch(
            NetAddress destination, ProtocolId protocol, ViewSet views) {
        requireOpen();
        int viewMask = routingTable().requireSupported(views);
        return info(routingTable().destinations().exact(destination, viewMask), protocol, viewMask);
    }

    @Override
    public Optional<DestInfo> mostSpecific(
            NetAddress destination, ProtocolId protocol, ViewSet views) {
        requireOpen();
        int viewMask = routingTable().requireSupported(views);
        return info(
                routingTable().destinations().mostSpecific(destination, viewMask),
                protocol,
                viewMask);
    }

    Optional<DestInfo> info(Visible found, ProtocolId protocol, int viewMask) {
        return found == null ? Optional.empty() : Optional.of(read(found, protocol, viewMask));
    }

    /** Makes the information on a destination for the client. */
    DestInfo read(Visible destination, ProtocolId protocol, int viewMask) {
        return read(destination, protocol, viewMask, null);
    }

    private DestInfo read(Visible destination, ProtocolId protocol, int viewMask, Object origin) {
        ProtocolId selected = protocol.equals(ProtocolId.THIS) ? owner.protocol() : protocol;
        return new OwnedDestInfo(this, destination, selected, viewMask, origin)
                .counted(OwnedDestInfo.class);
    }

    @Override
    public TableEnumeration<DestInfo> enumerateDestinations(DestinationQuery query) {
        requireOpen();
        return new DestinationEnumeration(
                        this, query, routingTable().requireSupported(query.views()))
                .counted();
    }

    @Override
    public DestInfo read(ObservedDestination destination, ViewSet views, Object origin) {
        requireOpen();
        DestinationEntry current =
                routingTable().destinations().current((DestinationEntry) destination);
        return read(
                new Visible(current, current.state()),
                ProtocolId.BEST,
                routingTable().requireSupported(views),
                origin);
    }

    // Opaque slots

    OpaqueSlots opaque() {
        return opaque;
    }

    void requireOpaqueSlot() {
        if (!hasOpaqueSlot) {
            throw RtmStatus.NOT_FOUND.because("%s has reserved no opaque slot", info().name());
        }
    }

    // Lists

    @Override
    public RouteList createRouteList() {
        requireOpen();
        return new OwnedRouteList(this);
    }

    @Override
    public void removeFromRouteLists(Collection<? extends Route> routes) {
        requireOpen();
        lists.move(ownRoutes(routes), null);
    }

    /** Checks routes that a client wants to put somewhere: all are its own. */
    List<RouteEntry> ownRoutes(Collection<? extends Route> routes) {
        List<RouteEntry> entries = new ArrayList<>(routes.size());
        for (Route route : routes) {
            RouteEntry entry = ((RouteHandle) requireUsable(route)).target();
            requireOwner(entry.owner(), route);
            entries.add(entry);
        }
        return entries;
    }

    // Methods

    Methods methods() {
        return methods;
    }

    @Override
    public void blockMethods() {
        requireOpen();
        methods.gate().block();
    }

    @Override
    public void resumeMethods() {
        requireOpen();
        methods.gate().resume();
    }

    @Override
    public void blockMethods(Handle<?> target) {
        requireOpen();
        throw RtmStatus.NOT_SUPPORTED.because(
                "methods cannot be blocked for the %s alone, only for all", target);
    }

    // Resolution

    @Override
    public Resolution resolve(NetAddress address, int viewId) {
        requireOpen();
        return routingTable().resolver().resolve(address, requireSupported(viewId));
    }

    Resolution resolve(RouteEntry route, int viewId) {
        return routingTable().resolver().resolve(route, requireSupported(viewId));
    }

    private int requireSupported(int viewId) {
        routingTable().requireSupported(ViewSet.of(viewId));
        return viewId;
    }

    // Handles

    @Override
    public List<Handle<?>> reference(Collection<? extends Handle<?>> originals) {
        requireOwn(originals);
        List<Handle<?>> copies = new ArrayList<>(originals.size());
        try {
            for (Handle<?> original : originals) {
                copies.add(original.reference());
            }
        } catch (RtmException e) {
            copies.forEach(Handle::close);
            throw e;
        }
        return copies;
    }

    @Override
    public void release(Collection<? extends Handle<?>> released) {
        requireOwn(released);
        requireDistinct(released);
        List<AbstractHandle<?>> closed = new ArrayList<>(released.size());
        for (Handle<?> handle : released) {
            AbstractHandle<?> own = (AbstractHandle<?>) handle;
            if (!own.tryClose()) { // another thread was faster
                closed.forEach(AbstractHandle::reopen);
                throw RtmStatus.INVALID_HANDLE.because(
                        "the handle to %s was given back before", own);
            }
            closed.add(own);
        }
        closed.forEach(handle -> closed(handle, handle.kind()));
    }

    private static void requireDistinct(Collection<?> objects) {
        Set<Object> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Object object : objects) {
            if (!distinct.add(object)) {
                throw RtmStatus.INVALID_HANDLE.because("%s is named twice", object);
            }
        }
    }

    @Override
    public void releaseDestinations(Collection<? extends DestInfo> infos) {
        release(infos, null);
    }

    @Override
    public void release(Collection<? extends DestInfo> infos, Object origin) {
        requireOpen();
        List<OwnedDestInfo> checked = new ArrayList<>(infos.size());
        for (DestInfo info : infos) {
            checked.add(requireUsable(info, origin));
        }
        List<OwnedDestInfo> closed = new ArrayList<>(checked.size());
        for (OwnedDestInfo own : checked) {
            if (!own.tryClose()) { // it is named twice, or another thread was faster
                closed.forEach(OwnedReferences::reopen);
                requireDistinct(checked);
                throw own.givenBackBefore();
            }
            closed.add(own);
        }
        closed.forEach(OwnedReferences::closeReferences);
    }

    private OwnedDestInfo requireUsable(DestInfo info, Object origin) {
        OwnedDestInfo own = requireOwn(info);
        if (own.origin() != origin) {
            throw RtmStatus.INVALID_HANDLE.because(
                    own.origin() == null
                            ? "%s was fetched by a question, not as changed"
                            : "%s was fetched as changed, and is given back to the registration it came from",
                    own);
        }
        own.requireOpen();
        return own;
    }

    private OwnedDestInfo requireOwn(DestInfo info) {
        if (info instanceof OwnedDestInfo own && own.registration() == this) {
            return own;
        }
        throw RtmStatus.INVALID_HANDLE.because("%s belongs to another registration", info);
    }

    @Override
    public void requireOwn(Collection<? extends Handle<?>> used) {
        requireOpen();
        used.forEach(this::requireUsable);
    }

    private <H extends Handle<?>> H requireUsable(H handle) {
        if (!(handle instanceof AbstractHandle<?> own) || own.registration() != this) {
            throw RtmStatus.INVALID_HANDLE.because(
                    "the handle to %s belongs to another registration than %s",
                    handle, info().name());
        }
        own.requireUsable();
        return handle;
    }

    @Override
    public ObservedDestination observed(Destination destination) {
        return entry(destination);
    }

    DestinationEntry entry(Destination destination) {
        return ((DestinationHandle) requireUsable(destination)).target();
    }

    NextHopEntry entry(NextHop nextHop) {
        return ((NextHopHandle) requireUsable(nextHop)).target();
    }

    Owner owner(Entity entity) {
        return ((EntityHandle) requireUsable(entity)).target();
    }

    void requireOwner(Owner actual, Handle<?> handle) {
        if (actual != owner) {
            throw RtmStatus.ACCESS_DENIED.because(
                    "the %s belongs to %s, not to %s", handle, actual.info().name(), info().name());
        }
    }

    @Override
    public void handleOpened(HandleKind kind) {
        requireOpen();
        count(kind);
    }

    private void count(HandleKind kind) {
        handles[kind.ordinal()].increment();
    }

    /**
     * Counts a handle, and notes who takes it where that is asked for. A call that the end of the
     * registration overtakes has done no harm.
     *
     * @param holder the handle, or the information that it is part of
     */
    void opened(Object holder, HandleKind kind) {
        count(kind);
        if (roster.limits().handleTracking()) {
            tracking.opened(holder, kind, routingTable().clock().instant());
        }
    }

    void closed(Object holder, HandleKind kind) {
        handleClosed(kind);
        tracking.closed(holder, kind);
    }

    HandleTracking tracking() {
        return tracking;
    }

    @Override
    public void handleClosed(HandleKind kind) {
        handles[kind.ordinal()].decrement();
    }

    @Override
    public Map<HandleKind, Long> handleCounts() {
        Map<HandleKind, Long> counts = new EnumMap<>(HandleKind.class);
        for (HandleKind kind : HandleKind.values()) {
            counts.put(kind, hasEnded() ? 0 : handles[kind.ordinal()].sum());
        }
        return counts;
    }

    // Call-backs

    @Override
    public void submit(Runnable callback) {
        lane.submit(() -> Frames.run(this, callback));
    }

    void entityRegistered(Owner other) {
        tell(other, EntityListener::entityRegistered);
    }

    void entityDeregistered(Owner other) {
        tell(other, EntityListener::entityDeregistered);
    }

    private interface EntityEvent {
        void tell(EntityListener listener, Entity entity);
    }

    private void tell(Owner other, EntityEvent event) {
        if (listener == null) {
            return;
        }
        submit(
                () -> {
                    EntityListener told = listener;
                    if (told != null) {
                        lend(other, handle -> event.tell(told, handle));
                    }
                });
    }

    /** Lets a client use a handle to an entity for as long as a call takes. */
    void lend(Owner other, Consumer<Entity> use) {
        EntityHandle handle = new EntityHandle(this, other).counted(EntityHandle.class);
        try {
            use.accept(handle);
        } finally {
            if (handle.tryClose()) {
                closed(handle, HandleKind.ENTITY);
            }
        }
    }

    private final class OwnerContact implements Contact {
        @Override
        public void left(RouteEntry route) {
            lists.takeOff(route);
        }

        @Override
        public boolean decide(RouteEntry route, Consumer<ExpiryDecision> answer) {
            if (listener == null) {
                return false;
            }
            submit(() -> askAboutExpired(route, answer));
            return true;
        }
    }

    private void askAboutExpired(RouteEntry route, Consumer<ExpiryDecision> answer) {
        ExpiryDecision decision = ExpiryDecision.DELETE;
        RouteHandle handle = new RouteHandle(this, route).counted(RouteHandle.class);
        try {
            EntityListener asked = listener;
            if (asked != null) {
                decision = Objects.requireNonNull(asked.routeExpired(handle));
            }
        } finally {
            if (handle.tryClose()) {
                closed(handle, HandleKind.ROUTE);
            }
            answer.accept(decision);
        }
    }

    // The end

    @Override
    public void requireOpen() {
        if (!isOpen()) {
            throw RtmStatus.INVALID_HANDLE.because(
                    "the registration of %s has ended", info().name());
        }
    }

    @Override
    public boolean isOpen() {
        return state.get() == OPEN;
    }

    boolean hasEnded() {
        return state.get() == ENDED;
    }

    @Override
    public Runnable onEnd(Runnable action) {
        synchronized (endActions) {
            if (state.get() == OPEN) {
                endActions.add(action);
                return () -> {
                    synchronized (endActions) {
                        endActions.remove(action);
                    }
                };
            }
        }
        action.run();
        return () -> {};
    }

    @Override
    public void refreshComplete() {
        requireOpen();
        Retention left = adopted.get();
        if (left != null) {
            left.cancel();
            sweep(left);
        }
    }

    boolean hasAdopted(Retention left) {
        return adopted.get() == left;
    }

    /** Takes out of the table what is left over and was not refreshed. */
    void sweep(Retention left) {
        routingTable().sweep(left.owner());
        adopted.compareAndSet(left, null);
    }

    @Override
    public void withdraw() {
        requireOpen();
        end(Optional.empty(), Optional.empty());
    }

    @Override
    public void close() {
        end(Optional.empty(), retention);
    }

    /** Ends the registration for a reason that is not its client's, and retains nothing. */
    void end(String reason) {
        end(Optional.of(reason), Optional.empty());
    }

    /**
     * Ends the registration.
     *
     * @param reason why, if it is not the client that ends it
     * @param time how long routes and next hops are retained, if they are
     */
    private void end(Optional<String> reason, Optional<Duration> time) {
        List<Runnable> actions;
        synchronized (endActions) {
            if (!state.compareAndSet(OPEN, ENDING)) {
                return;
            }
            actions = List.copyOf(endActions);
            endActions.clear();
        }
        EntityListener told = listener;
        listener = null;
        Duration wait = roster.limits().deregistrationWait();
        long end = System.nanoTime() + wait.toNanos();
        methods.gate()
                .close(wait)
                .ifPresent(thread -> roster.warnOfRunning(this, "a method", thread));
        lane.close(Duration.ofNanos(Math.max(0, end - System.nanoTime())))
                .ifPresent(thread -> roster.warnOfRunning(this, "its call-back", thread));
        actions.forEach(roster::runEndAction);
        Map<HandleKind, Long> left = handleCounts(); // with the locks, which end next
        Optional.ofNullable(adopted.getAndSet(null)).ifPresent(Retention::cancel);
        routingTable().end(owner);
        Optional<Retention> kept =
                time.filter(any -> owner.routes() > 0 || !owner.nextHops().isEmpty())
                        .map(any -> roster.retention(this, any));
        if (kept.isEmpty()) {
            routingTable().sweep(owner);
        }
        methods.clear();
        opaque.clear();
        lists.clear();
        state.set(ENDED);
        tracking.clear();
        roster.remove(this, kept);
        roster.warnOfLeaks(this, left);
        roster.recordEnd(this, kept.isPresent(), reason);
        reason.ifPresent(why -> roster.tellOfEnd(this, told, why));
    }
}
