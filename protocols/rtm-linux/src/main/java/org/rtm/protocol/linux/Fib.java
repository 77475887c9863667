package org.rtm.protocol.linux;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
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
import org.rtm.protocol.linux.FibEntries.Urgency;

/**
 * Keeps a table of the kernel as the best routes of a routing table are, on a thread of its own.
 *
 * <p>What is to be done is a set of destinations, so it cannot outgrow the table; what to do is
 * looked up when a destination's turn comes. What the kernel has is not believed but compared: at
 * the start, after every failure, when the kernel says that something happened, and from time to
 * time.
 */
final class Fib {
    /** How much of the time comparisons may take from time to time: one part in so many. */
    private static final int SHARE = 20;

    /** After an event half of the time, but what an event took is not to be missed for long. */
    private static final Duration LONGEST_AFTER_EVENT = Duration.ofSeconds(1);

    /** So that ip does not run out of work meanwhile. */
    private static final int MOST_ASKED_AT_ONCE = 200;

    /** Events of the kernel come in bursts. */
    private static final Duration AFTER_EVENT = Duration.ofMillis(100);

    /** How long to wait for ip to print more. */
    private static final Duration TO_PRINT = Duration.ofMillis(2);

    private static final Duration TO_FLUSH = Duration.ofMinutes(1);

    private final FibSettings settings;
    private final KernelTable table;
    private final Pace pace;
    private final Watchdog watchdog;
    private final Logger log;
    private final FibEntries entries = new FibEntries();
    private final FibWriter writer;
    private final Flood flood = new Flood();
    private final Thread thread;
    private final Inbox inbox = new Inbox();

    /** Those whose way through the table is another one now, and has to be asked for. */
    private final Set<NetAddress> toAsk = new LinkedHashSet<>();

    private final List<Reconciliation> reconciliations = new ArrayList<>();
    private final Retry ipRetry;
    private final Retry tableRetry;

    private Optional<RoutingTableManager> manager = Optional.empty();
    private Optional<ChangeNotifier> notifier = Optional.empty();
    private volatile Optional<BestRoutes> best = Optional.empty();
    private volatile Links links = Links.NONE;
    private Optional<KernelComparison> comparison = Optional.empty();
    private volatile Optional<FibComparison> lastComparison = Optional.empty();
    private List<KernelRoutes.Found> strays = List.of();
    private boolean isCompared;
    private boolean isLinkDue = true;
    private boolean isFetching;
    private boolean isSweepDue;

    /** Whether the next comparison is followed by another try of what is refused. */
    private boolean isRetryDue;

    private long compareAt = System.nanoTime();
    private Optional<Long> requestedAt = Optional.empty();
    private long earliestAfterEvent = System.nanoTime();
    private long staleUntil = System.nanoTime();
    private volatile boolean isStopping;
    private volatile boolean isWithdrawing;

    /** What others tell the thread; each is done once, however often it was told meanwhile. */
    private enum Subject {
        TABLE,
        CHANGES,
        LINKS,
        LINKS_MAYBE,
        ROUTES,
        LOSS,
        END
    }

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

    Fib(FibSettings settings, KernelTable table, Pace pace, Watchdog watchdog, Logger log) {
        this.settings = settings;
        this.table = table;
        this.pace = pace;
        this.watchdog = watchdog;
        this.log = log;
        ipRetry = new Retry(pace.shortestPause, pace.longestPause);
        tableRetry = new Retry(pace.shortestPause, pace.longestPause);
        writer =
                new FibWriter(
                        table,
                        entries,
                        new IpBatch(table.ip(), watchdog),
                        pace.answer,
                        this::isStaleTimeOver);
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
        inbox.put(
                Subject.TABLE,
                () -> {
                    if (!manager.equals(newManager)) {
                        staleUntil = System.nanoTime() + settings.staleTime().toNanos();
                    } else if (notifier.equals(newNotifier)) {
                        return;
                    }
                    leaveTable();
                    manager = newManager;
                    notifier = newNotifier;
                    tableRetry.now();
                    ipRetry.now();
                });
    }

    /**
     * Something about the interfaces or their addresses changed. They may be as before when they
     * are looked at, and routes lost all the same.
     */
    void linksChanged() {
        inbox.put(
                Subject.LINKS,
                () -> {
                    isLinkDue = true;
                    isRetryDue = true;
                    compareAfterEvent();
                });
    }

    /**
     * All that happens is heard again, after a time in which routes were left out because many
     * waited. What is refused is not tried again for that: it may be why many waited.
     */
    void routesHeardAgain() {
        inbox.put(
                Subject.ROUTES,
                () -> {
                    isLinkDue = true;
                    compareAfterEvent();
                });
    }

    /** It is not known whether something about the interfaces changed. */
    void checkLinks() {
        inbox.put(Subject.LINKS_MAYBE, () -> isLinkDue = true);
    }

