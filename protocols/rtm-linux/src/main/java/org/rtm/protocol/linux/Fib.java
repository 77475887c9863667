package org.rtm.protocol.linux;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.service.log.Logger;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.RtmException;
import org.rtm.api.RtmStatus;
import org.rtm.api.monitor.ForwardingStatus;
import org.rtm.api.monitor.ForwardingStatus.State;
import org.rtm.api.notify.ChangeNotifier;
import org.rtm.protocol.linux.KernelRoute.Hop;
import org.rtm.protocol.linux.KernelRoute.Type;

/**
 * Keeps a table of the kernel as the best routes of a routing table are, on a thread of its own.
 *
 * <p>What is to be done is a set of destinations, so it cannot outgrow the table; what to do is
 * looked up when a destination's turn comes. What the kernel has is not believed but compared: at
 * the start, after every failure, when the kernel says that something happened, and from time to
 * time.
 */
final class Fib {
    private static final int MOST_COMPARED_AT_ONCE = 2000;

    /** How much of the time comparisons may take at the most: one part in so many. */
    private static final int COMPARED_SHARE = 20;

    private static final int MOST_FETCHES_AT_ONCE = 10;

    /** Events of the kernel come in bursts. */
    private static final Duration AFTER_EVENT = Duration.ofMillis(100);

    private static final Duration TO_FLUSH = Duration.ofMinutes(1);
    private static final String NOT_THERE = "No such process";

    private final FibSettings settings;
    private final KernelTable table;
    private final Pace pace;
    private final Watchdog watchdog;
    private final Logger log;
    private final IpBatch batch;
    private final Thread thread;
    private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final AtomicBoolean isChangeTold = new AtomicBoolean();
    private final AtomicBoolean isLinkTold = new AtomicBoolean();
    private final AtomicBoolean isLossTold = new AtomicBoolean();
    private final Map<NetAddress, FibEntry> entries = new ConcurrentHashMap<>();
    private final Set<NetAddress> withdrawn = new LinkedHashSet<>();
    private final Set<NetAddress> changed = new LinkedHashSet<>();

    /** One of them ended ip: they go one by one. */
    private final Set<NetAddress> suspects = new LinkedHashSet<>();

    /** Our routes of another metric. */
    private final Set<KernelRoutes.Found> strays = new HashSet<>();

    private final List<Reconciliation> reconciliations = new ArrayList<>();

    private Optional<RoutingTableManager> manager = Optional.empty();
    private Optional<ChangeNotifier> notifier = Optional.empty();
    private volatile Optional<BestRoutes> best = Optional.empty();
    private volatile Links links = Links.NONE;
    private Optional<Comparison> comparison = Optional.empty();
    private volatile Optional<FibComparison> lastComparison = Optional.empty();
    private volatile String problem = "";
    private boolean isCompared;
    private boolean isEverCompared;
    private boolean isLinkDue = true;
    private boolean isFetching;
    private boolean isSweepDue;
    private int comparisons;

    private Duration pause;
    private long retryAt = System.nanoTime();
    private long compareAt = System.nanoTime();
    private long earliestComparison = System.nanoTime();
    private long staleUntil = System.nanoTime();
    private volatile boolean isStopping;
    private volatile boolean isWithdrawing;

    /**
     * How patient it is.
     *
     * @param answer how long to wait for an answer of ip
     * @param shortestPause how long to wait after the first failure
     * @param longestPause how long to wait after many
     */
    record Pace(Duration answer, Duration shortestPause, Duration longestPause) {
        static final Pace USUAL =
                new Pace(Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofMinutes(1));
    }

    /** Somebody waits for the end of the first comparison with at least this number. */
    private record Reconciliation(int number, CompletableFuture<FibComparison> result) {}

    private final class Comparison {
        private final KernelRoutes found;
        private final long start = System.nanoTime();
        private int routes;
        private int missing;
        private int different;
        private int surplus;

        Comparison(KernelRoutes found) {
            this.found = found;
        }
    }

    /** A destination whose turn has come, and the route to put there or to delete. */
    private record Turn(
            NetAddress prefix,
            FibEntry entry,
            KernelRoute route,
            boolean isDeletion,
            String command) {}

