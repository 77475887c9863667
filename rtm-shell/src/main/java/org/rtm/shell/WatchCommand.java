package org.rtm.shell;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.Process;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.rtm.api.DestInfo;
import org.rtm.api.NetAddress;
import org.rtm.api.RtmException;
import org.rtm.api.RtmStatus;
import org.rtm.api.ViewInfo;
import org.rtm.api.notify.ChangeNotifier;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.ChangeType;
import org.rtm.api.notify.ChangedDests;
import org.rtm.shell.answer.DestinationChange;
import org.rtm.shell.answer.RouteEntry;
import org.rtm.shell.answer.Watched;
import org.rtm.shell.entity.ShellEntities;
import org.rtm.shell.format.ChangeText;
import org.rtm.shell.format.JsonForm;
import org.rtm.shell.format.Quantity;
import org.rtm.shell.format.Screen;

/** The command that shows changes as they come. */
@Component(service = WatchCommand.class)
@GogoCommand(
        scope = "rtm",
        function = {"watch"})
public final class WatchCommand {
    private static final int STANDARD_OUTPUT = 1;

    private static final Command WATCH =
            new Command(
                    "rtm:watch",
                    "[-i INSTANCE] [-v VIEW] [-4] [-6] [--json] " + RouteFilter.USAGE,
                    RouteFilter.WORDS);

    /** As help lists them. */
    static final List<Command> COMMANDS = List.of(WATCH);

    private final ShellEntities entities;
    private final Clock clock;
    private final long mostKnown;
    private volatile ChangeNotifier notifier;

    @Activate
    public WatchCommand(@Reference ShellEntities entities) {
        this(entities, Clock.system(ZoneId.systemDefault()), KnownRoutes.mostInHeap());
    }

