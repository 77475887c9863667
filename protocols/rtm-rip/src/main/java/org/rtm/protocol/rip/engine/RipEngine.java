package org.rtm.protocol.rip.engine;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.rtm.api.NetAddress;
import org.rtm.protocol.rip.message.Authentication;
import org.rtm.protocol.rip.message.MessageFormat;
import org.rtm.protocol.rip.message.Received;
import org.rtm.protocol.rip.message.Refusal;
import org.rtm.protocol.rip.message.RefusedException;
import org.rtm.protocol.rip.message.RipEntry;
import org.rtm.protocol.rip.message.RipMessage;

/**
 * The router's side of RFC 2453. After each call, and when {@link #nextDue} has come, {@link
 * #runDue} is to be called. For one thread at a time.
 */
public final class RipEngine {
    /** The UDP port of RIP. */
    public static final int PORT = 520;

    /** The multicast group that all routers with RIP are in. */
    public static final InetSocketAddress ROUTERS =
            new InetSocketAddress(NetAddress.parse("224.0.0.9").toInetAddress(), PORT);

    private static final long LEAST_QUIET_MILLIS = 1000;
    private static final long MOST_QUIET_MILLIS = 5000;

    /** Updates go out a sixth sooner or later, so that routers do not fall into step. */
    private static final int JITTER = 6;

    private final InstantSource clock;
    private final RandomGenerator random;
    private final RipOutput output;
    private final Map<String, RipInterface> interfaces = new TreeMap<>();
    private final NavigableMap<NetAddress, RouteEntry> table = new TreeMap<>();
    private final PriorityQueue<Deadline> deadlines =
            new PriorityQueue<>(Comparator.comparing(Deadline::at));
    private long changes;

    /** When to look at an entry; its own deadline may have moved since. */
    private record Deadline(Instant at, RouteEntry entry) {}

    /**
     * An engine without interfaces.
     *
     * @param clock gives the time; it must not go back
     * @param random spreads the updates
     * @param output where datagrams and routes go
     */
    public RipEngine(InstantSource clock, RandomGenerator random, RipOutput output) {
        this.clock = clock;
        this.random = random;
        this.output = output;
    }

    /**
     * Goes on with a route that was learned before this engine was there. The neighbours hear of it
     * as they did before. Its interface need not be attached yet.
     *
     * @param route the route, which the output knows
     * @param left how long it has before it times out
     */
    public void resume(LearnedRoute route, Duration left) {
        change(route.prefix(), entry -> entry.learned = Optional.of(route));
        setDeadline(table.get(route.prefix()), clock.instant().plus(left));
    }

    /** Runs RIP on an interface, or goes on there with other settings. */
    public void attach(InterfaceSettings settings, Authentication authentication) {
        RipInterface known = interfaces.get(settings.name());
        if (known == null) {
            RipInterface added = new RipInterface(settings, authentication);
            interfaces.put(settings.name(), added);
            connect(settings);
            takeOver(settings);
            if (!settings.passive()) {
                send(added, ROUTERS, new RipMessage.TableRequest());
                sendUpdate(added);
            }
            return;
        }
        InterfaceSettings before = known.settings;
        known.settings = settings;
        known.authentication = authentication;
        disconnect(before, settings);
        connect(settings);
        takeOver(settings);
        known.nextUpdate = settings.passive() ? Instant.MAX : clock.instant();
    }

    /** Loses routes whose neighbours are not reached there any more; the others go on with this. */
    private void takeOver(InterfaceSettings settings) {
        loseRoutes(
                route ->
                        route.through().name().equals(settings.name())
                                && (!settings.isOnLink(route.neighbour())
                                        || route.through().index() != settings.index()));
        for (RouteEntry entry : table.values()) {
            entry.learned =
                    entry.learned.map(
                            route ->
                                    route.through().name().equals(settings.name())
                                            ? route.through(settings)
                                            : route);
        }
    }

    private void connect(InterfaceSettings settings) {
        settings.addresses().stream()
                .map(LinkAddress::network)
                .distinct()
                .forEach(
                        network ->
                                change(
                                        network,
                                        entry -> entry.connected.put(settings.name(), settings)));
    }