    Fib(FibSettings settings, KernelTable table, Pace pace, Watchdog watchdog, Logger log) {
        this.settings = settings;
        this.table = table;
        this.pace = pace;
        this.watchdog = watchdog;
        this.log = log;
        pause = pace.shortestPause;
        batch = new IpBatch(table.ip(), watchdog);
        thread =
                new Thread(
                        this::run, "rtm fib %d %s".formatted(settings.instance(), table.family()));
        thread.setDaemon(true);
        thread.start();
    }

    AddressFamily family() {
        return table.family();
    }

    boolean isOf(String instance) {
        return instance.equals(Integer.toString(settings.instance()));
    }

    /** Follows a table by a notifier from now on, or none. */
    void follow(Optional<RoutingTableManager> newManager, Optional<ChangeNotifier> newNotifier) {
        inbox.add(
                () -> {
                    if (!manager.equals(newManager)) {
                        staleUntil = System.nanoTime() + settings.staleTime().toNanos();
                    } else if (notifier.equals(newNotifier)) {
                        return;
                    }
                    leaveTable();
                    manager = newManager;
                    notifier = newNotifier;
                    retryAt = System.nanoTime();
                });
    }

    /** Something about the interfaces or their addresses changed. */
    void linksChanged() {
        tell(isLinkTold, () -> isLinkDue = true);
    }

    /** The monitor said something of routes. */
    void heard(String line) {
        boolean isLoss =
                table.lost(line)
                        .map(entries::get)
                        .filter(entry -> entry.installed != null)
                        .isPresent();
        if (isLoss) {
            tell(isLossTold, () -> compareIn(AFTER_EVENT));
        }
    }

    /** Has something done by the thread; until it has begun, once is enough. */
    private void tell(AtomicBoolean isTold, Runnable what) {
        if (isTold.compareAndSet(false, true)) {
            inbox.add(
                    () -> {
                        isTold.set(false);
                        what.run();
                    });
        }
    }

    private void run() {
        while (!isStopping) {
            try {
                Runnable told =
                        isBusy() ? inbox.poll() : inbox.poll(nanosUntilDue(), TimeUnit.NANOSECONDS);
                for (; told != null; told = inbox.poll()) {
                    told.run();
                }
                if (isDue(retryAt) && !isStopping) {
                    advance();
                }
            } catch (IpFailure e) {
                failed(e);
            } catch (RtmException e) {
                refused(e);
            } catch (InterruptedException e) {
                isStopping = true;
            } catch (RuntimeException e) {
                log.error("the forwarding of {} goes on after a defect", name(), e);
                pause(e.toString());
            }
        }
        end();
    }

    private static boolean isDue(long nanoTime) {
        return System.nanoTime() - nanoTime >= 0;
    }

    private boolean isBusy() {
        if (!isDue(retryAt)) {
            return false;
        }
        boolean isToCompare = comparison.isPresent() || !isCompared || isDue(compareAt);
        boolean isToFollow = best.isEmpty() && manager.isPresent() && notifier.isPresent();
        return isLinkDue || isToCompare || isToFollow || best.isPresent() && hasWork();
    }

    private boolean hasWork() {
        return isFetching || hasQueued() || isSweepDue && isStaleTimeOver();
    }

    private boolean hasQueued() {
        return !(suspects.isEmpty() && withdrawn.isEmpty() && changed.isEmpty());
    }

    private boolean isStaleTimeOver() {
        return best.isPresent() && best.get().isComplete() && isDue(staleUntil);
    }

    private long nanosUntilDue() {
        long now = System.nanoTime();
        if (retryAt - now > 0) {
            return retryAt - now;
        }
        long left = compareAt - now;
        return isSweepDue && best.isPresent() && staleUntil - now > 0
                ? Math.min(left, staleUntil - now)
                : left;
    }

    /** Does a slice of everything that is to be done. */
    private void advance() throws IpFailure {
        if (best.isEmpty() && manager.isPresent() && notifier.isPresent()) {
            followTable();
        }
        if (isLinkDue) {
            lookAtLinks();
        }
        compare();
        if (!isCompared) {
            return;
        }
        if (best.isPresent()) {
            fetch();
            if (isSweepDue && isStaleTimeOver()) {
                sweep();
            }
            work();
        }
        if (!problem.isEmpty()) {
            log.info("the forwarding of {} goes on", name());
            problem = "";
        }
        pause = pace.shortestPause;
        if (comparison.isEmpty() && !(best.isPresent() && hasWork())) {
            reconciled();
        }
    }

