package org.rtm.impl.entity;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.osgi.service.log.Logger;
import org.rtm.api.EntityId;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityListener;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.LockMode;
import org.rtm.api.MethodInput;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.RegistrationProfile;
import org.rtm.api.RtmStatus;
import org.rtm.api.ViewSet;
import org.rtm.api.monitor.EntityStatus;
import org.rtm.api.monitor.HandleStatus;
import org.rtm.api.monitor.HoldStatus;
import org.rtm.api.monitor.LockStatus;
import org.rtm.api.monitor.TableCheck;
import org.rtm.api.provider.ObservedDestination;
import org.rtm.api.provider.ObservedTable;
import org.rtm.api.provider.TableObserver;
import org.rtm.flight.FlightEvent;
import org.rtm.impl.prefix.PrefixSnapshot;
import org.rtm.impl.prefix.PrefixWalk;
import org.rtm.impl.table.DestinationEntry;
import org.rtm.impl.table.Destinations;
import org.rtm.impl.table.Owner;
import org.rtm.impl.table.Table;
import org.rtm.impl.time.Timers;

/** Who is registered with a table. */
public final class Roster implements ObservedTable {
    /**
     * Kinds of which something may be left at the end of a registration without being a mistake.
     */
    private static final Set<HandleKind> NORMALLY_LEFT =
            EnumSet.of(HandleKind.ROUTE_LIST, HandleKind.CHANGE_REGISTRATION, HandleKind.TRACKING);

    private static final FlightEvent REGISTRATION =
            new FlightEvent(
                    "Registration",
                    "An entity registered with a table",
                    FlightEvent.Default.ALL,
                    FlightEvent.number("instance"),
                    FlightEvent.text("table"),
                    FlightEvent.text("entity"),
                    FlightEvent.text("bundle"));

    private static final FlightEvent DEREGISTRATION =
            new FlightEvent(
                    "Deregistration",
                    "A registration ended; the reason is empty where its client ended it",
                    FlightEvent.Default.ALL,
                    FlightEvent.number("instance"),
                    FlightEvent.text("table"),
                    FlightEvent.text("entity"),
                    FlightEvent.text("bundle"),
                    FlightEvent.number("retainedRoutes"),
                    FlightEvent.text("reason"));

    private static final FlightEvent ENTITY_SWAP =
            new FlightEvent(
                    "EntitySwap",
                    "A registration took up the routes that the one before it had left",
                    FlightEvent.Default.ALL,
                    FlightEvent.number("instance"),
                    FlightEvent.text("table"),
                    FlightEvent.text("entity"),
                    FlightEvent.text("bundle"),
                    FlightEvent.number("routes"),
                    FlightEvent.millis("away"));

    private final int instance;
    private final Table table;
    private final Timers timers;
    private final Executor threads;
    private final Logger log;
    private final ConcurrentNavigableMap<EntityId, Registration> registrations =
            new ConcurrentSkipListMap<>();

    /** What registrations have left for the next one of their identity; guarded by this. */
    private final Map<EntityId, Retention> retained = new HashMap<>();

    private volatile Limits limits;
    private boolean ended;

    public Roster(
            int instance, Table table, Limits limits, Timers timers, Executor threads, Logger log) {
        this.instance = instance;
        this.table = table;
        this.limits = limits;
        this.timers = timers;
        this.threads = threads;
        this.log = log;
    }

    public Table routingTable() {
        return table;
    }

    Limits limits() {
        return limits;
    }

    /** Binds new objects to other limits. */
    public void setLimits(Limits next) {
        limits = next;
    }

    // Registering

    /**
     * Registers an entity.
     *
     * @param bundle the name of the bundle that asks, empty outside a framework
     * @return the registration; empty if the table has ended
     */
    public Optional<EntityRegistration> register(
            EntityInfo info, EntityOptions options, String bundle) {
        EntityId id = info.id();
        if (id.protocol().equals(ProtocolId.BEST) || id.protocol().equals(ProtocolId.THIS)) {
            throw RtmStatus.INVALID_PARAMETER.because(
                    "protocol %s stands for others in look-ups; nobody can register with it",
                    Integer.toUnsignedString(id.protocol().number()));
        }
        if (options.methods().size() > EntityOptions.MAX_METHODS) {
            throw RtmStatus.INVALID_PARAMETER.because(
                    "%s cannot export %d methods; allowed are %d",
                    info.name(), options.methods().size(), EntityOptions.MAX_METHODS);
        }
        options.retention().ifPresent(time -> InputCheck.requirePositive("retention", time));
        return Optional.ofNullable(enter(info, options, bundle));
    }