    private void disconnect(InterfaceSettings before, InterfaceSettings after) {
        before.addresses().stream()
                .map(LinkAddress::network)
                .filter(
                        network ->
                                after.addresses().stream()
                                        .noneMatch(still -> still.network().equals(network)))
                .forEach(
                        network -> change(network, entry -> entry.connected.remove(before.name())));
    }

    /**
     * Ends RIP on an interface, if it runs there: what was learned there is lost. The neighbours on
     * other interfaces are asked for other ways, as they may have told of them long ago.
     */
    public void detach(String interfaceName) {
        RipInterface removed = interfaces.remove(interfaceName);
        if (removed != null) {
            removed.neighbours.keySet().forEach(removed.authentication::lose);
            removed.settings.addresses().stream()
                    .map(LinkAddress::network)
                    .forEach(
                            network ->
                                    change(
                                            network,
                                            entry -> entry.connected.remove(interfaceName)));
        }
        if (loseRoutes(route -> route.through().name().equals(interfaceName))) {
            ask();
        }
    }

    /** Loses all that was learned, as the output has no place for it. */
    public void loseLearned() {
        loseRoutes(route -> true);
    }

    /** Gives the output, which has lost them, all learned routes again. */
    public void offerLearned() {
        table.values().stream()
                .filter(entry -> entry.learned.isPresent())
                .toList()
                .forEach(
                        entry -> {
                            if (!output.reachable(entry.learned.get())) {
                                loseRoute(entry);
                            }
                        });
    }

    /** Asks all neighbours for their tables. */
    public void ask() {
        interfaces.values().stream()
                .filter(each -> !each.settings.passive())
                .forEach(each -> send(each, ROUTERS, new RipMessage.TableRequest()));
    }

    /** Returns whether there were any. */
    private boolean loseRoutes(Predicate<LearnedRoute> which) {
        List<RouteEntry> lost =
                table.values().stream()
                        .filter(entry -> entry.learned.filter(which).isPresent())
                        .toList();
        lost.forEach(this::loseRoute);
        return !lost.isEmpty();
    }

    private void loseRoute(RouteEntry entry) {
        LearnedRoute lost = entry.learned.orElseThrow();
        change(entry.prefix, each -> each.learned = Optional.empty());
        output.unreachable(lost);
    }

    /** Tells the neighbours of a route of another protocol. */
    public void redistribute(ExternalRoute route) {
        change(route.prefix(), entry -> entry.external = Optional.of(route));
    }

    /** Takes that back. Does nothing if the route is not redistributed. */
    public void withdraw(NetAddress prefix) {
        if (table.containsKey(prefix)) {
            change(prefix, entry -> entry.external = Optional.empty());
        }
    }

    /** Changes what is known of a destination, and sees to what follows. */
    private void change(NetAddress prefix, Consumer<RouteEntry> what) {
        RouteEntry entry = table.computeIfAbsent(prefix, RouteEntry::new);
        boolean wasReachable = entry.isReachable();
        RipEntry before = entry.told();
        Set<String> beforeFrom = entry.from();
        what.accept(entry);
        if (!entry.isReachable() && !wasReachable && entry.change == 0) {
            table.remove(prefix);
            return;
        }
        boolean isSame = entry.told().equals(before) && entry.from().equals(beforeFrom);
        if (!isSame || entry.change == 0) {
            changes++;
            entry.change = changes;
        }
        if (!entry.isReachable() && wasReachable) {
            entry.lost = clock.instant();
            setDeadline(entry, entry.lost.plus(longestGarbageTime()));
        } else if (entry.isReachable() && entry.learned.isEmpty()) {
            entry.deadline = Instant.MAX;
        }
    }