    private String name() {
        return "instance %d, %s".formatted(settings.instance(), table.family());
    }

    private void followTable() {
        EntityInfo entity =
                EntityInfo.of(table.family(), ProtocolId.OTHER, (int) table.number())
                        .inInstance(settings.instance())
                        .named("linux");
        best =
                Optional.of(
                        new BestRoutes(
                                manager.orElseThrow(),
                                notifier.orElseThrow(),
                                entity,
                                table,
                                settings.source(table.family()),
                                () -> tell(isChangeTold, () -> isFetching = true),
                                gateway -> inbox.add(() -> queueDependents(gateway))));
        isFetching = true;
        isSweepDue = true;
    }

    private void queueDependents(NetAddress gateway) {
        best.ifPresent(
                table ->
                        List.copyOf(table.dependents(gateway))
                                .forEach(prefix -> queue(prefix, changed)));
    }

    /** Ends what was followed. The kernel keeps all there is until another table tells. */
    private void leaveTable() {
        best.ifPresent(BestRoutes::close);
        best = Optional.empty();
        entries.values()
                .forEach(
                        entry -> {
                            entry.gateways = List.of();
                            entry.isStale = entry.installed != null;
                        });
    }

    private void lookAtLinks() throws IpFailure {
        Links before = links;
        links = Links.read(table, watchdog, pace.answer);
        isLinkDue = false;
        if (!links.hasNamesOf(before)) {
            // It remembers which interface has which name.
            batch.close();
        }
        Set<Integer> others = links.changedSince(before);
        entries.forEach(
                (prefix, entry) -> {
                    if (entry.isThrough(others)) {
                        boolean isLost = entry.isThrough(others) && usable(entry.asked).isEmpty();
                        queue(prefix, isLost ? withdrawn : changed);
                    }
                });
        retryRefused();
        compareIn(AFTER_EVENT);
    }

    /** Gives what the kernel refused another try. */
    private void retryRefused() {
        entries.forEach(
                (prefix, entry) -> {
                    if (entry.problem != null) {
                        entry.refused = null;
                        queue(prefix, changed);
                    }
                });
    }

    private void compareIn(Duration time) {
        long soon = System.nanoTime() + time.toNanos();
        long at = soon - earliestComparison > 0 ? soon : earliestComparison;
        if (at - compareAt < 0) {
            compareAt = at;
        }
    }

    private void compare() throws IpFailure {
        if (comparison.isEmpty()) {
            if (isCompared && !isDue(compareAt)) {
                return;
            }
            comparisons++;
            strays.clear();
            comparison =
                    Optional.of(
                            new Comparison(new KernelRoutes(table, links, watchdog, pace.answer)));
        }
        Comparison current = comparison.get();
        for (int i = 0; i < MOST_COMPARED_AT_ONCE; i++) {
            Optional<KernelRoutes.Found> found = current.found.next();
            if (found.isEmpty()) {
                ended(current);
                return;
            }
            compare(current, found.get());
        }
    }

    private void compare(Comparison current, KernelRoutes.Found found) {
        current.routes++;
        if (found.route().metric() != table.metric()) {
            current.surplus++;
            strays.add(found);
            isSweepDue = true;
            return;
        }
        FibEntry entry = entries.get(found.prefix());
        if (entry != null && entry.seen == comparisons) {
            // A command for it was given after the comparison began.
            return;
        }
        if (entry == null) {
            entry = new FibEntry();
            entries.put(found.prefix(), entry);
        }
        entry.seen = comparisons;
        if (entry.installed != null && entry.installed.isThatOf(found.route())) {
            return;
        }
        if (entry.installed != null) {
            current.different++;
        } else if (isEverCompared) {
            current.surplus++;
        } else {
            entry.isStale = true;
        }
        entry.installed = found.route();
        if (!entry.isStale) {
            queue(found.prefix(), changed);
        }
    }