    /** Whether very many destinations are written, or wait for it, as it was a moment ago. */
    boolean isFlooded() {
        return flood.isOn();
    }

    /** The monitor said something of routes. */
    void heard(String line) {
        boolean isLoss =
                table.lost(line)
                        .flatMap(entries::find)
                        .filter(entry -> entry.installed != null)
                        .isPresent();
        if (isLoss) {
            inbox.put(
                    Subject.LOSS,
                    () -> {
                        isRetryDue = true;
                        compareAfterEvent();
                    });
        }
    }

    private void run() {
        while (!isStopping) {
            try {
                Optional<Runnable> told = inbox.poll(isBusy() ? 0 : nanosUntilDue());
                for (; told.isPresent(); told = inbox.poll(0)) {
                    told.get().run();
                }
                if (!isStopping) {
                    ask();
                }
                if (ipRetry.isDue() && !isStopping) {
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
                // What was fetched may have got lost: the next one tells everything again.
                leaveTable();
                tableRetry.failed(e.toString());
                ipRetry.failed(e.toString());
            }
            flood.look(entries.queued(), writer.written());
        }
        end();
    }

    private static boolean isDue(long nanoTime) {
        return System.nanoTime() - nanoTime >= 0;
    }

    private boolean isBusy() throws IpFailure {
        boolean isToFollow = isToFollow() && tableRetry.isDue();
        boolean isToCompare =
                comparison.isPresent()
                        ? comparison.get().isReady()
                        : !isCompared || nanosUntilComparison() <= 0;
        boolean isToWrite = canWrite() && hasWork();
        return isToFollow
                || hasQuestions()
                || ipRetry.isDue() && (isLinkDue || isToCompare || isToWrite);
    }

    private boolean isToFollow() {
        return best.isEmpty() && manager.isPresent() && notifier.isPresent();
    }

    private boolean hasQuestions() {
        return best.isPresent() && (isFetching || !toAsk.isEmpty());
    }

    /** While the kernel prints its IPv6 routes, each change moves their places: it skips some. */
    private boolean canWrite() {
        boolean isPrinting = comparison.isPresent() && table.family() == AddressFamily.IPV6;
        return best.isPresent() && isCompared && !isPrinting;
    }

    private boolean hasWork() {
        return writer.isBusy() || (isSweepDue || !strays.isEmpty()) && isStaleTimeOver();
    }

    private boolean isStaleTimeOver() {
        return best.isPresent() && best.get().isComplete() && isDue(staleUntil);
    }

    private long nanosUntilDue() {
        long now = System.nanoTime();
        long left = ipRetry.isDue() ? nanosUntilComparison() : ipRetry.nanosUntilDue();
        if (comparison.isPresent() && ipRetry.isDue()) {
            left = TO_PRINT.toNanos();
        }
        if (flood.isOn()) {
            left = Math.min(left, flood.nanosUntilLook());
        }
        if (isToFollow()) {
            left = Math.min(left, tableRetry.nanosUntilDue());
        }
        boolean isWaiting = (isSweepDue || !strays.isEmpty()) && best.isPresent();
        return isWaiting && staleUntil - now > 0 ? Math.min(left, staleUntil - now) : left;
    }

    private String name() {
        return "instance %d, %s".formatted(settings.instance(), table.family());
    }

    /** Asks the table what changed, also while ip is of no use. */
    private void ask() {
        if (isToFollow() && tableRetry.isDue()) {
            followTable();
        }
        if (best.isEmpty()) {
            return;
        }
        BestRoutes from = best.get();
        Iterator<NetAddress> next = toAsk.iterator();
        for (int i = 0; i < MOST_ASKED_AT_ONCE && next.hasNext(); i++) {
            NetAddress prefix = next.next();
            next.remove();
            answered(entries.of(prefix), from.wanted(prefix));
        }
        if (isFetching) {
            isFetching =
                    from.fetch(
                            MOST_ASKED_AT_ONCE,
                            (prefix, wanted) -> answered(entries.of(prefix), wanted));
        }
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
                                () -> inbox.put(Subject.CHANGES, () -> isFetching = true),
                                gateway -> inbox.put(gateway, () -> gatewayChanged(gateway))));
        isFetching = true;
        isSweepDue = true;
        if (tableRetry.worked()) {
            log.info("the forwarding of {} goes on", name());
        }
    }

    private void gatewayChanged(NetAddress gateway) {
        best.ifPresent(from -> toAsk.addAll(from.dependents(gateway)));
    }

    private void answered(FibEntry entry, BestRoutes.Wanted wanted) {
        best.orElseThrow().depend(entry.prefix, wanted.gateways(), entry.gateways);
        entry.gateways = wanted.gateways();
        entry.asked = wanted.route().orElse(null);
        entry.deadEnd = wanted.problem().orElse(null);
        entries.queue(entry, entry.isLosing() ? Urgency.LOSS : Urgency.CHANGE);
    }

    /** Ends what was followed. The kernel keeps all there is until another table tells. */
    private void leaveTable() {
        best.ifPresent(BestRoutes::close);
        best = Optional.empty();
        isFetching = false;
        toAsk.clear();
        try {
            writer.finish();
        } catch (IpFailure e) {
            failed(e);
        } catch (InterruptedException e) {
            isStopping = true;
        }
        entries.leaveTable();
    }

    /** Does a slice of everything that ip is needed for. */
    private void advance() throws IpFailure, InterruptedException {
        if (isLinkDue) {
            lookAtLinks();
        }
        compare();
        if (!isCompared) {
            return;
        }
        if (canWrite()) {
            write();
        }
        if (!writer.isOnTrial() && ipRetry.worked()) {
            log.info("the forwarding of {} goes on", name());
        }
        if (comparison.isEmpty() && !(best.isPresent() && (hasWork() || hasQuestions()))) {
            reconciled();
        }
    }

    private void lookAtLinks() throws IpFailure, InterruptedException {
        Links before = links;
        Links now = Links.read(table, watchdog, pace.answer);
        writer.use(now);
        links = now;
        isLinkDue = false;
        Set<Integer> changed = now.changedSince(before);
        if (changed.isEmpty()) {
            return;
        }
        entries.forEach(
                entry -> {
                    if (entry.isThrough(changed)) {
                        boolean isLoss = isThroughProblem(entry.installed, now);
                        entries.queue(entry, isLoss ? Urgency.LOSS : Urgency.CHANGE);
                    }
                });
        retryRefused();
        compareAfterEvent();
    }

    private static boolean isThroughProblem(KernelRoute route, Links links) {
        return route != null
                && route.hops().stream()
                        .anyMatch(hop -> links.problem(hop.interfaceIndex()).isPresent());
    }

    /** Gives what the kernel refused another try. */
    private void retryRefused() {
        entries.forEach(
                entry -> {
                    if (entry.problem != null) {
                        entry.refused = null;
                        entries.queue(entry, Urgency.CHANGE);
                    }
                });
    }

    private void compareAfterEvent() {
        long soon = System.nanoTime() + AFTER_EVENT.toNanos();
        compareBy(soon - earliestAfterEvent > 0 ? soon : earliestAfterEvent);
    }

    private long nanosUntilComparison() {
        long now = System.nanoTime();
        long left = compareAt - now;
        return requestedAt.isPresent() ? Math.min(left, requestedAt.get() - now) : left;
    }

    private void compareBy(long nanoTime) {
        if (requestedAt.isEmpty() || nanoTime - requestedAt.get() < 0) {
            requestedAt = Optional.of(nanoTime);
        }
    }

    private void compare() throws IpFailure, InterruptedException {
        if (flood.isOn() && isDue(compareAt)) {
            // It would take time from what is written, at whose end there is another one.
            compareAt = System.nanoTime() + settings.compareInterval().toNanos();
        }
        if (comparison.isEmpty()) {
            if (isCompared && nanosUntilComparison() > 0) {
                return;
            }
            writer.finish();
            isRetryDue |= isDue(compareAt);
            // Whoever asks from here on gets another one.
            requestedAt = Optional.empty();
            comparison =
                    Optional.of(
                            new KernelComparison(
                                    entries,
                                    table.metric(),
                                    this::isStaleTimeOver,
                                    lastComparison.isEmpty(),
                                    new KernelRoutes(table, links, watchdog, pace.answer)));
        }
        if (comparison.get().isCompleted()) {
            compared(comparison.get());
        }
    }

    private void compared(KernelComparison completed) {
        completed.close();
        comparison = Optional.empty();
        isCompared = true;
        strays = completed.strays();
        lastComparison = Optional.of(completed.result());
        long now = System.nanoTime();
        long took = completed.busyNanos();
        earliestAfterEvent = now + Math.min(took, LONGEST_AFTER_EVENT.toNanos());
        compareAt = now + Math.max(settings.compareInterval().toNanos(), (SHARE - 1) * took);
        if (isRetryDue) {
            isRetryDue = false;
            retryRefused();
        }
    }

    /** Queues what a former run left and nobody has asked for in time. */
    private void sweep() {
        isSweepDue = false;
        entries.forEach(
                entry -> {
                    if (entry.isStale) {
                        entries.queue(entry, Urgency.CHANGE);
                    }
                });
    }

    private void write() throws IpFailure, InterruptedException {
        if (isSweepDue && isStaleTimeOver()) {
            sweep();
        }
        if (writer.isBusy()) {
            writer.work(!hasQuestions());
        } else if (!strays.isEmpty() && isStaleTimeOver()) {
            writer.delete(strays);
        }
    }

    private void failed(IpFailure failure) {
        writer.close();
        comparison.ifPresent(KernelComparison::close);
        comparison = Optional.empty();
        isCompared = false;
        isLinkDue = true;
        isRetryDue = true;
        if (failure.isByCommand()) {
            // Another process can go on at once, and more carefully.
            return;
        }
        report(failure.getMessage(), ipRetry);
        reconciliations.forEach(each -> each.result.completeExceptionally(failure));
        reconciliations.clear();
    }

    private void refused(RtmException refusal) {
        leaveTable();
        if (refusal.status() == RtmStatus.INVALID_HANDLE) {
            // The table went, and will be followed again when it is back.
            tableRetry.failed(refusal.getMessage());
        } else {
            report(refusal.getMessage(), tableRetry);
        }
    }

    private void report(String message, Retry retry) {
        if (!message.equals(retry.problem())) {
            log.warn("the forwarding of {} waits: {}", name(), message);
        }
        retry.failed(message);
    }

    private record Status(State state, Optional<String> reason) implements ForwardingStatus {}

    /** How a destination fares. */
    Optional<ForwardingStatus> status(NetAddress prefix) {
        return entries.find(prefix).flatMap(Fib::status);
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

    /** Counts the destinations by how they fare: a count for every state. */
    Map<State, Long> counts() {
        Map<State, Long> counts = new EnumMap<>(State.class);
        for (State state : State.values()) {
            counts.put(state, 0L);
        }
        entries.forEach(
                entry -> status(entry).ifPresent(it -> counts.merge(it.state(), 1L, Long::sum)));
        return Collections.unmodifiableMap(counts);
    }

    /** What there is to be seen. */
    FibStatus report() {
        Map<State, Long> counts = new EnumMap<>(State.class);
        Map<NetAddress, String> rejected = new TreeMap<>();
        LongAdder stale = new LongAdder();
        entries.forEach(
                entry -> {
                    Optional<ForwardingStatus> status = status(entry);
                    status.ifPresent(it -> counts.merge(it.state(), 1L, Long::sum));
                    status.flatMap(ForwardingStatus::reason)
                            .ifPresent(why -> rejected.put(entry.prefix, why));
                    stale.add(entry.isStale ? 1 : 0);
                });
        return new FibStatus(
                settings.instance(),
                table.family(),
                table.namespace(),
                table.number(),
                table.protocol(),
                counts.getOrDefault(State.INSTALLED, 0L),
                counts.getOrDefault(State.QUEUED, 0L),
                counts.getOrDefault(State.REJECTED, 0L),
                stale.sum(),
                rejected,
                best.isPresent(),
                ipRetry.problem().isEmpty() ? tableRetry.problem() : ipRetry.problem(),
                lastComparison);
    }

    /** Compares the kernel with what it should have, and changes nothing. */
    List<FibDifference> differences() throws IpFailure {
        List<FibDifference> differences = differencesNow();
        if (!differences.isEmpty()) {
            // What is being written is different for a moment.
            differences.retainAll(Set.copyOf(differencesNow()));
        }
        return differences;
    }

    private List<FibDifference> differencesNow() throws IpFailure {
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
                KernelRoute expected = entries.find(prefix).map(it -> it.installed).orElse(null);
                if (expected == null || !expected.isThatOf(there)) {
                    differences.add(
                            new FibDifference(prefix, there.describe(now), describe(expected)));
                }
            }
        }
        entries.forEach(
                entry -> {
                    KernelRoute expected = entry.installed;
                    if (expected != null && !seen.contains(entry.prefix)) {
                        differences.add(new FibDifference(entry.prefix, "", describe(expected)));
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
        inbox.put(
                result,
                () -> {
                    reconciliations.add(new Reconciliation(entries.comparisons() + 1, result));
                    compareBy(System.nanoTime());
                    ipRetry.now();
                    retryRefused();
                });
        return result;
    }

    private void reconciled() {
        reconciliations.removeIf(
                each ->
                        each.number <= entries.comparisons()
                                && each.result.complete(lastComparison.orElseThrow()));
    }

    private void end() {
        try {
            if (isWithdrawing) {
                writer.flush(TO_FLUSH);
            } else {
                writer.finish();
            }
        } catch (IpFailure e) {
            if (isWithdrawing) {
                log.warn("the routes of {} stay in the kernel: {}", name(), e.getMessage());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        best.ifPresent(BestRoutes::close);
        comparison.ifPresent(KernelComparison::close);
        writer.close();
        reconciliations.forEach(each -> each.result.cancel(false));
    }

    /** Ends the thread. What is in the kernel stays, or goes. */
    void close(boolean withdraw) {
        isWithdrawing = withdraw;
        isStopping = true;
        inbox.put(Subject.END, () -> {});
        try {
            thread.join(TO_FLUSH.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