    private Duration longestGarbageTime() {
        return interfaces.values().stream()
                .map(each -> each.settings.timers().garbage())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    private void setDeadline(RouteEntry entry, Instant deadline) {
        entry.deadline = deadline;
        // One that is queued for a sooner time is queued again when that has come.
        if (deadline.isBefore(entry.queuedFor)) {
            entry.queuedFor = deadline;
            deadlines.add(new Deadline(deadline, entry));
        }
    }

    /**
     * Takes in a datagram (RFC 2453, 3.9).
     *
     * @param interfaceName where it came in
     * @param source who sent it
     * @param datagram the bytes
     */
    public void receive(String interfaceName, InetSocketAddress source, byte[] datagram) {
        RipInterface in = interfaces.get(interfaceName);
        NetAddress sender = NetAddress.host(source.getAddress());
        if (in == null || isOwn(sender)) {
            return;
        }
        try {
            Received received = open(in, sender, source.getPort(), datagram);
            Neighbour neighbour = in.neighbour(sender);
            in.authentication.accept(datagram, sender);
            neighbour.heard = clock.instant();
            neighbour.refusedEntries += received.refusals().size();
            received.refusals().forEach(each -> in.count(each, 1));
            if (received.message() instanceof RipMessage.Response response) {
                in.responsesReceived++;
                response.entries().forEach(entry -> learn(in, sender, entry));
            } else {
                in.requestsReceived++;
                answer(in, source, received.message());
            }
        } catch (RefusedException refused) {
            in.count(refused.refusal(), 1);
            Neighbour neighbour = in.neighbours.get(sender);
            if (neighbour != null) {
                neighbour.refusedDatagrams++;
            }
        }
    }

    /** Counts datagrams that came in and that there was no time for. */
    public void dropped(String interfaceName, long count) {
        RipInterface in = interfaces.get(interfaceName);
        if (in != null && count > 0) {
            in.count(Refusal.NO_TIME, count);
        }
    }

    private boolean isOwn(NetAddress host) {
        return interfaces.values().stream()
                .flatMap(each -> each.settings.addresses().stream())
                .anyMatch(address -> address.address().equals(host));
    }

    private static Received open(RipInterface in, NetAddress sender, int port, byte[] datagram)
            throws RefusedException {
        if (!in.isOnLink(sender)) {
            throw new RefusedException(
                    Refusal.NOT_A_NEIGHBOUR,
                    "%s is not on a network of %s"
                            .formatted(sender.addressText(), in.settings.name()));
        }
        Received received = MessageFormat.read(in.authentication.open(datagram, sender));
        if (received.message() instanceof RipMessage.Response && port != PORT) {
            throw new RefusedException(
                    Refusal.PORT, "a response from port %d; allowed is %d".formatted(port, PORT));
        }
        return received;
    }

    private void learn(RipInterface in, NetAddress sender, RipEntry told) {
        NetAddress nextHop =
                told.nextHop().equals(RipEntry.SENDER) || !in.isOnLink(told.nextHop())
                        ? sender
                        : told.nextHop();
        boolean isOwnNetwork =
                in.settings.addresses().stream()
                        .anyMatch(address -> address.network().equals(told.prefix()));
        if (isOwnNetwork || isOwn(nextHop)) {
            return;
        }
        int metric = (int) Math.min(RipEntry.INFINITY, told.metric() + in.settings.cost());
        LearnedRoute route =
                new LearnedRoute(told.prefix(), in.settings, sender, nextHop, metric, told.tag());
        RouteEntry entry = table.get(told.prefix());
        Optional<LearnedRoute> known = entry == null ? Optional.empty() : entry.learned;
        boolean isReachable = metric < RipEntry.INFINITY;
        if (known.isEmpty()) {
            if (isReachable) {
                use(route);
            }
        } else if (isSameWay(known.get(), route)) {
            if (isReachable) {
                use(route);
            } else {
                loseRoute(entry);
            }
        } else if (metric < known.get().metric()
                || metric == known.get().metric() && isHalfTimedOut(entry)) {
            use(route);
        }
    }

    private static boolean isSameWay(LearnedRoute one, LearnedRoute other) {
        return one.neighbour().equals(other.neighbour())
                && one.through().name().equals(other.through().name());
    }

    /** The neighbour may be gone: a way that is as good, and told of now, is the better one. */
    private boolean isHalfTimedOut(RouteEntry entry) {
        Duration half = entry.learned.orElseThrow().through().timers().timeout().dividedBy(2);
        return !clock.instant().isBefore(entry.deadline.minus(half));
    }

    private void use(LearnedRoute route) {
        if (output.reachable(route)) {
            change(route.prefix(), entry -> entry.learned = Optional.of(route));
            setDeadline(
                    table.get(route.prefix()),
                    clock.instant().plus(route.through().timers().timeout()));
        } else {
            RouteEntry entry = table.get(route.prefix());
            if (entry != null && entry.learned.isPresent()) {
                loseRoute(entry);
            }
        }
    }

    private void answer(RipInterface in, InetSocketAddress asker, RipMessage request) {
        if (in.settings.passive()) {
            return;
        }
        if (request instanceof RipMessage.RouteRequest routes) {
            List<RipEntry> answers =
                    routes.entries().stream()
                            .map(
                                    asked ->
                                            Optional.ofNullable(table.get(asked.prefix()))
                                                    .map(RouteEntry::answer)
                                                    .orElse(
                                                            new RipEntry(
                                                                    asked.prefix(),
                                                                    asked.tag(),
                                                                    asked.nextHop(),
                                                                    RipEntry.INFINITY)))
                            .toList();
            if (!answers.isEmpty()) {
                sendResponses(in, asker, answers);
            }
        } else {
            sendResponses(in, asker, tell(in, entry -> true));
        }
    }

    /** Does what is due: updates, timeouts, what has changed. */
    public void runDue() {
        Instant now = clock.instant();
        while (!deadlines.isEmpty() && !deadlines.peek().at().isAfter(now)) {
            Deadline due = deadlines.remove();
            RouteEntry entry = due.entry();
            if (!due.at().equals(entry.queuedFor)) {
                continue;
            }
            entry.queuedFor = Instant.MAX;
            if (entry.deadline.isAfter(now)) {
                setDeadline(entry, entry.deadline);
            } else if (entry.learned.isPresent()) {
                loseRoute(entry);
            } else if (!entry.isReachable()) {
                table.remove(entry.prefix, entry);
            }
        }
        for (RipInterface each : interfaces.values()) {
            forgetSilentNeighbours(each, now);
            if (!each.nextUpdate.isAfter(now)) {
                sendUpdate(each);
            } else if (hasNews(each) && !each.quietUntil.isAfter(now)) {
                sendNews(each);
            }
        }
    }

    /** Returns when something will be due. */
    public Optional<Instant> nextDue() {
        Stream<Instant> ofInterfaces =
                interfaces.values().stream()
                        .flatMap(
                                each ->
                                        Stream.concat(
                                                Stream.of(
                                                        each.nextUpdate,
                                                        hasNews(each)
                                                                ? each.quietUntil
                                                                : Instant.MAX),
                                                each.neighbours.values().stream()
                                                        .map(one -> silentAt(each, one))));
        return Stream.concat(ofInterfaces, deadlines.stream().limit(1).map(Deadline::at))
                .min(Comparator.naturalOrder())
                .filter(at -> at.isBefore(Instant.MAX));
    }

    private static void forgetSilentNeighbours(RipInterface on, Instant now) {
        on.neighbours.entrySet().stream()
                .filter(each -> !silentAt(on, each.getValue()).isAfter(now))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(on::forget);
    }

    private static Instant silentAt(RipInterface on, Neighbour neighbour) {
        return neighbour.heard.plus(on.settings.timers().timeout());
    }

    private void sendUpdate(RipInterface out) {
        Duration update = out.settings.timers().update();
        long jitter = update.toMillis() / JITTER;
        out.nextUpdate =
                clock.instant().plus(update).plusMillis(random.nextLong(-jitter, jitter + 1));
        tellAll(out, entry -> true);
        out.sentChange = changes;
        out.updatesSent++;
    }

    private boolean hasNews(RipInterface out) {
        return !out.settings.passive() && out.sentChange < changes;
    }

    /** A triggered update: what has changed, and then nothing for a while (RFC 2453, 3.10.1). */
    private void sendNews(RipInterface out) {
        boolean isAny = tellAll(out, entry -> isNews(out, entry));
        out.sentChange = changes;
        if (isAny) {
            long quiet = random.nextLong(LEAST_QUIET_MILLIS, MOST_QUIET_MILLIS + 1);
            out.quietUntil = clock.instant().plusMillis(quiet);
            out.triggeredUpdatesSent++;
        }
    }

    /** Tells all neighbours there of some entries, and says whether there was anything to tell. */
    private boolean tellAll(RipInterface out, Predicate<RouteEntry> which) {
        List<RipEntry> told = tell(out, which);
        for (RipEntry each : told) {
            Set<String> believing = table.get(each.prefix()).believing;
            if (each.isReachable()) {
                believing.add(out.settings.name());
            } else {
                believing.remove(out.settings.name());
            }
        }
        sendResponses(out, ROUTERS, told);
        return !told.isEmpty();
    }

    private List<RipEntry> tell(RipInterface out, Predicate<RouteEntry> which) {
        Instant garbageFrom = clock.instant().minus(out.settings.timers().garbage());
        return table.values().stream()
                .filter(which)
                .filter(entry -> entry.isReachable() || entry.lost.isAfter(garbageFrom))
                .flatMap(entry -> entry.told(out.settings).stream())
                .toList();
    }

    /** What was unreachable there and still is, need not be told (RFC 2453, 3.10.1). */
    private static boolean isNews(RipInterface out, RouteEntry entry) {
        return entry.change > out.sentChange
                && (entry.believing.contains(out.settings.name())
                        || entry.told(out.settings).filter(RipEntry::isReachable).isPresent());
    }

    private void sendResponses(RipInterface out, InetSocketAddress to, List<RipEntry> entries) {
        int most = RipMessage.MOST_ENTRIES - out.authentication.entries();
        for (int from = 0; from < entries.size(); from += most) {
            List<RipEntry> some = entries.subList(from, Math.min(from + most, entries.size()));
            send(out, to, new RipMessage.Response(some));
        }
    }

    private void send(RipInterface out, InetSocketAddress to, RipMessage message) {
        byte[] datagram = out.authentication.seal(MessageFormat.write(message));
        output.send(out.settings.name(), to, datagram);
    }

    /** Returns the interfaces, by name, and who is there. */
    public List<InterfaceStatus> interfaces() {
        Instant now = clock.instant();
        Map<NetAddress, Integer> routes = new HashMap<>();
        for (RouteEntry entry : table.values()) {
            entry.learned.ifPresent(route -> routes.merge(route.neighbour(), 1, Integer::sum));
        }
        List<InterfaceStatus> all = new ArrayList<>();
        for (RipInterface each : interfaces.values()) {
            List<NeighbourStatus> neighbours = new ArrayList<>();
            each.neighbours.forEach(
                    (address, neighbour) ->
                            neighbours.add(
                                    new NeighbourStatus(
                                            address,
                                            Duration.between(neighbour.heard, now),
                                            routes.getOrDefault(address, 0),
                                            neighbour.refusedDatagrams,
                                            neighbour.refusedEntries)));
            all.add(
                    new InterfaceStatus(
                            each.settings,
                            timeTo(each.nextUpdate, now),
                            each.updatesSent,
                            each.triggeredUpdatesSent,
                            each.requestsReceived,
                            each.responsesReceived,
                            each.refusals,
                            neighbours));
        }
        return all;
    }

    /** Returns the destinations that the neighbours hear of, in order. */
    public List<RouteStatus> routes() {
        Instant now = clock.instant();
        return table.values().stream().map(entry -> status(entry, now)).toList();
    }

    private static RouteStatus status(RouteEntry entry, Instant now) {
        RouteStatus.Origin origin = RouteStatus.Origin.UNREACHABLE;
        if (!entry.connected.isEmpty()) {
            origin = RouteStatus.Origin.CONNECTED;
        } else if (entry.external.isPresent()) {
            origin = RouteStatus.Origin.REDISTRIBUTED;
        } else if (entry.learned.isPresent()) {
            origin = RouteStatus.Origin.LEARNED;
        }
        RipEntry told = entry.told();
        return new RouteStatus(
                entry.prefix,
                origin,
                told.metric(),
                told.tag(),
                entry.learned,
                timeTo(entry.deadline, now));
    }

    private static Optional<Duration> timeTo(Instant then, Instant now) {
        return then.equals(Instant.MAX)
                ? Optional.empty()
                : Optional.of(Duration.between(now, then));
    }
}