    private void ended(Comparison current) {
        current.found.close();
        comparison = Optional.empty();
        entries.forEach(
                (prefix, entry) -> {
                    if (entry.installed != null && entry.seen != comparisons) {
                        current.missing++;
                        entry.installed = null;
                        queue(prefix, changed);
                    }
                });
        isCompared = true;
        isEverCompared = true;
        long now = System.nanoTime();
        Duration took = Duration.ofNanos(now - current.start);
        long share = took.toNanos() * COMPARED_SHARE;
        earliestComparison = now + share;
        compareAt = now + Math.max(settings.compareInterval().toNanos(), share);
        lastComparison =
                Optional.of(
                        new FibComparison(
                                Instant.now(),
                                took,
                                current.routes,
                                current.missing,
                                current.different,
                                current.surplus));
        retryRefused();
    }

    private void fetch() {
        BestRoutes from = best.orElseThrow();
        for (int i = 0; i < MOST_FETCHES_AT_ONCE && isFetching; i++) {
            isFetching =
                    from.fetch((prefix, hasRoute) -> queue(prefix, hasRoute ? changed : withdrawn));
        }
    }

    private void queue(NetAddress prefix, Set<NetAddress> queue) {
        entries.computeIfAbsent(prefix, key -> new FibEntry()).isQueued = true;
        if (queue == withdrawn) {
            changed.remove(prefix);
        }
        if (!withdrawn.contains(prefix)) {
            queue.add(prefix);
        }
    }

    /** Queues what a former run left and nobody has asked for in time. */
    private void sweep() {
        isSweepDue = false;
        entries.forEach(
                (prefix, entry) -> {
                    if (entry.isStale) {
                        queue(prefix, changed);
                    }
                });
    }

    private void work() throws IpFailure {
        List<Turn> turns = turns();
        if (!turns.isEmpty()) {
            try {
                Map<Integer, String> refused =
                        batch.run(turns.stream().map(Turn::command).toList(), pace.answer);
                for (int i = 0; i < turns.size(); i++) {
                    settle(turns.get(i), refused.get(i));
                }
            } catch (IpFailure e) {
                interrupted(turns, e);
            }
        } else if (!strays.isEmpty() && isStaleTimeOver() && !hasQueued()) {
            deleteStrays();
        }
    }

    private List<Turn> turns() {
        List<Turn> turns = new ArrayList<>();
        for (Set<NetAddress> queue : List.of(suspects, withdrawn, changed)) {
            Iterator<NetAddress> next = queue.iterator();
            while (next.hasNext() && turns.size() < IpBatch.MOST_COMMANDS) {
                NetAddress prefix = next.next();
                next.remove();
                turn(prefix).ifPresent(turns::add);
                if (queue == suspects && !turns.isEmpty()) {
                    return turns;
                }
            }
        }
        return turns;
    }

    /** Looks what is to be done for a destination now; empty if nothing is. */
    private Optional<Turn> turn(NetAddress prefix) {
        FibEntry entry = entries.computeIfAbsent(prefix, key -> new FibEntry());
        BestRoutes.Wanted wanted = best.orElseThrow().wanted(prefix);
        best.get().depend(prefix, wanted.gateways(), entry.gateways);
        entry.gateways = wanted.gateways();
        entry.asked = wanted.route().orElse(null);
        if (entry.asked == null) {
            return turnWithout(prefix, entry, wanted.problem().orElse(null));
        }
        Optional<KernelRoute> usable = usable(entry.asked);
        if (usable.isEmpty()) {
            return turnWithout(prefix, entry, problem(entry.asked));
        }
        KernelRoute route = usable.get();
        if (route.equals(entry.refused)) {
            return turnWithout(prefix, entry, entry.problem);
        }
        KernelRoute before = entry.installed;
        if (before != null && route.isThatOf(before)) {
            entry.isStale = false;
            entry.problem = null;
            settled(prefix, entry);
            return Optional.empty();
        }
        entry.seen = comparisons;
        return Optional.of(
                new Turn(
                        prefix,
                        entry,
                        route,
                        false,
                        before == null
                                ? table.add(prefix, route, links)
                                : table.replace(prefix, route, links)));
    }