    /**
     * Enters an entity and tells the others as one step, so that nobody hears of who was there
     * before.
     */
    private synchronized Registration enter(EntityInfo info, EntityOptions options, String bundle) {
        if (ended) {
            return null;
        }
        if (registrations.containsKey(info.id())) {
            throw RtmStatus.ALREADY_EXISTS.because(
                    "%s is registered with the %s table of instance %d already",
                    info.id(), table.family(), instance);
        }
        Limits now = limits;
        if (options.hasOpaqueSlot()) {
            requireOpaqueSlotLeft(now.opaqueSlots());
        }
        EntityInfo complete =
                new EntityInfo(OptionalInt.of(instance), info.family(), info.id(), info.name());
        Retention left = retained.remove(info.id());
        Registration registration =
                new Registration(
                        this,
                        complete,
                        new RegistrationProfile(
                                now.nextHopsInRoute(), now.handlesInCall(), table.views()),
                        options,
                        options.retention().map(time -> shorter(time, now.longestRetention())),
                        bundle,
                        new Lane(
                                threads,
                                failure ->
                                        log.error(
                                                "a call-back of {} failed", info.name(), failure)),
                        left);
        List<Registration> others = List.copyOf(registrations.values());
        registrations.put(info.id(), registration);
        others.forEach(other -> other.entityRegistered(registration.owner()));
        if (REGISTRATION.isRecorded()) {
            REGISTRATION.record((long) instance, table.family().toString(), info.name(), bundle);
        }
        if (left != null && ENTITY_SWAP.isRecorded()) {
            ENTITY_SWAP.record(
                    (long) instance,
                    table.family().toString(),
                    info.name(),
                    bundle,
                    registration.owner().routes(),
                    left.age().toMillis());
        }
        return registration;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void requireOpaqueSlotLeft(int slots) {
        if (registrations.values().stream().filter(Registration::hasOpaqueSlot).count() >= slots) {
            throw RtmStatus.NO_SYSTEM_RESOURCES.because(
                    "all %d opaque slots of the %s table of instance %d are taken",
                    slots, table.family(), instance);
        }
    }

    /** The registration of an owner, or null if it has ended. */
    Registration live(Owner owner) {
        Registration registration = registrations.get(owner.id());
        return registration != null && registration.owner() == owner ? registration : null;
    }

    Collection<Registration> registrations() {
        return registrations.values();
    }

    // The end

    /** Makes what keeps a registration's routes and next hops for some time. */
    Retention retention(Registration registration, Duration time) {
        return new Retention(registration, time, timers);
    }

    /**
     * Removes a registration that has ended, and tells the others.
     *
     * @param left what is retained of it
     */
    void remove(Registration registration, Optional<Retention> left) {
        if (!leave(registration, left)) {
            left.ifPresent(it -> table.sweep(it.owner()));
        }
    }

    /** Says whether something can be retained: not where the table has ended. */
    private synchronized boolean leave(Registration registration, Optional<Retention> left) {
        registrations.remove(registration.info().id(), registration);
        for (Registration other : registrations.values()) {
            other.entityDeregistered(registration.owner());
        }
        if (ended) {
            return false;
        }
        left.ifPresent(
                it -> {
                    retained.put(registration.info().id(), it);
                    it.start();
                });
        return true;
    }

    /**
     * The time of what a registration has left is over. Its end may take long, and whoever calls
     * this has other things to do in time. One that was cancelled may still come here, and is for
     * others to end by now.
     */
    void retentionIsOver(Retention left) {
        EntityId id = left.ended().info().id();
        Registration live;
        boolean isNobodys;
        synchronized (this) {
            isNobodys = retained.remove(id, left);
            live = registrations.get(id);
        }
        if (isNobodys) {
            threads.execute(() -> table.sweep(left.owner()));
        } else if (live != null && live.hasAdopted(left)) {
            threads.execute(() -> live.sweep(left));
        }
    }

    void logFailedMethod(Registration registration, MethodInput input, Throwable failure) {
        log.error(
                "method 0x{} of {} failed",
                Integer.toHexString(input.methodType()),
                registration.info().name(),
                failure);
    }

    void warnOfRunning(Registration registration, String what, Thread thread) {
        StringBuilder stack = new StringBuilder();
        for (StackTraceElement element : thread.getStackTrace()) {
            stack.append("\n    at ").append(element);
        }
        log.warn(
                "{} ends while {} still runs after {} ms, in {}:{}",
                registration.info().name(),
                what,
                limits.deregistrationWait().toMillis(),
                thread.getName(),
                stack);
    }

    void warnOfLeaks(Registration registration, Map<HandleKind, Long> handles) {
        StringJoiner left = new StringJoiner(", ");
        for (Map.Entry<HandleKind, Long> count : handles.entrySet()) {
            if (count.getValue() != 0 && !NORMALLY_LEFT.contains(count.getKey())) {
                left.add(count.getValue() + " " + count.getKey());
            }
        }
        if (left.length() > 0) {
            log.warn("{} ended without giving back: {}", registration.info().name(), left);
        }
    }

    void runEndAction(Runnable action) {
        try {
            action.run();
        } catch (Throwable e) { // whatever its failure is, the registration has to end
            log.error("ending a registration, an action failed", e);
        }
    }

    void recordEnd(Registration registration, boolean isRetained, Optional<String> reason) {
        if (DEREGISTRATION.isRecorded()) {
            DEREGISTRATION.record(
                    (long) instance,
                    table.family().toString(),
                    registration.info().name(),
                    registration.bundle(),
                    isRetained ? registration.owner().routes() : 0L,
                    reason.orElse(""));
        }
    }

    /** Tells a client that somebody else ended its registration. */
    void tellOfEnd(Registration registration, EntityListener listener, String reason) {
        log.info("{} was ended: {}", registration.info().name(), reason);
        if (listener != null) {
            registration.lane().submitLast(() -> listener.registrationEnded(reason));
        }
    }

    /** Ends all registrations, and takes no other. */
    public void endAll(String reason) {
        List<Retention> left;
        synchronized (this) {
            ended = true;
            left = List.copyOf(retained.values());
            retained.clear();
        }
        for (Registration registration : List.copyOf(registrations.values())) {
            registration.end(reason);
        }
        for (Retention retention : left) {
            retention.cancel();
            table.sweep(retention.owner());
        }
    }

    // For observers

    @Override
    public int maxChangeRegistrations() {
        return limits.changeRegistrations();
    }

    @Override
    public void attach(TableObserver observer) {
        table.attach(observer);
    }

    @Override
    public void detach(TableObserver observer) {
        table.detach(observer);
    }

    @Override
    public ObservedDestination destination(NetAddress address) {
        return table.destinations().key(address);
    }

    @Override
    public List<ObservedDestination> destinations(
            Optional<ObservedDestination> after, ViewSet views, int most) {
        int viewMask = table.requireSupported(views);
        PrefixSnapshot<DestinationEntry> snapshot = table.destinations().snapshot();
        PrefixWalk<DestinationEntry> walk =
                after.map(DestinationEntry.class::cast)
                        .map(
                                last ->
                                        snapshot.walkAfter(
                                                last.highBits(), last.lowBits(), last.length()))
                        .orElseGet(snapshot::walk);
        List<ObservedDestination> next = new ArrayList<>(Math.min(most, 64));
        DestinationEntry entry;
        while (next.size() < most && (entry = walk.next()) != null) {
            if (Destinations.isVisible(entry.state(), viewMask)) {
                next.add(entry);
            }
        }
        return next;
    }

    // For operators

    public synchronized List<EntityStatus> statuses() {
        return Stream.concat(
                        registrations.values().stream()
                                .map(it -> RegistrationStatus.of(it, Optional.empty())),
                        retained.values().stream()
                                .map(
                                        it ->
                                                RegistrationStatus.of(
                                                        it.ended(), Optional.of(it.left()))))
                .sorted(Comparator.comparing(status -> status.info().id()))
                .toList();
    }

    /** Handles that an entity has not given back, of those that were tracked, the oldest first. */
    public List<HandleStatus> openHandles(EntityId id, int most) {
        Registration registration = registrations.get(id);
        return registration == null ? List.of() : registration.tracking().open(most);
    }

    /** Looks for what cannot be in the table, and in what its entities are said to have there. */
    public TableCheck check(int most) {
        return table.check(most, owners());
    }

    private synchronized List<Owner> owners() {
        return Stream.concat(
                        registrations.values().stream().map(Registration::owner),
                        retained.values().stream().map(Retention::owner))
                .toList();
    }

    /** The hold-downs, those that go on first, then the marks. */
    public List<HoldStatus> holds() {
        return table.holds().stream()
                .map(Roster::status)
                .sorted(
                        Comparator.comparing(HoldStatus::isRunning)
                                .reversed()
                                .thenComparing(HoldStatus::destination))
                .toList();
    }

    private static HoldStatus status(Table.Hold hold) {
        return new Hold(
                hold.destination().address(),
                ViewSet.ofMask(hold.views()),
                hold.held() != null,
                micros(hold.micros()),
                Optional.ofNullable(hold.held()).map(route -> route.owner().info()));
    }

    private record Hold(
            NetAddress destination,
            ViewSet views,
            boolean isRunning,
            Duration time,
            Optional<EntityInfo> owner)
            implements HoldStatus {}

    /** The locks that are held, the one that ends first first. */
    public List<LockStatus> locks() {
        return table.locks().stream()
                .map(
                        lease ->
                                new Lock(
                                        lease.holder().info(),
                                        lease.isExclusive() ? LockMode.EXCLUSIVE : LockMode.SHARED,
                                        lease.target().toString(),
                                        micros(table.untilDeadline(lease))))
                .sorted(Comparator.comparing(Lock::left))
                .map(LockStatus.class::cast)
                .toList();
    }

    private record Lock(EntityInfo holder, LockMode mode, String target, Duration left)
            implements LockStatus {}

    private static Duration micros(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }
}