    /**
     * Makes the command.
     *
     * @param mostKnown of how many destinations to remember what was before
     */
    WatchCommand(ShellEntities entities, Clock clock, long mostKnown) {
        this.entities = entities;
        this.clock = clock;
        this.mostKnown = mostKnown;
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void setNotifier(ChangeNotifier newNotifier) {
        notifier = newNotifier;
    }

    public void unsetNotifier(ChangeNotifier oldNotifier) {
        if (notifier == oldNotifier) {
            notifier = null;
        }
    }

    @Descriptor(
            "show changes of destinations as they come, until interrupted (Ctrl-C): + new, ! changed, from what to what, - withdrawn")
    public void watch(
            @Descriptor("of this instance (default: 0)")
                    @Parameter(
                            names = {"-i", "--instance"},
                            absentValue = "0")
                    String instance,
            @Descriptor("in this view, by name or number (default: unicast)")
                    @Parameter(
                            names = {"-v", "--view"},
                            absentValue = "unicast")
                    String view,
            @Descriptor("IPv4 only")
                    @Parameter(
                            names = {"-4", "--ipv4"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean ipv4,
            @Descriptor("IPv6 only")
                    @Parameter(
                            names = {"-6", "--ipv6"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean ipv6,
            @Descriptor("as JSON")
                    @Parameter(
                            names = {"--json"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean json,
            @Descriptor(
                            "only changes of this prefix; then, in any order, words that tell of which routes: see below")
                    String... arguments) {
        WATCH.run(
                () -> {
                    RouteFilter filter = RouteFilter.parse(WATCH, false, arguments);
                    List<TableView> tables =
                            RouteCommands.tables(
                                    entities, filter.prefix(), instance, view, ipv4, ipv6);
                    List<Watch> watches = new ArrayList<>();
                    Semaphore signals = new Semaphore(0);
                    try {
                        for (TableView table : tables) {
                            watches.add(watch(table, filter, signals));
                        }
                        show(watches, signals, json);
                    } finally {
                        watches.forEach(each -> each.changes.close());
                    }
                    return null;
                });
    }

    /** From here on changes are pending, and none is missed while what is there is read. */
    private Watch watch(TableView table, RouteFilter filter, Semaphore signals) {
        ChangeNotifier current = notifier;
        if (current == null) {
            throw nobodyTells();
        }
        ChangeRegistration changes =
                current.register(
                        table.reader(),
                        ChangeRequest.of(filter.isBestOnly() ? ChangeType.BEST : ChangeType.ALL)
                                .views(table.views()),
                        Optional.of(registration -> signals.release()));
        return new Watch(table, filter, changes);
    }

    static IllegalStateException nobodyTells() {
        return new IllegalStateException(
                "nobody tells of changes; the change notification's bundle is rtm-notify");
    }

    private final class Watch {
        private final TableView table;
        private final RouteFilter filter;
        private final ChangeRegistration changes;
        private final KnownRoutes known;
        private boolean saidThatNotWhole;

        Watch(TableView table, RouteFilter filter, ChangeRegistration changes) {
            this.table = table;
            this.filter = filter;
            this.changes = changes;
            this.known = new KnownRoutes(filter, mostKnown);
        }

        void readKnown(ProgressBar progress) {
            long destinations =
                    filter.prefix().isPresent()
                            ? 0
                            : entities.table(table.instance(), table.family()).destinations();
            known.read(
                    table,
                    count -> {
                        progress.show(count, destinations, count);
                        return !Thread.currentThread().isInterrupted();
                    });
            progress.clear();
        }

        /** What there is to say of it that not all is known that was before, once. */
        Optional<String> saysThatNotWhole() {
            if (known.isWhole() || saidThatNotWhole) {
                return Optional.empty();
            }
            saidThatNotWhole = true;
            return Optional.of(
                    "%s more than %s: ? stands for what was before, where that is not known"
                            .formatted(table, Quantity.of(mostKnown, "destination")));
        }

        /** What the filter lets through of a change. */
        Optional<DestinationChange> seen(DestInfo info) {
            NetAddress destination = info.address();
            if (!filter.reaches(destination)) {
                return Optional.empty();
            }
            int viewId = table.view().id();
            Optional<ViewInfo> inView = info.view(viewId);
            Optional<RouteEntry> best = inView.flatMap(ViewInfo::bestRoute).map(RouteEntry::of);
            KnownRoutes.Before before = known.update(destination, best);
            boolean isNothing = best.isEmpty() && before.route().isEmpty();
            boolean isWanted =
                    before.isWanted()
                            || best.filter(filter::acceptsBest).isPresent()
                            || isNothing && !filter.hasConditions();
            return isWanted
                    ? Optional.of(
                            new DestinationChange(
                                    clock.instant(),
                                    table.instance(),
                                    table.family(),
                                    table.view(),
                                    destination,
                                    before.kind(
                                            best, inView.flatMap(ViewInfo::heldRoute).isPresent()),
                                    before.isKnown(),
                                    before.route(),
                                    best,
                                    inView.map(ViewInfo::routeCount).orElse(0)))
                    : Optional.empty();
        }
    }

    private void show(List<Watch> watches, Semaphore signals, boolean json) throws IOException {
        Rows rows = new Rows(System.out);
        Screen screen = Screen.current();
        ProgressBar progress = ProgressBar.of(CommandSession.Utils.current());
        Instant start = clock.instant();
        Map<DestinationChange.Kind, Long> counts = new EnumMap<>(DestinationChange.Kind.class);
        boolean interrupted = false;
        try {
            for (Watch watch : watches) {
                watch.readKnown(progress);
            }
            for (Watch watch : watches) {
                while (!watch.known.isUpToDate() && !rows.isStopped()) {
                    show(watch, rows, screen, json, counts);
                }
            }
            if (!json) {
                rows.print("Watching for changes, until interrupted");
            }
            while (!rows.isStopped()) {
                boolean isMore = false;
                for (Watch watch : watches) {
                    if (!json) {
                        watch.saysThatNotWhole().ifPresent(rows::print);
                    }
                    isMore |= show(watch, rows, screen, json, counts);
                }
                if (!isMore && signals.tryAcquire(1, TimeUnit.SECONDS)) {
                    signals.drainPermits();
                }
            }
            interrupted = Thread.interrupted();
        } catch (InterruptedException enough) {
            interrupted = true;
        } catch (RtmException ended) {
            if (ended.status() != RtmStatus.INVALID_HANDLE) {
                throw ended;
            }
            throw new IllegalStateException(
                    "the change notification or the table has gone; "
                            + ChangeText.summary(summary(counts, start)),
                    ended);
        }
        if (interrupted) {
            Watched summary = summary(counts, start);
            if (json) {
                JsonForm.write(summary, forLastWords());
            } else {
                forLastWords().println(ChangeText.summary(summary));
            }
        }
    }

    /** Gogo lets a command that was interrupted while it wrote write no more. */
    private static PrintStream forLastWords() {
        return System.out.checkError() && Process.Utils.current().isTty(STANDARD_OUTPUT)
                ? CommandSession.Utils.current().getConsole()
                : System.out;
    }

    private Watched summary(Map<DestinationChange.Kind, Long> counts, Instant start) {
        return new Watched(
                counts.values().stream().mapToLong(Long::longValue).sum(),
                counts.getOrDefault(DestinationChange.Kind.ADDED, 0L),
                counts.getOrDefault(DestinationChange.Kind.CHANGED, 0L),
                counts.getOrDefault(DestinationChange.Kind.WITHDRAWN, 0L)
                        + counts.getOrDefault(DestinationChange.Kind.HELD, 0L),
                Duration.between(start, clock.instant()));
    }

    /** Shows a batch, so that no table keeps another one waiting; says whether there was one. */
    private boolean show(
            Watch watch,
            Rows rows,
            Screen screen,
            boolean json,
            Map<DestinationChange.Kind, Long> counts)
            throws IOException {
        int most = watch.table.batch();
        try (ChangedDests batch = watch.changes.fetch(most)) {
            for (DestInfo info : batch) {
                Optional<DestinationChange> seen = watch.seen(info);
                if (seen.isPresent()) {
                    counts.merge(seen.get().kind(), 1L, Long::sum);
                    if (json) {
                        JsonForm.write(seen.get(), System.out);
                    } else {
                        rows.print(ChangeText.line(seen.get(), screen, clock.getZone()));
                    }
                }
            }
            if (batch.size() < most) {
                watch.known.caughtUp();
            }
            return !batch.isEmpty();
        }
    }
}