    private Optional<Turn> turnWithout(NetAddress prefix, FibEntry entry, String why) {
        entry.problem = why;
        KernelRoute before = entry.installed;
        if (before == null || entry.isStale && !isStaleTimeOver()) {
            settled(prefix, entry);
            return Optional.empty();
        }
        // So that word of its end is not taken for somebody else's deed.
        entry.installed = null;
        entry.seen = comparisons;
        return Optional.of(
                new Turn(prefix, entry, before, true, table.delete(prefix, before.metric())));
    }

    /** What is left of a route without the next hops that cannot be used. */
    private Optional<KernelRoute> usable(KernelRoute route) {
        if (route == null || route.type() != Type.UNICAST) {
            return Optional.ofNullable(route);
        }
        List<Hop> hops =
                route.hops().stream()
                        .filter(hop -> links.problem(hop.interfaceIndex()).isEmpty())
                        .toList();
        if (hops.size() == route.hops().size()) {
            return Optional.of(route);
        }
        return hops.isEmpty() ? Optional.empty() : Optional.of(route.hops(hops));
    }

    private String problem(KernelRoute route) {
        return route.hops().stream()
                .flatMap(hop -> links.problem(hop.interfaceIndex()).stream())
                .distinct()
                .collect(joining(", "));
    }

    private void settle(Turn turn, String refusal) {
        FibEntry entry = turn.entry;
        if (turn.isDeletion) {
            entry.isStale = false;
            if (refusal != null && !refusal.equals(NOT_THERE)) {
                entry.installed = turn.route;
                entry.problem = refusal;
            }
        } else if (refusal == null) {
            entry.installed = turn.route;
            entry.refused = null;
            entry.problem = null;
            entry.isStale = false;
        } else {
            entry.refused = turn.route;
            entry.problem = refusal;
            if (entry.installed != null) {
                // What is there is no longer right either.
                entry.isStale = false;
                queue(turn.prefix, withdrawn);
                return;
            }
        }
        settled(turn.prefix, entry);
    }

    private void settled(NetAddress prefix, FibEntry entry) {
        entry.isQueued = false;
        if (entry.isNothing()) {
            entries.remove(prefix);
        }
    }

    /** Ip ended in the middle: nobody knows what of these was done. */
    private void interrupted(List<Turn> turns, IpFailure failure) throws IpFailure {
        if (failure.isByCommand() && turns.size() == 1) {
            settle(turns.get(0), failure.getMessage());
            return;
        }
        for (Turn turn : turns) {
            if (failure.isByCommand()) {
                suspects.add(turn.prefix);
            } else {
                queue(turn.prefix, turn.isDeletion ? withdrawn : changed);
            }
        }
        throw failure;
    }

    private void deleteStrays() throws IpFailure {
        List<KernelRoutes.Found> slice = strays.stream().limit(IpBatch.MOST_COMMANDS).toList();
        batch.run(
                slice.stream()
                        .map(each -> table.delete(each.prefix(), each.route().metric()))
                        .toList(),
                pace.answer);
        slice.forEach(strays::remove);
    }

    private void failed(IpFailure failure) {
        batch.close();
        comparison.ifPresent(each -> each.found.close());
        comparison = Optional.empty();
        isCompared = false;
        isLinkDue = true;
        if (failure.isByCommand()) {
            // Another process can go on at once, and more carefully.
            return;
        }
        report(failure.getMessage());
        pause(failure.getMessage());
        reconciliations.forEach(each -> each.result.completeExceptionally(failure));
        reconciliations.clear();
    }

    private void refused(RtmException refusal) {
        leaveTable();
        if (refusal.status() != RtmStatus.INVALID_HANDLE) {
            report(refusal.getMessage());
        }
        pause(refusal.getMessage());
    }

    private void report(String message) {
        if (!message.equals(problem)) {
            log.warn("the forwarding of {} waits: {}", name(), message);
        }
    }

    private void pause(String message) {
        problem = message;
        retryAt = System.nanoTime() + pause.toNanos();
        Duration twice = pause.multipliedBy(2);
        pause = twice.compareTo(pace.longestPause) < 0 ? twice : pace.longestPause;
    }

    private record Status(State state, Optional<String> reason) implements ForwardingStatus {}

    /** How a destination fares. */
    Optional<ForwardingStatus> status(NetAddress prefix) {
        return Optional.ofNullable(entries.get(prefix)).flatMap(Fib::status);
    }

    private static Optional<ForwardingStatus> status(FibEntry entry) {
        String why = entry.problem;
        if (entry.isQueued) {
            return Optional.of(new Status(State.QUEUED, Optional.empty()));
        }
        if (why != null) {
            return Optional.of(new Status(State.REJECTED, Optional.of(why)));
        }
        return entry.installed == null
                ? Optional.empty()
                : Optional.of(new Status(State.INSTALLED, Optional.empty()));
    }

    /** What there is to be seen. */
    FibStatus report() {
        Map<State, Long> counts = new EnumMap<>(State.class);
        Map<NetAddress, String> rejected = new TreeMap<>();
        long stale = 0;
        for (Map.Entry<NetAddress, FibEntry> each : entries.entrySet()) {
            Optional<ForwardingStatus> status = status(each.getValue());
            status.ifPresent(it -> counts.merge(it.state(), 1L, Long::sum));
            status.flatMap(ForwardingStatus::reason)
                    .ifPresent(why -> rejected.put(each.getKey(), why));
            stale += each.getValue().isStale ? 1 : 0;
        }
        return new FibStatus(
                settings.instance(),
                table.family(),
                table.namespace(),
                table.number(),
                table.protocol(),
                counts.getOrDefault(State.INSTALLED, 0L),
                counts.getOrDefault(State.QUEUED, 0L),
                counts.getOrDefault(State.REJECTED, 0L),
                stale,
                rejected,
                best.isPresent(),
                problem,
                lastComparison);
    }

    /** Compares the kernel with what it should have, and changes nothing. */
    List<FibDifference> differences() throws IpFailure {
        Links now = Links.read(table, watchdog, pace.answer);
        List<FibDifference> differences = new ArrayList<>();
        Set<NetAddress> seen = new HashSet<>();
        try (KernelRoutes routes = new KernelRoutes(table, now, watchdog, pace.answer)) {
            for (Optional<KernelRoutes.Found> found = routes.next();
                    found.isPresent();
                    found = routes.next()) {
                NetAddress prefix = found.get().prefix();
                KernelRoute there = found.get().route();
                seen.add(prefix);
                FibEntry entry = entries.get(prefix);
                KernelRoute expected = entry == null ? null : entry.installed;
                if (expected == null || !expected.isThatOf(there)) {
                    differences.add(
                            new FibDifference(prefix, there.describe(now), describe(expected)));
                }
            }
        }
        entries.forEach(
                (prefix, entry) -> {
                    KernelRoute expected = entry.installed;
                    if (expected != null && !seen.contains(prefix)) {
                        differences.add(new FibDifference(prefix, "", describe(expected)));
                    }
                });
        differences.sort(Comparator.comparing(FibDifference::prefix));
        return differences;
    }

    private String describe(KernelRoute route) {
        return route == null ? "" : route.describe(links);
    }

    /** Compares the kernel with the table now, and puts right what is not. */
    CompletableFuture<FibComparison> reconcile() {
        CompletableFuture<FibComparison> result = new CompletableFuture<>();
        inbox.add(
                () -> {
                    reconciliations.add(new Reconciliation(comparisons + 1, result));
                    compareAt = System.nanoTime();
                    retryAt = System.nanoTime();
                    retryRefused();
                });
        return result;
    }

    private void reconciled() {
        reconciliations.removeIf(
                each ->
                        each.number <= comparisons
                                && each.result.complete(lastComparison.orElseThrow()));
    }

    private void end() {
        if (isWithdrawing) {
            try {
                batch.run(List.of(table.flush()), TO_FLUSH);
            } catch (IpFailure e) {
                log.warn("the routes of {} stay in the kernel: {}", name(), e.getMessage());
            }
        }
        best.ifPresent(BestRoutes::close);
        comparison.ifPresent(each -> each.found.close());
        batch.close();
        reconciliations.forEach(each -> each.result.cancel(false));
    }

    /** Ends the thread. What is in the kernel stays, or goes. */
    void close(boolean withdraw) {
        isWithdrawing = withdraw;
        isStopping = true;
        inbox.add(() -> {});
        try {
            thread.join(TO_FLUSH.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
